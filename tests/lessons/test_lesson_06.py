"""Lesson 6: its methods and its referee against the helpers, its claims against closed forms and counting."""

import math
import re
from functools import partial
from itertools import islice

import numpy as np
import pytest

from helpers import METHODS, Score, best_weight, divide_and_conquer, hubble_1929, saddle, target
from helpers.problems import benchmark_problems, split_into_samples
from helpers.scoring import run_method
from tools.notebooks import defined, notebook, printed

ONE_WEIGHT = [field for field in benchmark_problems() if field.landscape.dimensions == 1]
NAMES = [field.landscape.name for field in ONE_WEIGHT]


@pytest.fixture(scope="module")
def lesson():
    return defined("06")


def mine(lesson, name):
    """Return the lesson's method of a name."""
    sizes = {"batch": 10**6, "stochastic": 1, "mini-batch": 2}
    if name in sizes:
        return partial(lesson["walk"], batch_size=sizes[name])
    return lesson["halving_grid" if name == "grid" else "blocks"]


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("field", ONE_WEIGHT, ids=NAMES)
def test_the_lessons_methods_are_the_helpers(lesson, name, field):
    pairs = [list(islice(method(field, 1.0, np.random.default_rng(3)), 70)) for method in (mine(lesson, name), METHODS[name])]
    assert pairs[0] == pairs[1]


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("field", ONE_WEIGHT, ids=NAMES)
@pytest.mark.parametrize("budget", [1, 50, 900])
def test_the_lessons_referee_counts_as_the_helper_does(lesson, name, field, budget):
    goal = target(field.landscape)
    counted = lesson["evaluations_until"](METHODS[name], field, 1.0, np.random.default_rng(3), goal, budget)
    try:
        run = run_method(METHODS[name], field, 1.0, np.random.default_rng(3), budget, goal)
    except ValueError:  # the budget does not buy a single try
        assert counted is None
        assert budget < field.n
    else:
        assert counted == (run.spent if run.outcome == "arrived" else None)


def test_the_referee_counts_a_method_that_stops(lesson):
    hill = split_into_samples(saddle())
    assert lesson["evaluations_until"](METHODS["divide"], hill, None, None, -1.0, 10**9) is None
    assert divide_and_conquer(saddle(), 4, 20).spent < 10**9


def test_the_winner_is_the_cheapest_success(lesson):
    scores = {("a", "x"): Score(4, 1, 90, 0.0), ("a", "y"): Score(4, 4, 300, 0.0), ("b", "x"): Score(4, 4, 4, 0.0)}
    scores[("a", "z")] = Score(4, 0, 1, 0.0)
    assert lesson["winner"](scores, "a") == "y"


def test_scaling_gives_the_answer_in_any_unit(lesson):
    _, distance, velocity = hubble_1929()
    for unit in (1e-3, 1.0, 3.26, 1e6):
        w = lesson["scaled_descent"](unit * distance, velocity, 0.5, 1)
        assert unit * w == pytest.approx(best_weight(distance, velocity), rel=1e-12)


def test_the_age_is_one_over_w(lesson):
    # 977.8 thousand million years · (km/s per Mpc): a unit conversion given in textbooks of cosmology
    assert lesson["age_in_years"](1.0) == pytest.approx(977.8e9, rel=1e-4)
    assert lesson["age_in_years"](424) == pytest.approx(2.31e9, rel=2e-3)


def test_the_stored_board_is_complete_and_every_method_found_424():
    lines = printed("06", "the-board-run").splitlines()
    assert lines[0].split() == list(METHODS)
    assert [line[:14].strip() for line in lines[1:]] == [field.landscape.name for field in benchmark_problems()]
    assert all(len(re.findall(r"\(\d+%\)|never", line)) == len(METHODS) for line in lines[1:])
    assert printed("06", "hubble-five-run").count(" 424 km/s per Mpc") == len(METHODS)


def test_the_share_that_drains_to_the_deeper_valley():
    # ridge and floors are the roots of 4u³ − 12u + 2, by Cardano's formula for three real roots
    angles = np.arccos(-0.25) / 3 - 2 * math.pi * np.arange(3) / 3
    ridge = 2 + float(np.sort(2 * np.cos(angles))[1])
    left = sum(np.random.default_rng(seed).uniform(-1, 5) < ridge for seed in range(20))
    assert printed("06", "loses-ridge") == f"ridge at w = {ridge:.2f}; {left} of 20 starts lie left of it\n"


def test_it_ends_with_the_way_back():
    last = notebook("06").cells[-1]["source"]
    assert "05-mini-batch.ipynb" in last
    assert "../README.md" in last
