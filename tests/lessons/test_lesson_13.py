"""Lesson 13: what is split, what is streamed and what is estimated, against the helpers, numpy and closed forms."""

import tomllib
import tracemalloc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import gradient, minibatch_descent, noisy_points, streamed_descent, three_points
from tools.notebooks import cell, defined

LESSON = defined("13")
X, Y = noisy_points(30, 1.0, np.random.default_rng(4))


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_shards_add_up_to_the_whole_gradient(workers):
    with ThreadPoolExecutor(workers) as pool:
        assert LESSON["sharded_gradient"](1.0, X, Y, workers, pool) == pytest.approx(gradient(1.0, X, Y), abs=1e-12)


@given(w=st.floats(-5, 5), rate=st.floats(0.001, 0.2))
def test_composed_maps_are_the_chain_of_steps(w, rate):
    points = three_points()
    maps = [LESSON["step_map"](x, y, rate) for x, y in zip(*points, strict=True)]
    a, c = LESSON["compose"](LESSON["compose"](maps[0], maps[1]), maps[2])
    assert a * w + c == pytest.approx(minibatch_descent(*points, w, rate, 1, 1).last_weight, rel=1e-9, abs=1e-9)


def test_processes_compute_the_whole_gradient():
    with LESSON["process_pool"](2) as pool:
        assert LESSON["sharded_gradient"](1.0, X, Y, 2, pool) == pytest.approx(gradient(1.0, X, Y), abs=1e-12)


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


def test_an_interrupted_reader_lets_go_of_its_files(tmp_path, monkeypatch):
    """On Windows a file that is still mapped cannot be removed, and the temporary folder would stay."""
    paths, maps, memmap = LESSON["write_samples"](tmp_path, 1, np.random.default_rng(1), piece=100), [], np.memmap

    def noted(*given, **named):
        mapped = memmap(*given, **named)
        maps.append(weakref.ref(mapped._mmap))
        return mapped

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
    sent = cell("13", "define-sharded")["source"]
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


def test_a_streamed_epoch_is_an_epoch_in_memory(tmp_path):
    paths = LESSON["write_samples"](tmp_path, 2, np.random.default_rng(1), piece=5_000)
    w = LESSON["streamed_epoch"](paths, 0.0, 0.02, 3_000)
    x, y = (np.fromfile(path) for path in paths)
    assert len(x) == 10_000
    assert w == pytest.approx(minibatch_descent(x, y, 0.0, 0.02, 1, 3_000).last_weight, abs=1e-12)
    assert w == pytest.approx(streamed_descent(*paths, 0.0, 0.02, 1, 3_000)[-1], abs=1e-12)


def test_the_record_says_how_to_repeat_it():
    said = cell("13", "after-a-framework-with-b-1")["source"]
    root = Path(__file__).parents[2]
    assert "python tests/benchmarks/descent_speed.py" in said
    assert (root / "tests" / "benchmarks" / "descent_speed.py").exists()
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf8"))["project"]["optional-dependencies"]
    assert '".[benchmark]"' in said
    assert "torch" in {line.partition(">")[0] for line in extras["benchmark"]}
    assert all(array < by_hand < torch for array, by_hand, torch in LESSON["RECORD"].values())
    assert 10 <= LESSON["RECORD"][1][2] / LESSON["RECORD"][1][0] < 100  # "tens of times", the question's right answer
