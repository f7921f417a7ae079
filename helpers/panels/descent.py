"""The panels of lesson 3: batch gradient descent, on the three points and on uneven ground."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from helpers import invented, landscapes
from helpers.data import three_points
from helpers.descent import batch_descent, descend
from helpers.panels.controls import Choice
from helpers.panels.guarded import Guarded
from helpers.panels.panel import Panel
from helpers.panels.parts import _lowest, _rate_and_epochs, _shown, _start_and_epoch
from helpers.pictures.descent import DescentScene
from helpers.wording import rate_sentence


def descent_panel(gradient: Callable | None = None) -> Panel:
    """Make the panel of batch gradient descent on the three points: starting w, learning rate, epochs.

    gradient: a reader's function (w, x, y) of the slope dJ/dw, which then takes the place of the helper's.

    >>> panel = descent_panel()
    >>> panel.set(learning_rate=0.22)
    >>> panel.text.startswith("Each step multiplies the error by −1.05: it changes sides and grows.")
    True
    """
    x, y = three_points()
    own = gradient and Guarded(gradient)
    ground = own and replace(landscapes.bowl(), gradient=lambda w: own(w, x, y))

    def state(start, epoch, learning_rate, epochs):
        if own:
            run = descend(ground, start, learning_rate, epochs)
            sentence = f"{own.report('gradient')} {run} {_shown(run, epoch)}"
        else:
            run = batch_descent(x, y, start, learning_rate, epochs)
            sentence = f"{rate_sentence(learning_rate, x)} {run} {_shown(run, epoch)}"
        return {"run": run, "epoch": epoch, "learning_rate": learning_rate}, sentence

    controls = [*_start_and_epoch(-1.0, 5.0, 100), *_rate_and_epochs(1e-4, 1.0, 0.01, 100)]
    scenarios = {
        "too small": {"learning_rate": 0.001},
        "just right": {"learning_rate": 0.05},
        "one step": {"learning_rate": 3 / 28},
        "oscillates": {"learning_rate": 3 / 14},
        "diverges": {"learning_rate": 0.22},
    }
    return Panel(partial(DescentScene, landscape=landscapes.bowl(), epochs=100), state, controls, scenarios, walks="epoch")


def landscape_panel() -> Panel:
    """Make the panel of gradient descent on uneven ground: the landscape, starting w, learning rate, epochs.

    >>> panel = landscape_panel()
    >>> panel.set(landscape="plateau", start=-0.9)
    >>> "still descending. The lowest point is at w = 2.0000 (cost 0)." in panel.text
    True
    """
    hills = {hill.name: hill for hill in (invented.two_valleys(), invented.plateau(), invented.shelf(), invented.ripples())}

    def state(landscape, start, epoch, learning_rate, epochs):
        hill = hills[landscape]
        run = descend(hill, start, learning_rate, epochs)
        shown = {"run": run, "epoch": epoch, "learning_rate": learning_rate, "landscape": hill}
        return shown, f"{run} {_lowest(hill)} {_shown(run, epoch)}"

    controls = [
        *_start_and_epoch(-1.0, 5.0, 100),
        *_rate_and_epochs(1e-4, 1.0, 0.02, 100),
        Choice("landscape", "landscape", list(hills), "two valleys"),
    ]
    scenarios = {
        "finds the deep valley": {"landscape": "two valleys", "start": 1.5, "learning_rate": 0.02},
        "stays in the shallow valley": {"landscape": "two valleys", "start": 4.5, "learning_rate": 0.02},
        "lost on the plateau": {"landscape": "plateau", "start": -0.9, "learning_rate": 0.02},
        "stops on the shelf": {"landscape": "shelf", "start": 3.0, "learning_rate": 0.02},
    }
    make = partial(DescentScene, landscape=None, epochs=100, highest=45.0)
    return Panel(make, state, controls, scenarios, walks="epoch")
