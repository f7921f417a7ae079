"""Lesson 12: the saddle, the order with two weights, and the heavy ball against its characteristic roots."""

import numpy as np
import pytest

import helpers
from helpers import line_bowl, saddle, show_keeps, show_trough, show_walks, steps_needed, three_points
from tools.notebooks import defined

POINTS = three_points()


@pytest.fixture(scope="module")
def lesson():
    return defined("12")


def test_the_saddle_steps_average_to_the_full_gradient(lesson):
    w = np.array([0.7, -1.2])
    steps = [lesson["saddle_step"](*w, x, y, rate=1.0) for x, y in zip(*POINTS, strict=True)]
    np.testing.assert_allclose(w - np.mean(steps, axis=0), saddle().gradient(w))


def test_the_line_steps_average_to_the_full_gradient(lesson):
    w = np.array([0.7, -1.2])
    steps = [lesson["line_step"](*w, x, y, rate=1.0) for x, y in zip(*POINTS, strict=True)]
    np.testing.assert_allclose(w - np.mean(steps, axis=0), line_bowl().gradient(w))


def test_label_noise_never_leaves_the_saddle_and_a_jiggle_does(lesson):
    for seed in range(5):
        labels = np.array(POINTS[1]) + 0.8 * np.random.default_rng(seed).standard_normal(3)
        stays = np.array(lesson["saddle_walk"](labels.tolist(), jiggle=0.0, seed=seed))
        assert (stays[:, 0] == -stays[:, 1]).all()
        leaves = np.array(lesson["saddle_walk"](POINTS[1], jiggle=0.001, seed=seed))
        assert leaves[-1].prod() == pytest.approx(2, abs=0.05)


def test_the_ball_in_sight_is_the_helper(lesson):
    settings = line_bowl().gradient, np.array([4.5, 2.5]), 0.08, 0.8, 40
    np.testing.assert_array_equal(lesson["heavy_ball"](*settings), helpers.heavy_ball(*settings))


def test_the_ball_without_memory_is_plain_descent(lesson):
    path = np.array(lesson["heavy_ball"](lambda w: 28 / 3 * (w - 2), 1.0, 0.01, 0.0, 50))
    np.testing.assert_allclose(path - 2, -((1 - 0.01 * 28 / 3) ** np.arange(51)), atol=1e-12)


def test_the_ball_shrinks_as_its_characteristic_root_says():
    # along an axis of steepness s the distance obeys e'' = (1 + keep − η·s)·e' − keep·e; the slowest root of all axes decides
    rate, keep = 0.08, 0.8
    axes = np.linalg.eigvalsh([[28 / 3, 4], [4, 2]])
    slowest = max(abs(np.roots([1, -(1 + keep - rate * s), keep])).max() for s in axes)
    path = helpers.heavy_ball(line_bowl().gradient, np.array([4.5, 2.5]), rate, keep, 200)
    sizes = np.linalg.norm(path - np.array(line_bowl().best), axis=1)
    assert (sizes[150:200].mean() / sizes[50:100].mean()) ** (1 / 100) == pytest.approx(slowest, rel=0.01)


@pytest.mark.parametrize("keep", [-0.1, 1.0])
def test_a_keep_out_of_range_is_refused(keep):
    with pytest.raises(ValueError, match="expected a number from 0 to below 1"):
        helpers.heavy_ball(lambda w: w, 1.0, 0.1, keep, 3)


def test_the_steps_needed_are_those_of_one_run_at_a_time():
    starts, rates, keeps = [(4.5, 2.5), (0.0, 1.0)], [0.02, 0.1, 0.5], [0.0, 0.6]
    found = steps_needed(line_bowl(), starts, rates, keeps, most=400)
    assert np.isinf(found[:, 2]).all()  # beyond every limit of stability
    for row, keep in zip(found[:, :2], keeps, strict=True):
        for needed, rate in zip(row, rates, strict=False):
            each = []
            for start in starts:
                path = helpers.heavy_ball(line_bowl().gradient, np.array(start), rate, keep, 400)
                costs = line_bowl().cost(path.T)
                each.append(1 + np.flatnonzero(costs > 1e-3 * costs[0]).max())
            assert needed == (max(each) if max(each) <= 200 else np.inf)


def test_the_sweep_says_where_momentum_gains_and_where_it_costs(capsys):
    show_keeps()
    bowl, plateau, shelf, trough = capsys.readouterr().out.splitlines()[-4:]
    assert bowl.startswith("bowl: keep 0 needs 1 step, ")
    assert "keep 0 needs more than 2,000 steps" in shelf
    for line in (plateau, trough):
        plain, best, habit = (int(part.split(" needs ")[1].split()[0]) for part in line.split(": ")[1].split(", keep"))
        assert best < habit < plain


def test_the_walks_and_the_trough_say_where_they_end(capsys):
    show_walks({"one": [(1.0, -1.0), (0.5, -0.5)]})
    assert capsys.readouterr().out.splitlines()[-1].endswith("one: (0.50, −0.50).")
    show_trough((0.6, 1.4), [(0.158, 0.0), (0.232, 0.6)])
    plain, kept = (float(part.rstrip(".").split()[-1]) for part in capsys.readouterr().out.splitlines()[-1].split("; "))
    assert plain > 10 * kept
