"""How a run ended, for paths and costs written down by hand, at both sides of each boundary."""

import numpy as np
import pytest

from helpers.outcome import Run, described, outcome_of


def parabola(w):
    return (w - 2) ** 2


def walked(path, costs=None, epochs=None, rate=0.1, steps=1, per_epoch=1, cost=parabola, **more) -> Run:
    """Return the Run of a path; costs: those of the path where none are given."""
    path = np.array(path, dtype=float)
    costs = np.array([cost(w) for w in path] if costs is None else costs, dtype=float)
    epochs = (len(path) - 1) // per_epoch if epochs is None else epochs
    return Run(path, costs, np.arange(len(path)), epochs, rate, steps, per_epoch, cost, **more)


def swing(factor, moves, first=1.0):
    """Return a path whose distance from 2 every step multiplies by a factor."""
    return 2 - first * factor ** np.arange(moves + 1.0)


ZIGZAG = [0.0, 1.0, 0.3, 1.2, 0.1, 1.0, 0.3, 1.3, 0.1]  # turns at every step, by uneven moves


@pytest.mark.parametrize(
    ("run", "outcome", "words"),
    [
        (walked([1, 3, 1], epochs=3), "diverged at step 3", "2 of 3 epochs end at"),
        (walked([1, 3, 1, 3, 1], epochs=3, steps=2, per_epoch=2), "diverged at step 5", "2 of 3 epochs end at"),
        (walked([1, 3, 1], epochs=3, steps=4), "diverged in epoch 3", "2 of 3 epochs end at"),
        (walked([1, 2, 9]), "diverged at step 2", ", 2 epochs end at"),
        (walked([1, 9, 1]), "oscillating", ", 2 epochs end at"),  # it came back
        (walked([1, 3], costs=[1, 10]), "climbing", ", 1 epoch ends at"),  # ten times the start is not more than that
        (walked([1, 3], costs=[1, 10.5]), "diverged at step 1", ", 1 epoch ends at"),
        (walked([2, 4], costs=[0, 5]), "diverged at step 1", ", 1 epoch ends at"),  # from nothing all is more
    ],
)
def test_a_run_that_was_cut_off_or_costs_more_than_ten_times_its_start_has_diverged(run, outcome, words):
    assert outcome_of(run) == outcome
    assert words in str(described(run))


@pytest.mark.parametrize(
    ("run", "outcome"),
    [
        (walked(swing(-1.1, 2)), "climbing"),  # two moves make a turn, and without noise a turn tells
        (walked(swing(-1.1, 2), noisy=True), "hovering"),
        (walked(swing(-1.1, 3), noisy=True), "climbing"),
        (walked(swing(-0.9, 3), noisy=True), "still descending"),
        (walked([3.0, 1.2, 3.0, 1.0, 3.0]), "oscillating"),  # uneven, and as high as before
        (walked([-4, *swing(-1.1, 10, 0.5)]), "climbing"),  # the last ten moves count
        (walked([1.0, 3.2]), "climbing"),
        (walked([1.0, 3.0]), "still descending"),
        (walked([1.0, 3.2], noisy=True), "still descending"),
        (walked(swing(0.99, 8)), "still descending"),  # no turn
    ],
)
def test_swings_and_single_moves(run, outcome):
    assert outcome_of(run) == outcome


@pytest.mark.parametrize(
    ("costs", "outcome"),
    [
        ([1, 2, 3, 4, 5, 4, 3, 3, 3], "climbing"),  # more than twice the start, and half of the highest
        ([1, 2, 3, 4, 6, 4, 3, 3, 3], "climbing"),
        ([1, 2, 3, 6, 7, 3, 3, 3, 3], "hovering"),  # less than half of the highest
        ([1.5, 2, 3, 3, 3, 3, 3, 3, 3], "hovering"),  # twice the start
        ([9, 8, 7, 6, 5, 4.5, 4.5, 4.0, 4.0], "still descending"),  # the last quarter costs a tenth less than the one before
        ([9, 8, 7, 6, 5, 4.5, 4.5, 4.1, 4.1], "hovering"),
    ],
)
def test_a_noisy_run_that_still_moves_is_named_by_its_costs(costs, outcome):
    assert outcome_of(walked(ZIGZAG, costs=costs, noisy=True)) == outcome


def resting(at, move, **more):
    """Return a run whose last epoch moves so little, downhill on the parabola."""
    return walked([at + 0.5, at + move, at], **more)


@pytest.mark.parametrize(
    ("run", "outcome"),
    [
        # at w = 3 the slope is 2: an epoch of rate η moves by 2 η, and rests where it moves less than a hundredth of that
        (resting(3, 1e-6, rate=1e-4), "settled beside the minimum"),
        (resting(3, 3e-6, rate=1e-4), "still descending"),
        (resting(3, 1e-6, rate=1e-5), "still descending"),
        (resting(3, 1e-6, rate=1e-6, steps=100), "settled beside the minimum"),
        (resting(3, 1e-6, rate=lambda epoch: 1e-4 if epoch == 1 else 1e-9), "settled beside the minimum"),  # its last rate
        (resting(3, 7.9e-5, rate=1.0), "settled beside the minimum"),  # below 2e-5 of 1 + |w|
        (resting(3, 8.1e-5, rate=1.0), "still descending"),
        (resting(2.25, 1e-6, rate=1.0), "settled beside the minimum"),  # a slope of 0.5 is one
        (resting(2.0, 1e-6, rate=1.0), "converged"),
    ],
)
def test_a_run_at_rest_is_at_the_minimum_or_beside_it_or_slow(run, outcome):
    assert outcome_of(run) == outcome


def at_the_origin(cost, d):
    return outcome_of(walked(np.zeros((3, d)) if d > 1 else np.zeros(3), cost=cost))


@pytest.mark.parametrize(
    ("cost", "outcome"),
    [
        (lambda w: w**2, "converged"),
        (lambda w: -(w**2), "stuck on a flat"),
        (lambda w: w**3, "stuck on a flat"),
        (lambda w: -(w**3), "stuck on a flat"),
        (lambda w: 0.0 * w, "stuck on a flat"),
    ],
)
def test_only_a_place_lower_than_both_sides_is_a_minimum(cost, outcome):
    assert at_the_origin(cost, 1) == outcome


@pytest.mark.parametrize("turn", range(8))
def test_of_two_weights_a_fall_in_any_of_sixteen_directions_is_found(turn):
    along = np.array([np.cos(turn * np.pi / 8), np.sin(turn * np.pi / 8)])
    across = np.array([-along[1], along[0]])
    assert at_the_origin(lambda w: 10 * (w @ across) ** 2 - 0.1 * (w @ along) ** 2, 2) == "stuck on a flat"
    assert at_the_origin(lambda w: 10 * (w @ across) ** 2 + 0.1 * (w @ along) ** 2, 2) == "converged"


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_of_three_weights_a_fall_along_any_diagonal_is_found(pair, sign):
    first, second = pair
    assert at_the_origin(lambda w: w @ w + sign * 3 * w[first] * w[second], 3) == "stuck on a flat"
    assert at_the_origin(lambda w: w @ w + sign * w[first] * w[second], 3) == "converged"


@pytest.mark.parametrize("axis", range(3))
def test_of_three_weights_a_fall_along_any_axis_is_found(axis):
    assert at_the_origin(lambda w: w @ w - 1.5 * w[axis] ** 2, 3) == "stuck on a flat"
