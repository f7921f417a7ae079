"""How a descent ended: the outcome's name, read from what the run did, and the sentence that tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from helpers.differences import finite_difference
from helpers.trajectory import Trajectory
from helpers.wording import cost_text, rate_text, weight_name, weight_text

STILL = 2e-5  # an epoch that moves less than this share of 1 + |w| has come to rest
FLAT = 0.01  # a slope below this counts as none
SAME = 1e-9  # a swing whose size changes by less than this share keeps its size


@dataclass(frozen=True)
class Run:
    """What a descent did, before it has a name.

    path: the weights, shape (m,) or (m, d). costs, evaluations: shape (m,), as in a Trajectory. epochs: as asked for.
    learning_rate: η, or a function from the epoch to it. steps: updates an epoch. per_epoch: entries of the path an epoch.
    cost: takes a weight and returns J. noisy: whether the slopes were those of some of the samples rather than of J.
    """

    path: np.ndarray
    costs: np.ndarray
    evaluations: np.ndarray
    epochs: int
    learning_rate: float | Callable
    steps: int
    per_epoch: int
    cost: Callable
    noisy: bool = False

    @property
    def done(self) -> float:
        """Epochs walked, fewer than asked for where the run was cut off."""
        return (len(self.path) - 1) / self.per_epoch

    @property
    def reach(self) -> float:
        """How far an epoch moves on an even slope for each unit of slope."""
        rate = self.learning_rate
        return self.steps * (rate(self.epochs - 1) if callable(rate) else rate)


def described(run: Run) -> Trajectory:
    """Name the outcome and write the sentence.

    >>> path = np.array([1.0, 3.0, 1.0, 3.0])
    >>> print(described(Run(path, (path - 2) ** 2, np.arange(4), 3, 1.0, 1, 1, lambda w: (w - 2) ** 2)))
    From w = 1.00 with learning rate 1.000, 3 epochs end at w = 3.0000 (cost 1): oscillating.
    """
    outcome, path = outcome_of(run), run.path
    name = weight_name(path[0])
    rate = "a learning rate that changes" if callable(run.learning_rate) else f"learning rate {rate_text(run.learning_rate)}"
    count = f"{run.epochs} {'epoch' if run.epochs == 1 else 'epochs'}"
    if run.done < run.epochs:
        count = f"{run.done:.0f} of {run.epochs} epochs"
    end = "ends" if count.startswith("1 ") else "end"
    sentence = (
        f"From {name} = {weight_text(path[0], 2 if path[0].size == 1 else 3)} with {rate}, {count} "
        f"{end} at {name} = {weight_text(path[-1])} (cost {cost_text(run.costs[-1])}): {outcome}."
    )
    return Trajectory(path, run.costs, run.evaluations, outcome, sentence, run.per_epoch)


def outcome_of(run: Run) -> str:
    """Name how a run ended, from what it did and, where it came to rest, from the costs around that place.

    >>> path = np.array([1.0, 3.5, 0.125])
    >>> outcome_of(Run(path, (path - 2) ** 2, np.arange(3), 2, 1.25, 1, 1, lambda w: (w - 2) ** 2))
    'climbing'
    """
    above = run.costs > 10 * max(run.costs[0], 1e-12)
    if run.done < run.epochs or above[-1]:
        first = int(np.argmax(above)) if above.any() else len(run.path)
        return f"diverged in epoch {first}" if run.per_epoch < run.steps else f"diverged at step {first}"
    moves = np.diff(run.path[:: run.per_epoch], axis=0)
    moves = moves.reshape(len(moves), -1)
    last = float(np.abs(moves[-1]).max())
    if last <= STILL * (1 + np.abs(run.path[-1]).max()):
        return _at_rest(run, last)
    return _swinging(run, moves[-10:]) or _moving(run, moves[-10:])


def _at_rest(run, last) -> str:
    slope = np.abs(finite_difference(run.cost, run.path[-1])).max()
    if slope <= FLAT:
        return "converged" if _is_lowest_around(run.path[-1], run.cost) else "stuck on a flat"
    # samples in the same order each epoch can balance away from the minimum; a tiny learning rate merely looks still
    return "settled beside the minimum" if last < 0.01 * run.reach * slope else "still descending"


def _swinging(run, moves) -> str:
    """Name a swing from side to side whose size changes evenly, and say nothing of any other run.

    Around a minimum a descent without noise multiplies every move by one number, so the moves tell it to the last digits.
    """
    turns = _turns(moves)
    if len(turns) < (2 if run.noisy else 1) or not turns.all():
        return ""
    size = np.abs(moves).max(axis=1)
    ratios = size[1:] / size[:-1]
    if np.ptp(ratios) > 0.02:
        return ""
    growth = (size[-1] / size[0]) ** (1 / len(ratios))
    if abs(growth - 1) <= SAME:
        return "oscillating"
    return "climbing" if growth > 1 else "still descending"


def _moving(run, moves) -> str:
    """Name a run that still moves, from its costs; only noise makes it hover."""
    costs = run.costs
    if costs[-1] > 2 * max(costs[0], 1e-12) and costs[-1] >= 0.5 * costs.max():
        return "climbing"
    if len(moves) == 1 and not run.noisy:
        return "climbing" if costs[-1] > costs[0] else "still descending"
    quarter = max(1, len(costs) // 4)
    falling = costs[-quarter:].mean() < 0.9 * costs[-2 * quarter : -quarter].mean()
    if falling or not _turns(moves).any():
        return "still descending"
    return "hovering" if run.noisy else "oscillating"


def _turns(moves) -> np.ndarray:
    return (moves[1:] * moves[:-1]).sum(axis=1) < 0


def _is_lowest_around(w, cost) -> bool:
    """Compare with a ring around w: both sides of one weight, 16 directions of two, of more each axis and each diagonal."""
    around = 0.02 * (1 + np.abs(w).max())
    d = np.size(w)
    if np.ndim(w) == 0:
        directions = [-1.0, 1.0]
    elif d == 2:
        directions = [np.array([np.cos(angle), np.sin(angle)]) for angle in np.arange(16) * np.pi / 8]
    else:
        axes = np.eye(d)
        diagonals = [(first + sign * second) / np.sqrt(2) for first, second in combinations(axes, 2) for sign in (-1, 1)]
        directions = [sign * direction for direction in [*axes, *diagonals] for sign in (-1, 1)]
    here = cost(w)
    return all(cost(w + around * direction) > here for direction in directions)
