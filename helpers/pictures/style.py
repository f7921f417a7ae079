"""One visual language for every lesson: colours, strokes and marks, figures, and how they are shown.

The same thing has the same colour and shape everywhere (colours of M. Okabe and K. Ito, Color Universal Design, 2008, safe for
colour-blind readers); shape or line style always tells it apart as well.
"""

import io
import os

import numpy as np
from IPython.display import display
from matplotlib import patheffects, rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.arguments import Count, Positive, checked

# matplotlib's color_sequences["okabe_ito"], typed here because the matplotlib of a browser tab does not have it yet
BLACK, ORANGE, SKY, GREEN = "#000000", "#e69f00", "#56b4e9", "#009e73"
YELLOW, BLUE, VERMILLION, PURPLE = "#f0e442", "#0072b2", "#d55e00", "#cc79a7"
GREY = "#595959"
CURVE = {"color": BLUE, "linewidth": 2.2}
BALL = {"color": VERMILLION, "marker": "o", "markersize": 13, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 6}
BEYOND = {"color": VERMILLION, "marker": "X", "markersize": 13, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 6}
MINIMUM = {"color": YELLOW, "marker": "*", "markersize": 19, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 5}
BEST = {"color": PURPLE, "marker": "D", "markersize": 11, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 5}
DATA = {"color": BLACK, "marker": "s", "markersize": 8, "linestyle": "none", "zorder": 4}
TANGENT = {"color": GREEN, "linewidth": 2.4, "linestyle": (0, (5, 2)), "zorder": 4}
STEP = {"color": GREEN, "linewidth": 4.5, "solid_capstyle": "butt", "zorder": 4}
TRIED = {"color": ORANGE, "marker": "o", "markersize": 6, "markeredgecolor": BLACK, "markeredgewidth": 0.6, "linestyle": "none"}
AHEAD = {"color": GREY, "marker": "o", "markersize": 6, "markerfacecolor": "none", "linestyle": "none", "zorder": 3}
LINK = {"color": GREY, "linewidth": 1.0, "linestyle": ":"}
BATCH = {"color": SKY, "linewidth": 2.0, "linestyle": (0, (1, 1))}
DISCARDED = {"facecolor": "#E8E8E8", "edgecolor": GREY, "hatch": "///", "linewidth": 0.8}
KEPT = {"facecolor": "#FFFFFF00", "edgecolor": PURPLE, "linewidth": 2.6}
STYLE = {  # matplotlib's settings for a figure of the series, never set for the whole session
    "axes.labelsize": 13,
    "axes.titlesize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.fontsize": 12,
    "legend.frameon": False,
}
TICKS = {"labelsize": 12, "width": 1.0, "length": 4.0}  # apart from STYLE: ticks are made only when a figure is drawn
DESK, STAGE = (1.0, 100), (0.8, 175)  # how large a figure is made, and pixels an inch: a stage has 1.4 times the pixels
LECTURE = "LECTURE_SIZE"  # the environment variable that asks for stage-size pictures


@checked()
def lecture_size(on: bool | None = None) -> bool:
    """Say whether pictures are made for a stage, after switching that on or off when `on` is given.

    The switch is the environment variable LECTURE_SIZE, so it can also be set before the lab starts. Pictures and panels made
    afterwards have larger type and thicker strokes.

    >>> lecture_size(True), lecture_size(False)
    (True, False)
    """
    if on is not None:
        os.environ[LECTURE] = "1" if on else "0"
    return os.environ.get(LECTURE, "0").strip().lower() not in ("", "0", "false", "no")


def picture_size() -> tuple[float, int]:
    """Return the share of its inches at which a figure is made, and its pixels an inch: STAGE or DESK.

    Type and strokes are given in points, so in a figure of fewer inches they are larger beside everything else.
    """
    return STAGE if lecture_size() else DESK


def empty_figure(width: float, height: float, share: float, dpi: float, **options) -> Figure:
    """Make a figure outside pyplot; width, height: inches, of which the share is taken. options: for `Figure`."""
    figure = Figure(figsize=(width * share, height * share), dpi=dpi, **options)
    FigureCanvasAgg(figure)
    return figure


@checked()
def new_figure(
    columns: Count = 1, width: Positive = 10.0, height: Positive = 4.0, rows: Count = 1, **options
) -> tuple[Figure, np.ndarray]:
    """Make a figure and its axes, outside pyplot, in the series' style.

    columns: how many axes side by side, in each of the rows. width, height: inches at a desk. options: for `Figure.subplots`
    (sharey, width_ratios, …). Returns the figure and an array of axes of shape (rows · columns,), row by row.
    """
    with rc_context(STYLE):
        figure = empty_figure(width, height, *picture_size(), layout="constrained")
        found = figure.subplots(rows, columns, squeeze=False, **options).ravel()
    for axes in found:
        axes.tick_params(**TICKS)
    return figure, found


@checked()
def style_axes(axes: Axes, x_label: str = "", y_label: str = "", title: str = "") -> None:
    """Name the axes, and write a title at their left."""
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_title(title, fontsize=STYLE["axes.titlesize"], loc="left")


@checked()
def label(axes: Axes, x: float, y: float, text: str, **options):
    """Write a direct label at a place of the axes, on a white halo so that lines below do not cut it."""
    options = {"fontsize": 12, "zorder": 8, **options}
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    return axes.text(x, y, text, path_effects=halo, **options)


@checked()
def show(figure: Figure, sentence: str) -> None:
    """Show a finished figure with its sentence beneath, which is also its alternative text.

    The picture is stored in few colours and a little larger than it is shown, so that it is sharp and yet small.
    """
    width, height = (round(inches * figure.dpi) for inches in figure.get_size_inches())
    details = {"image/png": {"alt": str(sentence), "width": width, "height": height}}
    display({"image/png": still_png(figure), "text/plain": str(sentence)}, metadata=details, raw=True)
    print(sentence)


def still_png(figure: Figure) -> bytes:
    """Encode a figure as a PNG at 1.1 times its resolution, in at most 48 colours."""
    canvas = FigureCanvasAgg(figure)
    ordinary = figure.dpi
    figure.dpi = 1.1 * ordinary
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    figure.dpi = ordinary
    return encoded(picture.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    """Encode a Pillow image as the bytes of a "PNG" or "JPEG" file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
