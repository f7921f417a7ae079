"""Reach into the stored notebooks: their cells by id, and the functions that a lesson writes in front of the reader."""

from importlib.util import find_spec
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
EXTRAS = {"14-past-one-machine.ipynb": ("scale", "distributed")}  # lessons that need an extra, known by a module of it


def missing_extra(path) -> str | None:
    """Return the name of the optional extra that a notebook needs and that is not installed, or None.

    >>> missing_extra("01-exhaustive-search.ipynb") is None
    True
    """
    extra, module = EXTRAS.get(Path(path).name, (None, None))
    return extra if module and find_spec(module) is None else None


def lessons() -> list[Path]:
    """List the paths of the lessons in their order; the guide and the glossary, numbered 00, are none."""
    return sorted((path for path in NOTEBOOKS.glob("[0-9]*-*.ipynb") if is_lesson(path)), key=number)


def number(path: Path) -> int:
    """Return the number with which a notebook's name starts, in two digits or more.

    >>> number(Path("14-momentum.ipynb"))
    14
    """
    return int(path.name.partition("-")[0])


def is_lesson(path: Path) -> bool:
    """Say whether a notebook is a lesson, which its number says.

    >>> is_lesson(Path("14-momentum.ipynb")), is_lesson(Path("00-glossary.ipynb"))
    (True, False)
    """
    return number(path) > 0


def notebook(name: str):
    """Read a notebook by its number, such as "03", or by its file's name without the ending."""
    (path,) = NOTEBOOKS.glob(f"{name}-*.ipynb" if name.isdecimal() else f"{name}.ipynb")
    return nbformat.read(path, as_version=4)


def cell(name: str, cell_id: str):
    """Return one cell of a notebook."""
    (found,) = [each for each in notebook(name).cells if each["id"] == cell_id]
    return found


def printed(name: str, cell_id: str) -> str:
    """Return what a cell of the stored notebook printed."""
    return "".join(output["text"] for output in cell(name, cell_id)["outputs"] if output.get("name") == "stdout")


def defined(name: str) -> dict:
    """Run the import cell and the cells whose ids start with "define-", and return the names they define."""
    names = {}
    for each in notebook(name).cells:
        if each["id"] == "imports" or each["id"].startswith("define-"):
            exec(compile(each["source"], f"{name}:{each['id']}", "exec"), names)
    return names
