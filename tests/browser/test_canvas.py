"""What the browser's canvas draws is what matplotlib draws: every panel, in many states, pixel by pixel."""

import base64

import matplotlib
import numpy as np
import pytest
from hands import MAKERS, any_value
from lesson_page import pixels_of

from helpers.panels.canvas import bundled
from helpers.panels.view import Stage
from helpers.pictures.recording import Recorder
from helpers.pictures.scene import new_scene

STATES = 50
STRAY = 96  # of 255: a mark that the other picture has nowhere near
PAGE = f"<canvas></canvas><script type=module>{bundled('draw.js')}\nwindow.draw = {{unpacked, paint}}</script>"
BEGIN = """([width, height, still]) => {
    const canvas = Object.assign(document.querySelector('canvas'), {width, height});
    const numbers = text => draw.unpacked(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)));
    window.drawn = (styles, frame) => {
        const context = canvas.getContext('2d');
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.fillStyle = 'white';
        context.fillRect(0, 0, width, height);
        for (const part of [still, frame]) draw.paint(context, styles, numbers(part), 1);
        return canvas.toDataURL();
    };
}"""


@pytest.fixture(scope="module")
def page(browser):
    """An empty page that can draw recordings."""
    page = browser.new_page()
    page.set_content(PAGE)
    page.wait_for_function("() => window.draw")
    yield page
    page.close()


@pytest.fixture
def unhinted():
    """Letters of Agg that keep their shape, as a canvas draws them, in place of one fitted to the pixels."""
    with matplotlib.rc_context({"text.hinting": "none"}):
        yield


def text(numbers: bytes) -> str:
    """Write bytes as a page can take them."""
    return base64.b64encode(numbers).decode()


def strays(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of pixels of a picture that differ from all nine pixels around their place in the other."""
    rows, columns = one.shape[:2]
    around = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    suspects = np.argwhere(np.abs(one - other).max(axis=2) > STRAY)
    if not len(suspects):
        return 0.0
    row, column = suspects.T
    nearest = np.full(len(suspects), 255)
    for down in range(3):
        for right in range(3):
            nearest = np.minimum(nearest, np.abs(one[row, column] - around[row + down, column + right]).max(axis=1))
    return float((nearest > STRAY).sum() / (rows * columns))


@pytest.mark.parametrize("maker", MAKERS)
def test_the_canvas_draws_what_matplotlib_draws(page, unhinted, artefacts, maker):
    panel = MAKERS[maker]()
    make = panel.view._make
    scene, stage = new_scene(make, 100), Stage(make, 100)
    recorder = Recorder(scene.figure)
    for artist in (*scene.moving, *scene.front):
        artist.set_animated(True)
    still = recorder.record([scene.figure])
    page.evaluate(BEGIN, [round(recorder.width), round(recorder.height), text(still)])
    rng = np.random.default_rng(0)
    for _ in range(STATES):
        values = panel.settled({name: any_value(panel, name, rng) for name in panel.values})
        state, _sentence = panel.showing(**values)
        expected = stage.picture(**state)[..., :3].astype(int)
        scene.update(**state)
        frame = recorder.record([*scene.moving, *scene.front])
        found = pixels_of(page.evaluate("given => window.drawn(...given)", [recorder.styles, text(frame)])).astype(int)
        assert found.shape == expected.shape
        assert np.abs(found - expected).max(axis=2).mean() <= 3, values
        assert max(strays(found, expected), strays(expected, found)) <= 0.005, values
    page.locator("canvas").screenshot(path=artefacts / f"canvas-{maker}.png")


def test_a_mark_too_many_and_a_mark_too_few_are_found():
    white = np.full((100, 100, 3), 255)
    marked = white.copy()
    marked[40:50, 40:50] = 0
    assert strays(marked, white) == 0.01
    moved = np.roll(marked, 1, axis=1)
    assert strays(marked, moved) == strays(moved, marked) == 0
