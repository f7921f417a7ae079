"""The panels of lesson 3: batch gradient descent, on the three points and on uneven ground."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from helpers import invented, landscapes
from helpers.arguments import checked
from helpers.data import three_points
from helpers.descent import batch_descent, descend
from helpers.panels.controls import Choice
from helpers.panels.guarded import Guarded
from helpers.panels.panel import Panel
from helpers.panels.parts import lowest_point, rate_and_epochs, start_and_epoch, where_the_ball_is
from helpers.pictures.descent import DescentScene
from helpers.wording import rate_sentence

EPOCHS = 40  # on the bowl, most of what happens happens in them


@checked()
def descent_panel(gradient: Callable | None = None) -> Panel:
    """Make the panel of batch gradient descent on the three points: starting w, learning rate, epochs.

    gradient: a reader's function (w, x, y) of the slope dJ/dw, which then takes the place of the helper's.

    >>> panel = descent_panel()
    >>> panel.set(learning_rate=0.22)
    >>> panel.text.startswith("Each step multiplies the distance to w* by −1.05: it changes sides and grows.")
    True
    """
    x, y = three_points()
    bowl = landscapes.bowl()
    state = _bowl_state(x, y) if gradient is None else _own_state(gradient, x, y)
    fixed = {"landscape": bowl} if gradient is None else {"landscape": None, "highest": float(bowl.cost(bowl.high))}
    controls = [*start_and_epoch(-1.0, 5.0, EPOCHS, 4.5), *rate_and_epochs(1e-4, 1.0, 0.01, EPOCHS)]
    scenarios = {
        "too small": {"learning_rate": 0.001},
        "just right": {"learning_rate": 0.05},
        "one step": {"learning_rate": 3 / 28},
        "oscillates": {"learning_rate": 3 / 14},
        "diverges": {"learning_rate": 0.22},
    }
    return Panel(partial(DescentScene, epochs=EPOCHS, **fixed), state, controls, scenarios, walks="epoch")


def _bowl_state(x, y):
    def state(start, epoch, learning_rate, epochs):
        run = batch_descent(x, y, start, learning_rate, epochs)
        sentence = f"{rate_sentence(learning_rate, x)} {run} {where_the_ball_is(run, epoch)}"
        return {"run": run, "epoch": epoch, "learning_rate": learning_rate}, sentence

    return state


def _own_state(gradient, x, y):
    """Descend the true bowl by a reader's slope, which is the one that is drawn too."""
    own, drawn = Guarded(gradient), Guarded(gradient)  # what the drawing asks is no part of the report on the run
    ground = replace(landscapes.bowl(), gradient=lambda w: own(w, x, y))
    shown = replace(ground, gradient=lambda w: drawn(w, x, y))

    def state(start, epoch, learning_rate, epochs):
        run = descend(ground, start, learning_rate, epochs)
        words = str(run)
        if shown.gradient(run.last_weight) == 0 != landscapes.bowl().gradient(run.last_weight):
            words = words.replace(f": {run.outcome}.", ": standing still, because your gradient is 0 there.")
        sentence = f"{own.report('gradient')} {words} {where_the_ball_is(run, epoch)}"
        return {"run": run, "epoch": epoch, "learning_rate": learning_rate, "landscape": shown}, sentence

    return state


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
        return shown, f"{run} {lowest_point(hill)} {where_the_ball_is(run, epoch)}"

    controls = [
        *start_and_epoch(-1.0, 5.0, 100),
        *rate_and_epochs(1e-4, 1.0, 0.02, 100),
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
