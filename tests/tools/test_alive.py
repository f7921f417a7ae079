"""Panels on pages without Python: what a page holds is what the kernel would have drawn, at every place that it offers."""

import base64
import gzip
import json

import numpy as np
import pytest
from hands import MAKERS

from tools.alive import panel_of, script
from tools.packing import columns, cut, packed, varints
from tools.states import COARSEST, WALK, States, states_text

SHARE = 60_000
CHEAP = ("hunt_panel", "grid_panel", "descent_panel")


def read_numbers(data: bytes) -> list[int]:
    """Read numbers of 7 bits a byte with the sign in the lowest bit, as Google's protocol buffers define sint64."""
    found, whole, shift = [], 0, 0
    for byte in data:
        whole |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append((whole >> 1) ^ -(whole & 1))
            whole = shift = 0
    return found


class Page:
    """What a page's script reads of a panel, read here by other code."""

    def __init__(self, text: str):
        words, _, numbers = gzip.decompress(base64.b64decode(text)).partition(b"\0")
        self.words, self.numbers, self.at = json.loads(words), read_numbers(numbers), 0
        (count,) = self.take(1)
        styles, lengths = np.cumsum(self.take(count)), self.take(count)
        xs, ys = self.take(sum(lengths)), self.take(sum(lengths))
        strokes, at = [], 0
        for style, length in zip(styles, lengths, strict=True):
            points = np.stack([np.cumsum(xs[at : at + length]), np.cumsum(ys[at : at + length])], axis=1)
            strokes.append(np.array([style, 2 * length, *points.ravel()], dtype="<i2").tobytes())
            at += length
        many = self.take(len(self.words["sentences"]))
        self.frames = [b"".join(strokes[place] for place in np.cumsum(self.take(length))) for length in many]
        stands = [np.cumsum(self.take(len(many))).tolist() for _ in self.words["hands"]]
        self.states = list(zip(*stands, strict=True))
        assert self.at == len(self.numbers)

    def take(self, count):
        self.at += count
        return self.numbers[self.at - count : self.at]


def test_numbers_survive():
    rng = np.random.default_rng(0)
    numbers = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2**20 - 1, -(2**20), *rng.integers(-40_000, 40_000, 500).tolist()]
    assert read_numbers(varints(numbers)) == numbers
    assert varints([]) == b""
    with pytest.raises(ValueError, match="the largest number is 1048576, expected less"):
        varints([3, 2**20])


def test_strokes_survive():
    recording = np.array([7, 4, 10, -20, 30, 40, 3, 2, 32_000, -32_000, 5, 0], dtype="<i2").tobytes()
    strokes = list(cut(recording))
    assert b"".join(strokes) == recording
    assert len(strokes) == 3
    page = Page(packed({"sentences": [], "hands": []}, columns(strokes)))
    assert page.at == len(page.numbers)


@pytest.mark.parametrize("maker", CHEAP)
def test_a_page_shows_what_the_panel_shows(maker):
    panel = MAKERS[maker]()
    text = states_text(panel, SHARE)
    assert len(text) <= SHARE
    page = Page(text)
    hands = page.words["hands"]
    assert len(set(page.states)) == len(page.states) == len(page.frames) > 20
    rng = np.random.default_rng(1)
    for number in rng.choice(len(page.frames), 20, replace=False):
        fresh = MAKERS[maker]()
        if fresh._on_reset:
            fresh._on_reset()
        written = {hand["name"]: hand["texts"][place] for hand, place in zip(hands, page.states[number], strict=True)}
        fresh.set(**{name: value_of(fresh, name, text) for name, text in written.items()})
        assert drawn(page.words["styles"], page.frames[number]) == drawn(fresh.view.styles, fresh.view.canvas.frame)
        assert page.words["sentences"][number] == fresh.text


def value_of(panel, name: str, text: str):
    """Return the value that a page writes so: of a scenario exactly, else as a hand would type it."""
    control = panel.controls[name]
    exact = {str(control.write(values[name])): values[name] for values in panel.scenarios.values()}
    value = exact.get(text) or control.read(text, None)
    return int(value) if getattr(control, "whole", False) else value


def drawn(styles, recording: bytes) -> list:
    """Return the strokes of a recording with their styles written out, as the places of styles differ between panels."""
    strokes = (np.frombuffer(stroke, dtype="<i2").tolist() for stroke in cut(recording))
    return [(json.dumps(styles[style]), points) for style, _, *points in strokes]


@pytest.mark.parametrize("maker", CHEAP)
def test_every_scenario_and_every_row_is_there(maker):
    panel = MAKERS[maker]()
    page = Page(states_text(panel, SHARE))
    for text, values in panel.scenarios.items():
        home = tuple(page.words["homes"][text])
        assert page.words["sentences"][page.states.index(home)] == panel.showing(**values)[1] or maker == "hunt_panel"
        for k, hand in enumerate(page.words["hands"]):
            there = sum(state[:k] + state[k + 1 :] == home[:k] + home[k + 1 :] for state in page.states)
            least = WALK if hand.get("play") else COARSEST if "places" in hand else len(hand["texts"])
            assert there >= min(least, len(hand["texts"])), (text, hand["name"])


def test_where_even_few_positions_are_too_many_there_are_none():
    assert states_text(MAKERS["grid_panel"](), 5_000) is None


def test_rows_of_a_walk_that_another_control_ends():
    states = States(panel_of("descent_panel()"))
    epochs, epoch = list(states.panel.controls).index("epochs"), list(states.panel.controls).index("epoch")
    assert all(state[epoch] <= state[epochs] for state in states.frames)


def test_a_panel_of_a_readers_own_function_is_left_to_its_still_picture():
    assert panel_of("grid_panel(own=my_cost)") is None
    assert panel_of("panel = minibatch_panel()\npanel.set(batch_size=size)") is None
    assert panel_of("print(3)") is None


def test_the_script_is_whole():
    assert "import " not in script().replace("import /", "")
    assert "</script" not in script()
