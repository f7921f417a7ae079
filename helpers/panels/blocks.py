"""The panel of lesson 2: divide and conquer."""

from collections.abc import Callable
from functools import partial

from helpers import invented, landscapes
from helpers.arguments import checked
from helpers.panels.controls import Choice, Slider
from helpers.panels.panel import Panel
from helpers.panels.parts import lowest_point
from helpers.pictures.blocks import BlocksScene
from helpers.search import divide_and_conquer


@checked()
def blocks_panel(own: Callable | None = None) -> Panel:
    """Make the panel of divide and conquer: the landscape, the number of parts, and the rounds.

    own: as for `grid_panel`.

    >>> panel = blocks_panel()
    >>> panel.set(landscape="bowl", parts=4, rounds=6)
    >>> panel.text.startswith("24 tries in 6 rounds of 4 blocks find w = 2.000")
    True
    """
    fixed = {
        "bowl": landscapes.bowl().between(0.0, 5.0),
        "two valleys": invented.two_valleys().between(0.0, 5.0),
        "ripples": invented.ripples().between(0.0, 5.0),
    }
    fixed |= {} if own is None else {"yours": landscapes.of_function(own)}

    def state(landscape, centre, width, parts, rounds):
        hill = fixed.get(landscape) or invented.hidden_valley(centre, width)
        search = divide_and_conquer(hill, parts, rounds)
        return {"landscape": hill, "search": search, "rounds": rounds}, f"{search} {lowest_point(hill)}"

    valley = ("landscape", "hidden valley")
    controls = [
        Choice("landscape", "landscape", ["hidden valley", *fixed], "hidden valley" if own is None else "yours"),
        Slider("width", "its half-width", 0.02, 0.8, 0.2, log=True, only_with=valley),
        Slider("rounds", "rounds", 1, 6, 3),
        Slider("parts", "parts", 2, 10, 4),
        Slider("centre", "hidden valley at", 2.0, 4.5, 3.6, under="w", ends=(0.0, 5.0), only_with=valley),
    ]
    hidden = {"landscape": "hidden valley", "centre": 3.6, "width": 0.2}
    scenarios = {
        "finds the bowl's floor": {"landscape": "bowl", "parts": 4, "rounds": 6},
        "discards the valley": {**hidden, "parts": 4, "rounds": 3},
        "more parts find it": {**hidden, "parts": 9, "rounds": 3},
    }
    make = partial(BlocksScene, low=0.0, high=5.0, top=44.0, most_rounds=6)
    return Panel(make, state, controls, scenarios, walks="rounds")
