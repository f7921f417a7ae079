"""A lesson's cells in any order: after the imports, each prints what the lesson stored, or says which name is missing."""

import contextlib
import io
import time
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from tools.notebooks import NOTEBOOKS, missing_extra, notebook

LEDGERS = sorted(path.stem for path in (Path(__file__).parents[1] / "claims").glob("[0-9]*.toml"))
ORDERS = 10
LONG = 1.0  # seconds: a cell that takes longer runs in the first order only
SKIPPED = ("setup", "exercise", "check", "own-", "solution")  # what waits for the reader


def printed(cell) -> str:
    """Return what a cell of the stored lesson printed."""
    return "".join(output["text"] for output in cell.outputs if output.get("name") == "stdout")


def run(cell, names: dict) -> str | None:
    """Run a cell and return what it printed, or None where a name was missing."""
    text = io.StringIO()
    try:
        with contextlib.redirect_stdout(text):
            exec(compile(cell.source, cell["id"], "exec"), names)
    except NameError:
        return None
    return text.getvalue()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lesson", LEDGERS)
def test_cells_may_run_in_any_order(lesson, monkeypatch):
    if extra := missing_extra(next(NOTEBOOKS.glob(f"{lesson}-*.ipynb"))):
        pytest.skip(f"the optional extra `{extra}` is not installed")
    monkeypatch.chdir(NOTEBOOKS)
    monkeypatch.setattr("helpers.pictures.style.display", lambda *shown, **options: None)
    monkeypatch.setattr("helpers.pictures.style.still_png", lambda figure: b"")  # what is drawn is compared elsewhere
    cells = [cell for cell in notebook(lesson).cells if cell.cell_type == "code" and not cell["id"].startswith(SKIPPED)]
    first, rest = cells[0], cells[1:]
    rest = [cell for cell in rest if "nbval-ignore-output" not in cell.metadata.get("tags", ())]
    faults, long = [], set()
    for seed in range(ORDERS):
        names = {"__name__": "__main__", "display": lambda *shown, **options: None}
        exec(compile(first.source, first["id"], "exec"), names)
        for place in np.random.default_rng(seed).permutation(len(rest)):
            cell = rest[place]
            if cell["id"] in long:
                continue
            start = time.perf_counter()
            with matplotlib.rc_context():
                text = run(cell, names)
            if time.perf_counter() - start > LONG:
                long.add(cell["id"])
            if text is not None and text != printed(cell):
                faults.append(f"{cell['id']} (order {seed}) printed {text[:200]!r} instead of {printed(cell)[:200]!r}")
    assert faults == [], "\n".join(faults)
