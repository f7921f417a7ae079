"""The ledger of claims: the quoted words stand in the lesson, and what they claim is true in the lesson's own variables.

Each file `tests/claims/NN.toml` belongs to the lesson of that number and holds entries of the form

    [[claim]]
    cell = "the id of the cell"
    words = "the words that claim something, as they stand there"
    holds = "an expression in the lesson's variables, after its last cell, that must be true"
"""

import tomllib
from pathlib import Path

import matplotlib
import nbformat
import pytest

from tools.notebooks import NOTEBOOKS, missing_extra, notebook

LEDGERS = sorted((Path(__file__).parents[1] / "claims").glob("[0-9]*.toml"))
KEYS = {"cell", "words", "holds"}


def run(book) -> dict:
    """Run the code cells of a notebook in one namespace, with nothing shown, and return the namespace."""
    names = {"__name__": "__main__", "display": lambda *shown, **options: None}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell["id"], "exec"), names)
    return names


def fault(claim: dict, book, names: dict) -> str | None:
    """Say what is wrong with one claim, or return None; names: the lesson's variables."""
    if set(claim) != KEYS:
        return f"an entry has the keys {sorted(claim)}, expected {sorted(KEYS)}"
    cells = {cell["id"]: " ".join(cell.source.split()) for cell in book.cells}
    if claim["cell"] not in cells:
        return f"no cell has the id {claim['cell']!r}"
    if " ".join(claim["words"].split()) not in cells[claim["cell"]]:
        return f"the cell {claim['cell']!r} does not say {claim['words']!r}; quote what it says now, and check that it is true"
    try:
        true = bool(eval(claim["holds"], names))
    except Exception as error:
        return f"{claim['holds']!r} cannot be computed ({error}); name variables that the lesson has at its end"
    return None if true else f"{claim['words']!r} is not true: {claim['holds']!r} does not hold"


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_what_a_lesson_claims_is_true(ledger, monkeypatch):
    book = notebook(ledger.stem)
    (path,) = NOTEBOOKS.glob(f"{ledger.stem}-*.ipynb")
    if extra := missing_extra(path):
        pytest.skip(f"the optional extra `{extra}` is not installed")
    claims = tomllib.loads(ledger.read_text(encoding="utf8"))["claim"]
    monkeypatch.chdir(NOTEBOOKS)
    with matplotlib.rc_context():
        names = run(book)
    faults = [found for claim in claims if (found := fault(claim, book, names))]
    assert faults == [], f"tests/claims/{ledger.name}:\n" + "\n".join(faults)


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
    found = fault({"cell": "say", "words": "Two is even", "holds": "two % 2 == 0"} | change, book, run(book))
    assert found is None if says is None else says in found
