"""The pictures of searches: the sentence under each is true of its data, and what is drawn stands where the numbers are."""

import numpy as np
import pytest

from helpers import bowl, divide_and_conquer, exhaustive_search, hidden_valley, line_bowl
from helpers.pictures import searches as pictures

HILL = bowl().between(0.0, 5.0)


def test_bars_reach_from_the_points_to_the_line(shown):
    pictures.show_fits([1.0, 2.0], [3.0, 1.0], [2.0, 0.5])
    ((figure, sentence),) = shown
    for axes, w in zip(figure.axes, (2.0, 0.5), strict=True):
        bars = [line.get_xydata().tolist() for line in axes.lines if len(line.get_xdata()) == 2][-2:]
        assert bars == [[[1.0, 3.0], [1.0, w]], [[2.0, 1.0], [2.0, 2 * w]]]
    assert sentence.endswith("w = 2 costs 5.00, w = 0.5 costs 3.12.")  # (1 + 9) / 2 and (6.25 + 0) / 2


def test_bars_of_every_pane_share_one_axis(shown):
    pictures.show_fits([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1, 3])
    low, high = (axes.get_ylim() for axes in shown[0][0].axes)
    assert low == high


def test_teeth_stand_without_a_curve(shown):
    pictures.show_teeth(hidden_valley(3.85, 0.1), exhaustive_search(hidden_valley(3.85, 0.1), 0.5))
    ((figure, sentence),) = shown
    assert sentence == "11 tries without their curve; the lowest is w = 1.00 with cost 4.00."
    assert max(len(line.get_xdata()) for line in figure.axes[0].lines) == 11  # the tips alone, no curve of hundreds of points


def test_the_saw_stays_below_half_a_step(shown):
    steps = np.linspace(0.05, 1.0, 40)
    pictures.show_promise(HILL, steps)
    saw, promise = shown[0][0].axes[0].lines
    expected = [abs(2 - step * round(2 / step)) for step in steps]  # the tooth nearest to 2
    assert np.allclose(saw.get_ydata(), expected, rtol=0, atol=1e-9)
    assert np.array_equal(promise.get_ydata(), steps / 2)


def test_the_prices_are_a_power_and_a_multiple(shown):
    pictures.show_prices(HILL, parts=4, most_rounds=5)
    grid, blocks = shown[0][0].axes[0].lines
    assert grid.get_ydata().tolist() == [3 * (4**rounds + 1) for rounds in range(1, 6)]
    assert blocks.get_ydata().tolist() == [3 * 4 * rounds for rounds in range(1, 6)]
    assert np.allclose(1 / grid.get_xdata(), [2.5 / 4**rounds for rounds in range(1, 6)])


def test_a_round_hatches_all_blocks_but_one(shown):
    block = divide_and_conquer(line_bowl(), 4, 1).blocks[0]
    pictures.show_round(line_bowl(), block)
    ((figure, sentence),) = shown
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == 15
    assert sentence == "Of 16 blocks this round keeps w₁ from 1.25 to 2.50 and w₂ from 0.00 to 1.50."


@pytest.mark.parametrize("steps", [[0.0, 0.5], [0.5, 9.0]])
def test_a_step_out_of_range_is_refused(shown, steps):
    with pytest.raises(ValueError, match="step"):
        pictures.show_promise(HILL, steps)
