"""What the hand can set: sliders for numbers, and choices among names. Each makes the widgets that stand for it.

A slider's widget counts whole places along its track and holds no number of the panel's. In the browser a slider moves what
it is given to its own grain and sends that back, late perhaps, over whatever was set meanwhile; a whole place comes back as
it was, so nothing is sent.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets as widgets

LOG_PLACES, LOG_WHOLE = 400, 100  # along the track of a logarithmic slider, and of one for whole numbers


@dataclass(frozen=True)
class Slider:
    """A number that the hand can set, with a slider and a box for exact values.

    name: its key. label: what the reader sees. low, high, start: its range and first value; whole numbers where start is one.
    step: the slider's grain. log: a logarithmic slider. under: the name of the scene's axis beneath which the slider lies, on
    that axis' scale; ends: the numbers at that axis' ends, where they are not low and high. at_most: the name of the control
    whose value this one never exceeds. only_with: the name of a choice and the option without which the number means nothing.
    """

    name: str
    label: str
    low: float
    high: float
    start: float
    step: float = 0.01
    log: bool = False
    under: str | None = None
    ends: tuple[float, float] | None = None
    at_most: str | None = None
    only_with: tuple[str, str] | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers can be set."""
        return isinstance(self.start, int)

    @property
    def grain(self) -> float:
        """The least move on a plain scale; a whole number moves by 1 at least."""
        return max(1, round(self.step)) if self.whole else self.step

    def tidy(self, value: float, current: float) -> float:
        """Bring what a hand set into the range; keep typed numbers exact, and the current one where no number was typed."""
        if not math.isfinite(value):
            return current
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else value

    @property
    def log_places(self) -> int:
        """The places along the track of a logarithmic slider, no two of them with one value."""
        return LOG_WHOLE if self.whole else LOG_PLACES

    def place(self, value: float) -> int:
        """Return the place on the track that is nearest to a value.

        >>> Slider("rate", "rate", 0.01, 1.0, 0.1, log=True).place(0.1), Slider("w", "w", -1.0, 5.0, 1.0).place(1.234)
        (200, 123)
        """
        if self.log:
            return round(self.log_places * math.log(value / self.low) / math.log(self.high / self.low))
        return round(self.low / self.grain) + round((value - self.low) / self.grain)

    def value_at(self, place: int) -> float:
        """Return the value at a place on the track, as a number that reads well: four digits on a log scale.

        >>> Slider("rate", "rate", 0.01, 1.0, 0.1, log=True).value_at(201), Slider("w", "w", -1.0, 5.0, 1.0).value_at(123)
        (0.1012, 1.23)
        """
        if self.log:
            value = self.low * (self.high / self.low) ** (place / self.log_places)
            return round(value) if self.whole else float(f"{value:.4g}")
        value = self.low + (place - self.place(self.low)) * self.grain
        return round(value) if self.whole else round(min(value, self.high), 6)

    def track(self, left: float, right: float) -> tuple[float, float]:
        """Return where the slider's track lies, given where its axis lies."""
        low, high = self.ends or (self.low, self.high)
        width = (right - left) / (high - low)
        return left + (self.low - low) * width, left + (self.high - low) * width

    def make_slider(self) -> widgets.IntSlider:
        """Make the slider's widget, whose value is a place on the track."""
        low, high, start = map(self.place, (self.low, self.high, self.start))
        layout = widgets.Layout(width="auto", flex="1 1 auto", min_width="90px")
        return widgets.IntSlider(start, min=low, max=high, readout=False, tooltip=self.label, layout=layout)

    def read(self, typed: int | str, current: float) -> float:
        """Return the number that was typed, with a point or a comma, or the current one where it is no number.

        >>> rate = Slider("rate", "rate", 0.01, 1.0, 0.1)
        >>> rate.read("0,05", 0.1), rate.read("−2", 0.1), rate.read("two", 0.1)
        (0.05, -2.0, 0.1)
        """
        try:
            return typed if self.whole else float(typed.replace(",", ".").replace("−", "-"))
        except ValueError:
            return current

    def write(self, value: float) -> int | str:
        """Return what the box shows for a value: six digits, which fit.

        >>> Slider("rate", "rate", 0.01, 1.0, 0.1).write(3 / 14), Slider("w", "w", -1.0, 5.0, 1.0).write(-0.5)
        ('0.214286', '−0.5')
        """
        return value if self.whole else f"{value + 0.0:.6g}".replace("-", "−")

    def make_box(self, scale: float) -> widgets.Widget:
        """Make the box for exact values; scale: how much wider than at a desk.

        A browser's own box for numbers drops a comma that it does not expect, and 0,05 becomes 5; so fractions are read here.
        """
        layout = widgets.Layout(width=f"{84 * scale:.0f}px")
        if self.whole:
            return widgets.BoundedIntText(
                self.start, min=self.low, max=self.high, step=self.grain, tooltip=self.label, layout=layout
            )
        return widgets.Text(self.write(self.start), continuous_update=False, tooltip=self.label, layout=layout)

    def seen(self, box: widgets.Widget) -> int | str:
        """Return what the browser knows of the box's value."""
        return box.value

    def make_play(self, speeds: dict[str, int]) -> widgets.Play:
        """Make the button that walks along the whole track, place by place; speeds: milliseconds a step, by name."""
        low, high, start = map(self.place, (self.low, self.high, self.start))
        play = widgets.Play(start, min=low, max=high, show_repeat=False)
        play.interval, play.tooltip = speeds["normal"], f"play through: {self.label}"
        return play


@dataclass(frozen=True)
class Choice:
    """One of a few named options that the hand can choose; arguments as for Slider."""

    name: str
    label: str
    options: Sequence[str]
    start: str
    under = at_most = only_with = None  # a menu lies beneath no axis, has no order, and always means something

    def tidy(self, value: str, current: str) -> str:
        """Return the option; raises ValueError where it is none."""
        if value not in self.options:
            raise ValueError(f"{self.name} is {value!r}, expected one of {list(self.options)}")
        return value

    def read(self, chosen: str, current: str) -> str:
        """Return the option that was chosen."""
        return chosen

    def write(self, value: str) -> str:
        """Return what the menu shows for an option: itself."""
        return value

    def place(self, value: str) -> int:
        """Return the place of an option in the menu."""
        return list(self.options).index(value)

    def seen(self, menu: widgets.Dropdown) -> int:
        """Return what the browser knows of the menu's value: the place of the option."""
        return menu.index

    def make_slider(self) -> None:
        """Make no slider: a menu has none."""

    def make_box(self, scale: float) -> widgets.Dropdown:
        """Make the menu, as wide as its words at any scale."""
        layout = widgets.Layout(width="max-content")
        return widgets.Dropdown(options=list(self.options), value=self.start, layout=layout, tooltip=self.label)
