"""Lesson 5: mini-batch descent as written in the reader's sight, against the helpers and closed forms."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import (
    batch_descent,
    best_weight,
    check,
    gradient,
    minibatch_descent,
    noisy_points,
    stochastic_descent,
    three_points,
)
from helpers.exercise import exercises
from helpers.pictures.batches import spread
from tools.notebooks import defined, printed

LESSON = defined("05")
LESSON["points"] = three_points()
X, Y = noisy_points(30, 1.0, np.random.default_rng(4))


@pytest.mark.parametrize("batch_size", [1, 2, 7, 16, 17, 30])
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_the_lessons_loop_is_the_helpers(batch_size, seed):
    def rng():
        return None if seed is None else np.random.default_rng(seed)

    mine = LESSON["mini_batch"](X, Y, 0.0, 0.02, 6, batch_size, rng())
    theirs = minibatch_descent(X, Y, 0.0, 0.02, 6, batch_size, "in order" if seed is None else "shuffled", rng())
    assert np.allclose(mine, theirs.weights, rtol=0, atol=1e-12)


def test_the_two_extremes_are_batch_and_stochastic_descent_to_the_last_digit():
    points = three_points()
    assert LESSON["mini_batch"](*points, 1.0, 0.01, 50, 3) == batch_descent(*points, 1.0, 0.01, 50).weights.tolist()
    assert LESSON["mini_batch"](*points, 1.0, 0.01, 50, 1) == stochastic_descent(*points, 1.0, 0.01, 50).weights.tolist()


@given(n=st.integers(1, 60), batch_size=st.integers(1, 60))
def test_cutting_loses_nothing_and_only_the_last_batch_is_short(n, batch_size):
    batches = LESSON["cut"](list(range(n)), batch_size)
    assert [position for batch in batches for position in batch] == list(range(n))
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= batch_size


@given(w=st.floats(-5, 5), count=st.integers(1, 30))
def test_the_lessons_slope_is_the_gradient(w, count):
    assert LESSON["batch_slope"](w, X[:count], Y[:count]) == pytest.approx(gradient(w, X[:count], Y[:count]), abs=1e-9)


@given(w=st.floats(-5, 5), rate=st.floats(0.001, 0.2))
def test_a_split_epoch_is_one_full_step_at_three_times_the_rate_and_a_chain_is_an_epoch(w, rate):
    points = three_points()
    assert LESSON["split"](w, rate) == pytest.approx(w - 3 * rate * gradient(w, *points), abs=1e-9)
    assert LESSON["chain"](w, rate) == pytest.approx(minibatch_descent(*points, w, rate, 1, 1).last_weight, abs=1e-9)


def test_the_band_is_as_wide_as_theory_says():
    """variance = η · mean((x·r)²) / (b · mean(x²)) for small η and b (Mandt, Hoffman and Blei 2017)."""
    x, y = noisy_points(240, 1.0, np.random.default_rng(11))
    errors = x * best_weight(x, y) - y
    for batch_size in (1, 4):
        measured = spread(x, y, batch_size, 0.02, seeds=6)
        expected = np.sqrt(0.02 * np.mean((x * errors) ** 2) / (batch_size * np.mean(x**2)))
        assert 0.7 < measured / expected < 1.3


def test_the_stored_steps_of_one_weight_are_those_of_the_closed_form():
    """At 1/curvature a full step removes the whole distance, so one is enough for any n."""
    found = re.findall(r"n = +([\d,]+), b = +([\d,]+), steps: (.+)", printed("05", "one-steps"))
    full = [steps for n, b, steps in found if n == b]
    assert full == ["1"] * 4


def test_a_batch_size_of_two_for_ever_is_no_answer():
    exercise = exercises()["own-minibatch"]
    fixed = exercise.solution.replace("batch_size", "2")
    right, wrong = exercise.with_gap(exercise.solution), exercise.with_gap(fixed)
    x, y = [1.0, 2.0, 3.0, 0.5, 1.5], [2.0, 4.0, 7.0, 1.0, 2.0]
    assert wrong(x, y, 1.0, 0.01, 1, 2) == right(x, y, 1.0, 0.01, 1, 2)
    assert str(check("own-minibatch", wrong)).startswith("not yet")
