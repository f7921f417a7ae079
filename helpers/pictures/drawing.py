"""Drawers: each takes axes and what is to be drawn on them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from helpers.arguments import Count, Positive, checked
from helpers.landscapes import Landscape
from helpers.pictures.style import (
    BALL,
    BEST,
    CURVE,
    DATA,
    DISCARDED,
    KEPT,
    MINIMUM,
    ORANGE,
    TRIED,
    label,
    new_figure,
    show,
    style_axes,
)
from helpers.trajectory import Block, Trajectory
from helpers.validation import require_points
from helpers.wording import number


@checked()
def draw_curve(axes: Axes, landscape: Landscape, highest: Positive | None = None, label: bool = True) -> None:
    """Draw the cost curve J(w) with a star at its lowest point, and fix the axes for good.

    highest: the top of the J axis; without it the highest point of the curve.
    """
    w = np.linspace(landscape.low, landscape.high, 801)
    costs = landscape.cost(w)
    bottom = min(0.0, float(costs.min()))
    top = float(costs.max()) if highest is None else highest
    axes.plot(w, costs, **CURVE)
    axes.plot([landscape.best], [landscape.best_cost], **MINIMUM)
    axes.set_xlim(landscape.low, landscape.high)
    margin = 0.07 * (top - bottom)
    axes.set_ylim(bottom - margin, top + margin)
    style_axes(axes, "w (weight)" if label else "", cost_label(landscape))


def cost_label(landscape: Landscape) -> str:
    """Name the axis of J: the mean squared error of points, or simply the cost of an invented landscape.

    >>> from helpers import bowl, ripples
    >>> cost_label(bowl()), cost_label(ripples())
    ('J(w), mean squared error', 'J(w), cost')
    """
    return "J(w), mean squared error" if len(landscape.x) else "J(w), cost"


@checked()
def draw_data(axes: Axes, x: Sequence[float], y: Sequence[float], low: float = 0.0, high: float | None = None) -> None:
    """Draw the samples as squares and fix the axes; low, high: the ends of the y axis."""
    require_points(x, y)
    top = 1.25 * max(y) if high is None else high
    if not (low < top and max(x) > 0):
        raise ValueError(f"the axes reach to x = {max(x)} and from y = {low} to {top}, expected both to grow from their start")
    axes.plot(x, y, **DATA)
    axes.set_xlim(0, 1.15 * max(x))
    axes.set_ylim(low, top)
    style_axes(axes, "x", "y")


@checked()
def draw_surface(axes: Axes, landscape: Landscape, names: tuple[str, str] = ("w₁", "w₂")) -> None:
    """Draw the cost of two weights as a heat map with contours, dark where it is low, and a star at the lowest point."""
    w_1 = np.linspace(landscape.low[0], landscape.high[0], 201)
    w_2 = np.linspace(landscape.low[1], landscape.high[1], 201)
    costs = landscape.cost(tuple(np.meshgrid(w_1, w_2)))
    shown = np.sqrt(costs - costs.min())  # the root keeps the valley's floor readable beside its steep walls
    axes.contourf(w_1, w_2, shown, levels=14, cmap="cividis")  # bands, not a gradient: easier to name, and small as a PNG
    levels = costs.min() + np.array([0.05, 0.2, 0.4, 0.65, 0.85]) ** 2 * (costs.max() - costs.min())
    lines = axes.contour(w_1, w_2, costs, levels=levels, colors="white", linewidths=1.1)
    axes.clabel(lines, fontsize=10, fmt=lambda level: f"{level:.2g}")
    axes.plot(*[[part] for part in landscape.best], **MINIMUM)
    axes.set_xlim(landscape.low[0], landscape.high[0])
    axes.set_ylim(landscape.low[1], landscape.high[1])
    style_axes(axes, names[0], names[1])


@checked()
def draw_comb(axes: Axes, search: Trajectory) -> None:
    """Draw every evaluated point of a search over one weight as the tooth of a comb, and the best as a diamond."""
    bottom = axes.get_ylim()[0]
    axes.add_collection(LineCollection(comb_teeth(search.weights, search.costs, bottom), colors=ORANGE, linewidths=1.0))
    axes.plot(search.weights, search.costs, **TRIED)
    axes.plot([search.best_weight], [search.costs[search.best]], **BEST)


def comb_teeth(weights: np.ndarray, costs: np.ndarray, bottom: float) -> np.ndarray:
    """Return the line segments from the axis up to each point, shape (m, 2, 2)."""
    feet = np.stack([weights, np.full(len(weights), bottom)], axis=1)
    return np.stack([feet, np.stack([weights, costs], axis=1)], axis=1)


@checked()
def draw_tries(axes: Axes, search: Trajectory) -> None:
    """Draw every evaluated point of a search over two weights, and the best as a diamond."""
    style = TRIED | {"markersize": 3.5 if len(search.weights) < 3000 else 1.2, "markeredgewidth": 0}
    axes.plot(*search.weights.T, **style)
    axes.plot(*[[part] for part in search.best_weight], **BEST)


@checked()
def draw_path(axes: Axes, run: Trajectory) -> None:
    """Draw a descent over two weights: its path, the start as a small circle and the end as the ball."""
    axes.plot(*run.weights.T, color=ORANGE, linewidth=2.2, marker="o", markersize=4)
    axes.plot(*[[part] for part in run.last_weight], **BALL)


@checked()
def draw_blocks(axes: Axes, blocks: Sequence[Block], rounds: Count) -> None:
    """Draw what a divide and conquer over two weights threw away in its first rounds (hatched), and the block it kept."""
    for block in blocks[:rounds]:
        size = (np.array(block.high) - block.low) / block.parts
        for place, middle in enumerate(block.tries):
            if place != block.kept:
                axes.add_patch(Rectangle(middle - size / 2, *size, alpha=0.55, **DISCARDED))
        axes.plot(*block.tries.T, **TRIED)
    last = blocks[min(rounds, len(blocks)) - 1]
    axes.add_patch(Rectangle(last.kept_low, *(np.array(last.kept_high) - last.kept_low), **KEPT))


@checked()
def show_search(landscape: Landscape, search: Trajectory) -> None:
    """Show a search: as a comb on the curve of one weight, or as points on the heat map of two."""
    figure, (axes,) = new_figure(width=7.0)
    if landscape.dimensions == 1:
        draw_curve(axes, landscape)
        draw_comb(axes, search)
    else:
        draw_surface(axes, landscape)
        draw_tries(axes, search)
    label(axes, 0.99, 1.02, f"evaluations spent: {number(search.spent, 0)}", transform=axes.transAxes, ha="right")
    show(figure, str(search))
