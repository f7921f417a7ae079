"""Pictures of the noise floor: its height against the learning rate, and how far a run still is as its rate shrinks."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.arguments import Positive, checked
from helpers.pictures.style import BLACK, BLUE, ORANGE, PURPLE, SKY, VERMILLION, new_figure, show, style_axes
from helpers.validation import require_as_many


@checked()
def show_floors(rates: Sequence[float], theory: Sequence[Positive], measured: Mapping[str, Sequence[Sequence[float]]]) -> None:
    """Show measured heights of the floor against the learning rate, beside a theory, on logarithmic axes.

    rates, theory: m numbers each. measured: up to two names, each with a row of heights (one a seed) for every rate; the mark
    is their mean, the bar reaches from the lowest to the highest.
    """
    require_as_many(rates=rates, theory=theory, **measured)
    figure, (axes,) = new_figure(width=8.0, height=4.2)
    axes.loglog(rates, theory, color=BLACK, linestyle="--", linewidth=1.8, label="theory, nothing fitted")
    sentences = []
    for (name, rows), color, marker in zip(measured.items(), (ORANGE, BLUE), "os", strict=False):
        middle, low, high = (f(np.asarray(rows), axis=1) for f in (np.mean, np.min, np.max))
        bars = {"color": color, "marker": marker, "markersize": 8, "linestyle": "none", "capsize": 4}
        axes.errorbar(rates, middle, [middle - low, high - middle], label=name, **bars)
        with np.errstate(over="ignore"):
            ratios = ", ".join(f"{ratio:.2f}" for ratio in middle / np.asarray(theory))
        sentences.append(f"{name}, measured / theory: {ratios}")
    style_axes(axes, "η (learning rate)", "height above the lowest cost")
    axes.legend(loc="upper left")
    show(figure, "\n".join(sentences))


@checked()
def show_plans(paths: Mapping[str, Sequence[float]]) -> None:
    """Show the typical distance from the best w after every epoch, on logarithmic axes, for up to five plans of the rate.

    paths: for each plan one number for the start and one after each epoch. The sentences give the mean of the last quarter.
    """
    figure, (axes,) = new_figure(width=8.0, height=4.2)
    styles = ((ORANGE, "-"), (SKY, "--"), (PURPLE, ":"), (BLACK, "-"), (VERMILLION, "-."))
    sentences = []
    for (name, path), (color, line) in zip(paths.items(), styles, strict=False):
        axes.loglog(range(1, len(path)), path[1:], color=color, linestyle=line, linewidth=2.4, label=name)
        sentences.append(f"{name}: in the last quarter {np.mean(path[-(len(path) // 4) :]):.3f} away")
    style_axes(axes, "epoch", "typical distance from the best w")
    axes.legend(loc="lower left")
    show(figure, "\n".join(sentences))
