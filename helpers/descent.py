"""Methods that walk downhill. Batch, stochastic and mini-batch descent are one loop, `_walk`, fed with different batches."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from helpers.landscapes import Landscape
from helpers.model import SHORT, cost, costs_at, finite_difference, loss_gradient, mean_slope
from helpers.trajectory import Trajectory
from helpers.validation import require_count, require_finite, require_points, require_positive
from helpers.wording import cost_text, rate_text, weight_name, weight_text

ORDERS = ("in order", "shuffled", "with replacement")
TOO_FAR = 1e9  # a weight beyond this is never coming back; stopping here keeps every number finite


def batch_descent(x: Sequence[float], y: Sequence[float], start: float, learning_rate, epochs: int) -> Trajectory:
    """Step against the slope of the mean squared error of all samples, once an epoch.

    x, y: n numbers each. start: the first w. learning_rate: η > 0, or a function from the epoch (0, 1, …) to it. epochs: at
    least 1. Returns the Trajectory with one entry at the start and one after each epoch. Raises ValueError for bad input.
    Source: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, Comptes rendus 25 (1847),
    536–538.

    >>> print(batch_descent([1, 2, 3], [2, 4, 6], start=1.0, learning_rate=0.01, epochs=100))
    From w = 1.00 with learning rate 0.010, 100 epochs end at w = 1.9999 (cost 1.4e-08): converged.
    """
    return minibatch_descent(x, y, start, learning_rate, epochs, batch_size=max(1, len(x)))


def stochastic_descent(
    x: Sequence[float],
    y: Sequence[float],
    start: float,
    learning_rate,
    epochs: int,
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


def minibatch_descent(
    x: Sequence[float],
    y: Sequence[float],
    start: float,
    learning_rate,
    epochs: int,
    batch_size: int,
    order: str = "in order",
    rng: np.random.Generator | None = None,
    every_step: bool = False,
    slope: Callable | None = None,
) -> Trajectory:
    """Step against the slope of the mean squared error of a few samples at a time, ⌈n / batch size⌉ steps an epoch.

    x, y: n numbers each. start: the first w. learning_rate: η > 0, or a function from the epoch (0, 1, …) to it. epochs: at
    least 1. batch_size: b from 1 to n; the last batch of an epoch is smaller when b does not divide n. order: "in order",
    "shuffled" (anew each epoch) or "with replacement" (n independent draws an epoch); the last two need rng, a numpy
    Generator. every_step: record every step instead of every epoch, and which samples were visited. slope: a function
    (w, x, y) of a batch's slope, given two numbers for batch size 1 and two sequences otherwise; by default the mean squared
    error's. Returns the Trajectory; a run that leaves |w| ≤ TOO_FAR is cut off there. Raises ValueError for bad input.

    >>> print(minibatch_descent([1, 2, 3], [2, 4, 6], start=1.0, learning_rate=0.01, epochs=100, batch_size=2))
    From w = 1.00 with learning rate 0.010, 100 epochs end at w = 2.0000 (cost 9.5e-22): converged.
    """
    n = require_points(x, y)
    require_count("batch_size", batch_size)
    if batch_size > n:
        raise ValueError(f"batch_size is {batch_size}, expected at most the {n} samples there are")
    if order not in ORDERS:
        raise ValueError(f"order is {order!r}, expected one of {ORDERS}")
    if order != "in order" and rng is None:
        raise ValueError(f"order {order!r} needs rng, a numpy.random.Generator such as numpy.random.default_rng(0)")
    visited = [] if every_step else None
    batches = _batches(x, y, batch_size, order, rng, visited)
    slope = slope or (loss_gradient if batch_size == 1 else mean_slope)
    path = _walk(float(start), learning_rate, epochs, batches, slope, every_step)
    per_epoch = math.ceil(n / batch_size) if every_step else 1
    entries = np.arange(len(path))
    # within an epoch every batch but the last is full, so the count stays exact when b does not divide n
    evaluations = entries // per_epoch * n + entries % per_epoch * (batch_size if every_step else n)
    steps = math.ceil(n / batch_size)
    costs = costs_at(path, x, y)
    run = _descended(path, costs, evaluations, epochs, learning_rate, per_epoch, steps, partial(cost, x=x, y=y))
    return replace(run, visited=np.concatenate(visited)[: evaluations[-1]]) if every_step else run


def descend(landscape: Landscape, start, learning_rate, epochs: int) -> Trajectory:
    """Step against the slope of a landscape, once an epoch.

    landscape: what to walk on, with one weight or several. start: the first w, one number for each weight. learning_rate:
    η > 0, or a function from the epoch (0, 1, …) to it. epochs: at least 1. Returns the Trajectory. Raises ValueError for
    bad input.

    >>> from helpers.invented import saddle
    >>> descend(saddle(), start=(1.0, -1.0), learning_rate=0.01, epochs=100).outcome
    'stuck on a flat'
    """
    many = landscape.dimensions > 1
    if np.size(start) != landscape.dimensions:
        raise ValueError(f"start is {start}, expected {landscape.dimensions} numbers for the landscape {landscape.name!r}")
    w = np.asarray(start, dtype=float) if many else float(start)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverging run is cut off below, it must not warn first
        ground = [(None, None)]  # one step an epoch, and no samples: a landscape knows its slope from w alone
        path = _walk(w, learning_rate, epochs, lambda epoch: ground, lambda w, *_: landscape.gradient(w), every_step=True)
    costs = landscape.cost(tuple(path.T) if many else path)
    evaluations = landscape.samples * np.arange(len(path))
    return _descended(path, costs, evaluations, epochs, learning_rate, 1, 1, landscape.cost)


def _walk(w, learning_rate, epochs, batches, slope, every_step):
    """Take every step of a descent: for each batch of each epoch, move against that batch's slope."""
    require_count("epochs", epochs)
    for part in np.atleast_1d(w):
        require_finite("start", part)
    rate = learning_rate if callable(learning_rate) else lambda epoch: learning_rate
    path = [w]
    for epoch in range(epochs):
        eta = rate(epoch)
        require_positive("learning_rate", eta)
        for x, y in batches(epoch):
            w = w - eta * slope(w, x, y)
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


def _batches(x, y, batch_size, order, rng, visited) -> Callable:
    """Make the function that gives the batches of one epoch: pairs of samples for size 1, of short lists, or of arrays."""
    n = len(x)
    plain = batch_size <= SHORT
    x, y = (np.asarray(values, dtype=float) for values in (x, y))
    plain_x, plain_y = (x.tolist(), y.tolist()) if plain else (None, None)

    def arranged():
        if order == "in order":
            chosen = np.arange(n) if visited is not None else None
        else:
            chosen = rng.permutation(n) if order == "shuffled" else rng.integers(n, size=n)
        if visited is not None:
            visited.append(chosen)
        if order == "in order":
            return (plain_x, plain_y) if plain else (x, y)
        return (x[chosen].tolist(), y[chosen].tolist()) if plain else (x[chosen], y[chosen])

    def batches(epoch):
        xs, ys = arranged()
        if batch_size == 1:
            return zip(xs, ys, strict=True)
        return ((xs[first : first + batch_size], ys[first : first + batch_size]) for first in range(0, n, batch_size))

    return batches


def _descended(path, costs, evaluations, epochs, learning_rate, per_epoch, steps, cost) -> Trajectory:
    """Name the outcome and write the sentence; steps: how many updates an epoch has, whether recorded or not."""
    done = (len(path) - 1) / per_epoch
    constant = not callable(learning_rate)
    last_rate = learning_rate if constant else learning_rate(epochs - 1)
    entry = "epoch" if per_epoch < steps else "step"
    outcome = _outcome(path, costs, done < epochs, per_epoch, steps * last_rate, entry, cost)
    name = weight_name(path[0])
    rate = f"learning rate {rate_text(learning_rate)}" if constant else "a learning rate that changes"
    count = f"{epochs} {'epoch' if epochs == 1 else 'epochs'}" if done >= epochs else f"{done:.0f} of {epochs} epochs"
    sentence = (
        f"From {name} = {weight_text(path[0], 2 if path.ndim == 1 else 3)} with {rate}, {count} "
        f"end at {name} = {weight_text(path[-1])} (cost {cost_text(costs[-1])}): {outcome}."
    )
    return Trajectory(path, costs, evaluations, outcome, sentence, per_epoch)


def _outcome(path, costs, cut_off, per_epoch, reach, entry, cost) -> str:
    """Name how a run ended, from what it did and, where it came to rest, from the ground around that place.

    reach: learning rate times the steps of an epoch, so reach · slope is how far an epoch moves on even ground. entry: what
    one entry of the path is, a step or an epoch.
    """
    above = costs > 10 * max(costs[0], 1e-12)
    if cut_off or above[-1]:
        first = int(np.argmax(above)) if above.any() else len(path)
        return f"diverged {'at' if entry == 'step' else 'in'} {entry} {first}"
    epochs = path[::per_epoch]
    moves = np.diff(epochs, axis=0).reshape(len(epochs) - 1, -1)
    size = np.abs(moves).max(axis=1)
    if size[-1] <= 2e-5 * (1 + np.abs(path[-1]).max()):
        slope = np.abs(finite_difference(cost, path[-1])).max()
        if slope <= 0.01:
            return "converged" if _is_lowest_around(path[-1], cost) else "stuck on a flat"
        # samples in the same order each epoch can balance away from the minimum; a tiny learning rate merely looks still
        return "settled beside the minimum" if size[-1] < 0.01 * reach * slope else "still descending"
    late = moves[-min(10, len(moves)) :]
    turns = (late[1:] * late[:-1]).sum(axis=1) < 0
    if len(late) > 2 and turns.all() and size[-1] > 0.98 * size[-len(late)]:
        return "oscillating"
    if costs[-1] > 2 * max(costs[0], 1e-12) and costs[-1] >= 0.5 * costs.max():
        return "climbing"
    quarter = max(1, len(costs) // 4)
    falling = costs[-quarter:].mean() < 0.9 * costs[-2 * quarter : -quarter].mean()
    return "hovering" if turns.any() and not falling else "still descending"


def _is_lowest_around(w, cost) -> bool:
    around = 0.02 * (1 + np.abs(w).max())
    if np.ndim(w) == 0:
        neighbours = [w - around, w + around]
    else:
        angles = np.arange(16) * np.pi / 8
        neighbours = [w + around * np.array([np.cos(angle), np.sin(angle)]) for angle in angles]
    here = cost(w)
    return all(cost(neighbour) > here for neighbour in neighbours)
