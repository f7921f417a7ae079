"""Runs a lesson in the tests' own process: its variables, and the pictures that it shows."""

import ast
from dataclasses import dataclass, field

import pytest
from IPython.core.formatters import DisplayFormatter


@dataclass
class Run:
    """A lesson that was run: its variables, and the pictures (PNG) that each cell showed, by the cell's id."""

    names: dict = field(default_factory=lambda: {"__name__": "__main__", "display": lambda *shown, **options: None})
    pictures: dict[str, list[bytes]] = field(default_factory=dict)


def run(book) -> Run:
    """Run the code cells of a notebook in one namespace, and keep what they show, also as the value of their last line."""
    ran = Run()
    with pytest.MonkeyPatch.context() as patch:
        for cell in book.cells:
            if cell.cell_type == "code":
                shown = []
                patch.setattr("helpers.pictures.style.display", lambda data, kept=shown, **options: kept.append(data))
                shown += DisplayFormatter().format(last_value(cell, ran.names))[:1]
                ran.pictures[cell["id"]] = [data["image/png"] for data in shown if "image/png" in data]
    return ran


def last_value(cell, names: dict):
    """Run a cell; return the value of its last line where that is an expression, otherwise None."""
    tree = ast.parse(cell.source, cell["id"])
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell["id"], "exec"), names)
    return eval(compile(ast.Expression(last.value), cell["id"], "eval"), names) if last else None
