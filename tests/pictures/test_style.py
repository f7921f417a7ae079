"""The pictures' style: a stage shows what a desk shows, larger; settings stay with their figure; colours and halos."""

import io

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from PIL import Image

import helpers
from helpers.pictures import style
from helpers.pictures.drawing import draw_comb, draw_curve


def picture() -> tuple:
    """Draw a figure that has everything: a curve, marks, teeth, names, a title and a label."""
    figure, (axes,) = helpers.new_figure(width=7.0)
    draw_curve(axes, helpers.two_valleys())
    draw_comb(axes, helpers.exhaustive_search(helpers.two_valleys().between(-1.0, 1.5), 0.25))
    helpers.style_axes(axes, "w (weight)", "J(w)", "a comb")
    helpers.label(axes, 2.0, 20.0, "a label", ha="center")
    FigureCanvasAgg(figure).draw()
    return figure, axes


@pytest.fixture
def both(monkeypatch):
    """Return the same figure made at a desk and on a stage."""
    images = []
    for on in ("0", "1"):
        monkeypatch.setenv("LECTURE_SIZE", on)
        images.append(picture())
    return images


def pixels(figure) -> np.ndarray:
    """Return a figure's grey values, 0 to 255."""
    return np.asarray(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("L")).astype(float)


def from_afar(figure, axes) -> np.ndarray:
    """Return the grey values within the axes, shrunk to 32 by 20."""
    (left, bottom), (right, top) = np.round(axes.bbox.get_points()).astype(int)
    shot = Image.fromarray(pixels(figure)[::-1][bottom:top, left:right].astype(np.uint8))
    return np.asarray(shot.resize((32, 20), Image.Resampling.BOX)).astype(float)


def test_a_stage_has_the_same_shape_and_more_pixels(both):
    (desk, _), (stage, _) = both
    assert pixels(desk).shape == (400, 700)
    assert pixels(stage).shape == (560, 980)


def test_a_stage_shows_what_a_desk_shows(both):
    """Everything that has a place in the data has it on both; seen from afar the two are nearly one picture."""
    (desk, at_desk), (stage, on_stage) = both
    assert at_desk.axis() == on_stage.axis()
    for one, other in zip(at_desk.lines, on_stage.lines, strict=True):
        assert np.array_equal(one.get_xydata(), other.get_xydata())
        assert (one.get_linewidth(), one.get_markersize()) == (other.get_linewidth(), other.get_markersize())  # in points
    texts = [[text.get_text() for text in axes.texts] + [axes.get_xlabel(), axes.get_title("left")] for _, axes in both]
    assert texts[0] == texts[1] == ["a label", "w (weight)", "a comb"]
    far = [from_afar(figure, axes) for figure, axes in both]
    apart = np.abs(far[0] - far[1]).mean()
    assert apart < 0.4 * np.abs(far[0] - far[1][:, ::-1]).mean()  # a mirror image is told from it
    assert np.corrcoef(far[0].ravel(), far[1].ravel())[0, 1] > 0.9


def test_type_and_strokes_take_a_quarter_more_of_a_stage(both):
    shares = []
    for figure, axes in both:
        box = axes.xaxis.label.get_window_extent()
        shares.append((box.width / figure.bbox.width, axes.lines[0].get_linewidth() * figure.dpi / 72 / figure.bbox.width))
    assert np.divide(shares[1], shares[0]) == pytest.approx([1.25, 1.25], rel=0.02)


def test_a_page_shows_a_still_at_the_size_it_was_made_for(both):
    for figure, _ in both:
        still = Image.open(io.BytesIO(style.still_png(figure)))
        assert still.width == pytest.approx(1.1 * figure.bbox.width, abs=1)
        assert len(still.getcolors()) <= 48


def test_matplotlib_s_own_settings_stay_as_they_were():
    before = dict(matplotlib.rcParams)
    picture()
    helpers.show_descent(helpers.bowl(), helpers.descend(helpers.bowl(), 0.0, 0.05, 3))
    assert dict(matplotlib.rcParams) == before


def test_the_frame_is_open_and_the_type_as_stated():
    _, axes = picture()
    assert [name for name, spine in axes.spines.items() if spine.get_visible()] == ["left", "bottom"]
    assert axes.xaxis.label.get_size() == axes.yaxis.label.get_size() == 13
    assert {label.get_size() for label in axes.get_xticklabels()} == {12}


def test_colours_are_those_that_okabe_and_ito_published():
    """Color Universal Design, 2008, figure 16: red, green and blue of each."""
    published = {
        "BLACK": (0, 0, 0),
        "ORANGE": (230, 159, 0),
        "SKY": (86, 180, 233),
        "GREEN": (0, 158, 115),
        "YELLOW": (240, 228, 66),
        "BLUE": (0, 114, 178),
        "VERMILLION": (213, 94, 0),
        "PURPLE": (204, 121, 167),
    }
    assert {name: getattr(style, name) for name in published} == {
        name: f"#{r:02x}{g:02x}{b:02x}" for name, (r, g, b) in published.items()
    }


def test_a_label_keeps_a_white_halo_over_what_lies_below():
    """Written on black, black type can be read only by its halo."""
    figure, (axes,) = helpers.new_figure(width=3.0, height=2.0)
    axes.set_facecolor("black")
    axes.set_axis_on()
    text = helpers.label(axes, 0.2, 0.5, "halo")
    assert [type(effect) for effect in text.get_path_effects()] == [withStroke]
    figure.canvas.draw()
    box = text.get_window_extent()
    shot = pixels(figure)[::-1][int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    assert 0.1 < (shot > 200).mean() < 0.9
