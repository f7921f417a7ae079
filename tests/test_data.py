"""The points against what is known of them."""

import numpy as np
import pytest
from bad_input import INF, NAN
from hypothesis import given
from hypothesis import strategies as st

from helpers import best_weight, data, hubble_1929, noisy_points, three_points


def test_three_points_lie_on_y_is_2x():
    assert list(zip(*three_points(), strict=True)) == [(1, 2), (2, 4), (3, 6)]


def test_hubble_is_the_published_table():
    names, distance, velocity = hubble_1929()
    assert len(set(names)) == len(distance) == len(velocity) == 24
    assert (distance.min(), distance.max(), velocity.min(), velocity.max()) == (0.032, 2.0, -220.0, 1090.0)
    solved = np.linalg.lstsq(distance[:, None], velocity, rcond=None)[0][0]
    assert round(solved, 2) == 423.94
    assert best_weight(distance, velocity) == pytest.approx(solved, rel=1e-12)


@given(st.integers(2, 50), st.floats(0, 5), st.floats(-5, 5), st.integers(0, 1000))
def test_noise_stretches_one_pattern(n, noise, slope, seed):
    x, y = noisy_points(n, noise, np.random.default_rng(seed), slope)
    _, unit = noisy_points(n, 1.0, np.random.default_rng(seed), slope)
    assert x == pytest.approx(np.linspace(1, 3, n))
    assert y - slope * x == pytest.approx(noise * (unit - slope * x), abs=1e-9)


def test_noise_has_the_standard_deviation_asked_for():
    x, y = noisy_points(20_000, 0.7, np.random.default_rng(1))
    assert np.std(y - 2 * x) == pytest.approx(0.7, rel=0.03)
    assert np.mean(y - 2 * x) == pytest.approx(0, abs=0.03)


@pytest.mark.parametrize("n", [0, -1, 2.5, NAN])
def test_n_must_count(n):
    with pytest.raises(ValueError, match=f"n is {n}, expected a whole number of at least 1"):
        noisy_points(n, 0.0, np.random.default_rng(1))


@pytest.mark.parametrize("noise", [-0.1, NAN, INF])
def test_noise_must_be_finite_and_not_negative(noise):
    with pytest.raises(ValueError, match=f"noise is {noise}, expected a finite number of at least 0"):
        noisy_points(3, noise, np.random.default_rng(1))


def test_slope_must_be_finite():
    with pytest.raises(ValueError, match="slope is nan, expected a finite number"):
        noisy_points(3, 0.0, np.random.default_rng(1), slope=NAN)


def test_conditioned_points_have_the_condition_and_the_weights_asked_for():
    x, y, w = data.conditioned_points(100_000, 4, condition=100, noise=1.0, rng=np.random.default_rng(1))
    assert np.linalg.cond(np.cov(x.T)) == pytest.approx(100, rel=0.05)
    assert np.linalg.lstsq(x, y, rcond=None)[0] == pytest.approx(w, abs=0.02)
    assert np.std(y - x @ w) == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("settings", [{"n": 0}, {"d": 0}, {"condition": 0.5}, {"condition": np.inf}, {"noise": -1}])
def test_conditioned_points_refuse_settings_out_of_range(settings):
    (name,) = settings
    with pytest.raises(ValueError, match=f"{name} is .*, expected"):
        data.conditioned_points(**{"n": 5, "d": 2, "condition": 10, "noise": 0, "rng": np.random.default_rng(1), **settings})
