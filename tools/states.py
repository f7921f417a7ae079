"""The states of a panel that a page holds, computed until they fill their share of the page.

They are, for the start and for each scenario, positions of every control with the others as they are there; and for positions
of each control a walk of the one that play moves.
"""

import base64
import json
import zlib
from dataclasses import dataclass, field

import numpy as np

from helpers.panels.controls import Slider
from helpers.panels.panel import Panel
from tools.packing import columns, cut, differences, packed, varints

COARSEST, WALK = 6, 31  # positions of a slider, and of the one that play moves, which every page holds
FINER = (11, 21, 41, 61)  # positions of a slider that are tried then
MOST = 1000  # states of a panel; more take minutes to compute


def states_text(panel: Panel, share: int) -> str | None:
    """Return the states of a panel as text for a page, in at most `share` bytes; None where even few positions are too many.

    Positions become finer, one control after the other, as long as they fit.
    """
    states = States(panel)
    names = sorted(panel.controls, key=lambda name: name != states.walk)
    rows = [Row(name, WALK if name == states.walk else COARSEST) for name in names]
    others = [name for name in names if states.walk and name != states.walk]
    wishes = [Row(name, COARSEST, COARSEST) for name in others]
    for positions in FINER:
        wishes += [Row(name, positions) for name in names] + [Row(name, positions, FINER[0]) for name in others]
    for row in rows:
        states.add(row)
    marks = []
    for wish in wishes:
        marks.append(states.mark())
        if states.could_hold(wish, share):
            states.add(wish)
        if states.weight > share:
            states.back_to(marks.pop())
    while len(text := states.text()) > share and marks:  # the weight was an estimate
        states.back_to(marks.pop())
    return text if len(text) <= share else None


@dataclass(frozen=True)
class Row:
    """Positions of one control, each with so many positions of the one that play moves (0: as it stands)."""

    name: str
    positions: int
    walk: int = 0


@dataclass
class States:
    """The states of a panel that a page holds.

    frames: for the values of all controls, the places of the strokes and the sentence. weight: about how many letters they
    take.
    """

    panel: Panel
    frames: dict[tuple, tuple[list[int], str]] = field(default_factory=dict)
    strokes: dict[bytes, int] = field(default_factory=dict)
    weight: float = 0.0

    def __post_init__(self):
        homes = {"": self.panel.values, **self.panel.scenarios}
        self.homes = {text: self.panel.settled(home) for text, home in homes.items()}
        self.walk = next(iter(self.panel.players), None)
        # a panel with a memory shows here what it shows at the first try
        self.forget = getattr(self.panel, "_on_reset", None) or (lambda: None)
        self._add(dict.fromkeys(map(self._values, self.homes.values())))
        self.weight += 4 / 3 * len(zlib.compress(json.dumps(self.panel.view.styles).encode()))

    def add(self, row: Row) -> None:
        """Compute the states of a row from the start and from each scenario, as far as they are not known yet."""
        self._add(self._new(row))

    def could_hold(self, row: Row, share: int) -> bool:
        """Say whether a row is worth computing: whether it would fit if its frames took half of what frames take up to now."""
        more = len(self._new(row))
        return len(self.frames) + more <= MOST and self.weight * (1 + more / len(self.frames) / 2) <= share

    def _new(self, row):
        mixtures = (
            {**home, row.name: value} | ({self.walk: step} if row.walk else {})
            for home in self.homes.values()
            for value in self.positions(row.name, row.positions)
            for step in (self.positions(self.walk, row.walk) if row.walk else (None,))
        )
        return [values for values in dict.fromkeys(map(self._values, mixtures)) if values not in self.frames]

    def _values(self, mixture):
        return tuple(self.panel.settled(mixture).values())

    def positions(self, name: str, count: int) -> list:
        """Return so many values of a control from one end to the other; every option of a menu."""
        control = self.panel.controls[name]
        if not isinstance(control, Slider):
            return list(control.options)
        places = np.unique(np.linspace(control.place(control.low), control.place(control.high), count).round())
        exact = {control.place(home[name]): home[name] for home in self.homes.values()}
        return [exact[place] if place in exact else control.value_at(int(place)) for place in places]

    def _add(self, wanted):
        first, known = len(self.strokes), len(self.frames)
        for values in wanted:
            self.frames[values] = self._frame(values)
        strokes = list(self.strokes)[first:]
        frames = [place for strokes, _ in list(self.frames.values())[known:] for place in differences(strokes)]
        words = sum(len(sentence) for _, sentence in list(self.frames.values())[known:])
        numbers = varints([*columns(strokes), *frames])
        self.weight += 4 / 3 * (len(zlib.compress(numbers)) + words / 12)

    def _frame(self, values):
        self.forget()
        state, sentence = self.panel.showing(**dict(zip(self.panel.controls, values, strict=True)))
        recording = cut(self.panel.view.record(state))
        return [self.strokes.setdefault(stroke, len(self.strokes)) for stroke in recording], sentence

    def mark(self) -> tuple[int, int, float]:
        """Return how much there is, for `back_to`."""
        return len(self.frames), len(self.strokes), self.weight

    def back_to(self, mark: tuple[int, int, float]) -> None:
        """Forget what was added since a mark."""
        frames, strokes, self.weight = mark
        self.frames = dict(list(self.frames.items())[:frames])
        self.strokes = dict(list(self.strokes.items())[:strokes])

    def text(self) -> str:
        """Return all that the page's script needs."""
        panel, view = self.panel, self.panel.view
        values = {
            name: sorted({state[k] for state in self.frames}, key=self._order(name)) for k, name in enumerate(panel.controls)
        }
        place = {name: {value: k for k, value in enumerate(known)} for name, known in values.items()}
        words = {
            "size": view.canvas.size, "axes": sorted(view.place.values()), "styles": view.styles,
            "still": base64.b64encode(view.canvas.still).decode(),
            "hands": [self._hand(name, known) for name, known in values.items()],
            "homes": {text: [place[name][home[name]] for name in values] for text, home in self.homes.items()},
            "sentences": [sentence for _, sentence in self.frames.values()],
            "forgets": panel.view.canvas.ahead is False,
        }  # fmt: skip
        numbers = columns(list(self.strokes))
        numbers += [len(strokes) for strokes, _ in self.frames.values()]
        numbers += [step for strokes, _ in self.frames.values() for step in differences(strokes)]
        for k, name in enumerate(values):
            numbers += differences([place[name][state[k]] for state in self.frames])
        return packed(words, numbers)

    def _order(self, name):
        control = self.panel.controls[name]
        return (lambda value: value) if isinstance(control, Slider) else list(control.options).index

    def _hand(self, name, known):
        control = self.panel.controls[name]
        hand = {"name": name, "label": control.label, "texts": [str(control.write(value)) for value in known]}
        if isinstance(control, Slider):
            hand |= {"places": [control.place(value) for value in known], "play": name == self.walk}
            hand |= {"ends": [control.place(control.low), control.place(control.high)]}
        if control.only_with:
            other, option = control.only_with
            hand["only"] = [list(self.panel.controls).index(other), self.panel.controls[other].options.index(option)]
        if control.under:
            hand["track"] = control.track(*self.panel.view.place[control.under])
        return hand
