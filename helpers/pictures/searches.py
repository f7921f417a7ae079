"""Pictures of searches that know the cost of single weights alone: what was tried, how exact the answer is, and its price."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import AtLeastTwo, Count, Positive, checked
from helpers.landscapes import Landscape
from helpers.model import cost, forward, loss
from helpers.pictures.drawing import draw_blocks, draw_comb, draw_data, draw_surface
from helpers.pictures.style import BLUE, CURVE, GREY, ORANGE, VERMILLION, label, new_figure, show, style_axes
from helpers.search import divide_and_conquer, exhaustive_search, grid_size
from helpers.trajectory import Block, Trajectory
from helpers.wording import number


@checked()
def show_fits(x: Sequence[float], y: Sequence[float], weights: Sequence[float]) -> None:
    """Show the line of each weight beside the samples, with every error as an upright bar and its loss written over it.

    x, y: n samples. weights: one pane for each. Raises ValueError for samples that are empty, of unequal length or not finite.
    """
    figure, panes = new_figure(len(weights))
    costs = [cost(w, x, y) for w in weights]
    top = 1.1 * max(*y, *(forward(w, each) for w in weights for each in x)) + 1
    for axes, w, mean in zip(panes, weights, costs, strict=True):
        draw_data(axes, x, y, high=top)
        edge = np.array(axes.get_xlim())
        axes.plot(edge, edge * w, **CURVE)
        for x_i, y_i in zip(x, y, strict=True):
            axes.plot([x_i, x_i], [y_i, x_i * w], color=VERMILLION, linewidth=3, zorder=3)
            label(axes, x_i, max(y_i, x_i * w) + 0.4, f"ℓ = {number(loss(w, x_i, y_i), 0)}", ha="right")
        axes.set_title(f"w = {w:g}: J = {mean:.2f}", loc="left", fontsize=13)
    prices = ", ".join(f"w = {w:g} costs {mean:.2f}" for w, mean in zip(weights, costs, strict=True))
    show(figure, f"Each bar is an error, the distance from the line to a point: {prices}.")


@checked()
def show_teeth(landscape: Landscape, search: Trajectory) -> None:
    """Show the tries of a search over one weight as a comb, without the curve that they stand under."""
    figure, (axes,) = new_figure(width=7.0)
    axes.set_xlim(landscape.low - 0.1, landscape.high + 0.1)
    axes.set_ylim(0, 1.1 * float(search.costs.max()))
    style_axes(axes, "w (weight)", "J(w), cost")
    draw_comb(axes, search)
    label(axes, search.best_weight, search.costs.min() + 0.08 * axes.get_ylim()[1], "best so far", ha="center")
    best = f"w = {number(search.best_weight)} with cost {number(search.costs.min())}"
    show(figure, f"{len(search.weights)} tries without their curve; the lowest is {best}.")


@checked()
def show_promise(landscape: Landscape, steps: Sequence[Positive]) -> None:
    """Show how far a grid's answer is from the best weight for each step, below the promise of half a step, and the tries.

    steps: m steps of the grid, each above 0 and at most the range. Raises ValueError for a step out of range.
    """
    steps = np.asarray(steps, dtype=float)
    distances = [abs(exhaustive_search(landscape, step).best_weight - landscape.best) for step in steps]
    figure, (left, right) = new_figure(2)
    left.plot(steps, distances, color=ORANGE, linewidth=1.5)
    left.plot(steps, steps / 2, color=GREY, linewidth=2, linestyle="--")
    label(left, 0.62 * steps[-1], 0.37 * steps[-1], "half a step", ha="right")
    style_axes(left, "step of the grid", "distance from the best weight")
    right.plot(steps, [grid_size(landscape, step) for step in steps], **CURVE)
    style_axes(right, "step of the grid", "tries")
    label(right, 0.2 * steps[-1], 0.25 * grid_size(landscape, steps[0]), "half the step, twice the tries")
    largest = max(distance / step for distance, step in zip(distances, steps, strict=True))
    show(figure, f"Over {len(steps)} steps the distance swings between 0 and {largest:.2f} steps; the tries grow as 1 / step.")


@checked()
def show_prices(landscape: Landscape, parts: AtLeastTwo, most_rounds: Count) -> None:
    """Show what a grid and divide and conquer pay for the same accuracy, round by round, both axes on powers of ten.

    Raises ValueError where divide_and_conquer or exhaustive_search do.
    """
    rounds = range(1, most_rounds + 1)
    width = landscape.high - landscape.low
    exactness = [2 * parts**each / width for each in rounds]
    grids = [exhaustive_search(landscape, width / parts**each).spent for each in rounds]
    blocks = [divide_and_conquer(landscape, parts, each).spent for each in rounds]
    figure, (axes,) = new_figure(width=6.5, height=3.2)
    axes.loglog(exactness, grids, color=VERMILLION, marker="s", linestyle="--", linewidth=2.2, markersize=8)
    axes.loglog(exactness, blocks, color=BLUE, marker="o", linewidth=2.2, markersize=8)
    label(axes, exactness[-1] / 8, grids[-1] / 2, "grid", color=VERMILLION, fontsize=14, ha="right")
    label(axes, exactness[-1], 2 * blocks[-1], "divide and conquer", color=BLUE, fontsize=14, ha="right")
    style_axes(axes, "exactness, 1 / (± accuracy)", "evaluations")
    ends = f"the grid ends at {grids[-1]:,} evaluations, divide and conquer at {blocks[-1]:,}"
    show(figure, f"For the same accuracy {ends}.")


@checked()
def show_round(landscape: Landscape, block: Block, names: tuple[str, str] = ("w₁", "w₂")) -> None:
    """Show one round of divide and conquer over two weights: its tries, the blocks thrown away (hatched) and the one kept."""
    low, high = np.array(block.low), np.array(block.high)
    margin = 0.12 * (high - low)
    figure, (axes,) = new_figure(width=5.5, height=3.5)
    draw_surface(axes, landscape.between(tuple(low - margin), tuple(high + margin)), names)
    draw_blocks(axes, [block], rounds=1)
    kept = " and ".join(
        f"{name} from {number(start)} to {number(end)}"
        for name, start, end in zip(names, block.kept_low, block.kept_high, strict=True)
    )
    show(figure, f"Of {len(block.tries)} blocks this round keeps {kept}.")
