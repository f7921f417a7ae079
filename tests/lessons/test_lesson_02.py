"""Lesson 2: divide and conquer as written in the reader's sight, and the claims of the text, against closed forms."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import (
    bowl,
    check,
    divide_and_conquer,
    exhaustive_search,
    hidden_valley,
    line_bowl,
    of_function,
    ripples,
    two_valleys,
)
from helpers.exercise import exercises
from tools.notebooks import cell, defined, printed

HILL = bowl().between(0.0, 5.0)


@cache
def once_defined():
    return defined("02")


@pytest.fixture(scope="module")
def lesson():
    return once_defined()


@pytest.mark.parametrize("parts", [2, 3, 4, 7, 10])
@pytest.mark.parametrize("landscape", [HILL, hidden_valley(3.6, 0.2), two_valleys(), ripples()], ids=lambda hill: hill.name)
def test_the_lesson_keeps_the_blocks_that_the_helper_keeps(lesson, landscape, parts):
    mine = lesson["divide"](landscape.cost, landscape.low, landscape.high, parts, 6)
    theirs = divide_and_conquer(landscape, parts, 6).blocks
    assert np.allclose(mine, [(block.kept_low[0], block.kept_high[0]) for block in theirs], rtol=0, atol=1e-12)


@given(low=st.floats(-50, 50), width=st.floats(0.1, 50), parts=st.integers(1, 20))
def test_middles_are_evenly_spread_between_the_ends(low, width, parts):
    found = once_defined()["middles"](low, low + width, parts)
    expected = low + width * (np.arange(parts) + 0.5) / parts
    assert np.allclose(found, expected, rtol=0, atol=1e-9)


@given(centre=st.floats(0.01, 4.99), parts=st.integers(2, 12), rounds=st.integers(1, 6))
def test_on_a_parabola_the_lowest_point_stays_in_the_block(centre, parts, rounds):
    """The cheapest middle of a symmetric bowl is the nearest, so the last block holds the lowest point (closed form)."""
    hill = type(HILL)("parabola", 0.0, 5.0, lambda w: (w - centre) ** 2, lambda w: 2 * (w - centre), centre)
    block = divide_and_conquer(hill, parts, rounds).blocks[-1]
    assert block.kept_low[0] - 1e-9 <= centre <= block.kept_high[0] + 1e-9
    assert np.isclose(block.kept_high[0] - block.kept_low[0], 5 / parts**rounds, rtol=1e-6)


def test_the_price_is_a_logarithm_beside_the_grid():
    rows = re.findall(r"± ([\d.]+): blocks +([\d,]+), grid +([\d,]+)", printed("02", "race"))
    assert len(rows) == 4
    for rounds, row in zip((2, 4, 6, 8), rows, strict=True):
        accuracy, blocks, grid = (float(number.replace(",", "")) for number in row)
        assert blocks == 3 * 4 * rounds
        assert grid == 3 * (4**rounds + 1)
        assert accuracy == pytest.approx(2.5 / 4**rounds, abs=1e-6)
        assert exhaustive_search(HILL, 5 / 4**rounds).spent == grid


def test_the_tilted_valley_loses_the_star_in_round_two():
    blocks = divide_and_conquer(line_bowl(), 4, 20).blocks
    holds = [
        bool(np.all(np.array(block.kept_low) <= (2, 0)) and np.all(np.array(block.kept_high) >= (2, 0))) for block in blocks
    ]
    assert holds == [True] + [False] * 19
    assert np.allclose(divide_and_conquer(line_bowl(), 4, 20).best_weight, (1.836, 0.375), atol=0.001)


def test_across_and_along_the_tilted_valley():
    """J of the line is a quadratic form with the matrix of the means of x², x and 1; its eigenvalues say how steep it is."""
    form = np.array([[14 / 3, 2.0], [2.0, 1.0]])
    steepness, axes = np.linalg.eigh(form)
    for along, place in zip(axes.T, steepness, strict=True):
        assert line_bowl().cost((2 + along[0] / 2, along[1] / 2)) == pytest.approx(place / 4)
    assert steepness[1] > 40 * steepness[0]


def test_the_first_cut_discards_the_hidden_valley_for_good():
    search = divide_and_conquer(hidden_valley(3.6, 0.2), 4, 60)
    first = search.blocks[0]
    assert (first.kept, first.kept_low, first.kept_high) == (0, (0.0,), (1.25,))
    assert abs(search.best_weight - 1) < 1e-6
    assert all(0 <= w <= 1.25 for w in search.weights[4:])


def test_more_parts_find_more_valleys_but_not_steadily():
    found = {
        parts: abs(divide_and_conquer(hidden_valley(3.6, 0.2), parts, 6).best_weight - 3.59) < 0.1 for parts in range(2, 11)
    }
    assert [parts for parts, finds in found.items() if finds] == [5, 9]
    shown = re.findall(r"(\d+) parts: w = ([\d.]+)", printed("02", "table"))
    assert {int(parts): abs(float(w) - 3.59) < 0.1 for parts, w in shown} == found


PRACTISED = ("rounds-for", "halve-by-slope", "keep-a-margin", "every-valley")


@pytest.mark.parametrize("name", PRACTISED)
def test_a_solution_works_among_the_lessons_own_functions(name):
    (output,) = cell("02", f"check-{name}")["outputs"]
    assert output["data"]["text/plain"].startswith("not yet: ")
    names = defined("02")
    (solution,) = re.findall(r"```python\n(.*?)```", cell("02", f"solution-{name}")["source"], flags=re.S)
    exec(solution, names)
    verdict = check(name, names[exercises()[name].function])
    assert verdict.right, str(verdict)


@given(width=st.floats(1e-6, 4.9))
def test_the_number_of_rounds_is_the_least_that_will_do(width):
    rounds = exercises()["rounds-for"].with_gap(exercises()["rounds-for"].solution)(width)
    assert 5 / 4**rounds <= width * (1 + 1e-9)
    assert 5 / 4 ** (rounds - 1) >= width * (1 - 1e-9)


def test_the_readers_landscape_misleads_four_parts():
    names = {"blocks_panel": lambda own: own}
    exec(cell("02", "own-panel")["source"], names)
    hill = of_function(names["my_cost"])
    assert hill.best == pytest.approx(3.9)
    assert hill.best_cost == pytest.approx(0, abs=1e-9)
    finds = {parts for parts in range(2, 11) if abs(divide_and_conquer(hill, parts, 6).best_weight - 3.9) < 0.1}
    assert 4 not in finds
    assert finds
