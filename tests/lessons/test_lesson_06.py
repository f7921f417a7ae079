"""Lesson 6: its functions against the helpers, and its claims against closed forms and counting."""

import math
from itertools import islice

import numpy as np
import pytest

from helpers import METHODS, benchmark_problems, best_weight, hubble_1929, two_valleys
from helpers.exercise import exercises
from helpers.practice import check
from tools.notebooks import defined, notebook, printed


@pytest.fixture(scope="module")
def lesson():
    return defined("06")


@pytest.mark.parametrize("field", benchmark_problems(), ids=lambda field: field.landscape.name)
def test_the_lessons_generator_is_the_helpers(lesson, field):
    start = 1.0 if field.landscape.dimensions == 1 else np.array([1.0, 0.5])
    own, helper = (
        list(islice(method(field, start, np.random.default_rng(3), learning_rate=0.001), 70))
        for method in (lesson["single_steps"], METHODS["stochastic"])
    )
    assert [price for _, price in own] == [price for _, price in helper]
    assert all(np.array_equal(mine, other) for (mine, _), (other, _) in zip(own, helper, strict=True))


def test_the_lessons_roll_goes_down_the_two_valleys(lesson):
    hill = two_valleys()
    for start in np.linspace(-1, 5, 13):
        end = lesson["roll_down"](start)
        assert abs(hill.gradient(end)) < 1e-6
        assert hill.cost(end) <= hill.cost(start)


def test_the_starts_that_drain_to_the_deeper_valley():
    # ridge and floors are the roots of 4u³ − 12u + 2, by the cosine formula for three real roots
    angles = np.arccos(-0.25) / 3 - 2 * math.pi * np.arange(3) / 3
    ridge = 2 + float(np.sort(2 * np.cos(angles))[1])
    left = sum(np.random.default_rng(seed).uniform(-1, 5) < ridge for seed in range(20))
    assert printed("06", "loses-ridge") == f"ridge at w = {ridge:.2f}; {left} of 20 starts lie left of it\n"


def test_scaling_gives_the_answer_in_any_unit(lesson):
    _, distance, velocity = hubble_1929()
    for unit in (1e-3, 1.0, 3.26, 1e6):
        w = lesson["scaled_descent"](unit * distance, velocity, 0.5, 1)
        assert unit * w == pytest.approx(best_weight(distance, velocity), rel=1e-12)


def test_the_age_is_one_over_w(lesson):
    # 977.8 thousand million years · (km/s per Mpc): a unit conversion given in textbooks of cosmology
    assert lesson["age_in_years"](1.0) == pytest.approx(977.8e9, rel=1e-4)
    assert lesson["age_in_years"](424) == pytest.approx(2.31e9, rel=2e-3)


def test_every_method_found_424():
    assert printed("06", "hubble-searches").split() == ["grid", "424", "divide", "424"]
    assert printed("06", "hubble-descents").split() == ["b", "=", "1", "424", "b", "=", "4", "424"]
    assert "one step of 0.5 ends at w = 423.937" in printed("06", "hubble-scale-run")


def test_a_champion_that_names_no_price_is_no_champion():
    def free(problem, start, rng):
        for w, _ in exercises()["beat-the-board"].with_gap(exercises()["beat-the-board"].start)(problem, start, rng):
            yield w, 0

    assert str(check("beat-the-board", free)) == printed_start("beat-the-board")


def test_a_champion_cannot_ask_where_the_best_lies():
    def told(problem, start, rng):
        while True:
            yield problem.landscape.best, problem.n

    assert not check("beat-the-board", told).right


@pytest.mark.parametrize("stop", [9, 17])
def test_a_thrifty_grid_that_stops_early_is_not_right(stop):
    solution = exercises()["thrifty-grid"].with_gap(exercises()["thrifty-grid"].solution)
    assert not check("thrifty-grid", lambda *given: islice(solution(*given), stop)).right


def printed_start(name):
    exercise = exercises()[name]
    return str(check(name, exercise.with_gap(exercise.start)))


def test_it_ends_with_the_way_back():
    last = notebook("06").cells[-1]["source"]
    assert "05-mini-batch.ipynb" in last
    assert "../README.md" in last
