"""The minutes that lessons give: one formula, parts that fit into 35 minutes, a course that fits into five hours."""

import math
import re

import pytest
from minutes import by_the_formula, in_the_contents, number, parts, sections

from tools.notebooks import ROOT, lessons, notebook

LESSONS = [path.name for path in lessons()]
COURSE = [lesson for lesson in LESSONS if number(lesson) <= 6]
LONGEST_PART = 35


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_are_those_of_the_formula(lesson):
    expected = {name: minutes for name, minutes in by_the_formula(lesson).items() if sections(lesson)[name] is not None}
    stated = {name: minutes for name, minutes in sections(lesson).items() if minutes is not None}
    assert stated == expected, f"notebooks/{lesson}: a heading's minutes are not those of the formula"
    assert set(by_the_formula(lesson)) - set(stated) <= {"Summary"}
    opening = notebook(lesson.removesuffix(".ipynb")).cells[0].source
    whole = int(re.search(r"[Aa]bout (\d+) minutes", opening)[1])
    assert whole == 5 * math.ceil(sum(minutes for name, minutes in expected.items() if name != "Exercises") / 5)
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    row = re.search(rf"(?m)^\| .*\(notebooks/{re.escape(lesson)}\).*$", readme)[0]
    assert int(row.split("|")[3]) == whole, f"README.md, the row of {lesson}: write {whole} minutes"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_contents_give_the_minutes_of_the_headings(lesson):
    wrong = {name: minutes for name, minutes in in_the_contents(lesson).items() if minutes != sections(lesson)[name]}
    assert wrong == {}, f"notebooks/{lesson}, the contents: {wrong} are not the minutes of the headings"


@pytest.mark.parametrize("lesson", COURSE)
def test_a_part_takes_35_minutes_at_most(lesson):
    assert len(parts(lesson)) == 2
    assert max(parts(lesson)) <= LONGEST_PART
    opening = notebook(lesson.removesuffix(".ipynb")).cells[0].source
    if stated := re.search(r"in two parts \((\d+) and (\d+)\)", opening):
        whole = re.search(r"[Aa]bout (\d+) minutes", opening)[1]
        assert sum(map(int, stated.groups())) == int(whole)
        assert all(abs(part - int(said)) < 5 for part, said in zip(parts(lesson), stated.groups(), strict=True))


def test_the_course_takes_five_hours_at_most():
    assert 150 < sum(sum(parts(lesson)) for lesson in COURSE) <= 300
