"""Methods that walk downhill. Batch, stochastic and mini-batch descent are one loop, `walk`, fed with different slopes."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, tee

import numpy as np

from helpers.arguments import Count, checked, shown
from helpers.landscapes import Landscape
from helpers.model import SHORT, cost, costs_at, loss_gradient, mean_slope
from helpers.outcome import Run, described
from helpers.trajectory import Trajectory
from helpers.validation import (
    answer,
    count_samples,
    first_weight,
    require_count,
    require_finite,
    require_fit,
    require_points,
    require_positive,
)

ORDERS = ("in order", "shuffled", "with replacement")
FEW = 1000  # up to so many batches in order are made once and kept, which saves time and costs little memory
TOO_FAR = 1e9  # a weight beyond this is never coming back; stopping here keeps every number finite


@checked("x", "y")
def batch_descent(x: Sequence, y: Sequence[float], start, learning_rate, epochs: Count) -> Trajectory:
    """Step against the slope of the mean squared error of all samples, once an epoch.

    x: shape (n,), or (n, d) for d weights. y: n numbers. start: the first w, a number or d of them. learning_rate: η > 0, or a
    function from the epoch (0, 1, …) to it. epochs: at least 1. Returns the Trajectory with one entry at the start and one
    after each epoch. Raises ValueError for bad input.
    Source: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, Comptes rendus 25 (1847),
    536–538.

    >>> print(batch_descent([1, 2, 3], [2, 4, 6], start=1.0, learning_rate=0.01, epochs=100))
    From w = 1.00 with learning rate 0.010, 100 epochs end at w = 1.9999 (cost 1.4e-08): converged.
    """
    return minibatch_descent(x, y, start, learning_rate, epochs, batch_size=count_samples(x, y))


@checked("x", "y")
def stochastic_descent(
    x: Sequence,
    y: Sequence[float],
    start,
    learning_rate,
    epochs: Count,
    order: str = "in order",
    rng: np.random.Generator | None = None,
    every_step: bool = False,
) -> Trajectory:
    """Step against the slope of one sample's loss at a time, n steps an epoch.

    Arguments, result and errors as for `minibatch_descent`, of which this is the case batch_size = 1.
    Source: H. Robbins and S. Monro, A stochastic approximation method, Annals of Mathematical Statistics 22 (1951), 400–407.

    >>> print(stochastic_descent([1, 2, 3], [2, 4, 6], start=1.0, learning_rate=0.01, epochs=100))
    From w = 1.00 with learning rate 0.010, 100 epochs end at w = 2.0000 (cost 0): converged.
    """
    return minibatch_descent(x, y, start, learning_rate, epochs, 1, order, rng, every_step)


@checked("x", "y")
def minibatch_descent(
    x: Sequence,
    y: Sequence[float],
    start,
    learning_rate,
    epochs: Count,
    batch_size: Count,
    order: str = "in order",
    rng: np.random.Generator | None = None,
    every_step: bool = False,
    slope: Callable | None = None,
) -> Trajectory:
    """Step against the slope of the mean squared error of a few samples at a time, ⌈n / batch size⌉ steps an epoch.

    x: shape (n,), or (n, d) for d weights. y: n numbers. start: the first w, a number or d of them. learning_rate: η > 0, or a
    function from the epoch (0, 1, …) to it. epochs: at least 1. batch_size: b from 1 to n; the last batch of an epoch is
    smaller when b does not divide n. order: "in order", "shuffled" (anew each epoch) or "with replacement" (n draws an
    epoch); the last two need rng, a numpy Generator. every_step: record every step instead of every epoch, and which samples
    were visited. slope: a function (w, x, y) of a batch's slope, given one sample for batch size 1 and two sequences otherwise;
    by default the mean squared error's. Returns the Trajectory; a run that leaves |w| ≤ TOO_FAR is cut off there. Raises
    ValueError for bad input.

    >>> print(minibatch_descent([1, 2, 3], [2, 4, 6], start=1.0, learning_rate=0.01, epochs=100, batch_size=2))
    From w = 1.00 with learning rate 0.010, 100 epochs end at w = 2.0000 (cost 9.5e-22): converged.
    """
    n = _require_batches(x, y, batch_size, order, rng)
    require_fit("start", start, x)
    w = first_weight(start)
    orders = _orders(n, order, rng)
    orders, again = tee(orders) if every_step else (orders, None)
    slope = (
        partial(answer, slope, shape=np.shape(w)) if slope else (loss_gradient.__wrapped__ if batch_size == 1 else mean_slope)
    )
    path = walk(w, learning_rate, epochs, _slopes(x, y, batch_size, order, orders, slope), every_step)
    steps = math.ceil(n / batch_size)
    per_epoch = steps if every_step else 1
    entries = np.arange(len(path))
    # within an epoch every batch but the last is full, so the count stays exact when b does not divide n
    evaluations = entries // per_epoch * n + entries % per_epoch * (batch_size if every_step else n)
    costs = costs_at(path, x, y)
    noisy = batch_size < n or order == "with replacement"
    of_all = partial(cost, x=x, y=y)
    run = described(Run(path, costs, evaluations, epochs, learning_rate, steps, per_epoch, of_all, noisy))
    if not every_step:
        return run
    begun = max(1, math.ceil(run.spent / n))
    return replace(run, visited=np.concatenate([np.arange(n)[chosen] for chosen in islice(again, begun)])[: run.spent])


def _require_batches(x, y, batch_size, order, rng) -> int:
    n = require_points(x, y)
    require_count("batch_size", batch_size)
    if batch_size > n:
        raise ValueError(f"batch_size is {batch_size}, expected at most the {n} samples there are")
    if order not in ORDERS:
        raise ValueError(f"order is {order!r}, expected one of {ORDERS}")
    if order != "in order" and rng is None:
        raise ValueError(f"order {order!r} needs rng, a numpy.random.Generator such as numpy.random.default_rng(0)")
    return n


@checked()
def descend(landscape: Landscape, start, learning_rate, epochs: Count) -> Trajectory:
    """Step against the slope of a landscape, once an epoch.

    landscape: what to walk on, with one weight or several. start: the first w, one number for each weight. learning_rate:
    η > 0, or a function from the epoch (0, 1, …) to it. epochs: at least 1. Returns the Trajectory. Raises ValueError for
    bad input.

    >>> from helpers.invented import saddle
    >>> descend(saddle(), start=(1.0, -1.0), learning_rate=0.01, epochs=100).outcome
    'stuck on a flat'
    """
    many = landscape.dimensions > 1
    if np.shape(w := first_weight(start)) != ((landscape.dimensions,) if many else ()):
        count = f"{landscape.dimensions} number{'s' * many}"
        raise ValueError(f"start is {shown(start)}, expected {count} for the landscape {landscape.name!r}")
    path = walk(w, learning_rate, epochs, lambda epoch: (landscape.gradient,), every_step=True)
    costs = landscape.cost(tuple(path.T) if many else path)
    evaluations = landscape.samples * np.arange(len(path))
    return described(Run(path, costs, evaluations, epochs, learning_rate, 1, 1, landscape.cost))


def walk(w, learning_rate, epochs: int, slopes: Callable[[int], Iterable[Callable]], every_step: bool) -> np.ndarray:
    """Take every step of a descent: for each slope function of each epoch, move against the slope that it gives at w.

    w: the start, a number or an array of d. learning_rate: η > 0, or a function from the epoch to it. slopes: gives, for an
    epoch, functions from w to a slope, one a step. every_step: record every step instead of every epoch. Returns the weights
    visited, shape (m,) or (m, d), cut off before the first beyond TOO_FAR. Raises ValueError for a start, a rate or epochs that
    are not such numbers.

    >>> walk(8.0, 0.25, 2, lambda epoch: [lambda w: 2 * w], every_step=False).tolist()
    [8.0, 4.0, 2.0]
    """
    require_count("epochs", epochs)
    for part in np.atleast_1d(w):
        require_finite("start", part)
        if not abs(part) < TOO_FAR:
            raise ValueError(f"start is {shown(part)}, expected a number between −{TOO_FAR:g} and {TOO_FAR:g}")
    rate = learning_rate if callable(learning_rate) else lambda epoch: learning_rate
    path = [w]
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging run is cut off below, it must not warn first
        for epoch in range(epochs):
            eta = rate(epoch)
            require_positive("learning_rate", eta)
            for slope in slopes(epoch):
                w = w - eta * slope(w)
                if every_step:
                    path.append(w)
            if not every_step:
                path.append(w)
            if not _near(w):
                break
    path = np.array(path)
    inside = np.array([_near(entry) for entry in path]) if not _near(path[-1]) else None
    return path if inside is None else path[: int(np.argmin(inside))]


def _near(w) -> bool:
    return -TOO_FAR < w < TOO_FAR if isinstance(w, float) else bool((np.abs(w) < TOO_FAR).all())


def _orders(n, order, rng) -> Iterator:
    """Give for one epoch after another the positions of the samples in the order they are used, as an index into n."""
    while True:
        if order == "in order":
            yield slice(n)  # not an array of positions, with which every epoch would copy all samples
        else:
            yield rng.permutation(n) if order == "shuffled" else rng.integers(n, size=n)


def _slopes(x, y, batch_size, order, orders, slope) -> Callable[[int], Iterable[Callable]]:
    """Make the function that gives the slopes of one epoch, each of one batch: of a sample, of short lists, or of arrays."""
    n = len(x)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    plain = batch_size <= SHORT and x.ndim == 1

    def of(x, y):
        return lambda w: slope(w, x, y)

    def arranged(chosen):
        xs, ys = x[chosen], y[chosen]
        if plain:
            xs, ys = xs.tolist(), ys.tolist()
        if batch_size == 1:
            return map(of, xs, ys)
        return [of(xs[first : first + batch_size], ys[first : first + batch_size]) for first in range(0, n, batch_size)]

    if order == "in order" and n <= FEW * batch_size:
        same = list(arranged(slice(n)))
        return lambda epoch: same
    return lambda epoch: arranged(next(orders))
