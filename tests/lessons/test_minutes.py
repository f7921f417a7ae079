"""The minutes that the headings give: one formula, parts that fit into 35 minutes, a course that fits into five hours."""

import re

import pytest

from tools.notebooks import lessons, notebook

LESSONS = [path.stem for path in lessons()]
COURSE = [name for name in LESSONS if int(name[:2]) <= 6]
WORDS_A_MINUTE = 120


def sections(name: str) -> list[dict]:
    """Give each section before the exercises: heading, minutes said and by the formula, and if a break ends it."""
    found = []
    for cell in notebook(name).cells:
        heading = re.match(r"## (.+)", cell.source)
        if heading and heading[1].startswith("Exercises"):
            break
        if heading:
            said = re.search(r"\*(\d+) minutes?", cell.source)
            found.append({"heading": heading[1], "says": int(said[1]) if said else 0, "needs": 0.0, "break": False})
        if found and cell.cell_type == "markdown":
            found[-1]["needs"] += len(cell.source.split()) / WORDS_A_MINUTE
            found[-1]["break"] |= bool(re.search(r"good place for a break|[Tt]his is the break", cell.source))
        elif found:
            panels, questions = (len(re.findall(each, cell.source)) for each in (r"_panel\(|follow\(", r"question\("))
            found[-1]["needs"] += 0.5 + 2 * panels + questions
    return found


def parts(name: str) -> list[int]:
    """Add up the minutes of each part."""
    sums = [0]
    for section in sections(name):
        sums[-1] += section["says"]
        sums += [0] if section["break"] else []
    return sums


@pytest.mark.parametrize("name", LESSONS)
def test_each_heading_says_the_minutes_of_the_formula(name):
    """Rounded up to five at most; a section without minutes is a short summary."""
    wrong = [
        (section["heading"], section["says"], round(section["needs"], 2))
        for section in sections(name)
        if not (section["needs"] <= section["says"] < section["needs"] + 5 or section["says"] == 0 and section["needs"] < 2)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", COURSE)
def test_no_part_is_longer_than_35_minutes(name):
    assert len(parts(name)) == 2
    assert max(parts(name)) <= 35


def test_the_course_takes_five_hours_at_most():
    assert 150 < sum(sum(parts(name)) for name in COURSE) <= 300


@pytest.mark.parametrize("name", LESSONS)
def test_the_first_cell_says_the_sum(name):
    """To the nearest five minutes."""
    said = int(re.search(r"About (\d+) minutes", notebook(name).cells[0].source)[1])
    assert abs(said - sum(parts(name))) < 5
