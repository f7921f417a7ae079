"""The instructor's guide: its minutes are the lessons' own, its buttons can be pressed and say what it promises."""

import re
from functools import cache

import pytest

import helpers
from helpers.panels.controls import Choice
from helpers.panels.panel import Panel
from tools.notebooks import NOTEBOOKS, cell, notebook

GUIDE = "00-instructor-guide"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb") if path.name[:2] != "00")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s#]+\.ipynb)#([^)\s]+)\)")
MINUTES = re.compile(r"\*(?:About )?(\d+) minutes?")


@cache
def sections(lesson: str) -> dict[str, int | None]:
    """Return the headings of a lesson's sections and the minutes that it gives to each."""
    found = {}
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        heading = re.match(r"## (.+)", each.source)
        if each.cell_type == "markdown" and heading:
            minutes = MINUTES.search(each.source)
            found[heading[1].strip()] = int(minutes[1]) if minutes else None
    return found


@cache
def code(lesson: str) -> str:
    """Return all code of a lesson."""
    return "\n".join(each.source for each in notebook(lesson.removesuffix(".ipynb")).cells if each.cell_type == "code")


def table(cell_id: str) -> list[list[str]]:
    """Return the rows of the table in one cell of the guide."""
    lines = [line for line in cell(GUIDE, cell_id)["source"].splitlines() if line.startswith("|")][2:]
    return [[part.strip() for part in line.strip("|").split("|")] for line in lines]


def coded(text: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def number(lesson: str) -> int:
    """Return a lesson's number."""
    return int(lesson[:2])


def test_every_lesson_has_its_part():
    titles = [notebook(lesson.removesuffix(".ipynb")).cells[0].source.splitlines()[0] for lesson in LESSONS]
    headings = re.findall(r"(?m)^## Lesson (.+)$", "\n".join(each.source for each in notebook(GUIDE).cells))
    assert headings == [title.removeprefix("# ") for title in titles]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_are_those_of_the_lesson(lesson):
    opening = notebook(lesson.removesuffix(".ipynb")).cells[0].source
    whole = re.search(r"[Aa]bout (\d+) minutes", opening)[1]
    stated = re.search(r"About (\d+) minutes, and (\d+) for the exercises", cell(GUIDE, f"lesson-{number(lesson)}")["source"])
    found = {LINK.fullmatch(row[0])[1]: int(row[1]) for row in table(f"minutes-{number(lesson)}")}
    assert found == {name: minutes for name, minutes in sections(lesson).items() if minutes is not None}
    assert (stated[1], int(stated[2])) == (whole, found["Exercises"])


@pytest.mark.parametrize("lesson", LESSONS)
def test_there_is_an_aim_a_board_and_what_to_leave_out(lesson):
    text = cell(GUIDE, f"lesson-{number(lesson)}")["source"]
    assert "**Aim.** " in text
    assert "**On the board.** " in text
    choices = [row[2] for row in table(f"minutes-{number(lesson)}")]
    assert all(choices)
    assert any(choice.startswith(("leave out", "show", "say", "give")) for choice in choices)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_has_one_right_answer_and_wrong_ones_that_reveal_something(lesson):
    rows = table(f"questions-{number(lesson)}")
    assert len(rows) >= 3
    for section, question, answers in rows:
        answers = answers.split("<br>")
        assert LINK.fullmatch(section)[2] == lesson
        assert question.endswith(("?", "."))
        assert sum(answer.startswith("✓") for answer in answers) == 1, question
        assert len(answers) >= 2
        assert all(":" in answer or ";" in answer for answer in answers if not answer.startswith("✓")), question


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_buttons_exist_and_say_what_is_promised(lesson):
    """Press them in the order of the table, on fresh panels, and read the sentence after each; no scenario is left out."""
    panels, pressed = {}, set()
    for maker, press, says, then in table(f"buttons-{number(lesson)}"):
        (maker,), (press,) = coded(maker), coded(press)
        panel = panels.setdefault(maker, getattr(helpers, maker)())
        assert press in panel.buttons, f"{maker} has no button {press!r}; it has {list(panel.buttons)}"
        panel.buttons[press].click()
        pressed.add((maker, press))
        assert coded(says)
        assert all(part in panel.text for part in coded(says)), f"{press}: {panel.text}"
        assert set(coded(then)) <= handles(panel), f"{maker} has no control or option {set(coded(then)) - handles(panel)}"
    assert set(panels) == set(re.findall(r"\b(\w+_panel)\(", code(lesson)))
    scenarios = {(maker, name) for maker, panel in panels.items() for name in panel.buttons if name != "reset"}
    assert scenarios <= pressed


def handles(panel: Panel) -> set[str]:
    """Return what the words on a panel can name: its controls, their options, and its buttons."""
    kinds = panel.controls.values()
    options = {option for kind in kinds if isinstance(kind, Choice) for option in kind.options}
    return {kind.label for kind in kinds} | options | set(panel.buttons)


def test_hand_moves_end_as_the_guide_says():
    """What the last column says of the moves that follow a button."""
    blocks = helpers.blocks_panel()
    blocks.buttons["more parts find it"].click()
    blocks.set(parts=10)
    assert "(cost 4)" in blocks.text
    descent = helpers.descent_panel()
    descent.buttons["one step"].click()
    for start in (-1.0, 4.5):
        descent.set(start=start, epoch=1)
        assert "Shown: epoch 1, w = 2.0000" in descent.text
    stochastic = helpers.stochastic_panel()
    stochastic.buttons["diverges"].click()
    for seed in range(21):
        stochastic.set(seed=seed)
        assert "diverged" in stochastic.text
    batches = helpers.minibatch_panel()
    batches.buttons["all samples"].click()
    batches.set(seed=6, learning_rate=0.2)
    assert "diverged" not in batches.text
    batches.set(batch_size=1)
    assert "diverged" in batches.text


@pytest.mark.parametrize("cell_id", ["plan-45", "plan-90", "plan-240"])
def test_a_plan_takes_the_time_that_it_promises(cell_id):
    heading = cell(GUIDE, cell_id)["source"].splitlines()[0]
    rows = table(cell_id)
    assert heading.endswith(f"{cell_id.removeprefix('plan-')} minutes")
    assert sum(int(row[0]) for row in rows) == int(cell_id.removeprefix("plan-"))
    for minutes, place, what in rows:
        assert int(minutes) > 0
        assert what
        assert place == "–" or LINK.search(place)


def test_links_into_lessons_reach_their_sections():
    text = "\n".join(each.source for each in notebook(GUIDE).cells)
    found = LINK.findall(text)
    assert len(found) > 80
    for name, lesson, anchor in found:
        assert anchor == name.replace(" ", "-")
        assert name in sections(lesson), f"{lesson} has no section {name!r}"


def test_the_switch_is_put_back(monkeypatch):
    """The cell may be run at a desk and on a stage, once and again, and leaves the switch as it was."""
    for before in (True, False):
        monkeypatch.setenv("LECTURE_SIZE", "1" if before else "0")
        shown = []
        names = {"display": shown.append}
        for _ in range(2):
            for cell_id in ("imports", "stage"):
                exec(cell(GUIDE, cell_id)["source"], names)
            assert helpers.lecture_size() == before
        assert [panel.view.wide for panel in shown] == [1400, 1400]
