"""The bank of answers in `tests/answers`: right ones are accepted, wrong ones refused with a word on what was seen."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from answers.bank import MARKED

from helpers.exercise import exercises
from helpers.practice import check

BANK = Path(__file__).parent.parent / "answers"
for _file in sorted(BANK.glob("lesson_*.py")):
    import_module(f"answers.{_file.stem}")
LEAST = 8
SEED = 1  # of the fresh data, so that a run of the tests can be repeated


def place(answer) -> str:
    """Name an answer by the line at which it stands."""
    return f"{Path(inspect.getfile(answer)).stem}:{inspect.getsourcelines(answer)[1]}"


def every(kind: str):
    """List a kind of answers with the exercises they belong to."""
    for name, answers in MARKED.items():
        for number, answer in enumerate(getattr(answers, kind)):
            function, *says = answer if kind == "wrong" else (answer,)
            yield pytest.param(name, function, *says, id=f"{name}-{number}-{place(function)}")


@pytest.mark.parametrize(("name", "answer"), list(every("right")))
def test_a_right_answer_is_accepted(name, answer):
    verdict = check(name, answer, SEED)
    assert verdict.right, str(verdict)


@pytest.mark.parametrize(("name", "answer", "says"), list(every("wrong")))
def test_a_wrong_answer_is_refused_with_what_was_seen(name, answer, says, capsys):
    verdict = check(name, answer, SEED)
    assert not verdict.right, str(verdict)
    assert verdict.text.startswith("not yet: ")
    assert says in verdict.text
    seen = verdict.text.removeprefix("not yet: ").split(". ")[0]
    assert any(letter.isdigit() for letter in seen) or exercises()[name].function in seen


@pytest.mark.parametrize("name", exercises())
def test_the_bank_has_enough_of_both(name):
    assert len(MARKED[name].right) >= LEAST
    assert len(MARKED[name].wrong) >= LEAST
