"""Recordings: the numbers of known shapes, a table of styles that stays small, and a refusal of what a canvas cannot repeat."""

import gc
import tracemalloc

import numpy as np
import pytest
from hands import MAKERS, any_value, fresh
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import FigureImage
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from helpers.pictures.recording import FARTHEST, Recorder


def recorded(*artists, dpi: float = 100):
    """Record artists on a figure of 400 × 200 pixels, whose own pixels they are placed in; returns strokes and their styles."""
    figure = Figure(figsize=(400 / dpi, 200 / dpi), dpi=dpi)
    recorder = Recorder(figure)
    for artist in artists:
        artist.set_figure(figure)
    return strokes(recorder.record(artists), recorder.styles)


def strokes(frame: bytes, styles: list[dict]) -> list[tuple[dict, list[int]]]:
    """Read a recording as a page does."""
    numbers = np.frombuffer(frame, dtype="<i2").tolist()
    found = []
    while numbers:
        place, count = numbers[:2]
        found.append((styles[place], numbers[2 : 2 + count]))
        numbers = numbers[2 + count :]
    return found


def test_a_line_is_its_points_in_tenths_of_a_pixel_from_the_upper_left_corner():
    ((style, numbers),) = recorded(Line2D([0, 123.44, 400], [0, 50, 200], linewidth=1.8, color="#d55e00"))
    assert numbers == [0, 2000, 1234, 1500, 4000, 0]
    assert style == {"s": "#d55e00", "w": 2.5, "c": "square", "j": "round"}  # 1.8 points at 100 dpi


def test_dashes_are_lengths_in_pixels():
    dashed = Line2D([0, 100], [10, 10], linewidth=2, linestyle=(0.5, (3, 2)), dash_capstyle="butt", color=(0, 0, 0, 0.5))
    ((style, _),) = recorded(dashed, dpi=144)
    assert style["d"] == [12, 8]  # three and two widths of 4 pixels
    assert style["o"] == 2
    assert (style["s"], style["w"], style["c"]) == ("#00000080", 4, "butt")


def test_marks_are_one_outline_at_many_places():
    marks = Line2D([10, 20, 30], [0, 100, 200], linestyle="none", marker="s", markersize=7.2, color="red", markeredgewidth=0)
    ((style, numbers),) = recorded(marks)
    assert numbers == [100, 2000, 200, 1000, 300, 0]
    assert style["f"] == "#ff0000"
    assert style["r"] == 1  # a square's sides lie on the screen's pixels
    corners = {tuple(map(float, corner.split())) for corner in style["m"].strip("MZ").split("L")}
    assert corners == {(-5, 5), (5, 5), (5, -5), (-5, -5)}


def test_a_gap_in_the_data_is_a_gap_in_the_line():
    found = recorded(Line2D([0, 10, 20, 30, 40], [0, 0, np.nan, 0, 0], color="black"))
    assert [numbers for _, numbers in found] == [[0, 2000, 100, 2000], [300, 2000, 400, 2000]]
    ((_, places),) = recorded(Line2D([0, 10, 20], [0, np.nan, 0], linestyle="none", marker="o", color="black"))
    assert places == [0, 2000, 200, 2000]


def test_far_away_values_are_cut_off_and_what_is_seen_keeps_its_place():
    ((_, numbers),) = recorded(Line2D([0, 200, 400], [100, 100, 1e9], color="black"))
    assert max(map(abs, numbers)) <= FARTHEST
    assert numbers[:4] == [0, 1000, 2000, 1000]
    end = np.array(numbers[4:6])
    assert end[1] < -1000  # beyond the upper edge
    assert abs(end[0] - 2000) <= 1  # nearly upright, as the line to a billion is
    ((_, places),) = recorded(Line2D([1e6], [-1e6], linestyle="none", marker="o", color="black"))
    assert places == [FARTHEST, FARTHEST]


def test_a_closed_shape_is_filled_and_a_clip_is_a_rectangle():
    figure = Figure(figsize=(4, 2), dpi=100)
    axes = figure.add_axes((0.25, 0.5, 0.5, 0.25))
    axes.set(xlim=(0, 200), ylim=(0, 50))
    box = axes.add_patch(Rectangle((10, 10), 20, 30, facecolor="blue", edgecolor="none"))
    recorder = Recorder(figure)
    ((style, numbers),) = strokes(recorder.record([box]), recorder.styles)
    assert style == {"f": "#0000ff", "k": [100, 50, 200, 50], "z": 1}
    assert sorted(zip(numbers[::2], numbers[1::2], strict=True)) == [(1100, 600), (1100, 900), (1300, 600), (1300, 900)]


def test_many_lines_keep_their_colours():
    lines = LineCollection([[(0, 0), (10, 10)], [(0, 20), (10, 20)], [(0, 40), (10, 40)]], colors=["red", "blue"])
    found = recorded(lines)
    assert [style["s"] for style, _ in found] == ["#ff0000", "#0000ff", "#ff0000"]
    assert [numbers for _, numbers in found] == [[0, 2000, 100, 1900], [0, 1800, 100, 1800], [0, 1600, 100, 1600]]


def test_a_digit_that_comes_back_needs_no_new_outline():
    figure = Figure(figsize=(4, 2), dpi=100)
    text = Text(10, 10, "0123456789")
    text.set_figure(figure)
    recorder = Recorder(figure)
    recorder.record([text])
    known = len(recorder.styles)
    text.set_text("9,999")
    recorder.record([text])
    assert len(recorder.styles) == known + 1  # the comma


def test_an_image_and_a_clip_that_is_no_rectangle_are_refused():
    figure = Figure(figsize=(4, 2), dpi=100)
    image = FigureImage(figure)
    image.set_data(np.zeros((4, 4)))
    with pytest.raises(NotImplementedError, match="an image cannot be recorded"):
        Recorder(figure).record([image])
    line = Line2D([0, 100], [0, 100])
    line.set_clip_path(Circle((50, 50), 20))
    with pytest.raises(NotImplementedError, match="a clip that is no rectangle cannot be recorded"):
        recorded(line)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_table_of_styles_does_not_grow_with_what_was_seen(maker):
    panel = fresh(maker)
    rng = np.random.default_rng(11)
    kinds = []
    for _ in range(300):
        values = {name: any_value(panel, name, rng) for name in panel.values}
        panel.view.record(panel.showing(**panel.settled(values))[0])
        kinds.append(len({plain(style) for style in panel.view._recorder.styles}))
    assert kinds[-1] - kinds[149] <= 8, "styles keep coming"
    assert len(panel.view._recorder.styles) < 400


def plain(style: dict) -> str:
    """Write a style without what takes a few hundred values at most: how opaque it is, and how long its dashes are."""
    return str({key: value[:7] if key in ("s", "f") else value for key, value in style.items() if key not in ("d", "o")})


def test_letters_with_a_rim_take_no_more_memory_wherever_they_are_drawn():
    """A label that follows a hand stands at a new place each time, and its outline, several kilobytes, is kept once."""
    rng = np.random.default_rng(0)
    text = Text(0, 0, "batch", path_effects=[withStroke(linewidth=2, foreground="white")])
    figure = Figure(figsize=(4, 2), dpi=100)
    text.set_figure(figure)
    recorder = Recorder(figure)

    def draw(times: int) -> int:
        for place in rng.uniform(0, 150, (times, 2)):
            text.set_position(place)
            recorder.record([text])
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        draw(100)  # letters that differ by rounding
        before = draw(1)
        assert draw(200) - before < 200 * 1000  # an outline alone takes several times that
    finally:
        tracemalloc.stop()
