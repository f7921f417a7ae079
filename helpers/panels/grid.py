"""The panels of lesson 1: the hunt by hand, and the grid."""

from collections.abc import Callable
from functools import partial

from helpers import invented, landscapes
from helpers.arguments import checked
from helpers.data import three_points
from helpers.panels.controls import Choice, Slider
from helpers.panels.panel import Panel
from helpers.panels.parts import lowest_point
from helpers.pictures.grid import GridScene
from helpers.pictures.hunt import HuntScene
from helpers.search import exhaustive_search
from helpers.wording import cost_text, number


def hunt_panel() -> Panel:
    """Make the panel of the hunt by hand: a dial for w, the line it gives, and the cost of every w at which the hand stopped.

    >>> panel = hunt_panel()
    >>> panel.set(w=2.0)
    >>> print(panel.text)
    w = 2.00 costs J = 0. After 2 tries (6 evaluations) the best so far is w = 2.00 with J = 0.
    """
    x, y = three_points()
    hill = landscapes.bowl()
    kept, tried = [], []  # where the hand stopped, and that with where it is now

    def state(w):
        tried[:] = kept if kept and kept[-1] == w else [*kept, w]
        best = min(tried, key=hill.cost)
        sentence = (
            f"w = {number(w)} costs J = {cost_text(hill.cost(w))}. After {len(tried)} {'try' if len(tried) == 1 else 'tries'} "
            f"({3 * len(tried)} evaluations) the best so far is w = {number(best)} with J = {cost_text(hill.cost(best))}."
        )
        return {"tried": tried}, sentence

    def keep():
        kept[:] = tried

    dial = Slider("w", "w", hill.low, hill.high, 0.0, under="w")
    scenarios = {"too flat": {"w": 0.5}, "too steep": {"w": 4.0}}
    make = partial(HuntScene, x=x, y=y, landscape=hill)
    return Panel(make, state, [dial], scenarios, on_reset=kept.clear, on_rest=keep, ahead=False)


@checked()
def grid_panel(own: Callable | None = None) -> Panel:
    """Make the panel of the grid: its step, and the landscape it searches.

    own: a reader's cost, a plain function of w from 0 to 5, which joins the menu as "yours" and stands there first. Raises
    ValueError where it gives no finite number.

    >>> panel = grid_panel()
    >>> panel.set(step=1.0)
    >>> print(panel.text)
    6 tries in steps of 1 find w = 2.0000 (cost 0) after 18 evaluations. The lowest point is at w = 2.0000 (cost 0).
    """
    hills = {"bowl": landscapes.bowl().between(0.0, 5.0), "hidden valley": invented.hidden_valley(3.85, 0.06)}
    hills |= {} if own is None else {"yours": landscapes.of_function(own)}

    def state(landscape, step):
        hill = hills[landscape]
        search = exhaustive_search(hill, step)
        return {"landscape": hill, "search": search, "step": step}, f"{search} {lowest_point(hill)}"

    controls = [
        Slider("step", "step of the grid", 0.01, 1.0, 0.3, log=True, under="step"),
        Choice("landscape", "landscape", list(hills), "bowl" if own is None else "yours"),
    ]
    scenarios = {
        "coarse but near": {"landscape": "bowl", "step": 0.3},
        "steps over the valley": {"landscape": "hidden valley", "step": 0.5},
        "fine enough": {"landscape": "hidden valley", "step": 0.05},
    }
    make = partial(GridScene, low=0.0, high=5.0, top=44.0, smallest=0.01, largest=1.0)
    return Panel(make, state, controls, scenarios)
