"""The methods that the scoreboard compares.

A method is a generator function: given a problem, a start and a source of randomness it yields pairs (w, price), a weight and
how many per-sample evaluations it took to come by it, for as long as it is asked.
"""

from collections.abc import Iterator
from itertools import count

import numpy as np

from helpers.problems import Problem
from helpers.search import MOST_TRIES, divide_and_conquer, exhaustive_search, grid_size
from helpers.validation import require_count, require_positive


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
