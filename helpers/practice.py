"""Practice that answers back: questions to predict before looking, and checks that recognise the mistake in an exercise.

Questions and exercises stand in `helpers/exercises`, one file a lesson. An exercise is one piece of code with a gap: what
stands in the gap at the start, what solves it, and what the known mistakes put there. The check runs a reader's function
beside these, so a mistake is recognised by what it computes and not by how it is written.
"""

import ast
import html
import importlib
import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import ipywidgets as widgets
import numpy as np

GAP = "▢"
EXERCISES = Path(__file__).parent / "exercises"


@dataclass(frozen=True)
class Exercise:
    """A piece of code with a gap, what belongs there, and what is known to be put there by mistake.

    name: its key. function: the name of the function that the code defines. code: the text with GAP in it. start, solution:
    what stands in the gap at first, and what belongs there. outcome: code of a function `outcome(f)` that returns a tuple of
    numbers and text saying what f does, the last entry being a sentence of what was seen. below: where given, the first entry
    of the outcome must be less than this; otherwise it must equal the solution's. todo: the first hint. unlocks: what a right
    answer makes possible. mistakes: maps what is put in the gap to the hint for it. given: code that the rest needs.
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
    below: float | None = None
    given: str = ""

    def filled(self, text: str) -> str:
        """Return the code with a text in its gap; further lines of the text are indented like the gap."""
        indent = next(line[: len(line) - len(line.lstrip())] for line in self.code.splitlines() if GAP in line)
        return self.code.replace(GAP, text.strip("\n").replace("\n", "\n" + indent)).strip("\n")

    def with_gap(self, text: str) -> Callable:
        """Return the function that the code defines with a text in its gap."""
        return _run(self.given, self.filled(text))[self.function]

    def seen(self, function: Callable) -> tuple:
        """Return the outcome of a function."""
        outcome = _run(self.given, self.outcome)["outcome"]
        with np.errstate(all="ignore"):
            return tuple(outcome(function))


@dataclass(frozen=True)
class Verdict:
    """What a check says: whether the answer is right, and one sentence or two."""

    right: bool
    text: str

    def __str__(self):
        return self.text

    def _repr_mimebundle_(self, **kwargs):
        colour, mark = ("#00664B", "✓") if self.right else ("#8A3B00", "…")
        box = f"border-left:4px solid {colour};padding:4px 12px;margin:4px 0;font-size:15px"
        return {
            "text/plain": self.text,
            "text/html": f"<div style='{box}'><b style='color:{colour}'>{mark}</b> {html.escape(self.text)}</div>",
        }


def check(name: str, function: Callable) -> Verdict:
    """Compare a reader's function with the exercise's solution, its start and its known mistakes.

    name: the exercise's. function: the reader's answer. Returns a Verdict; it never raises because of what the function does.
    Raises ValueError where no exercise has the name.

    >>> check("mean-gradient", lambda w, x, y: 0.0).right
    False
    """
    exercise = exercises().get(name)
    if exercise is None:
        raise ValueError(f"no exercise is named {name!r}, expected one of {sorted(exercises())}")
    if not callable(function):
        return Verdict(False, f"not yet: {exercise.function} is {function!r}, expected a function")
    try:
        outcome = exercise.seen(function)
    except Exception as error:
        return Verdict(False, f"not yet: it stopped with {type(error).__name__}: {error}. Which line can do that?")
    if _is_right(exercise, outcome):
        return Verdict(True, f"Right: {outcome[-1]}. {exercise.unlocks}")
    for wrong, hint in {exercise.start: exercise.todo, **exercise.mistakes}.items():
        if _alike(outcome, _known(name, wrong)):
            return Verdict(False, f"not yet: {outcome[-1]}. {hint}")
    advice = "Work one small case on paper and compare." if exercise.below is None else "That is not yet the target."
    return Verdict(False, f"not yet: {outcome[-1]}. {advice}")


def _is_right(exercise, outcome):
    if exercise.below is None:
        return _alike(outcome, _known(exercise.name, exercise.solution))
    return isinstance(outcome[0], int | float) and bool(outcome[0] < exercise.below)


def _alike(one: tuple, other: tuple) -> bool:
    """Tell whether two outcomes agree in everything but their sentences."""
    if len(one) != len(other):
        return False
    for a, b in zip(one[:-1], other[:-1], strict=True):
        numbers = isinstance(a, int | float | np.number) and isinstance(b, int | float | np.number)
        if not (math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) if numbers else a == b):
            return False
    return True


@lru_cache(maxsize=256)
def _known(name: str, text: str) -> tuple:
    exercise = exercises()[name]
    return exercise.seen(exercise.with_gap(text))


def text_of(value) -> str:
    """Write whatever a reader's function returned, numbers to six digits."""
    return f"{value:.6g}" if isinstance(value, int | float | np.number) and not isinstance(value, bool) else repr(value)


def _run(*codes: str) -> dict:
    """Run pieces of code one after the other and return their names; of the helpers only those are loaded that they use."""
    helpers = importlib.import_module("helpers")
    used = {node.id for code in codes for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    names = {"np": np, "math": math, "text_of": text_of}
    names |= {name: getattr(helpers, name) for name in used.intersection(helpers.__all__)}
    for code in codes:
        exec(code, names)
    return names


class Question(widgets.VBox):
    """A question with a few answers to choose; choosing one shows why it is right, or what thought leads to it."""

    def __init__(self, ask: str, answers: list[dict]):
        self.ask, self.answers = ask, answers
        self.choice = widgets.RadioButtons(
            options=[answer["say"] for answer in answers], value=None, layout=widgets.Layout(width="auto", margin="0 0 0 12px")
        )
        self.reply = widgets.HTML(paragraph("Choose before you read on."))
        self.choice.observe(lambda change: self._answer(change["new"]), "value")
        super().__init__([widgets.HTML(paragraph(f"Predict. {ask}", bold=True)), self.choice, self.reply])
        self.add_class("lesson-question")

    def _answer(self, chosen):
        answer = next((answer for answer in self.answers if answer["say"] == chosen), None)
        if answer is not None:
            self.reply.value = paragraph(f"{'✓ Yes.' if answer.get('right') else '✗ No.'} {answer['because']}")

    def _repr_mimebundle_(self, **kwargs):
        listed = "".join(f"<li>{html.escape(answer['say'])}</li>" for answer in self.answers)
        replies = "".join(
            f"<li>{'Yes' if answer.get('right') else 'No'}: {html.escape(answer['because'])}</li>" for answer in self.answers
        )
        page = (
            f"<p><b>Predict.</b> {html.escape(self.ask)}</p><ol type='a'>{listed}</ol>"
            f"<details><summary>What each answer tells</summary><ol type='a'>{replies}</ol></details>"
        )
        choices = " ".join(f"({letter}) {answer['say']}" for letter, answer in zip("abcdef", self.answers, strict=False))
        return super()._repr_mimebundle_(**kwargs) | {"text/html": page, "text/plain": f"Predict. {self.ask} {choices}"}


def paragraph(text: str, bold: bool = False) -> str:
    """Write plain text as HTML that a screen reader speaks when it changes."""
    inside = html.escape(text)
    return f"<div role='status' style='font-size:15px;line-height:1.4'>{f'<b>{inside}</b>' if bold else inside}</div>"


def question(name: str) -> Question:
    """Make the widget of a question, or where no kernel runs a plain list.

    name: the question's. Returns the widget. Raises ValueError where no question has the name.

    >>> question("larger-rate").choice.value is None
    True
    """
    found = questions().get(name)
    if found is None:
        raise ValueError(f"no question is named {name!r}, expected one of {sorted(questions())}")
    return Question(found["ask"], found["answers"])


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
