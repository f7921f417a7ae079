"""Pictures of runtime distributions, and of the sweeps behind them."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers.arguments import checked
from helpers.pictures.race import RACERS
from helpers.pictures.style import BLACK, label, new_figure, show, style_axes
from helpers.runtimes import Runtimes, Sweep

RIGHT_OF = 1.12  # a label stands this factor beside its mark, on an axis of powers of ten


@checked()
def draw_runtimes(axes: Axes, of_methods: Mapping[str, Runtimes], title: str = "") -> None:
    """Draw the share of runs solved (0 to 1) against evaluations (powers of ten), one line a method.

    axes: from `new_figure`. of_methods: Runtimes by the method's name (a key of RACERS). Each line carries its mark and name at
    a height of its own, the methods with the lowest median highest. Raises ValueError for a name that has no colour.
    """
    unknown = [name for name in of_methods if name not in RACERS]
    if unknown:
        raise ValueError(f"the methods are {unknown}, expected some of {list(RACERS)}")
    style_axes(axes, "evaluations", "share of runs solved", title)
    axes.set_xscale("log")
    last = max(found.evaluations for found in of_methods.values())
    axes.set_xlim(4, 1.3 * last)
    axes.set_ylim(-0.03, 1.06)
    order = sorted(of_methods, key=lambda name: (of_methods[name].quantile(0.5), -of_methods[name].share(last)))
    levels = np.linspace(0.9, 0.1, len(order)) if len(order) > 1 else [0.5]
    for name, level in zip(order, levels, strict=True):
        found = of_methods[name]
        colour, marker, dashes = RACERS[name]
        solved = found.times[np.isfinite(found.times)]
        shares = np.arange(1, len(solved) + 1) / len(found.times)
        top = shares[-1] if len(solved) else 0.0
        axes.plot([4, *solved, last], [0, *shares, top], drawstyle="steps-post", color=colour, linestyle=dashes, linewidth=2.4)
        x, y = (float(solved[np.searchsorted(shares, level)]), level) if level <= top else (float(last), top)
        axes.plot([x], [y], color=colour, marker=marker, markersize=9, markeredgecolor=BLACK, linestyle="none", zorder=6)
        beside = {"ha": "left"} if x < last / 12 else {"ha": "right"}
        place = x * RIGHT_OF**2 if x < last / 12 else x / RIGHT_OF**2
        label(axes, place, y if y else 0.05, name, va="center" if y else "bottom", color=BLACK, **beside)


@checked()
def draw_sweep(axes: Axes, of_methods: Mapping[str, Sweep], title: str = "") -> None:
    """Draw the evaluations expected until the problem is solved against the learning rate, one line a method, its best marked.

    axes: from `new_figure`. of_methods: Sweeps by the method's name; searches, which have no rate, are left out. Rates at
    which no trial solved the problem leave a gap.
    """
    style_axes(axes, "η (learning rate)", "evaluations expected", title)
    axes.set_xscale("log")
    axes.set_yscale("log")
    tuned = {name: tried for name, tried in of_methods.items() if tried.rate is not None}
    for name, tried in tuned.items():
        colour, marker, dashes = RACERS[name]
        expected = np.where(np.isfinite(tried.expected), tried.expected, np.nan)
        axes.plot(tried.rates, expected, color=colour, linestyle=dashes, linewidth=2.2)
        best = {"marker": marker, "markersize": 11, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 6}
        axes.plot([tried.rate], [np.nanmin(expected)], color=colour, **best)
        axes.set_xlim(tried.rates[0] / 1.3, tried.rates[-1] * 1.3)  # all rates tried, also those at which nothing was solved
    low, high = np.log10(axes.get_ylim())
    row = 0.1 * (high - low)  # below the lines each name has a row of its own, so that none covers another
    axes.set_ylim(10 ** (low - row * len(tuned)), 10**high)
    for down, name in enumerate(sorted(tuned, key=lambda name: tuned[name].rate)):
        label(axes, tuned[name].rate, 10 ** (low - row * (down + 0.5)), name, ha="center", va="center", color=RACERS[name][0])


@checked()
def show_runtimes(found: Mapping[tuple[str, str], Runtimes], problems: Sequence[str] | None = None) -> None:
    """Show the distributions of problems, two in a row; a sentence for each says when half of the runs were done.

    found: as from `compare`. problems: names in it; None for all. Raises ValueError for a name that is not in it.
    """
    problems = chosen(found, problems)
    columns = min(2, len(problems))
    rows = math.ceil(len(problems) / columns)
    figure, axes = new_figure(columns, width=max(6.0, 5.0 * columns), height=3.3 * rows, rows=rows, sharex=True, sharey=True)
    for each, problem in zip(axes, problems, strict=False):
        draw_runtimes(each, {name: runs for (place, name), runs in found.items() if place == problem}, problem)
        each.label_outer()
    for empty in axes[len(problems) :]:
        empty.set_visible(False)
    show(figure, "\n".join(runtimes_sentence(found, problem) for problem in problems))


@checked()
def show_sweeps(found: Mapping[tuple[str, str], Runtimes], problems: Sequence[str] | None = None) -> None:
    """Show how each descent's learning rate was chosen on several problems; a sentence for each names the best settings.

    Arguments and errors as for `show_runtimes`.
    """
    problems = chosen(found, problems)
    figure, axes = new_figure(len(problems), width=max(6.0, 4.6 * len(problems)), height=4.0)
    sentences = []
    for each, problem in zip(axes, problems, strict=True):
        tried = {name: runs.sweep for (place, name), runs in found.items() if place == problem and runs.sweep.rate is not None}
        draw_sweep(each, tried, problem)
        best = "; ".join(f"{name} η = {one.rate:.2g}, patience {one.patience:.0f}" for name, one in tried.items())
        sentences.append(f"{problem}: {best}.")
    show(figure, "\n".join(sentences))


def chosen(found: Mapping[tuple[str, str], Runtimes], problems: Sequence[str] | None) -> list[str]:
    """Return the names of the problems to show, all of those found unless some are named.

    >>> chosen({("bowl", "grid"): None, ("bowl", "batch"): None, ("saddle", "grid"): None}, None)
    ['bowl', 'saddle']
    """
    known = list(dict.fromkeys(place for place, _ in found))
    missing = [name for name in problems or () if name not in known]
    if missing:
        raise ValueError(f"nothing was found for {missing}, expected some of {known}")
    return known if problems is None else list(problems)


def runtimes_sentence(found: Mapping[tuple[str, str], Runtimes], problem: str) -> str:
    """Say after how many evaluations each method had solved half of its runs on a problem, the first one first.

    found: as from `compare`. problem: a name in it.
    """
    halves = {name: runs.quantile(0.5) for (place, name), runs in found.items() if place == problem}
    order = sorted(halves, key=halves.get)
    reached = ", ".join(f"{name} {halves[name]:,.0f}" for name in order if np.isfinite(halves[name]))
    never = ", ".join(name for name in order if not np.isfinite(halves[name]))
    text = f"{problem}: half of the runs had solved it after {reached} evaluations" if reached else f"{problem}"
    return text + (f"; not half in all of them: {never}." if never else ".")
