"""Every control of every panel, driven to both ends and through random settings, as a hand would."""

import itertools
import math
import zlib

import numpy as np
import pytest
from bad_input import INF, NAN
from hands import any_value, check, drive, ends, enter, fresh, limits

SETTINGS = 200


def test_every_control_reaches_both_ends(panel):
    before = limits(panel)
    for name in panel.values:
        for value in ends(panel, name):
            drive(panel, name, value)
            assert panel.values[name] == pytest.approx(value) if name in panel.sliders else panel.values[name] == value
            check(panel)
        panel.buttons["reset"].click()
    assert limits(panel) == before


def test_all_controls_at_their_ends_together(panel):
    before = limits(panel)
    low_and_high = [ends(panel, name) for name in panel.sliders]
    choices = [ends(panel, name) for name in panel.boxes if name not in panel.sliders]
    corners = list(itertools.product(*low_and_high, *choices))
    names = [*panel.sliders, *(name for name in panel.boxes if name not in panel.sliders)]
    chosen = np.random.default_rng(5).permutation(len(corners))[:20]
    for place in chosen:
        panel.set(**dict(zip(names, corners[place], strict=True)))
        check(panel)
    assert limits(panel) == before


def test_random_settings(panel):
    rng = np.random.default_rng(8)
    before = limits(panel)
    names = list(panel.values)
    pictures = set()
    for _ in range(SETTINGS):
        name = str(rng.choice(names))
        value = any_value(panel, name, rng)
        if name in panel.sliders and rng.random() < 0.5:
            enter(panel, name, value)
            most = panel.values.get(panel.controls[name].at_most, value)
            assert panel.values[name] == min(value, most)  # a typed number is taken exactly
        else:
            drive(panel, name, value)
        check(panel)
        pictures.add(zlib.crc32(panel.view.canvas.frame))
    assert limits(panel) == before
    assert len(pictures) > SETTINGS / 4


@pytest.mark.parametrize("bad", [NAN, INF, -INF, 1e308, -1e308])
def test_absurd_numbers_typed_into_a_box(panel, bad):
    for name in panel.sliders:
        control = panel.controls[name]
        if control.whole:
            if not math.isfinite(bad):
                continue  # a box for whole numbers takes nothing else
            panel.boxes[name].value = int(math.copysign(10**9, bad))
        else:
            enter(panel, name, bad)
        check(panel)
        if math.isnan(bad):
            assert panel.values[name] == control.start
    assert panel.view.picture(panel.state()[0]).size[0] > 100


def test_every_control_changes_the_picture(panel):
    choices = {name: ends(panel, name) for name in panel.boxes if name not in panel.sliders}
    for name in panel.values:
        others = {key: options for key, options in choices.items() if key != name}
        changed = False
        for options in itertools.product(*others.values()):
            panel.buttons["reset"].click()
            panel.set(**dict(zip(others, options, strict=True)))
            pictures = set()
            for value in ends(panel, name):
                drive(panel, name, value)
                pictures.add(panel.view.canvas.frame)
            if len(pictures) > 1:
                changed = True
                break
        assert changed, f"{name} moves nothing"


@pytest.mark.parametrize("maker", ["descent_panel", "landscape_panel", "stochastic_panel", "minibatch_panel"])
def test_a_small_move_of_start_or_learning_rate_is_seen_and_said(maker):
    panel = fresh(maker)
    for name, factor in (("start", 1.1), ("learning_rate", 1.3)):
        picture, sentence = panel.view.canvas.frame, panel.text
        drive(panel, name, panel.values[name] * factor)
        assert panel.view.canvas.frame != picture
        assert panel.text != sentence


def test_scenarios_and_reset(panel):
    at_start, first_picture = dict(panel.values), panel.text
    seen = set()
    for label, button in panel.buttons.items():
        button.click()
        check(panel)
        assert panel.values == panel.scenarios[label]  # none lies beyond what its control allows
        if label != "reset":
            seen.add(panel.text)
    assert len(seen) == len(panel.buttons) - 1  # each scenario shows something of its own
    panel.buttons["reset"].click()
    assert panel.values == at_start
    assert panel.text == first_picture


@pytest.mark.parametrize(
    ("maker", "walked"),
    [
        ("blocks_panel", "rounds"),
        ("descent_panel", "epoch"),
        ("landscape_panel", "epoch"),
        ("stochastic_panel", "epoch"),
        ("minibatch_panel", "epoch"),
        ("race_panel", "budget"),
    ],
)
def test_play_walks_through_and_follows_the_hand(maker, walked):
    panel = fresh(maker)
    control = panel.controls[walked]
    assert (panel.play.min, panel.play.max) == (control.place(control.low), control.place(control.high))
    positions = range(panel.play.min, panel.play.max + 1, panel.play.step)[:11]
    pictures = set()
    for place in positions:
        panel.play.value = place
        assert panel.values[walked] == control.value_at(place)
        assert panel.sliders[walked].value == place
        pictures.add(panel.view.canvas.frame)
    assert len(pictures) == len(positions)
    drive(panel, walked, control.low)
    assert panel.play.value == panel.play.min
    intervals = set()
    for speed in panel.speed.options:
        panel.speed.value = speed
        intervals.add(panel.play.interval)
    assert len(intervals) == len(panel.speed.options)


def test_unknown_controls_and_options_are_refused():
    panel = fresh("grid_panel")
    with pytest.raises(ValueError, match=r"no control is named \['speed'\], expected names from .*'step'"):
        panel.set(speed=1)
    with pytest.raises(ValueError, match="landscape is 'moon', expected one of .*'bowl'"):
        panel.set(landscape="moon")
