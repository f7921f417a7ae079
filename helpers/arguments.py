"""What an argument must be, read from the annotations of its function: `checked` refuses all else in one sentence."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from inspect import Parameter, signature
from numbers import Integral, Real
from types import FunctionType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import numpy as np

MOST = 10**9  # of any count: more steps or samples than that take hours, or more memory than there is
LARGEST = 1e60  # of any number: no method squares a square, so that nothing overflows on the way
LAST = float(np.finfo(float).max)
LONG = 60  # letters of a value that a message shows


Count = Annotated[int, "of at least 1", lambda value: value >= 1]
AtLeastTwo = Annotated[int, "of at least 2", lambda value: value >= 2]
Positive = Annotated[float, "above 0", lambda value: value > 0]
NotNegative = Annotated[float, "of at least 0", lambda value: value >= 0]
AtLeastOne = Annotated[float, "of at least 1", lambda value: value >= 1]
Kept = Annotated[float, "from 0 to below 1", lambda value: 0 <= value < 1]  # the share of an old value


def checked(*own: str) -> Callable:
    """Let a function refuse, by a ValueError, every argument that is not what its annotation says.

    own: the arguments that the function checks itself, because reading them twice would cost time. What an argument has no
    annotation for, and the range of a number, is left to the function as well.

    >>> @checked()
    ... def half(value: float) -> float:
    ...     return value / 2
    >>> half("two")
    Traceback (most recent call last):
    ValueError: value is 'two', expected a finite number
    """

    def checking(function):
        asked = [each for each in signature(function).parameters.values() if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
        names = [each.name for each in asked]
        hints = {each.name: each.annotation for each in asked if each.annotation is not Parameter.empty}
        tests = {name: expectation(hint) for name, hint in hints.items() if name not in own}
        refused = misfit

        def with_checks(*given, **named):
            for name, value in (*zip(names, given, strict=False), *named.items()):
                if name in tests and not tests[name][1](value):
                    raise refused(name, value, tests[name][0])
            return function(*given, **named)

        # in the function's own module, where doctest looks for what a module defines
        there = FunctionType(with_checks.__code__, function.__globals__, closure=with_checks.__closure__)
        return wraps(function)(there)

    return checking


def misfit(name: str, value, words: str) -> ValueError:
    """Return the error for an argument that is not what was expected; name is what the message calls it.

    >>> str(misfit("epochs", "two", expectation(int)[0]))
    "epochs is 'two', expected a whole number"
    """
    numbers = np.array(value, dtype=float) if is_real(value) and is_finite(value) else as_numbers(value)
    largest = np.abs(numbers).max(initial=0) if numbers is not None else 0
    limit = f", at most {LARGEST:g} in size" if LARGEST < largest < np.inf else ""
    return ValueError(f"{name} is {shown(value)}, expected {words}{limit}")


def shown(value) -> str:
    """Write whatever was given so that it fits into a sentence.

    >>> shown(0.5), shown("five"), shown(np.ones((2, 3))), shown(np.float64("nan"))
    ('0.5', "'five'", 'an array of the shape (2, 3)', 'nan')
    """
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of the shape {value.shape}"
    text = " ".join((str(value) if isinstance(value, Real) else repr(value)).split())
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def is_number(value) -> bool:
    """Tell a real number of at most LARGEST in size, of Python or numpy, from everything else; True and False are none.

    >>> is_number(2), is_number(np.float64(2)), is_number(float("nan")), is_number(True), is_number("2"), is_number(2j)
    (True, True, False, False, False, False)
    """
    if isinstance(value, float):  # the common case first, here and below, for the inner loops
        return bool(-LARGEST <= value <= LARGEST)
    return is_real(value) and -LARGEST <= _exact(value) <= LARGEST


def is_finite(value) -> bool:
    """Tell a finite real number, however large, from everything else.

    >>> is_finite(1e300), is_finite(float("inf")), is_finite(10**400)
    (True, False, False)
    """
    if isinstance(value, float):
        return math.isfinite(value)
    return is_real(value) and abs(_exact(value)) <= LAST  # which math.isfinite cannot ask of a very long integer


def _exact(value) -> float | int:
    """Return a real number as one of Python, which compares without overflow."""
    return int(value) if isinstance(value, Integral) else float(value)


def is_real(value) -> bool:
    """Tell a real number, infinity and NaN included, from everything else.

    >>> is_real(float("inf")), is_real(np.array(2.0)), is_real(np.array([2.0])), is_real(None)
    (True, True, False, False)
    """
    if isinstance(value, float):
        return True
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value) -> bool:
    """Tell a whole number of at most MOST from everything else, 2.0 included: Python counts with no other.

    >>> is_whole(3), is_whole(np.int64(3)), is_whole(3.0), is_whole(True), is_whole(10**300)
    (True, True, False, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool) and bool(abs(value) <= MOST)


def as_numbers(values) -> np.ndarray | None:
    """Return rows of real numbers as an array of floats, or None where they are anything else, or rows of unequal length.

    >>> as_numbers([1, 2]).tolist(), as_numbers([[1, 2], [3]]), as_numbers("12"), as_numbers([1j])
    ([1.0, 2.0], None, None, None)
    """
    if isinstance(values, Mapping | str | bytes) or not hasattr(values, "__len__"):
        return None
    try:
        array = np.asarray(values)
        return np.asarray(array, dtype=float) if array.dtype.kind in "iuf" or array.size == 0 else None
    except (TypeError, ValueError, OverflowError):
        return None


def is_row(values) -> bool:
    """Tell a row of numbers, at least one and each of at most LARGEST in size, from everything else."""
    return is_table(values) and np.ndim(values) == 1


def is_table(values) -> bool:
    """Tell numbers in a row, or in rows of one length, at least one and each of at most LARGEST, from everything else."""
    numbers = as_numbers(values)
    return numbers is not None and numbers.ndim > 0 and numbers.size > 0 and bool((np.abs(numbers) <= LARGEST).all())


KINDS = {
    int: ("a whole number", is_whole),
    float: ("a finite number", is_number),
    str: ("text", lambda value: isinstance(value, str)),
    bool: ("True or False", lambda value: isinstance(value, bool | np.bool_)),
    NoneType: ("None", lambda value: value is None),
    Any: ("anything", lambda value: True),
    Callable: ("a function", callable),
    np.ndarray: ("an array of finite numbers, at least one", lambda value: isinstance(value, np.ndarray) and is_table(value)),
    np.random.Generator: (
        "a numpy.random.Generator such as numpy.random.default_rng(0)",
        lambda value: isinstance(value, np.random.Generator),
    ),
    Sequence: ("rows of finite numbers, equally many in each", is_table),
    Sequence[int]: ("a row of whole numbers, at least one", lambda values: _is_row_of(values, is_whole)),
    Sequence[float]: ("a row of finite numbers, at least one", is_row),
    Sequence[Positive]: (
        "a row of finite numbers above 0, at least one",
        lambda values: is_row(values) and min(values) > 0,
    ),
    tuple[()]: ("none", lambda value: hasattr(value, "__len__") and len(value) == 0),
}


@cache
def expectation(hint) -> tuple[str, Callable[[Any], bool]]:
    """Return what an annotation expects, in words and as a test.

    >>> words, holds = expectation(int | None)
    >>> words, holds(3), holds(None), holds("3")
    ('a whole number or None', True, True, False)
    """
    if hint in KINDS:
        return KINDS[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        words, holds = expectation(parts[0])
        return f"{words} {parts[1]}", lambda value: holds(value) and bool(parts[2](value))
    if origin is None:
        return f"{'an' if hint.__name__[0] in 'AEIO' else 'a'} {hint.__name__}", lambda value: isinstance(value, hint)
    if origin is Callable:
        return KINDS[Callable]
    inner = [expectation(part) for part in parts if part is not ...]
    words, tests = [words for words, _ in inner], [holds for _, holds in inner]
    if origin in (UnionType, Union):
        return " or ".join(words), lambda value: tests[0](value) or any(holds(value) for holds in tests[1:])
    if origin is Mapping:
        key, entry = tests
        return (
            f"a dictionary from {words[0]} to {words[1]}, at least one entry",
            lambda value: isinstance(value, Mapping) and len(value) > 0 and all(key(k) and entry(v) for k, v in value.items()),
        )
    if origin is Sequence or parts[-1] is ...:
        return f"a row of {words[0]}, at least one", lambda value: _is_row_of(value, tests[0])
    return (
        f"{len(tests)} values, {' and '.join(words)}",
        lambda value: (
            _is_row_of(value, lambda part: True)
            and len(value) == len(tests)
            and all(holds(part) for holds, part in zip(tests, value, strict=True))
        ),
    )


def _is_row_of(values, holds) -> bool:
    if isinstance(values, Mapping | str | bytes) or not hasattr(values, "__getitem__") or not np.iterable(values):
        return False
    return len(values) > 0 and all(holds(value) for value in values)
