"""Lesson 4: its printout against the published one, its functions against the helpers, its claims against closed forms."""

import re
from pathlib import Path

import numpy as np
import pytest

from helpers import best_weight, cost, gradient, loss, loss_gradient, saddle, smooth, stochastic_descent, three_points
from helpers.practice import exercises
from tools.notebooks import cell, defined, notebook, printed

REFERENCE = (Path(__file__).parents[1] / "reference" / "stochastic_gradient_descent.txt").read_text(encoding="utf8")
POINTS = three_points()


@pytest.fixture(scope="module")
def lesson():
    return defined("04")


def run_cell(cell_id, names, source=None):
    """Run a cell of the lesson, or another source in its place, with a copy of the lesson's names."""
    names = dict(names)
    exec(compile(source or cell("04", cell_id)["source"], cell_id, "exec"), names)
    return names


def test_the_stored_printout_is_the_published_one():
    assert printed("04", "published-program") == REFERENCE


def test_the_program_prints_it_on_this_python(capsys):
    run_cell("published-program", {})
    assert capsys.readouterr().out == REFERENCE


def test_loss_and_slope_are_the_helpers(lesson):
    for w, x, y in np.random.default_rng(1).uniform(-3, 3, (20, 3)).tolist():
        assert lesson["loss_of_one"](w, x, y) == pytest.approx(loss(w, x, y))
        assert lesson["slope_of_one"](w, x, y) == pytest.approx(loss_gradient(w, x, y))


def test_the_walk_is_the_helper_and_the_closed_form(lesson):
    for rate in (0.01, 0.15, 0.21):
        path = lesson["stochastic_walk"](*POINTS, 1.0, rate, 20)
        assert path == stochastic_descent(*POINTS, start=1.0, learning_rate=rate, epochs=20).weights.tolist()
        factor = (1 - 2 * rate) * (1 - 8 * rate) * (1 - 18 * rate)
        np.testing.assert_allclose(np.array(path) - 2, -(factor ** np.arange(21)), atol=1e-12, rtol=1e-9)


def test_the_limit_of_an_epoch_is_a_root_of_its_product():
    # (1 − 2η)(1 − 8η)(1 − 18η) = 1 has the roots η = 0 and 288η² − 196η + 28 = 0
    roots = np.roots([288, -196, 28])
    assert f"η = {roots.min():.3f} (an epoch)" in printed("04", "limits")


def test_the_orders_are_the_helpers(lesson):
    for order in ("in order", "shuffled", "with replacement"):
        rng = np.random.default_rng(7)
        expected = [place for _ in range(5) for place in lesson["visiting_order"](12, order, rng)]
        assert lesson["hover"](0.05, seed=7, order=order, epochs=5).visited.tolist() == expected


def test_in_order_settles_at_the_fixed_point_of_its_epoch(lesson):
    x, y = lesson["noisy"]
    rate, scale, shift = 0.03, 1.0, 0.0
    for x_i, y_i in zip(x, y, strict=True):  # one epoch maps w to scale·w + shift
        scale, shift = scale * (1 - 2 * rate * x_i * x_i), shift * (1 - 2 * rate * x_i * x_i) + 2 * rate * x_i * y_i
    settled = shift / (1 - scale)
    assert lesson["hover"](rate, seed=0, order="in order").last_weight == pytest.approx(settled, abs=1e-9)
    assert abs(settled - best_weight(x, y)) > 0.1


def test_a_smaller_rate_hovers_lower_and_arrives_later(lesson):
    runs = {rate: [lesson["hover"](rate, seed) for seed in range(20, 30)] for rate in (0.05, 0.005)}
    heights, steps = (
        {rate: np.mean([lesson[measure](*before, run) for run in some]) for rate, some in runs.items()}
        for measure, before in (("height", [lesson["noisy"]]), ("arrival", []))
    )
    assert heights[0.05] > 20 * heights[0.005] > 0
    assert steps[0.005] > 5 * steps[0.05]
    assert {run.outcome for some in runs.values() for run in some} == {"hovering"}


def test_the_floor_follows_the_theory_for_independent_draws(lesson):
    x, y = lesson["noisy"]
    left_over = y - best_weight(x, y) * x
    for rate in (0.004, 0.016):
        # the variance of w that one step with an independent draw leaves as it is, without the approximation of small steps
        keeps, adds = np.mean((1 - 2 * rate * x**2) ** 2), 4 * rate**2 * np.mean((x * left_over) ** 2)
        exact = adds / (1 - keeps) * np.mean(x**2)
        assert 1 < exact / lesson["floor_height"](x, y, rate) < 1.15
        runs = [lesson["hover"](rate, seed, "with replacement", 400, 2.0) for seed in range(30, 40)]
        assert np.mean([lesson["height"]((x, y), run) for run in runs]) == pytest.approx(exact, rel=0.25)
    assert lesson["floor_height"](x, y, 0.01, 4) == pytest.approx(lesson["floor_height"](x, y, 0.0025))


def test_shuffling_lies_below_the_floor_of_independent_draws(lesson):
    found = [lesson["height"](lesson["noisy"], lesson["hover"](0.002, seed, epochs=400, start=2.0)) for seed in range(30, 40)]
    assert 0 < np.mean(found) < lesson["floor_height"](*lesson["noisy"], 0.002) / 4


def test_only_the_slowly_shrinking_rate_keeps_improving(lesson):
    paths = {name: lesson["typical_path"](plan, epochs=300) for name, plan in lesson["plans"].items()}
    gains = {name: path[20:40].mean() / path[-100:].mean() for name, path in paths.items()}
    assert gains.pop("0.05 / (1 + k/2)") > 1.5
    assert all(0.6 < gain < 1.5 for gain in gains.values())
    frozen = paths["halved each epoch"]
    np.testing.assert_allclose(frozen[40:], frozen[-1], rtol=1e-6)


def test_the_heavy_ball_without_memory_is_plain_descent(lesson):
    path = lesson["heavy_ball"](lambda w: gradient(w, *POINTS), 1.0, 0.01, 0.0, 50)
    np.testing.assert_allclose(path - 2, -((1 - 0.02 * 14 / 3) ** np.arange(51)), atol=1e-12)


def test_the_heavy_ball_shrinks_as_its_characteristic_root_says(lesson):
    # along an axis of steepness s the error obeys e'' = (1 + keep − η·s)·e' − keep·e; the slowest root of all axes decides
    hill, (rate, keep) = lesson["line_bowl"](), (0.08, 0.8)
    axes = np.linalg.eigvalsh([[28 / 3, 4], [4, 2]])
    slowest = max(abs(np.roots([1, -(1 + keep - rate * s), keep])).max() for s in axes)
    path = lesson["heavy_ball"](hill.gradient, np.array([4.5, 2.5]), rate, keep, 200)
    sizes = np.linalg.norm(path - np.array(hill.best), axis=1)
    assert (sizes[150:200].mean() / sizes[50:100].mean()) ** (1 / 100) == pytest.approx(slowest, rel=0.01)


def test_momentum_helps_in_the_valley_and_not_on_the_bowl_nor_against_noise(lesson):
    start = np.array([4.5, 2.5])
    needed = lesson["steps_needed"]
    assert needed(lesson["line_bowl"](), start, 0.0) > 3 * needed(lesson["line_bowl"](), start, 0.8)
    assert needed(lesson["bowl"](), 1.0, 0.8) > 5 * needed(lesson["bowl"](), 1.0, 0.0)
    floors = [np.mean([lesson["noisy_floor"](keep, seed) for seed in range(20, 26)]) for keep in (0.0, 0.8)]
    assert 3.5 < floors[1] / floors[0] < 7


@pytest.mark.parametrize("correct_bias", [True, False])
def test_the_running_mean_is_the_helper_and_the_weighted_sum(lesson, correct_bias):
    values = np.random.default_rng(2).exponential(size=50)
    means = lesson["running_mean"](values, 0.9, correct_bias)
    np.testing.assert_allclose(means, smooth(values, 0.9, correct_bias), rtol=1e-12)
    shares = 0.1 * 0.9 ** np.arange(49, -1, -1)
    assert means[-1] == pytest.approx(shares @ values / (shares.sum() if correct_bias else 1))


def test_the_saddle_steps_average_to_the_full_gradient(lesson):
    w = np.array([0.7, -1.2])
    steps = [lesson["saddle_step"](*w, x, y, learning_rate=1.0) for x, y in zip(*POINTS, strict=True)]
    np.testing.assert_allclose(w - np.mean(steps, axis=0), saddle().gradient(w))


def test_label_noise_never_leaves_the_saddle_and_a_jiggle_does(lesson):
    for seed in range(5):
        labels = np.array(POINTS[1]) + 0.8 * np.random.default_rng(seed).standard_normal(3)
        stays = lesson["saddle_walk"](labels.tolist(), jiggle=0.0, seed=seed)
        assert (stays[:, 0] == -stays[:, 1]).all()
        leaves = lesson["saddle_walk"](POINTS[1], jiggle=0.001, seed=seed)
        assert leaves[-1].prod() == pytest.approx(2, abs=0.05)


def test_no_constant_rate_meets_the_challenge():
    challenge = exercises()["schedule-in-a-hurry"]
    for rate in np.linspace(0.003, 0.012, 37):
        assert challenge.seen(lambda epoch, rate=rate: rate)[0] > challenge.below


def test_the_noisy_data_has_a_floor_and_the_exact_data_none(lesson):
    assert cost(best_weight(*POINTS), *POINTS) == 0
    assert cost(best_weight(*lesson["noisy"]), *lesson["noisy"]) > 0.5


def test_a_text_stands_between_any_two_code_cells():
    kinds = [each["cell_type"] for each in notebook("04").cells if not re.match(r"(question|check)\(", each["source"])]
    assert all(pair != ("code", "code") for pair in zip(kinds, kinds[1:], strict=False))
