"""Write a whole small lesson that passes every test, to be changed into yours: python -m tools.new_lesson NUMBER TITLE

It writes the notebook (run, with its slides marked), what it claims, its questions and exercises, its row in the README and its
part of the instructor's guide. The texts stand in `tools/templates/lesson`.
"""

import re
import sys
import unicodedata
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.notebooks import NOTEBOOKS, ROOT, lessons, number
from tools.refresh import refresh

README = ROOT / "README.md"
GUIDE = NOTEBOOKS / "00-instructor-guide.ipynb"
QUESTION, MINUTES, MOVES = "How far off is one guess?", 15, "nothing yet"
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "lesson"),
    keep_trailing_newline=True,
    undefined=StrictUndefined,
    autoescape=False,
)


def file_name(lesson: int, title: str) -> str:
    """Return the name of a lesson's notebook.

    lesson: its number, from 1. title: a line of text. Returns the number in two digits or more and the title's words.
    Raises ValueError where the number is below 1, or the title is empty or has signs that its links could not hold.

    >>> file_name(15, "Newton's step")
    '15-newton-s-step.ipynb'
    """
    if lesson < 1:
        raise ValueError(f"the number is {lesson}, expected 1 or more (00 is the glossary's and the guide's)")
    if found := re.search(r"[\[\]|#`*<>\n]", title):
        raise ValueError(f"the title {title!r} has {found[0]!r} in it, expected plain words, because links and tables hold it")
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    if not words:
        raise ValueError(f"the title is {title!r}, expected at least one word in Latin letters, which names the file")
    return f"{lesson:02}-{'-'.join(words)}.ipynb"


def cells(text: str) -> list:
    """Read notebook cells from text in which each starts with a line `%% markdown ID` or `%% code ID`.

    >>> [(cell.cell_type, cell.id, cell.source) for cell in cells("%% markdown end\\nThat is all.\\n")]
    [('markdown', 'end', 'That is all.')]
    """
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    _, *parts = re.split(r"(?m)^%% (markdown|code) (\S+)\n", text)
    return [
        make[kind](source.strip("\n"), id=name) for kind, name, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def with_row(readme: str, lesson: int, row: str) -> str:
    """Return the README's text with a lesson's row in its table, behind the last row of a lower number."""
    lines = readme.splitlines()
    rows = {place: int(found[1]) for place, line in enumerate(lines) if (found := re.match(r"\| \[(\d+)\. ", line))}
    lines.insert(1 + max(place for place, other in rows.items() if other < lesson), row)
    return "\n".join(lines) + "\n"


def with_part(guide, lesson: int, title: str, part: list):
    """Return the instructor's guide with a lesson's cells and its line in the contents, behind those of lower numbers."""
    places = {int(found[1]): place for place, cell in enumerate(guide.cells) if (found := re.match(r"assess-(\d+)$", cell.id))}
    behind = 1 + places[max(other for other in places if other < lesson)]
    guide.cells[behind:behind] = part
    (contents,) = (cell for cell in guide.cells if cell.id == "contents")
    lines = contents.source.splitlines()
    named = {place: int(found[1]) for place, line in enumerate(lines) if (found := re.match(r"\d+\. \[Lesson (\d+)\.", line))}
    anchor = f"Lesson {lesson}. {title}".replace(" ", "-")
    lines.insert(
        1 + max(place for place, other in named.items() if other < lesson), f"0. [Lesson {lesson}. {title}](#{anchor})"
    )
    count = iter(range(1, len(lines)))
    contents.source = "\n".join(re.sub(r"^\d+(?=\. )", lambda found: str(next(count)), line) for line in lines)
    return guide


def new_lesson(lesson: int, title: str) -> list[Path]:
    """Write everything that a new lesson needs, run its notebook, and return the paths of the files written.

    Raises ValueError where the number is taken or the title cannot be used; then nothing is written.
    """
    title = " ".join(title.split())
    name = file_name(lesson, title)
    others = {number(path): path for path in lessons()}
    if lesson in others:
        raise ValueError(
            f"the number {lesson} is taken by {others[lesson].name}, expected a free one such as {max(others) + 1}"
        )
    before = max((other for other in others if other < lesson), default=min(others))
    facts = {"number": lesson, "title": title, "file": name, "before": {"number": before, "file": others[before].name}}
    text = {
        part: TEMPLATES.get_template(f"{part}.j2").render(facts) for part in TEMPLATES.list_templates() for part in [part[:-3]]
    }

    written = NOTEBOOKS / name
    ledger, exercises = (ROOT / folder / f"{lesson:02}.toml" for folder in ("tests/claims", "helpers/exercises"))
    ledger.parent.mkdir(exist_ok=True)
    ledger.write_text(text["claims.toml"], encoding="utf8")
    exercises.write_text(text["exercises.toml"], encoding="utf8")
    answers = ROOT / "tests" / "answers" / f"lesson_{lesson:02}.py"
    answers.write_text(text["answers.py"], encoding="utf8")
    row = f"| [{lesson}. {title}](notebooks/{name}) | {QUESTION} | {MINUTES} | {MOVES} |"
    README.write_text(with_row(README.read_text(encoding="utf8"), lesson, row), encoding="utf8")
    guide = nbformat.read(GUIDE, as_version=4)
    nbformat.write(with_part(guide, lesson, title, cells(text["guide.md"])), GUIDE)
    nbformat.write(nbformat.v4.new_notebook(cells=cells(text["lesson.md"])), written)
    refresh(written)
    return [written, ledger, exercises, answers, README, GUIDE]


def main() -> None:
    """Write the lesson named on the command line, and say which files to open."""
    try:
        digits, title = sys.argv[1:]
        if not digits.isdecimal():
            raise ValueError(f"the number is {digits!r}, expected digits such as 15")
        paths = new_lesson(int(digits), title)
    except ValueError as error:
        usage = 'python -m tools.new_lesson 15 "Title"'
        sys.exit(str(error) if len(sys.argv) == 3 else f"{len(sys.argv) - 1} words are given, expected two: {usage}")
    for path in paths:
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
