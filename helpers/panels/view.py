"""What a panel shows: the only module that knows how a state becomes a picture on the page.

The figure is drawn once; its still part is kept as a background. A move restores the background, draws the artists that
moved, and encodes one picture. While the hand moves the picture has the resolution of the page; when it rests, a
picture of twice that follows.
"""

import asyncio
import html
import textwrap
from collections.abc import Callable
from functools import cached_property, partial

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure
from PIL import Image
from traitlets import Unicode

from helpers.pictures.scene import Scene, new_scene
from helpers.pictures.style import DESK, empty_figure, encoded, picture_size

REST = 0.25  # seconds without a move after which the sharp picture follows


class View:
    """A scene's picture and the sentence beneath it, both as widgets.

    make: builds the scene on a figure. picture, sentence: the widgets. place: where each axis of the scene lies, as shares of
    the width. wide: the greatest width, in pixels of the page.
    """

    def __init__(self, make: Callable[[Figure], Scene]):
        self._make = make
        self._share, self._dpi = picture_size()  # the switch may be put back while this view stands
        self._stage = Stage(make, self._dpi, self._share)
        if self._dpi > DESK[1]:
            _ = self._sharp_stage
        self._timer = None
        self.scene = self._stage.scene
        self.place = self.scene.place
        self.wide = round(Scene.width * self._share * self._dpi)
        self.picture = Picture(format="jpeg", layout=widgets.Layout(width="100%", height="auto"))
        self.sentence = widgets.HTML()

    @cached_property
    def _sharp_stage(self):
        return Stage(self._make, 2 * self._dpi, self._share)

    @property
    def text(self) -> str:
        """The sentence that is shown now."""
        return self.picture.tooltip

    def show(self, state: dict, sentence: str) -> None:
        """Show a state and its sentence; state: what the scene's `update` takes."""
        changed = sentence != self.picture.tooltip
        with self.picture.hold_sync():  # one message for both
            self.picture.value = self._stage.jpeg(**state)
            self.picture.tooltip = sentence
        if changed:
            size = round(15 * self._dpi / DESK[1])
            self.sentence.value = f"<div style='font-size:{size}px;line-height:1.35'>{html.escape(sentence)}</div>"
        self._sharpen_at_rest(state)

    def sharpen(self, state: dict) -> None:
        """Put the sharp picture of a state in the place of the quick one."""
        self.picture.value = self._sharp_stage.jpeg(**state)

    def _sharpen_at_rest(self, state):
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # plain Python: no hand, no screen, nothing to wait for
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(REST, partial(self.sharpen, state))

    def still(self, state: dict, sentence: str) -> bytes:
        """Return the picture with its sentence written beneath, as a small PNG for readers without a kernel."""
        picture = Image.fromarray(self._sharp_stage.picture(**state)).convert("RGB")
        caption = empty_figure(Scene.width, 0.62 / self._share, self._share, 2 * self._dpi)
        caption.text(0.012, 0.92, textwrap.fill(sentence, round(108 * self._share)), fontsize=12, va="top")
        caption.canvas.draw()
        strip = Image.fromarray(np.asarray(caption.canvas.buffer_rgba())).convert("RGB")
        whole = Image.new("RGB", (picture.width, picture.height + strip.height), "white")
        whole.paste(picture, (0, 0))
        whole.paste(strip, (0, picture.height))
        whole = whole.resize((round(whole.width * 0.5), round(whole.height * 0.5)), Image.Resampling.LANCZOS)
        return encoded(whole.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)


class Stage:
    """A scene on its own canvas with its still part kept, so that a move draws and encodes only one small picture."""

    def __init__(self, make: Callable[[Figure], Scene], dpi: float, share: float):
        self.scene = new_scene(make, dpi, share)
        for artist in self.scene.moving:
            artist.set_animated(True)  # left out of the background
        self.canvas = self.scene.figure.canvas
        self.background = None

    def picture(self, **state) -> np.ndarray:
        """Draw a state of the scene and return its pixels, shape (height, width, 4), valid until the next draw."""
        self.scene.update(**state)
        if self.scene.figure.stale:  # what moves is animated and leaves this alone: something else changed, a label say
            self.canvas.draw()
            self.background = self.canvas.copy_from_bbox(self.scene.figure.bbox)
        self.canvas.restore_region(self.background)
        for artist in self.scene.moving:
            self.scene.figure.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())

    def jpeg(self, **state) -> bytes:
        """Draw a state of the scene and encode it: in a third of the time of a PNG, and no eye tells them apart."""
        return encoded(Image.fromarray(self.picture(**state)).convert("RGB"), "JPEG", quality=90, subsampling=0)


class Picture(widgets.Image):
    """An image whose tooltip, which browsers take as its alternative text, can be set.

    The browser's side of ipywidgets 8 sets a tooltip only where a description is empty, and fails where there is none at all.
    """

    description = Unicode("").tag(sync=True)
