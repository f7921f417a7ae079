"""Any figure on sliders: what the reader's function draws is what is shown, and what cannot be followed is refused at once."""

import numpy as np
import pytest
from bad_input import INF, NAN
from hands import check, small

import helpers


def line(axes, slope, colour="red"):
    """Draw a line through 0."""
    axes.plot([0, 1], [0, slope], color=colour)
    axes.set(xlim=(0, 1), ylim=(-10, 10))


def test_a_slider_of_fractions_starts_in_the_middle_and_draws_every_place():
    panel = small(helpers.follow, draw=line, slope=(-5, 5))
    assert panel.values == {"slope": 0.0}
    seen = set()
    for place in range(panel.sliders["slope"].min, panel.sliders["slope"].max + 1):
        panel.sliders["slope"].value = place
        (drawn,) = panel.view.scene.axes.lines
        assert drawn.get_ydata()[1] == pytest.approx(panel.values["slope"])
        seen.add(panel.view.canvas.frame)
        check(panel)
    assert (panel.controls["slope"].value_at(panel.sliders["slope"].max), len(seen)) == (5.0, 201)
    assert panel.text == "slope = 5."


def test_own_defaults_menus_and_whole_numbers():
    panel = small(helpers.follow, draw=lambda axes, n, kind="b": axes.plot(range(n), label=kind), n=(0, 10, 2), kind=["a", "b"])
    assert panel.values == {"n": 5, "kind": "b"}
    panel.boxes["kind"].value = "a"
    panel.sliders["n"].value = panel.sliders["n"].max
    assert panel.text == "n = 10, kind = a."
    assert len(panel.view.scene.axes.lines[0].get_xdata()) == 10
    panel.buttons["reset"].click()
    assert panel.text == "n = 5, kind = b."


def test_numbers_of_numpy_are_numbers():
    panel = small(helpers.follow, draw=line, slope=tuple(np.array([0, 10, 2])))
    assert (panel.values, type(panel.values["slope"])) == ({"slope": 5}, int)
    panel = small(helpers.follow, draw=line, slope=tuple(np.array([-1.0, 5.0])))
    assert panel.text == "slope = 2."


def test_a_moved_picture_is_that_of_a_fresh_one():
    moved = small(helpers.follow, draw=line, slope=(-5, 5))
    for slope in (1.0, -4.0, 3.0):
        moved.set(slope=slope)
    fresh = small(helpers.follow, draw=line, slope=(-5, 5))
    fresh.set(slope=3.0)
    assert (np.asarray(moved.view.picture(moved.state()[0])) == np.asarray(fresh.view.picture(fresh.state()[0]))).all()
    assert moved.view.canvas.frame != b""


def test_where_drawing_fails_the_picture_says_so_and_goes_on():
    panel = small(helpers.follow, draw=lambda axes, w: axes.plot([0, 1 / w]), w=(-1, 2))
    panel.set(w=0)
    (text,) = panel.view.scene.axes.texts
    assert text.get_text() == "draw stopped here with\nZeroDivisionError: division by zero"
    panel.set(w=1)
    assert len(panel.view.scene.axes.lines) == 1
    with pytest.raises(ZeroDivisionError):
        helpers.follow(lambda axes, w: axes.plot([0, 1 / w]), w=(-1, 1))


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        ({}, "no control is given"),
        ({"height": (0, 1)}, r"draw takes \(axes, slope, colour\), but is given axes and height"),
        ({"slope": (0, 1), "height": (0, 1)}, "but is given axes and slope, height"),
        ({"slope": (1, 0)}, r"slope is \(1, 0\), expected low < high"),
        ({"slope": (1, 1)}, "expected low < high"),
        ({"slope": (0, 1, 2)}, "a step of at most the distance"),
        ({"slope": (0, 1, 0)}, "a step of at most the distance"),
        ({"slope": (0, NAN)}, r"expected \(low, high\), \(low, high, step\) or a list of words"),
        ({"slope": (0, INF)}, "expected"),
        ({"slope": (-1e308, 1e308)}, "expected"),
        ({"slope": (0, 10**400)}, "expected"),
        ({"slope": ("a", "b")}, "expected"),
        ({"slope": (False, True)}, "expected"),
        ({"slope": 3}, "slope is 3, expected"),
        ({"slope": []}, "expected"),
        ({"slope": (0, 1), "colour": ["green", "blue"]}, r"colour starts at 'red', expected one of \['green', 'blue'\]"),
    ],
)
def test_what_cannot_be_followed_is_refused(controls, message):
    with pytest.raises(ValueError, match=message):
        helpers.follow(line, **controls)
    with pytest.raises(ValueError, match="starts at 7, expected a number from 0 to 5"):
        helpers.follow(lambda axes, w=7: None, w=(0, 5))
