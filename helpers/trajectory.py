"""The one value that every method returns: where it went, what it cost there, what it spent, and how it ended."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The path of one run of a method; `str` of it is one plain sentence.

    weights: shape (m,) for one weight or (m, d) for d weights, in the order visited; `weights[0]` is the start of a descent.
    costs: shape (m,), the cost J at each. evaluations: shape (m,), how many per-sample losses or gradients had been
    evaluated when each was reached. outcome: "converged", "still descending", "hovering", "oscillating",
    "climbing", "diverged at step k" ("in epoch k" where only epochs were recorded), "stuck on a flat" or "settled beside
    the minimum" for a descent; "searched" for a search. sentence: what `str` gives.
    per_epoch: how many entries make one epoch (1 unless every step was recorded). blocks: the rounds of a divide and
    conquer, empty for other methods. visited: the positions of the samples in the order they were used, where every step
    was recorded.
    """

    weights: np.ndarray
    costs: np.ndarray
    evaluations: np.ndarray
    outcome: str
    sentence: str
    per_epoch: int = 1
    blocks: tuple["Block", ...] = ()
    visited: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int))

    def __post_init__(self):
        for name in ("weights", "costs", "evaluations", "visited"):
            values = np.array(getattr(self, name))  # a copy: the caller keeps the right to write to its own
            values.flags.writeable = False
            object.__setattr__(self, name, values)

    def __str__(self):
        return self.sentence

    def __repr__(self):
        return f"<Trajectory: {self.sentence}>"

    @property
    def best(self) -> int:
        """The position of the lowest cost."""
        return int(np.argmin(self.costs))

    @property
    def best_weight(self):
        """The weight of the lowest cost: a number, or an array of d numbers."""
        return self.weights[self.best]

    @property
    def last_weight(self):
        """The weight at the end: a number, or an array of d numbers."""
        return self.weights[-1]

    @property
    def spent(self) -> int:
        """Per-sample evaluations of the whole run."""
        return int(self.evaluations[-1])

    def by_epoch(self, values: np.ndarray) -> np.ndarray:
        """Thin `weights`, `costs` or `evaluations` to the start and the end of each epoch."""
        return values[:: self.per_epoch]


@dataclass(frozen=True)
class Block:
    """One round of a divide and conquer: the block it cut, the points it tried, and which part it kept.

    low, high: the ends of the block that was cut, one number for each weight. parts: how many parts each weight's axis was
    cut into. tries: the middles tried, shape (parts ** d, d). kept: the position of the best among them. kept_low,
    kept_high: the ends of the part that was kept.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    parts: int
    tries: np.ndarray
    kept: int
    kept_low: tuple[float, ...]
    kept_high: tuple[float, ...]
