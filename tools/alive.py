"""Pages whose panels move and whose questions answer without Python: their states stand in the page, and its script chooses."""

import ast
import base64
import gzip
import hashlib
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np

import helpers
from helpers.panels.canvas import bundled
from helpers.panels.panel import Panel
from tools.pages import ROOT, TEMPLATES
from tools.states import states_text

MODULES = ("unpack.js", "choose.js", "controls.js", "frame.js", "live.js", "questions.js", "page.js")  # each after its imports
LIMIT = 390_000  # bytes of a page, compressed
GRAIN = 40_000  # of a panel's share: handouts, slides and site then share its states, and a few words more cost nothing
KEPT = ROOT / "build" / "states"


@cache
def script() -> str:
    """Return the script that brings the panels and questions of a page to life."""
    own = (str(TEMPLATES / "alive" / name) for name in MODULES)
    return f"(() => {{\n{bundled('draw.js', 'board.js', 'drag.js', 'names.js', *own)}}})();\n"


def digest(text: str) -> str:
    """Return by what a content-security policy knows a script that stands in a page.

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def panel_of(source: str) -> Panel | None:
    """Make the panel that a cell shows, or return None where it needs more than the helpers, such as a reader's function.

    source: the code of a cell, of which only calls of a panel's maker without arguments and of `set` with numbers and words are
    followed.

    >>> panel_of("panel = descent_panel()\\npanel.set(learning_rate=0.05)").values["learning_rate"]
    0.05
    >>> panel_of("descent_panel(gradient=mine)") is None
    True
    """
    panel = None
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name.endswith("_panel") and name in helpers.__all__:
            panel = getattr(helpers, name)() if not node.args and not node.keywords else None
    for node in ast.walk(ast.parse(source)):
        if panel is not None and isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "set":
            try:
                panel.set(**{word.arg: ast.literal_eval(word.value) for word in node.keywords})
            except ValueError:
                return None
    return panel


def mark_panels(book) -> None:
    """Mark in a prepared notebook each still picture whose panel can live without Python, for `enlivened`.

    Such a panel needs the helpers alone, and shows what is stored of it.
    """
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            details = output.get("metadata", {}).get("image/png", {})
            if details.get("of_panel"):
                panel = panel_of(cell.source)
                if panel and panel.text == details["alt"] and panel.view.wide == details.get("width"):
                    details["states"] = f"<!-- states of {cell.id} -->"


def enlivened(page: str, book) -> str:
    """Put the states of a page's panels where they are marked, as fine as the page's size allows.

    page: HTML that was made from `book`, in which the panels were marked.
    """
    outputs = [(cell, output) for cell in book.cells for output in cell.get("outputs", ())]
    pictures = [(cell, output.get("metadata", {}).get("image/png", {})) for cell, output in outputs]
    waiting = [(details["states"], cell.source) for cell, details in pictures if "states" in details]
    room = LIMIT - len(gzip.compress(page.encode()))
    for number, (place, source) in enumerate(waiting):
        share = 4 * room // 3 // (len(waiting) - number)
        text = states_of(source, share // GRAIN * GRAIN)
        room -= 3 * len(text) // 4
        page = page.replace(place, text and f'<script type="application/gzip" data-panel>{text}</script>')
    return page


@cache
def states_of(source: str, share: int) -> str:
    """Return the states of the panel that a cell shows, in at most `share` letters, or nothing where they do not fit.

    They take up to half a minute to compute, so they are kept in a file, until any code that they come from changes.
    """
    key = hashlib.sha256("\n".join([source, str(share), _code()]).encode()).hexdigest()
    kept = KEPT / f"{key[:32]}.txt"
    if kept.exists():
        return kept.read_text(encoding="ascii")
    text = states_text(panel_of(source), share) or ""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept.write_text(text, encoding="ascii")
    return text


@cache
def _code() -> str:
    """Return a digest of all code that states come from, and of the versions that draw."""
    files = sorted([*(ROOT / "helpers").rglob("*.py"), *(Path(__file__).parent / name for name in ("states.py", "packing.py"))])
    code = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(code + f"{matplotlib.__version__} {np.__version__}".encode()).hexdigest()
