"""Hands on a panel: what every test of the panels does to them, and what must hold after any move."""

import math
import re
from functools import cache

import numpy as np
import pytest

import helpers
from helpers.panels.panel import Panel

MAKERS = {name: getattr(helpers, name) for name in helpers.__all__ if name.endswith("_panel")}


def small(make, **given) -> Panel:
    """Make a panel with a small picture, for what does not hang on its resolution."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.panels.view.picture_size", lambda: (1.0, 40))
        return make(**given)


@cache
def _once(name: str) -> Panel:
    return small(MAKERS[name])


def fresh(name: str) -> Panel:
    """Return a small panel as it is at the start; it is made once."""
    panel = _once(name)
    panel.buttons["reset"].click()
    return panel


def limits(panel: Panel) -> list[tuple]:
    """Read the limits of every axes of the picture."""
    return [(*axes.get_xlim(), *axes.get_ylim()) for axes in panel.view.scene.figure.axes]


def check(panel: Panel) -> None:
    """Check what must hold after any move: one sentence everywhere, finite values in their range, handles and boxes at them."""
    shown = panel.view.canvas.shown["sentence"]
    assert shown == panel.text
    assert panel.view.canvas.shown["boxes"] == {name: panel.boxes[name].value for name in panel.sliders}
    assert shown.endswith(".")
    assert not re.search(r"\b(nan|inf|infinity|none)\b", shown, re.IGNORECASE), shown
    for name, value in panel.values.items():
        assert panel.boxes[name].value == panel.controls[name].write(value)
        if name in panel.sliders:
            control = panel.controls[name]
            assert math.isfinite(value)
            assert control.low <= value <= control.high
            assert panel.sliders[name].value == control.place(value)


def drive(panel: Panel, name: str, value) -> None:
    """Move the slider of a control to the place of a value, or choose in its menu."""
    if name in panel.sliders:
        panel.sliders[name].value = panel.controls[name].place(value)
    else:
        panel.boxes[name].value = value


def ends(panel: Panel, name: str) -> list:
    """Return the two ends of a slider, or all the options of a menu."""
    control = panel.controls[name]
    return [control.low, control.high] if name in panel.sliders else list(control.options)


def any_value(panel: Panel, name: str, rng: np.random.Generator):
    """Draw a value of a control, on the slider's grain or off it."""
    control = panel.controls[name]
    if name not in panel.sliders:
        return str(rng.choice(control.options))
    if control.whole:
        return int(rng.integers(control.low, control.high + 1))
    if control.log:
        return float(np.exp(rng.uniform(np.log(control.low), np.log(control.high))))
    return float(rng.uniform(control.low, control.high))


def enter(panel: Panel, name: str, number: float) -> None:
    """Type a number in full into a slider's box."""
    panel.boxes[name].value = number if panel.controls[name].whole else repr(number)
