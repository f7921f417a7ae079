"""Scenes: the meter, the edges, and where the ball stands."""

from functools import partial

import numpy as np
import pytest
from matplotlib.figure import Figure

import helpers
from helpers.pictures.descent import DescentScene
from helpers.pictures.grid import GridScene
from helpers.pictures.scene import inside, new_scene


@pytest.fixture
def axes():
    subplot = Figure().add_subplot()
    subplot.set_xlim(-1.0, 5.0)
    subplot.set_ylim(-10.0, 90.0)
    return subplot


def test_inside_leaves_alone_what_is_inside(axes):
    values = np.linspace(0.0, 80.0, 9)
    assert np.array_equal(inside(values, axes), values)
    assert np.array_equal(inside([-1.0, 2.0, 5.0], axes, "x"), [-1.0, 2.0, 5.0])


def test_what_leaves_is_drawn_along_the_edge(axes):
    """Upwards a line's thickness inside the frame; sideways exactly on its edge, where the slider's handle stops."""
    low, high = inside([-1e9, 1e9], axes)
    assert (low, high) == (pytest.approx(-10.0 + 1.2), pytest.approx(90.0 - 1.2))
    assert np.array_equal(inside([-np.inf, np.inf], axes, "x"), [-1.0, 5.0])


@pytest.mark.parametrize(("epoch", "spent"), [(0, "0"), (1, "3"), (400, "1,200"), (None, "1,200")])
def test_the_meter_counts_the_evaluations_spent_so_far(epoch, spent):
    """Three samples, so three evaluations an epoch; thousands have their comma."""
    scene = new_scene(partial(DescentScene, landscape=helpers.bowl(), epochs=400), 50)
    scene.update(run=helpers.descend(helpers.bowl(), 0.0, 0.001, 400), epoch=epoch)
    assert scene.meter_text.get_text() == spent
    assert "evaluations spent:" in [text.get_text() for text in scene.figure.texts]


def test_the_meter_of_a_grid_counts_its_tries():
    scene = new_scene(partial(GridScene, low=-1.0, high=5.0, top=45.0, smallest=0.01, largest=1.0), 50)
    scene.update(helpers.bowl(), helpers.exhaustive_search(helpers.bowl(), 0.5), 0.5)
    assert scene.meter_text.get_text() == str(13 * 3)  # −1, −0.5, … 5, three samples each


def test_the_ball_stands_at_the_same_height_in_both_pictures_and_is_crossed_out_beyond():
    run = helpers.descend(helpers.bowl(), 0.0, 0.25, 20)  # diverges
    scene = new_scene(partial(DescentScene, landscape=helpers.bowl(), epochs=20), 50)
    for epoch, mark in ((0, "o"), (20, "X")):
        scene.update(run=run, epoch=epoch)
        assert scene.ball.get_ydata()[0] == scene.point.get_ydata()[0]
        assert scene.ball.get_marker() == scene.point.get_marker() == mark
        low, high = scene.curve.get_ylim()
        assert low < scene.ball.get_ydata()[0] < high


@pytest.mark.parametrize("share", [1.0, 0.8])
def test_the_places_of_the_axes_are_where_they_are_drawn(share):
    scene = new_scene(partial(DescentScene, landscape=helpers.bowl()), 50, share)
    for name, drawn in (("w", scene.curve), ("epoch", scene.progress)):
        frame = drawn.get_position()
        assert scene.place[name] == pytest.approx((frame.x0, frame.x1))


@pytest.mark.parametrize("share", [1.0, 0.8])
@pytest.mark.parametrize("maker", ["race_panel", "stochastic_panel", "blocks_panel", "grid_panel", "hunt_panel"])
def test_no_type_leaves_the_picture(maker, share, monkeypatch):
    monkeypatch.setattr("helpers.panels.view.picture_size", lambda: (share, 50))
    figure = getattr(helpers, maker)().view.scene.figure
    figure.canvas.draw()
    for axes in figure.axes:
        written = [text.get_window_extent() for text in axes.texts if text.get_text()]
        for box in filter(None, (axes.xaxis.get_tightbbox(), axes.yaxis.get_tightbbox(), *written)):
            assert box.x0 >= 0
            assert box.y0 >= 0
            assert box.x1 <= figure.bbox.width
            assert box.y1 <= figure.bbox.height
