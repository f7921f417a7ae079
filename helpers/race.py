"""The race of lesson 6: every method on one ground with the same budget of evaluations, and the picture of a scoreboard."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import data, landscapes
from helpers.live import Choice, Dial, Panel
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    VERMILLION,
    Scene,
    enlargement,
    inside,
    style_axes,
    write,
)
from helpers.scoreboard import METHODS, Ground, Score, attempt, ground, rows_and_columns, target
from helpers.trajectory import Trajectory, cost_text

RACERS = {  # colour, mark and line of each method; marks and lines alone tell them apart
    "grid": (ORANGE, "o", "-"),
    "divide": (PURPLE, "D", (0, (6, 2))),
    "batch": (BLUE, "s", "-"),
    "stochastic": (VERMILLION, "^", (0, (1, 1))),
    "mini-batch": (GREEN, "v", (0, (5, 1, 1, 1))),
}
KEEPERS = ("grid", "divide")  # a search answers with the best it has tried, a descent with the weight it has now
LOW, HIGH, TOP = -1.0, 5.3, 45.0  # the axes; the answer stands on no point of the first grids
FLOOR, CEILING = -4.0, 2.5  # powers of ten on the right axis
LEAST, MOST = 24, 2400  # the budget's range; the least buys one full cost of every landscape


class RaceScene(Scene):
    """The cost curve with every method's w in a lane of its own beneath; beside it the best cost so far against the budget."""

    def __init__(self, figure: Figure):
        super().__init__(figure)
        self.curve, self.progress = self.columns("w", "budget", left=0.115, gap=0.1, right=0.865)
        for text in figure.texts:  # the meter keeps its corner although the axes leave room for the names
            text.set_x(text.get_position()[0] + 0.11)
        self.lanes = {name: -TOP * (0.16 + 0.15 * row) for row, name in enumerate(RACERS)}
        self.ground(self.curve, LOW, HIGH, TOP)
        self.curve.set_ylim(-0.86 * TOP, 1.05 * TOP)
        self.curve.set_yticks([*self.lanes.values(), 0, 20, 40], [*self.lanes, "0", "20", "40"])
        style_axes(self.curve, "w (weight)", "", "J(w), and each method's w")
        self.curve.hlines(list(self.lanes.values()), LOW, HIGH, colors=GREY, linewidths=0.5)
        self.curve.axhline(0, color=BLACK, linewidth=0.8)
        self.progress.set_xlim(0, MOST)
        self.progress.set_ylim(FLOOR - 0.2, CEILING)
        self.progress.set_yticks([-4, -2, 0, 2], ["0.0001", "0.01", "1", "100"])
        style_axes(self.progress, "evaluations spent by each", "", "best J − lowest J")
        self.links = self.moves(self.curve.add_collection(LineCollection([], colors=GREY, linewidths=1.0, linestyles=":")))
        self.goal = self.line(self.progress, {"color": GREY, "linewidth": 1.4, "linestyle": (0, (1, 2))})
        self.goal_name = self.moves(write(self.progress, 0.98 * MOST, 0, "target", ha="right", va="bottom", color=GREY))
        self.paths, self.tips, self.names, self.marks, self.feet = {}, {}, {}, {}, {}
        for name, (colour, marker, dashes) in RACERS.items():
            mark = {"color": colour, "marker": marker, "markersize": 10, "markeredgecolor": BLACK, "linestyle": "none"}
            self.paths[name] = self.line(
                self.progress, {"color": colour, "linewidth": 2.4, "linestyle": dashes}, drawstyle="steps-post"
            )
            self.tips[name] = self.line(self.progress, mark | {"zorder": 6})
            self.names[name] = self.moves(write(self.progress, 0, 0, name, va="center", color=BLACK))
            self.marks[name] = self.line(self.curve, mark | {"zorder": 6})
            self.feet[name] = self.line(self.curve, mark | {"zorder": 6})

    def show(self, ground: Ground, runs: Mapping[str, Trajectory], budget: int) -> None:
        """Move to the moment at which every method has spent the budget."""
        hill = ground.landscape
        self.show_ground(self.curve, hill)
        goal = height(target(hill), hill)
        self.goal.set_data([0, MOST], [goal, goal])
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
            self.paths[name].set_data([*run.evaluations[: now + 1], budget], [*best, best[-1]])
            self.tips[name].set_data([budget], [best[-1]])
            ends[name] = float(best[-1])
        self.links.set_segments(links)
        for name, level in apart(ends, 0.5 * enlargement(), FLOOR, CEILING - 0.2 * enlargement()).items():
            self.names[name].set_position((budget + 0.045 * MOST * enlargement(), level))
        self.meter(budget)


def height(cost, hill: landscapes.Landscape):
    """Return the power of ten of how far a cost lies above the lowest, kept within the axis."""
    return np.clip(np.log10(np.maximum(np.asarray(cost) - hill.best_cost, 10**FLOOR)), FLOOR, CEILING)


def standing(run: Trajectory, budget: int) -> int:
    """Return the position of the last weight that a run had reached within a budget.

    >>> standing(Trajectory(np.zeros(3), np.zeros(3), np.array([0, 6, 12]), "", ""), 11)
    1
    """
    return max(0, int(np.searchsorted(run.evaluations, budget, side="right")) - 1)


def apart(levels: Mapping[str, float], gap: float, low: float, high: float) -> dict[str, float]:
    """Move heights apart, keeping their order, so that labels written there do not overlap.

    levels: a height for each name. gap: the least distance. low, high: the ends, far enough apart to hold all of them.

    >>> apart({"a": 0.0, "b": 0.1, "c": 2.0}, 1.0, 0.0, 5.0)
    {'a': 0.0, 'b': 1.0, 'c': 2.0}
    """
    names = sorted(levels, key=levels.get)
    placed, least, most = {}, low, high
    for name in names:
        placed[name] = max(levels[name], least)
        least = placed[name] + gap
    for name in reversed(names):
        placed[name] = min(placed[name], most)
        most = placed[name] - gap
    return placed


def race_grounds() -> dict[str, Ground]:
    """Return the grounds of the race by name, all over one range.

    >>> list(race_grounds())
    ['noisy points', 'two valleys', 'narrow valley', 'ripples', 'plateau']
    """
    x, y = data.noisy_points(24, 1.0, np.random.default_rng(3))
    hills = [
        landscapes.of_points(x, y, name="noisy points"),
        landscapes.two_valleys(),
        replace(landscapes.hidden_valley(width=0.3), name="narrow valley"),
        landscapes.ripples(),
        landscapes.plateau(),
    ]
    return {hill.name: ground(hill.between(LOW, HIGH)) for hill in hills}


def race(ground: Ground, start: float, learning_rate: float, seed: int, budget: int = MOST) -> dict[str, Trajectory]:
    """Let the five methods spend one budget on one ground.

    start, learning_rate: of the three descents. seed: of their shuffles. Returns the Trajectories by name. Raises ValueError
    for a learning rate or a budget that is not above 0.

    >>> runs = race(race_grounds()["plateau"], start=4.0, learning_rate=0.02, seed=1)
    >>> runs["divide"].outcome, runs["batch"].outcome
    ('gave up', 'out of budget')
    """
    return searches(ground, budget) | descents(ground, start, learning_rate, seed, budget)


def searches(ground: Ground, budget: int) -> dict[str, Trajectory]:
    """Let the methods that only try weights spend a budget; arguments and result as for `race`."""
    rng = np.random.default_rng(0)  # not used
    return {name: attempt(METHODS[name], ground, None, rng, budget) for name in KEEPERS}


def descents(ground: Ground, start: float, learning_rate: float, seed: int, budget: int) -> dict[str, Trajectory]:
    """Let the methods that walk downhill spend a budget; arguments and result as for `race`."""
    walks = {name: partial(method, learning_rate=learning_rate) for name, method in METHODS.items() if name not in KEEPERS}
    return {name: attempt(walk, ground, start, np.random.default_rng(seed), budget) for name, walk in walks.items()}


def race_sentence(ground: Ground, runs: Mapping[str, Trajectory], budget: int) -> str:
    """Say who has met the target within the budget and after how many evaluations, and where the others are.

    >>> field = race_grounds()["plateau"]
    >>> print(race_sentence(field, race(field, start=4.0, learning_rate=0.02, seed=1), 24).partition(".")[0])
    After 24 evaluations each on the plateau the target was met by stochastic (at 18)
    """
    goal, lowest = target(ground.landscape), ground.landscape.best_cost
    met, above, gone = {}, [], []
    for name, run in runs.items():
        now = standing(run, budget)
        below = np.nonzero(run.costs[: now + 1] <= goal)[0]
        if len(below):
            met[name] = int(run.evaluations[below[0]])
        else:
            above.append(f"{name} {cost_text(float(np.min(run.costs[: now + 1])) - lowest)}")
        if run.outcome == "ran away" and now == len(run.weights) - 1:
            gone.append(name)
    said = "nobody has met the target"
    if met:
        said = "the target was met by " + _listed([f"{name} (at {met[name]})" for name in sorted(met, key=met.get)])
    text = f"After {budget} evaluations each on the {ground.landscape.name} {said}."
    if above:
        text += f" Above the lowest J still: {', '.join(above)}."
    return text + (f" Diverged: {_listed(gone)}." if gone else "")


def _listed(words):
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def race_panel() -> Panel:
    """Make the panel of the race: the ground, the start, the learning rate, the seed, and the budget that play spends.

    >>> panel = race_panel()
    >>> panel.set(landscape="narrow valley", start=0.0, learning_rate=0.0005, budget=2400)
    >>> panel.text.startswith("After 2400 evaluations each on the narrow valley the target was met by grid")
    True
    """
    fields = race_grounds()
    searched = {name: searches(field, MOST) for name, field in fields.items()}  # these follow no control
    descended = lru_cache(maxsize=8)(lambda landscape, *how: descents(fields[landscape], *how, MOST))

    def state(landscape, start, budget, learning_rate, seed):
        runs = searched[landscape] | descended(landscape, start, learning_rate, seed)
        shown = {"ground": fields[landscape], "runs": runs, "budget": budget}
        return shown, race_sentence(fields[landscape], runs, budget)

    controls = [
        Dial("start", "starting w", LOW, HIGH, 4.5, under="w"),
        Dial("budget", "budget", LEAST, MOST, LEAST, under="budget"),
        Choice("landscape", "landscape", list(fields), "noisy points"),
        Dial("learning_rate", "learning rate η", 1e-4, 1.0, 0.01, log=True),
        Dial("seed", "seed", 0, 20, 1),
    ]
    scenarios = {
        "slopes win": {"landscape": "noisy points", "start": 4.5, "learning_rate": 0.01, "budget": MOST},
        "only the grid": {"landscape": "narrow valley", "start": 0.0, "learning_rate": 0.0005, "budget": MOST},
        "the wrong valley": {"landscape": "two valleys", "start": 4.5, "learning_rate": 0.005, "budget": MOST},
        "too bold a rate": {"landscape": "noisy points", "start": 4.5, "learning_rate": 0.4, "budget": MOST},
    }
    panel = Panel(RaceScene, state, controls, scenarios, walks="budget")
    panel.play.step = LEAST
    return panel


def draw_board(axes, scores: Mapping[tuple[str, str], Score]) -> None:
    """Draw a scoreboard as a matrix: in each cell the evaluations for a success as a number, the success rate as its shade.

    axes: from `new_figure`, about half an inch high for each row. scores: as from `board`. A bar along the bottom of each cell,
    as long as the success rate, says the same as the shade; the cheapest cell of each row has a frame and bold type. Raises
    ValueError where a method has no score on a ground.
    """
    rows, columns = rows_and_columns(scores)
    missing = [(row, column) for row in rows for column in columns if (row, column) not in scores]
    if missing:
        raise ValueError(f"there is no score for {missing}, expected one for each method on each ground")
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.tick_params(length=0, labelsize=13 * enlargement(), top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    for i, row in enumerate(rows):
        prices = [scores[row, column].price for column in columns]
        for j, column in enumerate(columns):
            _draw_cell(axes, j, i, scores[row, column], j == int(np.argmin(prices)))


def _draw_cell(axes, left, top, score, cheapest):
    shade = np.array([1.0, 1.0, 1.0]) - score.success * np.array([0.5, 0.29, 0.1])
    axes.add_patch(Rectangle((left + 0.03, top + 0.05), 0.94, 0.9, facecolor=shade, edgecolor=GREY, linewidth=0.6))
    axes.add_patch(Rectangle((left + 0.03, top + 0.85), 0.94 * score.success, 0.1, facecolor=BLUE))
    wins = cheapest and score.arrived > 0
    if wins:
        axes.add_patch(
            Rectangle((left + 0.03, top + 0.05), 0.94, 0.9, fill=False, edgecolor=BLACK, linewidth=3 * enlargement())
        )
    text = f"{score.price:,.0f}" if score.arrived else "never"
    place = {"ha": "center", "va": "center", "color": BLACK}
    axes.text(left + 0.5, top + 0.45, text, **place, fontsize=14 * enlargement(), fontweight="bold" if wins else "normal")
