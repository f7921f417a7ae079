"""The referee and its methods, against counts and closed forms worked out another way."""

import math
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy as np
import pytest
from bad_input import INF, NAN

from helpers import (
    batch_descent,
    divide_and_conquer,
    invented,
    landscapes,
    minibatch_descent,
    noisy_points,
    three_points,
)
from helpers.methods import METHODS, batch, divide, grid, minibatch, run_method, stochastic
from helpers.problems import TILTS, benchmark_problems, split_into_samples, target
from helpers.race import race, race_problems
from helpers.scoreboard import compare

THREE = split_into_samples(landscapes.bowl())


def rng(seed=0):
    return np.random.default_rng(seed)


def yields(*pairs):
    """Make a method that yields these pairs and stops."""
    return lambda problem, start, rng: iter(pairs)


# --- problems ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", benchmark_problems(), ids=lambda problem: problem.landscape.name)
def test_the_mean_of_the_samples_is_the_landscape(problem):
    hill = problem.landscape
    for share in rng(1).uniform(0, 1, (20, hill.dimensions)):
        w = np.atleast_1d(hill.low) + share * np.subtract(hill.high, hill.low)
        w = float(w[0]) if hill.dimensions == 1 else w
        each = np.mean([problem.slope(w, [i]) for i in range(problem.n)], axis=0)
        np.testing.assert_allclose(each, hill.gradient(w), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(problem.slope(w, list(range(problem.n))), hill.gradient(w), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(hill.gradient(w), landscapes.finite_difference(hill.cost, w), rtol=1e-4, atol=1e-4)


def test_the_suite_is_what_it_says():
    expected = ["bowl", "narrow valley", "two valleys", "ripples", "plateau", "saddle", "three points", "noisy points"]
    assert [problem.landscape.name for problem in benchmark_problems()] == expected
    assert [problem.n for problem in benchmark_problems()] == [6, 6, 6, 6, 6, 6, 3, 24]
    assert all(sum(rng(seed).permutation(TILTS).tolist()) == 0 for seed in range(50))  # exactly, whatever the order
    for problem in benchmark_problems():  # nothing in the range is lower than what counts as lowest
        hill = problem.landscape
        ends = zip(np.atleast_1d(hill.low), np.atleast_1d(hill.high), strict=True)
        axes = [np.linspace(*pair, 20001 if hill.dimensions == 1 else 301) for pair in ends]
        costs = hill.cost(axes[0] if hill.dimensions == 1 else tuple(np.meshgrid(*axes)))
        assert costs.min() >= hill.best_cost - 0.01 * (target(hill) - hill.best_cost)


def test_the_rate_is_half_of_one_over_the_sharpest_bend():
    assert THREE.rate == pytest.approx(0.5 / (2 * 3**2))  # the steepest sample is x = 3
    assert split_into_samples(invented.ripples(0.0)).rate == pytest.approx(0.5 / (28 / 3), rel=1e-5)
    assert split_into_samples(invented.ripples(3.0)).rate == pytest.approx(0.5 / (28 / 3 + 3 * 16 * math.pi**2), rel=1e-4)
    assert split_into_samples(invented.two_valleys()).rate == pytest.approx(
        0.5 / (12 * 3**2 - 12), rel=1e-4
    )  # 12u² − 12 at u = ±3
    # 14/3·(w₁w₂ − 2)² at (2, −2): second derivatives 28/3·4 twice, and mixed 28/3·(2·(−4) − 2) twice
    sharpest = 28 / 3 * math.sqrt(2 * 4**2 + 2 * 10**2)
    assert split_into_samples(invented.saddle()).rate == pytest.approx(0.5 / sharpest, rel=1e-4)
    level = landscapes.Landscape("level", 0.0, 1.0, lambda w: 0.0 * w, lambda w: 0.0, 0.5)
    assert split_into_samples(level).rate == 1.0


@pytest.mark.parametrize("tilts", [(1.0,), (1.0, 2.0)])
def test_tilts_that_do_not_cancel_are_refused(tilts):
    with pytest.raises(ValueError, match=r"tilts are .*, expected numbers that sum to zero"):
        split_into_samples(invented.plateau(), tilts)


@pytest.mark.parametrize("tilts", [(), (NAN, 0.0), (INF, -INF)])
def test_tilts_that_are_no_numbers_are_refused(tilts):
    with pytest.raises(ValueError, match=r"tilts is .*, expected a row of finite numbers, at least one"):
        split_into_samples(invented.plateau(), tilts)


# --- methods ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", benchmark_problems(), ids=lambda problem: problem.landscape.name)
def test_a_grid_of_k_tries_over_n_samples_costs_k_times_n(problem):
    k = 37
    run = run_method(grid, problem, None, rng(), k * problem.n)
    assert (len(run.weights), run.spent, run.outcome) == (k, k * problem.n, "out of budget")
    assert run.evaluations.tolist() == [problem.n * tried for tried in range(1, k + 1)]


def test_the_grid_halves_its_step():
    tries = [
        float(w) for w, _ in islice(grid(split_into_samples(landscapes.bowl().between(0.0, 8.0)), None, None), 2 + 3 + 5 + 9)
    ]
    assert tries == [0, 8, 0, 4, 8, 0, 2, 4, 6, 8, *range(9)]


def test_the_grid_ends_before_it_takes_for_ever(monkeypatch):
    monkeypatch.setattr("helpers.methods.MOST_TRIES", 10)
    run = run_method(grid, THREE, None, rng(), 10**6)
    assert (run.outcome, len(run.weights)) == ("gave up", 2 + 3 + 5 + 9)


@pytest.mark.parametrize(("problem", "tries"), [(THREE, 4 * 20), (split_into_samples(invented.saddle()), 16 * 20)])
def test_divide_tries_4_to_the_d_a_round_for_twenty_rounds(problem, tries):
    run = run_method(divide, problem, None, rng(), 10**6)
    assert (run.outcome, run.spent) == ("gave up", tries * problem.n)
    assert run.best_weight == pytest.approx(divide_and_conquer(problem.landscape, 4, 20).best_weight)


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("start", [-1.0, 1.0, 4.9])
def test_batch_arrives_after_as_many_epochs_as_the_factor_says(rate, start):
    factor, goal = 1 - 28 * rate / 3, target(THREE.landscape)
    near = math.sqrt(goal / (14 / 3))
    epochs = math.ceil(math.log(near / abs(start - 2)) / math.log(abs(factor)))
    run = run_method(partial(batch, learning_rate=rate), THREE, start, rng(), 10**5, goal)
    assert (run.outcome, run.spent, len(run.weights)) == ("arrived", 3 * epochs, epochs + 1)
    np.testing.assert_allclose(run.weights - 2, (start - 2) * factor ** np.arange(epochs + 1), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 2, 5, 12, 99])
def test_the_walk_is_the_minibatch_descent_of_lesson_5(batch_size):
    x, y = noisy_points(12, 1.0, rng(4))
    problem, b = split_into_samples(landscapes.of_points(x, y)), min(batch_size, 12)
    walk = partial(minibatch, learning_rate=0.02, batch_size=batch_size)
    run = run_method(walk, problem, 0.0, rng(9), 5 * 12)
    other = minibatch_descent(x, y, 0.0, 0.02, 5, b, "shuffled", rng(9), every_step=True)
    np.testing.assert_allclose(run.weights, other.weights, rtol=1e-12, atol=1e-12)
    assert run.evaluations.tolist() == other.evaluations.tolist()


def test_batch_and_stochastic_are_the_extremes():
    whole = run_method(partial(batch, learning_rate=0.01), THREE, 1.0, rng(), 30)
    np.testing.assert_allclose(whole.weights, batch_descent(*three_points(), 1.0, 0.01, 10).weights, rtol=1e-12)
    single = run_method(partial(stochastic, learning_rate=0.01), THREE, 1.0, rng(), 30)
    assert len(single.weights) == 31
    assert single.evaluations.tolist() == list(range(31))


def test_a_descent_on_two_weights_falls_into_the_saddle_and_noise_leaves_it():
    problem = split_into_samples(invented.saddle())
    assert abs(run_method(batch, problem, np.array([1.0, -1.0]), rng(), 6000).last_weight).max() < 1e-6
    run = run_method(stochastic, problem, np.array([1.0, -1.0]), rng(), 6000, target(problem.landscape))
    assert run.outcome == "arrived"
    assert "(w₁, w₂) = (" in str(run)


@pytest.mark.parametrize("rate", [0.0, -1.0, NAN, INF])
def test_a_rate_out_of_range_is_refused(rate):
    with pytest.raises(ValueError, match=f"learning_rate is {rate}, expected a finite number above 0"):
        run_method(partial(batch, learning_rate=rate), THREE, 1.0, rng(), 30)


@pytest.mark.parametrize("batch_size", [0, -1, 1.5, NAN])
def test_a_batch_size_out_of_range_is_refused(batch_size):
    with pytest.raises(ValueError, match=f"batch_size is {batch_size}, expected a whole number of at least 1"):
        run_method(partial(minibatch, batch_size=batch_size), THREE, 1.0, rng(), 30)


# --- the referee ------------------------------------------------------------------------------------------------------


def test_the_target_is_a_share_of_the_climb():
    # the mean of 14/3·(w − 2)² from −1 to 5 is 14/3 · 9/3 = 14
    assert target(landscapes.bowl()) == pytest.approx(0.014, rel=1e-4)
    assert target(landscapes.bowl(), 0.5) == pytest.approx(7.0, rel=1e-4)
    # over the square of ±2 the mean of 14/3·(w₁w₂ − 2)² is 14/3·(16/9 + 4)
    assert target(invented.saddle()) == pytest.approx(0.001 * 14 / 3 * (16 / 9 + 4), rel=1e-4)
    with pytest.raises(ValueError, match="share is 0, expected a finite number above 0"):
        target(landscapes.bowl(), 0)


def test_a_run_stops_at_the_goal_at_the_budget_or_where_the_method_stops():
    pairs = [(0.0, 0), (1.0, 5), (2.0, 5), (1.5, 5)]
    run = run_method(yields(*pairs), THREE, None, rng(), 100, goal=0.0)
    assert (run.outcome, run.spent, run.weights.tolist()) == ("arrived", 10, [0.0, 1.0, 2.0])
    run = run_method(yields(*pairs), THREE, None, rng(), 9, goal=0.0)
    assert (run.outcome, run.spent, run.weights.tolist()) == ("out of budget", 5, [0.0, 1.0])
    run = run_method(yields(*pairs), THREE, None, rng(), 100)
    assert (run.outcome, run.spent, run.best_weight) == ("gave up", 15, 2.0)
    assert str(run) == "gave up: w = 2.0000 (cost 0) after 15 evaluations."


@pytest.mark.parametrize("problem", benchmark_problems(), ids=lambda problem: problem.landscape.name)
@pytest.mark.parametrize("name", ["batch", "stochastic", "mini-batch"])
def test_a_walk_that_runs_away_is_stopped_while_its_numbers_are_finite(problem, name):
    start = 4.5 if problem.landscape.dimensions == 1 else np.array([1.9, 1.8])
    run = run_method(partial(METHODS[name], learning_rate=1e3), problem, start, rng(), 3000)
    assert run.outcome in ("ran away", "out of budget")  # on a plateau one step leads to level ground, and stays
    assert np.isfinite(run.costs).all()
    assert np.isfinite(run.weights).all()
    assert not any(word in str(run) for word in ("nan", "inf"))


def test_weights_that_cost_nothing_do_not_go_on_for_ever():
    def free(problem, start, rng):
        while True:
            yield 1.0, 0

    run = run_method(free, THREE, 1.0, rng(), 50, goal=0.0)
    assert (run.outcome, run.spent) == ("out of budget", 0)


def test_what_a_referee_refuses():
    for budget in (0, -3, 2.5, NAN):
        with pytest.raises(ValueError, match=f"budget is {budget}, expected a whole number of at least 1"):
            run_method(batch, THREE, 1.0, rng(), budget)
    with pytest.raises(ValueError, match="the method asks -1 evaluations for a weight, expected at least 0"):
        run_method(yields((1.0, -1)), THREE, 1.0, rng(), 10)
    for nothing in (yields(), yields((1.0, 11)), yields((1e200, 1))):
        with pytest.raises(ValueError, match="the method tried nothing within 10 evaluations, expected at least one weight"):
            run_method(nothing, THREE, 1.0, rng(), 10)


# --- the board --------------------------------------------------------------------------------------------------------


def test_the_board_holds_every_pair_and_names_landscapes_and_problems_are_welcome():
    def guess(problem, start, random):
        while True:
            yield float(random.uniform(problem.landscape.low, problem.landscape.high)), problem.n

    new = landscapes.Landscape("mine", 0.0, 1.0, lambda w: abs(w - 0.3), lambda w: math.copysign(1.0, w - 0.3), 0.3)
    both = {"batch": batch, "grid": guess}  # under a search's name, so it has no learning rate
    found = compare(["two valleys", new, replace(THREE, landscape=replace(THREE.landscape, name="own"))], both, runs=3)
    places = ("two valleys", "mine", "own")
    assert list(found) == [(place, method) for place in places for method in both]
    assert all(len(each.times) == 3 for each in found.values())
    assert found["own", "grid"].share(10_000) == 1
    assert found["mine", "grid"].sweep.rate is None


def test_settings_that_are_given_are_kept():
    only = {"stochastic": stochastic}
    found = compare(["bowl"], only, runs=2, rates=[0.017], patience=96, share=0.01, held=2)
    tried = found["bowl", "stochastic"].sweep
    goal = target(benchmark_problems()[0].landscape, 0.01)
    assert (tried.rate, tried.patience, tried.goal, tried.held) == (0.017, 96, goal, 2)


def test_holding_longer_never_comes_earlier():
    times = []
    for held in (1, 3, 6):
        tried = {"rates": [0.02], "patience": 10_000, "held": held}
        times.append(compare(["noisy points"], {"stochastic": stochastic}, runs=6, **tried)["noisy points", "stochastic"].times)
    assert (times[0] <= times[1]).all()
    assert (times[1] <= times[2]).all()
    assert times[0].sum() < times[2].sum()


@pytest.mark.parametrize(
    ("problems", "says"),
    [
        (["bowls"], r"no benchmark problem is named 'bowls', expected one of \['bowl'"),
        ([landscapes.bowl(), THREE], r"the problems are named \['bowl', 'bowl'\], expected a different name for each"),
    ],
)
def test_a_board_refuses_names_unknown_or_twice(problems, says):
    with pytest.raises(ValueError, match=says):
        compare(problems)


# --- the race ---------------------------------------------------------------------------------------------------------


def test_the_race_and_the_scoreboard_mean_the_same_noisy_points():
    (on_the_board,) = (each.landscape for each in benchmark_problems() if each.landscape.name == "noisy points")
    in_the_race = race_problems()["noisy points"].landscape
    assert list(on_the_board.x) == list(in_the_race.x)
    assert list(on_the_board.y) == list(in_the_race.y)


@pytest.mark.parametrize("name", race_problems())
@pytest.mark.parametrize("rate", [1e-4, 0.01, 1.0])
@pytest.mark.parametrize("start", [-1.0, 5.3])
def test_every_racer_keeps_to_the_budget(name, rate, start):
    problem = race_problems()[name]
    runs = race(problem, start, rate, seed=3, budget=600)
    assert list(runs) == list(METHODS)
    assert all(0 <= run.spent <= 600 for run in runs.values())
    assert all(np.isfinite(run.costs).all() and np.isfinite(run.weights).all() for run in runs.values())
