"""The model y = x · w: its prediction, the loss of one sample, the cost of all of them, and the slope of each.

Everything else in the series is built on these few lines. One weight w is a number and x has the shape (n,); d weights are an
array of shape (d,) and x has the shape (n, d). Samples of one number may be any sequence; a short one is summed left to right
in plain Python (which is faster there, and is what a reader would do by hand), a long one by numpy.
"""

import math
from collections.abc import Sequence

import numpy as np

from helpers.arguments import Positive, as_numbers, checked, is_real, shown
from helpers.validation import count_columns, count_samples, require_points, require_weight

NO_NUMBERS = (TypeError, ValueError, OverflowError)  # what numpy and Python raise where they are given something else
SHORT = 16  # up to this many samples a plain loop beats the overhead of numpy calls


def _is_one(w) -> bool:
    """Tell one weight from several; a float, of numpy too, is told without asking numpy."""
    return isinstance(w, float) or np.ndim(w) == 0


def _misfit(w, x) -> ValueError:
    return ValueError(f"w has the shape {np.shape(w)} and x {np.shape(x)}, expected as many columns of x as weights")


@checked()
def forward(w: float | Sequence[float], x: float | Sequence):
    """Predict ŷ = x · w.

    w: one weight, or d weights of shape (d,). x: for one weight a number or an array of any shape; for d weights one sample
    of shape (d,) or n of shape (n, d). Returns ŷ: for each number, or each row, of x one number in the unit of y. Raises
    ValueError where the rows of x are not as long as w.

    >>> forward(2.0, 4), forward(np.array([2.0, 1.0]), [[1, 0], [1, 3]]).tolist()
    (8.0, [2.0, 5.0])
    """
    if _is_one(w):
        return np.asarray(x) * w if np.ndim(x) else x * w  # a list would be repeated
    if np.ndim(w) != 1 or np.ndim(x) == 0 or np.shape(x)[-1] != len(w):
        raise _misfit(w, x)
    return np.asarray(x) @ np.asarray(w)


@checked()
def loss(w: float | Sequence[float], x: float | Sequence[float], y: float) -> float:
    """Compute ℓ = (x·w − y)², the squared error of one sample.

    w, x: one number each, or d numbers each. y: a number. Returns one number in the unit of y squared.

    >>> loss(1.0, 3, 6)
    9.0
    """
    try:
        error = (x * w if isinstance(w, float) else _forward(w, x)) - y
        return error * error
    except TypeError:
        raise _misfit(w, x) from None


@checked()
def loss_gradient(w: float | Sequence[float], x: float | Sequence[float], y: float):
    """Compute dℓ/dw = 2x(x·w − y), the slope of one sample's squared error.

    w, x: one number each, or d numbers each. y: a number. Returns one number in the unit of ℓ per unit of w, or one for each
    weight.

    >>> loss_gradient(1.0, 3, 6)
    -18.0
    """
    try:
        if isinstance(w, float):
            return 2.0 * x * (x * w - y)
        return 2.0 * (x if _is_one(w) else np.asarray(x)) * (_forward(w, x) - y)
    except TypeError:
        raise _misfit(w, x) from None


_forward, _loss = forward.__wrapped__, loss.__wrapped__  # for sums over samples that are looked at once


def cost(w, x: Sequence, y: Sequence[float]) -> float:
    """Compute J(w), the mean of the squared errors over all samples.

    w: one weight, or d weights. x: shape (n,), or (n, d). y: n numbers. Returns one number in the unit of y squared. Raises
    ValueError for samples that are empty, of unequal length, or not finite, and for a weight that is NaN or does not fit x.

    >>> round(cost(1.0, [1, 2, 3], [2, 4, 6]), 3)
    4.667
    """
    n = count_samples(x, y)
    require_weight("w", w, x)
    try:
        if n <= SHORT and _is_one(w):
            w, total = float(w), 0.0
            for x_i, y_i in zip(_plain(x), _plain(y), strict=True):
                total += _loss(w, x_i, y_i)
        else:
            with np.errstate(over="ignore", invalid="ignore"):
                errors = _forward(w, np.asarray(x)) - y
                total = float(errors @ errors)
    except NO_NUMBERS:
        require_points(x, y)
        raise
    return _checked(total / n, x, y)


def gradient(w, x: Sequence, y: Sequence[float]):
    """Compute dJ/dw, the mean of 2x(x·w − y) over all samples.

    w: one weight, or d weights. x: shape (n,), or (n, d). y: n numbers. Returns one number in the unit of J per unit of w, or
    an array of one for each weight. Raises ValueError as `cost` does.

    >>> round(gradient(1.0, [1, 2, 3], [2, 4, 6]), 3)
    -9.333
    >>> gradient(np.array([1.0, 0.0]), [[1, 0], [1, 2]], [0, 5]).tolist()
    [-3.0, -8.0]
    """
    n = count_samples(x, y)
    require_weight("w", w, x)
    w = float(w) if _is_one(w) else w
    if n <= SHORT and isinstance(w, float):  # plain numbers overflow without a warning
        return _checked(mean_slope(w, _plain(x), _plain(y)), x, y)
    with np.errstate(over="ignore", invalid="ignore"):
        return _checked(mean_slope(w, x, y), x, y)


def mean_slope(w, x: Sequence, y: Sequence[float]):
    """Compute the gradient as `gradient` does, without looking at every number first (for the inner loop of a descent).

    w: one weight, or d weights. x: shape (n,), or (n, d), n > 0; an array when n is larger than SHORT. y: n numbers. Returns
    one number, or an array of one for each weight. Raises ValueError for what cannot be computed; NaN passes through.

    >>> mean_slope(1.0, [1, 3], [2, 6])
    -10.0
    """
    try:
        n = len(x)
        if not isinstance(w, float) and np.ndim(w):  # told apart here, not in a call, for the inner loop
            x = np.asarray(x)
            return 2 / n * ((x @ w - y) @ x)
        if n <= SHORT:
            total = 0.0
            for x_i, y_i in zip(x, y, strict=True):
                total += x_i * (x_i * w - y_i)
            return 2 * total / n  # doubling is exact, so once at the end gives the digits of doubling every term
        # 2/n (w·Σx² − Σxy) reads each array once and stores no array of errors, so memory bandwidth is the only limit.
        x = np.asarray(x)
        return 2 / n * (w * float(x.dot(x)) - float(x.dot(y)))
    except (*NO_NUMBERS, ZeroDivisionError):
        require_points(x, y)
        require_weight("w", w, x)
        raise


@checked()
def distance_multiplier(learning_rate: Positive, x: Sequence[float]) -> float:
    """Compute 1 − 2η·mean(x²), the factor by which one full step multiplies w − w*, the distance to the best weight.

    learning_rate: η > 0. x: n numbers. Returns one number: below −1 the descent diverges, between −1 and 0 it swings
    from side to side, between 0 and 1 it creeps. On the three points of the series it is 1 − (28/3)·η. Raises ValueError for
    an empty x or a learning rate that is not a positive number.

    >>> round(distance_multiplier(0.22, [1, 2, 3]), 2)
    -1.05
    """
    squares = sum(float(x_i) * float(x_i) for x_i in x)
    if not math.isfinite(squares):
        raise ValueError(f"the squares of x sum to {squares}, expected numbers whose squares are finite")
    return 1 - learning_rate * 2 * squares / len(x)


def best_weight(x: Sequence, y: Sequence[float]):
    """Compute the weight of least cost in closed form: Σxy / Σx², or for d weights the least-squares answer.

    x: shape (n,), or (n, d); not all zero. y: n numbers. Returns one number in the unit of y per unit of x, or an array of one
    for each column of x; where several weights are equally good, the one closest to zero. Raises ValueError for samples that
    are empty, of unequal length, not finite, or all zero in x.
    Source: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes (1805), appendix.

    >>> best_weight([1, 2, 3], [2, 4, 6])
    2.0
    """
    count_samples(x, y)
    columns = count_columns(x)
    if columns:
        require_points(x, y)
    x, y, squares = _with_squares(x, y)
    if squares == 0:
        raise ValueError("every x is 0, so every w predicts the same: expected at least one x that is not 0")
    if columns:
        return np.linalg.lstsq(x, y, rcond=None)[0]
    return _checked(float(x @ y) / squares, x, y)


def costs_at(weights, x: Sequence, y: Sequence[float]) -> np.ndarray:
    """Compute J at many weights at once, reading the samples only once.

    weights: an array of any shape for x of shape (n,); for x of shape (n, d) one whose last axis has d numbers: (m, d).
    y: n numbers. Returns an array of one cost for each weight. Raises ValueError as `cost` does. J is a parabola,
    J(w*) + mean(x²)·(w − w*)², or with d weights J(w*) + (w − w*)ᵀ(xᵀx/n)(w − w*): sums over the data give it everywhere.

    >>> costs_at([1.0, 2.0], [1, 2, 3], [2, 4, 6]).round(3).tolist()
    [4.667, 0.0]
    """
    n = count_samples(x, y)
    columns = count_columns(x)
    given, weights = weights, as_numbers(np.asarray(weights) if is_real(weights) else weights)
    if weights is None or np.isnan(weights).any():
        raise ValueError(f"weights are {shown(given)}, expected numbers")
    if columns and (weights.ndim == 0 or weights.shape[-1] != columns):
        raise ValueError(f"weights have the shape {weights.shape}, expected {columns} numbers in each, one for a column of x")
    x, y, squares = _with_squares(x, y)
    if not squares:  # also where the squares are too small for a number
        return np.full(weights.shape[:-1] if columns else weights.shape, cost(np.zeros(columns) if columns else 0.0, x, y))
    centre = best_weight(x, y)
    away = weights - centre
    with np.errstate(over="ignore", invalid="ignore"):  # so far away a cost is infinite
        if not columns:
            return cost(centre, x, y) + squares / n * away**2
        return cost(centre, x, y) + np.maximum(0, (away @ (x.T @ x / n) * away).sum(axis=-1))  # rounding must not dig below


def _with_squares(x, y) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the samples as arrays of floats and the sum of the squares of x, which is finite."""
    try:
        arrays = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    except NO_NUMBERS:
        require_points(x, y)
        raise
    squares = float(np.vdot(arrays[0], arrays[0]))
    if not math.isfinite(squares):
        require_points(x, y)
    return *arrays, squares


def _plain(values):
    """Return a short array as the list of its numbers, which a loop reads faster and which overflow without a warning."""
    return values.tolist() if isinstance(values, np.ndarray) and len(values) <= SHORT else values


def _checked(result, x, y):
    """Look for the cause only when a result is not finite, so that good data is read once and not twice."""
    if not (math.isfinite(result) if isinstance(result, float) else not np.iscomplexobj(result) and np.isfinite(result).all()):
        require_points(x, y)
        # finite data, but w so far away that the terms overflow against each other
        return np.where(np.isnan(result), math.inf, result) if np.ndim(result) else (math.inf if math.isnan(result) else result)
    return result
