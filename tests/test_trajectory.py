"""The value that every method returns, and how it writes numbers."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Trajectory, batch_descent, stochastic_descent, three_points
from helpers.wording import cost_text, number, power_text, rate_sentence, rate_text, weight_name, weight_text

finite = st.floats(allow_nan=False, allow_infinity=False)


def a_run():
    return Trajectory(
        np.array([3.0, 1.0, 2.5, 2.0]), np.array([9.0, 4.0, 1.0, 2.0]), np.array([0, 3, 6, 9]), "converged", "Said."
    )


def test_best_and_last():
    run = a_run()
    assert (run.best, run.best_weight, run.last_weight, run.spent) == (2, 2.5, 2.0, 9)


def test_str_is_the_sentence():
    assert str(a_run()) == "Said."
    assert repr(a_run()) == "<Trajectory: Said.>"


def test_by_epoch_thins_to_the_ends_of_epochs():
    run = dataclasses.replace(a_run(), per_epoch=3)
    assert run.by_epoch(run.weights).tolist() == [3.0, 2.0]


def test_a_trajectory_cannot_be_changed():
    run = batch_descent(*three_points(), 1.0, 0.01, 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.outcome = "better"
    for values in (run.weights, run.costs, run.evaluations, run.visited):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 0


def test_making_a_trajectory_leaves_the_callers_array_writeable():
    weights = np.array([1.0, 2.0])
    Trajectory(weights, np.zeros(2), np.arange(2), "searched", "")
    weights[0] = 5.0
    assert weights[0] == 5.0


def test_the_sentence_says_start_rate_epochs_end_and_outcome():
    run = stochastic_descent(*three_points(), start=1.0, learning_rate=0.01, epochs=1)
    assert str(run) == "From w = 1.00 with learning rate 0.010, 1 epoch ends at w = 1.2607 (cost 2.6): still descending."


@given(finite, st.integers(0, 6))
def test_number_reads_back_as_the_value(value, digits):
    text = number(value, digits)
    assert re.fullmatch(r"−?\d+(\.\d+)?(e[+-]\d+)?", text)
    text = text.replace("−", "-")  # which float can read
    assert float(text) == pytest.approx(value, rel=0.05, abs=0.5001 * 10.0**-digits) or abs(value) >= 1e5
    assert not text.startswith("-0") or float(text) != 0


@given(st.floats(1e-24, 1e300))
def test_cost_text_keeps_two_digits(cost):
    assert float(cost_text(cost)) == pytest.approx(cost, rel=0.051)


def test_cost_text_of_more_than_ten_and_of_less_than_nothing():
    shown = [cost_text(cost) for cost in (9.96, 10.5, 123.4, 1234.5, 99999, 1.5e5, -3.2, -4.4e-16, 9.5e-22, 1e-25, 0)]
    assert shown == ["10", "10.5", "123", "1234", "99999", "1.5e+05", "−3.2", "0", "9.5e-22", "0", "0"]


@given(st.floats(1e-9, 1e3))
def test_rate_text_never_hides_the_rate(rate):
    assert float(rate_text(rate)) == pytest.approx(rate, rel=0.06)


def test_many_weights_are_named_and_shown_in_short():
    ten = np.arange(10.0)
    assert (weight_name(ten), weight_text(ten, 1)) == ("(w₁, …, w₁₀)", "(0.0, 1.0, 2.0, …)")
    assert (weight_name(ten[:3]), weight_text(ten[:3], 0)) == ("(w₁, w₂, w₃)", "(0, 1, 2)")
    assert (weight_name(ten[2:3]), weight_text(ten[2:3], 2)) == ("w", "2.00")


def test_weight_text_of_one_and_of_several():
    assert weight_text(1 / 3) == "0.3333"
    assert weight_text((1 / 3, -2.0), 1) == "(0.3, −2.0)"


def test_numbers_change_their_form_where_the_lessons_say():
    assert [number(value, 0) for value in (99_999, 1e5, -1e5)] == ["99999", "1.0e+05", "−1.0e+05"]
    assert [cost_text(cost) for cost in (9.94, 10, 999.4, 1000, 1e5)] == ["9.9", "10", "999", "1000", "1e+05"]
    assert [cost_text(cost) for cost in (-10.46, -1234.0, 1e-24, -1e-12)] == ["−10.5", "−1234", "1e-24", "−1e-12"]
    assert [power_text(value) for value in (99_999, 1e5)] == ["99,999", "1.0·10⁵"]
    assert [rate_text(rate) for rate in (0.01, 0.00996)] == ["0.010", "0.01"]


def test_a_factor_is_written_with_as_many_decimals_as_tell_it_from_zero_and_one():
    def says(factor):  # on the samples x = 1 alone the factor is 1 − 2 η
        return rate_sentence((1 - factor) / 2, [1.0]).split("by ")[1].split(":")[0]

    written = {0.5: "0.50", 0.004: "0.0040", 0.0004: "0.0004", 0.00004: "0.000040", 4e-7: "0.000000400"}
    written |= {0.999_96: "0.999960", -0.999_999_6: "−0.999999600", -1.00004: "−1.000040"}
    assert {factor: says(factor) for factor in written} == written
