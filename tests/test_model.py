"""The model against numpy, finite differences and its closed form."""

import math

import numpy as np
import pytest
from bad_input import BAD_POINTS, INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import best_weight, cost, costs_at, distance_multiplier, finite_difference, forward, gradient, loss, loss_gradient
from helpers.model import SHORT, mean_slope
from helpers.validation import require_count, require_finite, require_points, require_positive

numbers = st.floats(-50, 50)
# up to three times SHORT, so that the plain loop and the numpy branch are both drawn
points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3 * SHORT)


@given(points, numbers)
def test_cost_is_the_mean_squared_error(pairs, w):
    x, y = np.array(pairs).T
    assert cost(w, x, y) == pytest.approx(np.mean((x * w - y) ** 2), rel=1e-9, abs=1e-9)


@given(points, numbers)
def test_gradient_is_the_slope_of_cost(pairs, w):
    x, y = np.array(pairs).T
    # J is a parabola, for which the central difference is exact up to rounding at any h
    measured = finite_difference(lambda at: cost(at, x, y), w, h=1.0)
    size = 1 + np.mean(x**2) * (1 + abs(w)) + np.mean(np.abs(x * y))
    assert gradient(w, x, y) == pytest.approx(measured, abs=1e-9 * size * (1 + abs(w)))


@given(points, numbers)
def test_cost_and_gradient_are_means_over_the_samples(pairs, w):
    x, y = zip(*pairs, strict=True)
    losses = [loss(w, x_i, y_i) for x_i, y_i in pairs]
    slopes = [loss_gradient(w, x_i, y_i) for x_i, y_i in pairs]
    assert cost(w, x, y) == pytest.approx(math.fsum(losses) / len(pairs), rel=1e-9, abs=1e-9)
    size = math.fsum(2 * x_i * x_i * abs(w) + 2 * abs(x_i * y_i) for x_i, y_i in pairs)
    assert gradient(w, x, y) == pytest.approx(math.fsum(slopes) / len(pairs), abs=1e-12 * (1 + size))


@given(numbers, numbers, numbers)
def test_loss_gradient_is_the_slope_of_loss(w, x, y):
    measured = finite_difference(lambda at: loss(at, x, y), w, h=1.0)
    assert loss_gradient(w, x, y) == pytest.approx(measured, rel=1e-9, abs=1e-6)


@given(points.filter(lambda pairs: max(abs(x) for x, _ in pairs) > 0.1))
def test_best_weight_is_the_least_squares_answer(pairs):
    x, y = np.array(pairs).T
    solved = np.linalg.lstsq(x[:, None], y, rcond=None)[0][0]
    assert best_weight(x, y) == pytest.approx(solved, rel=1e-8, abs=1e-8)


@given(points, st.lists(numbers, min_size=1, max_size=9))
def test_costs_at_equals_cost_at_each(pairs, weights):
    x, y = np.array(pairs).T
    one_by_one = [np.mean((x * w - y) ** 2) for w in weights]
    assert costs_at(weights, x, y) == pytest.approx(one_by_one, rel=1e-7, abs=1e-7 * (1 + np.mean(y**2)))


def test_costs_at_keeps_the_shape_of_the_weights():
    assert costs_at(np.zeros((2, 3)), [1, 2], [2, 4]).shape == (2, 3)
    assert costs_at(1.0, [1, 2], [2, 4]).shape == ()
    assert costs_at([1.0, 5.0], [0, 0], [1, 3]).tolist() == [5.0, 5.0]


def test_mean_slope_of_many_samples_equals_that_of_few():
    x = np.linspace(-1, 3, 4 * SHORT)
    y = 2 * x + np.cos(7 * x)
    by_hand = math.fsum(2 * a * (a * 0.7 - b) for a, b in zip(x, y, strict=True)) / len(x)
    assert mean_slope(0.7, x, y) == pytest.approx(by_hand, rel=1e-12)


def test_forward_is_a_product_of_any_shape():
    assert forward(2.0, np.array([[1, 2], [3, 4]])).tolist() == [[2.0, 4.0], [6.0, 8.0]]


@pytest.mark.parametrize(("rate", "factor"), [(0.01, 1 - 0.28 / 3), (3 / 28, 0.0), (3 / 14, -1.0), (0.22, -3.16 / 3)])
def test_distance_multiplier_on_the_three_points(rate, factor):
    assert distance_multiplier(rate, [1, 2, 3]) == pytest.approx(factor, abs=1e-12)


@given(st.lists(numbers, min_size=1, max_size=9), st.floats(1e-6, 10))
def test_distance_multiplier_is_what_one_step_does(x, rate):
    x = np.array(x)
    distance = 0.5
    # with y = 0 the lowest cost lies at w = 0, so w itself is the distance
    after = distance - rate * 2 * np.mean(x * x * distance)
    assert distance_multiplier(rate, x) == pytest.approx(after / distance, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("function", [cost, gradient])
@pytest.mark.parametrize(("x", "y", "message"), BAD_POINTS)
def test_bad_points_are_refused(function, x, y, message):
    with pytest.raises(ValueError, match=message):
        function(1.0, x, y)


@pytest.mark.parametrize("function", [best_weight, require_points, lambda x, y: costs_at([1.0], x, y)])
@pytest.mark.parametrize(("x", "y", "message"), BAD_POINTS)
def test_bad_points_are_refused_without_a_weight(function, x, y, message):
    with pytest.raises(ValueError, match=message):
        function(x, y)


@pytest.mark.parametrize(("x", "y", "message"), [bad for bad in BAD_POINTS if "finite" in bad[2]])
def test_bad_values_are_found_among_many_samples(x, y, message):
    x, y = x + [1.0] * SHORT, y + [2.0] * SHORT
    for function in (cost, gradient):
        with pytest.raises(ValueError, match=message):
            function(1.0, x, y)


@pytest.mark.parametrize("function", [cost, gradient])
def test_a_weight_that_is_no_number_is_refused(function):
    with pytest.raises(ValueError, match="w is nan, expected a number"):
        function(NAN, [1, 2], [2, 4])


def test_best_weight_needs_an_x_that_is_not_zero():
    with pytest.raises(ValueError, match="every x is 0.*expected at least one x that is not 0"):
        best_weight([0, 0], [1, 2])


def test_distance_multiplier_refuses_bad_input():
    for rate in (0, -0.1, NAN, INF):
        with pytest.raises(ValueError, match=f"learning_rate is {rate}, expected a finite number above 0"):
            distance_multiplier(rate, [1, 2])
    with pytest.raises(ValueError, match=r"x is \[\], expected a row of finite numbers, at least one"):
        distance_multiplier(0.1, [])


@given(st.floats())
def test_require_positive_and_finite_let_only_such_numbers_pass(value):
    if math.isfinite(value):
        require_finite("it", value)
    else:
        with pytest.raises(ValueError, match=f"it is {value}, expected"):
            require_finite("it", value)
    if math.isfinite(value) and value > 0:
        require_positive("it", value)
    else:
        with pytest.raises(ValueError, match="expected a finite number above 0"):
            require_positive("it", value)


@pytest.mark.parametrize("value", [0, -1, 1.5, 3.0, NAN, INF, True, 1, None])
def test_require_count_refuses_all_but_whole_numbers_from_the_least(value):
    with pytest.raises(ValueError, match=f"parts is {value}, expected a whole number of at least 2"):
        require_count("parts", value, 2)


@pytest.mark.parametrize("value", [2, np.int64(7)])
def test_require_count_accepts_whole_numbers(value):
    assert require_count("parts", value, 2) is None


LEAST_SQUARES = [(40, 1), (40, 10), (12, 3), (5, 10)]


@pytest.mark.parametrize(("n", "d"), LEAST_SQUARES)
def test_many_weights_against_numpy_and_finite_differences(n, d):
    rng = np.random.default_rng(n + d)
    x, y, w = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    assert forward(w, x) == pytest.approx(np.einsum("nd,d->n", x, w))
    assert cost(w, x, y) == pytest.approx(np.mean((np.einsum("nd,d->n", x, w) - y) ** 2))
    assert best_weight(x, y) == pytest.approx(np.linalg.lstsq(x, y, rcond=None)[0])
    measured = finite_difference(lambda at: cost(at, x, y), w, h=1e-3)
    for slope in (
        gradient(w, x, y),
        mean_slope(w, x, y),
        np.mean([loss_gradient(w, *one) for one in zip(x, y, strict=True)], axis=0),
    ):
        assert slope.shape == (d,)
        assert slope == pytest.approx(measured, rel=1e-7, abs=1e-7)
    many = rng.normal(size=(7, d))
    assert costs_at(many, x, y) == pytest.approx([np.mean((x @ each - y) ** 2) for each in many])
    assert np.mean([loss(w, *one) for one in zip(x, y, strict=True)]) == pytest.approx(cost(w, x, y))


@given(points.filter(lambda pairs: max(abs(x) for x, _ in pairs) > 0.1), numbers)
def test_one_column_is_one_weight(pairs, w):
    x, y = np.array(pairs).T
    column, one = x[:, None], np.array([w])
    size = 1 + np.mean((np.abs(x * w) + np.abs(y)) * (1 + np.abs(x))) ** 2
    assert cost(one, column, y) == pytest.approx(cost(w, x, y), rel=1e-9, abs=1e-12 * size)
    assert gradient(one, column, y) == pytest.approx([gradient(w, x, y)], rel=1e-9, abs=1e-12 * size)
    assert best_weight(column, y) == pytest.approx([best_weight(x, y)], rel=1e-9, abs=1e-9)
    assert costs_at([[w], [0.0]], column, y) == pytest.approx(costs_at([w, 0.0], x, y), rel=1e-7, abs=1e-9 * size)


def test_no_cost_lies_below_that_of_the_best_weight():
    x = np.random.default_rng(1).normal(size=(30, 4)) * [1, 10, 100, 1000]
    best = best_weight(x, np.ones(30))
    assert (
        costs_at(best + np.random.default_rng(2).normal(size=(500, 4)) * 1e-9, x, np.ones(30)) >= cost(best, x, np.ones(30))
    ).all()


BAD_SHAPES = [
    (1.0, np.ones((3, 2)), np.ones(3), r"w has the shape \(\), expected \(2,\): one number for each column of x"),
    (np.ones(3), np.ones((3, 2)), np.ones(3), r"w has the shape \(3,\), expected \(2,\)"),
    (np.ones(1), np.ones(3), np.ones(3), r"w has the shape \(1,\), expected \(\): one number, as x has no columns"),
    (np.ones(2), np.ones((3, 2)), np.ones((3, 1)), r"one sample of y has the shape \(1,\), expected one number"),
    (np.ones(2), np.ones((3, 2, 2)), np.ones(3), r"one sample of x has the shape \(2, 2\), expected one number, or a row"),
    (np.ones(0), np.ones((3, 0)), np.ones(3), r"one sample of x has the shape \(0,\)"),
    (np.ones(2), np.ones((4, 2)), np.ones(3), "x has 4 samples and y has 3"),
    (np.array([1.0, NAN]), np.ones((3, 2)), np.ones(3), "w is .*nan.*, expected a number"),
    (np.ones(2), [[1, 2], [3, INF]], [1, 2], "x holds a value that is not finite"),
]


@pytest.mark.parametrize("function", [cost, gradient])
@pytest.mark.parametrize(("w", "x", "y", "message"), BAD_SHAPES)
def test_shapes_that_do_not_fit_are_refused(function, w, x, y, message):
    with pytest.raises(ValueError, match=message):
        function(w, x, y)


def test_rows_and_weights_that_do_not_fit_are_refused_elsewhere():
    with pytest.raises(ValueError, match="expected as many columns of x as weights"):
        forward(np.ones(3), np.ones((4, 2)))
    with pytest.raises(ValueError, match="expected 2 numbers in each"):
        costs_at(np.ones((5, 3)), np.ones((4, 2)), np.ones(4))
    with pytest.raises(ValueError, match="x holds something that is no number, or rows of unequal length"):
        require_points([[1.0, 2.0], [3.0]], [1, 2])
