"""The sentences under lesson 4's pictures, against what they are drawn from."""

import numpy as np
import pytest

from helpers import (
    batch_descent,
    best_weight,
    noisy_points,
    show_curves,
    show_losses,
    show_orders,
    show_pull,
    show_sweep,
    stochastic_descent,
    three_points,
)
from helpers.pictures import samples as pictures

NOISY = noisy_points(12, noise=1.0, rng=np.random.default_rng(5))


def test_the_bars_reach_from_the_lowest_own_weight_to_the_highest(capsys):
    show_curves(three_points(), NOISY)
    own = NOISY[1] / NOISY[0]
    said = f"is 2.00; right, they lie from {own.min():.2f} to {own.max():.2f}."
    assert capsys.readouterr().out.strip().endswith(said)


def test_the_losses_say_their_ends_and_their_marks(capsys):
    show_losses([8.0, 4.0, 2.0, 1.0], {"mean": [8.0, 7.0, 6.0, 5.0]}, marked=[0, 2], steps=(1, 4))
    expected = "Steps 1 to 3: the loss goes from 4 to 1; mean, from 7 to 5; 1 marked with a cross."
    assert capsys.readouterr().out.splitlines()[-1] == expected


@pytest.mark.parametrize("steps", [(0, 5), (2, 2), (-1, 3)])
def test_steps_beyond_the_losses_are_refused(steps):
    with pytest.raises(ValueError, match="expected a row of steps within the 4 losses given"):
        show_losses([8.0, 4.0, 2.0, 1.0], steps=steps)


def test_the_sweep_names_rates_at_which_the_runs_end_where_it_says(capsys):
    show_sweep(three_points(), NOISY, epochs=5)
    exact, noisy = capsys.readouterr().out.splitlines()[-2:]
    assert exact.count("less than 0.0001") == 2
    assert noisy.count("less than 0.0001") == 1
    rate, best = float(noisy.split("η = ")[1].split(" ")[0]), best_weight(*NOISY)
    assert rate == pytest.approx(1 / (2 * np.mean(NOISY[0] ** 2)), rel=0.15)
    assert abs(batch_descent(*NOISY, 0.0, rate, 5).last_weight - best) < 1e-3


def test_the_sweep_names_its_axis_and_its_two_lines_in_the_first_pane(shown):
    pictures.show_sweep(three_points(), NOISY, epochs=1)
    first, second = shown[0][0].axes
    assert (first.get_ylabel(), second.get_ylabel()) == ("distance from the best w", "")
    assert [text.get_text() for text in first.texts] == ["stochastic (solid)", "batch (dashed)"]
    stochastic, batch = first.lines
    assert batch.get_ydata() == pytest.approx(2 * abs(1 - 28 / 3 * batch.get_xdata()))  # from w = 0, one step
    assert (stochastic.get_linestyle(), batch.get_linestyle()) == ("-", "--")


def test_the_pull_says_which_way_the_step_goes_on_both_curves(capsys):
    run = stochastic_descent(*NOISY, 0.0, 0.05, 30, "shuffled", np.random.default_rng(0), every_step=True)
    show_pull(NOISY, run, epoch=17)
    assert capsys.readouterr().out.strip().endswith("down on its own curve, up on the curve of all.")


def test_the_orders_are_drawn(capsys):
    show_orders(NOISY, 0.03)
    assert "every epoch ends at the same w, beside the best" in capsys.readouterr().out
