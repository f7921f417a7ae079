"""Streamed descent against the same descent in memory, and what it says of bad files."""

import numpy as np
import pytest
from bad_input import INF, NAN

from helpers import file_batches, minibatch_descent, streamed_descent, three_points
from helpers.streaming import _fill


@pytest.fixture
def stored(tmp_path):
    """Give a function that writes x and y to files and returns their paths."""

    def store(x, y):
        paths = tmp_path / "x.dat", tmp_path / "y.dat"
        for path, values in zip(paths, (x, y), strict=True):
            np.asarray(values, dtype=float).tofile(path)
        return paths

    return store


@pytest.fixture
def points():
    rng = np.random.default_rng(3)
    x = rng.uniform(0.5, 2.0, 1003)
    return x, 2 * x + rng.normal(size=x.size)


@pytest.mark.parametrize("batch_size", [1, 7, 100, 1000, 1003])
def test_streamed_run_equals_the_run_in_memory(stored, points, batch_size):
    run = minibatch_descent(*points, start=-1.0, learning_rate=0.02, epochs=5, batch_size=batch_size)
    weights = streamed_descent(*stored(*points), start=-1.0, learning_rate=0.02, epochs=5, batch_size=batch_size)
    np.testing.assert_allclose(weights, run.weights, rtol=0, atol=1e-12)


def test_changing_rate_and_diverging_run_equal_those_in_memory(stored, points):
    paths = stored(*points)
    for rate, epochs in ((lambda epoch: 0.1 / (1 + epoch), 4), (5.0, 6)):
        run = minibatch_descent(*points, start=1.0, learning_rate=rate, epochs=epochs, batch_size=500)
        np.testing.assert_allclose(streamed_descent(*paths, 1.0, rate, epochs, 500), run.weights, rtol=1e-12, atol=1e-12)
    assert len(streamed_descent(*paths, 1.0, 1e300, 5, 10)) == 1


def test_batches_hold_every_sample_once_in_order_and_share_their_memory(stored, points):
    pairs = [(x, y, x.copy(), y.copy()) for x, y in file_batches(*stored(*points), 100)]
    np.testing.assert_array_equal(np.concatenate([x for _, _, x, _ in pairs]), points[0])
    np.testing.assert_array_equal(np.concatenate([y for _, _, _, y in pairs]), points[1])
    assert all(np.shares_memory(x, pairs[0][0]) and np.shares_memory(y, pairs[0][1]) for x, y, _, _ in pairs)


def test_a_memmap_is_read_as_it_was_written(tmp_path):
    x, y = three_points()
    for name, values in (("x", x), ("y", y)):
        written = np.memmap(tmp_path / name, dtype=float, mode="w+", shape=len(values))
        written[:] = values
        written.flush()
    ((read_x, read_y),) = file_batches(tmp_path / "x", tmp_path / "y", len(x))
    assert (read_x.tolist(), read_y.tolist()) == (list(x), list(y))


@pytest.mark.parametrize(
    ("x", "y", "batch_size", "message"),
    [
        ([], [], 1, "0 bytes, expected a multiple of 8 above 0"),
        ([1, 2, 3], [1, 2], 1, "x has 3 samples and y has 2, expected equally many"),
        ([1, 2], [1, 2], 0, "batch_size is 0, expected a whole number of at least 1"),
        ([1, 2], [1, 2], 3, "batch_size is 3, expected at most the 2 samples there are"),
        ([1, NAN], [1, 2], 1, "x holds a value that is not finite"),
        ([1, 2], [1, INF], 2, "y holds a value that is not finite"),
    ],
)
def test_bad_files_are_named(stored, x, y, batch_size, message):
    with pytest.raises(ValueError, match=message):
        streamed_descent(*stored(x, y), 1.0, 0.01, 2, batch_size)


@pytest.mark.parametrize(("start", "rate", "epochs"), [(NAN, 0.1, 1), (1.0, 0, 1), (1.0, NAN, 1), (1.0, 0.1, 0)])
def test_bad_numbers_are_named(stored, start, rate, epochs):
    with pytest.raises(ValueError, match=r"start|learning_rate|epochs"):
        streamed_descent(*stored([1, 2], [2, 4]), start, rate, epochs, 1)


def test_broken_and_shortened_files_are_named(stored, tmp_path):
    paths = stored([1, 2], [2, 4])
    paths[0].write_bytes(b"123456789")
    with pytest.raises(ValueError, match="9 bytes"):
        file_batches(*paths, 1)
    with open(paths[1], "rb", buffering=0) as file, pytest.raises(ValueError, match="ended early"):
        _fill(file, np.empty(3))
    with pytest.raises(FileNotFoundError):
        file_batches(tmp_path / "none", paths[1], 1)
