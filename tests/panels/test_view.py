"""The picture and its sentence: what a move shows is what was drawn, and a still stands for it without a kernel."""

import asyncio
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
    panel.view.sharpen(panel.state()[0])
    live_picture = Image.open(io.BytesIO(panel.view.picture.value))
    assert live_picture.size == (2000, 800)  # 10 × 4 inches at twice the resolution of a moving one
    assert still.height / still.width > live_picture.height / live_picture.width  # the sentence stands beneath
    assert len(data["image/png"]) < 120_000


def test_a_picture_after_many_moves_is_the_figure_drawn_whole():
    """A move draws only what moved on a kept background; the figure drawn whole is what that must come to."""
    make = partial(DescentScene, landscape=bowl(), epochs=100)
    view, run = View(make), helpers.descend(bowl(), start=4.5, learning_rate=0.05, epochs=20)
    for epoch in (20, 0, 3):
        view.show({"run": run, "epoch": epoch, "learning_rate": 0.05}, "moved.")
    scene = new_scene(make, 100)
    scene.update(run=run, epoch=3, learning_rate=0.05)
    scene.figure.canvas.draw()
    whole = np.asarray(scene.figure.canvas.buffer_rgba())[..., :3].astype(float)
    sent = np.asarray(Image.open(io.BytesIO(view.picture.value)), dtype=float)
    assert sent.shape == whole.shape
    assert np.abs(sent - whole).mean() < 1.0  # of 255: JPEG loses a little at edges


def test_the_sharp_picture_follows_at_rest(monkeypatch):
    monkeypatch.setattr("helpers.panels.view.REST", 0.01)

    async def move_and_rest():
        panel = MAKERS["descent_panel"]()
        panel.set(start=3.0)
        moving = Image.open(io.BytesIO(panel.view.picture.value)).size
        await asyncio.sleep(0.5)
        return moving, Image.open(io.BytesIO(panel.view.picture.value)).size

    moving, resting = asyncio.run(move_and_rest())
    assert (2 * moving[0], 2 * moving[1]) == resting


def test_a_stage_panel_keeps_its_size_when_the_switch_is_put_back(monkeypatch):
    monkeypatch.setenv("LECTURE_SIZE", "1")
    panel = helpers.grid_panel()
    at_stage = panel.view.sentence.value
    monkeypatch.setenv("LECTURE_SIZE", "0")
    panel.set(step=0.1)
    size = re.compile(r"font-size:(\d+)px")
    assert size.search(panel.view.sentence.value)[1] == size.search(at_stage)[1]
    panel.view.sharpen(panel.state()[0])
    assert Image.open(io.BytesIO(panel.view.picture.value)).size == (2800, 1120)
