"""Panels of a reader's own function: whatever it does, the panel stands, and what it says is what is drawn."""

import math

import numpy as np
import pytest
from hands import MAKERS, check, drive, ends, small

import helpers

BROKEN = {
    "nothing": lambda *given: None,
    "error": lambda *given: 1 / 0,
    "nan": lambda *given: math.nan,
    "huge": lambda *given: 1e308,
    "zero": lambda *given: 0.0,
    "wrong sign": lambda w, x, y: -float(np.mean(2 * (w * np.asarray(x) - y) * x)),
}


@pytest.mark.parametrize("maker", ["descent_panel", "stochastic_panel", "minibatch_panel"])
@pytest.mark.parametrize("own", BROKEN)
def test_a_reader_s_gradient_may_do_anything(maker, own, caplog):
    panel = small(MAKERS[maker], gradient=BROKEN[own])
    for name in ("start", "learning_rate", "epoch"):
        for value in ends(panel, name):
            drive(panel, name, value)
            check(panel)
    assert panel.text.startswith("Your gradient" if own in ("nothing", "error", "nan") else "With your gradient:")
    assert caplog.records == []


def test_a_right_gradient_gives_the_helper_s_run():
    mine = helpers.descent_panel(gradient=lambda w, x, y: sum(2 * (w * a - b) * a for a, b in zip(x, y, strict=True)) / len(x))
    theirs = helpers.descent_panel()
    for panel in (mine, theirs):
        panel.set(start=0.5, learning_rate=0.03, epoch=7)
    assert mine.text.split("From")[1] == theirs.text.split("From")[1]
    batch = helpers.minibatch_panel(
        gradient=lambda w, x, y: sum(2 * (w * a - b) * a for a, b in zip(x, y, strict=True)) / len(x)
    )
    one = helpers.stochastic_panel(gradient=lambda w, x, y: 2 * (w * x - y) * x)
    for own, usual in ((batch, helpers.minibatch_panel()), (one, helpers.stochastic_panel())):
        assert own.text == f"With your gradient: {usual.text}"


@pytest.mark.parametrize("maker", ["grid_panel", "blocks_panel"])
def test_a_reader_s_landscape_joins_the_menu(maker):
    panel = MAKERS[maker](own=lambda w: (w - 3) ** 2 + 1)
    assert panel.values["landscape"] == "yours"
    assert "The lowest point is at w = 3.0000 (cost 1)." in panel.text
    with pytest.raises(ValueError, match="the cost at w = 0 is nan, expected a finite number everywhere from 0.0 to 5.0"):
        MAKERS[maker](own=lambda w: math.nan)


def test_a_reader_s_slope_is_the_one_that_is_drawn():
    """The curve stays the true bowl; the tangent has the reader's slope and the step goes where the reader's slope sends it."""
    panel = small(helpers.descent_panel, gradient=lambda w, x, y: 3.0)
    panel.set(start=1.0, learning_rate=0.5)
    scene = panel.view.scene
    (left, right), (low, high) = scene.tangent.get_data()
    assert (high - low) / (right - left) == pytest.approx(3.0)
    assert scene.step.get_xdata() == pytest.approx([1.0, 1.0 - 0.5 * 3.0])
    w, costs = scene.line_of_costs.get_data()
    inner = (w > 0) & (w < 4)
    assert costs[inner] == pytest.approx(14 / 3 * (w[inner] - 2) ** 2, abs=0.6)  # the floor's line is drawn a little above it


@pytest.mark.parametrize("maker", ["stochastic_panel", "minibatch_panel"])
@pytest.mark.parametrize("slope", [3.0, -2.0])
def test_a_reader_s_slope_of_a_batch_is_the_one_that_is_drawn(maker, slope):
    """The step drawn ends where the run's next step ended; the batch's parabola stays the true one."""
    panel = small(MAKERS[maker], gradient=lambda w, x, y: slope)
    panel.set(start=2.0, learning_rate=0.1)
    scene, shown = panel.view.scene, panel.state()[0]
    (left, right), (low, high) = scene.tangent.get_data()
    assert (high - low) / (right - left) == pytest.approx(slope)
    assert scene.step.get_xdata() == pytest.approx([2.0, 2.0 - 0.1 * slope])
    assert shown["run"].weights[1] == pytest.approx(2.0 - 0.1 * slope)
    w, heights = scene.pull.get_data()
    x, y = shown["batch"]
    assert heights == pytest.approx(np.mean((np.outer(w, x) - y) ** 2, axis=1))


@pytest.mark.parametrize("maker", ["stochastic_panel", "minibatch_panel"])
def test_without_a_reader_s_slope_the_drawn_step_is_the_run_s(maker):
    panel = small(MAKERS[maker])
    panel.set(start=2.5, learning_rate=0.02)
    assert panel.view.scene.step.get_xdata() == pytest.approx(panel.state()[0]["run"].weights[:2])


def test_a_reader_s_slope_gets_what_the_run_gives_it():
    """One sample comes as two numbers, a batch as two lists, for the run and for the drawing alike."""
    given = []

    def noted(w, x, y):
        given.append((type(x), type(y)))
        return 1.0

    small(helpers.stochastic_panel, gradient=noted)
    assert set(given) == {(float, float)}
    given.clear()
    small(helpers.minibatch_panel, gradient=noted).set(batch_size=1)
    assert set(given) == {(list, list)}
    panel = small(helpers.minibatch_panel, gradient=noted)
    given.clear()
    panel.set(batch_size=24)
    assert set(given) == {(np.ndarray, np.ndarray)}


def test_a_slope_of_zero_is_no_minimum():
    panel = small(helpers.descent_panel, gradient=lambda w, x, y: 0.0)
    assert "minimum" not in panel.text
    assert "(cost 29.2): standing still, because your gradient is 0 there." in panel.text
    assert not panel.view.scene.tip.get_visible()
    panel.set(start=2.0)
    assert "(cost 0): converged." in panel.text


def test_what_the_drawing_asks_is_not_reported_of_the_next_run():
    panel = small(helpers.descent_panel, gradient=lambda w, x, y: math.nan if w > 3 else 2 * (w - 2))
    panel.set(start=4.0)
    assert panel.text.startswith("Your gradient gave no finite number")
    panel.set(start=1.0)
    assert panel.text.startswith("With your gradient:")
