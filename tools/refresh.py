"""Run notebooks from top to bottom, store what they print and show, and mark their slides: python -m tools.refresh [NOTEBOOK …]

Without names, every notebook of the series is refreshed, except those whose packages are not installed. What is stored depends
on the code alone: no times, no widget state, no version of the Python that ran it. Lessons get their slide marks as well.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tools.marks import mark
from tools.notebooks import NOTEBOOKS, is_lesson, missing_extra


def refresh(path: Path) -> None:
    """Execute one notebook in its own folder and write it back with its outputs and, where it is a lesson, its slide marks."""
    book = nbformat.read(path, as_version=4)
    client = NotebookClient(
        book,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )
    client.execute()
    book.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "pygments_lexer": "ipython3",
        },
    }
    for cell in book.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in ("tags", "slideshow", "jupyter")}
    if is_lesson(path):
        mark(book)
    nbformat.write(book, path)


def main() -> None:
    """Refresh the notebooks named on the command line, or all."""
    for path in [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")):
        if extra := missing_extra(path):
            print(f"left out: {path.name}, because the optional extra `{extra}` is not installed", flush=True)
            continue
        print(f"refreshing {path.name}", flush=True)
        refresh(path)


if __name__ == "__main__":
    main()
