"""The model y = x · w: its prediction, the loss of one sample, the cost of all of them, and the slope of each.

Everything else in the series is built on these few lines. Samples may be any sequence of numbers; a short one is summed
left to right in plain Python (which is faster there, and is what a reader would do by hand), a long one by numpy.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from helpers.validation import count_samples, require_points, require_positive

SHORT = 16  # up to this many samples a plain loop beats the overhead of numpy calls


def forward(w: float, x):
    """Predict ŷ = x · w.

    w: the weight. x: one number or an array of any shape. Returns ŷ in the shape of x, in the unit of y.

    >>> forward(2.0, 4)
    8.0
    """
    return x * w


def loss(w: float, x: float, y: float) -> float:
    """Compute ℓ = (x·w − y)², the squared error of one sample.

    w, x, y: numbers. Returns one number in the unit of y squared.

    >>> loss(1.0, 3, 6)
    9.0
    """
    error = x * w - y
    return error * error


def loss_gradient(w: float, x: float, y: float) -> float:
    """Compute dℓ/dw = 2x(x·w − y), the slope of one sample's squared error.

    w, x, y: numbers. Returns one number in the unit of ℓ per unit of w.

    >>> loss_gradient(1.0, 3, 6)
    -18.0
    """
    return 2.0 * x * (x * w - y)


def cost(w: float, x: Sequence[float], y: Sequence[float]) -> float:
    """Compute J(w), the mean of the squared errors over all samples.

    w: the weight. x, y: n numbers each. Returns one number in the unit of y squared. Raises ValueError for samples that are
    empty, of unequal length, or not finite, and for a weight that is not a number.

    >>> round(cost(1.0, [1, 2, 3], [2, 4, 6]), 3)
    4.667
    """
    n = count_samples(w, x, y)
    if n <= SHORT:
        total = 0.0
        for x_i, y_i in zip(x, y, strict=True):
            total += loss(w, x_i, y_i)
    else:
        errors = np.asarray(x) * w - y
        total = float(errors @ errors)
    return _checked(total / n, w, x, y)


def gradient(w: float, x: Sequence[float], y: Sequence[float]) -> float:
    """Compute dJ/dw, the mean of 2x(x·w − y) over all samples.

    w: the weight. x, y: n numbers each. Returns one number in the unit of J per unit of w. Raises ValueError for samples that
    are empty, of unequal length, or not finite, and for a weight that is not a number.

    >>> round(gradient(1.0, [1, 2, 3], [2, 4, 6]), 3)
    -9.333
    """
    count_samples(w, x, y)
    return _checked(mean_slope(w, x, y), w, x, y)


def mean_slope(w: float, x: Sequence[float], y: Sequence[float]) -> float:
    """Compute the gradient as `gradient` does, without checking what it is given (for the inner loop of a descent).

    w: the weight. x, y: n > 0 numbers each, arrays when n is larger than SHORT. Returns one number.

    >>> mean_slope(1.0, [1, 3], [2, 6])
    -10.0
    """
    n = len(x)
    if n <= SHORT:
        total = 0.0
        for x_i, y_i in zip(x, y, strict=True):
            total += x_i * (x_i * w - y_i)
        return 2 * total / n  # doubling is exact, so once at the end gives the digits of doubling every term
    # 2/n (w·Σx² − Σxy) reads each array once and stores no array of errors, so memory bandwidth is the only limit.
    x = np.asarray(x)
    return 2 / n * (w * float(x.dot(x)) - float(x.dot(y)))


def error_multiplier(learning_rate: float, x: Sequence[float]) -> float:
    """Compute 1 − 2η·mean(x²), the factor by which one full step multiplies the error w − w*.

    learning_rate: η > 0. x: n numbers. Returns one number: below −1 the descent diverges, between −1 and 0 it swings
    from side to side, between 0 and 1 it creeps. On the three points of the series it is 1 − (28/3)·η. Raises ValueError for
    an empty x or a learning rate that is not a positive number.

    >>> round(error_multiplier(0.22, [1, 2, 3]), 2)
    -1.05
    """
    require_positive("learning_rate", learning_rate)
    if len(x) == 0:
        raise ValueError("x is empty, expected at least one sample")
    return 1 - learning_rate * 2 * sum(float(x_i) ** 2 for x_i in x) / len(x)


def best_weight(x: Sequence[float], y: Sequence[float]) -> float:
    """Compute w* = Σxy / Σx², the weight of least cost in closed form.

    x, y: n numbers each, not all x zero. Returns one number in the unit of y per unit of x. Raises ValueError for samples
    that are empty, of unequal length, not finite, or all zero in x.
    Source: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes (1805), appendix.

    >>> best_weight([1, 2, 3], [2, 4, 6])
    2.0
    """
    count_samples(0.0, x, y)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    squares = float(x @ x)
    if squares == 0:
        raise ValueError("every x is 0, so every w predicts the same: expected at least one x that is not 0")
    return _checked(float(x @ y) / squares, 0.0, x, y)


def costs_at(weights, x: Sequence[float], y: Sequence[float]) -> np.ndarray:
    """Compute J at many weights at once, reading the samples only once.

    weights: an array of any shape. x, y: n numbers each. Returns an array in the shape of weights. Raises ValueError as
    `cost` does. J is a parabola, J(w*) + mean(x²)·(w − w*)², so two sums over the data give it everywhere.

    >>> costs_at([1.0, 2.0], [1, 2, 3], [2, 4, 6]).round(3).tolist()
    [4.667, 0.0]
    """
    count_samples(0.0, x, y)
    squares = float(np.dot(x, x))
    if not squares:  # also where the squares are too small for a number
        return np.full(np.shape(weights), cost(0.0, x, y))
    centre = best_weight(x, y)
    curvature = squares / len(x)
    return cost(centre, x, y) + curvature * (np.asarray(weights, dtype=float) - centre) ** 2


def _checked(result: float, w, x, y) -> float:
    """Look for the cause only when a result is not finite, so that good data is read once and not twice."""
    if not math.isfinite(result):
        require_points(x, y)
        if math.isnan(result):
            return math.inf  # finite data, but w so far away that the terms overflow against each other
    return result


def finite_difference(cost: Callable, w, h: float = 1e-6):
    """Estimate the slope of a cost at w from two costs nearby, (J(w + h) − J(w − h)) / 2h.

    cost: takes a weight. w: a number, or one number for each weight. h: the half distance, above 0. Returns a number, or an
    array of one slope for each weight. Raises ValueError for an h that is not above 0.

    >>> round(finite_difference(lambda w: w * w, 3.0), 6)
    6.0
    """
    require_positive("h", h)
    if np.ndim(w) == 0:
        return float((cost(w + h) - cost(w - h)) / (2 * h))
    w = np.asarray(w, dtype=float)
    return np.array([(cost(w + h * axis) - cost(w - h * axis)) / (2 * h) for axis in np.eye(w.size)])
