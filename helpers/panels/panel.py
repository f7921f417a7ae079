"""Panels: sliders that move a picture.

The figure is drawn once; its still part is kept as a background. A move restores the background, draws the artists that
moved, and encodes one picture. While the hand moves the picture has the resolution of the page; when it rests, a
picture of twice that follows. The browser sends a slider's next value only after the kernel has answered the last, so
drawing at once inside the callback collapses a burst of moves to the latest one.
"""

import asyncio
import html
import math
import textwrap
from collections.abc import Callable, Sequence
from functools import cached_property, partial

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.panels.controls import Choice, Slider
from helpers.panels.stage import Picture, Stage
from helpers.pictures.scene import Scene
from helpers.pictures.style import encoded, enlargement, lecture_size, pixels_an_inch

REST = 0.25  # seconds without a move after which the sharp picture follows
STAGE_STYLE = (  # ipywidgets takes its sizes from these variables
    "<style>.lesson-panel-stage{--jp-widgets-font-size:20px;--jp-widgets-inline-height:40px;"
    "--jp-widgets-inline-height-short:38px}.lesson-panel-stage .lesson-label{font-size:20px}</style>"
)
SPEEDS = {"slow": 400, "normal": 150, "fast": 50}  # milliseconds a tick of the play button, on a walk of many places
LONG_WALK = 40  # a walk of fewer places takes longer ticks, so that each can be seen


class Panel(widgets.VBox):
    """Controls, a picture that follows them, and a sentence that says what it shows.

    make: builds the scene on a figure. state: takes the controls' values by name, returns what `scene.update` takes and
    the sentence. controls: Dials and Choices. scenarios: maps what happens ("diverges") to the values that make it happen,
    the other controls being at their first values.
    walks: the name of the dial that the play button moves. on_reset: called before a reset, to forget what was gathered.
    """

    def __init__(
        self,
        make: Callable[[Figure], Scene],
        state: Callable[..., tuple[dict, str]],
        controls: Sequence[Slider | Choice],
        scenarios: dict[str, dict] | None = None,
        walks: str | None = None,
        on_reset: Callable[[], None] | None = None,
    ):
        self._make, self._state = make, state
        self._on_reset = on_reset
        # the switch may be put back while this panel stands
        self._enlarged, self._dpi, self._scale = enlargement(), pixels_an_inch(), 1.5 if lecture_size() else 1.0
        self._stage = Stage(make, self._dpi)
        if lecture_size():
            _ = self._sharp_stage
        self._kinds = {control.name: control for control in controls}
        self.values = {control.name: control.start for control in controls}
        self.sliders, self.boxes, self.buttons = {}, {}, {}
        self._held = True
        self._timer = None
        self.wide = round(Scene.width * self._dpi)
        self.picture = Picture(format="jpeg", layout=widgets.Layout(width="100%", height="auto"))
        self.sentence = widgets.HTML()
        for control in controls:
            self._make_control(control)
        rows = [self._scenario_row(scenarios or {}), self.picture, self._row_under_axes(), self.sentence]
        rows += self._control_rows(walks)
        super().__init__(
            [row for row in rows if row is not None],
            layout=widgets.Layout(width="100%", max_width=f"{self.wide}px", overflow="visible"),
        )
        self.add_class("lesson-panel")
        if lecture_size():
            self.add_class("lesson-panel-stage")
        self._held = False
        self._draw()

    @cached_property
    def _sharp_stage(self) -> Stage:
        return Stage(self._make, 2 * self._dpi)

    def set(self, **values) -> None:
        """Set controls by name, as if by hand but all in one move."""
        unknown = set(values) - set(self.values)
        if unknown:
            raise ValueError(f"no control is named {sorted(unknown)}, expected names from {sorted(self.values)}")
        self._held = True
        try:
            for name, value in values.items():
                self._take(name, value)
        finally:
            self._held = False
        self._draw()

    def reset(self) -> None:
        """Put every control back to where it was at the start."""
        if self._on_reset:
            self._on_reset()
        self.set(**{name: kind.start for name, kind in self._kinds.items()})

    @property
    def text(self) -> str:
        """The sentence that says what the panel shows now."""
        return self.picture.tooltip

    def still(self) -> bytes:
        """Return the picture with its sentence written beneath, as a small PNG for readers without a kernel."""
        state, sentence = self._state(**self.values)
        picture = Image.fromarray(self._sharp_stage.picture(**state)).convert("RGB")
        caption = Figure(figsize=(Scene.width, 0.62 * self._enlarged), dpi=2 * self._dpi)
        lines = textwrap.fill(sentence, round(108 / self._enlarged))
        caption.text(0.012, 0.92, lines, fontsize=12 * self._enlarged, va="top")
        canvas = FigureCanvasAgg(caption)
        canvas.draw()
        strip = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        whole = Image.new("RGB", (picture.width, picture.height + strip.height), "white")
        whole.paste(picture, (0, 0))
        whole.paste(strip, (0, picture.height))
        whole = whole.resize((round(whole.width * 0.5), round(whole.height * 0.5)), Image.Resampling.LANCZOS)
        return encoded(whole.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)

    def _repr_mimebundle_(self, **kwargs):
        data = super()._repr_mimebundle_(**kwargs)
        sentence = self.text
        details = {"image/png": {"alt": sentence, "width": self.wide}}
        return data | {"image/png": self.still(), "text/plain": sentence}, details

    # --- controls -----------------------------------------------------------------------------------------------------

    def _make_control(self, kind):
        if isinstance(kind, Choice):
            menu = widgets.Dropdown(options=list(kind.options), value=kind.start, layout=widgets.Layout(width="max-content"))
            menu.observe(lambda change: self._moved(kind.name, change["new"]), "value")
            self.boxes[kind.name] = menu
            return
        if kind.log:
            low, high = math.log10(kind.low), math.log10(kind.high)
            slider = widgets.FloatLogSlider(kind.start, min=low, max=high, step=kind.grain, readout=False)
        elif kind.whole:
            slider = widgets.IntSlider(kind.start, min=kind.low, max=kind.high, readout=False)
        else:
            slider = widgets.FloatSlider(kind.start, min=kind.low, max=kind.high, step=kind.step, readout=False)
        slider.tooltip = kind.label
        slider.layout = widgets.Layout(width="auto", flex="1 1 auto", min_width="90px")
        make_box = widgets.BoundedIntText if kind.whole else widgets.BoundedFloatText
        grain = {} if kind.whole or kind.log else {"step": kind.step}
        box = make_box(kind.start, min=kind.low, max=kind.high, layout=self._width(84), tooltip=kind.label, **grain)
        if kind.log:
            box.step = None
        slider.observe(lambda change: self._slid(kind, change["new"]), "value")
        box.observe(lambda change: self._moved(kind.name, change["new"]), "value")
        self.sliders[kind.name], self.boxes[kind.name] = slider, box

    def _slid(self, kind, value):
        if not kind.is_echo(value, self.values[kind.name]):
            self._moved(kind.name, kind.rounded(value), by_slider=True)

    def _moved(self, name, value, by_slider=False):
        """A hand moved a control: take the value, and draw unless this is only one of several moves made at once."""
        if self._held:
            return
        self._held = True
        try:
            self._take(name, value, by_slider)
        finally:
            self._held = False
        self._draw()

    def _take(self, name, value, by_slider=False):
        kind = self._kinds[name]
        if isinstance(kind, Choice):
            if value not in kind.options:
                raise ValueError(f"{name} is {value!r}, expected one of {list(kind.options)}")
        else:
            value = kind.tidy(value) if math.isfinite(value) else self.values[name]
            if not by_slider:  # sent back to a slider in the hand, a rounded value would pull it to where it was a moment ago
                self.sliders[name].value = value
        self.boxes[name].value = self.values[name] = value

    def _width(self, pixels):
        return widgets.Layout(width=f"{pixels * self._scale:.0f}px")

    def _labelled(self, name, *parts):
        label = widgets.HTML(f"<span class='lesson-label'>{html.escape(self._kinds[name].label)}</span>")
        return widgets.HBox([label, *parts], layout=widgets.Layout(align_items="center", flex="1 1 auto"))

    def _scenario_row(self, scenarios):
        def button(text, act):
            made = widgets.Button(description=text, layout=widgets.Layout(width="auto"))
            made.on_click(lambda _: act())
            self.buttons[text] = made
            return made

        # the other controls go back to their first values: from w = 2 exactly, say, no learning rate would diverge
        first = {name: kind.start for name, kind in self._kinds.items()}
        row = [button(text, partial(self.set, **{**first, **values})) for text, values in scenarios.items()]
        row.append(button("reset", self.reset))
        if lecture_size():
            row.append(widgets.HTML(STAGE_STYLE))
        return widgets.HBox(row, layout=widgets.Layout(flex_flow="row wrap"))

    def _row_under_axes(self):
        """Lay sliders beneath their axes; the handle's centre travels from one end of the axis to the other.

        A slider has 4 pixels of room on its left and 8 on its right that its handle's centre does not reach.
        """
        place = self._stage.scene.place
        below = sorted(
            (kind for kind in self._kinds.values() if getattr(kind, "under", None)), key=lambda kind: place[kind.under]
        )
        row, reached = [], 0.0
        for kind in below:
            left, right = place[kind.under]
            slider = self.sliders[kind.name]
            slider.layout = widgets.Layout(
                width=f"calc({100 * (right - left):.4f}% + 12px)",
                margin=f"0 -8px 0 calc({100 * (left - reached):.4f}% - 4px)",
                flex="0 0 auto",
            )
            reached = right
            row.append(slider)
        return widgets.HBox(row, layout=widgets.Layout(width="100%", overflow="visible")) if row else None

    def _control_rows(self, walks):
        free = [kind.name for kind in self._kinds.values() if isinstance(kind, Choice) or not kind.under]
        below = [kind.name for kind in self._kinds.values() if isinstance(kind, Slider) and kind.under]
        parts = [self._labelled(name, self.boxes[name]) for name in below]
        for part in parts:
            part.layout.flex = "0 0 auto"
        if walks:
            parts.append(self._player(walks))
        rows = [widgets.HBox(parts, layout=widgets.Layout(flex_flow="row wrap"))] if parts else []
        cells = [
            self._labelled(name, *([self.sliders[name]] if name in self.sliders else []), self.boxes[name]) for name in free
        ]
        for cell in cells:
            cell.layout.width = "49%" if len(cells) > 1 else "100%"
            cell.layout.flex = "0 0 auto"
        rows.append(widgets.HBox(cells, layout=widgets.Layout(flex_flow="row wrap", justify_content="space-between")))
        return rows

    def _player(self, name):
        dial = self._kinds[name]
        stretch = max(1, round(LONG_WALK / (dial.high - dial.low + 1)))
        speeds = {words: stretch * tick for words, tick in SPEEDS.items()}
        self.play = widgets.Play(dial.start, min=dial.low, max=dial.high, interval=speeds["normal"], show_repeat=False)
        self.play.tooltip = f"play through: {dial.label}"
        self.play.observe(lambda change: self._moved(name, change["new"]), "value")
        # pressing play at the end starts over; a position set by hand is where playing goes on
        self.boxes[name].observe(lambda change: setattr(self.play, "value", change["new"]), "value")
        self.speed = widgets.Dropdown(options=list(speeds), value="normal", layout=self._width(96), tooltip="speed")
        self.speed.observe(lambda change: setattr(self.play, "interval", speeds[change["new"]]), "value")
        return widgets.HBox([self.play, widgets.HTML("<span class='lesson-label'>speed</span>"), self.speed])

    # --- the picture --------------------------------------------------------------------------------------------------

    def _draw(self, sharp=False):
        state, sentence = self._state(**self.values)
        changed = sentence != self.picture.tooltip
        with self.picture.hold_sync():  # one message for both
            self.picture.value = (self._sharp_stage if sharp else self._stage).jpeg(**state)
            self.picture.tooltip = sentence
        if changed:
            size = round(15 * self._enlarged * self._dpi / 100)
            self.sentence.value = f"<div style='font-size:{size}px;line-height:1.35'>{html.escape(sentence)}</div>"
        if not sharp:
            self._sharpen_at_rest()

    def _sharpen_at_rest(self):
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # plain Python: no hand, no screen, nothing to wait for
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(REST, partial(self._draw, sharp=True))
