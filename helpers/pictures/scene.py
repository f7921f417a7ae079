"""Scenes: pictures that can be shown still, or moved by a panel.

A scene draws what stands still when it is made, and puts every artist that can move into `moving`; `update` moves them to a
finished result.
"""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.arguments import checked, shown
from helpers.landscapes import Landscape
from helpers.pictures.drawing import cost_label
from helpers.pictures.style import BLACK, CURVE, MINIMUM, STYLE, TICKS, empty_figure, picture_size, show, style_axes


class Scene:
    """A picture whose moving parts are known: `moving` lists them, `place` says where each named axis lies.

    front: what stands still above those that move. place: maps a name to the left and right end of that horizontal axis as
    fractions of the figure's width. room: how much more of the picture type takes than at a desk.
    """

    width, height = 10.0, 4.0  # inches at a desk

    def __init__(self, figure: Figure):
        self.figure = figure
        self.moving, self.front = [], []
        self.place = {}
        self.room = self.width / figure.get_figwidth()

    def columns(self, *names: str, share_y: bool = False, left: float = 0.085, gap: float = 0.09, right: float = 0.975) -> list:
        """Make one axes for each name, side by side at fixed places.

        left, gap, right: where the first begins, what lies between two, and where the last ends, as shares of the width at a
        desk. A figure of fewer inches leaves as many for its type.
        """
        room = self.room
        left, gap, end, bottom, top = left * room, gap * room, 1 - (1 - right) * room, 0.155 * room, 1 - 0.11 * room
        width = (end - left - gap * (len(names) - 1)) / len(names)
        row = []
        for position, name in enumerate(names):
            start = left + position * (width + gap)
            share = row[0] if share_y and row else None
            row.append(self.figure.add_axes((start, bottom, width, top - bottom), sharey=share))
            row[-1].tick_params(**TICKS)
            self.place[name] = (start, start + width)
        self._add_meter(1 - 0.025 * room, 1 - 0.02 * room, 0.075 * room)
        return row

    def _add_meter(self, right, top, number_width):
        # only the number moves: drawing text is a good part of a move's time
        corner = {"ha": "right", "va": "top", "fontsize": 12, "color": BLACK}
        self.figure.text(right - number_width, top, "evaluations spent:", **corner)
        self.meter_text = self.moves(self.figure.text(right, top, "", **corner))

    def moves(self, artist):
        """Note an artist as one that moves, and return it."""
        self.moving.append(artist)
        return artist

    def line(self, axes, style: dict, x=(), y=(), **more) -> Line2D:
        """Add a line or marks that will move; marks without a line may stand across the edge of the axes."""
        return self.moves(axes.add_line(Line2D(x, y, clip_on=style.get("linestyle") != "none", **style, **more)))

    def add_landscape(self, axes, low: float, high: float, top: float) -> None:
        """Fix the axes of a cost curve that can be exchanged for another, and add the curve and its star."""
        axes.set_xlim(low, high)
        axes.set_ylim(-0.07 * top, 1.07 * top)
        axes.yaxis.get_major_locator().set_params(integer=True, steps=[1, 2, 5, 10])  # or their numbers reach the axis' name
        style_axes(axes, "w (weight)")
        # what an axis is called changes with the landscape, so the name moves, which an axis' own label cannot
        name = {"rotation": 90, "ha": "center", "va": "center", "fontsize": STYLE["axes.labelsize"]}
        self.cost_name = self.moves(axes.text(-0.115 * self.room, 0.5, "", transform=axes.transAxes, **name))
        self.line_of_costs = self.line(axes, CURVE)
        self.star = self.line(axes, MINIMUM)

    def update_landscape(self, axes, landscape: Landscape, y_label: str | None = None) -> None:
        """Move the curve and its star to a landscape, and name its J axis; y_label: a name for any landscape instead."""
        self.cost_name.set_text(cost_label(landscape) if y_label is None else y_label)
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


def new_scene(make: Callable[[Figure], Scene], dpi: float, share: float = 1.0) -> Scene:
    """Make a scene on a figure of its own: a share of the scene's inches, at so many pixels an inch."""
    with rc_context(STYLE):
        scene = make(empty_figure(Scene.width, Scene.height, share, dpi))
    if not isinstance(scene, Scene):
        raise ValueError(f"the function gave {shown(scene)}, expected a scene")
    return scene


@checked()
def show_scene(make: Callable[[Figure], Scene], sentence: str, **state) -> None:
    """Show a scene as a still picture with its sentence."""
    share, dpi = picture_size()
    scene = new_scene(make, dpi, share)
    scene.update(**state)
    show(scene.figure, sentence)
