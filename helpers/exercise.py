"""What the practice is made of: the exercises and questions that stand in `helpers/exercises`, one file a lesson.

An exercise is one piece of code with a gap: what stands in the gap at the start, what solves it, and what the known mistakes
put there. A check runs a reader's function beside these, so a mistake is recognised by what it computes and not by how it is
written. An answer that does as the solution does on the lesson's data is then tried on data drawn afresh.
"""

import ast
import importlib
import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from inspect import signature
from pathlib import Path

import numpy as np

from helpers.guard import SECONDS
from helpers.watched import Unfit, Watched, alike, copy_of, kind_of, numbers_of, settled, text_of

GAP = "▢"
EXERCISES = Path(__file__).parent / "exercises"


@dataclass(frozen=True)
class Exercise:
    """A piece of code with a gap, what belongs there, and what is known to be put there by mistake.

    name: its key. function: the name of the function that the code defines. code: the text with GAP in it. start, solution:
    what stands in the gap at first, and what belongs there. outcome: code of a function `outcome(f)` that returns a tuple of
    numbers and text saying what f does, the last entry being a sentence of what was seen. fresh: code of data that are drawn at
    every check, either `cases(rng)`, which yields arguments for which f must return what the solution does, or `fresh(f, rng)`,
    which returns a sentence of what was seen wrong, or None. below: where given, the first entry of the outcome must be less
    than this; otherwise it must equal the solution's. todo: the first hint. unlocks: what a right answer makes possible.
    mistakes: maps what is put in the gap to the hint for it. given: code that the rest needs. seconds: what a check may take.
    """

    name: str
    function: str
    code: str
    start: str
    solution: str
    outcome: str
    todo: str
    unlocks: str
    mistakes: Mapping[str, str]
    fresh: str = ""
    below: float | None = None
    given: str = ""
    seconds: float = SECONDS

    def filled(self, text: str) -> str:
        """Return the code with a text in its gap; further lines of the text are indented like the gap."""
        indent = next(line[: len(line) - len(line.lstrip())] for line in self.code.splitlines() if GAP in line)
        return self.code.replace(GAP, text.strip("\n").replace("\n", "\n" + indent)).strip("\n")

    def with_gap(self, text: str) -> Callable:
        """Return the function that the code defines with a text in its gap."""
        return _run(self.given, self.filled(text))[self.function]

    @cached_property
    def solved(self) -> Callable:
        """The function with the solution in its gap."""
        return self.with_gap(self.solution)

    def watched(self, function: Callable) -> Watched:
        """Return a function under watch, its results to be of the solution's kind."""
        return Watched(function, self.solved, "" if function is self.solved else _kind(self.name))

    def seen(self, function: Callable) -> tuple:
        """Return the outcome of a function."""
        outcome = _run(self.given, self.outcome)["outcome"]
        with np.errstate(all="ignore"):
            return settled(tuple(outcome(function)))

    def wrong_with(self, function: Callable, rng: np.random.Generator) -> str | None:
        """Try a function on data drawn afresh: return what was seen wrong, or None."""
        names = _run(self.given, self.outcome, self.fresh)
        if "fresh" in names:
            return names["fresh"](function, rng)
        for given in names.get("cases", lambda rng: ())(rng):
            found, right = settled(function(*given)), settled(self.solved(*copy_of(given)))
            if not alike(found, right):
                return f"{function.call} gives {text_of(found)}, and {text_of(right)} is right"
        return None

    def misfit(self, function: Callable) -> str | None:
        """Say why a function cannot be called as the exercise's is, or return None."""
        asked = signature(self.solved).parameters
        try:
            signature(function).bind(*asked)
        except TypeError:
            return f"{self.function} is called as {self.function}({', '.join(asked)}), and yours takes other arguments"
        except ValueError:  # a builtin that does not tell
            return None
        return None


def right(exercise: Exercise, outcome: tuple) -> bool:
    """Tell whether an outcome is the solution's, or beats the target where there is one."""
    if exercise.below is None:
        return agree(outcome, known(exercise.name, exercise.solution))
    return kind_of(outcome[0]) == "a number" and bool(outcome[0] < exercise.below)


def agree(one: tuple, other: tuple) -> bool:
    """Tell whether two outcomes agree in everything but their sentences."""
    return alike(one[:-1], other[:-1])


@lru_cache(maxsize=512)
def known(name: str, text: str) -> tuple:
    """Return the outcome of an exercise with a text in its gap."""
    exercise = exercises()[name]
    return exercise.seen(Watched(exercise.with_gap(text), exercise.solved))


@cache
def _kind(name: str) -> str:
    exercise = exercises()[name]
    watched = exercise.watched(exercise.solved)
    exercise.seen(watched)
    return watched.kind


def drawn(rng: np.random.Generator, n: int, low: float = -3.0, high: float = 3.0) -> list[float]:
    """Draw numbers of two decimals, so that a reader can compute with them.

    >>> len(drawn(np.random.default_rng(), 3))
    3
    """
    return [round(value, 2) for value in rng.uniform(low, high, n).tolist()]


def _run(*codes: str) -> dict:
    """Run pieces of code one after the other and return their names; of the helpers only those are loaded that they use."""
    helpers = importlib.import_module("helpers")
    used = {node.id for code in codes for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    tools = (replace, text_of, numbers_of, drawn, Unfit)
    names = {"np": np, "math": math, **{tool.__name__: tool for tool in tools}}
    names |= {name: getattr(helpers, name) for name in used.intersection(helpers.__all__)}
    for code in codes:
        exec(compile(code, "<exercise>", "exec"), names)
    return names


@cache
def _practice() -> dict:
    books = [tomllib.loads(path.read_text(encoding="utf8")) for path in sorted(EXERCISES.glob("*.toml"))]
    return {
        kind: {name: item for book in books for name, item in book.get(kind, {}).items()} for kind in ("question", "exercise")
    }


def questions() -> dict[str, dict]:
    """Return every question by its name: what it asks, and its answers (say, because, and right for the right one)."""
    return _practice()["question"]


@cache
def exercises() -> dict[str, Exercise]:
    """Return every exercise by its name."""
    found = {}
    for name, item in _practice()["exercise"].items():
        mistakes = {mistake["wrong"]: mistake["hint"] for mistake in item.get("mistakes", ())}
        found[name] = Exercise(name=name, **{**item, "mistakes": mistakes})
    return found
