"""The descents against the published lines, the closed form, and plain loops written here."""

import os
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from bad_input import BAD_POINTS, INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import (
    Landscape,
    batch_descent,
    best_weight,
    bowl,
    conditioned_points,
    descend,
    line_bowl,
    loss,
    minibatch_descent,
    noisy_points,
    of_function,
    plateau,
    rate_sentence,
    saddle,
    shelf,
    stochastic_descent,
    three_points,
    two_valleys,
)
from helpers.descent import ORDERS, TOO_FAR

X, Y = three_points()
REFERENCE = Path(__file__).parent / "reference"

METHODS = {
    "batch": batch_descent,
    "stochastic": stochastic_descent,
    "mini-batch": partial(minibatch_descent, batch_size=2),
}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
rates = st.floats(1e-4, 1.0)
starts = st.floats(-20, 20)


def published(name: str) -> list[tuple[int, float, float]]:
    """Read the epoch, the weight and the cost or loss from each line of a published output."""
    lines = (REFERENCE / name).read_text(encoding="utf8").splitlines()
    found = [re.fullmatch(r"\w+: (\d+) w= (\S+) (?:cost|loss)= (\S+)", line) for line in lines]
    rows = [(int(match[1]), float(match[2]), float(match[3])) for match in found if match]
    assert [row[0] for row in rows] == list(range(100))
    return rows


def test_batch_descent_gives_the_published_numbers():
    run = batch_descent(X, Y, start=1.0, learning_rate=0.01, epochs=100)
    rows = published("batch_gradient_descent.txt")
    assert run.weights[1:].tolist() == [w for _, w, _ in rows]
    # each published line shows the cost before its step
    assert [round(cost, 3) for cost in run.costs[:-1].tolist()] == [round(cost, 3) for _, _, cost in rows]


def test_stochastic_descent_gives_the_published_numbers():
    run = stochastic_descent(X, Y, start=1.0, learning_rate=0.01, epochs=100)
    rows = published("stochastic_gradient_descent.txt")
    assert run.weights[1:].tolist() == [w for _, w, _ in rows]
    by_step = stochastic_descent(X, Y, start=1.0, learning_rate=0.01, epochs=100, every_step=True)
    assert by_step.weights[3::3].tolist() == [w for _, w, _ in rows]
    # each published line shows the loss of the last sample (3, 6) after the epoch's last step
    assert [round(loss(w, 3.0, 6.0), 6) for w in run.weights[1:].tolist()] == [shown for _, _, shown in rows]


@given(starts, rates, st.integers(1, 40))
def test_batch_descent_follows_the_closed_form(start, rate, epochs):
    run = batch_descent(X, Y, start, rate, epochs)
    k = np.arange(len(run.weights))
    expected = 2 + (start - 2) * (1 - 28 * rate / 3) ** k
    assert run.weights == pytest.approx(expected, rel=1e-9, abs=1e-9 * (1 + np.abs(expected).max()))
    if len(run.weights) <= epochs:
        after = 2 + (start - 2) * (1 - 28 * rate / 3) ** len(k)
        assert abs(after) > 0.999 * TOO_FAR
    assert run.costs == pytest.approx(14 / 3 * (run.weights - 2) ** 2, rel=1e-9, abs=1e-12)


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(ORDERS), starts, st.floats(1e-3, 0.05))
def test_minibatch_descent_equals_a_loop_written_out(n, batch_size, order, start, rate):
    batch_size = min(batch_size, n)
    x, y = noisy_points(n, 0.5, np.random.default_rng(3))
    run = minibatch_descent(x, y, start, rate, 5, batch_size, order, np.random.default_rng(7), every_step=True)
    seen = run.visited.reshape(5, n)
    w, weights = start, [start]
    for epoch in range(5):
        for first in range(0, n, batch_size):
            batch = seen[epoch, first : first + batch_size]
            w -= rate * np.mean(2 * x[batch] * (x[batch] * w - y[batch]))
            weights.append(w)
    assert run.weights == pytest.approx(weights, rel=1e-9, abs=1e-9)
    assert run.per_epoch == -(-n // batch_size)
    if order == "in order":
        assert (seen == np.arange(n)).all()
    elif order == "shuffled":
        assert (np.sort(seen, axis=1) == np.arange(n)).all()
    else:
        assert ((seen >= 0) & (seen < n)).all()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 4))
def test_evaluations_count_every_sample_once_an_epoch(n, batch_size, epochs):
    batch_size = min(batch_size, n)
    x, y = noisy_points(n, 0.0, np.random.default_rng(3))
    by_step = minibatch_descent(x, y, 1.0, 0.01, epochs, batch_size, every_step=True)
    counts = [0]
    for _ in range(epochs):
        counts += [counts[-1] + min(first + batch_size, n) for first in range(0, n, batch_size)]
    assert by_step.evaluations.tolist() == counts
    by_epoch = minibatch_descent(x, y, 1.0, 0.01, epochs, batch_size)
    assert by_epoch.evaluations.tolist() == [n * epoch for epoch in range(epochs + 1)]
    assert by_step.by_epoch(by_step.weights) == pytest.approx(by_epoch.weights, rel=1e-12)


@given(starts, rates, st.sampled_from(["batch", "stochastic"]))
def test_batch_and_stochastic_are_the_two_ends_of_minibatch(start, rate, name):
    size = 3 if name == "batch" else 1
    run = METHODS[name](X, Y, start, rate, 20)
    assert run.weights.tolist() == minibatch_descent(X, Y, start, rate, 20, size).weights.tolist()


@given(starts, st.floats(1e-4, 0.1), st.integers(1, 12), st.sampled_from(ORDERS))
def test_every_order_and_size_ends_near_the_answer_without_noise(start, rate, batch_size, order):
    x, y = noisy_points(12, 0.0, np.random.default_rng(1))
    run = minibatch_descent(x, y, start, rate, 30, batch_size, order, np.random.default_rng(2))
    # at these rates no batch can overshoot by more than the error, and every sample agrees on w = 2
    assert (np.abs(np.diff(np.abs(run.weights - 2))) <= abs(start - 2) + 1e-9).all()
    assert (np.diff(np.abs(run.weights - 2)) <= 1e-9).all()


def test_one_seed_gives_one_run_and_another_seed_another():
    x, y = noisy_points(12, 1.0, np.random.default_rng(1))

    def walk(seed):
        return stochastic_descent(x, y, 0.0, 0.01, 5, "shuffled", np.random.default_rng(seed)).weights.tolist()

    assert walk(1) == walk(1)
    assert walk(1) != walk(2)


def test_a_learning_rate_may_change_with_the_epoch():
    run = batch_descent(X, Y, 1.0, lambda epoch: 0.1 / (epoch + 1), 3)
    errors = np.cumprod([-1.0, *(1 - 28 / 3 * 0.1 / k for k in (1, 2, 3))])
    assert run.weights == pytest.approx(2 + errors)
    assert "a learning rate that changes" in str(run)


@pytest.mark.parametrize(
    ("rate", "epochs", "outcome"),
    [
        (0.0001, 100, "still descending"),
        (0.01, 100, "converged"),
        (0.1, 100, "converged"),
        (3 / 14, 100, "oscillating"),
        (0.22, 100, "diverged at step"),
        (1.0, 100, "diverged at step"),
        (100.0, 100, "diverged at step 1"),
        (1e300, 100, "diverged at step 1"),
    ],
)
def test_outcomes_on_the_three_points(rate, epochs, outcome):
    run = batch_descent(X, Y, 1.0, rate, epochs)
    assert run.outcome.startswith(outcome)
    assert f": {outcome}" in str(run)
    assert np.isfinite(run.weights).all()
    assert np.isfinite(run.costs).all()


def test_diverged_names_the_first_step_that_costs_ten_times_the_start():
    run = batch_descent(X, Y, 1.0, 0.22, 100)
    step = next(k for k in range(100) if (1 - 28 * 0.22 / 3) ** (2 * k) > 10)
    assert run.outcome == f"diverged at step {step}"


def test_outcomes_on_other_ground():
    assert descend(plateau(), -1.5, 0.01, 50).outcome in ("stuck on a flat", "still descending")
    assert descend(saddle(), (1.0, -1.0), 0.01, 200).outcome == "stuck on a flat"
    assert descend(saddle(), (1.0, -0.999), 0.01, 400).outcome == "converged" or (
        abs(np.prod(descend(saddle(), (1.0, -0.999), 0.01, 400).last_weight) - 2) < 1e-3
    )
    assert descend(shelf(), 3.0, 0.1, 20).outcome == "stuck on a flat"
    falls_for_ever = of_function(lambda w: w**3, low=-1.5, high=1.5)
    assert descend(falls_for_ever, -1.0, 0.3, 60).outcome.startswith("diverged at step")


def test_descend_on_the_bowl_is_batch_descent():
    on_the_bowl, on_the_points = descend(bowl(), 1.0, 0.01, 50), batch_descent(X, Y, 1.0, 0.01, 50)
    assert on_the_bowl.weights == pytest.approx(on_the_points.weights, rel=1e-12)
    assert on_the_bowl.evaluations.tolist() == on_the_points.evaluations.tolist()


def test_descend_with_two_weights_reaches_the_least_squares_line():
    run = descend(line_bowl(), (0.0, 0.0), 0.1, 2000)
    design = np.stack([X, np.ones(3)], axis=1)
    assert run.last_weight == pytest.approx(np.linalg.lstsq(design, np.array(Y), rcond=None)[0], abs=1e-6)
    assert run.weights.shape == (2001, 2)
    assert run.outcome == "converged"


@given(starts, rates, st.integers(1, 60))
def test_whatever_the_rate_the_numbers_are_finite_and_the_sentence_reads(start, rate, epochs):
    for run in (
        batch_descent(X, Y, start, rate, epochs),
        stochastic_descent(X, Y, start, rate, epochs, every_step=True),
        descend(two_valleys(), start, rate, epochs),
        descend(saddle(), (start, -start / 2), rate, epochs),
    ):
        assert np.isfinite(run.weights).all()
        assert np.isfinite(run.costs).all()
        assert np.isfinite(run.evaluations).all()
        assert len(run.weights) == len(run.costs) == len(run.evaluations)
        assert not re.search(r"\b(nan|inf)\b", str(run), re.IGNORECASE)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.01, "by 0.91: it stays on its side and shrinks"),
        (3 / 28, "by 0: one step is enough"),
        (0.2, "by −0.87: it changes sides and shrinks"),
        (3 / 14, "by −1: it changes sides and keeps its size"),
        (0.22, "by −1.05: it changes sides and grows"),
        (0.1075, "by −0.0033: it changes sides and shrinks"),
        (0.107, "by 0.0013: it stays on its side and shrinks"),
        (0.2144, "by −1.0011: it changes sides and grows"),
        (1e-6, "by 0.999991: it stays on its side and shrinks"),
        (1e-12, "by 1: it stays on its side and shrinks"),
    ],
)
def test_rate_sentence_says_what_a_step_does(rate, words):
    assert rate_sentence(rate, X) == f"Each step multiplies the distance to w* {words}."


@every_method
@pytest.mark.parametrize(("x", "y", "message"), BAD_POINTS)
def test_bad_points_are_refused(method, x, y, message):
    with pytest.raises(ValueError, match=message):
        method(x, y, start=1.0, learning_rate=0.01, epochs=1)


BAD_SETTINGS = [
    ({"start": NAN}, "start is nan, expected a finite number"),
    ({"start": -INF}, "start is -inf, expected a finite number"),
    *(({"learning_rate": rate}, f"learning_rate is {rate}, expected a finite number above 0") for rate in (0, -0.01, NAN, INF)),
    ({"learning_rate": lambda epoch: 0.1 - 0.1 * epoch}, "learning_rate is 0.0, expected a finite number above 0"),
    *(({"epochs": epochs}, f"epochs is {epochs}, expected a whole number of at least 1") for epochs in (0, -3, 2.5, NAN, INF)),
]


@every_method
@pytest.mark.parametrize(("settings", "message"), BAD_SETTINGS)
def test_bad_settings_are_refused(method, settings, message):
    with pytest.raises(ValueError, match=message):
        method(X, Y, **{"start": 1.0, "learning_rate": 0.01, "epochs": 5, **settings})


@pytest.mark.parametrize(("settings", "message"), BAD_SETTINGS)
def test_bad_settings_are_refused_on_a_landscape(settings, message):
    with pytest.raises(ValueError, match=message):
        descend(bowl(), **{"start": 1.0, "learning_rate": 0.01, "epochs": 5, **settings})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"batch_size": 0}, "batch_size is 0, expected a whole number of at least 1"),
        ({"batch_size": 1.5}, "batch_size is 1.5, expected a whole number of at least 1"),
        ({"batch_size": 4}, "batch_size is 4, expected at most the 3 samples"),
        ({"order": "sorted"}, "order is 'sorted', expected one of .*shuffled"),
        ({"order": "shuffled"}, "order 'shuffled' needs rng"),
        ({"order": "with replacement"}, "order 'with replacement' needs rng"),
    ],
)
def test_bad_batches_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        minibatch_descent(X, Y, 1.0, 0.01, 5, **{"batch_size": 2, **settings})


def test_a_start_must_have_one_number_for_each_weight():
    with pytest.raises(ValueError, match="expected 2 numbers for the landscape 'saddle'"):
        descend(saddle(), 1.0, 0.01, 5)
    with pytest.raises(ValueError, match="expected 1 number"):
        descend(bowl(), (1.0, 2.0), 0.01, 5)


def test_ten_weights_reach_the_least_squares_answer():
    x, y, _ = conditioned_points(200, 10, 5, 0.5, np.random.default_rng(3))
    answer = np.linalg.lstsq(x, y, rcond=None)[0]
    run = batch_descent(x, y, np.zeros(10), 0.1, 400)
    assert run.weights.shape == (401, 10)
    assert run.last_weight == pytest.approx(answer, abs=1e-6)
    assert run.outcome == "converged"
    assert run.costs == pytest.approx([np.mean((x @ w - y) ** 2) for w in run.weights])
    assert re.match(r"From \(w₁, …, w₁₀\) = \(0.000, 0.000, 0.000, …\) with learning rate 0.100, 400 epochs end", str(run))
    for size in (1, 8):
        near = minibatch_descent(x, y, np.zeros(10), 0.002, 200, size, "shuffled", np.random.default_rng(1))
        assert near.last_weight == pytest.approx(answer, abs=0.1)
    assert batch_descent(x, y, np.zeros(10), 1.0, 100).outcome.startswith("diverged at step")


@given(st.integers(1, 6), st.integers(1, 12), st.sampled_from(ORDERS), st.floats(1e-3, 0.05))
def test_many_weights_equal_a_loop_written_out(d, batch_size, order, rate):
    x, y, start = conditioned_points(12, d, 3, 0.5, np.random.default_rng(3))
    run = minibatch_descent(x, y, start, rate, 4, batch_size, order, np.random.default_rng(7), every_step=True)
    seen = run.visited.reshape(4, 12)
    w, weights = start, [start]
    for epoch in range(4):
        for first in range(0, 12, batch_size):
            batch = seen[epoch, first : first + batch_size]
            w = w - rate * np.mean([2 * x[i] * (x[i] @ w - y[i]) for i in batch], axis=0)
            weights.append(w)
    assert run.weights == pytest.approx(np.array(weights), rel=1e-9, abs=1e-9)


@given(starts, rates, st.integers(1, 3), st.sampled_from(ORDERS))
def test_one_column_is_one_weight(start, rate, batch_size, order):
    def walk(x, start):
        return minibatch_descent(x, Y, start, rate, 20, batch_size, order, np.random.default_rng(2), every_step=True)

    flat, column = walk(X, start), walk(np.array(X)[:, None], [start])
    assert column.weights.shape == (len(flat.weights), 1)
    assert column.weights[:, 0] == pytest.approx(flat.weights, rel=1e-9, abs=1e-9)
    assert column.visited.tolist() == flat.visited.tolist()
    assert column.evaluations.tolist() == flat.evaluations.tolist()


def test_a_start_must_fit_the_columns():
    with pytest.raises(ValueError, match=r"start has the shape \(\), expected \(2,\): one number for each column of x"):
        batch_descent(np.ones((3, 2)), Y, 1.0, 0.1, 5)
    with pytest.raises(ValueError, match=r"start has the shape \(2,\), expected \(\): one number"):
        batch_descent(X, Y, (1.0, 2.0), 0.1, 5)
    with pytest.raises(ValueError, match="start is nan, expected a finite number"):
        batch_descent(np.ones((3, 2)), Y, (1.0, NAN), 0.1, 5)


def test_visited_ends_where_a_run_was_cut_off():
    run = stochastic_descent(X, Y, 1.0, 5.0, 50, "shuffled", np.random.default_rng(4), every_step=True)
    epochs = -(-len(run.visited) // 3)
    rng = np.random.default_rng(4)
    assert len(run.visited) == len(run.weights) - 1
    assert run.visited.tolist() == np.concatenate([rng.permutation(3) for _ in range(epochs)]).tolist()[: len(run.visited)]


def draws(count: int):
    """Draw samples, starts and rates: over eighteen powers of ten, around the boundary of divergence, and within 1e-6 of it."""
    rng = np.random.default_rng(5)
    for draw in range(count):
        n = int(rng.integers(1, 40))
        x = rng.uniform(0.5, 3, n) * rng.choice([-1, 1])
        y = 2 * x + rng.choice([0, 1]) * rng.standard_normal(n)
        boundary = 1 / np.mean(x * x)  # the rate at which a step keeps the distance and changes sides
        near = boundary * (1 + rng.uniform(-1e-6, 1e-6))
        rate = (10 ** rng.uniform(-9, 9), near, boundary, boundary * rng.uniform(0.6, 1.5), near / 2, boundary / 2)[draw % 6]
        start = rng.uniform(-1e6, 1e6) if rng.random() < 0.8 else rng.uniform(-10, 10)
        yield x, y, start, rate, 1 - 2 * rate * np.mean(x * x), int(rng.integers(3, 150))


def test_the_outcome_and_the_sentence_agree_with_the_closed_form_at_any_rate_and_start():
    """10,000 draws under HYPOTHESIS_PROFILE=thorough."""
    for x, y, start, rate, factor, epochs in draws(10_000 if THOROUGH else 600):
        run = batch_descent(x, y, start, rate, epochs)
        if abs(factor + 1) <= 1e-9:
            expected, effect = ("oscillating",), "by −1: it changes sides and keeps its size"
        elif abs(factor) < 1:
            expected = ("converged", "still descending")
            effect = "it stays on its side and shrinks" if factor > 0 else "it changes sides and shrinks"
        else:
            expected, effect = ("diverged", "climbing"), "it changes sides and grows"
        if abs(factor) < 1e-9:
            effect = "by 0: one step is enough"
        assert run.outcome.startswith(expected), (factor, start, rate, run)
        assert rate_sentence(rate, x).endswith(f"{effect}."), (factor, rate_sentence(rate, x))
        assert len(rate_sentence(rate, x)) < 120


@pytest.mark.parametrize("order", ["in order", "shuffled"])
@pytest.mark.parametrize("factor", [0.73, -0.73])
def test_a_full_batch_that_shrinks_the_distance_is_not_said_to_hover(factor, order):
    x, y = noisy_points(24, 1.0, np.random.default_rng(3))
    rate = (1 - factor) / (2 * np.mean(x * x))
    for epochs in range(2, 60):
        run = minibatch_descent(x, y, -1.0, rate, epochs, 24, order, np.random.default_rng(1))
        rests = epochs > 12 and abs(run.weights[-1] - run.weights[-2]) <= 2e-5 * (1 + abs(run.last_weight))
        assert run.outcome == ("converged" if rests else "still descending"), run


def test_hovering_is_what_noise_does():
    x, y = noisy_points(24, 1.0, np.random.default_rng(3))
    assert minibatch_descent(x, y, 0.0, 0.2, 20, 24).outcome == "still descending"
    shuffled = stochastic_descent(x, y, best_weight(x, y), 0.05, 200, "shuffled", np.random.default_rng(1))
    assert shuffled.outcome == "hovering"
    draws = minibatch_descent(x, y, 1.0, 0.1, 12, 24, "with replacement", np.random.default_rng(1))
    assert draws.outcome == "hovering"


def test_a_tiny_rate_merely_looks_as_if_it_had_come_to_rest():
    assert batch_descent(X, Y, 1.0, 1e-6, 5).outcome == "still descending"
    x, y = noisy_points(24, 1.0, np.random.default_rng(3))
    assert stochastic_descent(x, y, 1.0, 0.05, 200).outcome == "settled beside the minimum"


def test_a_resting_place_of_two_weights_is_compared_with_what_lies_along_each_axis():
    """Along both diagonals this ground rises, along the second axis it falls."""
    ground = Landscape(
        "trough",
        (-1.0, -1.0),
        (1.0, 1.0),
        lambda w: 3 * w[0] ** 2 - w[1] ** 2,
        lambda w: np.array([6 * w[0], -2 * w[1]]),
        (0.0, 1.0),
    )
    assert descend(ground, (1.0, 0.0), 0.1, 60).outcome == "stuck on a flat"
