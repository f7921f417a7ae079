"""The glossary: each term where it says, nowhere earlier, under one symbol, in two languages."""

import re
from collections import Counter

import pytest

from tools.notebooks import NOTEBOOKS, cell, lessons, notebook

LESSONS = [path.name for path in lessons()]
SYMBOLS = {  # one symbol for one thing, in all lessons
    "weight": "w",
    "data": "x, y",
    "prediction": "ŷ",
    "loss": "ℓ",
    "cost": "J(w)",
    "gradient": "dJ/dw",
    "learning rate": "η",
    "batch size": "b",
    "number of samples": "n",
    "number of weights": "d",
    "epoch": "k",
}
NONE = "–"
WANTED = """
    model, weight, prediction, loss, cost, mean squared error, exhaustive search, grid, divide and conquer, gradient,
    gradient descent, learning rate, epoch, step, convergence, divergence, oscillation, local minimum, plateau, saddle point,
    stochastic gradient descent, mini-batch, batch size, noise floor, smoothing, exponentially weighted mean, bias correction,
    error, distance, shelf, contour, momentum, learning-rate schedule, evaluation,
    least squares, curvature, vectorised, shard, memory map, speed-up
"""


def rows() -> list[list[str]]:
    """Return the cells of each row of the table: term, Chinese, symbol, meaning, lesson."""
    lines = cell("00-glossary", "terms")["source"].splitlines()[2:]
    return [[part.strip() for part in line.strip("|").split("|")] for line in lines]


ROWS = rows()


def names(term: str) -> tuple[str, str]:
    """Split a term into its name and the form in which the lessons use it."""
    found = re.fullmatch(r"(.+?)(?: \(\*(.+)\*\))?", term)
    return found[1], found[2] or found[1]


def lesson_of(row: list[str]) -> str:
    """Return the file name of the lesson to which a row links."""
    return re.fullmatch(r"\[lesson (\d+)\]\((.+)\)", row[4])[2]


def words(lesson: str) -> str:
    """Return all text and code of a lesson, but not what only points to another lesson: links, and remarks in brackets.

    A word that links to the glossary is the lesson's own.
    """
    text = "\n\n".join(each.source for each in notebook(lesson.removesuffix(".ipynb")).cells)
    text = re.sub(r"\[([^\]]*)\]\(00-glossary\.ipynb[^)]*\)", r"\1", text)
    text = re.sub(r"\[[^\]]*\]\([^)]*\.ipynb[^)]*\)", "", text)
    return re.sub(r"\([^()]*\b(?:lesson \d+|later lessons)\b[^()]*\)", "", text)


WORDS = {lesson: words(lesson) for lesson in LESSONS}


def occurs(form: str, lesson: str) -> bool:
    """Tell whether a lesson has a word, also in the plural; a hyphen is as good as a space."""
    pattern = re.escape(form).replace(r"\-", "[- ]").replace(r"\ ", r"[-\s]")
    return re.search(rf"\b{pattern}(?:e?s)?\b", WORDS[lesson], re.IGNORECASE) is not None


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_term_first_occurs_in_the_lesson_it_names(row):
    _, form = names(row[0])
    assert [lesson for lesson in LESSONS if occurs(form, lesson)][:1] == [lesson_of(row)]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_complete(row):
    term, chinese, _, meaning, link = row
    assert len(row) == 5
    assert re.fullmatch(r"[\u4e00-\u9fff]{2,10}", chinese), term
    assert re.fullmatch(r"[A-Z][^.]+\.", meaning), "one sentence with a full stop"
    assert int(lesson_of(row).partition("-")[0]) == int(re.match(r"\[lesson (\d+)\]", link)[1])
    assert (NOTEBOOKS / lesson_of(row)).exists()


def test_every_term_that_must_be_there_is_there_once():
    found = [names(row[0])[0] for row in ROWS]
    assert {term.strip() for term in WANTED.split(",")} <= set(found)
    assert [name for name, count in Counter(found).items() if count > 1] == []
    assert [name for name, count in Counter(row[1] for row in ROWS).items() if count > 1] == []


def test_the_order_is_that_of_the_lessons():
    places = [LESSONS.index(lesson_of(row)) for row in ROWS]
    assert places == sorted(places)


def test_a_symbol_stands_for_one_thing():
    assert {names(row[0])[0]: row[2] for row in ROWS if row[2] != NONE} == SYMBOLS


@pytest.mark.parametrize("symbol", sorted(set(SYMBOLS.values())))
def test_the_lessons_use_the_symbols(symbol):
    """Each stands in the first column of a lesson's table of symbols, alone or with its formula."""
    first = [line.split("|")[1] for text in WORDS.values() for line in text.splitlines() if line.startswith("| ")]
    cells = {part.strip() for column in first for part in (column, column.partition("=")[0], *column.split(","))}
    assert symbol in cells
