"""The race: every method on one problem with the same budget of evaluations."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from helpers import data, invented, landscapes
from helpers.methods import METHODS, run_method
from helpers.problems import Problem, split_into_samples, target
from helpers.trajectory import Trajectory
from helpers.wording import cost_text

KEEPERS = ("grid", "divide")  # a search answers with the best it has tried, a descent with the weight it has now
LOW, HIGH, TOP = -1.0, 5.3, 45.0  # the axes; the answer stands on no point of the first grids
LEAST, MOST = 24, 2400  # the budget's range; the least buys one full cost of every landscape


def standing(run: Trajectory, budget: int) -> int:
    """Return the position of the last weight that a run had reached within a budget.

    >>> standing(Trajectory(np.zeros(3), np.zeros(3), np.array([0, 6, 12]), "", ""), 11)
    1
    """
    return max(0, int(np.searchsorted(run.evaluations, budget, side="right")) - 1)


def race_problems() -> dict[str, Problem]:
    """Return the problems of the race by name, all over one range.

    >>> list(race_problems())
    ['noisy points', 'two valleys', 'narrow valley', 'ripples', 'plateau']
    """
    x, y = data.noisy_points(24, 1.0, np.random.default_rng(3))
    hills = [
        landscapes.of_points(x, y, name="noisy points"),
        invented.two_valleys(),
        replace(invented.hidden_valley(width=0.3), name="narrow valley"),
        invented.ripples(),
        invented.plateau(),
    ]
    return {hill.name: split_into_samples(hill.between(LOW, HIGH)) for hill in hills}


def race(problem: Problem, start: float, learning_rate: float, seed: int, budget: int = MOST) -> dict[str, Trajectory]:
    """Let the five methods spend one budget on one problem.

    start, learning_rate: of the three descents. seed: of their shuffles. Returns the Trajectories by name. Raises ValueError
    for a learning rate or a budget that is not above 0.

    >>> runs = race(race_problems()["plateau"], start=4.0, learning_rate=0.02, seed=1)
    >>> runs["divide"].outcome, runs["batch"].outcome
    ('gave up', 'out of budget')
    """
    return searches(problem, budget) | descents(problem, start, learning_rate, seed, budget)


def searches(problem: Problem, budget: int) -> dict[str, Trajectory]:
    """Let the methods that only try weights spend a budget; arguments and result as for `race`."""
    rng = np.random.default_rng(0)  # not used
    return {name: run_method(METHODS[name], problem, None, rng, budget) for name in KEEPERS}


def descents(problem: Problem, start: float, learning_rate: float, seed: int, budget: int) -> dict[str, Trajectory]:
    """Let the methods that walk downhill spend a budget; arguments and result as for `race`."""
    walks = {name: partial(method, learning_rate=learning_rate) for name, method in METHODS.items() if name not in KEEPERS}
    return {name: run_method(walk, problem, start, np.random.default_rng(seed), budget) for name, walk in walks.items()}


def race_sentence(problem: Problem, runs: Mapping[str, Trajectory], budget: int) -> str:
    """Say who has met the target within the budget and after how many evaluations, and where the others are.

    >>> problem = race_problems()["plateau"]
    >>> print(race_sentence(problem, race(problem, start=4.0, learning_rate=0.02, seed=1), 24).partition(".")[0])
    After 24 evaluations each on the plateau the target was met by stochastic (at 18)
    """
    met, above = _met_and_above(problem, runs, budget)
    answer = "nobody has met the target"
    if met:
        answer = "the target was met by " + _listed([f"{name} (at {met[name]:,})" for name in sorted(met, key=met.get)])
    text = f"After {budget:,} evaluations each on the {problem.landscape.name} {answer}."
    if above:
        text += f" Above the lowest J still: {', '.join(f'{name} {cost_text(cost)}' for name, cost in above.items())}."
    gone = [name for name, run in runs.items() if run.outcome == "ran away" and standing(run, budget) == len(run.weights) - 1]
    return text + (f" Diverged: {_listed(gone)}." if gone else "")


def _met_and_above(problem, runs, budget):
    """Give by name when the target was met, and how far above the lowest cost those are that have not met it."""
    goal, lowest = target(problem.landscape), problem.landscape.best_cost
    met, above = {}, {}
    for name, run in runs.items():
        costs = run.costs[: standing(run, budget) + 1]
        below = np.nonzero(costs <= goal)[0]
        if len(below):
            met[name] = int(run.evaluations[below[0]])
        else:
            above[name] = float(costs.min()) - lowest
    return met, above


def _listed(words):
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
