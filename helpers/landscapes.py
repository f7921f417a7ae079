"""Curves and surfaces to search: each says what a weight costs, how steep it is there, and where its lowest point lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from helpers import data, model
from helpers.arguments import checked, is_real, shown
from helpers.differences import finite_difference
from helpers.validation import require_points


@dataclass(frozen=True)
class Landscape:
    """A cost over one weight or several, with the range worth looking at.

    name: a word or two. low, high: the ends of the range, one number, or one for each weight. cost, gradient: take a weight
    (a number, or one number for each weight) and return J and its slope there; cost also takes arrays. best: the weight of
    lowest cost. samples: how many per-sample losses one cost (or slopes one gradient) takes. x, y: the points behind the
    cost, where there are any. Raises ValueError for a range that is empty or not finite.
    """

    name: str
    low: float | tuple[float, ...]
    high: float | tuple[float, ...]
    cost: Callable
    gradient: Callable
    best: float | tuple[float, ...]
    samples: int = 1
    x: Sequence[float] = ()
    y: Sequence[float] = ()

    def __post_init__(self):
        low, high = self.bounds
        if low.shape != high.shape or not (np.isfinite(low).all() and np.isfinite(high).all() and (low < high).all()):
            raise ValueError(f"the range is {self.low} to {self.high}, expected finite numbers with low below high")

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The ends of the range, low and high, as arrays with one number for each weight."""
        return np.atleast_1d(self.low), np.atleast_1d(self.high)

    @property
    def dimensions(self) -> int:
        """How many weights there are."""
        return self.bounds[0].size

    @property
    def best_cost(self) -> float:
        """The lowest cost."""
        return float(self.cost(self.best))

    def between(self, low, high) -> "Landscape":
        """Return the same landscape over another range.

        >>> bowl().between(0, 4).high
        4
        """
        return replace(self, low=low, high=high)


@checked("x", "y")
def of_points(x: Sequence[float], y: Sequence[float], low: float = -1.0, high: float = 5.0, name: str = "points") -> Landscape:
    """Return the cost curve J(w) of y = x · w over n points.

    x, y: n numbers each. low, high: the range of w. Raises ValueError for samples that are empty, of unequal length or not
    finite.

    >>> of_points([1, 2], [3, 6]).best
    3.0
    """
    n = require_points(x, y)

    def cost(w):
        return model.cost(w, x, y) if np.ndim(w) == 0 else model.costs_at(w, x, y)

    return Landscape(name, low, high, cost, lambda w: model.gradient(w, x, y), model.best_weight(x, y), n, x, y)


@checked()
def of_function(cost: Callable, low: float = 0.0, high: float = 5.0, name: str = "yours") -> Landscape:
    """Make a landscape of any plain function of one weight.

    cost: takes one number and returns one. low, high: the range. Its slope is measured by finite differences, its lowest point
    on a grid of 2,001 places. Returns the Landscape. Raises ValueError where the function gives no finite number.

    >>> of_function(lambda w: abs(w - 3)).best
    3.0
    """

    def one(w):
        value = cost(w)
        if not is_real(value):
            raise ValueError(f"the cost at w = {w:.4g} is {shown(value)}, expected a number")
        return float(value)

    def costs(w):
        flat = [one(float(each)) for each in np.ravel(w)]
        return np.reshape(flat, np.shape(w)) if np.ndim(w) else flat[0]

    places = np.linspace(low, high, 2001)
    heights = costs(places)
    if not np.isfinite(heights).all():
        w = float(places[np.argmin(np.isfinite(heights))])
        raise ValueError(f"the cost at w = {w:.4g} is {costs(w)}, expected a finite number everywhere from {low} to {high}")
    best = float(places[np.argmin(heights)])
    return Landscape(name, low, high, costs, partial(finite_difference, costs), best)


def bowl() -> Landscape:
    """Return the cost curve of the three points: a parabola with its lowest point at w = 2, cost 0.

    >>> bowl().best, bowl().best_cost
    (2.0, 0.0)
    """
    return of_points(*data.three_points(), name="bowl")
