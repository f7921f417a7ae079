"""What a panel shows: the only module that knows how a state becomes a picture on the page.

The kernel computes a state and records its strokes; the browser draws them. Readers without a kernel see a PNG.
"""

import base64
import html
import textwrap
from collections.abc import Callable

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from helpers.panels.canvas import Canvas
from helpers.pictures.recording import Recorder
from helpers.pictures.scene import Scene, new_scene
from helpers.pictures.style import DESK, empty_figure, encoded, picture_size

LINES = 3  # of the sentence beneath a picture: it keeps this height, so that no control moves under the hand

NO_PICTURE = """<style>@keyframes lesson-late { to { visibility: visible; max-height: none } }
.lesson-late { visibility: hidden; max-height: 0; overflow: hidden; animation: lesson-late 0s 8s forwards }</style>
<div class='lesson-late'>If no picture moves here, this page could not load what draws it: run
<code>python -m pip install -r requirements.txt</code>, start Jupyter anew and run the cell again.</div>"""


class View:
    """A scene's picture and the sentence beneath it, both as widgets.

    make: builds the scene on a figure. canvas, caption: the widgets. place: where each axis of the scene lies, as shares of
    the width. wide: the greatest width, in pixels of the page.
    """

    def __init__(self, make: Callable[[Figure], Scene]):
        self._make, self._watched = make, False
        self._share, self._dpi = picture_size()  # the switch may be put back while this view stands
        self.scene = new_scene(make, self._dpi, self._share)
        self._recorder = Recorder(self.scene.figure)
        for artist in (*self.scene.moving, *self.scene.front):
            artist.set_animated(True)  # left out of the still part
        still = self._recorder.record([self.scene.figure])
        self._front = self._recorder.record(self.scene.front)
        self.place, self.wide = self.scene.place, round(self._recorder.width)
        size = round(15 * self._dpi / DESK[1])
        self.canvas = Canvas(
            size=[self.wide, round(self._recorder.height)],
            styles=list(self._recorder.styles),
            still=still,
            layout=widgets.Layout(width="100%"),
        )
        self._style = f"font-size:{size}px;line-height:1.35;min-height:{LINES * 1.35:.2f}em"
        self.caption = widgets.HTML(self._captioned())
        self.canvas.on_msg(self._receive)

    @property
    def text(self) -> str:
        """The sentence that is shown now."""
        return self.canvas.shown.get("sentence", "")

    def meet(self, hands: list[dict], ahead: bool) -> None:
        """Tell the picture of the controls that move it, and whether it may ask for rows."""
        self.canvas.hands, self.canvas.ahead = hands, ahead

    def record(self, state: dict) -> bytes:
        """Return the strokes of a state; state: what the scene's `update` takes."""
        self.scene.update(**state)
        return self._recorder.record(self.scene.moving) + self._front

    @property
    def styles(self) -> list[dict]:
        """The styles that recordings name by their places, as far as they were needed."""
        return list(self._recorder.styles)

    def show(self, state: dict, sentence: str, places: dict, boxes: dict) -> None:
        """Show a state and its sentence; places, boxes: where the controls stand, and what the boxes of the sliders say."""
        frame = self.record(state)
        self._send_styles()
        with self.canvas.hold_sync():  # one message for all
            self.canvas.frame = frame
            count = self.canvas.shown.get("count", 0) + 1
            new = {"sentence": sentence, "verdict": verdict(state), "places": places, "boxes": boxes, "count": count}
            self.canvas.shown = self.canvas.shown | new

    def send(self, message: dict, frames: bytes) -> None:
        """Send recordings ahead."""
        self._send_styles()
        self.canvas.send(message, [frames])

    def _send_styles(self):
        """Send those that are new: in the table until a page has it, and apart from then on."""
        known = len(self.canvas.styles)
        if len(self._recorder.styles) == known:
            return
        if self._watched:
            self.canvas.styles.extend(self._recorder.styles[known:])  # for the next page; in place, so that it is not sent
            self.canvas.send({"from": known, "styles": self.canvas.styles[known:]})
        else:
            self.canvas.styles = list(self._recorder.styles)

    def _receive(self, _, message, buffers):
        if "styles" in message:  # a page has so many of them
            self._watched, known = True, message["styles"]
            if known < len(self.canvas.styles):
                self.canvas.send({"from": known, "styles": self.canvas.styles[known:]})
        elif "pressed" in message:
            self.canvas.shown = self.canvas.shown | {"heard": message["pressed"]}

    def keep(self, still: bytes) -> None:
        """Keep a still picture beneath the place of the moving one, for a page that cannot load what draws that."""
        source = f"data:image/png;base64,{base64.b64encode(still).decode()}"
        image = f"<img src='{source}' alt='{html.escape(self.text, quote=True)}' width='100%'>"
        self.caption.value = self._captioned(f"<div class='lesson-late'>{image}</div>")

    def _captioned(self, still=""):
        """Write what stands beneath the picture until that has come and writes its sentence there."""
        return f"<div class='lesson-caption' style='{self._style}'>{still}{NO_PICTURE}</div>"

    def picture(self, state: dict) -> Image.Image:
        """Return the picture of a state in pixels, at twice the resolution of the page."""
        # a stage of its own: kept, it would hold 13 MB for every panel that a reader ever showed
        pixels = Stage(self._make, 2 * self._dpi, self._share).picture(**state)
        return Image.fromarray(pixels).convert("RGB")

    def still(self, state: dict, sentence: str) -> bytes:
        """Return the picture with its sentence written beneath, as a small PNG for readers without a kernel."""
        picture = self.picture(state)
        caption = empty_figure(Scene.width, 0.62 / self._share, self._share, 2 * self._dpi)
        caption.text(0.012, 0.92, textwrap.fill(sentence, round(108 * self._share)), fontsize=12, va="top")
        caption.canvas.draw()
        strip = Image.fromarray(np.asarray(caption.canvas.buffer_rgba())).convert("RGB")
        whole = Image.new("RGB", (picture.width, picture.height + strip.height), "white")
        whole.paste(picture, (0, 0))
        whole.paste(strip, (0, picture.height))
        whole = whole.resize((round(whole.width * 0.5), round(whole.height * 0.5)), Image.Resampling.LANCZOS)
        return encoded(whole.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)


def verdict(state: dict) -> str:
    """Return the words of a sentence that say how a state's run went, if it shows one.

    >>> verdict({"run": None}), verdict({})
    ('', '')
    """
    return getattr(state.get("run"), "outcome", "")


class Stage:
    """A scene on its own canvas with its still part kept, so that a move draws and encodes only one small picture."""

    def __init__(self, make: Callable[[Figure], Scene], dpi: float, share: float = 1.0):
        self.scene = new_scene(make, dpi, share)
        for artist in (*self.scene.moving, *self.scene.front):
            artist.set_animated(True)  # left out of the background
        self.canvas = self.scene.figure.canvas
        self.canvas.draw()
        self.background = self.canvas.copy_from_bbox(self.scene.figure.bbox)

    def picture(self, **state) -> np.ndarray:
        """Draw a state of the scene and return its pixels, shape (height, width, 4), valid until the next draw."""
        self.scene.update(**state)
        self.canvas.restore_region(self.background)
        for artist in (*self.scene.moving, *self.scene.front):
            self.scene.figure.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())
