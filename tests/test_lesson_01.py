"""Lesson 1: exhaustive search as written in the reader's sight, and the claims of the text, against closed forms."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import cell, defined, printed

from helpers import bowl, cost, exhaustive_search, forward, hidden_valley, line_bowl, loss

LESSON = defined("01")
weights = st.floats(-50, 50)


@given(w=weights, x=weights, y=weights)
def test_the_lessons_model_is_the_helpers(w, x, y):
    assert LESSON["prediction"](w, x) == forward(w, x)
    assert LESSON["squared_error"](w, x, y) == loss(w, x, y)
    assert LESSON["mean_squared_error"](w) == cost(w, LESSON["x_data"], LESSON["y_data"])


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
    mine = LESSON["try_every_pair"](LESSON["line_cost"], (0.0, 5.0), (-3.0, 3.0), step)
    theirs = exhaustive_search(line_bowl(), step)
    assert np.allclose([(w, b) for _, w, b in mine], theirs.weights, rtol=0, atol=1e-12)
    assert np.allclose([tried for tried, _, _ in mine], theirs.costs, rtol=1e-12, atol=1e-12)


@given(step=st.floats(0.01, 1.0))
def test_on_a_bowl_the_error_is_at_most_half_a_step(step):
    last = np.floor(5.0 / step + 1e-9) * step  # the grid ends here, at or before 5, and well beyond 2
    assert last > 2 + step / 2
    assert abs(exhaustive_search(bowl().between(0.0, 5.0), step).best_weight - 2) <= step / 2 + 1e-9


def test_two_weights_count_the_product_of_both_axes():
    assert "11 × 13 = 143 tries" in printed("01", "run-pairs")
    assert printed("01", "counted").startswith("1 weight, run: 101 tries. 2 weights, run: 10,201 tries.")


def test_a_valley_between_two_teeth_is_stepped_over_and_a_tooth_on_its_wall_is_not_enough():
    valley = hidden_valley(centre=3.85, width=0.1)

    def closed_form(w):
        return 4 + 2 * (w - 1) ** 2 - (2 + 2 * 2.85**2) * np.exp(-(((w - 3.85) / 0.1) ** 2))

    for step, found in ((0.5, 1.0), (0.1, 1.0), (0.05, 3.85)):
        teeth = LESSON["grid"](0.0, 5.0, step)
        assert min(teeth, key=closed_form) == pytest.approx(found)
        assert exhaustive_search(valley, step).best_weight == pytest.approx(found)
    assert closed_form(1.0) < min(closed_form(3.8), closed_form(3.9)) < closed_form(3.7)
    assert "w = 3.8 costs 5.47, w = 3.9 costs 6.61" in printed("01", "finer-search")


TARGETS = {
    1: lambda names: names["step"] == 0.02 and names["tries"] == 251,
    2: lambda names: abs(min(names["tried_twice"])[1] - 2) <= 0.015 and len(names["tried_twice"]) <= 60,
    3: lambda names: min(names["found"])[0] < 2.5 and len(names["found"]) <= 150,
}


@pytest.mark.parametrize("number", TARGETS)
def test_an_exercise_starts_with_a_hint_and_its_solution_meets_the_target(number, capsys):
    names = defined("01")
    exec(cell("01", f"exercise-{number}")["source"], names)
    assert capsys.readouterr().out.startswith("not yet: ")
    assert not TARGETS[number](names)
    exec(re.search(r"```python\n(.*?)```", cell("01", f"solution-{number}")["source"], flags=re.S)[1], names)
    assert TARGETS[number](names)
