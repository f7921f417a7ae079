"""One visual language for every lesson: colours, strokes and marks, figures, and how they are shown.

The same thing has the same colour and shape everywhere (colours of M. Okabe and K. Ito, Color Universal Design, 2008, safe for
colour-blind readers); shape or line style always tells it apart as well.
"""

import io
import os

import numpy as np
from IPython.display import display
from matplotlib import color_sequences, patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE = color_sequences["okabe_ito"]
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
LECTURE = "LECTURE_SIZE"  # the environment variable that asks for stage-size pictures


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


def enlargement() -> float:
    """Return the factor of type and strokes: 1 at a desk, 1.25 on a stage (where the picture is also 1.4 times as wide)."""
    return 1.25 if lecture_size() else 1.0


def pixels_an_inch() -> int:
    """Return the resolution of a picture while it moves: 100 at a desk (1,000 pixels for 10 inches), 140 on a stage."""
    return 140 if lecture_size() else 100


def new_figure(columns: int = 1, width: float = 10.0, height: float = 4.0, **options) -> tuple[Figure, np.ndarray]:
    """Make a figure and its row of axes, outside pyplot, in the series' style.

    columns: how many axes side by side. width, height: inches. options: for `Figure.subplots` (sharey, width_ratios, …).
    Returns the figure and an array of axes of shape (columns,).
    """
    figure = Figure(figsize=(width, height), dpi=pixels_an_inch(), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, columns, squeeze=False, **options)[0]
    for each in axes:
        style_axes(each)
    return figure, axes


def style_axes(axes, x_label: str = "", y_label: str = "", title: str = "") -> None:
    """Give axes the series' type sizes, quiet frame and labels."""
    scale = enlargement()
    axes.tick_params(labelsize=12 * scale, width=scale, length=4 * scale)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(x_label, fontsize=13 * scale)
    axes.set_ylabel(y_label, fontsize=13 * scale)
    axes.set_title(title, fontsize=13 * scale, loc="left")


def scaled(style: dict) -> dict:
    """Return a style with its strokes and marks enlarged for the stage when that is switched on."""
    scale = enlargement()
    return {key: value * scale if key in ("linewidth", "markersize", "fontsize") else value for key, value in style.items()}


def label(axes, x: float, y: float, text: str, **options):
    """Write a direct label at a place of the axes, on a white halo so that lines below do not cut it."""
    options = {"fontsize": 12, "zorder": 8, **options}
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    return axes.text(x, y, text, path_effects=halo, **scaled(options))


def show(figure: Figure, sentence: str) -> None:
    """Show a finished figure with its sentence beneath, which is also its alternative text.

    The picture is stored in few colours and a little larger than it is shown, so that it is sharp and yet small.
    """
    width, height = (round(inches * pixels_an_inch()) for inches in figure.get_size_inches())
    details = {"image/png": {"alt": str(sentence), "width": width, "height": height}}
    display({"image/png": still_png(figure), "text/plain": str(sentence)}, metadata=details, raw=True)
    print(sentence)


def still_png(figure: Figure) -> bytes:
    """Encode a figure as a PNG at 1.1 times its resolution, in at most 48 colours."""
    canvas = FigureCanvasAgg(figure)
    ordinary = figure.dpi
    figure.dpi = 1.1 * pixels_an_inch()
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    figure.dpi = ordinary
    return encoded(picture.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    """Encode a Pillow image as the bytes of a "PNG" or "JPEG" file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
