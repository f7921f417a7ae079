"""Any figure on sliders, in one line."""

import inspect
import math
from collections.abc import Callable, Sequence

from matplotlib.figure import Figure

from helpers.arguments import is_number, is_whole
from helpers.panels.controls import Choice, Slider
from helpers.panels.panel import Panel
from helpers.pictures.followed import FollowedScene

POSITIONS = 200  # of a slider at most, where no step is given


def follow(draw: Callable, **controls: Sequence) -> Panel:
    """Put a picture on sliders: `draw(axes, w)` draws it, `follow(draw, w=(-1, 5))` moves it.

    draw: takes matplotlib axes, which are empty each time, and one argument for each control. controls: by the name of the
    argument (low, high) or (low, high, step) for a slider, of whole numbers where all three are whole; a list of words for a
    menu. A slider starts at the argument's own default, or else in the middle of its range. Raises ValueError for controls
    that are not what `draw` takes, and whatever `draw` raises at the start.

    >>> panel = follow(lambda axes, w: axes.plot([0, 1], [0, w]), w=(-1, 5))
    >>> panel.set(w=0.5)
    >>> print(panel.text)
    w = 0.5.
    """
    starts = _starts(draw, controls)
    made = [_control(name, given, starts[name]) for name, given in controls.items()]
    draw(Figure().add_subplot(), **{control.name: control.start for control in made})  # what is wrong shows here, at once

    def state(**values):
        texts = {control.name: control.write(values[control.name]) for control in made}
        return {"values": values}, ", ".join(f"{name} = {text}" for name, text in texts.items()) + "."

    return Panel(lambda figure: FollowedScene(figure, draw), state, made)


def _starts(draw, controls):
    """Return the first value of each control by draw's own defaults, None where it has none."""
    if not controls:
        raise ValueError("no control is given, expected at least one, as in follow(draw, w=(-1, 5))")
    parameters = inspect.signature(draw).parameters
    try:
        inspect.signature(draw).bind(None, **controls)
    except TypeError as error:
        takes = ", ".join(parameters)
        raise ValueError(f"draw takes ({takes}), but is given axes and {', '.join(controls)}: {error}") from None
    defaults = {name: parameters[name].default if name in parameters else inspect.Parameter.empty for name in controls}
    return {name: None if default is inspect.Parameter.empty else default for name, default in defaults.items()}


def _control(name, given, start):
    if isinstance(given, list) and given and all(isinstance(option, str) for option in given):
        if start not in (None, *given):
            raise ValueError(f"{name} starts at {start!r}, expected one of {given}")
        return Choice(name, name, given, given[0] if start is None else start)
    if not isinstance(given, tuple) or len(given) not in (2, 3) or not all(is_number(number) for number in given):
        raise ValueError(f"{name} is {given!r}, expected (low, high), (low, high, step) or a list of words")
    low, high, *step = given
    if not low < high or (step and not 0 < step[0] <= high - low):
        raise ValueError(f"{name} is {given!r}, expected low < high and a step of at most the distance between them")
    start = (low + high) / 2 if start is None else start
    if not is_number(start) or not low <= start <= high:
        raise ValueError(f"{name} starts at {start!r}, expected a number from {low} to {high}")
    whole = len(given) == 3 and all(is_whole(number) for number in given)
    if whole:
        return Slider(name, name, int(low), int(high), round(start), step=int(step[0]))
    return Slider(name, name, float(low), float(high), float(start), step=float(step[0]) if step else _step(high - low))


def _step(width):
    """Return the least of 1, 2, 5, 10, … times a power of ten that makes at most POSITIONS steps.

    >>> _step(6), _step(1000), _step(0.1)
    (0.05, 5.0, 0.0005)
    """
    power = 10.0 ** math.floor(math.log10(width / POSITIONS))
    return float(f"{next(power * digit for digit in (1, 2, 5, 10) if power * digit * POSITIONS >= width * (1 - 1e-9)):.1g}")
