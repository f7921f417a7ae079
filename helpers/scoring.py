"""One referee for every method: how many per-sample evaluations until the cost is as good as the lowest, and how often.

The referee asks a method for weights until the target is met or the budget is spent.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from helpers.landscapes import Landscape
from helpers.problems import SHARE, Problem, as_weight, split_into_samples, target
from helpers.trajectory import Trajectory
from helpers.validation import require_count
from helpers.wording import cost_text, number, weight_name, weight_text

TOO_HIGH = 1e18  # a walk that has climbed so high is never coming back; stopping here keeps every number finite


def run_method(
    method: Callable, problem: Problem, start, rng: np.random.Generator, budget: int, goal: float = -math.inf
) -> Trajectory:
    """Let a method walk on a problem until a weight costs no more than `goal`, or the next would exceed the budget.

    method: a generator function as described above. start: the first weight (an array for two). budget: evaluations. goal: a
    cost, as from `target`; without it the whole budget is spent. Knowing the cost of what a method yields is the referee's
    business and costs nothing, but no more weights are taken than the budget has evaluations. Returns the Trajectory; its
    outcome is "arrived", "out of budget", "gave up" (it yielded no more) or "ran away" (above TOO_HIGH). Raises ValueError
    for a budget below 1, a negative price, or a method that yields nothing within the budget.

    >>> from helpers import METHODS, bowl, split_into_samples
    >>> hill = split_into_samples(bowl())
    >>> print(run_method(METHODS["batch"], hill, 1.0, np.random.default_rng(0), budget=300, goal=target(hill.landscape)))
    arrived: w = 1.9503 (cost 0.012) after 30 evaluations.
    """
    require_count("budget", budget)
    weights, costs, evaluations, spent, outcome = [], [], [], 0, "gave up"
    with np.errstate(over="ignore", invalid="ignore"):
        for w, price in method(problem, start, rng):
            if price < 0:
                raise ValueError(f"the method asks {price} evaluations for a weight, expected at least 0")
            if spent + price > budget or len(weights) > budget:
                outcome = "out of budget"
                break
            cost = float(problem.landscape.cost(w))
            if not cost < TOO_HIGH:
                outcome = "ran away"
                break
            spent += price
            weights.append(w)
            costs.append(cost)
            evaluations.append(spent)
            if cost <= goal:
                outcome = "arrived"
                break
    if not weights:
        raise ValueError(f"the method tried nothing within {budget} evaluations, expected at least one weight")
    best = int(np.argmin(costs))
    name = weight_name(weights[0])
    sentence = (
        f"{outcome}: {name} = {weight_text(weights[best])} (cost {cost_text(costs[best])}) "
        f"after {number(spent, 0)} evaluations."
    )
    return Trajectory(np.array(weights), np.array(costs), np.array(evaluations), outcome, sentence)


@dataclass(frozen=True)
class Score:
    """What several runs of a method on a problem came to.

    runs: how many. arrived: how many met the target. spent: evaluations of all runs, the failed ones too. seconds: of all.
    """

    runs: int
    arrived: int
    spent: int
    seconds: float

    @property
    def success(self) -> float:
        """The share of runs that met the target, 0 to 1."""
        return self.arrived / self.runs

    @property
    def price(self) -> float:
        """Evaluations for each success, those of failed runs included; infinite where no run succeeded.

        Source: N. Hansen, A. Auger, R. Ros, S. Finck, P. Pošík, Comparing results of 31 algorithms from the black-box
        optimization benchmarking BBOB-2009, GECCO 2010 ("expected running time").
        """
        return self.spent / self.arrived if self.arrived else math.inf

    def __str__(self):
        return f"{self.price:,.0f} ({self.success:.0%})" if self.arrived else "never"


def score(method: Callable, problem: Problem, runs: int = 20, budget: int = 6000, share: float = SHARE) -> Score:
    """Run a method several times on a problem, each time from another start, and add up.

    method: a generator function. runs: how many; run k uses the seed k for everything random: its start
    anywhere in the range, its shuffles, and a widening of each end of the range by up to a tenth, so that no grid has the
    answer among its points by luck. budget: evaluations a run. share: as for `target`. Returns the Score. Raises ValueError
    as `target` and `attempt` do, and for runs below 1.

    >>> from helpers import METHODS, bowl, split_into_samples
    >>> print(score(METHODS["batch"], split_into_samples(bowl()), runs=4))
    26 (100%)
    """
    require_count("runs", runs)
    hill = problem.landscape
    goal, (low, high) = target(hill, share), hill.bounds
    tries, begin = [], time.perf_counter()
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        start = as_weight(rng.uniform(low, high))
        below, above = rng.uniform(0, 0.1, (2, low.size)) * (high - low)
        moved = replace(problem, landscape=hill.between(as_weight(low - below), as_weight(high + above)))
        tries.append(run_method(method, moved, start, rng, budget, goal))
    arrived = sum(run.outcome == "arrived" for run in tries)
    return Score(runs, arrived, sum(run.spent for run in tries), time.perf_counter() - begin)


def scoreboard(
    methods: Mapping[str, Callable], problems: Sequence[Problem | Landscape], **options
) -> dict[tuple[str, str], Score]:
    """Score every method on every problem.

    methods: generator functions by name. problems: Problems, or Landscapes (which are split into samples). options: as for
    `score`. Returns the Scores by (problem's name, method's name), in the order given. Raises ValueError as `score` does, and
    for two problems of one name.

    >>> from helpers import METHODS, bowl
    >>> list(scoreboard({name: METHODS[name] for name in ("grid", "batch")}, [bowl()], runs=2))
    [('bowl', 'grid'), ('bowl', 'batch')]
    """
    split = [each if isinstance(each, Problem) else split_into_samples(each) for each in problems]
    names = [problem.landscape.name for problem in split]
    if len(set(names)) < len(names):
        raise ValueError(f"the problems are named {names}, expected a different name for each")
    return {
        (place, name): score(method, problem, **options)
        for place, problem in zip(names, split, strict=True)
        for name, method in methods.items()
    }


def rows_and_columns(scores: Mapping[tuple[str, str], Score]) -> tuple[list[str], list[str]]:
    """Return the names of the problems and of the methods on a board, in order.

    >>> rows_and_columns({("bowl", "grid"): None, ("bowl", "batch"): None})
    (['bowl'], ['grid', 'batch'])
    """
    return list(dict.fromkeys(row for row, _ in scores)), list(dict.fromkeys(column for _, column in scores))


def table(scores: Mapping[tuple[str, str], Score]) -> str:
    """Write a board as lines of text: evaluations for each success, and in brackets the share of runs that succeeded.

    scores: as from `board`; a score that is missing is left blank. Returns one line for each problem, below one of names.

    >>> print(table({("bowl", "grid"): Score(4, 4, 1234, 0.5), ("bowl", "batch"): Score(4, 0, 8000, 0.5)}))
                            grid         batch
    bowl              308 (100%)         never
    """
    rows, columns = rows_and_columns(scores)
    lines = [" " * 14 + "".join(f"{column:>14}" for column in columns)]
    lines += [f"{row:<14}" + "".join(f"{scores.get((row, column), '')!s:>14}" for column in columns) for row in rows]
    return "\n".join(lines)
