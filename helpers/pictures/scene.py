"""Scenes: pictures that can be shown still, or moved by a panel.

A scene draws what stands still when it is made, and puts every artist that can move into `moving`; `update` moves them to a
finished result.
"""

from collections.abc import Callable

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.landscapes import Landscape
from helpers.pictures.style import BLACK, CURVE, MINIMUM, enlargement, pixels_an_inch, scaled, show, style_axes


class Scene:
    """A picture whose moving parts are known: `moving` lists them, `place` says where each named axis lies.

    place: maps a name to the left and right end of that horizontal axis as fractions of the figure's width.
    """

    width, height = 10.0, 4.0

    def __init__(self, figure: Figure):
        self.figure = figure
        self.moving = []
        self.place = {}

    def columns(self, *names: str, share_y: bool = False, left: float = 0.085, gap: float = 0.09, right: float = 0.975) -> list:
        """Make one axes for each name, side by side at fixed places."""
        scale = enlargement()
        left, gap, bottom, top = left * scale, gap * scale, 0.155 * scale, 1 - 0.11 * scale
        width = (right - left - gap * (len(names) - 1)) / len(names)
        row = []
        for position, name in enumerate(names):
            start = left + position * (width + gap)
            share = row[0] if share_y and row else None
            row.append(self.figure.add_axes((start, bottom, width, top - bottom), sharey=share))
            self.place[name] = (start, start + width)
        self._add_meter(right)
        return row

    def _add_meter(self, right):
        scale = enlargement()
        # only the number moves: drawing text is a good part of a move's time
        top_right = {"va": "top", "fontsize": 12 * scale, "color": BLACK}
        self.figure.text(right - 0.075 * scale, 1 - 0.02 * scale, "evaluations spent:", ha="right", **top_right)
        self.meter_text = self.moves(self.figure.text(right, 1 - 0.02 * scale, "", ha="right", **top_right))

    def moves(self, artist):
        """Note an artist as one that moves, and return it."""
        self.moving.append(artist)
        return artist

    def line(self, axes, style: dict, x=(), y=(), **more) -> Line2D:
        """Add a line or marks that will move; marks without a line may stand across the edge of the axes."""
        return self.moves(axes.add_line(Line2D(x, y, clip_on=style.get("linestyle") != "none", **scaled(style), **more)))

    def add_landscape(self, axes, low: float, high: float, top: float) -> None:
        """Fix the axes of a cost curve that can be exchanged for another, and add the curve and its star."""
        axes.set_xlim(low, high)
        axes.set_ylim(-0.07 * top, 1.07 * top)
        style_axes(axes, "w (weight)", "J(w), mean squared error")
        self.line_of_costs = self.line(axes, CURVE)
        self.star = self.line(axes, MINIMUM)

    def update_landscape(self, axes, landscape: Landscape) -> None:
        """Move the curve and its star to a landscape."""
        w = np.linspace(*axes.get_xlim(), 601)
        self.line_of_costs.set_data(w, inside(landscape.cost(w), axes))
        self.star.set_data([landscape.best], [inside(landscape.best_cost, axes)])

    def meter(self, evaluations: int) -> None:
        """Write how many per-sample evaluations have been spent, in the same corner of every picture."""
        self.meter_text.set_text(f"{evaluations:,}")


def inside(values, axes, direction: str = "y") -> np.ndarray:
    """Clip values to the ends of an axis, so that what leaves the picture is drawn along its edge.

    Upwards a little room is left for the thickness of a line; sideways none, so that a mark stands exactly over the handle of
    a slider.
    """
    low, high = axes.get_ylim() if direction == "y" else axes.get_xlim()
    margin = 0.012 * (high - low) if direction == "y" else 0.0
    return np.clip(values, low + margin, high - margin)


def new_scene(make: Callable[[Figure], Scene], dpi: float) -> Scene:
    """Make a scene on a figure of its own at a resolution."""
    figure = Figure(figsize=(Scene.width, Scene.height), dpi=dpi)
    FigureCanvasAgg(figure)
    return make(figure)


def show_scene(make: Callable[[Figure], Scene], sentence: str, **state) -> None:
    """Show a scene as a still picture with its sentence."""
    scene = new_scene(make, pixels_an_inch())
    scene.update(**state)
    show(scene.figure, sentence)
