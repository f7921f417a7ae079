"""How long a lesson takes: what its headings say, and the one formula that they follow."""

import math
import re
from functools import cache

from tools.notebooks import notebook

SAID = re.compile(r"\*(?:About )?(\d+) minutes?")
BREAK = re.compile(r"good place for a break|[Tt]his is the break")


def number(lesson: str) -> int:
    """Return the number in a lesson's file name."""
    return int(lesson.partition("-")[0])


@cache
def sections(lesson: str) -> dict[str, int | None]:
    """Return the headings of a lesson's sections and the minutes that it gives to each."""
    found = {}
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        heading = re.match(r"## (.+)", each.source)
        if each.cell_type == "markdown" and heading:
            minutes = SAID.search(each.source)
            found[heading[1].strip()] = int(minutes[1]) if minutes else None
    return found


def by_the_formula(lesson: str) -> dict[str, int]:
    """Compute the minutes of a lesson's sections.

    Prose is read at 120 words a minute; each cell of code takes half a minute, a panel two more and a question one more; a
    section is rounded up to five. An exercise takes four minutes.
    """
    found, heading = {}, None
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        begins = re.match(r"## (.+)", each.source) if each.cell_type == "markdown" else None
        if begins:
            heading = begins[1].strip()
            found[heading] = 0.0
        if heading == "Exercises":
            found[heading] += 4 * len(re.findall(r"\bcheck\(", each.source)) if each.cell_type == "code" else 0
        elif heading and each.cell_type == "code":
            panels, questions = (len(re.findall(name, each.source)) for name in (r"_panel\(|\bfollow\(", r"\bquestion\("))
            found[heading] += 0.5 + 2 * panels + questions
        elif heading:
            found[heading] += len(re.sub(r"(?ms)^```.*?^```", "", each.source).split()) / 120
    return {name: 5 * math.ceil(minutes / 5) if name != "Exercises" else minutes for name, minutes in found.items()}


def in_the_contents(lesson: str) -> dict[str, int]:
    """Return the minutes that a lesson's contents give to its sections, where they give any."""
    (contents,) = [each.source for each in notebook(lesson.removesuffix(".ipynb")).cells if each["id"] == "contents"]
    return {name: int(minutes) for name, minutes in re.findall(r"\[([^\]]+)\]\([^\s]+\)(?: –)? \(?(\d+) min", contents)}


def parts(lesson: str) -> list[int]:
    """Add up the minutes of each part of a lesson, which end where it marks a break."""
    sums = [0]
    for each in notebook(lesson.removesuffix(".ipynb")).cells:
        heading = re.match(r"## (.+)", each.source) if each.cell_type == "markdown" else None
        if heading and heading[1].strip() == "Exercises":
            break
        sums[-1] += (sections(lesson)[heading[1].strip()] or 0) if heading else 0
        sums += [0] if each.cell_type == "markdown" and BREAK.search(each.source) else []
    return sums
