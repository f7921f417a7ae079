"""What arguments must be: each function raises ValueError, saying what was given and what is expected."""

import math
from collections.abc import Sequence

import numpy as np


def require_positive(name: str, value: float) -> None:
    """Raise ValueError unless value is a finite number above zero; name is what the message calls it.

    >>> require_positive("learning_rate", 0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0, expected a finite number above 0
    """
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}, expected a finite number above 0")


def require_finite(name: str, value: float) -> None:
    """Raise ValueError unless value is a finite number; name is what the message calls it.

    >>> require_finite("start", float("nan"))
    Traceback (most recent call last):
    ValueError: start is nan, expected a finite number
    """
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}, expected a finite number")


def require_count(name: str, value: int, least: int = 1) -> None:
    """Raise ValueError unless value is a whole number of at least `least`; name is what the message calls it.

    >>> require_count("batch_size", 0)
    Traceback (most recent call last):
    ValueError: batch_size is 0, expected a whole number of at least 1
    """
    if isinstance(value, bool) or not math.isfinite(value) or value != int(value) or value < least:
        raise ValueError(f"{name} is {value}, expected a whole number of at least {least}")


def require_points(x: Sequence, y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError unless x and y are equally many samples of finite numbers, at least one.

    >>> require_points([1, 2, 3], [2, 4])
    Traceback (most recent call last):
    ValueError: x has 3 samples and y has 2, expected equally many
    """
    n = count_samples(x, y)
    for name, values in (("x", x), ("y", y)):
        try:
            numbers = np.asarray(values, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"{name} holds something that is no number, or rows of unequal length, expected numbers") from None
        if not np.isfinite(numbers).all():
            raise ValueError(f"{name} holds a value that is not finite, expected numbers only")
    return n


def count_samples(x: Sequence, y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError for none, for unequal lengths, and for a y that is not one row.

    Reads no more than one sample, so that the inner loop of a descent can afford it.

    >>> count_samples([1, 2, 3], [2, 4, 6])
    3
    """
    n, m = len(x), len(y)
    if n != m:
        raise ValueError(f"x has {n} samples and y has {m}, expected equally many")
    if n == 0:
        raise ValueError("x and y are empty, expected at least one sample")
    if _shape_of_one(y):
        raise ValueError(f"one sample of y has the shape {_shape_of_one(y)}, expected one number")
    return n


def count_columns(x: Sequence) -> int:
    """Return d for x of shape (n, d), 0 for x of shape (n,); raise ValueError for any other shape.

    >>> count_columns([1, 2, 3]), count_columns(np.ones((3, 2)))
    (0, 2)
    """
    shape = _shape_of_one(x)
    if len(shape) > 1 or shape == (0,):
        raise ValueError(f"one sample of x has the shape {shape}, expected one number, or a row of one for each weight")
    return shape[0] if shape else 0


def require_fit(name: str, w, x: Sequence) -> None:
    """Raise ValueError unless w fits x: one number for x of shape (n,), d numbers for (n, d).

    >>> require_fit("start", 1.0, np.ones((3, 2)))
    Traceback (most recent call last):
    ValueError: start has the shape (), expected (2,): one number for each column of x
    """
    columns = count_columns(x)
    if isinstance(w, (float, int)) and not columns:  # the common case first, for the inner loops
        return
    expected = (columns,) if columns else ()
    if np.shape(w) != expected:
        why = "one number for each column of x" if columns else "one number, as x has no columns"
        raise ValueError(f"{name} has the shape {np.shape(w)}, expected {expected}: {why}")


def require_weight(name: str, w, x: Sequence) -> None:
    """Raise ValueError unless w fits x and holds no NaN.

    >>> require_weight("w", float("nan"), [1, 2])
    Traceback (most recent call last):
    ValueError: w is nan, expected a number
    """
    require_fit(name, w, x)
    if math.isnan(w) if isinstance(w, (float, int)) else np.isnan(w).any():
        raise ValueError(f"{name} is {w}, expected a number")


def _shape_of_one(values) -> tuple[int, ...]:
    if isinstance(values, np.ndarray):
        return values.shape[1:]
    first = next(iter(values))
    return () if isinstance(first, (float, int)) else np.shape(first)
