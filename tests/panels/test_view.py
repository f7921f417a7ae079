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
    assert len(panel.view.canvas.frame) < 8000


def test_a_stage_panel_keeps_its_size_when_the_switch_is_put_back(monkeypatch):
    monkeypatch.setenv("LECTURE_SIZE", "1")
    panel = helpers.grid_panel()
    at_stage = panel.view.sentence.value
    monkeypatch.setenv("LECTURE_SIZE", "0")
    panel.set(step=0.1)
    size = re.compile(r"font-size:(\d+)px")
    assert size.search(panel.view.sentence.value)[1] == size.search(at_stage)[1]
    assert panel.view.canvas.size == [1400, 560]
    assert panel.view.picture(panel.state()[0]).size == (2800, 1120)
