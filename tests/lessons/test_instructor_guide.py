"""The instructor's guide: its minutes are the lessons' own, its buttons can be pressed and say what it promises."""

import re
import tomllib
from functools import cache
from importlib.resources import files

import pytest
from minutes import number, sections

import helpers
from helpers.panels.controls import Choice
from helpers.panels.panel import Panel
from tools.notebooks import cell, lessons, notebook

GUIDE = "00-instructor-guide"
LESSONS = [path.name for path in lessons()]
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s#]+\.ipynb)#([^)\s]+)\)")
WHOLE = [lesson for lesson in LESSONS if int(lesson[:2]) in (1, 2, 3, 4, 5, 6)]  # have their "Try" answers and items on paper


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


def test_every_lesson_has_its_part():
    titles = [notebook(lesson.removesuffix(".ipynb")).cells[0].source.splitlines()[0] for lesson in LESSONS]
    headings = re.findall(r"(?m)^## Lesson (.+)$", "\n".join(each.source for each in notebook(GUIDE).cells))
    expected = [title.removeprefix("# ") for title in titles]
    missing = [f"## Lesson {title}" for title in expected if title not in headings]
    assert headings == expected, f"notebooks/{GUIDE}.ipynb: in the order of the lessons, it lacks the lines {missing}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_are_those_of_the_lesson(lesson):
    opening = notebook(lesson.removesuffix(".ipynb")).cells[0].source
    whole = re.search(r"[Aa]bout (\d+) minutes", opening)[1]
    stated = re.search(r"About (\d+) minutes, and (\d+) for the exercises", cell(GUIDE, f"lesson-{number(lesson)}")["source"])
    found = {LINK.fullmatch(row[0])[1]: int(row[1]) for row in table(f"minutes-{number(lesson)}")}
    expected = {name: minutes for name, minutes in sections(lesson).items() if minutes is not None}
    row = [f"| [{name}]({lesson}#{name.replace(' ', '-')}) | {minutes} | keep |" for name, minutes in expected.items()]
    place = f"notebooks/{GUIDE}.ipynb, cell"
    assert found == expected, f"{place} minutes-{number(lesson)}, the rows by the lesson's headings:\n" + "\n".join(row)
    line = f"**About {whole} minutes, and {found['Exercises']} for the exercises.**"
    assert (stated[1], int(stated[2])) == (whole, found["Exercises"]), f"{place} lesson-{number(lesson)}: write {line}"


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
        assert question.endswith(("?", ".", "…"))
        assert sum(answer.startswith("✓") for answer in answers) == 1, question
        assert len(answers) >= 2
        assert all(":" in answer or ";" in answer for answer in answers if not answer.startswith("✓")), question


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_questions_of_the_lesson_stand_there_in_its_own_words(lesson):
    """Each option as the student sees it, the right one marked, in the section that asks it."""
    written = {
        (LINK.fullmatch(section)[1], ask): answers.split("<br>")
        for section, ask, answers in table(f"questions-{number(lesson)}")
    }
    asked = tomllib.loads(files(helpers).joinpath("exercises", f"{number(lesson):02}.toml").read_text("utf-8"))["question"]
    section, seen = None, set()
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        heading = re.match(r"## (.+)", each.source)
        section = heading[1].strip() if heading else section
        for name in re.findall(r'question\("([\w-]+)"\)', each.source):
            seen.add(name)
            answers = written[section, asked[name]["ask"]]
            for given, answer in zip(asked[name]["answers"], answers, strict=True):
                assert answer.startswith(("✓ " if given.get("right") else "") + given["say"]), name
    assert seen


@pytest.mark.parametrize("lesson", WHOLE)
def test_every_list_to_try_has_its_answers(lesson):
    """Each section of the lesson that says "Try:" has at least one row for each of the list's points."""
    found = [LINK.fullmatch(row[0])[1] for row in table(f"try-{number(lesson)}") if all(row)]
    section, wanted = None, {}
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        heading = re.match(r"## (.+)", each.source)
        section = heading[1].strip() if heading else section
        if "**Try:**" in each.source:
            points = len(re.findall(r"(?m)^(?:-|\d\.) ", each.source.partition("**Try:**")[2]))
            wanted[section] = wanted.get(section, 0) + max(points, 1)
    assert wanted
    assert {section: min(found.count(section), points) for section, points in wanted.items()} == wanted


@pytest.mark.parametrize("lesson", LESSONS)
def test_three_items_on_paper_and_what_other_answers_show(lesson):
    rows = table(f"assess-{number(lesson)}")
    assert len(rows) == 3
    for item, right, others in rows:
        assert item.endswith(("?", "."))
        assert right
        assert len(others.split("<br>")) >= 2
        assert all(re.search(r"[:;,] ", other) for other in others.split("<br>")), item
    assert "**What it needs.** " in cell(GUIDE, f"lesson-{number(lesson)}")["source"]
    assert "**If a screen shows other numbers.** " in cell(GUIDE, f"lesson-{number(lesson)}")["source"]


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


def found(panel: Panel) -> float:
    """Read the weight at which a panel's run or search ends."""
    return float(re.search(r"(?:find|ends? at) w = ([-−\d.]+)", panel.text)[1].replace("−", "-"))


def test_the_searches_end_as_the_answers_to_try_say():
    grid = helpers.grid_panel()
    for step, hit in ((0.08, True), (0.09, False), (0.12, True), (0.48, True), (0.5, False)):
        grid.set(landscape="hidden valley", step=step)
        assert (found(grid) > 3) == hit
    notch = helpers.grid_panel(own=own_cost("01", "own-panel"))
    for step, hit in ((0.6, True), (0.5, False), (0.4, True), (0.35, False), (0.1, True), (0.09, True), (0.08, True)):
        notch.set(step=step)
        assert (abs(found(notch) - 1.17) < 0.04) == hit
    blocks = helpers.blocks_panel()
    kept = [(2.09, True), (2.1, False), (3.04, False), (3.05, True), (3.23, True), (3.24, False), (4.33, True), (4.44, True)]
    for centre, hit in [*kept, (4.45, False)]:
        blocks.set(centre=centre)
        assert (abs(found(blocks) - centre) < 0.12) == hit
    for width, hit in ((0.62, False), (0.63, True)):
        blocks.set(centre=3.6, width=width)
        assert (abs(found(blocks) - 3.6) < 0.3) == hit
    for landscape, parts, end in (
        ("two valleys", 2, 3.75),
        ("two valleys", 3, 0.28),
        ("ripples", 4, 1.99),
        ("ripples", 5, 1.5),
    ):
        blocks.set(landscape=landscape, parts=parts)
        assert found(blocks) == pytest.approx(end, abs=0.01)


def own_cost(lesson: str, cell_id: str):
    """Return the cost function that a lesson's last panel shows."""
    names = {maker: lambda **_: None for maker in ("grid_panel", "blocks_panel")}
    exec(cell(notebook_name(lesson), cell_id)["source"], names)
    return names["my_cost"]


def notebook_name(lesson: str) -> str:
    """Return the name of the notebook with a number."""
    return next(name for name in LESSONS if name.startswith(lesson)).removesuffix(".ipynb")


def test_own_valleys_are_kept_and_lost_as_the_answers_to_try_say():
    def kept(cost, valley, parts):
        panel = helpers.blocks_panel(own=cost)
        panel.set(parts=parts)
        return abs(found(panel) - valley) < 0.3

    own = own_cost("02", "own-panel")
    assert [parts for parts in range(2, 11) if kept(own, 3.9, parts)] == [2, 6, 7, 8, 10]
    for place, hit in ((4.07, False), (4.08, True), (4.67, True), (4.68, False)):
        assert kept(lambda w, place=place: min(6 + 8 * abs(w - 1), 30 * abs(w - place)), place, 4) == hit
    for steep, hit in ((18, True), (19, False)):
        assert kept(lambda w, steep=steep: min(6 + 8 * abs(w - 1), steep * abs(w - 3.9)), 3.9, 4) == hit
    (misleading,) = re.findall(r"`(min\(.+?\))`\.", cell(GUIDE, "try-2")["source"])
    misled = eval(f"lambda w: {misleading}")
    assert misled(2.375) == 0
    assert not any(kept(misled, 2.375, parts) for parts in range(2, 11))


def test_the_descents_end_as_the_answers_to_try_say():
    descent = helpers.landscape_panel()
    for start, end in ((2.16, 0.19), (2.17, 3.64)):
        descent.set(landscape="two valleys", start=start)
        assert found(descent) == pytest.approx(end, abs=0.01)
    for start, arrives in ((-0.6, False), (-0.5, True), (4.5, True), (4.6, False)):
        descent.set(landscape="plateau", start=start)
        assert ("converged" in descent.text) == arrives
    for start, arrives in ((2.75, True), (3.0, False), (4.5, False)):
        descent.set(landscape="shelf", start=start)
        assert (abs(found(descent)) < 0.01) == arrives

    def half(w, x, y):
        return sum((w * a - b) * a for a, b in zip(x, y, strict=True)) / len(x)

    def total(w, x, y):
        return sum(2 * (w * a - b) * a for a, b in zip(x, y, strict=True))

    panel = helpers.descent_panel(gradient=half)
    panel.set(learning_rate=3 / 14, epochs=1)
    assert found(panel) == pytest.approx(2, abs=1e-3)
    panel = helpers.descent_panel(gradient=total)
    for rate, grows in ((0.070, False), (0.073, True)):
        panel.set(learning_rate=rate, epochs=100)
        assert (abs(found(panel) - 2) > 1) == grows


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
        assert name in sections(lesson), (
            f"notebooks/{GUIDE}.ipynb: ({lesson}#{anchor}) leads to none of {list(sections(lesson))}"
        )


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
