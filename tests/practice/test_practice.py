"""Every exercise: its solution passes, every mistake gets its own hint and no other, every start gets "not yet"."""

import subprocess
import sys

import pytest

from helpers.asking import question
from helpers.exercise import EXERCISES, GAP, exercises, questions
from helpers.practice import check
from tools.notebooks import lessons, notebook

ALL_EXERCISES = exercises()
KNOWN = [(name, wrong) for name, exercise in ALL_EXERCISES.items() for wrong in exercise.mistakes]


@pytest.mark.parametrize("name", ALL_EXERCISES)
def test_the_solution_passes(name):
    exercise = ALL_EXERCISES[name]
    verdict = check(name, exercise.with_gap(exercise.solution))
    assert verdict.right, str(verdict)
    assert verdict.text.endswith(exercise.unlocks)


@pytest.mark.parametrize("name", ALL_EXERCISES)
def test_the_start_gets_not_yet_and_the_first_hint(name):
    exercise = ALL_EXERCISES[name]
    verdict = check(name, exercise.with_gap(exercise.start))
    assert not verdict.right
    assert verdict.text.startswith("not yet: ")
    assert verdict.text.endswith(exercise.todo)


@pytest.mark.parametrize(("name", "wrong"), KNOWN)
def test_a_mistake_gets_its_own_hint_and_no_other(name, wrong):
    exercise = ALL_EXERCISES[name]
    verdict = check(name, exercise.with_gap(wrong))
    assert not verdict.right
    hints = [exercise.todo, *exercise.mistakes.values()]
    assert len(set(hints)) == len(hints)
    assert [hint for hint in hints if hint in verdict.text] == [exercise.mistakes[wrong]]


@pytest.mark.parametrize("name", ALL_EXERCISES)
def test_a_hint_does_not_give_the_answer(name):
    exercise = ALL_EXERCISES[name]
    for hint in (exercise.todo, *exercise.mistakes.values()):
        for line in exercise.solution.strip().splitlines():
            assert line.strip() not in hint or len(line.strip()) < 6


@pytest.mark.parametrize("name", ALL_EXERCISES)
@pytest.mark.parametrize("answer", [None, 3, lambda *any_arguments: None, lambda: 0, lambda *any_arguments: 1 / 0])
def test_no_answer_stops_the_check(name, answer):
    verdict = check(name, answer)
    assert not verdict.right
    assert verdict.text.startswith("not yet: ")


def test_an_exercise_has_one_gap():
    assert [name for name, exercise in ALL_EXERCISES.items() if exercise.code.count(GAP) != 1] == []


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="no exercise is named 'moon', expected one of"):
        check("moon", print)
    with pytest.raises(ValueError, match="no question is named 'moon', expected one of"):
        question("moon")


@pytest.mark.parametrize("name", questions())
def test_a_question_answers_every_choice(name):
    asked = question(name)
    assert sum(bool(answer.get("right")) for answer in asked.answers) == 1
    assert 2 <= len(asked.answers) <= 5
    replies = set()
    for answer in asked.answers:
        asked.choice.value = answer["say"]
        assert ("✓ Yes." in asked.reply.value) == bool(answer.get("right"))
        replies.add(asked.reply.value)
    assert len(replies) == len(asked.answers)
    shown = asked._repr_mimebundle_()
    assert all(answer["say"] in shown["text/plain"] for answer in asked.answers)
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "<details>" in shown["text/html"]


@pytest.mark.parametrize("lesson", [path.stem for path in sorted(EXERCISES.glob("*.toml"))])
def test_a_lesson_asks_and_lets_practise(lesson):
    cells = notebook(lesson).cells
    used = {cell.id: cell.source for cell in cells}
    asked = [cell for cell in cells if cell.cell_type == "code" and "question(" in cell.source]
    assert len(asked) >= 3, (
        f"notebooks/{lesson}-*.ipynb asks {len(asked)} questions: add question(NAME), from exercises/{lesson}.toml"
    )
    named = [key.removeprefix("exercise-") for key in used if key.startswith("exercise-")]
    assert len(named) >= 3, (
        f"notebooks/{lesson}-*.ipynb has {len(named)} exercises: add cells exercise-NAME, check-NAME, solution-NAME"
    )
    for name in named:
        exercise = ALL_EXERCISES[name]
        assert used[f"exercise-{name}"].startswith(exercise.filled(exercise.start))
        assert exercise.filled(exercise.solution) in used[f"solution-{name}"]
        assert used[f"solution-{name}"].startswith("<details>")
        assert f'check("{name}", {exercise.function})' in used[f"check-{name}"]


def test_every_exercise_and_question_stands_in_a_lesson():
    text = "".join(cell.source for path in lessons() for cell in notebook(path.stem).cells)
    lines = [f'check("{name}", {exercise.function})' for name, exercise in ALL_EXERCISES.items()]
    lines += [f'question("{name}")' for name in questions()]
    lost = [line for line in lines if line not in text]
    assert lost == [], (
        f"no notebook has the line {lost}, which helpers/exercises provides for: write it there, or take it out here"
    )


def test_a_check_loads_no_panel():
    """Whoever wants one answer does not wait for figures and panels to load."""
    code = """
import sys
from helpers import check
assert not check("mean-gradient", lambda w, x, y: 0.0).right
print(sorted(name for name in sys.modules if name.startswith(("helpers.panels", "helpers.pictures", "matplotlib"))))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout.strip() == "[]"
