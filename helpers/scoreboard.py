"""One referee for every method: how many per-sample evaluations until the cost is as good as the lowest, and how often.

A method is a generator function: given a ground, a start and a source of randomness it yields pairs (w, price), a weight and
how many per-sample evaluations it took to come by it, for as long as it is asked. The referee asks until the target is met or
the budget is spent.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from helpers import data, landscapes, model
from helpers.landscapes import Landscape
from helpers.search import MOST_TRIES, divide_and_conquer, exhaustive_search, grid_size
from helpers.trajectory import Trajectory, cost_text, number, weight_text

SHARE = 0.001  # the target: this share of the climb from the lowest cost to the average cost over the range
TILTS = (-4.0, -2.5, -1.0, 1.0, 2.5, 4.0)  # of the samples of a landscape without points; they sum to zero in any order
TOO_HIGH = 1e18  # a walk that has climbed so high is never coming back; stopping here keeps every number finite


@dataclass(frozen=True)
class Ground:
    """A landscape whose cost is the mean of n samples, each with a slope of its own.

    landscape: its `samples` is n. slope: takes a weight and the positions of some samples (a list), and returns the mean of
    their slopes at that weight. rate: the learning rate that descents use here unless told otherwise.
    """

    landscape: Landscape
    slope: Callable
    rate: float

    @property
    def n(self) -> int:
        """How many samples there are: what one cost, or one full gradient, takes."""
        return self.landscape.samples


def ground(landscape: Landscape, tilts: Sequence[float] = TILTS) -> Ground:
    """Split a landscape into samples, so that a method can listen to one or a few of them.

    landscape: with points behind it these are the samples. Without, sample i is the landscape plus tilts[i] · w (for each
    weight): the tilts sum to zero, so that the mean of the samples is the landscape. The rate is half of one over the sharpest
    bend (second derivative) of any sample in the range. Raises ValueError for tilts that do not sum to zero.

    >>> three = ground(landscapes.bowl())
    >>> three.slope(1.0, [2]), round(three.rate, 4), ground(landscapes.plateau()).slope(2.0, [0, 1])
    (-18.0, 0.0278, -3.25)
    """
    if len(landscape.x):
        x, y = (np.asarray(values, dtype=float).tolist() for values in (landscape.x, landscape.y))

        def of_points(w, chosen):
            return model.mean_slope(w, [x[i] for i in chosen], [y[i] for i in chosen])

        return Ground(landscape, of_points, _half_of_one_over(2 * max(x_i * x_i for x_i in x)))
    if len(tilts) == 0 or not abs(sum(tilts)) < 1e-9:
        raise ValueError(f"tilts are {tuple(tilts)}, expected numbers that sum to zero")

    many = landscape.dimensions > 1

    def tilted(w, chosen):
        steepness = landscape.gradient(w) + sum([tilts[i] for i in chosen]) / len(chosen)
        return steepness if many else float(steepness)  # plain numbers make the long walks faster

    return Ground(replace(landscape, samples=len(tilts)), tilted, _half_of_one_over(_sharpest_bend(landscape)))


def _half_of_one_over(bend):
    return 0.5 / bend if bend > 0 else 1.0


def _sharpest_bend(landscape, h=1e-4):
    """Find the largest second derivative over a grid of the range; for two weights the norm of all four."""
    low, high = np.atleast_1d(landscape.low), np.atleast_1d(landscape.high)
    each = [np.linspace(*ends, 2001 if low.size == 1 else 31) for ends in zip(low, high, strict=True)]
    places = np.stack([part.ravel() for part in np.meshgrid(*each)], axis=1)
    squares = np.zeros(len(places))
    for shift in h * np.eye(low.size):
        ahead, behind = ([landscape.gradient(_weight(place)) for place in places + sign * shift] for sign in (1, -1))
        bends = np.subtract(ahead, behind).reshape(len(places), -1) / (2 * h)
        squares += (bends**2).sum(axis=1)
    return float(np.sqrt(squares.max()))


def _weight(parts):
    return float(parts[0]) if parts.size == 1 else parts


def suite() -> list[Ground]:
    """Return the eight grounds of the scoreboard.

    >>> [each.landscape.name for each in suite()][:4]
    ['bowl', 'narrow valley', 'two valleys', 'ripples']
    """
    noisy = data.noisy_points(24, 1.0, np.random.default_rng(3))
    hills = [
        replace(landscapes.ripples(0.0), name="bowl"),
        replace(landscapes.hidden_valley(), name="narrow valley"),
        landscapes.two_valleys(),
        landscapes.ripples(),
        landscapes.plateau(),
        landscapes.saddle(),
        landscapes.of_points(*data.three_points(), name="three points"),
        landscapes.of_points(*noisy, name="noisy points"),
    ]
    return [ground(hill) for hill in hills]


# --- the methods: each yields (w, price) ------------------------------------------------------------------------------


def grid(ground: Ground, start, rng: np.random.Generator) -> Iterator[tuple]:
    """Try a grid over the range, then one of half the step, and so on; start and rng are not used.

    ground: what to search. Yields each weight tried and its price, n evaluations. Ends before a grid of more than MOST_TRIES.

    >>> tries = grid(ground(landscapes.bowl().between(0.0, 4.0)), None, None)
    >>> [float(next(tries)[0]) for _ in range(5)]
    [0.0, 4.0, 0.0, 2.0, 4.0]
    """
    hill = ground.landscape
    widest = float(np.min(np.subtract(hill.high, hill.low)))
    for halvings in count():
        step = widest / 2**halvings
        if grid_size(hill, step) > MOST_TRIES:
            return
        for w in exhaustive_search(hill, step).weights:
            yield w, ground.n


def divide(ground: Ground, start, rng: np.random.Generator) -> Iterator[tuple]:
    """Cut each axis in four, try the middles, keep the best block, and repeat for 20 rounds; start and rng are not used.

    ground: what to search. Yields each weight tried and its price, n evaluations.

    >>> [float(w) for w, price in divide(ground(landscapes.bowl()), None, None)][:4]
    [-0.25, 1.25, 2.75, 4.25]
    """
    for w in divide_and_conquer(ground.landscape, parts=4, rounds=20).weights:
        yield w, ground.n


def minibatch(
    ground: Ground, start, rng: np.random.Generator, learning_rate: float | None = None, batch_size: int = 2
) -> Iterator[tuple]:
    """Each epoch, shuffle the samples, cut them into batches, and step against the mean slope of each batch in turn.

    ground: what to walk on. start: the first weight. rng: shuffles. learning_rate: η > 0; the ground's rate when None.
    batch_size: b, at least 1; more than n counts as n. Yields the start for nothing, then each new weight for as many
    evaluations as its batch has samples. Raises ValueError, when first asked, for a rate or a batch size out of range.

    >>> walk = minibatch(ground(landscapes.bowl()), 1.0, np.random.default_rng(0), learning_rate=0.01)
    >>> [(round(w, 3), price) for w, price in (next(walk), next(walk))]
    [(1.0, 0), (1.1, 2)]
    """
    rate = ground.rate if learning_rate is None else learning_rate
    model.require_positive("learning_rate", rate)
    model.require_count("batch_size", batch_size)
    w = start
    yield w, 0
    while True:
        order = rng.permutation(ground.n).tolist()
        for first in range(0, ground.n, batch_size):
            chosen = order[first : first + batch_size]
            w = w - rate * ground.slope(w, chosen)
            yield w, len(chosen)


def batch(ground: Ground, start, rng: np.random.Generator, learning_rate: float | None = None) -> Iterator[tuple]:
    """Step against the mean slope of all samples: `minibatch` with b = n.

    >>> walk = batch(ground(landscapes.bowl()), 1.0, np.random.default_rng(0), learning_rate=0.01)
    >>> [(round(w, 3), price) for w, price in (next(walk), next(walk))]
    [(1.0, 0), (1.093, 3)]
    """
    return minibatch(ground, start, rng, learning_rate, ground.n)


def stochastic(ground: Ground, start, rng: np.random.Generator, learning_rate: float | None = None) -> Iterator[tuple]:
    """Step against the slope of one sample at a time: `minibatch` with b = 1.

    >>> walk = stochastic(ground(landscapes.bowl()), 1.0, np.random.default_rng(0))
    >>> [price for w, price in (next(walk), next(walk), next(walk))]
    [0, 1, 1]
    """
    return minibatch(ground, start, rng, learning_rate, 1)


METHODS = {"grid": grid, "divide": divide, "batch": batch, "stochastic": stochastic, "mini-batch": minibatch}


# --- the referee ------------------------------------------------------------------------------------------------------


def target(landscape: Landscape, share: float = SHARE) -> float:
    """Compute the cost that counts as good enough: the lowest, and `share` of the climb from there to the average cost.

    landscape: averaged over a grid of its whole range. share: above 0. Returns one cost. Raises ValueError for a share that is
    not above 0.

    >>> round(target(landscapes.bowl()), 3)
    0.014
    """
    model.require_positive("share", share)
    low, high = np.atleast_1d(landscape.low), np.atleast_1d(landscape.high)
    middles = [start + (end - start) * (np.arange(400) + 0.5) / 400 for start, end in zip(low, high, strict=True)]
    costs = landscape.cost(middles[0] if len(middles) == 1 else tuple(np.meshgrid(*middles)))
    return landscape.best_cost + share * (float(np.mean(costs)) - landscape.best_cost)


def attempt(
    method: Callable, ground: Ground, start, rng: np.random.Generator, budget: int, goal: float = -math.inf
) -> Trajectory:
    """Let a method walk on a ground until a weight costs no more than `goal`, or the next would exceed the budget.

    method: a generator function as described above. start: the first weight (an array for two). budget: evaluations. goal: a
    cost, as from `target`; without it the whole budget is spent. Knowing the cost of what a method yields is the referee's
    business and costs nothing, but no more weights are taken than the budget has evaluations. Returns the Trajectory; its
    outcome is "arrived", "out of budget", "gave up" (it yielded no more) or "ran away" (above TOO_HIGH). Raises ValueError
    for a budget below 1, a negative price, or a method that yields nothing within the budget.

    >>> hill = ground(landscapes.bowl())
    >>> print(attempt(batch, hill, 1.0, np.random.default_rng(0), budget=300, goal=target(hill.landscape)))
    arrived: w = 1.9503 (cost 0.012) after 30 evaluations.
    """
    model.require_count("budget", budget)
    weights, costs, evaluations, spent, outcome = [], [], [], 0, "gave up"
    with np.errstate(over="ignore", invalid="ignore"):
        for w, price in method(ground, start, rng):
            if price < 0:
                raise ValueError(f"the method asks {price} evaluations for a weight, expected at least 0")
            if spent + price > budget or len(weights) > budget:
                outcome = "out of budget"
                break
            cost = float(ground.landscape.cost(w))
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
    name = "w" if np.ndim(weights[0]) == 0 else "(w₁, w₂)"
    sentence = (
        f"{outcome}: {name} = {weight_text(weights[best])} (cost {cost_text(costs[best])}) "
        f"after {number(spent, 0)} evaluations."
    )
    return Trajectory(np.array(weights), np.array(costs), np.array(evaluations), outcome, sentence)


@dataclass(frozen=True)
class Score:
    """What several runs of a method on a ground came to.

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


def score(method: Callable, ground: Ground, runs: int = 20, budget: int = 6000, share: float = SHARE) -> Score:
    """Run a method several times on a ground, each time from another start, and add up.

    method: a generator function. ground: from `ground`. runs: how many; run k uses the seed k for everything random: its start
    anywhere in the range, its shuffles, and a widening of each end of the range by up to a tenth, so that no grid has the
    answer among its points by luck. budget: evaluations a run. share: as for `target`. Returns the Score. Raises ValueError
    as `target` and `attempt` do, and for runs below 1.

    >>> print(score(batch, ground(landscapes.bowl()), runs=4))
    26 (100%)
    """
    model.require_count("runs", runs)
    hill = ground.landscape
    goal, low, high = target(hill, share), np.atleast_1d(hill.low), np.atleast_1d(hill.high)
    tries, begin = [], time.perf_counter()
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        start = _weight(rng.uniform(low, high))
        below, above = rng.uniform(0, 0.1, (2, low.size)) * (high - low)
        moved = replace(ground, landscape=hill.between(_weight(low - below), _weight(high + above)))
        tries.append(attempt(method, moved, start, rng, budget, goal))
    arrived = sum(run.outcome == "arrived" for run in tries)
    return Score(runs, arrived, sum(run.spent for run in tries), time.perf_counter() - begin)


def board(methods: Mapping[str, Callable], grounds: Sequence[Ground | Landscape], **options) -> dict[tuple[str, str], Score]:
    """Score every method on every ground.

    methods: generator functions by name. grounds: Grounds, or Landscapes that are then split by `ground`. options: as for
    `score`. Returns the Scores by (ground's name, method's name), in the order given. Raises ValueError as `score` does, and
    for two grounds of one name.

    >>> list(board({"grid": grid, "batch": batch}, [landscapes.bowl()], runs=2))
    [('bowl', 'grid'), ('bowl', 'batch')]
    """
    fields = [each if isinstance(each, Ground) else ground(each) for each in grounds]
    names = [field.landscape.name for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"the grounds are named {names}, expected a different name for each")
    return {
        (place, name): score(method, field, **options)
        for place, field in zip(names, fields, strict=True)
        for name, method in methods.items()
    }


def rows_and_columns(scores: Mapping[tuple[str, str], Score]) -> tuple[list[str], list[str]]:
    """Return the names of the grounds and of the methods on a board, in order.

    >>> rows_and_columns({("bowl", "grid"): None, ("bowl", "batch"): None})
    (['bowl'], ['grid', 'batch'])
    """
    return list(dict.fromkeys(row for row, _ in scores)), list(dict.fromkeys(column for _, column in scores))


def table(scores: Mapping[tuple[str, str], Score]) -> str:
    """Write a board as lines of text: evaluations for each success, and in brackets the share of runs that succeeded.

    scores: as from `board`; a score that is missing is left blank. Returns one line for each ground, below one of names.

    >>> print(table({("bowl", "grid"): Score(4, 4, 1234, 0.5), ("bowl", "batch"): Score(4, 0, 8000, 0.5)}))
                            grid         batch
    bowl              308 (100%)         never
    """
    rows, columns = rows_and_columns(scores)
    lines = [" " * 14 + "".join(f"{column:>14}" for column in columns)]
    lines += [f"{row:<14}" + "".join(f"{scores.get((row, column), '')!s:>14}" for column in columns) for row in rows]
    return "\n".join(lines)
