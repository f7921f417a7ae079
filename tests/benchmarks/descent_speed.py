"""Measure what a gradient, an epoch and a pass over files cost, beside what others need for the same numbers.

    python tests/benchmarks/descent_speed.py

Prints a table; nothing passes or fails. The rows for PyTorch and scikit-learn appear when those packages are installed:
pip install ".[benchmark]". All that is compared takes turns, so that a busy moment of the machine hits both sides, and a ratio
is the median of the ratios of the turns.
"""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import timeit
from pathlib import Path

import numpy as np

from helpers import file_batches, gradient, minibatch_descent, streamed_descent

RATE, START = 0.01, 1.0
STEPS = 300_000  # about how many steps a long run takes
PACKAGES = ("numpy", "torch", "scikit-learn")
TARGETS = {"PyTorch": "at least 20", "scikit-learn": "at least 0.2"}  # times as long as ours
BATCH = 10_000  # samples a batch of the streamed pass
SIZES = (200_000, 2_000_000, 20_000_000)  # samples in the files
STATUS = Path("/proc/self/status")
SPACE = 2 * 8 * max(SIZES)  # bytes of the largest pair of files

# --- numbers ------------------------------------------------------------------------------------------------------------------


def in_turns(acts, turns: int) -> np.ndarray:
    """Time each of the functions once a turn, after one call of each to warm up; returns seconds, one row a function."""
    for act in acts:
        act()
    return np.array([[timeit.timeit(act, number=1) for act in acts] for _ in range(turns)]).T


def kept(act):
    """Wrap a function so that its latest result stays in `.result`."""

    def keeping():
        keeping.result = act()

    return keeping


def spread(times) -> str:
    """Write the median of some seconds in milliseconds, with the quartiles."""
    first, median, third = np.percentile(times, [25, 50, 75]) * 1e3
    return f"{median:9.3f} ms ({first:.3f} … {third:.3f})"


def line(what: str, value: str, ratio: str = "", target: str = "") -> None:
    """Print one row."""
    print(f"  {what:<40} {value:<36} {ratio:<30} {target}".rstrip(), flush=True)


def head(title: str, ratio: str = "") -> None:
    """Print the heading of a part of the table."""
    print(f"\n{title:<42} {'median (quartiles)':<36} {ratio:<30} target", flush=True)


def installed(package: str) -> bool:
    """Say whether a package can be imported."""
    return importlib.util.find_spec(package) is not None


def print_machine() -> None:
    """Print where this was measured, and how busy the machine was."""
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} not installed")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};", end=" ")
    print(", ".join(versions))
    if hasattr(os, "getloadavg"):
        print(f"load before the start: {os.getloadavg()[0]:.1f} busy cores")


def samples(n: int):
    """Make n noisy points around y = 2x."""
    rng = np.random.default_rng(n)
    x = rng.uniform(0.5, 2.0, n)
    return x, 2 * x + rng.normal(size=n)


# --- one full gradient --------------------------------------------------------------------------------------------------------


def measure_gradient(turns: int) -> None:
    """Print a full gradient beside merely reading the arrays."""
    x, y = samples(2_000_000)
    ours, reading = in_turns([lambda: gradient(START, x, y), lambda: x.sum() + y.sum()], turns)
    head("one full gradient, 2,000,000 samples", "of the time of reading")
    line("x.sum() + y.sum()", spread(reading))
    line("gradient(w, x, y)", spread(ours), f"{np.median(ours / reading):.2f}", "at most 2")


# --- one epoch ----------------------------------------------------------------------------------------------------------------


def torch_epoch(x, y, batch_size: int):
    """Make the usual PyTorch loop over one parameter; returns a function that walks one epoch from START and gives w."""
    import torch

    x, y = torch.from_numpy(x), torch.from_numpy(y)

    def epoch() -> float:
        w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimiser = torch.optim.SGD([w], lr=RATE)
        for first in range(0, len(x), batch_size):
            last = first + batch_size
            optimiser.zero_grad()
            loss = ((x[first:last] * w - y[first:last]) ** 2).mean()
            loss.backward()
            optimiser.step()
        return w.item()

    return epoch


def torch_by_hand(x, y, batch_size: int):
    """Make the same loop in which PyTorch finds the slope and the step is one written line; returns the like function."""
    import torch

    x, y = torch.from_numpy(x), torch.from_numpy(y)

    def epoch() -> float:
        w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        for first in range(0, len(x), batch_size):
            last = first + batch_size
            ((x[first:last] * w - y[first:last]) ** 2).mean().backward()
            with torch.no_grad():
                w -= RATE * w.grad
            w.grad = None
        return w.item()

    return epoch


def numpy_epoch(x, y, batch_size: int):
    """Make the same loop on numpy's arrays, with the slope written out; returns the like function."""

    def epoch() -> float:
        w = START
        for first in range(0, len(x), batch_size):
            last = first + batch_size
            w -= RATE * 2 * (x[first:last] * (x[first:last] * w - y[first:last])).mean()
        return float(w)

    return epoch


def sklearn_epoch(x, y):
    """Make scikit-learn's compiled loop, whose slope is half of ours; returns a function as `torch_epoch` does."""
    from sklearn.linear_model import SGDRegressor

    column, start = x.reshape(-1, 1), np.array([START])
    plain = {"penalty": None, "learning_rate": "constant", "fit_intercept": False, "shuffle": False, "max_iter": 1, "tol": None}

    def epoch() -> float:
        model = SGDRegressor(loss="squared_error", eta0=2 * RATE, **plain)
        return float(model.fit(column, y, coef_init=start).coef_[0])

    return epoch


def other_epochs(x, y, batch_size: int) -> dict:
    """Return the loops to compare with by name, None for a package that is not installed."""
    others = {"numpy, the same loop": kept(numpy_epoch(x, y, batch_size))}
    for name, loop in (("PyTorch", torch_epoch), ("PyTorch, step by hand", torch_by_hand)):
        others[name] = kept(loop(x, y, batch_size)) if installed("torch") else None
    if batch_size == 1:
        others["scikit-learn"] = kept(sklearn_epoch(x, y)) if installed("sklearn") else None
    return others


def measure_epoch(n: int, batch_size: int) -> None:
    """Print one epoch of the helpers beside the same updates elsewhere."""
    x, y = samples(n)
    steps = -(-n // batch_size)
    many = max(1, min(100, STEPS // steps))

    def ours(epochs=1) -> float:
        return float(minibatch_descent(x, y, START, RATE, epochs, batch_size).weights[-1])

    others = other_epochs(x, y, batch_size)
    present = [name for name, other in others.items() if other]
    first, long, *rows = in_turns([ours, lambda: ours(many), *(others[name] for name in present)], turns=7)
    times = dict(zip(present, rows, strict=True))
    head(f"one epoch, n = {n:,}, batch size {batch_size:,}", "times as long as ours")
    line("minibatch_descent, one epoch", spread(first))
    line(f"the same, an epoch of a run of {many}", spread(long / many))
    for name, other in others.items():
        if other is None:
            line(name, "not installed")
            continue
        ratio = f"{np.median(times[name] / first):.2f}, of a long run {np.median(times[name] / (long / many)):.2f}"
        line(name, spread(times[name]), ratio, TARGETS.get(name, ""))
        line("  largest difference of w", f"{abs(other.result - ours()):.1e}", "", "at most 1e-9")


# --- a pass over files --------------------------------------------------------------------------------------------------------


def memory(field: str) -> float:
    """Return what Linux says of this process's memory, in megabytes: VmRSS is held now, VmHWM the most ever held.

    Not `getrusage`, whose peak a process inherits from the one that started it.
    """
    for entry in STATUS.read_text().splitlines():
        if entry.startswith(f"{field}:"):
            return int(entry.split()[1]) / 2**10
    raise KeyError(field)


def one_pass(path_x: str, path_y: str) -> None:
    """Print the megabytes that a streamed epoch adds at its peak to an idle process (run by `added_memory`)."""
    idle = memory("VmRSS")
    streamed_descent(path_x, path_y, START, RATE, 1, BATCH)
    print(memory("VmHWM") - idle)


def added_memory(paths) -> float:
    """Return the peak memory over idle of a streamed epoch in a process of its own."""
    command = [sys.executable, __file__, "--pass", *map(str, paths)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)


def write_files(folder: Path, n: int):
    """Write n samples to two files, a piece at a time; returns their paths."""
    paths = folder / f"x{n}.dat", folder / f"y{n}.dat"
    x, y = (np.memmap(path, dtype=float, mode="w+", shape=n) for path in paths)
    for first in range(0, n, 1_000_000):
        last = min(first + 1_000_000, n)
        x[first:last], y[first:last] = samples(last - first)
    x.flush()
    y.flush()
    return paths


def read_through(paths) -> None:
    """Read both files from end to end in pieces of a batch, and do nothing with them."""
    buffer = bytearray(8 * BATCH)
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.readinto(buffer):
                pass


def read_batches(paths) -> None:
    """Take every batch of the files and do nothing with it."""
    for _ in file_batches(*paths, BATCH):
        pass


def measure_streaming(folder: Path, n: int, turns: int) -> None:
    """Print memory and throughput of one streamed epoch."""
    paths = write_files(folder, n)
    reading, batches, ours = in_turns(
        [
            lambda: read_through(paths),
            lambda: read_batches(paths),
            lambda: streamed_descent(*paths, START, RATE, 1, BATCH),
        ],
        turns,
    )
    megabytes = 16 * n / 2**20
    head(f"streaming, n = {n:,} ({megabytes:,.0f} MB)", "of the throughput of reading")
    line("plain sequential read", spread(reading), f"{megabytes / np.median(reading):,.0f} MB/s")
    line("file_batches alone", spread(batches), f"{np.median(reading / batches):.2f}")
    line("streamed_descent, one epoch", spread(ours), f"{np.median(reading / ours):.2f}", "at least 0.5")
    added = f"{added_memory(paths):.1f} MB" if STATUS.exists() else "not measured on this system"
    line("peak memory over an idle process", added, "", "at most 64 MB")
    for path in paths:
        path.unlink()


def main() -> None:
    """Print the whole table."""
    print_machine()
    measure_gradient(turns=15)
    for n in 1_500, 20_000:
        for batch_size in 1, 10, 100, 1000:
            measure_epoch(n, batch_size)
    with tempfile.TemporaryDirectory() as folder:
        if shutil.disk_usage(folder).free < 2 * SPACE:
            print(f"\nstreaming: less than {2 * SPACE / 2**20:,.0f} MB free in the temporary folder, not measured")
            return
        for n in SIZES:
            measure_streaming(Path(folder), n, turns=7 if n < max(SIZES) else 3)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pass"]:
        one_pass(*sys.argv[2:])
    else:
        main()
