"""Every landscape's gradient against finite differences, and its best weight against a fine grid."""

import numpy as np
import pytest
from bad_input import BAD_POINTS, INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import finite_difference, invented, landscapes

MADE = {
    name: value()
    for name, value in (vars(landscapes) | vars(invented)).items()
    if callable(value)
    and getattr(value, "__annotations__", {}).get("return") is landscapes.Landscape
    and name not in ("of_points", "of_function")
}
MADE["of_function"] = landscapes.of_function(lambda w: (w - 3.1) ** 2 + 0.5 * w)
every_landscape = pytest.mark.parametrize("hill", MADE.values(), ids=MADE)
one_weight = [hill for hill in MADE.values() if hill.dimensions == 1]


def test_all_landscapes_were_found():
    assert {"bowl", "hidden_valley", "two_valleys", "ripples", "plateau", "shelf", "line_bowl", "saddle"} <= set(MADE)


@every_landscape
def test_gradient_is_the_slope_of_the_cost(hill):
    low, high = np.atleast_1d(hill.low), np.atleast_1d(hill.high)
    for place in np.random.default_rng(1).uniform(low, high, (50, hill.dimensions)):
        w = float(place[0]) if hill.dimensions == 1 else place
        measured = finite_difference(hill.cost, w, h=1e-5)
        assert hill.gradient(w) == pytest.approx(measured, rel=1e-4, abs=1e-4)


@every_landscape
def test_best_is_the_lowest_point_of_the_range(hill):
    low, high = np.atleast_1d(hill.low), np.atleast_1d(hill.high)
    if hill.dimensions == 1:
        costs = hill.cost(np.linspace(hill.low, hill.high, 200_001))
    else:
        costs = hill.cost(tuple(np.meshgrid(*[np.linspace(*ends, 501) for ends in zip(low, high, strict=True)])))
    assert hill.best_cost <= costs.min() + (1e-5 if hill.name != "yours" else 0.00125**2)  # half a step of its grid
    assert (low <= np.atleast_1d(hill.best)).all()
    assert (np.atleast_1d(hill.best) <= high).all()


@pytest.mark.parametrize("hill", one_weight, ids=lambda hill: hill.name)
def test_cost_takes_a_number_or_an_array(hill):
    w = np.linspace(hill.low, hill.high, 7)
    assert hill.cost(w) == pytest.approx([hill.cost(float(each)) for each in w], rel=1e-9, abs=1e-9)


@given(st.floats(0.01, 7.99))
def test_two_valleys_for_any_tilt_costs_nothing_at_best_and_the_right_one_lies_higher(tilt):
    hill = invented.two_valleys(tilt)
    assert hill.best_cost == pytest.approx(0, abs=1e-9)
    costs = hill.cost(np.linspace(-1.0, 5.0, 60_001))
    (floors,) = np.nonzero((costs[1:-1] < costs[:-2]) & (costs[1:-1] < costs[2:]))
    assert len(floors) == 2
    assert costs[floors[0] + 1] < costs[floors[1] + 1]


@given(st.floats(2, 4.5), st.floats(0.02, 0.8))
def test_hidden_valley_lies_near_its_centre_and_below_the_bowl(centre, width):
    hill = invented.hidden_valley(centre, width)
    assert abs(hill.best - centre) <= 2 * width
    assert hill.best_cost <= 2 + 1e-6 < 4


@given(st.floats(0, 20))
def test_ripples_of_any_height_keep_the_lowest_point(amount):
    hill = invented.ripples(amount)
    assert hill.best_cost == 0
    assert (hill.cost(np.linspace(-1, 5, 1001)) >= 0).all()


def test_shelf_is_flat_at_three_though_lower_further_left():
    hill = invented.shelf()
    assert hill.gradient(3.0) == 0
    assert hill.cost(2.9) < hill.cost(3.0) < hill.cost(3.1)


def test_saddle_falls_one_way_and_rises_the_other():
    hill = invented.saddle()
    here = hill.cost((0.0, 0.0))
    assert hill.cost((0.1, 0.1)) < here < hill.cost((0.1, -0.1))
    assert np.allclose(hill.gradient((0.0, 0.0)), 0)


def test_between_changes_only_the_range():
    hill = landscapes.bowl().between(0.0, 4.0)
    assert (hill.low, hill.high, hill.best, hill.cost(3.0)) == (0.0, 4.0, 2.0, landscapes.bowl().cost(3.0))


@pytest.mark.parametrize(("low", "high"), [(1, 1), (3, 2), (NAN, 1), (0, INF), ((0, 0), (1, 0)), ((0, 0), 1)])
def test_an_empty_range_is_refused(low, high):
    with pytest.raises(ValueError, match="the range is .*, expected finite numbers with low below high"):
        landscapes.bowl().between(low, high)


@pytest.mark.parametrize(("x", "y", "message"), BAD_POINTS)
def test_bad_points_are_refused(x, y, message):
    with pytest.raises(ValueError, match=message):
        landscapes.of_points(x, y)


@pytest.mark.parametrize(
    ("make", "settings", "message"),
    [
        (invented.hidden_valley, {"centre": 1.9}, "centre is 1.9, expected a number from 2 to 4.5"),
        (invented.hidden_valley, {"centre": NAN}, "centre is nan, expected a finite number"),
        (invented.hidden_valley, {"width": 0}, "width is 0, expected a finite number above 0"),
        (invented.hidden_valley, {"width": INF}, "width is inf, expected a finite number above 0"),
        (invented.two_valleys, {"tilt": 8}, "tilt is 8, expected a number above 0 and below 8"),
        (invented.two_valleys, {"tilt": 0}, "tilt is 0, expected a number above 0 and below 8"),
        (invented.two_valleys, {"tilt": NAN}, "tilt is nan, expected a finite number"),
        (invented.ripples, {"amount": -1}, "amount is -1, expected a finite number of at least 0"),
        (invented.ripples, {"amount": INF}, "amount is inf, expected a finite number of at least 0"),
    ],
)
def test_settings_out_of_range_are_refused(make, settings, message):
    with pytest.raises(ValueError, match=message):
        make(**settings)


@pytest.mark.parametrize("h", [0, -1e-6, NAN, INF])
def test_finite_difference_needs_a_distance(h):
    with pytest.raises(ValueError, match=f"h is {h}, expected a finite number above 0"):
        finite_difference(lambda w: w * w, 1.0, h)


def test_finite_difference_gives_one_slope_for_each_weight():
    assert finite_difference(lambda w: w[0] ** 2 + 3 * w[1], (2.0, 5.0)) == pytest.approx([4.0, 3.0])
