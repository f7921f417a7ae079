"""Descent over data that lies in files and need not fit in memory: the loop of `descent`, fed with batches read from disk."""

import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from helpers.arguments import Count, checked
from helpers.descent import walk
from helpers.model import SHORT, mean_slope
from helpers.validation import require_points

BYTES = np.dtype(float).itemsize  # bytes a number takes in the files


@checked()
def file_batches(path_x: str | Path, path_y: str | Path, batch_size: Count) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Read the samples of two files batch by batch, in order, holding one batch in memory at a time.

    path_x, path_y: files of n numbers each, 8 bytes a number and nothing else, as `numpy.memmap` with dtype float and
    `ndarray.tofile` write them. batch_size: b from 1 to n. Gives ⌈n / b⌉ pairs of arrays x and y of b numbers, the last pair
    shorter when b does not divide n. Every pair lies in the same memory: copy what is to outlast the next one. Plain reads,
    not a memory map, because the pages of a map count as memory of the process. Raises ValueError for files that are empty,
    of unequal or broken length, and for a batch size out of range; OSError for a file that cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "x.dat"
    ...     np.array([1.0, 2.0, 3.0]).tofile(path)
    ...     [x.tolist() for x, _ in file_batches(path, path, 2)]
    [[1.0, 2.0], [3.0]]
    """
    n = _samples(path_x, path_y)
    if batch_size > n:
        raise ValueError(f"batch_size is {batch_size}, expected at most the {n} samples there are")
    return _read(path_x, path_y, n, int(batch_size))


@checked()
def streamed_descent(
    path_x: str | Path, path_y: str | Path, start: float, learning_rate, epochs: Count, batch_size: Count
) -> np.ndarray:
    """Walk as `minibatch_descent` does in order, reading the samples from two files anew each epoch.

    path_x, path_y, batch_size: as for `file_batches`. start: the first w. learning_rate: η > 0, or a function from the epoch
    (0, 1, …) to it. epochs: at least 1. Returns an array of w at the start and after each epoch, in the unit of y per unit of
    x; a run that leaves |w| ≤ TOO_FAR is cut off there. No costs, since each would read the files once more. Raises as
    `file_batches` does, and ValueError for a start, a rate, epochs or samples that are not such numbers.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = Path(folder) / "x.dat", Path(folder) / "y.dat"
    ...     np.array([1.0, 2.0, 3.0]).tofile(paths[0])
    ...     np.array([2.0, 4.0, 6.0]).tofile(paths[1])
    ...     streamed_descent(*paths, start=1.0, learning_rate=0.01, epochs=2, batch_size=2).round(4).tolist()
    [1.0, 1.221, 1.3932]
    """
    file_batches(path_x, path_y, batch_size)  # wrong files or sizes are named before the first step

    def slopes(epoch):
        return (partial(_slope, *batch) for batch in file_batches(path_x, path_y, batch_size))

    return walk(float(start), learning_rate, epochs, slopes, every_step=False)


def _slope(x, y, w) -> float:
    """Look for a sample that is not finite only when the slope is not, so that good data is read once and not twice."""
    if len(x) <= SHORT:
        x, y = x.tolist(), y.tolist()
    slope = mean_slope(w, x, y)
    if not math.isfinite(slope):
        require_points(x, y)
    return slope


def _samples(path_x, path_y) -> int:
    sizes = []
    for path in (path_x, path_y):
        size = Path(path).stat().st_size
        if size == 0 or size % BYTES:
            raise ValueError(f"{path} has {size} bytes, expected a multiple of {BYTES} above 0")
        sizes.append(size // BYTES)
    if sizes[0] != sizes[1]:
        raise ValueError(f"x has {sizes[0]} samples and y has {sizes[1]}, expected equally many")
    return sizes[0]


def _read(path_x, path_y, n, batch_size):
    x, y = np.empty(batch_size), np.empty(batch_size)
    # unbuffered, so that numbers go from the file straight into the arrays
    with open(path_x, "rb", buffering=0) as file_x, open(path_y, "rb", buffering=0) as file_y:
        for first in range(0, n, batch_size):
            count = min(batch_size, n - first)
            _fill(file_x, x[:count])
            _fill(file_y, y[:count])
            yield x[:count], y[:count]


def _fill(file, values) -> None:
    rest = memoryview(values).cast("B")
    while rest:
        read = file.readinto(rest)
        if not read:
            raise ValueError(f"{file.name} ended early, expected the length it had at the start")
        rest = rest[read:]
