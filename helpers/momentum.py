"""Momentum, and how many steps descent needs with each share of it and each learning rate."""

from collections.abc import Callable, Sequence

import numpy as np

from helpers.arguments import Count, Kept, Positive, checked, shown
from helpers.landscapes import Landscape
from helpers.validation import answer, first_weight


@checked()
def heavy_ball(slope: Callable, start, learning_rate: Positive, keep: Kept, steps: Count) -> np.ndarray:
    """Compute a descent that keeps a share of its velocity: v ← keep·v − η·slope(w), w ← w + v.

    slope: gives the slope at w. start: the first w, one number or an array of d. learning_rate: η > 0. keep: 0 (descent
    without memory) or more and below 1. steps: at least 1. Returns w at the start and after each step. Raises ValueError for
    bad input.
    Source: B. T. Polyak, Some methods of speeding up the convergence of iteration methods, USSR Computational Mathematics and
    Mathematical Physics 4 (1964), 1–17.

    >>> heavy_ball(lambda w: w, 1.0, 0.5, 0.5, 2).tolist()
    [1.0, 0.5, 0.0]
    """
    w, velocity = first_weight(start), 0.0
    path = [w]
    with np.errstate(over="ignore"):  # a walk that runs away may end in infinity
        for _ in range(steps):
            velocity = keep * velocity - learning_rate * answer(slope, w, shape=np.shape(w))
            w = w + velocity
            if np.isnan(w).any():
                raise ValueError(f"the walk has left all numbers, expected a learning rate below {learning_rate}")
            path.append(w)
    return np.array(path)


@checked()
def steps_needed(
    landscape: Landscape,
    starts: Sequence,
    rates: Sequence[Positive],
    keeps: Sequence[float],
    share: Positive = 1e-3,
    most: Count = 1000,
) -> np.ndarray:
    """Count the steps of the heavy ball until the cost meets a target and holds it for as long again, from the slowest start.

    landscape: with a slope that takes arrays. starts: m places, one number or d numbers each. rates, keeps: every pair is
    tried. share: the target is this share of the height of the start above the lowest cost. most: the steps taken; a target
    met later than half of them does not count. Returns an array of shape (keeps, rates), infinity where a start never arrives.

    >>> from helpers.invented import plateau
    >>> steps_needed(plateau(), [1.5], [1 / 40, 10.0], [0.0]).tolist()
    [[2.0, inf]]
    """
    if np.shape(starts)[1:] != ((landscape.dimensions,) if landscape.dimensions > 1 else ()):
        raise ValueError(f"starts are {shown(starts)}, expected {landscape.dimensions} numbers for each")
    keep, rate = np.reshape(keeps, (-1, 1, 1)), np.reshape(rates, (1, -1, 1))
    first = np.atleast_2d(np.asarray(starts, dtype=float).T)
    w = np.broadcast_to(first[:, None, None, :], (len(first), len(keeps), len(rates), first.shape[1])).copy()
    bare = (lambda values: values[0]) if landscape.dimensions == 1 else (lambda values: values)
    velocity = np.zeros_like(w)
    target = landscape.best_cost + share * (landscape.cost(bare(first)) - landscape.best_cost)
    met_after = np.zeros(w.shape[1:])
    with np.errstate(all="ignore"):
        for step in range(1, most + 1):
            velocity = keep * velocity - rate * np.reshape(landscape.gradient(bare(w)), w.shape)
            w = w + velocity
            missed = ~(landscape.cost(bare(w)) <= target)  # a run that overflowed has missed as well
            met_after[missed] = step
    needed = met_after + 1
    return np.where(needed <= most / 2, needed, np.inf).max(axis=2)
