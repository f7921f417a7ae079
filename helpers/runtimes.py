"""Runtime distributions: the share of runs that have solved a problem, against the evaluations they spent.

One rule for every method. After each n evaluations a method pays n more to know the full cost at its answer, and it has
solved the problem when HELD such looks in a row meet the target. A walk that has not begun to hold by its patience, or that
ends, starts again from a new random place; learning rate and patience are each method's best from trial runs of their own.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from helpers.arguments import Count, Positive, checked
from helpers.methods import TOO_HIGH, begun
from helpers.problems import SHARE, Problem, target

HELD = 3  # looks in a row that must meet the target; one would count a lucky noisy step
RATES = np.geomspace(0.0003, 0.3, 13)  # four a decade
WIDER = 1 / 3  # the most by which each end of a range moves out, as a share of it
TRIAL, FINAL = 1, 0  # the runs that choose a rate share no random number with the runs that are shown


@dataclass(frozen=True, eq=False)
class Sweep:
    """What trial runs say about a method on a problem.

    rates: the learning rates tried, shape (r,); empty for a search, which has none. expected: evaluations expected until the
    problem is solved, shape (r,) or (1,), infinite where no trial solved it. rate, patience: the best pair; the rate is None
    for a search. goal: the cost to meet. held: at how many looks in a row.
    """

    rates: np.ndarray
    expected: np.ndarray
    rate: float | None
    patience: float
    goal: float
    held: int = HELD


@dataclass(frozen=True, eq=False)
class Runtimes:
    """How many evaluations each run took.

    times: shape (runs,), ascending; infinite for a run that had not solved the problem when the evaluations ended. sweep: how
    the learning rate and the patience were chosen. evaluations: what each run was given.
    """

    times: np.ndarray
    sweep: Sweep
    evaluations: int

    def share(self, evaluations: float) -> float:
        """Return the share of runs that had solved the problem by then, 0 to 1."""
        return float(np.mean(self.times <= evaluations))

    def quantile(self, share: float) -> float:
        """Return the evaluations by which this share of the runs had solved the problem; infinite where it never did."""
        return float(self.times[max(0, math.ceil(share * len(self.times)) - 1)])


def looks(walk: Iterator[tuple], problem: Problem, keeps_best: bool) -> Iterator[tuple[int, float]]:
    """Look at the full cost of a method's answer, after every n evaluations of a walk and after every try of a search.

    walk: as a method yields it. keeps_best: a search, whose answer is the best it tried and whose price is its look's.
    Yields (evaluations spent, this look paid; cost). Ends with the walk, or where it has run away.

    >>> from helpers import bowl, split_into_samples
    >>> three = split_into_samples(bowl())
    >>> [spent for spent, _ in looks(iter([(1.0, 0), (1.1, 2), (1.2, 1), (1.3, 3)]), three, keeps_best=False)]
    [6, 12]
    """
    spent, since, best = 0, 0, math.inf
    with suppress(OverflowError):  # a plain Python number raises where one of numpy's becomes infinite: it has run away
        for w, price in walk:
            spent, since = spent + price, since + price
            if since < problem.n:
                continue
            cost = float(problem.landscape.cost(w))
            since = 0
            if keeps_best:
                best = cost = min(best, cost)
            else:
                spent += problem.n
            if not cost < TOO_HIGH:
                return
            yield spent, cost


def solve_once(
    seen: Iterator[tuple[int, float]], goal: float, limit: float, patience: float = math.inf, held: int = HELD
) -> tuple[float, int]:
    """Watch one walk until it holds the target or is given up.

    seen: looks, as from `looks`. goal: a cost. limit: the evaluations there are; patience: the evaluations after which a walk
    that does not meet the target is given up. Returns (evaluations at the first of `held` looks in a row that meet the target,
    infinite if there were none; evaluations spent in all, at least 1).

    >>> solve_once(iter([(6, 0.5), (12, 0.1), (18, 0.5), (24, 0.1), (30, 0.1), (36, 0.1)]), goal=0.2, limit=100)
    (24, 36)
    """
    streak, first, spent = 0, 0, 1
    for at, cost in seen:
        if at > limit:
            return math.inf, max(spent, int(limit))
        spent = at
        first = first if streak and cost <= goal else at
        streak = streak + 1 if cost <= goal else 0
        if streak == held:
            return first, spent
        if not streak and spent >= patience:
            break
    return math.inf, spent


def best_patience(firsts: Sequence[float], spent: Sequence[float], patience: float | None = None) -> tuple[float, float]:
    """Find when to give a walk up, so that a run of many such walks is expected to need the fewest evaluations.

    firsts, spent: of trial walks that were never given up, as from `solve_once`. patience: the only one to consider, where
    it is given. Walks given up after c evaluations cost the mean of min(first, spent, c), and the share with first ≤ c of
    them succeeds. The success that sets c is left out of that share, so that one lucky walk proves nothing. Returns
    (expected, c); infinite where fewer than two trials succeeded. Source: M. Luby, A. Sinclair, D. Zuckerman, Optimal
    speedup of Las Vegas algorithms, Information Processing Letters 47 (1993).

    >>> best_patience([10, 10, 1000], [30, 30, 1020])
    (20.0, 10.0)
    """
    firsts, spent = np.asarray(firsts, dtype=float), np.asarray(spent, dtype=float)
    best = (math.inf, math.inf if patience is None else patience)
    for c in np.unique(firsts[np.isfinite(firsts)]) if patience is None else [patience]:
        succeeded = np.count_nonzero(firsts <= c) - 1
        if succeeded > 0:
            expected = np.minimum(np.minimum(firsts, spent), c).mean() * (len(firsts) - 1) / succeeded
            best = min(best, (float(expected), float(c)))
    return best


def _walk(method, problem, rng):
    """Begin anew: a start anywhere in the range, and each end moved out by up to a third of it, so that no grid is lucky."""
    hill = problem.landscape
    low, high = np.atleast_1d(hill.low), np.atleast_1d(hill.high)
    start = rng.uniform(low, high)
    below, above = rng.uniform(0, WIDER, (2, low.size)) * (high - low)
    low, high, start = ((float(v[0]) if v.size == 1 else v) for v in (low - below, high + above, start))
    return begun(method, replace(problem, landscape=hill.between(low, high)), start, rng)


def solve(
    method: Callable,
    problem: Problem,
    rng: np.random.Generator,
    goal: float,
    evaluations: int,
    patience: float,
    search: bool,
    held: int = HELD,
) -> float:
    """Let a method solve a problem, starting again whenever it ends or its patience does.

    method: a generator function of (problem, start, rng). rng: its starts, ranges and shuffles. goal: a cost, as from `target`.
    evaluations: what it may spend. patience: of each walk. search: whether the method keeps its best and pays per look. held:
    as for `solve_once`. Returns the evaluations at which it had solved the problem; infinite if it had not.

    >>> from helpers import METHODS, bowl, split_into_samples, target
    >>> three = split_into_samples(bowl())
    >>> solve(METHODS["batch"], three, np.random.default_rng(0), target(three.landscape), 6000, 600, search=False)
    60
    """
    spent = 0
    with np.errstate(over="ignore", invalid="ignore"):
        while spent < evaluations:
            seen = looks(_walk(method, problem, rng), problem, search)
            first, cost = solve_once(seen, goal, evaluations - spent, patience, held)
            if first < math.inf:
                return spent + first
            spent += cost
    return math.inf


@checked()
def sweep(
    method: Callable,
    problem: Problem,
    rates: Sequence[Positive] | tuple[()] = RATES,
    runs: Count = 100,
    evaluations: Count = 1000,
    patience: float | None = None,
    share: Positive = SHARE,
    held: Count = HELD,
) -> Sweep:
    """Try learning rates on a problem, and find the best with its patience.

    method: a generator function that takes learning_rate; for a search give no rates. rates: above 0, best log-spaced. runs:
    trial walks at each rate; walk k has the same start at all rates. evaluations: of each. patience: fixed where it is given,
    otherwise the best for each rate. share: as for `target`. held: looks in a row that must meet it.
    Returns the Sweep. Raises ValueError for a rate that is not above 0.

    >>> from helpers import METHODS, bowl, split_into_samples
    >>> tried = sweep(METHODS["batch"], split_into_samples(bowl()), rates=[0.01, 0.1, 1.0], runs=4)
    >>> tried.rate, bool(np.isinf(tried.expected[2]))
    (0.1, True)
    """
    goal, found = target(problem.landscape, share), []
    tried = [partial(method, learning_rate=rate) for rate in rates] or [method]
    with np.errstate(over="ignore", invalid="ignore"):
        for each in tried:
            walks = (_walk(each, problem, np.random.default_rng([TRIAL, k])) for k in range(runs))
            ends = [solve_once(looks(walk, problem, len(rates) == 0), goal, evaluations, held=held) for walk in walks]
            found.append(best_patience(*zip(*ends, strict=True), patience))
    best = min(range(len(tried)), key=lambda i: found[i])
    expected = np.array([cost for cost, _ in found])
    return Sweep(np.array(rates), expected, float(rates[best]) if len(rates) else None, found[best][1], goal, held)


def runtimes(method: Callable, problem: Problem, tried: Sweep, runs: Count = 30, evaluations: Count = 10_000) -> Runtimes:
    """Run a method at its best many times, each from another random start.

    tried: its `sweep`. runs: how many; run k draws from the seed k. evaluations: of each run. Returns the Runtimes.
    """
    search, goal = tried.rate is None, tried.goal
    at_best = method if search else partial(method, learning_rate=tried.rate)
    times = [
        solve(at_best, problem, np.random.default_rng([FINAL, k]), goal, evaluations, tried.patience, search, tried.held)
        for k in range(runs)
    ]
    return Runtimes(np.sort(np.array(times, dtype=float)), tried, evaluations)
