"""The widget that draws a panel's picture in the browser, from recordings that the kernel sends."""

import re
from pathlib import Path

import anywidget
from traitlets import Bool, Bytes, Dict, List

HERE = Path(__file__).parent
MODULES = (  # each after those that it imports from
    "draw.js", "board.js", "drag.js", "hands.js", "names.js", "perform.js", "rows.js", "canvas.js"
)  # fmt: skip


def bundled(*names: str) -> str:
    """Join modules of this folder into one, for a page that takes a script as one text.

    names: each after the modules that it imports from. The last one's default export stays.

    >>> "import {" in bundled("draw.js", "board.js")
    False
    """
    texts = [(HERE / name).read_text(encoding="utf8") for name in names]
    texts = [re.sub(r"(?m)^import .*$\n", "", text) for text in texts]
    return "\n".join(re.sub(r"(?m)^export (?!default)", "", text) for text in texts)


class Canvas(anywidget.AnyWidget):
    """A picture of strokes on a canvas.

    size: width and height in the figure's pixels. styles, still, frame: as a `Recorder` made them; what stands still, and what
    moves. shown: the sentence of the frame, the words of it that say how a run went, the places of the controls it belongs to,
    what their boxes say, a count that tells one message from the next, and under heard the last word by which the page told
    that a button was pressed. hands: for each control its name, label, and the models of its widgets. ahead: whether rows may
    be asked for.
    """

    _esm = bundled(*MODULES)
    _css = (HERE / "panel.css").read_text(encoding="utf8")
    size = List().tag(sync=True)
    styles = List().tag(sync=True)
    still = Bytes().tag(sync=True)
    frame = Bytes().tag(sync=True)
    shown = Dict().tag(sync=True)
    hands = List().tag(sync=True)
    ahead = Bool(True).tag(sync=True)
