"""Slopes of any cost, estimated from the cost alone."""

from collections.abc import Callable, Sequence

import numpy as np

from helpers.arguments import Positive, checked
from helpers.validation import answer


@checked()
def finite_difference(cost: Callable, w: float | Sequence[float], h: Positive = 1e-6):
    """Estimate the slope of a cost at w from two costs nearby, (J(w + h) − J(w − h)) / 2h.

    cost: takes a weight. w: a number, or one number for each weight. h: the half distance, above 0. Returns a number, or an
    array of one slope for each weight. Raises ValueError for an h that is not above 0.

    >>> round(finite_difference(lambda w: w * w, 3.0), 6)
    6.0
    """
    if np.ndim(w) == 0:
        return float((answer(cost, w + h) - answer(cost, w - h)) / (2 * h))
    w = np.asarray(w, dtype=float)
    return np.array([(answer(cost, w + h * axis) - answer(cost, w - h * axis)) / (2 * h) for axis in np.eye(w.size)])
