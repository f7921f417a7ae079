"""The picture of the fair clock."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers.arguments import checked
from helpers.clock import Arrival, clock_sentence
from helpers.pictures.race import apart
from helpers.pictures.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, VERMILLION, label, new_figure, show, style_axes

LINES = (  # of the batch sizes in ascending order; marks and lines alone tell them apart
    {"color": VERMILLION, "marker": "^", "linestyle": (0, (1, 1))},
    {"color": ORANGE, "marker": "o", "linestyle": (0, (6, 2))},
    {"color": GREEN, "marker": "v", "linestyle": (0, (5, 1, 1, 1))},
    {"color": PURPLE, "marker": "D", "linestyle": (0, (3, 1))},
)
FULL = {"color": BLUE, "marker": "s", "linestyle": "-"}


@checked()
def draw_clock(axes: Axes, found: Sequence[Arrival], share: float, title: str = "") -> None:
    """Draw the milliseconds to an answer against the number of samples, one line for each batch size, with the seeds' range.

    axes: from `new_figure`. found: as from `arrivals`. share: which target. A batch size that did not arrive has no mark there;
    one that never arrived is named in the corner. Raises ValueError for more batch sizes than there are lines.
    """
    found, sizes = _of_share(found, share)
    style_axes(axes, "n (samples)", "milliseconds to the answer", title)
    ns = [each.n for each in found]
    axes.set_xlim(0.7 * min(ns), 9 * max(ns))
    axes.set_xscale("log")
    axes.set_yscale("log")
    lines = {f"b = {b:,}": (style, [a for a in found if a.b == b < a.n]) for b, style in zip(sizes, LINES, strict=False)}
    lines["full batch"] = (FULL, [each for each in found if each.b == each.n])
    missing, ends_at = [], {}
    for name, (style, line) in lines.items():
        came = sorted((each for each in line if each.seconds), key=lambda each: each.n)
        if not came:
            missing.append(name)
            continue
        middles = [1000 * each.median for each in came]
        ends = [[1000 * end(each.seconds) for each in came] for end in (min, max)]
        axes.vlines([each.n for each in came], *ends, colors=style["color"], linewidth=4, alpha=0.4)
        axes.plot([each.n for each in came], middles, linewidth=2.2, markersize=9, markeredgecolor=BLACK, **style)
        ends_at[name] = (1.3 * came[-1].n, np.log10(middles[-1]))
    low, high = np.log10(axes.get_ylim())
    low -= 0.12 * (high - low) * bool(missing)  # room for the line below
    axes.set_ylim(10**low, 10**high)
    levels = apart({name: level for name, (_, level) in ends_at.items()}, 0.07 * (high - low), low, high)
    for name, level in levels.items():
        label(axes, ends_at[name][0], 10**level, name, va="center", color=BLACK)
    if missing:
        axes.text(0.02, 0.02, f"not in time: {', '.join(missing)}", transform=axes.transAxes, fontsize=12)


@checked()
def show_clock(found: Sequence[Arrival]) -> None:
    """Show the time to each target side by side, the roughest first, with who was first at each n.

    found: as from `arrivals`.
    """
    shares = sorted({each.share for each in found}, reverse=True)
    figure, axes = new_figure(len(shares), width=5.6 * len(shares), height=4.2)
    for each, share in zip(axes, shares, strict=True):
        draw_clock(each, found, share, f"{100 * share:g} % of the climb left")
    show(figure, "\n".join(f"{100 * share:g} % of the climb left.\n{clock_sentence(found, share)}" for share in shares))


def _of_share(found, share):
    """Return what was timed for a share, and its batch sizes in ascending order without the full batches."""
    shares = sorted({each.share for each in found})
    if share not in shares:
        raise ValueError(f"share is {share}, expected one of those that were timed, {shares}")
    found = [each for each in found if each.share == share]
    sizes = sorted({each.b for each in found if each.b < each.n})
    if len(sizes) > len(LINES):
        raise ValueError(f"there are {len(sizes)} batch sizes, expected at most {len(LINES)} and the full batch")
    return found, sizes
