"""Pictures of lesson 3: tangents, the fall of a cost, the valley over the learning rates, and where descent stops."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import Positive, checked
from helpers.descent import batch_descent, descend
from helpers.invented import plateau, saddle, shelf, two_valleys
from helpers.landscapes import bowl
from helpers.model import distance_multiplier
from helpers.pictures.drawing import draw_curve, draw_path, draw_surface
from helpers.pictures.style import BLACK, CURVE, GREY, MINIMUM, ORANGE, TANGENT, TRIED, label, new_figure, show, style_axes
from helpers.validation import require_positive
from helpers.wording import cost_text, weight_text

END = {"marker": "x", "markersize": 14, "markeredgewidth": 3, "color": BLACK, "zorder": 9, "clip_on": False}


def show_slopes() -> None:
    """Show the bowl of the three points with its tangents left of, at and right of the lowest point."""
    figure, (axes,) = new_figure(1, width=8.0)
    landscape = bowl()
    draw_curve(axes, landscape)
    for w, x, y, way in ((0.0, 1.0, 24, "down: right"), (2.0, 2.0, 6, "level"), (4.0, 3.0, 24, "down: left")):
        slope = landscape.gradient(w)
        ends = np.array([w - 0.7, w + 0.7])
        axes.plot(ends, landscape.cost(w) + slope * (ends - w), **{**TANGENT, "linewidth": 4, "linestyle": "-"})
        label(axes, x, y, f"slope {slope:.1f}\n{way}".replace("-", "−"), ha="center")
    show(figure, "Left of the lowest point the slope is negative, right of it positive, and at it zero.")


@checked()
def show_fall(costs: Sequence[float]) -> None:
    """Show the cost before every epoch and after the last, on an ordinary axis and on a logarithmic one."""
    figure, (left, right) = new_figure(2)
    for axes in (left, right):
        axes.plot(costs, color=ORANGE, linewidth=3)
        style_axes(axes, "epoch", "J(w), mean squared error")
    if max(costs) > 0:
        right.set_yscale("log")
    label(left, 0.14 * len(costs), 0.5 * costs[0], "fast at first,\nthen ever slower?")
    label(right, 0.42 * len(costs), 0.005 * costs[0], "no: always by\nthe same factor")
    show(figure, f"In {len(costs) - 1} epochs the cost falls from {costs[0]:.3f} to {costs[-1]:.1e}.")


@checked()
def show_rates(rates: Sequence[Positive], x: Sequence[float], y: Sequence[float]) -> None:
    """Show 12 epochs from w = 0 at each learning rate side by side, and below say how each run ended after 40."""
    figure, panes = new_figure(len(rates), width=12.0, height=3.6, sharey=True)
    for axes, rate in zip(panes, rates, strict=True):
        run = batch_descent(x, y, start=0.0, learning_rate=rate, epochs=12)
        axes.axhline(2, color=GREY, linestyle="--")
        axes.plot(run.weights, **{**TRIED, "linestyle": "-"})
        style_axes(axes, "epoch", "w (weight)" if axes is panes[0] else "", f"η = {rate:.3g}")
    ends = [str(batch_descent(x, y, start=0.0, learning_rate=rate, epochs=40)) for rate in rates]
    show(figure, "\n".join(ends))


@checked()
def show_factor(rates: Sequence[Positive], x: Sequence[float]) -> None:
    """Show the size of the factor of one step over the learning rates, and mark the given rates on it."""
    figure, (axes,) = new_figure(1, width=9.0)
    swept = np.linspace(0.0, 0.24, 241)
    axes.plot(swept, [abs(distance_multiplier(rate, x)) if rate else 1.0 for rate in swept], **CURVE)
    axes.axhline(1, color=GREY, linestyle="--")
    curvature = 2 * float(np.mean(np.square(x)))
    require_positive("the mean of x²", curvature)
    best = 1 / curvature
    axes.plot([best], [0], **MINIMUM)
    for rate in rates:
        size = abs(distance_multiplier(rate, x))
        axes.plot([rate], [size], **TRIED)
        away = 0.08 if size > 1 else -0.03  # clear of the dashed line
        label(axes, rate - 0.004, size + away, f"{rate:.3g}", ha="right", va="center")
    label(axes, 0.06, 1.05, "above this line the distance grows")
    style_axes(axes, "η (learning rate)", "size of the factor")
    show(figure, f"The factor is 0 at η = {best:.4f} and has size 1 at η = {2 * best:.4f}.")


def show_stops() -> None:
    """Show two runs between two valleys, one on a plateau, one on a shelf and two beside a saddle, and how each ends."""
    figure, panes = new_figure(4, width=12.0, height=3.8)
    valley, level, stair, cross = two_valleys(), plateau(), shelf(), saddle()
    cases = ((valley, (2.1, 2.2), "valley"), (level, (-1.0,), "plateau"), (stair, (4.5,), "shelf"))
    sentences = ["After 100 epochs with learning rate 0.020:"]
    for axes, (landscape, starts, name) in zip(panes, cases, strict=False):
        draw_curve(axes, landscape)
        style_axes(axes, "w (weight)", "cost" if axes is panes[0] else "", name)
        for start in starts:
            run = descend(landscape, start, 0.02, 100)
            axes.plot(run.weights, run.costs, **TRIED)
            axes.plot(run.weights[-1], run.costs[-1], **END)
            sentences.append(_end(name, run))
    draw_surface(panes[3], cross)
    for start in ((1.0, -1.0), (1.0, -0.999)):
        run = descend(cross, start, 0.02, 100)
        draw_path(panes[3], run)
        panes[3].plot(*[[part] for part in run.last_weight], **END)
        sentences.append(_end("saddle", run))
    style_axes(panes[3], "w₁", "w₂", "saddle")
    show(figure, "\n".join(sentences))


def _end(name, run) -> str:
    """Say in a short line from where to where a run went, what it costs there and how it ended."""
    start, end = weight_text(run.weights[0], 3), weight_text(run.last_weight)
    return f"{name}, from {start} to {end}, cost {cost_text(run.costs[-1])}: {run.outcome}."
