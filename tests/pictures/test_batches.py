"""The pictures of the batch size: what they say is what the descents did."""

import re

import numpy as np
import pytest

from helpers import minibatch_descent, noisy_points, show_batch_rates, show_floor, show_one_epoch, ten_weights
from helpers.pictures.batches import spread

X, Y = noisy_points(60, 1.0, np.random.default_rng(2))


@pytest.fixture(autouse=True)
def _no_display(monkeypatch):
    """Outside a notebook a shown picture would print its sentence once more."""
    monkeypatch.setattr("helpers.pictures.style.display", lambda *shown, **options: None)


def test_one_epoch_says_how_many_steps_it_has_and_where_it_ends(capsys):
    show_one_epoch(X, Y, (1, 7, 60))
    text = capsys.readouterr().out
    assert re.findall(r"b = (\d+) takes (\d+) step", text) == [("1", "60"), ("7", "9"), ("60", "1")]
    step = 0.02 * 2 * np.mean(X * Y)  # the full batch's only step, from w = 0
    assert f"b = 60 takes 1 step to w = {step:.2f}" in text


def test_the_spread_is_the_standard_deviation_of_a_run_about_the_best_weight():
    best = np.linalg.lstsq(X[:, None], Y, rcond=None)[0][0]
    run = minibatch_descent(X, Y, best, 0.02, 100, 5, "shuffled", np.random.default_rng(0), every_step=True)
    assert spread(X, Y, 5, 0.02, seeds=1) == pytest.approx(np.std(run.weights[len(run.weights) // 2 :]), rel=1e-9)
    assert spread(X, Y, 60, 0.02, seeds=1) < 1e-12


def test_the_floor_is_said_for_each_rate_and_batch_size(capsys):
    show_floor(X, Y, (1, 4), (0.01, 0.04))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["η = 0.01", "η = 0.04"]
    low, high = ([float(part) for part in re.findall(r"(\d\.\d+) for b", line)] for line in lines)
    assert low == pytest.approx([spread(X, Y, 1, 0.01), spread(X, Y, 4, 0.01), 0], abs=6e-4)
    assert all(small < large for small, large in zip(low[:2], high[:2], strict=True))


def test_a_floor_of_samples_without_noise_is_refused():
    with pytest.raises(ValueError, match=r"w does not move at η = 0.02, expected a rate at which it neither rests nor leaves"):
        show_floor(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]), (1, 2))


def test_each_batch_size_has_its_best_rate_or_is_not_in_time(capsys):
    x, y = ten_weights(1000, np.random.default_rng(1), condition=10)
    show_batch_rates(x, y, (1, 100), most=300)
    text = capsys.readouterr().out
    assert "b = 1: not in 300 steps" in text
    slow, fast = (int(found) for found in re.findall(r"(\d+) steps at", text))
    assert fast <= slow
