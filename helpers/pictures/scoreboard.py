"""The picture of a scoreboard."""

from collections.abc import Mapping

import numpy as np
from matplotlib.patches import Rectangle

from helpers.pictures.style import BLACK, BLUE, GREY
from helpers.scoring import Score, rows_and_columns


def draw_scoreboard(axes, scores: Mapping[tuple[str, str], Score]) -> None:
    """Draw a scoreboard as a matrix: in each cell the evaluations for a success as a number, the success rate as its shade.

    axes: from `new_figure`, about half an inch high for each row. scores: as from `board`. A bar along the bottom of each cell,
    as long as the success rate, says the same as the shade; the cheapest cell of each row has a frame and bold type. Raises
    ValueError where a method has no score on a ground.
    """
    rows, columns = rows_and_columns(scores)
    missing = [(row, column) for row in rows for column in columns if (row, column) not in scores]
    if missing:
        raise ValueError(f"there is no score for {missing}, expected one for each method on each ground")
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.tick_params(length=0, labelsize=13, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    for i, row in enumerate(rows):
        prices = [scores[row, column].price for column in columns]
        for j, column in enumerate(columns):
            _draw_cell(axes, j, i, scores[row, column], j == int(np.argmin(prices)))


def _draw_cell(axes, left, top, score, cheapest):
    shade = np.array([1.0, 1.0, 1.0]) - score.success * np.array([0.5, 0.29, 0.1])
    axes.add_patch(Rectangle((left + 0.03, top + 0.05), 0.94, 0.9, facecolor=shade, edgecolor=GREY, linewidth=0.6))
    axes.add_patch(Rectangle((left + 0.03, top + 0.85), 0.94 * score.success, 0.1, facecolor=BLUE))
    wins = cheapest and score.arrived > 0
    if wins:
        axes.add_patch(Rectangle((left + 0.03, top + 0.05), 0.94, 0.9, fill=False, edgecolor=BLACK, linewidth=3))
    text = f"{score.price:,.0f}" if score.arrived else "never"
    place = {"ha": "center", "va": "center", "color": BLACK}
    axes.text(left + 0.5, top + 0.45, text, **place, fontsize=14, fontweight="bold" if wins else "normal")
