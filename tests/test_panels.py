"""Every control of every panel, driven to both ends and through random settings, as a hand would."""

import asyncio
import html
import io
import itertools
import math
import re
import zlib
from functools import cache

import numpy as np
import pytest
from bad_input import INF, NAN
from PIL import Image

import helpers
from helpers.panels.panel import Panel

MAKERS = {name: getattr(helpers, name) for name in helpers.__all__ if name.endswith("_panel")}
SETTINGS = 200


@cache
def small(name: str) -> Panel:
    """Make a panel once, with a small picture: what is tested here does not hang on its resolution."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.panels.panel.pixels_an_inch", lambda: 40)
        return MAKERS[name]()


def fresh(name: str) -> Panel:
    """Return a panel as it is at the start."""
    panel = small(name)
    panel.buttons["reset"].click()
    return panel


@pytest.fixture(params=MAKERS)
def panel(request, caplog):
    """Return each panel in turn, and fail when a callback logs an error that the widgets swallowed."""
    yield fresh(request.param)
    assert [record.getMessage() for record in caplog.records] == []


def limits(panel: Panel) -> list[tuple]:
    """Read the limits of every axes of the stage."""
    return [(*axes.get_xlim(), *axes.get_ylim()) for axes in panel._stage.scene.figure.axes]


def check(panel: Panel) -> None:
    """Check what must hold after any move."""
    shown = html.unescape(re.sub(r"<[^>]*>", "", panel.sentence.value))
    assert shown == panel.text == panel.picture.tooltip
    assert shown.endswith(".")
    assert not re.search(r"\b(nan|inf|infinity|none)\b", shown, re.IGNORECASE), shown
    for name, value in panel.values.items():
        assert panel.boxes[name].value == value
        if name in panel.sliders:
            kind = panel._kinds[name]
            assert math.isfinite(value)
            assert kind.low <= value <= kind.high
            slider = panel.sliders[name]
            last_digit = {"rel": 6e-4} if kind.log else {"abs": 1e-6}
            assert slider.value == pytest.approx(value, **last_digit)


def drive(panel: Panel, name: str, value) -> None:
    """Move the slider of a control, or choose in its menu."""
    (panel.sliders.get(name) or panel.boxes[name]).value = value


def ends(panel: Panel, name: str) -> list:
    """Return the two ends of a slider, or all the options of a menu."""
    if name not in panel.sliders:
        return list(panel.boxes[name].options)
    kind = panel._kinds[name]
    return [kind.low, kind.high]


def any_value(panel: Panel, name: str, rng: np.random.Generator):
    """Draw a value as a slider gives it."""
    if name not in panel.sliders:
        return str(rng.choice(panel.boxes[name].options))
    kind = panel._kinds[name]
    if kind.whole:
        return int(rng.integers(kind.low, kind.high + 1))
    if kind.log:
        return float(np.exp(rng.uniform(np.log(kind.low), np.log(kind.high))))
    return float(rng.uniform(kind.low, kind.high))


def test_there_is_a_panel_for_every_lesson():
    expected = {
        "hunt_panel",
        "grid_panel",
        "blocks_panel",
        "descent_panel",
        "stochastic_panel",
        "minibatch_panel",
        "race_panel",
    }
    assert expected <= set(MAKERS)


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
            panel.boxes[name].value = value
            assert panel.values[name] == value  # a typed number is taken exactly
        else:
            drive(panel, name, value)
        check(panel)
        pictures.add(zlib.crc32(panel.picture.value))
    assert limits(panel) == before
    assert len(pictures) > SETTINGS / 4


@pytest.mark.parametrize("bad", [NAN, INF, -INF, 1e308, -1e308])
def test_absurd_numbers_typed_into_a_box(panel, bad):
    for name in panel.sliders:
        kind = panel._kinds[name]
        if kind.whole:
            if not math.isfinite(bad):
                continue  # a box for whole numbers takes nothing else
            panel.boxes[name].value = int(math.copysign(10**9, bad))
        else:
            panel.boxes[name].value = bad
        check(panel)
        if math.isnan(bad):
            assert panel.values[name] == kind.start
    assert Image.open(io.BytesIO(panel.picture.value)).size[0] > 100


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
                pictures.add(panel.picture.value)
            if len(pictures) > 1:
                changed = True
                break
        assert changed, f"{name} moves nothing"


@pytest.mark.parametrize("maker", ["descent_panel", "landscape_panel", "stochastic_panel", "minibatch_panel"])
def test_a_small_move_of_start_or_learning_rate_is_seen_and_said(maker):
    panel = fresh(maker)
    for name, factor in (("start", 1.1), ("learning_rate", 1.3)):
        picture, sentence = panel.picture.value, panel.text
        drive(panel, name, panel.values[name] * factor)
        assert panel.picture.value != picture
        assert panel.text != sentence


def test_scenarios_and_reset(panel):
    at_start, first_picture = dict(panel.values), panel.text
    seen = set()
    for label, button in panel.buttons.items():
        button.click()
        check(panel)
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
    kind = panel._kinds[walked]
    assert (panel.play.min, panel.play.max) == (kind.low, kind.high)
    positions = range(kind.low, min(kind.low + 10, kind.high) + 1)
    pictures = set()
    for value in positions:
        panel.play.value = value
        assert panel.values[walked] == value
        assert panel.sliders[walked].value == value
        pictures.add(panel.picture.value)
    assert len(pictures) == len(positions)
    drive(panel, walked, kind.low)
    assert panel.play.value == kind.low
    intervals = set()
    for speed in panel.speed.options:
        panel.speed.value = speed
        intervals.add(panel.play.interval)
    assert len(intervals) == len(panel.speed.options)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_still_picture_carries_the_sentence(maker):
    panel = MAKERS[maker]()
    data, details = panel._repr_mimebundle_()
    assert data["text/plain"] == details["image/png"]["alt"] == panel.text
    still = Image.open(io.BytesIO(data["image/png"]))
    panel._draw(sharp=True)
    live_picture = Image.open(io.BytesIO(panel.picture.value))
    assert live_picture.size == (2000, 800)  # 10 × 4 inches at twice the resolution of a moving one
    assert still.height / still.width > live_picture.height / live_picture.width  # the sentence stands beneath
    assert len(data["image/png"]) < 120_000


def test_unknown_controls_and_options_are_refused():
    panel = fresh("grid_panel")
    with pytest.raises(ValueError, match=r"no control is named \['speed'\], expected names from .*'step'"):
        panel.set(speed=1)
    with pytest.raises(ValueError, match="landscape is 'moon', expected one of .*'bowl'"):
        panel.set(landscape="moon")


def test_a_hand_learns_why_it_diverges():
    panel = fresh("descent_panel")
    panel.buttons["diverges"].click()
    assert panel.values["learning_rate"] == 0.22
    assert "Each step multiplies the error by −1.05: it changes sides and grows." in panel.text
    assert "diverged at step" in panel.text
    panel.buttons["oscillates"].click()
    assert "by −1: it changes sides and keeps its size." in panel.text
    assert "oscillating" in panel.text


def test_a_moving_picture_is_what_was_drawn():
    panel = fresh("descent_panel")
    drawn = panel._stage.picture(**panel._state(**panel.values)[0])[..., :3].astype(float)
    sent = np.asarray(Image.open(io.BytesIO(panel.picture.value)), dtype=float)
    assert sent.shape == drawn.shape
    assert np.abs(sent - drawn).mean() < 1.0  # of 255: JPEG loses a little at edges


def test_a_slider_in_the_hand_is_not_pulled_back():
    """What the kernel rounds goes to the box alone; sent back, it would arrive late and move the handle under the hand."""
    panel = fresh("descent_panel")
    panel.sliders["start"].value = 1.2300000004
    assert (panel.sliders["start"].value, panel.boxes["start"].value) == (1.2300000004, 1.23)
    panel.sliders["learning_rate"].value = 0.0123456
    assert (panel.sliders["learning_rate"].value, panel.values["learning_rate"]) == (0.0123456, 0.01235)


def test_the_sharp_picture_follows_at_rest(monkeypatch):
    monkeypatch.setattr("helpers.panels.panel.REST", 0.01)

    async def move_and_rest():
        panel = MAKERS["descent_panel"]()
        panel.set(start=3.0)
        moving = Image.open(io.BytesIO(panel.picture.value)).size
        await asyncio.sleep(0.5)
        return moving, Image.open(io.BytesIO(panel.picture.value)).size

    moving, resting = asyncio.run(move_and_rest())
    assert (2 * moving[0], 2 * moving[1]) == resting


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.panels.panel.pixels_an_inch", lambda: 40)
        panel = MAKERS[maker](gradient=BROKEN[own])
    for name in ("start", "learning_rate", "epoch"):
        for value in ends(panel, name):
            drive(panel, name, value)
            check(panel)
    assert panel.text.startswith("Your gradient" if own in ("nothing", "error", "nan") else "With your gradient:")
    assert caplog.records == []


@pytest.mark.parametrize("maker", ["stochastic_panel", "minibatch_panel"])
def test_without_correction_the_smoothed_loss_starts_from_zero(maker):
    panel = MAKERS[maker]()
    panel.set(smoothing=0.9)
    first = {}
    for correction in ("with", "without"):
        drive(panel, "correction", correction)
        shown = panel._state(**panel.values)[0]
        first[correction] = shown["smoothed"][0] / shown["losses"][0]
        assert ("The smoothing starts from zero" in panel.text) == (correction == "without")
        check(panel)
    assert first == pytest.approx({"with": 1.0, "without": 0.1})


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
    for made, usual in ((batch, helpers.minibatch_panel()), (one, helpers.stochastic_panel())):
        assert made.text == f"With your gradient: {usual.text}"


@pytest.mark.parametrize("maker", ["grid_panel", "blocks_panel"])
def test_a_reader_s_landscape_joins_the_menu(maker):
    panel = MAKERS[maker](own=lambda w: (w - 3) ** 2 + 1)
    assert panel.values["landscape"] == "yours"
    assert "The lowest point is at w = 3.0000 (cost 1)." in panel.text
    with pytest.raises(ValueError, match="the cost at w = 0 is nan, expected a finite number everywhere from 0.0 to 5.0"):
        MAKERS[maker](own=lambda w: math.nan)


def test_a_stage_panel_keeps_its_size_when_the_switch_is_put_back(monkeypatch):
    monkeypatch.setenv("LECTURE_SIZE", "1")
    panel = helpers.grid_panel()
    at_stage = panel.sentence.value
    monkeypatch.setenv("LECTURE_SIZE", "0")
    panel.set(step=0.1)
    size = re.compile(r"font-size:(\d+)px")
    assert size.search(panel.sentence.value)[1] == size.search(at_stage)[1]
    panel._draw(sharp=True)
    assert Image.open(io.BytesIO(panel.picture.value)).size == (2800, 1120)
