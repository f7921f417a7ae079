"""Pictures of steps on single samples: their own curves, the loss of every step, what a rate leaves, and the order's effect."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.arguments import Count, Positive, checked, shown
from helpers.descent import ORDERS, batch_descent, stochastic_descent
from helpers.landscapes import of_points
from helpers.model import best_weight, costs_at, loss
from helpers.pictures.drawing import draw_curve
from helpers.pictures.style import (
    BALL,
    BATCH,
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    SKY,
    TRIED,
    VERMILLION,
    label,
    new_figure,
    show,
    style_axes,
)
from helpers.trajectory import Trajectory
from helpers.validation import require_as_many

Samples = tuple[Sequence[float], Sequence[float]]
MEANS = (
    {"color": BLACK, "linestyle": (0, (6, 2))},
    {"color": VERMILLION, "linestyle": "-."},
    {"color": ORANGE, "linewidth": 3.0},
)


@checked()
def show_curves(exact: Samples, noisy: Samples) -> None:
    """Show the cost curve of two sets of samples, three samples' own curves in each, and every sample's own best w."""
    figure, panes = new_figure(2, width=9.0, height=3.4, sharey=True)
    grid = np.linspace(0.0, 4.0, 200)
    for axes, (x, y) in zip(panes, (exact, noisy), strict=True):
        hill = of_points(x, y, 0.0, 4.0)
        own = np.array(y) / x
        ranked = np.argsort(own, kind="stable")
        for place in (ranked[0], ranked[len(x) // 2], ranked[-1]):
            axes.plot(grid, costs_at(grid, [x[place]], [y[place]]), **BATCH)
        draw_curve(axes, hill, highest=12.0)
        axes.plot(own, np.zeros(len(x)), color=GREY, marker="|", markersize=18, markeredgewidth=2, linestyle="none")
        style_axes(axes, "w (weight)", "squared error" if axes is panes[0] else "", f"{len(x)} samples")
    low, high = own.min(), own.max()
    at = exact[1][0] / exact[0][0]
    show(figure, f"Left, every sample's own best w (bar) is {at:.2f}; right, they lie from {low:.2f} to {high:.2f}.")


@checked()
def show_losses(
    losses: Sequence[float],
    means: Mapping[str, Sequence[float]] | None = None,
    marked: Sequence[int] = (),
    steps: tuple[int, int] | None = None,
) -> None:
    """Show the loss of every step; beside it, where no means are given, the same on a logarithmic axis.

    losses: m numbers. means: up to three rows of m numbers with their names, drawn over the losses. marked: steps to mark with
    a cross. steps: the first step shown and the one after the last; without it all. Raises ValueError for steps out of range.
    """
    first, after = steps or (0, len(losses))
    if not 0 <= first < after <= len(losses):
        raise ValueError(f"steps is {first} to {after}, expected a row of steps within the {len(losses)} losses given")
    if not all(0 <= step < len(losses) for step in marked):
        raise ValueError(f"marked is {shown(marked)}, expected steps within the {len(losses)} losses given")
    require_as_many(losses=losses, **(means or {}))
    figure, panes = new_figure(1 if means else 2, width=9.0, height=3.6)
    for axes in panes:
        axes.plot(losses, color=SKY, linewidth=1.3)
        style_axes(axes, "step", "ℓ, loss of the step's sample")
        axes.set_xlim(first, after)
    if not means and max(losses) > 0:
        panes[1].set_yscale("log")
    values = np.concatenate([row[first:after] for row in (losses, *(means or {}).values())])
    panes[0].set_ylim(0, 1.08 * values.max() or 1)
    sentence = f"Steps {first} to {after - 1}: the loss goes from {losses[first]:.2g} to {losses[after - 1]:.2g}"
    for (name, row), style in zip((means or {}).items(), MEANS, strict=False):
        panes[0].plot(row, label=name, **{"linewidth": 2.2, **style})
        sentence += f"; {name}, from {row[first]:.2g} to {row[after - 1]:.2g}"
    if len(marked):
        marks = {"color": VERMILLION, "marker": "X", "markersize": 9, "linestyle": "none"}
        panes[0].set_ylim(0, 1.4 * values.max() or 1)
        panes[0].plot(marked, np.asarray(losses)[marked], label="marked steps", **marks)
        sentence += f"; {sum(first <= step < after for step in marked)} marked with a cross"
    if means:
        panes[0].legend(loc="upper right")
    show(figure, sentence + ".")


@checked()
def show_sweep(exact: Samples, noisy: Samples, epochs: Count = 5) -> None:
    """Show over the learning rates how far batch and stochastic descent still are from the best w after so many epochs.

    Both start at w = 0 and spend the same evaluations. On the second set the stochastic runs are shuffled: the line is the
    mean of 20 seeds, the band reaches from the nearest to the furthest.
    """
    figure, panes = new_figure(2, width=10.0, height=3.8, sharey=True)
    rates, sentences = np.geomspace(0.001, 0.2, 40), []
    for axes, data, name in zip(panes, (exact, noisy), ("exact", "noisy"), strict=True):
        best, order, seeds = best_weight(*data), *(("in order", 1) if name == "exact" else ("shuffled", 20))
        rngs = [[np.random.default_rng(seed) for seed in range(seeds)] for _ in rates]
        far = [
            [_distance(stochastic_descent(*data, 0.0, rate, epochs, order, rng), best) for rng in some]
            for rate, some in zip(rates, rngs, strict=True)
        ]
        batch = [_distance(batch_descent(*data, 0.0, rate, epochs), best) for rate in rates]
        axes.fill_between(rates, np.min(far, axis=1), np.max(far, axis=1), color=ORANGE, alpha=0.25, linewidth=0)
        axes.loglog(rates, np.mean(far, axis=1), color=ORANGE, linewidth=2.6)
        axes.loglog(rates, batch, color=BLUE, linewidth=2.6, linestyle="--")
        axes.set_ylim(1e-4, 4)
        spent = f"{epochs * len(data[0])} evaluations"
        style_axes(axes, "η (learning rate)", "distance from the best w" if axes is panes[0] else "", f"{name}: after {spent}")
        found = rates[np.argmin(batch)], rates[np.argmin(np.mean(far, axis=1))]
        sentences.append(
            f"On the {name} samples batch descent is nearest at η = {found[0]:.2g} ({_small(min(batch))} away), "
            f"stochastic descent at {found[1]:.2g} ({_small(np.mean(far, axis=1).min())} away)."
        )
    label(panes[0], 0.0013, 0.3, "stochastic (solid)")
    label(panes[0], 0.0013, 2.3, "batch (dashed)")
    show(figure, "\n".join(sentences))


def _distance(run, best):
    return max(abs(run.last_weight - best), 1e-9)


def _small(value):
    return "less than 0.0001" if value < 1e-4 else f"{value:.2g}"


@checked()
def show_pull(data: Samples, run: Trajectory, epoch: int) -> None:
    """Show the first step after an epoch on two curves: of the sample that pulls, and of all samples.

    run: a descent on the data, one sample a step, with every step recorded.
    """
    step = epoch * run.per_epoch
    if not 0 <= step < len(run.visited):
        raise ValueError(f"epoch is {epoch}, expected one within the run, which visited {len(run.visited)} samples")
    x, y = (values[run.visited[step]] for values in data)
    before, after = run.weights[step : step + 2]
    figure, (axes,) = new_figure(width=7.0, height=3.8)
    hill, grid = of_points(*data, 1.0, 3.0), np.linspace(1.0, 3.0, 200)
    draw_curve(axes, hill, highest=6.0)
    axes.plot(grid, costs_at(grid, [x], [y]), **BATCH)
    for w, fill in ((before, "white"), (after, BALL["color"])):
        axes.plot([w], [hill.cost(w)], **{**BALL, "markerfacecolor": fill})
        axes.plot([w], [loss(w, x, y)], **{**BALL, "markerfacecolor": fill, "markersize": 7})
    label(axes, 1.08, 5.4, "all samples: J(w)")
    label(axes, 2.45, 5.4, "this sample: ℓ(w)")
    style_axes(axes, "w (weight)", "squared error")
    ways = [
        "down" if now > then else "up"
        for now, then in ((loss(before, x, y), loss(after, x, y)), map(hill.cost, (before, after)))
    ]
    show(
        figure,
        f"The sample x = {x:.2f} moves w from {before:.2f} (open circles) to {after:.2f}: {ways[0]} on its own curve, "
        f"{ways[1]} on the curve of all.",
    )


@checked()
def show_orders(data: Samples, learning_rate: Positive, epochs: Count = 40) -> None:
    """Show w after each epoch for the three orders side by side, each from w = 0 and with the same seed."""
    figure, panes = new_figure(3, width=10.0, height=3.4, sharey=True)
    best = best_weight(*data)
    for axes, order in zip(panes, ORDERS, strict=True):
        run = stochastic_descent(*data, 0.0, learning_rate, epochs, order, np.random.default_rng(0))
        axes.axhline(best, color=BLACK, linestyle="--", linewidth=1.2)
        axes.plot(run.weights, **TRIED)
        axes.set_ylim(best - 0.6, best + 0.6)
        style_axes(axes, "epoch", "w after the epoch" if axes is panes[0] else "", order)
    label(panes[0], epochs / 2, best + 0.06, "best w (dashed)", ha="center")
    show(
        figure, "In order, every epoch ends at the same w, beside the best; shuffled and with replacement, w hovers around it."
    )
