"""The fair clock against closed forms, a plain loop, and cases worked out by hand."""

import math

import numpy as np
import pytest

from helpers import new_figure
from helpers.clock import (
    MOST_STEPS,
    RATES,
    Arrival,
    arrivals,
    clock_sentence,
    count_steps,
    one_weight,
    seconds_a_step,
    ten_weights,
)
from helpers.pictures.clock import draw_clock, show_clock


def rng(seed=0):
    return np.random.default_rng(seed)


def test_one_weight_needs_one_step_with_the_full_batch_at_one_over_the_curvature():
    x, y = one_weight(500, rng())
    rate, steps = count_steps(x, y, b=500, share=1e-9)
    assert steps == (1, 1, 1)
    assert rate == pytest.approx(1 / (2 * np.mean(x**2)))


@pytest.mark.parametrize("share", [1e-2, 1e-6])
def test_the_full_batch_takes_the_steps_that_the_eigenvalues_foretell(share):
    x, y = ten_weights(3000, rng())
    curvature, axes = np.linalg.eigh(2 * x.T @ x / len(x))
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    climbs = curvature * (axes.T @ best) ** 2  # along each axis; a step multiplies each by (1 − η · curvature)²
    for factor in (0.5, 1.0, 1.9):
        left = np.array([climbs @ (1 - factor * curvature / curvature[-1]) ** (2 * k) for k in range(MOST_STEPS)])
        expected = int(np.argmax(left <= share * climbs.sum()))
        assert count_steps(x, y, len(x), share, rates=[factor], seeds=1)[1] == (expected,)


@pytest.mark.parametrize("b", [7, 50])
def test_a_batch_walks_as_a_plain_loop_does(b):
    x, y = ten_weights(100, rng(1))
    start, share = int(np.random.default_rng(0).integers(100)), 0.2
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    lowest, climb = np.mean((x @ best - y) ** 2), np.mean(y**2) - np.mean((x @ best - y) ** 2)
    eta, w, meets = 0.3 / np.linalg.eigvalsh(2 * x.T @ x / 100)[-1], np.zeros(10), [False]
    for k in range(400):
        rows = [(start + k * b + i) % 100 for i in range(b)]
        w = w - eta * np.mean([2 * (x[i] @ w - y[i]) * x[i] for i in rows], axis=0)
        meets.append(bool(np.mean((x @ w - y) ** 2) - lowest <= share * climb))
    arrived = next(k for k in range(1, 200) if all(meets[k : 2 * k + 1]))
    assert count_steps(x, y, b, share, rates=[0.3], seeds=1)[1] == (arrived,)


def test_the_rate_of_a_sweep_is_as_good_as_each_alone():
    x, y = ten_weights(2000, rng())
    _, together = count_steps(x, y, 100, 0.01)
    alone = [count_steps(x, y, 100, 0.01, rates=[rate])[1] for rate in RATES]
    assert max(together) == min(max(steps) for steps in alone if steps)


def test_a_noisy_step_that_only_touches_the_target_does_not_count():
    x, y = one_weight(1000, rng())
    assert count_steps(x, y, b=1, share=1e-6) == (None, ())  # passes by it often, and cannot stay


def test_condition_number():
    x, _ = ten_weights(200_000, rng(), condition=25.0)
    assert np.linalg.cond(x.T @ x) == pytest.approx(25, rel=0.03)


def test_a_longer_batch_takes_longer():
    x, y = ten_weights(100_000, rng())
    assert seconds_a_step(x, y, 100_000) > 5 * seconds_a_step(x, y, 100)


def test_every_size_is_timed_with_every_batch_below_it():
    found = arrivals(*one_weight(200, rng()), sizes=[20, 200], batch_sizes=[1, 50], shares=[0.1])
    assert [(each.n, each.b) for each in found] == [(20, 1), (20, 20), (200, 1), (200, 50), (200, 200)]
    assert all(len(each.steps) == len(each.seconds) for each in found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"b": 0}, "batch_size is 0, expected a whole number"),
        ({"b": 11}, "batch_size is 11, expected at most the 10 samples"),
        ({"share": 0.0}, "share is 0.0, expected a finite number above 0"),
    ],
)
def test_bad_input(change, message):
    with pytest.raises(ValueError, match=message):
        count_steps(*one_weight(10, rng()), **({"b": 5, "share": 0.1} | change))


def test_the_sentence_says_who_was_first_and_who_was_as_close_as_the_seeds_differ():
    found = [
        Arrival(100, 1, 0.01, 0.1, (30, 40, 50), (3e-3, 4e-3, 5e-3)),
        Arrival(100, 10, 0.01, 0.1, (3, 4, 9), (1e-3, 2e-3, 3e-3)),
        Arrival(100, 100, 0.01, None, (), ()),
        Arrival(1000, 1000, 0.01, None, (), ()),
    ]
    assert clock_sentence(found, 0.01).splitlines() == [
        "n = 100: b = 10 was first (2 ms), and within its range b = 1.",
        "n = 1,000: no batch size arrived.",
    ]
    assert found[2].median == math.inf


def test_the_lines_show_the_medians_and_the_missing_are_named():
    found = [
        Arrival(100, 10, 0.01, 0.1, (3, 4, 9), (1e-3, 2e-3, 3e-3)),
        Arrival(100, 100, 0.01, 0.1, (1,), (5e-3,)),
        Arrival(1000, 10, 0.01, 0.1, (3,), (4e-3,)),
        Arrival(1000, 20, 0.01, None, (), ()),
    ]
    _, axes = new_figure()
    draw_clock(axes[0], found, 0.01)
    assert [line.get_xydata().tolist() for line in axes[0].lines] == [[[100, 2], [1000, 4]], [[100, 5]]]
    assert [text.get_text() for text in axes[0].texts] == ["b = 10", "full batch", "not in time: b = 20"]


def test_each_target_is_shown_with_its_sentence_the_roughest_first(capsys):
    found = [Arrival(100, 100, share, 0.1, (steps,), (steps * 1e-3,)) for share, steps in ((1e-6, 7), (0.01, 2))]
    show_clock(found)
    printed = capsys.readouterr().out
    assert (
        0
        <= printed.index("1 % of the climb left")
        < printed.index("(2 ms)")
        < printed.index("0.0001 % of")
        < printed.index("(7 ms)")
    )
