"""What arguments must be: each function raises ValueError, saying what was given and what is expected."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from helpers.arguments import LARGEST, as_numbers, is_finite, is_number, is_real, is_whole, shown


def require_positive(name: str, value: float) -> None:
    """Raise ValueError unless value is a finite number above zero; name is what the message calls it.

    >>> require_positive("learning_rate", 0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0, expected a finite number above 0
    """
    if not (is_finite(value) and value > 0):
        raise ValueError(f"{name} is {shown(value)}, expected a finite number above 0")


def require_finite(name: str, value: float) -> None:
    """Raise ValueError unless value is a finite number; name is what the message calls it.

    >>> require_finite("start", float("nan"))
    Traceback (most recent call last):
    ValueError: start is nan, expected a finite number
    """
    if not is_finite(value):
        raise ValueError(f"{name} is {shown(value)}, expected a finite number")


def require_count(name: str, value: int, least: int = 1) -> None:
    """Raise ValueError unless value is a whole number of at least `least`; name is what the message calls it.

    >>> require_count("batch_size", 0)
    Traceback (most recent call last):
    ValueError: batch_size is 0, expected a whole number of at least 1
    """
    if not is_whole(value) or value < least:
        raise ValueError(f"{name} is {shown(value)}, expected a whole number of at least {least}")


def require_points(x: Sequence, y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError unless x and y are equally many samples of finite numbers, at least one.

    >>> require_points([1, 2, 3], [2, 4])
    Traceback (most recent call last):
    ValueError: x has 3 samples and y has 2, expected equally many
    """
    n = count_samples(x, y)
    for name, values in (("x", x), ("y", y)):
        numbers = as_numbers(values)
        if numbers is None:
            raise ValueError(f"{name} holds something that is no number, or rows of unequal length, expected numbers")
        if not np.isfinite(numbers).all():
            raise ValueError(f"{name} holds a value that is not finite, expected numbers only")
        if not (np.abs(numbers) <= LARGEST).all():
            raise ValueError(f"{name} holds a value beyond {LARGEST:g}, expected numbers whose squares can be summed")
    return n


def count_samples(x: Sequence, y: Sequence[float]) -> int:
    """Return the number of samples; raise ValueError for none, for unequal lengths, and for a y that is not one row.

    Reads no more than one sample, so that the inner loop of a descent can afford it.

    >>> count_samples([1, 2, 3], [2, 4, 6])
    3
    """
    try:
        n, m = len(x), len(y)
    except TypeError:
        name, values = ("y", y) if hasattr(x, "__len__") else ("x", x)
        raise ValueError(f"{name} is {shown(values)}, expected a row of numbers") from None
    if isinstance(x, (str, bytes)) or isinstance(y, (str, bytes)):
        raise ValueError(f"x is {shown(x)} and y is {shown(y)}, expected rows of numbers")
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
    if _shape(w) != expected:
        why = "one number for each column of x" if columns else "one number, as x has no columns"
        raise ValueError(f"{name} has the shape {_shape(w)}, expected {expected}: {why}")


def require_weight(name: str, w, x: Sequence) -> None:
    """Raise ValueError unless w fits x and holds no NaN.

    >>> require_weight("w", float("nan"), [1, 2])
    Traceback (most recent call last):
    ValueError: w is nan, expected a number
    """
    require_fit(name, w, x)
    if isinstance(w, float):
        missing = math.isnan(w)
    else:
        numbers = as_numbers(w) if np.ndim(w) else w if is_number(w) else None
        missing = numbers is None or np.isnan(numbers).any()
    if missing:
        raise ValueError(f"{name} is {w if np.ndim(w) else shown(w)}, expected a number")


def _shape_of_one(values) -> tuple[int, ...]:
    if isinstance(values, np.ndarray):
        return values.shape[1:]
    first = next(iter(values), None)
    return () if isinstance(first, (float, int)) else _shape(first)


def _shape(values) -> tuple[int, ...]:
    try:
        return np.shape(values)
    except ValueError:
        raise ValueError(f"{shown(values)} has rows of unequal length, expected numbers") from None


def require_as_many(**rows: Sequence) -> None:
    """Raise ValueError unless all rows have the same length; each is named as the message calls it.

    >>> require_as_many(starts=[1, 2], ends=[3])
    Traceback (most recent call last):
    ValueError: starts and ends have 2 and 1 entries, expected equally many
    """
    lengths = [len(row) for row in rows.values()]
    if len(set(lengths)) > 1:
        raise ValueError(f"{' and '.join(rows)} have {' and '.join(map(str, lengths))} entries, expected equally many")


def answer(function: Callable, *given, shape: tuple = ()):
    """Return what a reader's function gives; raise ValueError unless that is a number, or a row of the shape asked for.

    >>> answer(lambda w: None, 2.0)
    Traceback (most recent call last):
    ValueError: the function gave None at 2.0, expected a number
    """
    result = function(*given)
    if isinstance(result, float) and not shape and result == result:  # the common case first
        return result
    numbers = result if is_real(result) else as_numbers(result)
    if numbers is None or np.shape(numbers) != shape or np.isnan(numbers).any():
        wanted = f"{shape[0]} numbers" if shape else "a number"
        raise ValueError(f"the function gave {shown(result)} at {shown(given[0])}, expected {wanted}")
    return result if is_real(result) else numbers


def first_weight(start) -> float | np.ndarray:
    """Return where a walk starts, as a float or a fresh array of floats; raise ValueError where it is no finite number.

    >>> first_weight(1), first_weight((1, 2)).tolist()
    (1.0, [1.0, 2.0])
    """
    numbers = None if is_real(start) else as_numbers(start)
    if numbers is None:
        require_finite("start", start)
        return float(start)
    for part in numbers.ravel():
        require_finite("start", part)
    return numbers.copy()
