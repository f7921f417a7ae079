"""What the hand can set: sliders for numbers, and choices among names."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slider:
    """A number that the hand can set, with a slider and a box for exact values.

    name: its key. label: what the reader sees. low, high, start: its range and first value. step: the slider's grain.
    log: a logarithmic slider. under: the name of the scene's axis beneath which the slider lies, on that axis' scale.
    """

    name: str
    label: str
    low: float
    high: float
    start: float
    step: float = 0.01
    log: bool = False
    under: str | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers can be set."""
        return isinstance(self.start, int)

    def tidy(self, value: float) -> float:
        """Bring what a hand set into the range; keep typed numbers exact."""
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else value

    @property
    def grain(self) -> float:
        """The slider's step: a share of the decades on a log scale."""
        return (math.log10(self.high) - math.log10(self.low)) / 400 if self.log else self.step

    def is_echo(self, value: float, current: float) -> bool:
        """Tell whether a slider's value is only the current one brought to the slider's grain.

        A browser sends that back when it first shows a slider; taking it would change a number that nobody moved.
        """
        if self.log:
            value, current = math.log10(value), math.log10(current)
        low = math.log10(self.low) if self.log else self.low
        nearest = low + round((current - low) / self.grain) * self.grain
        return not self.whole and abs(value - nearest) < 1e-6 * self.grain + 1e-12

    def rounded(self, value: float) -> float:
        """Round what a slider says to a number that reads well: four digits on a log scale, whole steps on a plain one."""
        return float(f"{value:.4g}") if self.log or self.whole else round(value, 6)


@dataclass(frozen=True)
class Choice:
    """One of a few named options that the hand can choose; arguments as for Slider."""

    name: str
    label: str
    options: Sequence[str]
    start: str
