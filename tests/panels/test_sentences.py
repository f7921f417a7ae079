"""What the panels' sentences teach."""

import pytest
from hands import MAKERS, check, drive, fresh


def test_a_hand_learns_why_it_diverges():
    panel = fresh("descent_panel")
    panel.buttons["diverges"].click()
    assert panel.values["learning_rate"] == 0.22
    assert "Each step multiplies the distance to w* by −1.05: it changes sides and grows." in panel.text
    assert "diverged at step" in panel.text
    panel.buttons["oscillates"].click()
    assert "by −1: it changes sides and keeps its size." in panel.text
    assert "oscillating" in panel.text


@pytest.mark.parametrize("maker", ["stochastic_panel", "minibatch_panel"])
def test_without_correction_the_smoothed_loss_starts_from_zero(maker):
    panel = MAKERS[maker]()
    panel.set(smoothing=0.9)
    first = {}
    for correction in ("with", "without"):
        drive(panel, "correction", correction)
        shown = panel.state()[0]
        first[correction] = shown["smoothed"][0] / shown["losses"][0]
        assert ("The smoothing starts from zero" in panel.text) == (correction == "without")
        check(panel)
    assert first == pytest.approx({"with": 1.0, "without": 0.1})
