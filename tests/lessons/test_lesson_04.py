"""Lesson 4: its printout against the published one, its functions against the helpers and against closed forms."""

import re
from pathlib import Path

import numpy as np
import pytest

from helpers import best_weight, cost, loss, loss_gradient, noisy_points, smooth, step_losses, stochastic_descent, three_points
from tools.notebooks import defined, notebook, printed

REFERENCE = (Path(__file__).parents[1] / "reference" / "stochastic_gradient_descent.txt").read_text(encoding="utf8")
POINTS = three_points()


@pytest.fixture(scope="module")
def lesson():
    return defined("04")


@pytest.fixture(scope="module")
def noisy():
    return noisy_points(12, noise=1.0, rng=np.random.default_rng(5))


def test_the_stored_printout_is_the_published_one():
    assert printed("04", "published-all") == REFERENCE


def test_the_first_cell_shows_the_first_ten_epochs():
    assert printed("04", "published-program").splitlines() == REFERENCE.splitlines()[:11]


def test_the_hundred_lines_are_folded_away():
    """Hidden until the cell runs; JupyterLab then shows an output again, and this one in a box that scrolls."""
    (cell,) = [each for each in notebook("04").cells if each["id"] == "published-all"]
    assert cell.metadata["jupyter"] == {"outputs_hidden": True}
    assert cell.metadata["scrolled"] is True


def test_the_helper_walks_through_the_published_numbers():
    found = re.findall(r"^Progress: \d+ w= (\S+) loss= (\S+)$", REFERENCE, flags=re.M)
    run = stochastic_descent(*POINTS, start=1.0, learning_rate=0.01, epochs=100)
    assert run.weights[1:].tolist() == [float(w) for w, _ in found]
    assert [round(loss(w, 3.0, 6.0), 6) for w in run.weights[1:].tolist()] == [float(last) for _, last in found]


def test_the_slope_is_the_helpers(lesson):
    for w, x, y in np.random.default_rng(1).uniform(-3, 3, (20, 3)).tolist():
        assert lesson["slope_of_one"](w, x, y) == pytest.approx(loss_gradient(w, x, y))


def test_the_walk_is_the_helper_and_the_closed_form(lesson):
    for rate in (0.01, 0.15, 0.21):
        path = lesson["stochastic_walk"](*POINTS, 1.0, rate, 20)
        assert path == stochastic_descent(*POINTS, start=1.0, learning_rate=rate, epochs=20).weights.tolist()
        factor = (1 - 2 * rate) * (1 - 8 * rate) * (1 - 18 * rate)
        np.testing.assert_allclose(np.array(path) - 2, -(factor ** np.arange(21)), atol=1e-12, rtol=1e-9)


def test_the_orders_are_the_helpers(lesson, noisy):
    for order in ("in order", "shuffled", "with replacement"):
        rng = np.random.default_rng(7)
        expected = [place for _ in range(5) for place in lesson["visiting_order"](12, order, rng)]
        assert lesson["hover"](noisy, 0.05, seed=7, order=order, epochs=5).visited.tolist() == expected


def test_in_order_settles_at_the_fixed_point_of_its_epoch(lesson, noisy):
    x, y = noisy
    rate, scale, shift = 0.03, 1.0, 0.0
    for x_i, y_i in zip(x, y, strict=True):  # one epoch maps w to scale·w + shift
        scale, shift = scale * (1 - 2 * rate * x_i * x_i), shift * (1 - 2 * rate * x_i * x_i) + 2 * rate * x_i * y_i
    settled = shift / (1 - scale)
    assert lesson["hover"](noisy, rate, seed=0, order="in order").last_weight == pytest.approx(settled, abs=1e-9)
    assert abs(settled - best_weight(x, y)) > 0.1


def test_the_height_is_the_mean_cost_above_the_lowest(lesson, noisy):
    run = lesson["hover"](noisy, 0.02, seed=3)
    half = [cost(w, *noisy) for w in run.weights[len(run.weights) // 2 :].tolist()]
    assert lesson["height"](noisy, run) == pytest.approx(np.mean(half) - cost(best_weight(*noisy), *noisy))


def test_a_smaller_rate_hovers_lower_and_arrives_later(lesson, noisy):
    def arrival(run):
        return np.argmax(abs(run.weights - best_weight(*noisy)) < 0.2)

    runs = {rate: [lesson["hover"](noisy, rate, seed) for seed in range(20, 30)] for rate in (0.05, 0.005)}
    heights = {rate: [lesson["height"](noisy, run) for run in some] for rate, some in runs.items()}
    assert min(heights[0.05]) > 20 * max(heights[0.005]) > 0
    assert min(map(arrival, runs[0.005])) > 5 * max(map(arrival, runs[0.05]))
    assert {run.outcome for some in runs.values() for run in some} == {"hovering"}


@pytest.mark.parametrize("correct_bias", [True, False])
def test_the_running_mean_is_the_helper_and_the_weighted_sum(lesson, correct_bias):
    values = np.random.default_rng(2).exponential(size=50)
    means = lesson["running_mean"](values, 0.9, correct_bias)
    np.testing.assert_allclose(means, smooth(values, 0.9, correct_bias), rtol=1e-12)
    shares = 0.1 * 0.9 ** np.arange(49, -1, -1)
    assert means[-1] == pytest.approx(shares @ values / (shares.sum() if correct_bias else 1))


def test_the_losses_of_the_steps_are_the_panels(lesson, noisy):
    run = lesson["hover"](noisy, 0.01, seed=4, epochs=10)
    np.testing.assert_allclose(lesson["losses_of"](run, noisy), step_losses(run, *noisy, batch_size=1))
