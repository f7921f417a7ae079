"""Pictures of starts and of nebulae: what their sentences and marks say, against counts."""

import numpy as np
import pytest

from helpers import best_weight, hubble_1929, two_valleys
from helpers.pictures import starts as pictures


def test_starts_are_marked_by_where_they_ended_and_counted(shown):
    deep = two_valleys().best
    pictures.show_starts([0.0, 1.0, 3.0, 4.0], [deep, 3.6, 3.6, 3.6], ridge=2.17)
    ((figure, sentence),) = shown
    assert sentence == "2 of 4 starts lie left of the ridge at w = 2.17; 1 descents ended in the deeper valley."
    marks = [line.get_marker() for line in figure.axes[0].get_lines()]
    assert (marks.count("^"), marks.count("x")) == (1, 3)
    assert figure.axes[0].get_ylabel() == "cost"
    deeper, shallow = figure.axes[0].texts  # each on its side of the ridge
    assert deeper.get_position()[0] < 2.17 < shallow.get_position()[0]
    assert (deeper.get_ha(), shallow.get_ha()) == ("right", "left")


@pytest.mark.parametrize("today", [70.0, 500.0])
def test_the_nebulae_above_the_other_line_are_counted(shown, today):
    _, distance, velocity = hubble_1929()
    pictures.show_nebulae(today)
    ((figure, sentence),) = shown
    above = sum(v > today * d for d, v in zip(distance, velocity, strict=True))
    assert f"{above} of the 24 lie above the line w = {today:.0f}" in sentence
    heights = [line.get_ydata()[-1] / line.get_xdata()[-1] for line in figure.axes[0].get_lines()[1:]]
    np.testing.assert_allclose(heights, [best_weight(distance, velocity), today])
