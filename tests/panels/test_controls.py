"""Controls: what a slider's places mean, what the kernel sends back to a hand, and what one control asks of another."""

import pytest
from hands import drive, fresh, small

import helpers
from helpers.panels.controls import Slider


def test_every_place_is_a_value_and_every_value_has_its_place(panel):
    for name in panel.sliders:
        slider = panel.controls[name]
        first, last = slider.place(slider.low), slider.place(slider.high)
        values = [slider.value_at(place) for place in range(first, last + 1)]
        assert (values[0], values[-1]) == pytest.approx((slider.low, slider.high))
        assert values == sorted(set(values))
        assert [slider.place(value) for value in values] == list(range(first, last + 1))
        assert {type(value) for value in values} == {type(slider.start)}


def test_a_whole_number_moves_by_its_step():
    budget = Slider("budget", "budget", 24, 2400, 24, step=24)
    assert [budget.value_at(place) for place in (1, 2, 100)] == [24, 48, 2400]
    play = budget.make_play({"normal": 100})
    assert [budget.value_at(place) for place in (play.min, play.min + play.step, play.max)] == [24, 48, 2400]


def test_a_slider_that_says_where_it_stands_already_moves_nothing():
    """What a cell sets need not lie on the slider's grain: the handle stands at the nearest place, the number stays exact."""
    panel = fresh("descent_panel")
    panel.set(start=1.2345, learning_rate=0.05)
    for name in ("start", "learning_rate"):
        slider = panel.sliders[name]
        change = {"name": "value", "old": None, "new": slider.value, "owner": slider, "type": "change"}
        slider.notify_change(change)
    assert (panel.values["start"], panel.values["learning_rate"]) == (1.2345, 0.05)
    assert panel.boxes["start"].value == "1.2345"


def test_a_slider_in_the_hand_is_told_nothing():
    """Sent back, a value would arrive late and move the handle under the hand."""
    panel = fresh("descent_panel")
    heard = []
    panel.sliders["start"].observe(lambda change: heard.append(change["new"]), "value")
    panel.sliders["start"].value = 123
    assert (panel.values["start"], panel.boxes["start"].value) == (1.23, "1.23")
    panel.sliders["learning_rate"].value = 201
    assert heard == [123]


def test_a_box_reads_a_decimal_comma_and_keeps_its_number_where_none_was_typed():
    panel = fresh("descent_panel")
    for typed, value, shown in (
        ("0,05", 0.05, "0.05"),
        ("five", 0.05, "0.05"),
        ("", 0.05, "0.05"),
        ("1e-3", 0.001, "0.001"),
        ("7", 1.0, "1"),
    ):
        panel.boxes["learning_rate"].value = typed
        assert (panel.values["learning_rate"], panel.boxes["learning_rate"].value) == (value, shown)
    panel.boxes["start"].value = "−0,5"
    assert (panel.values["start"], panel.sliders["start"].value) == (-0.5, -50)


@pytest.mark.parametrize("maker", ["descent_panel", "landscape_panel", "stochastic_panel", "minibatch_panel"])
def test_no_epoch_is_shown_that_the_run_does_not_have(maker):
    panel = fresh(maker)
    drive(panel, "epoch", 25)
    drive(panel, "epochs", 10)
    assert (panel.values["epoch"], panel.boxes["epoch"].value, panel.sliders["epoch"].value) == (10, 10, 10)
    assert (panel.play.value, panel.play.max) == (10, 10)  # so playing ends there
    drive(panel, "epoch", 20)
    assert (panel.values["epoch"], panel.sliders["epoch"].value) == (10, 10)
    drive(panel, "epochs", 30)
    drive(panel, "epoch", 20)
    assert (panel.values["epoch"], panel.play.max) == (20, 30)


def test_what_means_nothing_on_a_landscape_cannot_be_moved_there():
    panel = fresh("blocks_panel")
    for landscape in ("bowl", "hidden valley", "ripples"):
        panel.set(landscape=landscape)
        for name in ("centre", "width"):
            assert panel.sliders[name].disabled == panel.boxes[name].disabled == (landscape != "hidden valley")
        assert not panel.sliders["parts"].disabled


def test_a_slider_lies_under_its_part_of_the_axis():
    assert Slider("w", "w", -1.0, 5.0, 0.0, under="w").track(0.1, 0.5) == pytest.approx((0.1, 0.5))
    panel = fresh("blocks_panel")
    low, high = panel.view.scene.curve.get_xlim()
    left, right = panel.view.place["w"]
    valley = panel.controls["centre"]
    expected = [left + (w - low) / (high - low) * (right - left) for w in (valley.low, valley.high)]
    assert valley.track(left, right) == pytest.approx(expected)


def test_the_hunt_counts_where_a_hand_stopped_and_not_what_it_passed():
    panel = small(helpers.hunt_panel)
    for place in range(1, 62):
        panel.sliders["w"].value = place
        assert "After 2 tries (6 evaluations)" in panel.text
    panel.view.canvas._handle_custom_msg({"rested": True}, [])
    assert "w = 0.61 costs" in panel.text
    panel.sliders["w"].value = 300
    assert panel.text.startswith("w = 3.00 costs J = 4.7. After 3 tries (9 evaluations) the best so far is w = ")
    panel.set(w=2.0)
    panel.set(w=4.0)
    assert "After 4 tries (12 evaluations) the best so far is w = 2.00" in panel.text
    panel.buttons["reset"].click()
    assert "After 1 try (3 evaluations)" in panel.text
