"""Panels: controls that move a picture.

The browser sends a slider's next value only after the kernel has answered the last. Until then the picture shows what the
kernel sent ahead (`rows`); the kernel's own answer settles it.

A kernel may hear the hand in one thread while it runs a cell in another, and a scene can only show one state at a time: whoever
moves a panel holds its lock.
"""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import ipywidgets as widgets
from matplotlib.figure import Figure

from helpers.panels.controls import Choice, Slider
from helpers.panels.layout import STAGE_STYLE, control_rows, row_under_axes, wrapped
from helpers.panels.rows import Rows
from helpers.panels.view import View
from helpers.pictures.scene import Scene
from helpers.pictures.style import lecture_size

SPEEDS = {"slow": 400, "normal": 150, "fast": 50}  # milliseconds a tick of the play button, on a walk of many places
LONG_WALK = 40  # a walk of fewer places takes longer ticks, so that each can be seen


class Panel(widgets.VBox):
    """Controls, a picture that follows them, and a sentence that says what it shows.

    make: builds the scene on a figure. state: takes the controls' values by name, returns what `scene.update` takes and
    the sentence. controls: Sliders and Choices. scenarios: maps what happens ("diverges") to the values that make it happen,
    the other controls being at their first values. walks: the name of the slider that the play button moves. on_reset: called
    before a reset, to forget what was gathered. on_rest: called when a hand has stopped at what is shown, to gather it. ahead:
    whether states may be computed before a hand gets there; not where one remembers what was set before.
    """

    def __init__(
        self,
        make: Callable[[Figure], Scene],
        state: Callable[..., tuple[dict, str]],
        controls: Sequence[Slider | Choice],
        scenarios: dict[str, dict] | None = None,
        walks: str | None = None,
        on_reset: Callable[[], None] | None = None,
        on_rest: Callable[[], None] | None = None,
        ahead: bool = True,
    ):
        self.showing, self._on_reset, self._on_rest = state, on_reset, on_rest
        self._scale = 1.5 if lecture_size() else 1.0  # the switch may be put back while this panel stands
        self.view = View(make)
        self.controls = {control.name: control for control in controls}
        self.values = {control.name: control.start for control in controls}
        self.sliders, self.boxes, self.players, self.buttons = {}, {}, {}, {}
        self._held, self.lock = False, threading.RLock()
        first = {name: control.start for name, control in self.controls.items()}
        # the other controls go back to their first values: from w = 2 exactly, say, no learning rate would diverge
        self.scenarios = {text: {**first, **values} for text, values in (scenarios or {}).items()} | {"reset": first}
        for control in controls:
            self._make_hands(control)
        player = {walks: self._make_player(self.controls[walks])} if walks else {}
        rows = [self._scenario_row(), self.view.canvas]
        rows += [row_under_axes(controls, self.sliders, self.view.place), self.view.caption]
        rows += control_rows(controls, self.sliders, self.boxes, player)
        layout = widgets.Layout(width="100%", max_width=f"{self.view.wide}px", overflow="visible")
        super().__init__(rows, layout=layout)
        self.add_class("lesson-panel")
        if lecture_size():
            self.add_class("lesson-panel-stage")
        self.view.meet(self.hands(), ahead)
        self.view.canvas.on_msg(self._rested)
        self._rows = Rows(self) if ahead else None
        self.set()

    def set(self, **values) -> None:
        """Set controls by name, as if by hand but all in one move."""
        unknown = set(values) - set(self.values)
        if unknown:
            raise ValueError(f"no control is named {sorted(unknown)}, expected names from {sorted(self.values)}")
        self._held = False  # should a move have been interrupted on its last line
        self._move(values)

    def reset(self) -> None:
        """Put every control back to where it was at the start."""
        if self._on_reset:
            self._on_reset()
        self.set(**self.scenarios["reset"])

    @property
    def text(self) -> str:
        """The sentence that says what the panel shows now."""
        return self.view.text

    def state(self) -> tuple[dict, str]:
        """Return what the picture shows at the controls' values, as its scene takes it, and the sentence."""
        return self.showing(**self.values)

    def settled(self, values: dict) -> dict:
        """Return the values of all controls after some are set, each within its range and what another allows."""
        values = self.values | {name: self.controls[name].tidy(value, self.values[name]) for name, value in values.items()}
        limits = {name: control.at_most for name, control in self.controls.items() if control.at_most}
        return values | {name: min(values[name], values[limit]) for name, limit in limits.items()}

    def key(self, name: str) -> list:
        """Return how all controls but one stand, as their boxes and menus say it; for the "buttons" there are no others."""
        others = [control for control in self.controls.values() if name != "buttons" and control.name != name]
        return [control.seen(self.boxes[control.name]) for control in others]

    def hands(self) -> list[dict]:
        """Say which widgets move what, for the picture to follow them in the browser."""
        found = []
        for name, control in self.controls.items():
            hand = {"name": name, "label": control.label, "box": self.boxes[name].model_id}
            if name in self.sliders:
                hand["slider"] = self.sliders[name].model_id
            if control.under:
                hand["track"] = control.track(*self.view.place[control.under])
            if name in self.players:
                begins = [control.place(self.settled(values)[name]) for values in self.scenarios.values()]
                hand |= {"play": self.players[name].model_id, "begins": begins}
            parts = (self.sliders, self.boxes, self.players)
            for widget in [part[name] for part in parts if name in part]:
                widget.add_class(f"lesson-hand-{name}")
            found.append(hand)
        for button in self.buttons.values():
            button.add_class("lesson-hand-buttons")
        return found

    def still(self) -> bytes:
        """Return the picture with its sentence written beneath, as a small PNG for readers without a kernel."""
        with self.lock:
            return self.view.still(*self.state())

    def _repr_mimebundle_(self, **kwargs):
        data = super()._repr_mimebundle_(**kwargs)
        details = {"image/png": {"alt": self.text, "width": self.view.wide}}
        still = self.still()
        self.view.keep(still)
        return data | {"image/png": still, "text/plain": self.text}, details

    # --- moves --------------------------------------------------------------------------------------------------------

    def _move(self, values, in_hand=None):
        """Take new values and show them, unless they are only this panel's own answer to a move.

        in_hand: the name of the control whose slider was moved. Sent back to it, a value would arrive late and pull the handle
        to where it was a moment ago.
        """
        with self.lock:
            if not self._held:
                self._take(values, in_hand)

    def _rested(self, _, message, buffers):
        if "rested" in message and self._on_rest:
            with self.lock:
                self._on_rest()

    def _take(self, values, in_hand):
        passing = in_hand is not None
        try:
            self.values, self._held = self.settled(values), True
            if in_hand and self.values[in_hand] != values[in_hand]:
                in_hand = None  # another control forbids what the hand set, and its slider must hear of it
            for control in self.controls.values():
                self._settle(control, in_hand)
        finally:
            self._held = False
        self._light()
        places = {name: control.place(self.values[name]) for name, control in self.controls.items()}
        self.view.show(*self.state(), places, {name: self.boxes[name].value for name in self.sliders})
        if self._on_rest and not passing:
            self._on_rest()

    def _light(self):
        """Light the button whose values all hold, wherever the player has walked to from the beginning."""
        for text, values in self.scenarios.items():
            walked = [name for name in self.players if values[name] == self.controls[name].low]
            holds = text != "reset" and all(self.values[name] == values[name] for name in values if name not in walked)
            (self.buttons[text].add_class if holds else self.buttons[text].remove_class)("lesson-lit")

    def _settle(self, control, in_hand):
        """Bring a control's widgets to its value, which another control may limit or make meaningless."""
        name = control.name
        usable = not control.only_with or self.values[control.only_with[0]] == control.only_with[1]
        value = self.values[name]
        self.boxes[name].value = control.write(value)
        self.boxes[name].disabled = not usable
        if name in self.sliders:
            self.sliders[name].disabled = not usable
            if name != in_hand:
                self.sliders[name].value = control.place(value)
        if name in self.players:
            self.players[name].max = control.place(self.values.get(control.at_most, control.high))
            self.players[name].value = control.place(value)

    def _slid(self, control, place, in_hand=None):
        if place != control.place(self.values[control.name]):  # where the handle stands already, a typed number stays exact
            self._move({control.name: control.value_at(place)}, in_hand)

    def _typed(self, control, typed):
        self._move({control.name: control.read(typed, self.values[control.name])})

    # --- widgets ------------------------------------------------------------------------------------------------------

    def _make_hands(self, control):
        box, slider = control.make_box(self._scale), control.make_slider()
        box.observe(lambda change: self._typed(control, change["new"]), "value")
        self.boxes[control.name] = box
        if slider is not None:
            slider.observe(lambda change: self._slid(control, change["new"], control.name), "value")
            self.sliders[control.name] = slider

    def _make_player(self, control):
        ticks = control.place(control.high) - control.place(control.low) + 1
        stretch = max(1, round(LONG_WALK / ticks))
        speeds = {words: stretch * tick for words, tick in SPEEDS.items()}
        self.play = self.players[control.name] = control.make_play(speeds)
        self.play.observe(lambda change: self._slid(control, change["new"]), "value")
        width = widgets.Layout(width=f"{96 * self._scale:.0f}px")
        self.speed = widgets.Dropdown(options=list(speeds), value="normal", layout=width, tooltip="speed")
        self.speed.observe(lambda change: setattr(self.play, "interval", speeds[change["new"]]), "value")
        return wrapped([self.play, widgets.HTML("<span class='lesson-label'>speed</span>"), self.speed])

    def _scenario_row(self):
        acts = {text: partial(self.set, **values) for text, values in self.scenarios.items()}
        for text, act in {**acts, "reset": self.reset}.items():
            button = self.buttons[text] = widgets.Button(description=text, layout=widgets.Layout(width="auto"))
            button.add_class("lesson-reset" if text == "reset" else "lesson-scenario")
            button.on_click(lambda _, act=act: act())
        return wrapped([*self.buttons.values(), *([widgets.HTML(STAGE_STYLE)] if lecture_size() else [])])
