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


def require_points(x: Sequence[float], y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError unless x and y are equally many finite numbers, at least one.

    >>> require_points([1, 2, 3], [2, 4])
    Traceback (most recent call last):
    ValueError: x has 3 samples and y has 2, expected equally many
    """
    n = count_samples(0.0, x, y)
    for name, values in (("x", x), ("y", y)):
        if not np.isfinite(values).all():
            raise ValueError(f"{name} holds a value that is not finite, expected numbers only")
    return n


def count_samples(w: float, x: Sequence[float], y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError for none, for unequal lengths, and for a w that is NaN.

    Reads no sample, so that the inner loop of a descent can afford it.

    >>> count_samples(1.0, [1, 2, 3], [2, 4, 6])
    3
    """
    n, m = len(x), len(y)
    if n != m:
        raise ValueError(f"x has {n} samples and y has {m}, expected equally many")
    if n == 0:
        raise ValueError("x and y are empty, expected at least one sample")
    if math.isnan(w):
        raise ValueError(f"w is {w}, expected a number")
    return n
