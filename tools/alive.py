"""Panels that live on a page without Python: their states are computed here, and the page's script chooses among them.

A page holds, for the start and for each scenario, every position of every control with the others as they are there. Positions
are thinned until a panel fits its share of the page.
"""

import ast
import base64
import gzip
import json
from collections.abc import Iterator

import numpy as np

import helpers
from helpers.panels.canvas import bundled
from helpers.panels.controls import Slider
from helpers.panels.panel import Panel
from tools.pages import TEMPLATES

BUDGET = 300_000  # bytes of all panels of a page, compressed
FINENESS = (61, 41, 31, 21, 11)  # positions of a slider, tried from the finest on


def script() -> str:
    """Return the script that brings the panels of a page to life."""
    modules = bundled("draw.js", "board.js", "names.js")
    page = (TEMPLATES / "alive.js").read_text(encoding="utf8")
    return f"{modules}\n{page}"


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


def packed(panel: Panel, share: int) -> str | None:
    """Return the states of a panel as text for a page, in at most `share` bytes; None where even few positions are too many."""
    for fineness in FINENESS:
        found = base64.b64encode(gzip.compress(json.dumps(States(panel, fineness).told()).encode(), 9, mtime=0)).decode()
        if len(found) <= share:
            return found
    return None


class States:
    """The states of a panel that a page holds. fineness: how many positions a slider has there."""

    def __init__(self, panel: Panel, fineness: int):
        self.panel, self.first = panel, dict(panel.values)
        self.mixtures = {"": self.first, **panel.scenarios}
        self.values = {name: self._positions(name, fineness) for name in panel.controls}
        self.strokes, self.numbers, self.frames, self.sentences = {}, [], [], []
        self.states = {}
        for name, values in self._all():
            self._add(name, values)

    def _positions(self, name, fineness):
        control = self.panel.controls[name]
        if not isinstance(control, Slider):
            return list(control.options)
        low, high = control.place(control.low), control.place(control.high)
        places = np.unique(np.linspace(low, high, min(fineness, high - low + 1)).round()).astype(int).tolist()
        return sorted({control.value_at(place) for place in places} | {values[name] for values in self.mixtures.values()})

    def _all(self) -> Iterator[tuple[str, dict]]:
        for values in self.mixtures.values():
            for name, positions in self.values.items():
                for value in positions:
                    changed = {**values, name: value}
                    limit = self.panel.controls[name].at_most
                    yield name, changed | ({name: min(value, values[limit])} if limit else {})

    def _add(self, name, values):
        key = self.key(values)
        if key in self.states or any(value not in self.values[each] for each, value in values.items()):
            return
        state, sentence = self.panel.showing(**values)
        self.states[key] = len(self.frames)
        self.frames.append([self._stroke(stroke) for stroke in cut(self.panel.view.record(state))])
        self.sentences.append(sentence)

    def _stroke(self, stroke: np.ndarray) -> int:
        """Note a stroke once, whatever number of states it stands in, as differences, which compress well."""
        place = self.strokes.setdefault(stroke.tobytes(), len(self.strokes))
        if place == len(self.numbers):
            points = stroke[2:].astype(int)
            points[2:] = points[2:] - points[:-2]
            self.numbers.append([int(stroke[0]), *points.tolist()])
        return place

    def key(self, values: dict) -> str:
        """Return how the controls stand, as the page names a state."""
        return ",".join(str(self.values[name].index(value)) for name, value in values.items() if value in self.values[name])

    def told(self) -> dict:
        """Return all that the page's script needs."""
        panel, canvas = self.panel, self.panel.view.canvas
        hands = [
            {"name": name, "label": control.label, "texts": [str(control.write(value)) for value in self.values[name]],
             "menu": not isinstance(control, Slider), "track": control.under and control.track(*panel.view.place[control.under]),
             "play": name in panel.players}
            for name, control in panel.controls.items()
        ]  # fmt: skip
        mixtures = {text: [self.values[name].index(values[name]) for name in self.values] for text, values in self.mixtures.items()}
        return {
            "size": canvas.size, "styles": canvas.styles, "still": base64.b64encode(canvas.still).decode(), "hands": hands,
            "mixtures": mixtures, "states": self.states, "frames": self.frames, "strokes": self.numbers,
            "sentences": self.sentences,
        }  # fmt: skip


def cut(recording: bytes) -> Iterator[np.ndarray]:
    """Cut a recording into its strokes."""
    numbers = np.frombuffer(recording, dtype="<i2")
    at = 0
    while at < len(numbers):
        end = at + 2 + int(numbers[at + 1])
        yield numbers[at:end]
        at = end
