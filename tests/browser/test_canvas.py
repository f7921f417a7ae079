"""What the browser's canvas draws is what matplotlib draws: every panel and every scene, in many states, pixel by pixel."""

import base64

import matplotlib
import numpy as np
import pytest
from hands import MAKERS, any_value
from lesson_page import pixels_of

from helpers import follow
from helpers.panels.canvas import bundled
from helpers.panels.view import Stage
from helpers.pictures.recording import Recorder
from helpers.pictures.scene import Scene, new_scene


def drawn(axes, w, kind="lines"):
    """Draw as a reader may who puts a figure on a slider."""
    x = np.linspace(-1, 5, 200)
    axes.plot(x, (x - 2) ** 2, label="J(w)")
    if kind == "lines":
        axes.axline((w, (w - 2) ** 2), slope=2 * (w - 2), linestyle="--")
        axes.text(w, (w - 2) ** 2, f"w = {w:.2f}", rotation=30)
    elif kind == "areas":
        axes.fill_between(x, 0, w * x, alpha=0.3, hatch="/")
        axes.legend()
    else:
        axes.bar(range(5), np.abs(np.arange(5) - w), edgecolor="black")
        axes.scatter(x[::20], w * x[::20], s=np.linspace(10, 90, 10), c=np.linspace(0, 1, 10))
        axes.grid(True)


PANELS = MAKERS | {"follow": lambda: follow(drawn, w=(-1, 5), kind=["lines", "areas", "bars"])}
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


@pytest.mark.parametrize("maker", PANELS)
def test_the_canvas_draws_what_matplotlib_draws(page, unhinted, artefacts, maker):
    panel = PANELS[maker]()
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


def test_every_scene_is_compared():
    compared = {type(make().view.scene) for make in PANELS.values()}
    assert compared == set(Scene.__subclasses__())


def test_a_mark_too_many_and_a_mark_too_few_are_found():
    white = np.full((100, 100, 3), 255)
    marked = white.copy()
    marked[40:50, 40:50] = 0
    assert strays(marked, white) == 0.01
    moved = np.roll(marked, 1, axis=1)
    assert strays(marked, moved) == strays(moved, marked) == 0
