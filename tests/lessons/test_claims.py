"""The ledger of claims: the quoted words stand in the lesson, and what they claim is true in the lesson's own variables.

Each file `tests/claims/NN.toml` belongs to the lesson of that number and holds entries of two forms:

    [[claim]]
    cell = "the id of the cell"
    words = "the words that claim something, as they stand there or in what the cell prints"
    holds = "an expression in the lesson's variables, after its last cell, and the helpers' names, that must be true"

    [[plain]]
    cell = "the id of the cell"
    words = "words of a sentence with a number, a comparison or a word like only in it that claims nothing"
    because = "why it needs no proof"

Every sentence before the exercises with a number, a comparison or a word like "only" or "never" is quoted by one of them.
"""

import math
import re
import tomllib
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
from lesson_run import run

import helpers
from tools.notebooks import NOTEBOOKS, notebook

LEDGERS = sorted((Path(__file__).parents[1] / "claims").glob("[0-9]*.toml"))
CLAIM, PLAIN = {"cell", "words", "holds"}, {"cell", "words", "because"}
COMPARES = re.compile(
    r"\d|\b(more|less|fewer|faster|slower|cheaper|dearer|sooner|later|earlier|nearer|further|farther|closer|higher|lower)\b"
    r"|\b(larger|smaller|longer|shorter|wider|narrower|steeper|better|worse|most|least|twice|half|halves|doubles)\b"
    r"|\b(best|worst|lowest|highest|cheapest|fastest|slowest|largest|smallest|nearest)\b"
    r"|\b\w+er than\b|\bas \w+ as\b|\bsame\b"
    r"|\b(only|alone|always|n?ever|every\w*|all|any\w*|no|none|nothing|nobody|nowhere|exactly|each time|cannot|impossible)\b"
    r"|\b(what|wher|when|how)ever\b",
    re.IGNORECASE,
)
POINTS_ELSEWHERE = re.compile(  # a number that only points to a place, or counts it; words that stand so in each lesson
    r"\[[^\]]*\]|`[^`]*`|(?m:^\s*\d+\.)|\b(lessons?|parts?|rules?|pages?|exercises?|numbers?) \d+( (and|to) \d+)?"
    r"|\d+( more)? min(utes)?\b|[≤\w]+[₀-₉¹²³]|\bno module named\b|\bover all (data|samples)\b",
    re.IGNORECASE,
)


def flat(text: str) -> str:
    """Write a text in one line."""
    return " ".join(text.split())


def said(cell) -> str:
    """Return what a cell says: its text, and what it printed."""
    printed = [output.get("text", output.get("data", {}).get("text/plain", "")) for output in cell.get("outputs", ())]
    return flat(" ".join([cell.source, *printed]))


def fault(entry: dict, book, names: dict) -> str | None:
    """Say what is wrong with one entry, or return None; names: the lesson's variables."""
    if set(entry) not in (CLAIM, PLAIN):
        return f"an entry has the keys {sorted(entry)}, expected {sorted(CLAIM)} or {sorted(PLAIN)}"
    cells = {cell["id"]: said(cell) for cell in book.cells}
    if entry["cell"] not in cells:
        return f"no cell has the id {entry['cell']!r}"
    if flat(entry["words"]) not in cells[entry["cell"]]:
        return f"the cell {entry['cell']!r} does not say {entry['words']!r}; quote what it says now, and check that it is true"
    if "holds" not in entry:
        return None
    try:
        true = bool(eval(entry["holds"], names))
    except Exception as error:
        return f"{entry['holds']!r} cannot be computed ({error}); name variables that the lesson has at its end"
    return None if true else f"{entry['words']!r} is not true: {entry['holds']!r} does not hold"


def sentences(book) -> list[tuple[str, str]]:
    """List the sentences before the exercises that hold a number, a comparison or an "always", each with its cell's id."""
    found = []
    for cell in book.cells:
        if cell.cell_type != "markdown":
            continue
        if re.match(r"#+ Exercises", cell.source):
            break
        text = re.sub(r"(?s)```.*?```|<details>.*?</details>", "", cell.source)
        text = re.sub(r"\]\([^)]*\)", "]", re.sub(r"(?m)^#.*$|^\*\d+ minutes.*$", "", text))
        for part in re.split(r"(?<=[.?!:])\s+|\n\s*\n|\n(?=[-|*\d])", text):
            if COMPARES.search(POINTS_ELSEWHERE.sub("", part)):
                found.append((cell["id"], flat(part)))
    return found


@cache
def ledger_of(path: Path) -> dict:
    """Read a ledger."""
    return tomllib.loads(path.read_text(encoding="utf8"))


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_what_a_lesson_claims_is_true(ledger, ran, monkeypatch):
    book, known = notebook(ledger.stem), {name: getattr(helpers, name) for name in helpers.__all__}
    names = {**known, "np": np, "math": math, **ran(ledger.stem).names}
    monkeypatch.chdir(NOTEBOOKS)
    entries = [*ledger_of(ledger)["claim"], *ledger_of(ledger).get("plain", ())]
    faults = [found for entry in entries if (found := fault(entry, book, names))]
    assert faults == [], f"tests/claims/{ledger.name}:\n" + "\n".join(faults)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_every_number_comparison_and_always_is_in_the_ledger(ledger):
    entries = [*ledger_of(ledger)["claim"], *ledger_of(ledger).get("plain", ())]
    quoted = [(entry["cell"], flat(entry["words"])) for entry in entries]
    missing = [
        f"{cell}: {sentence}"
        for cell, sentence in sentences(notebook(ledger.stem))
        if not any(cell == place and (words in sentence or sentence in words) for place, words in quoted)
    ]
    assert missing == [], f"write into tests/claims/{ledger.name} a claim, or say why it is plain:\n" + "\n".join(missing)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, None),
        ({"words": "Two is  even"}, None),
        ({"words": "Two is odd"}, "does not say 'Two is odd'"),
        ({"cell": "end"}, "no cell has the id 'end'"),
        ({"holds": "two % 2 == 1"}, "'Two is even' is not true"),
        ({"holds": "three"}, "name variables that the lesson has"),
        ({"reason": "none"}, "an entry has the keys"),
    ],
)
def test_a_fault_is_found_and_named(change, says):
    book = nbformat.v4.new_notebook()
    book.cells = [
        nbformat.v4.new_code_cell("two = 2\ndisplay(two)", id="two"),
        nbformat.v4.new_markdown_cell("Two is\neven.", id="say"),
    ]
    found = fault({"cell": "say", "words": "Two is even", "holds": "two % 2 == 0"} | change, book, run(book).names)
    assert found is None if says is None else says in found
