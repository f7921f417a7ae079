"""Lesson 5: mini-batch descent as written in the reader's sight, against the helpers and closed forms."""

import tomllib
import tracemalloc
import weakref
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from tools.notebooks import cell, defined, notebook, printed

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


def test_an_interrupted_reader_lets_go_of_its_files(tmp_path, monkeypatch):
    """On Windows a file that is still mapped cannot be removed, and the temporary folder would stay."""
    paths, maps, memmap = LESSON["write_samples"](tmp_path, 1, np.random.default_rng(1), piece=100), [], np.memmap

    def noted(*given, **named):
        made = memmap(*given, **named)
        maps.append(weakref.ref(made._mmap))
        return made

    monkeypatch.setattr(np, "memmap", noted)
    reader = LESSON["batches_from"](*paths, 30)
    next(reader)
    assert [each() is not None for each in maps] == [True, True]
    with pytest.raises(KeyboardInterrupt) as stopped:
        reader.throw(KeyboardInterrupt)
    assert stopped.tb is not None  # what is on its way out still refers to the reader's frame while `with` cleans up
    assert [each() for each in maps] == [None, None]


def test_processes_are_started_fresh_and_told_only_what_they_can_import():
    """A forked process inherits locks that threads hold; a function typed in a notebook cannot be found by a fresh one."""
    with LESSON["process_pool"](1) as pool:
        assert pool._mp_context.get_start_method() == "spawn"
    sent = cell("05", "define-sharded")["source"]
    assert "pool.map(mean_slope" in sent
    assert LESSON["mean_slope"].__module__ == "helpers.model"


@pytest.mark.parametrize("count", [3, 17])
def test_a_wide_step_with_one_weight_is_a_step_of_the_series(count):
    w = LESSON["wide_step"](np.array([0.5]), X[:count, None], Y[:count], 0.02)
    assert w.tolist() == pytest.approx([0.5 - 0.02 * gradient(0.5, X[:count], Y[:count])], abs=1e-12)


def test_a_wide_step_goes_down_the_slope_found_by_finite_differences():
    rng = np.random.default_rng(3)
    x, y, w, h = rng.normal(size=(20, 4)), rng.normal(size=20), rng.normal(size=4), 1e-6
    bumps = h * np.eye(4)
    slope = [(np.mean((x @ (w + e) - y) ** 2) - np.mean((x @ (w - e) - y) ** 2)) / (2 * h) for e in bumps]
    assert np.allclose(LESSON["wide_step"](w, x, y, 0.1), w - 0.1 * np.array(slope), rtol=0, atol=1e-7)


@given(extra=st.floats(1e-6, 1e-3), one=st.floats(1e-11, 1e-8), speed=st.floats(1.5, 200))
def test_at_the_break_even_both_sides_take_equally_long(extra, one, speed):
    count = LESSON["break_even"](extra, one, speed)
    assert count * one == pytest.approx(extra + count * one / speed, rel=1e-9)


def test_the_record_covers_the_table_and_the_ratios_follow_from_it():
    record = LESSON["RECORD"]
    assert list(record) == [(n, b) for n in (1_500, 100_000) for b in (1, 10, 100, 1_000)]
    assert [case for case, row in record.items() if row[3] is not None] == [(1_500, 1), (100_000, 1)]
    assert all(run < call < torch for call, run, torch, _ in record.values())
    rows = printed("05", "framework-table").splitlines()[2:]
    for row, ((n, b), (call, run, torch, _)) in zip(rows, record.items(), strict=True):
        fields = [float(field.replace(",", "")) for field in row.split()]
        assert fields[:2] == [n, b]
        assert fields[-2] == pytest.approx(torch / call, abs=0.51)
        assert fields[-1] == pytest.approx(torch / run, abs=0.51)


def test_the_record_says_how_to_repeat_it():
    said = cell("05", "framework-record")["source"]
    root = Path(__file__).parents[2]
    assert "python tests/benchmarks/descent_speed.py" in said
    assert (root / "tests" / "benchmarks" / "descent_speed.py").exists()
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf8"))["project"]["optional-dependencies"]
    assert '".[benchmark]"' in said
    assert {"torch", "scikit-learn"} <= {line.partition(">")[0] for line in extras["benchmark"]}
    assert LESSON["RECORDED"].startswith("2026-11; Linux, 2 cores")


def test_the_times_are_taken_on_one_core_which_is_said_before_numpy_comes():
    ids = [each["id"] for each in notebook("05").cells]
    assert ids.index("one-core") < ids.index("imports")
    assert "OPENBLAS_NUM_THREADS" in cell("05", "one-core")["source"]
    assert "numpy" not in cell("05", "one-core")["source"]
