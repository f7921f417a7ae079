"""Two pictures of the scoreboard lesson: starts on the two valleys, and Hubble's nebulae."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import checked
from helpers.data import hubble_1929
from helpers.invented import two_valleys
from helpers.model import best_weight
from helpers.pictures.drawing import draw_curve
from helpers.pictures.style import BLUE, DATA, GREY, label, new_figure, show, style_axes
from helpers.validation import require_as_many


@checked()
def show_starts(starts: Sequence[float], ends: Sequence[float], ridge: float) -> None:
    """Show on the two valleys where descents began, by where they ended: near the deeper valley (triangles) or not (crosses).

    starts, ends: the first and the last weight of each descent. ridge: the weight of the hill between the valleys.
    """
    require_as_many(starts=starts, ends=ends)
    hill = two_valleys()
    figure, (axes,) = new_figure(width=8.5)
    draw_curve(axes, hill, highest=45)
    axes.set_ylabel("cost")
    arrived = np.abs(np.subtract(ends, hill.best)) < 0.5
    for w, deep in zip(starts, arrived, strict=True):
        look = {"marker": "^", "color": BLUE} if deep else {"marker": "x", "color": GREY}
        axes.plot(w, hill.cost(w), markersize=11, markeredgewidth=2.5, **look)
    axes.axvline(ridge, color=GREY, linestyle="--")
    label(axes, ridge - 0.1, 40, "drains to the deeper valley", ha="right")
    label(axes, ridge + 0.1, 40, "drains to the shallow one")
    left = int(np.sum(np.asarray(starts) < ridge))
    show(
        figure,
        f"{left} of {len(starts)} starts lie left of the ridge at w = {ridge:.2f}; "
        f"{int(arrived.sum())} descents ended in the deeper valley.",
    )


@checked()
def show_nebulae(today: float = 70.0) -> None:
    """Show Hubble's nebulae with the line of least squares, and the line of another weight (km/s per Mpc), dashed."""
    _, distance, velocity = hubble_1929()
    answer = best_weight(distance, velocity)
    figure, (axes,) = new_figure(width=8.5)
    axes.plot(distance, velocity, **DATA)
    for w, style, colour in ((answer, "-", BLUE), (today, "--", GREY)):
        axes.plot([0, 2.1], [0, w * 2.1], linestyle=style, color=colour, linewidth=2.4)
        label(axes, 2.13, w * 2.1, f"w = {w:.0f}", va="center")
    axes.set_xlim(0, 2.4)
    style_axes(axes, "distance (Mpc, as known in 1929)", "velocity (km/s)")
    above = int(np.sum(velocity > today * distance))
    show(
        figure,
        f"Hubble's nebulae and the line of least squares, w = {answer:.0f}; "
        f"{above} of the {len(distance)} lie above the line w = {today:.0f}.",
    )
