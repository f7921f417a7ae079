"""A reader's function under watch: it is handed copies, its results are made plain, and what it did is put into words."""

import math
import numbers
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from inspect import signature

import numpy as np

from helpers.landscapes import Landscape
from helpers.problems import Problem

CLOSE, LEAST = 1e-6, 1e-9  # numbers that differ by this share, or by this much, count as equal
LONGEST, ROOM = 6, 60  # entries of a row and letters of a text that are worth showing
ENOUGH = 100_000  # entries of a row that are read


class Unfit(Exception):
    """What a function returned cannot be an answer; the text says what it was."""


class Watched:
    """A reader's function, to be called in its place.

    Lists, tuples and arrays are handed on as copies and compared afterwards; of a landscape it is hidden where its lowest point
    lies. function: the reader's. like: the function whose arguments' names are shown. kind: of every result, as `kind_of` names
    it; any other raises Unfit. call: the last call in words. changed: the first argument that was changed, in words.
    """

    def __init__(self, function: Callable, like: Callable, kind: str = ""):
        self.function, self.kind = function, kind
        self.name, self.names = like.__name__, list(signature(like).parameters)
        self.call, self.changed, self.result = f"{self.name}()", "", None

    def __call__(self, *given, **named):
        handed = [copy_of(each) for each in given]
        self.call = f"{self.name}({', '.join(shown(each, name) for each, name in zip(given, self.names, strict=False))})"
        self.result = None
        result = self.function(*handed, **named)
        for name, before, after in zip(self.names, given, handed, strict=False):
            if not self.changed and not _same(before, after):
                self.changed = f"{self.call} changes {name}: afterwards it is {shown(after, name)}"
        found = kind_of(result)
        self.kind = self.kind or found
        if found != self.kind:
            raise Unfit(f"{self.call} returns {found}{_in_brackets(result)} where {self.kind} is wanted")
        self.result = plain(result)
        return self.result


def _in_brackets(result) -> str:
    return "" if result is None else f" ({text_of(result)})"


def kind_of(value) -> str:
    """Name the kind of a result, as a sentence would.

    >>> kind_of(np.float64(1)), kind_of([1, 2]), kind_of("1"), kind_of(1j)
    ('a number', 'a row', 'a text', 'a complex')
    """
    if value is None:
        return "None"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return kind_of(value[()])
    if isinstance(value, numbers.Real | Decimal):
        return "a number"
    if isinstance(value, str | bytes):
        return "a text"
    if isinstance(value, dict | set | frozenset):
        return f"a {type(value).__name__}"
    return "a row" if isinstance(value, Iterable) else f"a {type(value).__name__}"


def plain(value):
    """Return numbers as Python's own, and everything else as it is.

    >>> plain(np.float64(0.5)), plain(np.array(3))
    (0.5, 3)
    """
    value = value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
    if isinstance(value, np.generic):
        return value.item()
    return float(value) if isinstance(value, numbers.Rational | Decimal) and not isinstance(value, int) else value


def settled(value):
    """Return a result as plain numbers, texts and tuples of these, with which nothing can happen any more.

    >>> settled([np.float64(1), (2, "a"), None])
    (1.0, (2, 'a'), 'None')
    """
    if kind_of(value) == "a row":
        return tuple(settled(each) for each, _ in zip(value, range(ENOUGH), strict=False))
    value = plain(value)
    return value if type(value) in (bool, int, float, str) else text_of(value)


def numbers_of(row) -> list:
    """Return the plain numbers of a row; raise Unfit where it is longer than any answer, or holds what is no number.

    >>> numbers_of(np.array([1.0, 2.0])), numbers_of(iter([3]))
    ([1.0, 2.0], [3])
    """
    read = [plain(value) for value, _ in zip(row, range(ENOUGH), strict=False)]
    for value in read:
        if kind_of(value) != "a number":
            raise Unfit(f"in its row stands {kind_of(value)}{_in_brackets(value)} where a number is wanted")
    return read


def alike(one, other) -> bool:
    """Tell whether two results agree, numbers to one part in a million and whole numbers exactly.

    >>> alike([0.3, (1, 2)], (0.1 + 0.2, [1, 2.0])), alike(10**9, 10**9 + 1), alike(1.0, "1.0")
    (True, False, False)
    """
    one, other = plain(one), plain(other)
    kinds = kind_of(one), kind_of(other)
    if kinds == ("a number", "a number"):
        if isinstance(one, int) and isinstance(other, int):
            return one == other
        with suppress(OverflowError):  # a whole number may be larger than any float
            return math.isclose(one, other, rel_tol=CLOSE, abs_tol=LEAST)
        return False
    if kinds == ("a row", "a row") and not isinstance(one, Iterator) and not isinstance(other, Iterator):
        return len(one) == len(other) and all(alike(*pair) for pair in zip(one, other, strict=True))
    return kinds[0] == kinds[1] and type(one) is type(other) and bool(one == other)


def text_of(value) -> str:
    """Write whatever a reader's function returned, numbers to six digits, long rows cut.

    >>> text_of(1 / 3), text_of([1.0, 2.5]), text_of(10**400)
    ('0.333333', '[1, 2.5]', 'a number of 401 digits')
    """
    try:
        return _text(plain(value))
    except Exception:  # a reader's own class may not even have a text
        return f"a {type(value).__name__}"


def _text(value) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return f"{value:,}" if abs(value) < 10**30 else f"a number of {int(math.log10(abs(value))) + 1} digits"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.6g}"
    if isinstance(value, list | tuple | np.ndarray):
        ends = "()" if isinstance(value, tuple) else "[]"
        inside = ", ".join(text_of(each) for each in value[:LONGEST])
        return ends[0] + inside + (", …" if len(value) > LONGEST else "") + ends[1]
    text = repr(value)
    return text if len(text) <= ROOM else text[: ROOM - 2] + " …"


def shown(value, name: str) -> str:
    """Write an argument as a reader would, and one that cannot be written by its parameter's name.

    >>> shown([1.0, 2.0], "x"), shown(len, "cost_of")
    ('[1, 2]', 'cost_of')
    """
    return name if callable(value) or isinstance(value, Landscape | Problem | np.random.Generator) else text_of(value)


def copy_of(value):
    """Return a copy of lists, tuples and arrays, a landscape that hides its best, and anything else as it is."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(copy_of(each) for each in value)
    if isinstance(value, Landscape):
        return replace(value, best=math.nan if value.dimensions == 1 else (math.nan,) * value.dimensions)
    return replace(value, landscape=copy_of(value.landscape)) if isinstance(value, Problem) else value


def _same(before, after) -> bool:
    """Tell whether an argument is what it was, entry by entry."""
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and bool(np.array_equal(before, after, equal_nan=True))
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(_same(*pair) for pair in zip(before, after, strict=True))
    return not isinstance(before, int | float) or bool(before == after)
