"""The scene of the race."""

from collections.abc import Mapping

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from helpers import landscapes
from helpers.pictures.scene import Scene, inside
from helpers.pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILLION, label, style_axes
from helpers.problems import Problem, target
from helpers.race import HIGH, KEEPERS, LEAST, LOW, MOST, TOP, standing
from helpers.trajectory import Trajectory

RACERS = {  # colour, mark and line of each method; marks and lines alone tell them apart
    "grid": (ORANGE, "o", "-"),
    "divide": (PURPLE, "D", (0, (6, 2))),
    "batch": (BLUE, "s", "-"),
    "stochastic": (VERMILLION, "^", (0, (1, 1))),
    "mini-batch": (GREEN, "v", (0, (5, 1, 1, 1))),
}
FLOOR, CEILING = -4.0, 2.5  # powers of ten on the right axis


class RaceScene(Scene):
    """The cost curve with every method's w in a lane of its own beneath; beside it the best cost so far against the budget."""

    def __init__(self, figure: Figure):
        super().__init__(figure)
        self.curve, self.progress = self.columns("w", "budget", left=0.115, gap=0.1, right=0.865)
        self.lanes = {name: -TOP * (0.16 + 0.15 * row) for row, name in enumerate(RACERS)}
        self.add_landscape(self.curve, LOW, HIGH, TOP)
        self.curve.set_ylim(-0.86 * TOP, 1.05 * TOP)
        self.curve.set_yticks([*self.lanes.values(), 0, 20, 40], [*self.lanes, "0", "20", "40"])
        style_axes(self.curve, "w (weight)", "", "J(w), and each method's w")
        self.curve.hlines(list(self.lanes.values()), LOW, HIGH, colors=GREY, linewidths=0.5)
        self.curve.axhline(0, color=BLACK, linewidth=0.8)
        self.progress.set_xscale("log")
        self.progress.set_xlim(LEAST, MOST)
        self.progress.set_xticks([LEAST, 100, 1000, MOST], [f"{LEAST}", "100", "1,000", f"{MOST:,}"])
        self.progress.xaxis.set_minor_locator(NullLocator())
        self.progress.set_ylim(FLOOR - 0.2, CEILING)
        self.progress.set_yticks([-4, -2, 0, 2], ["0.0001", "0.01", "1", "100"])
        style_axes(self.progress, "evaluations spent by each", "", "best J − lowest J")
        self.links = self.moves(self.curve.add_collection(LineCollection([], colors=GREY, linewidths=1.0, linestyles=":")))
        self.goal = self.line(self.progress, {"color": GREY, "linewidth": 1.4, "linestyle": (0, (1, 2))})
        self.goal_name = self.moves(label(self.progress, 0.98 * MOST, 0, "target", ha="right", va="bottom", color=GREY))
        self.paths, self.tips, self.names, self.marks, self.feet = {}, {}, {}, {}, {}
        for name, (colour, marker, dashes) in RACERS.items():
            mark = {"color": colour, "marker": marker, "markersize": 10, "markeredgecolor": BLACK, "linestyle": "none"}
            self.paths[name] = self.line(
                self.progress, {"color": colour, "linewidth": 2.4, "linestyle": dashes}, drawstyle="steps-post"
            )
            self.tips[name] = self.line(self.progress, mark | {"zorder": 6})
            self.names[name] = self.moves(label(self.progress, 0, 0, name, va="center", color=BLACK))
            self.marks[name] = self.line(self.curve, mark | {"zorder": 6})
            self.feet[name] = self.line(self.curve, mark | {"zorder": 6})

    def update(self, problem: Problem, runs: Mapping[str, Trajectory], budget: int) -> None:
        """Move to the moment at which every method has spent the budget."""
        hill = problem.landscape
        self.update_landscape(self.curve, hill, y_label="")
        goal = height(target(hill), hill)
        self.goal.set_data([LEAST, MOST], [goal, goal])
        self.goal_name.set_y(goal + 0.05)
        links, ends = [], {}
        for name, run in runs.items():
            now = standing(run, budget)
            best = height(np.minimum.accumulate(run.costs[: now + 1]), hill)
            here = int(np.argmin(run.costs[: now + 1])) if name in KEEPERS else now
            w = float(inside(run.weights[here], self.curve, "x"))
            cost = float(inside(run.costs[here], self.curve))
            self.marks[name].set_data([w], [cost])
            self.feet[name].set_data([w], [self.lanes[name]])
            links.append([(w, cost), (w, self.lanes[name])])
            spent = np.maximum(run.evaluations[: now + 1], LEAST)  # where the axis begins
            self.paths[name].set_data([*spent, budget], [*best, best[-1]])
            self.tips[name].set_data([budget], [best[-1]])
            ends[name] = float(best[-1])
        self.links.set_segments(links)
        for name, level in apart(ends, 0.5 * self.room, FLOOR, CEILING - 0.2 * self.room).items():
            self.names[name].set_position((budget * (MOST / LEAST) ** (0.045 * self.room), level))
        self.meter(budget)


def height(cost, hill: landscapes.Landscape):
    """Return the power of ten of how far a cost lies above the lowest, kept within the axis."""
    return np.clip(np.log10(np.maximum(np.asarray(cost) - hill.best_cost, 10**FLOOR)), FLOOR, CEILING)


def apart(levels: Mapping[str, float], gap: float, low: float, high: float) -> dict[str, float]:
    """Move heights apart to both sides, keeping their order, so that labels written there do not overlap.

    levels: a height for each name. gap: the least distance. low, high: the ends, far enough apart to hold all of them.

    >>> apart({"a": 1.0, "b": 1.0, "c": 4.0}, 1.0, 0.0, 5.0)
    {'a': 0.5, 'b': 1.5, 'c': 4.0}
    """
    names = sorted(levels, key=levels.get)
    steps = gap * np.arange(len(names))
    heights = np.array([levels[name] for name in names]) - steps
    pushed_up = np.maximum.accumulate(heights)
    pushed_down = np.minimum.accumulate(heights[::-1])[::-1]
    placed = np.clip((pushed_up + pushed_down) / 2, low, high - steps[-1]) + steps
    return dict(zip(names, placed.tolist(), strict=True))
