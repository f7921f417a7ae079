"""The picture and its sentence: what a move shows is what was drawn, and a still stands for it without a kernel."""

import io
import re
from functools import partial

import numpy as np
import pytest
from hands import MAKERS
from PIL import Image

import helpers
from helpers.landscapes import bowl
from helpers.panels.view import View
from helpers.pictures.descent import DescentScene
from helpers.pictures.scene import new_scene


@pytest.mark.parametrize("maker", MAKERS)
def test_the_still_picture_carries_the_sentence(maker):
    panel = MAKERS[maker]()
    data, details = panel._repr_mimebundle_()
    assert data["text/plain"] == details["image/png"]["alt"] == panel.text
    still = Image.open(io.BytesIO(data["image/png"]))
    assert panel.view.canvas.size == [1000, 400]  # 10 × 4 inches
    assert panel.view.picture(panel.state()[0]).size == (2000, 800)
    assert still.width == 1000
    assert still.height > 400  # the sentence stands beneath
    assert len(data["image/png"]) < 120_000


def test_a_picture_after_many_moves_is_the_figure_drawn_whole():
    """A move draws only what moved on a kept background; the figure drawn whole is what that must come to."""
    make = partial(DescentScene, landscape=bowl(), epochs=100)
    view, run = View(make), helpers.descend(bowl(), start=4.5, learning_rate=0.05, epochs=20)
    for epoch in (20, 0, 3):
        drawn = view.picture({"run": run, "epoch": epoch, "learning_rate": 0.05})
    scene = new_scene(make, 200)
    scene.update(run=run, epoch=3, learning_rate=0.05)
    scene.figure.canvas.draw()
    whole = np.asarray(scene.figure.canvas.buffer_rgba())[..., :3].astype(float)
    sent = np.asarray(drawn, dtype=float)
    assert sent.shape == whole.shape
    assert np.abs(sent - whole).mean() < 0.5  # of 255: what moves lies above what stands still


def test_a_picture_and_its_sentence_come_in_one_message():
    panel = MAKERS["descent_panel"]()
    heard = []
    panel.view.canvas.observe(lambda change: heard.append((change["name"], panel.view.canvas.frame)), ["frame", "shown"])
    panel.set(start=3.0)
    assert {name for name, _ in heard} == {"frame", "shown"}
    assert {frame for _, frame in heard} == {panel.view.canvas.frame}  # each is told when both are there
    assert panel.view.canvas.shown["sentence"] == panel.text
    assert panel.view.canvas.shown["places"] == {name: slider.value for name, slider in panel.sliders.items()}
    assert panel.view.canvas.shown["boxes"] == {name: panel.boxes[name].value for name in panel.sliders}
    assert len(panel.view.canvas.frame) < 8000


def test_a_page_that_has_the_table_of_styles_is_sent_only_what_is_new(monkeypatch):
    panel = MAKERS["descent_panel"]()
    canvas, sent = panel.view.canvas, []
    monkeypatch.setattr(canvas, "send", lambda message, buffers=None: sent.append(message))
    before = len(canvas.styles)
    canvas._handle_custom_msg({"styles": before}, [])
    assert sent == []
    tables = []
    canvas.observe(lambda change: tables.append(change), "styles")
    for rate in (0.05, 0.21, 0.3):
        panel.set(learning_rate=rate, epoch=60)
    assert tables == []
    table = [style for message in sent for style in message["styles"]]
    assert [message["from"] for message in sent] == list(
        np.cumsum([before, *(len(message["styles"]) for message in sent)])[:-1]
    )
    assert canvas.styles[before:] == table != []
    assert canvas.get_state("styles") == {"styles": panel.view.styles}  # for a page that opens later
    del sent[:]
    canvas._handle_custom_msg({"styles": before}, [])  # another page missed them
    assert sent == [{"from": before, "styles": table}]


def test_a_press_of_a_button_is_acknowledged_after_it():
    panel = MAKERS["descent_panel"]()
    panel.buttons["diverges"].click()
    shown = panel.view.canvas.shown
    panel.view.canvas._handle_custom_msg({"pressed": "a word"}, [])
    assert panel.view.canvas.shown == shown | {"heard": "a word"}
    panel.set(start=2.0)
    assert panel.view.canvas.shown["heard"] == "a word"


def test_a_stage_panel_keeps_its_size_when_the_switch_is_put_back(monkeypatch):
    monkeypatch.setenv("LECTURE_SIZE", "1")
    panel = helpers.grid_panel()
    at_stage = panel.view.caption.value
    monkeypatch.setenv("LECTURE_SIZE", "0")
    panel.set(step=0.1)
    size = re.compile(r"font-size:(\d+)px")
    assert size.search(panel.view.caption.value)[1] == size.search(at_stage)[1]
    assert panel.view.canvas.size == [1400, 560]
    assert panel.view.picture(panel.state()[0]).size == (2800, 1120)


def test_a_button_stays_lit_while_its_values_hold():
    panel = MAKERS["descent_panel"]()

    def lit():
        return [text for text, button in panel.buttons.items() if "lesson-lit" in button._dom_classes]

    assert lit() == []
    panel.buttons["diverges"].click()
    assert lit() == ["diverges"]
    panel.play.value = 12  # it goes on being that run while it is played
    assert lit() == ["diverges"]
    panel.set(learning_rate=0.21)
    assert lit() == []
    panel.set(**panel.scenarios["one step"])
    assert lit() == ["one step"]
    panel.reset()
    assert lit() == []
    panel = MAKERS["blocks_panel"]()
    panel.buttons["discards the valley"].click()
    assert lit() == ["discards the valley"]
    panel.set(rounds=4)  # it says what three rounds do
    assert lit() == []


def test_the_words_that_say_how_a_run_went_stand_in_its_sentence():
    panel = MAKERS["descent_panel"]()
    panel.buttons["diverges"].click()
    assert panel.view.canvas.shown["verdict"] == "diverged at step 23"
    assert f": {panel.view.canvas.shown['verdict']}." in panel.text
    panel = MAKERS["grid_panel"]()
    assert panel.view.canvas.shown["verdict"] == ""
