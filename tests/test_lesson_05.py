"""Lesson 5: mini-batch descent as written in the reader's sight, against the helpers and closed forms."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import defined

from helpers import (
    batch_descent,
    best_weight,
    gradient,
    minibatch_descent,
    noisy_points,
    stochastic_descent,
    streamed_descent,
    three_points,
)

LESSON = defined("05")
X, Y = noisy_points(30, 1.0, np.random.default_rng(4))


@pytest.mark.parametrize("batch_size", [1, 2, 7, 16, 17, 30])
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_the_lessons_loop_is_the_helpers(batch_size, seed):
    def rng():
        return None if seed is None else np.random.default_rng(seed)

    mine = LESSON["mini_batch"](X, Y, 0.0, 0.02, 6, batch_size, rng())
    theirs = minibatch_descent(X, Y, 0.0, 0.02, 6, batch_size, "in order" if seed is None else "shuffled", rng())
    assert np.allclose(mine, theirs.weights, rtol=0, atol=1e-12)


def test_the_two_extremes_are_batch_and_stochastic_descent_to_the_last_digit():
    points = three_points()
    assert LESSON["mini_batch"](*points, 1.0, 0.01, 50, 3) == batch_descent(*points, 1.0, 0.01, 50).weights.tolist()
    assert LESSON["mini_batch"](*points, 1.0, 0.01, 50, 1) == stochastic_descent(*points, 1.0, 0.01, 50).weights.tolist()


@given(n=st.integers(1, 60), batch_size=st.integers(1, 60))
def test_cutting_loses_nothing_and_only_the_last_batch_is_short(n, batch_size):
    batches = LESSON["cut"](list(range(n)), batch_size)
    assert [position for batch in batches for position in batch] == list(range(n))
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= batch_size


@given(w=st.floats(-5, 5), count=st.integers(1, 30))
def test_the_lessons_slope_is_the_gradient(w, count):
    assert LESSON["batch_slope"](w, X[:count], Y[:count]) == pytest.approx(gradient(w, X[:count], Y[:count]), abs=1e-9)


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_shards_add_up_to_the_whole_gradient(workers):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        assert LESSON["sharded_gradient"](1.0, X, Y, workers, pool) == pytest.approx(gradient(1.0, X, Y), abs=1e-12)


@given(w=st.floats(-5, 5), rate=st.floats(0.001, 0.2))
def test_composed_maps_are_the_chain_of_steps(w, rate):
    points = three_points()
    maps = [LESSON["step_map"](x, y, rate) for x, y in zip(*points, strict=True)]
    a, c = LESSON["compose"](LESSON["compose"](maps[0], maps[1]), maps[2])
    assert a * w + c == pytest.approx(LESSON["chain_epoch"](w, *points, rate), rel=1e-9, abs=1e-9)


def test_a_run_against_the_clock_is_descent_in_order_and_goes_round():
    weights, took = LESSON["run_for"](X, Y, 7, 0.002)
    assert took >= 0.002
    epochs = -(-len(weights) // 5)  # five batches of at most 7 in 30 samples
    theirs = minibatch_descent(X, Y, 0.0, 0.02, epochs, 7, every_step=True)
    assert np.allclose(weights, theirs.weights[1 : len(weights) + 1], rtol=0, atol=1e-12)


def test_the_height_after_a_race_is_the_cost_above_the_least():
    """The full batch on few samples is done long before the time is up, so nothing is left above the least cost."""
    rates, height = LESSON["measure_size"](X, Y, 30, repeats=2)
    assert len(rates) == 2
    assert min(rates) > 0
    assert 0 <= height < 1


def test_processes_compute_the_whole_gradient():
    with LESSON["process_pool"](2) as pool:
        assert LESSON["sharded_gradient"](1.0, X, Y, 2, pool) == pytest.approx(gradient(1.0, X, Y), abs=1e-12)


def test_a_streamed_epoch_is_an_epoch_in_memory(tmp_path):
    paths = LESSON["write_samples"](tmp_path, 2, np.random.default_rng(1), piece=5_000)
    w = LESSON["streamed_epoch"](*paths, 0.0, 0.02, 3_000)
    x, y = (np.fromfile(path) for path in paths)
    assert len(x) == 10_000
    assert w == pytest.approx(minibatch_descent(x, y, 0.0, 0.02, 1, 3_000).last_weight, abs=1e-12)
    assert w == pytest.approx(streamed_descent(*paths, 0.0, 0.02, 1, 3_000)[-1], abs=1e-12)


def test_batches_from_files_lose_nothing(tmp_path):
    paths = LESSON["write_samples"](tmp_path, 1, np.random.default_rng(1), piece=100)
    batches = list(LESSON["batches_from"](*paths, 30))
    assert [len(x) for x, _ in batches] == [30, 30, 30, 10]
    for k, path in enumerate(paths):
        assert np.concatenate([batch[k] for batch in batches]).tolist() == np.fromfile(path).tolist()


def test_peak_memory_sees_what_numpy_holds_and_ends_with_the_task():
    assert 8e6 <= LESSON["peak_memory"](lambda: np.ones(1_000_000)) < 9e6
    with pytest.raises(KeyboardInterrupt):
        LESSON["peak_memory"](interrupted)
    assert not tracemalloc.is_tracing()


def interrupted():
    raise KeyboardInterrupt


def test_streaming_memory_does_not_grow_with_the_data(tmp_path):
    peaks = []
    for pieces in (1, 100):
        paths = LESSON["write_samples"](tmp_path, pieces, np.random.default_rng(1), piece=20_000)
        peaks.append(LESSON["peak_memory"](lambda paths=paths: streamed_descent(*paths, 0.0, 0.02, 1, 10_000)))
    assert peaks[1] < 2 * peaks[0] < 1e6


def test_the_band_is_as_wide_as_theory_says():
    """variance = η · mean((x·r)²) / (b · mean(x²)) for small η and b (Mandt, Hoffman and Blei 2017)."""
    x, y = noisy_points(240, 1.0, np.random.default_rng(11))
    errors = x * best_weight(x, y) - y
    for batch_size in (1, 4):
        measured = np.median([LESSON["tail_spread"](x, y, batch_size, 0.02, seed) for seed in range(6)])
        expected = np.sqrt(0.02 * np.mean((x * errors) ** 2) / (batch_size * np.mean(x**2)))
        assert 0.7 < measured / expected < 1.3
