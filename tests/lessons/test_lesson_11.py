"""Lesson 11: the theory of the floor against an exact recursion and against runs, and the plans of a shrinking rate."""

import numpy as np
import pytest

from helpers import best_weight, noisy_points, show_floors, show_plans
from helpers.exercise import exercises
from tools.notebooks import defined

NOISY = noisy_points(12, noise=1.0, rng=np.random.default_rng(5))


@pytest.fixture(scope="module")
def lesson():
    return defined("11")


def test_the_floor_follows_the_theory_for_independent_draws(lesson):
    x, y = NOISY
    left_over = y - best_weight(x, y) * x
    for rate in (0.004, 0.016):
        # the variance of w that one step with an independent draw leaves as it is, without the approximation of small steps
        keeps, adds = np.mean((1 - 2 * rate * x**2) ** 2), 4 * rate**2 * np.mean((x * left_over) ** 2)
        exact = adds / (1 - keeps) * np.mean(x**2)
        assert 1 < exact / lesson["floor_height"](x, y, rate) < 1.15
        assert np.mean([lesson["floor_of"](rate, seed) for seed in range(30, 40)]) == pytest.approx(exact, rel=0.25)
    assert lesson["floor_height"](x, y, 0.01, 4) == pytest.approx(lesson["floor_height"](x, y, 0.0025))


def test_shuffling_lies_below_the_floor_of_independent_draws(lesson):
    found = [lesson["floor_of"](0.002, seed, "shuffled") for seed in range(30, 40)]
    assert 0 < np.mean(found) < lesson["floor_height"](*NOISY, 0.002) / 4


def test_only_the_slowly_shrinking_rate_keeps_improving(lesson):
    paths = {name: lesson["typical_path"](plan, epochs=300) for name, plan in lesson["plans"].items()}
    gains = {name: path[20:40].mean() / path[-100:].mean() for name, path in paths.items()}
    assert gains.pop("0.05 / (1 + k)") > 1.5
    assert gains.pop("0.0002 always") > 5  # it is still on its way after 40 epochs
    assert all(0.6 < gain < 1.5 for gain in gains.values())
    frozen = paths["0.05, halved each epoch"]
    np.testing.assert_allclose(frozen[40:], frozen[-1], rtol=1e-6)


def test_no_constant_rate_meets_the_challenge():
    challenge = exercises()["schedule-in-a-hurry"]
    for rate in np.linspace(0.003, 0.012, 37):
        assert challenge.seen(lambda epoch, rate=rate: rate)[0] > challenge.below


def test_the_floors_say_measurement_over_theory(capsys):
    show_floors([0.1, 0.2], [1.0, 2.0], {"drawn": [[1.0, 2.0], [2.0, 4.0]], "shuffled": [[0.5, 0.5], [1.0, 1.0]]})
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "drawn, measured / theory: 1.50, 1.50",
        "shuffled, measured / theory: 0.50, 0.50",
    ]


def test_the_plans_say_the_mean_of_the_last_quarter(capsys):
    show_plans({"halving": [8.0, 4.0, 2.0, 1.0]})
    assert capsys.readouterr().out.splitlines()[-1] == "halving: in the last quarter 1.000 away"
