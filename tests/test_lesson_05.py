"""Lesson 5: mini-batch descent as written in the reader's sight, against the helpers and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import defined

from helpers import batch_descent, best_weight, gradient, minibatch_descent, noisy_points, stochastic_descent, three_points

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


def test_a_streamed_epoch_is_an_epoch_in_memory(tmp_path):
    path = tmp_path / "samples.bin"
    rows = LESSON["write_samples"](path, 1, np.random.default_rng(1))
    w, most = LESSON["streamed_epoch"](path, rows, 0.0, 0.02, 30_000)
    x, y = np.fromfile(path).reshape(-1, 2).T
    assert w == pytest.approx(minibatch_descent(x, y, 0.0, 0.02, 1, 30_000).last_weight, abs=1e-12)
    assert most == 30_000 * 2 * 8


def test_the_band_is_as_wide_as_theory_says():
    """variance = η · mean((x·r)²) / (b · mean(x²)) for small η and b (Mandt, Hoffman and Blei 2017)."""
    x, y = noisy_points(240, 1.0, np.random.default_rng(11))
    errors = x * best_weight(x, y) - y
    for batch_size in (1, 4):
        measured = np.median([LESSON["tail_spread"](x, y, batch_size, 0.02, seed) for seed in range(6)])
        expected = np.sqrt(0.02 * np.mean((x * errors) ** 2) / (batch_size * np.mean(x**2)))
        assert 0.7 < measured / expected < 1.3
