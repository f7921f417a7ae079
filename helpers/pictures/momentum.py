"""Pictures of walks on two weights, and of what momentum gains and costs when both sides have their best learning rate."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.arguments import Count, Kept, Positive, checked
from helpers.invented import line_bowl, plateau, saddle, shelf
from helpers.landscapes import Landscape
from helpers.momentum import heavy_ball, steps_needed
from helpers.pictures.drawing import draw_surface
from helpers.pictures.style import BALL, BLUE, ORANGE, VERMILLION, label, new_figure, show, style_axes
from helpers.wording import weight_text

KEEPS = tuple(keep / 10 for keep in range(10))
MOST = 2000  # steps that a run may need
RATES = np.append(np.geomspace(0.002, 0.3, 40), 3 / 28)  # with the one that needs one step on the bowl


@checked()
def show_walks(walks: Mapping[str, Sequence[Sequence[float]]]) -> None:
    """Show walks over the two weights of the saddle on its map, each with its name at its end.

    walks: for each name a row of places (w₁, w₂).
    """
    figure, (axes,) = new_figure(width=6.4, height=4.6)
    draw_surface(axes, saddle())
    for name, walk in walks.items():
        path = np.asarray(walk)
        axes.plot(*path.T, color=ORANGE, linewidth=2.4)
        axes.plot(*path[-1:].T, **BALL)
        label(axes, path[-1, 0] + 0.12, path[-1, 1] + 0.12, name)
    axes.plot(*np.asarray(walk)[:1].T, **{**BALL, "markerfacecolor": "white"})
    ends = "; ".join(f"{name}: {weight_text(walk[-1], 2)}" for name, walk in walks.items())
    show(figure, f"From the open circle the walks end at (w₁, w₂): {ends}.")


@checked()
def show_trough(start: tuple[float, float], settings: Sequence[tuple[Positive, Kept]], steps: Count = 15) -> None:
    """Show the first steps of the heavy ball in the trough of the line y = x·w + c, one pane for each (rate, keep)."""
    valley = line_bowl().between((-1.0, -3.0), (5.0, 3.0))
    figure, panes = new_figure(len(settings), width=9.0, height=3.8, sharey=True)
    sentences = []
    for axes, (rate, keep) in zip(panes, settings, strict=True):
        path = heavy_ball(valley.gradient, np.array(start, dtype=float), rate, keep, steps)
        draw_surface(axes, valley, ("w", "c"))
        axes.plot(*path.T, color=ORANGE, linewidth=2.2, marker="o", markersize=4)
        axes.plot(*path[-1:].T, **BALL)
        style_axes(axes, "w", "c" if axes is panes[0] else "", f"keep {keep:g}, η = {rate:g}")
        sentences.append(f"keep {keep:g}: after {steps} steps the cost is {valley.cost(path[-1]):.2g}")
    show(figure, "; ".join(sentences) + ".")


def show_keeps() -> None:
    """Show the steps needed against the learning rate on four landscapes, for keep 0, the best other keep, and 0.9.

    A target of 0.1 % of the start's height must be met and held to the end of 4,000 steps. Of the starts the slowest counts.
    """
    figure, panes = new_figure(4, width=13.0, height=4.0, sharey=True)
    sentences = []
    for axes, (name, (landscape, starts)) in zip(panes, cases().items(), strict=True):
        needed = steps_needed(landscape, starts, RATES, KEEPS, most=2 * MOST)
        best = 1 + int(np.argmin(needed[1:].min(axis=1)))
        lines = ((0, BLUE, "--", "keep 0"), (best, ORANGE, "-", "best keep"), (9, VERMILLION, ":", "keep 0.9"))
        order = np.argsort(RATES)
        for place, color, stroke, text in lines:
            axes.loglog(RATES[order], needed[place, order], color=color, linestyle=stroke, linewidth=2.6, label=text)
        axes.set_xlim(0.0018, 0.34)
        axes.set_ylim(0.8, 1.2 * MOST)
        title = f"{name}\n(best keep {KEEPS[best]:g})"
        style_axes(axes, "η (learning rate)", "steps needed" if axes is panes[0] else "", title)
        counts = [f"keep {KEEPS[place]:g} needs {_steps(needed[place].min())}" for place, *_ in lines]
        sentences.append(f"{name}: {', '.join(counts)}")
    panes[0].legend(loc="upper right")
    label(panes[2], 0.0025, 1.1, "keep 0 never arrives")
    show(figure, "\n".join(sentences))


def cases() -> dict[str, tuple[Landscape, Sequence]]:
    """Return the four landscapes and the starts from which the heavy ball is tried on each."""
    hill = Landscape("bowl", -1.0, 5.0, lambda w: 14 / 3 * (w - 2) ** 2, lambda w: 28 / 3 * (w - 2), 2.0)
    around = [(2 + 2 * np.cos(angle), 2 * np.sin(angle)) for angle in np.arange(8) * np.pi / 4]
    return {
        "bowl": (hill, [-1.0, 0.0, 1.0, 3.0, 4.0, 5.0]),
        "plateau, from −1": (plateau(), [-1.0]),
        "shelf, from 3.8, 3.9, 4": (shelf(), [3.8, 3.9, 4.0]),
        "trough": (line_bowl(), around),
    }


def _steps(count) -> str:
    return f"more than {MOST:,} steps" if np.isinf(count) else f"{count:.0f} step{'s' if count > 1 else ''}"
