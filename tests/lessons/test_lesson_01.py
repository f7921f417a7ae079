"""Lesson 1: exhaustive search as written in the reader's sight, and the claims of the text, against closed forms."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import bowl, check, cost, exhaustive_search, forward, hidden_valley, line_bowl, loss
from helpers.exercise import exercises
from tools.notebooks import cell, defined, printed

LESSON = defined("01")
weights = st.floats(-50, 50)


def printed_plain(cell_id):
    """Return the plain text that a cell of the stored notebook shows."""
    (output,) = cell("01", cell_id)["outputs"]
    return output["data"]["text/plain"]


@given(w=weights, x=weights, y=weights)
def test_the_lessons_model_is_the_helpers(w, x, y):
    assert LESSON["prediction"](w, x) == forward(w, x)
    assert LESSON["squared_error"](w, x, y) == loss(w, x, y)
    mean = cost(w, LESSON["x_data"], LESSON["y_data"])  # Python's own sum rounds otherwise from 3.12 on
    assert LESSON["mean_squared_error"](w) == pytest.approx(mean, rel=1e-14)


@given(w=weights)
def test_the_lessons_cost_is_the_parabola_of_the_text(w):
    assert LESSON["mean_squared_error"](w) == pytest.approx(14 / 3 * (w - 2) ** 2, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("step", [0.6, 0.5, 0.3, 0.1, 0.05])
@pytest.mark.parametrize("landscape", [bowl().between(0.0, 5.0), hidden_valley(3.85, 0.1)], ids=lambda hill: hill.name)
def test_the_lessons_search_makes_the_helpers_tries(landscape, step):
    mine = LESSON["try_every_weight"](landscape.cost, landscape.low, landscape.high, step)
    theirs = exhaustive_search(landscape, step)
    assert np.allclose([w for _, w in mine], theirs.weights, rtol=0, atol=1e-12)
    assert np.allclose([tried for tried, _ in mine], theirs.costs, rtol=1e-12, atol=1e-12)
    assert min(mine)[1] == pytest.approx(float(theirs.best_weight), abs=1e-12)


@pytest.mark.parametrize("step", [1.0, 0.5, 0.25])
def test_the_lessons_pairs_are_the_helpers(step):
    mine = LESSON["try_every_pair"](LESSON["line_cost"], step)
    theirs = exhaustive_search(line_bowl(), step)
    assert np.allclose([(w_1, w_2) for _, w_1, w_2 in mine], theirs.weights, rtol=0, atol=1e-12)
    assert np.allclose([tried for tried, _, _ in mine], theirs.costs, rtol=1e-12, atol=1e-12)


@given(step=st.floats(0.01, 1.0))
def test_on_a_lopsided_bowl_the_distance_is_less_than_a_whole_step(step):
    _, found = min(LESSON["try_every_weight"](LESSON["lopsided"], 0.0, 5.0, step))
    assert abs(found - 2) < step


@given(step=st.floats(0.01, 1.0))
def test_on_a_bowl_the_error_is_at_most_half_a_step(step):
    last = np.floor(5.0 / step + 1e-9) * step  # the grid ends here, at or before 5, and well beyond 2
    assert last > 2 + step / 2
    assert abs(exhaustive_search(bowl().between(0.0, 5.0), step).best_weight - 2) <= step / 2 + 1e-9


def test_two_weights_count_the_product_of_both_axes():
    counts = re.findall(r"step +([\d.]+): +([\d,]+) tries", printed("01", "counts-of-pairs"))
    assert len(counts) == 4
    for step, tries in counts:
        assert int(tries.replace(",", "")) == (5 / float(step) + 1) * (6 / float(step) + 1)


def test_a_valley_between_two_teeth_is_stepped_over_and_a_tooth_on_its_wall_is_not_enough():
    valley = hidden_valley(centre=3.85, width=0.1)

    def closed_form(w):
        return 4 + 2 * (w - 1) ** 2 - (2 + 2 * 2.85**2) * np.exp(-(((w - 3.85) / 0.1) ** 2))

    for step, found in ((0.5, 1.0), (0.1, 1.0), (0.05, 3.85)):
        teeth = LESSON["grid"](0.0, 5.0, step)
        assert min(teeth, key=closed_form) == pytest.approx(found)
        assert exhaustive_search(valley, step).best_weight == pytest.approx(found)
    assert closed_form(1.0) < min(closed_form(3.8), closed_form(3.9)) < closed_form(3.7)


PRACTISED = ("absolute-cost", "price-of-a-grid", "search-twice", "secret-valley")


@pytest.mark.parametrize("name", PRACTISED)
def test_a_solution_works_among_the_lessons_own_functions(name):
    assert printed_plain(f"check-{name}").startswith("not yet: ")
    names = defined("01")
    exec(re.search(r"```python\n(.*?)```", cell("01", f"solution-{name}")["source"], flags=re.S)[1], names)
    verdict = check(name, names[exercises()[name].function])
    assert verdict.right, str(verdict)


@pytest.mark.parametrize("name", ["search-twice", "secret-valley"])
@pytest.mark.parametrize("step", [0.6, 0.3, 0.05])
def test_the_exercises_are_given_the_lessons_search(name, step):
    given = {}
    exec(exercises()[name].given, given)
    for low, high in ((0.0, 5.0), (1.8, 2.4)):
        if step <= high - low:
            mine = LESSON["try_every_weight"](LESSON["mean_squared_error"], low, high, step)
            assert given["try_every_weight"](LESSON["mean_squared_error"], low, high, step) == mine


def test_the_lessons_own_grid_gives_the_price():
    assert check("price-of-a-grid", lambda error, d: len(LESSON["grid"](0.0, 5.0, 2 * error)) ** d).right


def test_the_panel_takes_the_readers_cost():
    names = {"grid_panel": lambda own: own}
    exec(cell("01", "own-panel")["source"], names)
    costs = [names["my_cost"](w) for w in np.linspace(0, 5, 501)]
    assert min(costs) == 1
    assert min(each for each in costs if each != 1) == 5
    assert "find w = 1.2000 (cost 1)" in printed_plain("own-panel")
