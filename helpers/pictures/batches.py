"""Pictures of what the batch size changes: one epoch, the floor of the noise, and the best learning rate."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import Count, Positive, checked
from helpers.clock import count_steps
from helpers.descent import minibatch_descent
from helpers.model import best_weight
from helpers.pictures.clock import FULL, LINES
from helpers.pictures.race import apart
from helpers.pictures.style import BLACK, BLUE, GREEN, GREY, VERMILLION, label, new_figure, show, style_axes

EPOCH_LOOKS = (
    {"color": VERMILLION},
    {"color": GREEN, "marker": "s", "linestyle": "--"},
    {"color": BLUE, "marker": "o", "markersize": 9, "linestyle": ":"},
)
FLOOR_LOOKS = ({"color": BLUE, "marker": "o"}, {"color": VERMILLION, "marker": "s"})


def spread(x: np.ndarray, y: np.ndarray, batch_size: int, learning_rate: float, seeds: int = 8) -> float:
    """Measure how widely w moves about the best weight: the standard deviation over the second half of 100 epochs.

    x, y: shape (n,). batch_size: 1 to n. learning_rate: η > 0. seeds: how many runs from the best weight,
    shuffled differently; their median counts. Returns a number in the unit of w.

    >>> spread(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]), 1, 0.01)
    0.0
    """
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        run = minibatch_descent(x, y, best_weight(x, y), learning_rate, 100, batch_size, "shuffled", rng, every_step=True)
        found.append(np.std(run.weights[len(run.weights) // 2 :]))
    return float(np.median(found))


@checked()
def show_one_epoch(x: np.ndarray, y: np.ndarray, batch_sizes: Sequence[int], learning_rate: Positive = 0.02) -> None:
    """Show w against the evaluations spent in one epoch from w = 0, one line for each of at most three batch sizes.

    x, y: shape (n,). batch_sizes: each 1 to n, in ascending order. learning_rate: η > 0.
    """
    figure, (axes,) = new_figure(width=8.5)
    style_axes(axes, "evaluations spent", "w (weight)", "one epoch")
    goal, ends, sentences = best_weight(x, y), {}, []
    for b, look in zip(batch_sizes, EPOCH_LOOKS, strict=False):
        run = minibatch_descent(x, y, 0.0, learning_rate, 1, b, "shuffled", np.random.default_rng(3), every_step=True)
        axes.plot(run.evaluations, run.weights, **look)
        ends[f"b = {b}, steps: {run.per_epoch}"] = float(run.weights[-1])
        sentences.append(f"b = {b} takes {run.per_epoch} step{'s' if run.per_epoch > 1 else ''} to w = {run.weights[-1]:.2f}")
    axes.axhline(goal, color=GREY, linewidth=1, linestyle=":")
    axes.set_xlim(0, 1.32 * len(x))
    for name, level in apart(ends, 0.2, *axes.get_ylim()).items():
        label(axes, 1.02 * len(x), level, name, va="center")
    show(figure, f"One epoch from w = 0; the lowest cost is at w = {goal:.2f}. {'; '.join(sentences)}.")


@checked()
def show_floor(
    x: np.ndarray, y: np.ndarray, batch_sizes: Sequence[int] = (1, 4, 16), rates: tuple[Positive, Positive] = (0.02, 0.04)
) -> None:
    """Show w over the last three of 60 epochs in a lane for each batch size, and beside it how widely w moves.

    x, y: shape (n,). batch_sizes: of the table; the full batch is added. rates: two learning rates; the lanes have the second.
    """
    figure, (left, right) = new_figure(2)
    _draw_lanes(left, x, y, [*batch_sizes, len(x)], rates[1])
    style_axes(left, "epoch", "w − best w (lanes 2 apart)", f"the last three epochs, η = {rates[1]}")
    right.set(xscale="log", yscale="log", xlim=(0.8 * batch_sizes[0], 3.2 * batch_sizes[-1]))
    right.minorticks_off()
    right.set_xticks(batch_sizes, [str(b) for b in batch_sizes])
    lines = []
    for eta, look in zip(rates, FLOOR_LOOKS, strict=True):
        wide = [spread(x, y, b, eta) for b in batch_sizes]
        if not max(wide) > 0:
            raise ValueError(f"w does not move at η = {eta}, expected a rate at which it neither rests nor leaves")
        right.plot(batch_sizes, wide, markersize=9, linewidth=2, **look)
        right.plot(batch_sizes, wide[0] * np.sqrt(batch_sizes[0] / np.array(batch_sizes)), color=GREY, linestyle=":")
        label(right, 1.15 * batch_sizes[-1], wide[-1], f"η = {eta}", va="center", color=look["color"])
        each = ", ".join(f"{value:.3f} for b = {b}" for b, value in zip(batch_sizes, wide, strict=True))
        lines.append(f"η = {eta}: w varies by {each}, {spread(x, y, len(x), eta, 1):.3f} for b = {len(x)}.")
    right.set_yticks([0.03, 0.1, 0.3], ["0.03", "0.1", "0.3"])
    style_axes(right, "batch size b", "spread of w", "the floor; dotted: 1/√b")
    show(figure, "\n".join(lines))


def _draw_lanes(axes, x, y, batch_sizes, eta):
    for lane, b in enumerate(batch_sizes):
        run = minibatch_descent(x, y, 0.0, eta, 60, b, "shuffled", np.random.default_rng(1), every_step=True)
        w = run.weights[-3 * run.per_epoch - 1 :]
        axes.plot(np.linspace(57, 60, len(w)), w - best_weight(x, y) - 2 * lane, color=BLUE, linewidth=1.4)
        axes.axhline(-2 * lane, xmax=0.8, color=GREY, linewidth=0.8, linestyle=":")
        label(axes, 60.06, -2 * lane, f"b = {b}", va="center")
    axes.set(yticks=[-1, 0, 1], xlim=(57, 60.85), xticks=[57, 58, 59, 60])


@checked()
def show_batch_rates(
    x: np.ndarray, y: np.ndarray, batch_sizes: Sequence[int], share: Positive = 0.01, most: Count = 3000
) -> None:
    """Show how many steps each batch size needs at each learning rate, until a share of the climb is left and stays left.

    x: shape (n,) or (n, d). y: shape (n,). batch_sizes: below n; the full batch is added. share, most: as for `count_steps`.
    The rates are in units of one over the largest curvature; a rate that does not arrive in time has no mark.
    """
    figure, (axes,) = new_figure(width=8.5)
    style_axes(
        axes, "learning rate, in units of 1/(largest curvature)", "steps", f"until {100 * share:g} % of the climb is left"
    )
    rates = [*10 ** (np.arange(-8, 2) / 6), 1.9, 2.15]
    looks = {b: (f"b = {b:,}", look) for b, look in zip(batch_sizes, LINES, strict=False)} | {len(x): ("full batch", FULL)}
    ends, sentences = {}, []
    for b, (name, look) in looks.items():
        counted = [count_steps(x, y, b, share, rates=[rate], most=most)[1] for rate in rates]
        came = [(rate, max(steps)) for rate, steps in zip(rates, counted, strict=True) if steps]
        if not came:
            sentences.append(f"{name}: not in {most:,} steps")
            continue
        axes.plot(*zip(*came, strict=True), linewidth=2.2, markersize=9, markeredgecolor=BLACK, **look)
        ends[name] = np.log10(came[-1][1])
        best = min(came, key=lambda pair: pair[1])
        sentences.append(f"{name}: {best[1]} steps at {best[0]:.2f}/curvature")
    axes.set(xscale="log", yscale="log", xlim=(rates[0] * 0.9, 5))
    axes.set_xticks([0.05, 0.1, 0.2, 0.5, 1, 2], ["0.05", "0.1", "0.2", "0.5", "1", "2"])
    axes.set_yticks([50, 100, 200, 500, 1000, 2000], ["50", "100", "200", "500", "1,000", "2,000"])
    axes.minorticks_off()
    axes.axvline(2, color=GREY, linestyle=":", linewidth=1.4)  # the full batch runs away beyond it
    low, high = np.log10(axes.get_ylim())
    for name, level in apart(ends, 0.07 * (high - low), low, high).items():
        label(axes, 2.2, 10**level, name, va="center")
    show(figure, f"Each batch size has a best rate of its own. {'; '.join(sentences)}.")
