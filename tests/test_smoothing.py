"""The running mean against its sum written out."""

import numpy as np
import pytest
from bad_input import INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import smooth

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)
keeps = st.floats(0, 0.99)


@given(values, keeps)
def test_smooth_is_a_weighted_mean_of_all_values_so_far(row, keep):
    for k in range(1, len(row) + 1):
        weights = np.array([keep ** (k - 1 - place) for place in range(k)])
        expected = np.dot(weights, row[:k])
        size = 1e-9 * (1 + max(map(abs, row)))
        assert smooth(row, keep)[k - 1] == pytest.approx(expected / weights.sum(), abs=size)
        assert smooth(row, keep, correct_bias=False)[k - 1] == pytest.approx((1 - keep) * expected, abs=size)


@given(values, keeps)
def test_smooth_stays_between_the_extremes(row, keep):
    margin = 1e-9 * (1 + max(map(abs, row)))
    means = smooth(row, keep)
    assert (means >= min(row) - margin).all()
    assert (means <= max(row) + margin).all()


@given(values)
def test_keeping_nothing_changes_nothing(row):
    assert smooth(row, 0).tolist() == row


@pytest.mark.parametrize("keep", [-0.1, 1, 1.5, NAN])
def test_keep_out_of_range_is_refused(keep):
    with pytest.raises(ValueError, match=f"keep is {keep}, expected a finite number from 0 to below 1"):
        smooth([1.0], keep)


@pytest.mark.parametrize("bad", [NAN, INF, -INF])
def test_a_value_that_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match=f"values is .*{bad}.*, expected a row of finite numbers"):
        smooth([1.0, bad], 0.5)


def test_no_values_are_refused():
    with pytest.raises(ValueError, match=r"values is \[\], expected a row of finite numbers, at least one"):
        smooth([], 0.5)
