"""Practice that answers back: `check` says whether an answer to an exercise is right, and what was seen where it is not."""

import html
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.exercise import Exercise, agree, exercises, known, right
from helpers.guard import Run, run_guarded
from helpers.watched import Unfit, Watched, text_of

LONGEST = 300  # letters of an error's message that are worth showing


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


def check(name: str, function: Callable, seed: int | None = None) -> Verdict:
    """Compare a reader's function with the exercise's solution, its start and its known mistakes, then on data drawn afresh.

    name: the exercise's. function: the reader's answer. seed: of the fresh data; without one they are others at every check.
    Returns a Verdict; it never raises because of what the function does, and comes back where the function does not.
    Raises ValueError where no exercise has the name.

    >>> check("mean-gradient", lambda w, x, y: 0.0).right
    False
    """
    exercise = exercises().get(name) if isinstance(name, str) else None
    if exercise is None:
        raise ValueError(f"no exercise is named {name!r}, expected one of {sorted(exercises())}")
    if not callable(function):
        return _not_yet(f"{exercise.function} is {text_of(function)}, expected a function")
    if misfit := exercise.misfit(function):
        return _not_yet(misfit)
    answer = exercise.watched(function)
    run = run_guarded(lambda: exercise.seen(answer), exercise.seconds)
    verdict = _stopped(exercise, answer, run) or _compared(exercise, answer, run.result)
    if verdict.right:
        said, rng = run.result[-1], np.random.default_rng(seed)
        run = run_guarded(lambda: exercise.wrong_with(answer, rng), exercise.seconds)
        verdict = _stopped(exercise, answer, run) or _complaint(said, run.result, answer) or verdict
    if run.printed:  # an empty output would stand there as a blank line
        sys.stdout.write(run.printed)
    return verdict


def _not_yet(seen: str, advice: str = "") -> Verdict:
    return Verdict(False, f"not yet: {seen}. {advice}".strip())


def _stopped(exercise: Exercise, answer: Watched, run: Run) -> Verdict | None:
    """Put into words why a run did not come to its end; None where it did."""
    if run.late:
        return _not_yet(
            f"after {exercise.seconds:g} seconds {exercise.function} was still running, so it was stopped",
            "Does every loop in it come to an end?",
        )
    if run.error is None:
        return None
    if isinstance(run.error, Unfit):
        return _not_yet(str(run.error), "Look at its `return`.")
    what = _in_words(run.error)
    if line := run.line_in(_file(answer.function)):
        return _not_yet(f"{answer.call} stopped with {what}, in its line `{line}`")
    if answer.result is None:
        return _not_yet(f"{answer.call} stopped with {what}", "Which line can do that?")
    return _not_yet(f"{answer.call} gives {text_of(answer.result)}, and that leads to {what}")


def _in_words(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # of a reader's own class
        text = ""
    text = " ".join(text[:LONGEST].split()).rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _file(function) -> str:
    return getattr(getattr(function, "__code__", None), "co_filename", "")


def _compared(exercise: Exercise, answer: Watched, outcome: tuple) -> Verdict:
    """Compare an outcome with the solution's and those of the known mistakes."""
    *_, said = outcome
    if right(exercise, outcome):
        return Verdict(True, f"Right: {said}. {exercise.unlocks}")
    for wrong, hint in {exercise.start: exercise.todo, **exercise.mistakes}.items():
        if agree(outcome, known(exercise.name, wrong)):
            return _not_yet(said, hint)
    if answer.changed:
        return _not_yet(said, f"And {answer.changed}. Work on a copy.")
    return _not_yet(
        said, "Work one small case on paper and compare." if exercise.below is None else "That is not yet the target."
    )


def _complaint(said: str, wrong: str | None, answer: Watched) -> Verdict | None:
    """Judge an answer that is right on the lesson's data by what it does on others; None where it is right there too."""
    if wrong:
        return _not_yet(f"{said}; but {wrong}", "What in it holds for the first case alone?")
    if answer.changed:
        return _not_yet(f"{said}; but {answer.changed}", "Whoever calls it still needs what it was given: work on a copy.")
    return None
