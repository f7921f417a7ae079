"""Use the panels and a lesson for hours in a few minutes, and measure whether memory and speed hold.

    python tests/benchmarks/long_use.py [moves] [rounds]

First every panel in turn gets moves of its sliders and menus, 20,000 in all; the same 100 moves of each panel are timed at
the start and at the end. Then the cells of lesson 3 run 50 times over in one shell. Prints figures beside their targets;
nothing passes or fails.
"""

import gc
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hands import MAKERS  # noqa: E402

LESSON = ROOT / "notebooks" / "03-batch-gradient-descent.ipynb"
STATUS = Path("/proc/self/status")
TIMED = 100  # moves of each panel


def megabytes() -> float:
    """Return the memory that this process holds now, as Linux counts it."""
    gc.collect()
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 2**10


def move(panel, rng) -> None:
    """Move one slider or menu of a panel to a random place, as a hand does."""
    name = rng.choice(list(panel.controls))
    if name in panel.sliders:
        slider = panel.sliders[name]
        slider.value = int(rng.integers(slider.min, slider.max + 1))
    else:
        panel.boxes[name].value = str(rng.choice(panel.controls[name].options))


def timed(panel) -> float:
    """Return the seconds that the same moves take, from the panel's first values."""
    panel.reset()
    rng = np.random.default_rng(1)
    begin = time.perf_counter()
    for _ in range(TIMED):
        move(panel, rng)
    return time.perf_counter() - begin


def measure_moves(moves: int) -> None:
    """Print memory and speed over so many moves, spread over all panels."""
    panels = {name: make() for name, make in MAKERS.items()}
    each = moves // len(panels)
    for panel in panels.values():
        timed(panel)  # fills what is kept on purpose
    first = {name: timed(panel) for name, panel in panels.items()}
    held = megabytes()
    rngs = {name: np.random.default_rng(2) for name in panels}
    for part in range(10):
        for name, panel in panels.items():
            for _ in range(each // 10):
                move(panel, rngs[name])
        print(f"  after {(part + 1) * (each // 10) * len(panels):6,} moves {megabytes() - held:+7.1f} MB", flush=True)
    print(f"memory: {megabytes() - held:+.1f} MB over {each // 10 * 10 * len(panels):,} moves (target: within 10 MB)")
    for name, panel in panels.items():
        last = min(timed(panel), timed(panel))
        ends = f"{10 * first[name]:6.2f} ms a move at first, {10 * last:6.2f} at the end"
        print(f"  {name:<18} {ends}: {last / first[name]:.2f} times")
    print("(target: at most 1.2 times)")


def measure_lesson(rounds: int) -> None:
    """Print memory and speed over so many runs of every cell of a lesson in one shell."""
    shell = InteractiveShell.instance()
    cells = [cell.source for cell in nbformat.read(LESSON, as_version=4).cells if cell.cell_type == "code"]
    seconds = []
    for number in range(1, rounds + 1):
        begin = time.perf_counter()
        for cell in cells:
            with capture_output():
                shell.run_cell(cell, store_history=True).raise_error()
        seconds.append(time.perf_counter() - begin)
        if number in (2, *range(10, rounds + 1, 10)):
            print(f"  round {number:3}: {seconds[-1]:5.2f} s, {megabytes():7.1f} MB", flush=True)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    measure_moves(given[0] if given else 20_000)
    measure_lesson(given[1] if given[1:] else 50)
