"""The methods that the scoreboard compares, and the referee who lets one of them walk.

A method is a generator function: given a problem, a start and a source of randomness it yields pairs (w, price), a weight and
how many per-sample evaluations it took to come by it, for as long as it is asked.
"""

import math
from collections.abc import Callable, Iterator
from itertools import count

import numpy as np

from helpers.arguments import Count, checked, shown
from helpers.problems import Problem
from helpers.search import MOST_TRIES, divide_and_conquer, exhaustive_search, grid_size
from helpers.trajectory import Trajectory
from helpers.validation import first_weight, require_count, require_positive
from helpers.wording import cost_text, number, weight_name, weight_text

TOO_HIGH = 1e18  # a walk that has climbed so high is never coming back; stopping here keeps every number finite


def grid(problem: Problem, start, rng: np.random.Generator) -> Iterator[tuple]:
    """Try a grid over the range, then one of half the step, and so on; start and rng are not used.

    problem: what to search. Yields each weight tried and its price, n evaluations. Ends before a grid of more than MOST_TRIES.

    >>> from helpers import bowl, split_into_samples
    >>> tries = grid(split_into_samples(bowl().between(0.0, 4.0)), None, None)
    >>> [float(next(tries)[0]) for _ in range(5)]
    [0.0, 4.0, 0.0, 2.0, 4.0]
    """
    hill = problem.landscape
    widest = float(np.min(np.subtract(hill.high, hill.low)))
    for halvings in count():
        step = widest / 2**halvings
        if grid_size(hill, step) > MOST_TRIES:
            return
        for w in exhaustive_search(hill, step).weights:
            yield w, problem.n


def divide(problem: Problem, start, rng: np.random.Generator) -> Iterator[tuple]:
    """Cut each axis in four, try the middles, keep the best block, and repeat for 20 rounds; start and rng are not used.

    problem: what to search. Yields each weight tried and its price, n evaluations.

    >>> from helpers import bowl, split_into_samples
    >>> [float(w) for w, price in divide(split_into_samples(bowl()), None, None)][:4]
    [-0.25, 1.25, 2.75, 4.25]
    """
    for w in divide_and_conquer(problem.landscape, parts=4, rounds=20).weights:
        yield w, problem.n


def minibatch(
    problem: Problem, start, rng: np.random.Generator, learning_rate: float | None = None, batch_size: int = 2
) -> Iterator[tuple]:
    """Each epoch, shuffle the samples, cut them into batches, and step against the mean slope of each batch in turn.

    problem: what to walk on. start: the first weight. rng: shuffles. learning_rate: η > 0; the problem's rate when None.
    batch_size: b, at least 1; more than n counts as n. Yields the start for nothing, then each new weight for as many
    evaluations as its batch has samples. Raises ValueError, when first asked, for a rate or a batch size out of range.

    >>> from helpers import bowl, split_into_samples
    >>> walk = minibatch(split_into_samples(bowl()), 1.0, np.random.default_rng(0), learning_rate=0.01)
    >>> [(round(w, 3), price) for w, price in (next(walk), next(walk))]
    [(1.0, 0), (1.1, 2)]
    """
    rate = problem.rate if learning_rate is None else learning_rate
    require_positive("learning_rate", rate)
    require_count("batch_size", batch_size)
    w = start
    yield w, 0
    while True:
        order = rng.permutation(problem.n).tolist()
        for first in range(0, problem.n, batch_size):
            chosen = order[first : first + batch_size]
            w = w - rate * problem.slope(w, chosen)
            yield w, len(chosen)


def batch(problem: Problem, start, rng: np.random.Generator, learning_rate: float | None = None) -> Iterator[tuple]:
    """Step against the mean slope of all samples: `minibatch` with b = n.

    >>> from helpers import bowl, split_into_samples
    >>> walk = batch(split_into_samples(bowl()), 1.0, np.random.default_rng(0), learning_rate=0.01)
    >>> [(round(w, 3), price) for w, price in (next(walk), next(walk))]
    [(1.0, 0), (1.093, 3)]
    """
    return minibatch(problem, start, rng, learning_rate, problem.n)


def stochastic(problem: Problem, start, rng: np.random.Generator, learning_rate: float | None = None) -> Iterator[tuple]:
    """Step against the slope of one sample at a time: `minibatch` with b = 1.

    >>> from helpers import bowl, split_into_samples
    >>> walk = stochastic(split_into_samples(bowl()), 1.0, np.random.default_rng(0))
    >>> [price for w, price in (next(walk), next(walk), next(walk))]
    [0, 1, 1]
    """
    return minibatch(problem, start, rng, learning_rate, 1)


METHODS = {"grid": grid, "divide": divide, "batch": batch, "stochastic": stochastic, "mini-batch": minibatch}


def begun(method: Callable, problem: Problem, start, rng: np.random.Generator) -> Iterator[tuple]:
    """Begin a method's walk; raise ValueError where the method is no generator function.

    >>> begun(lambda *given: 2.0, None, 1.0, None)
    Traceback (most recent call last):
    ValueError: the method gave 2.0, expected a generator of pairs (weight, price)
    """
    walk = method(problem, start, rng)
    if not isinstance(walk, Iterator):
        raise ValueError(f"the method gave {shown(walk)}, expected a generator of pairs (weight, price)")
    return walk


@checked()
def run_method(
    method: Callable, problem: Problem, start, rng: np.random.Generator, budget: Count, goal: float = -math.inf
) -> Trajectory:
    """Let a method walk on a problem until a weight costs no more than `goal`, or the next would exceed the budget.

    method: a generator function of (problem, start, rng). start: the first weight (an array for two). budget: evaluations.
    goal: a cost, as from `target`; without it the whole budget is spent. Knowing the cost of what a method yields is the
    referee's business and costs nothing, but no more weights are taken than the budget has evaluations. Returns the Trajectory;
    its outcome is "arrived", "out of budget", "gave up" (it yielded no more) or "ran away" (above TOO_HIGH). Raises ValueError
    for a budget below 1, a negative price, or a method that yields nothing within the budget.

    >>> from helpers import METHODS, bowl, split_into_samples, target
    >>> hill = split_into_samples(bowl())
    >>> print(run_method(METHODS["batch"], hill, 1.0, np.random.default_rng(0), budget=300, goal=target(hill.landscape)))
    arrived: w = 1.9503 (cost 0.012) after 30 evaluations.
    """
    start = None if start is None else _fitting(start, problem.landscape)  # a search needs none
    weights, costs, evaluations, spent, outcome = [], [], [], 0, "gave up"
    with np.errstate(over="ignore", invalid="ignore"):
        for w, price in begun(method, problem, start, rng):
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


def _fitting(start, landscape):
    weight, d = first_weight(start), landscape.dimensions
    if np.shape(weight) != ((d,) if d > 1 else ()):
        raise ValueError(f"start is {shown(start)}, expected {d} number{'s' * (d > 1)} for the landscape {landscape.name!r}")
    return weight
