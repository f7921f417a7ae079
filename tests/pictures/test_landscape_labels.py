"""A landscape says what its axis is: the mean squared error of points, or the cost of an invented curve."""

import numpy as np
import pytest
from hands import small

import helpers
from helpers.pictures.drawing import draw_curve

INVENTED = [helpers.two_valleys, helpers.plateau, helpers.shelf, helpers.ripples, helpers.hidden_valley]


@pytest.mark.parametrize("make", INVENTED, ids=lambda make: make.__name__)
def test_an_invented_landscape_has_a_cost(make):
    _, (axes,) = helpers.new_figure()
    draw_curve(axes, make())
    assert axes.get_ylabel() == "J(w), cost"


@pytest.mark.parametrize("landscape", [helpers.bowl(), helpers.of_points(np.array([1.0]), np.array([2.0]))])
def test_points_have_a_mean_squared_error(landscape):
    _, (axes,) = helpers.new_figure()
    draw_curve(axes, landscape)
    assert axes.get_ylabel() == "J(w), mean squared error"


def test_the_label_follows_the_menu_in_what_is_drawn():
    """The label changes with the landscape: there and back is the same picture."""
    panel = small(helpers.grid_panel)
    before = pixels(panel)
    assert panel.view.scene.cost_name.get_text() == "J(w), mean squared error"
    panel.set(landscape="hidden valley")
    assert panel.view.scene.cost_name.get_text() == "J(w), cost"
    label = np.s_[:, : int(0.035 * before.shape[1])]
    assert (pixels(panel)[label] != before[label]).any()
    panel.set(landscape="bowl")
    assert (pixels(panel) == before).all()


@pytest.mark.parametrize("maker", ["descent_panel", "stochastic_panel", "race_panel", "blocks_panel", "hunt_panel"])
def test_a_move_draws_only_what_moves(maker, monkeypatch):
    panel = small(getattr(helpers, maker))
    drawn = []
    monkeypatch.setattr(panel.view.scene.figure, "draw", drawn.append)
    for control in panel.controls.values():
        if control.name in panel.sliders:
            panel.set(**{control.name: control.high})
    assert drawn == []


def pixels(panel) -> np.ndarray:
    """Return the panel's picture as it is drawn now."""
    return np.asarray(panel.view.picture(panel.state()[0]))
