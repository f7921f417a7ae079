"""Runtime distributions against cases worked out by hand and closed forms."""

import math
from functools import partial
from itertools import repeat

import numpy as np
import pytest

from helpers import METHODS, benchmark_problems, bowl, hidden_valley, new_figure, of_function, split_into_samples, target
from helpers.pictures.runtimes import draw_runtimes, draw_sweep, runtimes_sentence, show_runtimes, show_sweeps
from helpers.runtimes import RATES, Runtimes, Sweep, best_patience, looks, runtimes, solve, solve_once, sweep
from helpers.scoreboard import compare

THREE = split_into_samples(bowl())
GOAL = target(THREE.landscape)
CURVATURE = 2 * (1 + 4 + 9) / 3  # of the mean squared error of the three points


def rng(seed=0):
    return np.random.default_rng(seed)


def of(*times, evaluations=100):
    return Runtimes(np.array(times, dtype=float), Sweep(np.array([]), np.array([1.0]), None, 1.0, 0.0), evaluations)


def test_a_look_is_paid_by_a_walk_once_an_epoch_and_by_a_search_with_its_try():
    walk = [(1.0, 0), *repeat((2.0, 1), 7)]  # three samples: an epoch is three steps
    assert list(looks(iter(walk), THREE, keeps_best=False)) == [(6, 0.0), (12, 0.0)]
    tries = [(1.0, 3), (2.0, 3), (5.0, 3)]
    costs = [14 / 3, 0.0, 0.0]  # the best tried so far; at w = 1 the errors are 1, 2 and 3
    assert [spent for spent, _ in looks(iter(tries), THREE, keeps_best=True)] == [3, 6, 9]
    assert [cost for _, cost in looks(iter(tries), THREE, keeps_best=True)] == pytest.approx(costs)


def test_a_walk_that_has_run_away_ends():
    assert list(looks(iter([(1e12, 3), (2.0, 3)]), THREE, keeps_best=False)) == []


@pytest.mark.parametrize(
    ("costs", "first", "spent"),
    [
        ([9, 0, 0, 0, 9], 2, 4),  # held: counts from the first of the three
        ([0, 0, 9, 0, 0, 0], 4, 6),  # the first two were luck
        ([9, 0, 9, 0, 9, 0], math.inf, 5),  # met every second time, never held: given up at the fifth
        ([9, 9, 9, 9, 0, 0, 0], math.inf, 4),  # given up at the patience of 4
        ([9, 9, 9, 0, 0, 0], 4, 6),  # at the patience it was holding
        ([9, 1, 1, 1], 2, 4),  # a cost that equals the goal meets it
    ],
)
def test_the_target_must_be_held(costs, first, spent):
    seen = ((k + 1, cost) for k, cost in enumerate(costs))
    assert solve_once(seen, goal=1.0, limit=100, patience=4) == (first, spent)


def test_evaluations_beyond_the_limit_do_not_count():
    assert solve_once(iter([(6, 0.0), (12, 0.0), (18, 0.0)]), goal=1.0, limit=17) == (math.inf, 12 + 5)


def test_the_best_patience_is_that_of_a_search_over_all_of_them():
    firsts = rng(1).geometric(0.02, 300) * 10.0
    firsts[rng(2).random(300) < 0.5] = math.inf  # half of the walks never arrive
    expected, patience = best_patience(firsts, np.full(300, 5000.0))
    by_hand = {
        c: np.minimum(firsts, c).mean() / ((np.sum(firsts <= c) - 1) / 299) for c in np.unique(firsts[np.isfinite(firsts)])[1:]
    }
    assert patience == min(by_hand, key=by_hand.get)
    assert expected == pytest.approx(by_hand[patience])


def test_what_the_trials_expect_is_what_restarts_then_cost():
    # a walk that arrives at once with chance 0.2, or never: a mean of 1 / 0.2 walks of two looks each, minus the last's tail
    def lucky(problem, start, random):
        w = problem.landscape.best if random.random() < 0.2 else 0.0
        return repeat((w, problem.n), 400)

    seconds = [solve(lucky, THREE, rng(k), GOAL, 100_000, 6, search=False) for k in range(800)]
    assert np.mean(seconds) == pytest.approx(6 / 0.2, rel=0.1)


def test_one_lucky_trial_proves_nothing():
    assert best_patience([5.0, math.inf, math.inf], [15, 100, 100]) == (math.inf, math.inf)


def test_the_full_batch_needs_one_step_at_its_best_rate():
    exact = partial(METHODS["batch"], learning_rate=1 / CURVATURE)
    for seed in range(5):
        assert solve(exact, THREE, rng(seed), GOAL, 1000, 1000, search=False) == THREE.n + THREE.n  # a step, and a look


def test_the_sweep_finds_one_over_the_curvature():
    rates = np.geomspace(0.1, 1.9, 15) / CURVATURE
    tried = sweep(METHODS["batch"], THREE, rates=rates, runs=8)
    assert abs(math.log(tried.rate * CURVATURE)) < 0.35  # two of the sweep's steps
    assert sweep(METHODS["batch"], THREE, rates=[2.1 / CURVATURE], runs=8).expected[0] == math.inf  # it diverges


def test_a_stricter_target_takes_longer():
    times = []
    for share in (1e-3, 1e-6):
        tried = sweep(METHODS["batch"], THREE, rates=[0.3 / CURVATURE], runs=5, share=share)
        assert tried.goal == pytest.approx(target(THREE.landscape, share))
        times.append(runtimes(METHODS["batch"], THREE, tried, runs=5).times)
    # from the same starts: each step leaves 0.7² of the cost, and a thousandth is 0.7 ** 19.4
    assert (times[1] - times[0]).tolist() == pytest.approx([9.7 * 2 * THREE.n] * 5, abs=2 * THREE.n)


def test_a_fixed_patience_is_kept():
    assert sweep(METHODS["divide"], split_into_samples(hidden_valley()), rates=(), runs=4, patience=77).patience == 77


def test_a_run_counts_from_the_moment_it_solved():
    found = of(10, 20, 20, math.inf)
    assert [found.share(at) for at in (9, 10, 19, 20, 1e9)] == [0, 0.25, 0.25, 0.75, 0.75]
    assert [found.quantile(share) for share in (0.25, 0.5, 0.75, 1.0)] == [10, 20, 20, math.inf]


def test_the_same_seeds_give_the_same_times_and_more_evaluations_never_less():
    tried = sweep(METHODS["stochastic"], THREE, runs=5)
    one, two = (runtimes(METHODS["stochastic"], THREE, tried, runs=8, evaluations=many) for many in (60, 600))
    assert np.array_equal(two.times, runtimes(METHODS["stochastic"], THREE, tried, runs=8, evaluations=600).times)
    shares = [two.share(at) for at in range(0, 600, 7)]
    assert shares == sorted(shares)
    assert one.share(60) <= two.share(60)  # a hold that the end cut off does not count


def test_no_method_is_tuned_on_the_runs_that_are_shown():
    starts = []

    def spy(problem, start, random, learning_rate=None):
        starts.append(start)
        return repeat((problem.landscape.best, problem.n), 9)

    tried = sweep(spy, THREE, rates=[0.1], runs=6)
    trial, starts[:] = set(starts), []
    runtimes(spy, THREE, tried, runs=6)
    assert len(trial) == 6
    assert trial.isdisjoint(starts)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_a_rate_must_be_above_zero(bad):
    with pytest.raises(ValueError, match=r"rates is .*, expected a row of finite numbers above 0"):
        sweep(METHODS["batch"], THREE, rates=[0.1, bad])


# --- pictures ----------------------------------------------------------------------------------------------------------


def test_the_line_rises_by_one_run_at_each_time():
    _, axes = new_figure()
    draw_runtimes(axes[0], {"batch": of(10, 20, 40, 80), "divide": of(math.inf, math.inf)}, "here")
    assert axes[0].lines[0].get_xdata().tolist() == [4, 10, 20, 40, 80, 100]
    assert axes[0].lines[0].get_ydata().tolist() == [0, 0.25, 0.5, 0.75, 1, 1]
    assert axes[0].lines[2].get_ydata().tolist() == [0, 0]
    assert {text.get_text() for text in axes[0].texts} == {"batch", "divide"}
    with pytest.raises(ValueError, match=r"\['walker'\], expected some of"):
        draw_runtimes(axes[0], {"walker": of(1)})


def test_the_sweep_is_drawn_with_its_best_marked():
    _, axes = new_figure()
    tried = Sweep(np.array([0.1, 1.0, 10.0]), np.array([50.0, 20.0, math.inf]), 1.0, 20.0, 0.0)
    draw_sweep(axes[0], {"batch": tried, "grid": Sweep(np.array([]), np.array([5.0]), None, 5.0, 0.0)})
    assert len(axes[0].lines) == 2
    assert axes[0].lines[1].get_xydata().tolist() == [[1.0, 20.0]]


def test_the_sentence_names_the_first_first():
    found = {("bowl", "grid"): of(30, 40), ("bowl", "batch"): of(10, 20), ("bowl", "divide"): of(math.inf, math.inf)}
    expected = "bowl: half of the runs had solved it after batch 10, grid 30 evaluations; not half in all of them: divide."
    assert runtimes_sentence(found, "bowl") == expected


def test_each_problem_is_shown_with_its_sentence(capsys):
    found = {("bowl", "grid"): of(30, 40), ("ripples", "grid"): of(50, 60)}
    show_runtimes(found)
    assert capsys.readouterr().out.endswith("".join(runtimes_sentence(found, place) + "\n" for place in ("bowl", "ripples")))


def test_every_best_rate_lies_inside_the_sweep():
    easy = [problem for problem in benchmark_problems() if problem.landscape.name in ("bowl", "noisy points")]
    found = compare(easy, {name: METHODS[name] for name in ("batch", "stochastic")}, runs=3)
    assert all(RATES[0] < runs.sweep.rate < RATES[-1] for runs in found.values())


def test_a_walk_whose_plain_numbers_overflow_has_run_away():
    def wild(w):
        return w**4  # a plain float raises OverflowError

    steep = split_into_samples(of_function(wild, -1, 1, "steep"))
    walk = [(1.0, 0), *repeat((1e100, 1), 12)]
    assert list(looks(iter(walk), steep, keeps_best=False)) == []


def test_one_look_is_enough_where_holding_is_not_asked():
    seen = [(1, 9.0), (2, 0.0), (3, 9.0)]
    assert solve_once(iter(seen), goal=1.0, limit=100, held=1) == (2, 2)
    assert solve_once(iter(seen), goal=1.0, limit=100, held=2) == (math.inf, 3)


@pytest.mark.parametrize("shown", [show_runtimes, show_sweeps])
def test_problems_are_shown_that_were_asked_for(shown, monkeypatch):
    sentences = []
    monkeypatch.setattr("helpers.pictures.runtimes.show", lambda figure, sentence: sentences.append(sentence))
    found = compare(["bowl", "three points"], {"batch": METHODS["batch"]}, runs=2)
    shown(found, ["three points"])
    shown(found)
    assert [[line.partition(":")[0] for line in each.splitlines()] for each in sentences] == [
        ["three points"],
        ["bowl", "three points"],
    ]
    with pytest.raises(ValueError, match=r"nothing was found for \['saddle'\], expected some of \['bowl', 'three points'\]"):
        shown(found, ["saddle"])


def test_the_sweeps_sentence_names_the_best_rate_and_patience(capsys):
    found = compare(["bowl"], {"batch": METHODS["batch"], "divide": METHODS["divide"]}, runs=2)
    show_sweeps(found)
    tried = found["bowl", "batch"].sweep
    expected = f"bowl: batch η = {tried.rate:.2g}, patience {tried.patience:.0f}."
    assert expected in capsys.readouterr().out
