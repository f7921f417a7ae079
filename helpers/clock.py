"""A fair clock: how long each batch size takes to a rough and to a fine answer, as the data grow.

The steps are counted, a step is timed inside a long run, and the two are multiplied. Every batch size reads the same samples in
the order in which they came, which is already random, so that none pays for a shuffle; each has its own best learning rate.
"""

import math
import timeit
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.arguments import AtLeastOne, Count, checked
from helpers.data import noisy_points
from helpers.validation import count_columns, require_count, require_points, require_positive

ROUGH, FINE = 1e-2, 1e-6  # the share of the climb from the lowest cost to the cost at the start that may be left
RATES = np.append(10 ** (np.arange(-18, 2) / 6), 1.9)  # times 1 / (largest curvature): from a thousandth, through 1
MOST_STEPS = 4000  # a batch size that has not arrived by then is said not to arrive
LONG, REPEATS = 0.015, 5  # seconds of a run that times a step, and how many there are


@dataclass(frozen=True)
class Arrival:
    """When a batch size arrived.

    n: samples. b: batch size. share: of the climb that might be left. rate: the best learning rate; None where no rate arrived.
    steps: for each seed, empty where no rate arrived. seconds: for each seed, its steps times the measured seconds of a step.
    """

    n: int
    b: int
    share: float
    rate: float | None
    steps: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one of the seeds' seconds; infinite where the batch size did not arrive."""
        return float(np.median(self.seconds)) if self.seconds else math.inf


@checked()
def one_weight(n: Count, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make the series' noisy points, noise 1, in random order: x and y of shape (n,).

    >>> [part.shape for part in one_weight(5, np.random.default_rng(0))]
    [(5,), (5,)]
    """
    x, y = noisy_points(n, 1.0, rng)
    order = rng.permutation(n)
    return x[order], y[order]


@checked()
def ten_weights(n: Count, rng: np.random.Generator, condition: AtLeastOne = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """Make n samples for ten weights: ten normal measurements that count the same for y, written down in ten units.

    condition: the largest curvature over the smallest, 1 or more: the square of the largest unit over the smallest. Returns x
    of shape (n, 10) and y of shape (n,), the sum of the measurements and standard normal noise.

    >>> x, y = ten_weights(4000, np.random.default_rng(0))
    >>> x.shape, [round(float(size), 1) for size in x.std(axis=0)[[0, 9]]]
    ((4000, 10), [1.0, 0.1])
    """
    x = rng.standard_normal((n, 10))
    y = x.sum(axis=1) + rng.standard_normal(n)
    x *= np.geomspace(1.0, condition**-0.5, 10)
    return x, y


def count_steps(
    x: np.ndarray, y: np.ndarray, b: int, share: float, rates: Sequence[float] = RATES, seeds: int = 3, most: int = MOST_STEPS
) -> tuple[float | None, tuple[int, ...]]:
    """Count the steps from w = 0 until the cost is down to a share of the climb and stays there as long again.

    x: shape (n,) or (n, d). y: shape (n,). b: batch size, 1 to n. share: as in `Arrival`. rates: learning rates to try, in
    units of one over the largest curvature. seeds: each begins to read at another random sample. Returns (best rate, the
    steps of each seed): the rate whose slowest seed arrives first; (None, ()) where no rate has brought every seed there, and
    held it, in `most` steps. Raises ValueError for a batch size or a share out of range.

    >>> x, y = one_weight(1000, np.random.default_rng(0))
    >>> count_steps(x, y, b=1000, share=1e-6)[1]
    (1, 1, 1)
    """
    n, columns = require_points(x, y), count_columns(x)
    x, d = np.reshape(x, (n, -1)), max(1, columns)
    require_count("batch_size", b)
    require_positive("share", share)
    if b > n:
        raise ValueError(f"batch_size is {b}, expected at most the {n} samples there are")
    half = x.T @ x / n  # J(w) = lowest + (w − best)ᵀ half (w − best), so no step needs a pass over the data to know its cost
    best = np.linalg.solve(half, x.T @ y / n)
    etas = np.asarray(rates, dtype=float) / (2 * np.linalg.eigvalsh(half)[-1])
    goal = share * best @ half @ best
    place = np.array([np.random.default_rng(seed).integers(n) for seed in range(seeds)])
    distance = np.broadcast_to(-best, (seeds, len(etas), d)).copy()
    since = np.zeros((seeds, len(etas)), dtype=int)  # the step at which each began to meet the target, 0 while it does not
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, most + 1):
            slope = (
                2 * distance @ half if b == n else _slope_of_batch(x, y, (place[:, None] + np.arange(b)) % n, best, distance)
            )
            distance -= etas[:, None] * slope
            place = (place + b) % n
            meets = ((distance @ half) * distance).sum(axis=2) <= goal
            since = np.where(meets, np.where(since > 0, since, step), 0)
            held = ((since > 0) & (step >= 2 * since)).all(axis=0)
            if held.any():
                winner = np.flatnonzero(held)[np.argmin(since[:, held].max(axis=0))]
                return float(etas[winner]), tuple(since[:, winner].tolist())
    return None, ()


def _slope_of_batch(x, y, rows, best, distance):
    """Give the slope of every seed's own batch, at each of its distances from the best weight: shape (seeds, rates, d)."""
    part = x[rows]
    errors = distance @ part.transpose(0, 2, 1) - (y[rows] - part @ best)[:, None, :]
    return 2 / rows.shape[1] * (errors @ part)


def seconds_a_step(x: np.ndarray, y: np.ndarray, b: int) -> float:
    """Time one update inside a run of many; of several runs the fastest counts, for only other programs make a run slower.

    x: shape (n,) or (n, d). y: shape (n,). b: batch size; a run reads the samples in order and begins again at the end. Returns
    the seconds of a step.

    >>> 0 < seconds_a_step(*one_weight(100, np.random.default_rng(0)), b=10) < 1
    True
    """
    many = min(len(x) // b, MOST_STEPS)
    x, y, run = x[: many * b], y[: many * b], _run_of_arrays
    if b == 1 and x.ndim == 1:
        x, y, run = x.tolist(), y.tolist(), _run_of_numbers
    timer = timeit.Timer(lambda: run(x, y, b))
    rounds = 1
    while timer.timeit(rounds) < LONG:
        rounds *= 2
    return min(timer.repeat(REPEATS, rounds)) / (rounds * many)


def _run_of_arrays(x, y, b):
    w, eta = (0.0 if x.ndim == 1 else np.zeros(x.shape[1])), 1e-9
    for first in range(0, len(x), b):
        part = x[first : first + b]
        w = w - (2 * eta / b) * ((part.dot(w) - y[first : first + b]) @ part)


def _run_of_numbers(x, y, b):
    w, eta = 0.0, 1e-9  # plain numbers are many times as fast as arrays of one
    for x_i, y_i in zip(x, y, strict=True):
        w = w - 2 * eta * (x_i * w - y_i) * x_i


@checked()
def arrivals(
    x: np.ndarray, y: np.ndarray, sizes: Sequence[int], batch_sizes: Sequence[int], shares: Sequence[float] = (ROUGH, FINE)
) -> list[Arrival]:
    """Time every batch size, and the full batch, on the first n samples of the data for each n.

    x, y: the most data there are, in random order. sizes: the n. batch_sizes: those below n are used. Returns an Arrival for
    each n, batch size and share, in that order.
    """
    require_points(x, y)
    found = []
    for b in batch_sizes:
        require_count("batch_size", b)
    for n in sizes:
        require_count("n", n)
        first_x, first_y = x[:n], y[:n]
        for b in [*(b for b in batch_sizes if b < n), n]:
            price = seconds_a_step(first_x, first_y, b)
            for share in shares:
                rate, steps = count_steps(first_x, first_y, b, share)
                found.append(Arrival(n, b, share, rate, steps, tuple(k * price for k in steps)))
    return found


@checked()
def clock_sentence(found: Sequence[Arrival], share: float) -> str:
    """Say which batch size was first at each n for a share, and name a second whose range overlaps with the first's.

    >>> print(clock_sentence([Arrival(100, 10, 0.01, 0.1, (30,), (6e-5,)), Arrival(100, 100, 0.01, 0.2, (1,), (2e-6,))], 0.01))
    n = 100: the full batch was first (0.002 ms).
    """
    lines = []
    for n in dict.fromkeys(each.n for each in found):
        order = sorted((each for each in found if each.n == n and each.share == share), key=lambda each: each.median)
        if not order or not order[0].seconds:
            lines.append(f"n = {n:,}: no batch size arrived.")
            continue
        first, rest = order[0], order[1:]
        close = [_name(each) for each in rest if each.seconds and min(each.seconds) <= max(first.seconds)]
        beside = f", and within its range {' and '.join(close)}" if close else ""
        lines.append(f"n = {n:,}: {_name(first)} was first ({1000 * first.median:.3g} ms){beside}.")
    return "\n".join(lines)


def _name(arrival):
    return "the full batch" if arrival.b == arrival.n else f"b = {arrival.b:,}"
