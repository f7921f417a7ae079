"""Mark in the notebooks which cells make a slide together: python -m tools.marks [NOTEBOOK …]

A section starts a slide; within it each text goes with the code that it leads to, and groups share a slide as long as they fit,
by an estimate of their height. A question ends its slide. Set-up, exercises to type and solutions are left out of the slides.
Cells that only draw a picture get their code folded. Run again after an edit: the marks depend on the cells alone, outputs
stay as they are.
"""

import math
import re
import sys
from pathlib import Path

import nbformat

from tools.notebooks import lessons

ROOM = 900  # pixels of a slide 1080 high that its cells may fill; the page makes the type smaller where the estimate was short
TIGHT = 1.15  # a text and its picture this much above the room still stay together, in slightly smaller type
LINE, CODE_LINE, ACROSS = 52, 38, 92  # pixels of a line of text and of code, characters across a slide
LEFT_OUT = re.compile(
    r"(about-)?(more-)?imports|imports-text|define-more-names|setup.*|(about-)?one-core|contents|(solution|exercise|check|own-panel|define-my)\b.*"
)
LONG_DRAWING = 6  # lines
WIDGET = "application/vnd.jupyter.widget-view+json"


def height(cell) -> float:
    """Estimate how many pixels a cell fills on a slide."""
    if cell.cell_type == "markdown":
        return sum(text_height(line) for line in cell.source.splitlines())
    code = 0 if is_drawing(cell) or is_panel(cell) else 30 + CODE_LINE * len(cell.source.splitlines())
    return code + sum(output_height(output) for output in cell.outputs)


def text_height(line: str) -> float:
    """Estimate the pixels of one line of Markdown."""
    if not line.strip():
        return 10
    if line.startswith("#"):
        return 2 * LINE
    return (1.3 if line.startswith("|") else 1) * LINE * math.ceil(len(re.sub(r"\]\([^)]*\)", "", line)) / ACROSS)


def output_height(output) -> float:
    """Estimate the pixels of one output."""
    if output.output_type == "stream":
        return 20 + CODE_LINE * min(12, len(output.text.splitlines()))
    if "image/png" in output.get("data", {}):
        details = output.metadata["image/png"]
        return 70 + 1.44 * details.get("height", 450)
    return LINE * (1 + output.get("data", {}).get("text/html", "").count("<li>") / 2)


def is_drawing(cell) -> bool:
    """Say whether a cell's code only draws a picture, at some length, or defines a function that draws on axes."""
    if cell["id"].startswith("define-"):
        return re.match(r"def \w+\(axes\b", cell.source) is not None
    return "new_figure(" in cell.source and len(cell.source.splitlines()) > LONG_DRAWING


def is_panel(cell) -> bool:
    """Say whether a cell shows a live panel, of which a slide shows the still picture alone."""
    return any(WIDGET in output.get("data", {}) for output in cell.outputs)


def groups(cells) -> list[list]:
    """Put each text together with the code that follows it, and nothing behind a question."""
    found = []
    for cell in cells:
        if cell.cell_type == "markdown" or not found or found[-1][-1]["id"].startswith("ask-"):
            found.append([cell])
        else:
            found[-1].append(cell)
    return found


def mark(book) -> None:
    """Write the slide type of every cell, and fold the code of long drawings."""
    shown = []
    for cell in book.cells:
        folded = cell.metadata.pop("jupyter", {})
        if folded.get("outputs_hidden"):  # set by the writer of the lesson, not by this tool
            cell.metadata["jupyter"] = {"outputs_hidden": True}
        if LEFT_OUT.fullmatch(cell["id"]):
            cell.metadata["slideshow"] = {"slide_type": "skip"}
        else:
            shown.append(cell)
        if cell.cell_type == "code" and is_drawing(cell):
            cell.metadata["jupyter"] = {"source_hidden": True}
    filled = 0.0
    for group in groups(shown):
        needed = sum(height(cell) for cell in group)
        starts_section = re.match(r"##? ", group[0].source) is not None
        kind = "slide" if starts_section or group is shown[0] else "subslide" if filled + needed > ROOM else "-"
        filled = needed + (0 if kind != "-" else filled)
        if group[-1]["id"].startswith("ask-"):
            filled = ROOM  # the class answers before anything else is shown
        for place, cell in enumerate(group):
            alone = (
                place > 0 and height(cell) > ROOM / 2 and needed > TIGHT * ROOM
            )  # too much for one slide: the picture on its own
            cell.metadata["slideshow"] = {"slide_type": kind if place == 0 else "subslide" if alone else "-"}
            if alone:
                filled = height(cell)


def main() -> None:
    """Mark the notebooks named on the command line, or all lessons; the guide and the glossary are no slides."""
    for path in [Path(name) for name in sys.argv[1:]] or lessons():
        book = nbformat.read(path, as_version=4)
        mark(book)
        nbformat.write(book, path)


if __name__ == "__main__":
    main()
