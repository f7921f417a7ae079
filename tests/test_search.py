"""The searches against counts worked out by hand and tries written out as loops."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from bad_input import INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import bowl, divide_and_conquer, exhaustive_search, grid_size, hidden_valley, line_bowl, two_valleys
from helpers.search import MOST_TRIES


@given(st.integers(1, 400), st.integers(1, 10))
def test_grid_size_is_range_over_step_plus_one(parts, span):
    # the exact count, in fractions, of the multiples of span / parts from 0 to span
    step = Fraction(span, parts)
    assert grid_size(bowl().between(0.0, float(span)), float(step)) == parts + 1


def test_grid_size_multiplies_over_the_weights():
    assert grid_size(line_bowl(), 0.5) == 11 * 13  # w from 0 to 5, b from −3 to 3
    assert grid_size(bowl().between(0.0, 1.0), 0.4) == 3  # 0, 0.4, 0.8: the end is not reached


@given(st.floats(0.01, 5.0))
def test_exhaustive_search_tries_the_whole_grid_and_keeps_the_best(step):
    hill = bowl().between(0.0, 5.0)
    search = exhaustive_search(hill, step)
    assert search.weights == pytest.approx(np.arange(len(search.weights)) * step)
    assert search.weights[-1] <= 5 + 1e-6 < search.weights[-1] + step + 1e-5
    assert search.costs == pytest.approx(14 / 3 * (search.weights - 2) ** 2, abs=1e-12)
    assert search.costs[search.best] == min(search.costs)
    assert abs(search.best_weight - 2) <= step / 2 + 1e-9 or search.weights[-1] < 2
    assert search.spent == 3 * len(search.weights)
    assert search.outcome == "searched"


def test_exhaustive_search_with_two_weights_is_a_loop_in_a_loop():
    hill = line_bowl()
    search = exhaustive_search(hill, 0.5)
    grid = list(itertools.product(np.arange(0, 5.1, 0.5), np.arange(-3, 3.1, 0.5)))
    assert search.weights == pytest.approx(np.array(grid))
    assert search.costs == pytest.approx([np.mean([(x * w + b - 2 * x) ** 2 for x in (1, 2, 3)]) for w, b in grid])
    assert search.best_weight.tolist() == [2.0, 0.0]
    assert search.evaluations.tolist() == [3 * k for k in range(1, len(grid) + 1)]


def test_a_coarse_grid_steps_over_the_hidden_valley():
    hill = hidden_valley(3.85, 0.06)
    assert abs(exhaustive_search(hill, 0.5).best_weight - 1) < 0.3
    assert abs(exhaustive_search(hill, 0.05).best_weight - hill.best) < 0.05


@given(st.integers(2, 12), st.integers(1, 10))
def test_each_round_keeps_the_best_part_of_the_last(parts, rounds):
    hill = two_valleys()
    search = divide_and_conquer(hill, parts, rounds)
    assert len(search.blocks) == rounds
    low, high = hill.low, hill.high
    for block in search.blocks:
        assert (*block.low, *block.high) == pytest.approx((low, high))
        width = (high - low) / parts
        middles = [low + (k + 0.5) * width for k in range(parts)]
        assert block.tries[:, 0] == pytest.approx(middles)
        assert block.kept == int(np.argmin([hill.cost(middle) for middle in middles]))
        low, high = low + block.kept * width, low + (block.kept + 1) * width
        assert (*block.kept_low, *block.kept_high) == pytest.approx((low, high))
    assert high - low == pytest.approx(6 / parts**rounds)
    assert len(search.weights) == parts * rounds
    assert search.weights == pytest.approx(np.concatenate([block.tries[:, 0] for block in search.blocks]))


@given(st.integers(2, 6), st.integers(1, 5))
def test_two_weights_are_cut_in_both_directions(parts, rounds):
    hill = line_bowl()
    search = divide_and_conquer(hill, parts, rounds)
    assert search.weights.shape == (parts**2 * rounds, 2)
    assert search.spent == 3 * parts**2 * rounds
    for block in search.blocks:
        expected = np.argmin([hill.cost(tried) for tried in block.tries])
        assert block.kept == expected
        middle = (np.array(block.kept_low) + block.kept_high) / 2
        assert middle == pytest.approx(block.tries[expected])
    size = np.array(search.blocks[-1].kept_high) - search.blocks[-1].kept_low
    assert size == pytest.approx(np.array([5.0, 6.0]) / parts**rounds)


def test_sixteen_points_a_round_for_two_weights_and_four_for_one():
    assert [len(block.tries) for block in divide_and_conquer(line_bowl(), 4, 3).blocks] == [16, 16, 16]
    assert [len(block.tries) for block in divide_and_conquer(bowl(), 4, 3).blocks] == [4, 4, 4]


def test_a_search_left_to_itself_cuts_into_four_parts_eight_times():
    assert [block.parts for block in divide_and_conquer(bowl()).blocks] == [4] * 8


def test_the_first_of_equal_blocks_is_kept():
    block = divide_and_conquer(bowl().between(1.0, 3.0), 2, 1).blocks[0]  # tries 1.5 and 2.5 cost the same
    assert (block.kept, block.kept_low, block.kept_high) == (0, (1.0,), (2.0,))


def test_the_first_cut_discards_the_hidden_valley():
    hill = hidden_valley()
    search = divide_and_conquer(hill, 4, 8)
    kept = search.blocks[0]
    assert not kept.kept_low[0] <= hill.best <= kept.kept_high[0]
    assert search.costs[search.best] > hill.best_cost + 1


@pytest.mark.parametrize("step", [0, -0.1, NAN, INF])
def test_a_step_must_be_above_zero(step):
    for function in (grid_size, exhaustive_search):
        with pytest.raises(ValueError, match=f"step is {step}, expected a finite number above 0"):
            function(bowl(), step)


def test_a_step_must_fit_the_range_and_the_readers_patience():
    with pytest.raises(ValueError, match="step is 7, expected at most the range 6"):
        exhaustive_search(bowl(), 7)
    with pytest.raises(ValueError, match=f"6.0e\\+06 tries, expected at most {MOST_TRIES:,}"):
        exhaustive_search(bowl(), 1e-6)
    with pytest.raises(ValueError, match=f"expected at most {MOST_TRIES:,}"):
        exhaustive_search(line_bowl(), 1e-9)


@pytest.mark.parametrize(
    ("parts", "rounds", "message"),
    [
        (1, 3, "parts is 1, expected a whole number of at least 2"),
        (2.5, 3, "parts is 2.5, expected a whole number of at least 2"),
        (NAN, 3, "parts is nan, expected a whole number of at least 2"),
        (4, 0, "rounds is 0, expected a whole number of at least 1"),
        (4, -1, "rounds is -1, expected a whole number of at least 1"),
        (4, INF, "rounds is inf, expected a whole number of at least 1"),
        (10_000, 1_000, f"10000 parts and 1000 rounds make 1.0e\\+07 tries, expected at most {MOST_TRIES:,}"),
    ],
)
def test_bad_parts_and_rounds_are_refused(parts, rounds, message):
    with pytest.raises(ValueError, match=message):
        divide_and_conquer(bowl(), parts, rounds)
