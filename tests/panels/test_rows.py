"""Rows of states sent ahead: nearest first, each what the panel would show there, and nothing where it must not be computed."""

import asyncio
import time

import numpy as np
import pytest
from hands import MAKERS, drive, fresh, small

import helpers
from helpers.panels import rows
from helpers.panels.controls import Slider
from helpers.panels.rows import SLOW, Rows, settings

AHEAD = [name for name in MAKERS if name != "hunt_panel"]


def sent(panel, name, key=None) -> list[tuple[dict, bytes]]:
    """Ask for a row and return the messages that come."""
    messages = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(panel.view, "send", lambda message, frames: messages.append((message, frames)))
        asyncio.run(Rows(panel).send(name, panel.key(name) if key is None else key))
    return messages


def frames(messages) -> dict[int, tuple[bytes, str, dict]]:
    """Take messages apart as the page does: what is shown at each position."""
    found = {}
    for message, numbers in messages:
        ends = np.cumsum([0, *message["sizes"]])
        assert ends[-1] == len(numbers)
        for place, start, end, sentence, boxes in zip(
            message["places"], ends[:-1], ends[1:], message["sentences"], message["boxes"], strict=True
        ):
            found[place] = numbers[start:end], sentence, boxes
    return found


@pytest.mark.parametrize("maker", MAKERS)
def test_all_positions_once_the_nearest_first(maker):
    panel = fresh(maker)
    for name, control in panel.controls.items():
        given = list(settings(panel, name))
        places = [place for place, _ in given]
        if isinstance(control, Slider):
            distances = [abs(place - control.place(panel.values[name])) for place in places]
            assert distances == sorted(distances)
            assert sorted(places) == list(range(panel.sliders[name].min, panel.sliders[name].max + 1))
        else:
            assert places == list(range(len(control.options)))
        assert all(values.keys() == panel.values.keys() for _, values in given)
    assert [place for place, _ in settings(panel, "buttons")] == list(range(len(panel.buttons)))


@pytest.mark.parametrize("maker", AHEAD)
def test_a_row_is_what_the_hand_would_see(maker, monkeypatch):
    """Frames, sentences and boxes are the same to the last byte as after a move; there is no other way to draw."""
    monkeypatch.setattr(rows, "SLOW", 5.0)  # however busy this machine is
    panel = fresh(maker)
    rng = np.random.default_rng(3)

    def some(panel, name):  # of a row's hundreds
        given = list(settings(panel, name))
        return iter([given[place] for place in rng.permutation(len(given))[:8]])

    monkeypatch.setattr(rows, "settings", some)
    for name in panel.values:
        panel.buttons["reset"].click()
        row = frames(sent(panel, name))
        assert len(row) == min(8, len(list(settings(panel, name))))
        before = dict(panel.values)
        for place in row:
            panel.set(**before)
            control = panel.controls[name]
            drive(panel, name, control.value_at(int(place)) if name in panel.sliders else control.options[place])
            frame, sentence, boxes = row[place]
            assert frame == panel.view.canvas.frame
            assert sentence == panel.text
            now = panel.view.canvas.shown["boxes"]
            assert now == {each: panel.controls[each].write(before[each]) for each in panel.sliders} | boxes
    panel.buttons["reset"].click()
    monkeypatch.setattr(rows, "settings", settings)
    row = frames(sent(panel, "buttons"))
    for place, button in enumerate(panel.buttons.values()):
        button.click()
        assert row[place][:2] == (panel.view.canvas.frame, panel.text)


def test_the_last_message_says_that_the_row_is_whole(monkeypatch):
    monkeypatch.setattr(rows, "SLOW", 5.0)
    messages = sent(fresh("descent_panel"), "learning_rate")
    assert [message["done"] for message, _ in messages] == [False] * (len(messages) - 1) + [True]
    assert {message["row"] for message, _ in messages} == {"learning_rate"}


def test_a_row_stops_when_another_control_moves(monkeypatch):
    monkeypatch.setattr(rows, "SLOW", 5.0)
    panel = fresh("descent_panel")
    messages = []

    def send_and_move(message, numbers):
        messages.append(message)
        drive(panel, "start", 3.0)

    monkeypatch.setattr(panel.view, "send", send_and_move)
    asyncio.run(Rows(panel).send("learning_rate", panel.key("learning_rate")))
    assert len(messages) == 1
    assert not messages[0]["done"]
    assert len(messages[0]["places"]) < 400


def test_a_request_may_overtake_the_last_move_of_the_hand(monkeypatch):
    monkeypatch.setattr(rows, "SLOW", 5.0)
    panel = fresh("descent_panel")
    before = panel.values["learning_rate"]
    drive(panel, "learning_rate", 0.05)
    key = panel.key("epoch")
    drive(panel, "learning_rate", before)

    async def ask_and_move():
        asked = asyncio.create_task(Rows(panel).send("epoch", key))
        await asyncio.sleep(0.05)
        assert messages == []
        drive(panel, "learning_rate", 0.05)
        await asked

    messages = []
    monkeypatch.setattr(panel.view, "send", lambda message, numbers: messages.append(message))
    asyncio.run(ask_and_move())
    assert messages[-1]["done"]
    monkeypatch.setattr(rows, "CHUNK", 0.001)
    assert sent(panel, "epoch", key=["never", 0, 0]) == []


def test_a_slow_function_of_a_reader_is_not_computed_ahead():
    calls = []

    def slow(axes, w):
        calls.append(w)
        if len(calls) > 1:
            time.sleep(2 * SLOW)

    panel = small(helpers.follow, draw=slow, w=(0, 1))
    del calls[:]
    messages = sent(panel, "w")
    assert len(calls) <= 4  # of hundreds
    assert [message["done"] for message, _ in messages][-1]


def test_one_slow_picture_among_quick_ones_ends_no_row(monkeypatch):
    monkeypatch.setattr(rows, "SLOW", 0.4)  # however busy this machine is
    calls = []

    def draw(axes, w):
        calls.append(w)
        if len(calls) % 40 == 0:
            time.sleep(0.5)

    panel = small(helpers.follow, draw=draw, w=(0, 1))
    assert len(frames(sent(panel, "w"))) == panel.sliders["w"].max - panel.sliders["w"].min + 1


def test_a_row_ends_where_a_function_of_a_reader_fails():
    panel = small(helpers.descent_panel)
    given = panel.showing

    def faulty(**values):
        if values["start"] > 4.55:
            raise RuntimeError("as a reader's function may")
        return given(**values)

    panel.showing = faulty
    messages = sent(panel, "start")
    assert messages[-1][0]["done"]
    assert 9 <= len(frames(messages)) <= 12  # there and back again, out to 4.55


def test_what_remembers_is_not_computed_ahead():
    panel = fresh("hunt_panel")
    assert not panel.view.canvas.ahead
    assert all(MAKERS[name]().view.canvas.ahead for name in AHEAD)
    messages = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(panel.view, "send", lambda *given: messages.append(given))
        before = panel.view.canvas.frame
        for name in panel.values:
            panel.view.canvas._handle_custom_msg({"row": name, "key": panel.key(name)}, [])
    assert messages == []
    assert panel.view.canvas.frame == before
