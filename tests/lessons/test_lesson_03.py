"""Lesson 3: the published program, the methods written in the reader's sight, and the claims of the text."""

from pathlib import Path

import numpy as np
import pytest

from helpers import batch_descent, bowl, descend, finite_difference, gradient, plateau, saddle, shelf, three_points, two_valleys
from tools.notebooks import defined, notebook, printed

PUBLISHED = (Path(__file__).parents[1] / "reference" / "batch_gradient_descent.txt").read_text(encoding="utf8")
X, Y = three_points()


@pytest.fixture(scope="module")
def lesson():
    return defined("03")


def published_lines():
    """Give (epoch, w after it, cost before it as printed) of the 100 published lines."""
    for line in PUBLISHED.splitlines()[1:-1]:
        _, epoch, _, w, _, cost = line.split()
        yield int(epoch), float(w), float(cost)


def test_the_saved_notebook_prints_the_published_lines():
    assert printed("03", "published-all").rstrip("\n") == PUBLISHED.rstrip("\n")


def test_the_hundred_lines_are_folded_away():
    """Hidden until the cell runs; JupyterLab then shows an output again, and this one in a box that scrolls."""
    (cell,) = [each for each in notebook("03").cells if each["id"] == "published-all"]
    assert cell.metadata["jupyter"] == {"outputs_hidden": True}
    assert cell.metadata["scrolled"] is True


def test_the_first_cell_shows_the_first_ten_epochs():
    assert printed("03", "published-program").splitlines() == PUBLISHED.splitlines()[:11]


def test_ten_weights_agree_with_least_squares(lesson, monkeypatch):
    rng = np.random.default_rng(3)
    x = rng.standard_normal((300, 10))
    y = x @ rng.standard_normal(10) + rng.standard_normal(300)
    monkeypatch.setitem(lesson["ten_slopes"].__globals__, "features", x)
    monkeypatch.setitem(lesson["ten_slopes"].__globals__, "labels", y)
    path = lesson["walk_downhill"](lesson["ten_slopes"], np.zeros(10), learning_rate=0.1, epochs=400)
    np.testing.assert_allclose(path[-1], np.linalg.lstsq(x, y, rcond=None)[0], atol=1e-8)
    helper = batch_descent(x, y, start=np.zeros(10), learning_rate=0.1, epochs=400)
    np.testing.assert_allclose(path, helper.weights, atol=1e-12)


def test_a_run_that_is_too_fast_overflows_and_the_cure_falls(lesson):
    wild, cured = lesson["costs_of_run"](X, Y, 1.0, 400), lesson["costs_of_run"](X, Y, 0.1, 6)
    assert any(cost > 1e18 for cost in wild)
    assert np.inf in wild
    assert np.isnan(wild[-1])
    assert (np.diff(cured) < 0).all()
    with pytest.raises(OverflowError):
        pow(1e200, 2)


def test_the_helper_walks_the_published_path():
    run = batch_descent(X, Y, start=1.0, learning_rate=0.01, epochs=100)
    lines = list(published_lines())
    assert [epoch for epoch, _, _ in lines] == list(range(100))
    assert run.weights[1:].tolist() == [w for _, w, _ in lines]
    assert [round(cost, 3) for cost in run.costs[:-1].tolist()] == [cost for _, _, cost in lines]


@pytest.mark.parametrize("rate", [0.01, 0.1, 3 / 28, 0.2, 3 / 14, 0.22])
@pytest.mark.parametrize("start", [-1.0, 0.0, 1.0, 5.0])
def test_runs_follow_the_closed_form(rate, start):
    run = batch_descent(X, Y, start=start, learning_rate=rate, epochs=60)
    closed = 2 + (start - 2) * (1 - 28 * rate / 3) ** np.arange(61)
    np.testing.assert_allclose(run.weights, closed, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("w", [-3.0, 0.0, 0.7, 2.0, 5.5])
def test_slopes_in_sight_equal_the_helpers(lesson, w):
    assert lesson["slope_by_rule"](w, X, Y) == gradient(w, X, Y)
    assert lesson["slope_by_trying"](bowl().cost, w) == finite_difference(bowl().cost, w)
    assert lesson["slope_by_rule"](w, X, Y) == pytest.approx(28 / 3 * (w - 2), abs=1e-12)


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.22])
def test_the_walk_in_sight_equals_batch_descent(lesson, rate):
    path = lesson["walk_downhill"](lambda w: lesson["slope_by_rule"](w, X, Y), 1.0, rate, 50)
    assert path == batch_descent(X, Y, start=1.0, learning_rate=rate, epochs=50).weights.tolist()


@pytest.mark.parametrize("landscape", [two_valleys(), plateau(), shelf()], ids=lambda landscape: landscape.name)
def test_the_walk_in_sight_equals_descend(lesson, landscape):
    assert lesson["walk_downhill"](landscape.gradient, 1.2, 0.02, 50) == descend(landscape, 1.2, 0.02, 50).weights.tolist()


def test_the_walk_in_sight_takes_two_weights(lesson):
    path = np.array(lesson["walk_downhill"](saddle().gradient, np.array([1.0, -0.999]), 0.02, 50))
    assert (path == descend(saddle(), (1.0, -0.999), 0.02, 50).weights).all()


def test_each_rate_ends_as_the_text_says():
    def outcome(rate):
        return batch_descent(X, Y, start=0.0, learning_rate=rate, epochs=40).outcome

    # the cost grows by (1 − 28·0.22/3)² a step, so it has passed ten times its first value after log 10 / log that
    first = int(np.ceil(np.log(10) / np.log((1 - 28 * 0.22 / 3) ** 2)))
    assert outcome(0.1) == "converged"
    assert outcome(3 / 14) == "oscillating"
    assert outcome(0.22) == f"diverged at step {first}"
    assert outcome(0.01) == outcome(0.2) == "still descending"


def test_the_watershed_lies_between_the_two_starts():
    roots = np.sort(np.roots([4, 0, -12, 2]).real) + 2  # the slope of two_valleys() in w − 2
    assert 2.1 < roots[1] < 2.2
    assert descend(two_valleys(), 2.1, 0.02, 40).last_weight == pytest.approx(roots[0], abs=1e-4)
    assert descend(two_valleys(), 2.2, 0.02, 40).last_weight == pytest.approx(roots[2], abs=1e-4)


def test_flat_places_hold_the_walk():
    assert descend(plateau(), -1.0, 0.02, 100).last_weight < -0.9
    assert descend(shelf(), 3.0, 0.02, 100).last_weight == 3.0
    slow = descend(shelf(), 4.5, 0.02, 1000)
    assert slow.outcome == "stuck on a flat"
    assert (slow.weights > 3).all()


def test_the_saddle_takes_one_start_and_releases_the_other():
    exact = descend(saddle(), (1.0, -1.0), 0.02, 100)
    nearly = descend(saddle(), (1.0, -0.999), 0.02, 100)
    assert (exact.weights.sum(axis=1) == 0).all()
    assert exact.outcome == "stuck on a flat"
    assert nearly.outcome == "converged"
    assert np.prod(nearly.last_weight) == pytest.approx(2)
