"""One visual language for every lesson: drawers that take axes, and scenes that can be shown still or be moved by a panel.

A scene draws what stands still when it is made, and puts every artist that can move into `moving`; `show` moves them to a
finished result. The same thing has the same colour and shape everywhere (colours of M. Okabe and K. Ito, Color
Universal Design, 2008, safe for colour-blind readers); shape or line style always tells it apart as well.
"""

import io
import os
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from IPython.display import display
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from helpers.landscapes import Landscape
from helpers.model import costs_at
from helpers.trajectory import Block, Trajectory, number

BLACK, BLUE, SKY, GREEN = "#000000", "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PURPLE, GREY = "#E69F00", "#D55E00", "#CC79A7", "#595959"

CURVE = {"color": BLUE, "linewidth": 2.2}
BALL = {"color": VERMILLION, "marker": "o", "markersize": 13, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 6}
BEYOND = {"color": VERMILLION, "marker": "X", "markersize": 13, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 6}
MINIMUM = {"color": "#F0E442", "marker": "*", "markersize": 19, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 5}
BEST = {"color": PURPLE, "marker": "D", "markersize": 11, "markeredgecolor": BLACK, "linestyle": "none", "zorder": 5}
DATA = {"color": BLACK, "marker": "s", "markersize": 8, "linestyle": "none", "zorder": 4}
TANGENT = {"color": GREEN, "linewidth": 2.4, "linestyle": (0, (5, 2)), "zorder": 4}
STEP = {"color": GREEN, "linewidth": 4.5, "solid_capstyle": "butt", "zorder": 4}
TRIED = {"color": ORANGE, "marker": "o", "markersize": 6, "markeredgecolor": BLACK, "markeredgewidth": 0.6, "linestyle": "none"}
AHEAD = {"color": GREY, "marker": "o", "markersize": 6, "markerfacecolor": "none", "linestyle": "none", "zorder": 3}
LINK = {"color": GREY, "linewidth": 1.0, "linestyle": ":"}
BATCH = {"color": SKY, "linewidth": 2.0, "linestyle": (0, (1, 1))}
DISCARDED = {"facecolor": "#E8E8E8", "edgecolor": GREY, "hatch": "///", "linewidth": 0.8}
KEPT = {"facecolor": "#FFFFFF00", "edgecolor": PURPLE, "linewidth": 2.6}

LECTURE = "LECTURE_SIZE"  # the environment variable that asks for stage-size pictures


def lecture_size(on: bool | None = None) -> bool:
    """Say whether pictures are made for a stage, after switching that on or off when `on` is given.

    The switch is the environment variable LECTURE_SIZE, so it can also be set before the lab starts. Pictures and panels made
    afterwards have larger type and thicker strokes.

    >>> lecture_size(True), lecture_size(False)
    (True, False)
    """
    if on is not None:
        os.environ[LECTURE] = "1" if on else "0"
    return os.environ.get(LECTURE, "0").strip().lower() not in ("", "0", "false", "no")


def enlargement() -> float:
    """Return the factor of type and strokes: 1 at a desk, 1.25 on a stage (where the picture is also 1.4 times as wide)."""
    return 1.25 if lecture_size() else 1.0


def pixels_an_inch() -> int:
    """Return the resolution of a picture while it moves: 100 at a desk (1,000 pixels for 10 inches), 140 on a stage."""
    return 140 if lecture_size() else 100


def new_figure(columns: int = 1, width: float = 10.0, height: float = 4.0, **options) -> tuple[Figure, np.ndarray]:
    """Make a figure and its row of axes, outside pyplot, in the series' style.

    columns: how many axes side by side. width, height: inches. options: for `Figure.subplots` (sharey, width_ratios, …).
    Returns the figure and an array of axes of shape (columns,).
    """
    figure = Figure(figsize=(width, height), dpi=pixels_an_inch(), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, columns, squeeze=False, **options)[0]
    for each in axes:
        style_axes(each)
    return figure, axes


def style_axes(axes, x_label: str = "", y_label: str = "", title: str = "") -> None:
    """Give axes the series' type sizes, quiet frame and labels."""
    scale = enlargement()
    axes.tick_params(labelsize=12 * scale, width=scale, length=4 * scale)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(x_label, fontsize=13 * scale)
    axes.set_ylabel(y_label, fontsize=13 * scale)
    axes.set_title(title, fontsize=13 * scale, loc="left")


def scaled(style: dict) -> dict:
    """Return a style with its strokes and marks enlarged for the stage when that is switched on."""
    scale = enlargement()
    return {key: value * scale if key in ("linewidth", "markersize", "fontsize") else value for key, value in style.items()}


def write(axes, x: float, y: float, text: str, **options):
    """Write a direct label at a place of the axes, on a white halo so that lines below do not cut it."""
    options = {"fontsize": 12, "zorder": 8, **options}
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    return axes.text(x, y, text, path_effects=halo, **scaled(options))


def show(figure: Figure, sentence: str) -> None:
    """Show a finished figure with its sentence beneath, which is also its alternative text.

    The picture is stored in few colours and a little larger than it is shown, so that it is sharp and yet small.
    """
    width, height = (round(inches * pixels_an_inch()) for inches in figure.get_size_inches())
    details = {"image/png": {"alt": str(sentence), "width": width, "height": height}}
    display({"image/png": still_png(figure), "text/plain": str(sentence)}, metadata=details, raw=True)
    print(sentence)


def still_png(figure: Figure) -> bytes:
    """Encode a figure as a PNG at 1.1 times its resolution, in at most 48 colours."""
    canvas = FigureCanvasAgg(figure)
    ordinary = figure.dpi
    figure.dpi = 1.1 * pixels_an_inch()
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    figure.dpi = ordinary
    return encoded(picture.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE), "PNG", optimize=True)


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    """Encode a Pillow image as the bytes of a "PNG" or "JPEG" file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def draw_curve(axes, landscape: Landscape, highest: float | None = None, label: bool = True) -> None:
    """Draw the cost curve J(w) with a star at its lowest point, and fix the axes for good.

    highest: the top of the J axis; without it the highest point of the curve.
    """
    w = np.linspace(landscape.low, landscape.high, 801)
    costs = landscape.cost(w)
    bottom = min(0.0, float(costs.min()))
    top = float(costs.max()) if highest is None else highest
    axes.plot(w, costs, **scaled(CURVE))
    axes.plot([landscape.best], [landscape.best_cost], **scaled(MINIMUM))
    axes.set_xlim(landscape.low, landscape.high)
    margin = 0.07 * (top - bottom)
    axes.set_ylim(bottom - margin, top + margin)
    style_axes(axes, "w (weight)" if label else "", "J(w), mean squared error")


def draw_data(axes, x: Sequence[float], y: Sequence[float], low: float = 0.0, high: float | None = None) -> None:
    """Draw the samples as squares and fix the axes; low, high: the ends of the y axis."""
    axes.plot(x, y, **scaled(DATA))
    axes.set_xlim(0, 1.15 * max(x))
    axes.set_ylim(low, 1.25 * max(y) if high is None else high)
    style_axes(axes, "x", "y")


def draw_surface(axes, landscape: Landscape, names: tuple[str, str] = ("w₁", "w₂")) -> None:
    """Draw the cost of two weights as a heat map with contours, dark where it is low, and a star at the lowest point."""
    w_1 = np.linspace(landscape.low[0], landscape.high[0], 201)
    w_2 = np.linspace(landscape.low[1], landscape.high[1], 201)
    costs = landscape.cost(tuple(np.meshgrid(w_1, w_2)))
    shown = np.sqrt(costs - costs.min())  # the root keeps the valley's floor readable beside its steep walls
    axes.contourf(w_1, w_2, shown, levels=14, cmap="cividis")  # bands, not a gradient: easier to name, and small as a PNG
    levels = costs.min() + np.array([0.05, 0.2, 0.4, 0.65, 0.85]) ** 2 * (costs.max() - costs.min())
    lines = axes.contour(w_1, w_2, costs, levels=levels, colors="white", linewidths=1.1 * enlargement())
    axes.clabel(lines, fontsize=10 * enlargement(), fmt=lambda level: f"{level:.2g}")
    axes.plot(*[[part] for part in landscape.best], **scaled(MINIMUM))
    axes.set_xlim(landscape.low[0], landscape.high[0])
    axes.set_ylim(landscape.low[1], landscape.high[1])
    style_axes(axes, names[0], names[1])


def draw_comb(axes, search: Trajectory) -> None:
    """Draw every evaluated point of a search over one weight as the tooth of a comb, and the best as a diamond."""
    bottom = axes.get_ylim()[0]
    axes.add_collection(
        LineCollection(comb_teeth(search.weights, search.costs, bottom), colors=ORANGE, linewidths=enlargement())
    )
    axes.plot(search.weights, search.costs, **scaled(TRIED))
    axes.plot([search.best_weight], [search.costs[search.best]], **scaled(BEST))


def comb_teeth(weights: np.ndarray, costs: np.ndarray, bottom: float) -> np.ndarray:
    """Return the line segments from the axis up to each point, shape (m, 2, 2)."""
    feet = np.stack([weights, np.full(len(weights), bottom)], axis=1)
    return np.stack([feet, np.stack([weights, costs], axis=1)], axis=1)


def draw_tries(axes, search: Trajectory) -> None:
    """Draw every evaluated point of a search over two weights, and the best as a diamond."""
    style = scaled(TRIED) | {"markersize": 3.5 if len(search.weights) < 3000 else 1.2, "markeredgewidth": 0}
    axes.plot(*search.weights.T, **style)
    axes.plot(*[[part] for part in search.best_weight], **scaled(BEST))


def draw_path(axes, run: Trajectory) -> None:
    """Draw a descent over two weights: its path, the start as a small circle and the end as the ball."""
    axes.plot(*run.weights.T, color=ORANGE, linewidth=2.2 * enlargement(), marker="o", markersize=4 * enlargement())
    axes.plot(*[[part] for part in run.last_weight], **scaled(BALL))


def draw_blocks(axes, blocks: Sequence[Block], rounds: int) -> None:
    """Draw what a divide and conquer over two weights threw away in its first rounds (hatched), and the block it kept."""
    for block in blocks[:rounds]:
        size = (np.array(block.high) - block.low) / block.parts
        for place, middle in enumerate(block.tries):
            if place != block.kept:
                axes.add_patch(Rectangle(middle - size / 2, *size, alpha=0.55, **DISCARDED))
        axes.plot(*block.tries.T, **scaled(TRIED))
    last = blocks[min(rounds, len(blocks)) - 1]
    axes.add_patch(Rectangle(last.kept_low, *(np.array(last.kept_high) - last.kept_low), **scaled(KEPT)))


class Scene:
    """A picture whose moving parts are known: `moving` lists them, `place` says where each named axis lies.

    place: maps a name to the left and right end of that horizontal axis as fractions of the figure's width.
    """

    width, height = 10.0, 4.0

    def __init__(self, figure: Figure):
        self.figure = figure
        self.moving = []
        self.place = {}

    def columns(self, *names: str, share_y: bool = False, left: float = 0.085, gap: float = 0.09, right: float = 0.975) -> list:
        """Make one axes for each name, side by side at fixed places."""
        scale = enlargement()
        left, gap, bottom, top = left * scale, gap * scale, 0.155 * scale, 1 - 0.11 * scale
        width = (right - left - gap * (len(names) - 1)) / len(names)
        made = []
        for position, name in enumerate(names):
            start = left + position * (width + gap)
            share = made[0] if share_y and made else None
            made.append(self.figure.add_axes((start, bottom, width, top - bottom), sharey=share))
            self.place[name] = (start, start + width)
        # only the number moves: drawing text is a good part of a move's time
        top_right = {"va": "top", "fontsize": 12 * scale, "color": BLACK}
        self.figure.text(right - 0.075 * scale, 1 - 0.02 * scale, "evaluations spent:", ha="right", **top_right)
        self.meter_text = self.moves(self.figure.text(right, 1 - 0.02 * scale, "", ha="right", **top_right))
        return made

    def moves(self, artist):
        """Note an artist as one that moves, and return it."""
        self.moving.append(artist)
        return artist

    def line(self, axes, style: dict, x=(), y=(), **more) -> Line2D:
        """Add a line or marks that will move; marks without a line may stand across the edge of the axes."""
        return self.moves(axes.add_line(Line2D(x, y, clip_on=style.get("linestyle") != "none", **scaled(style), **more)))

    def ground(self, axes, low: float, high: float, top: float) -> None:
        """Fix the axes of a cost curve that can be exchanged for another, and add the curve and its star."""
        axes.set_xlim(low, high)
        axes.set_ylim(-0.07 * top, 1.07 * top)
        style_axes(axes, "w (weight)", "J(w), mean squared error")
        self.line_of_costs = self.line(axes, CURVE)
        self.star = self.line(axes, MINIMUM)

    def show_ground(self, axes, landscape: Landscape) -> None:
        """Move the curve and its star to a landscape."""
        w = np.linspace(*axes.get_xlim(), 601)
        self.line_of_costs.set_data(w, inside(landscape.cost(w), axes))
        self.star.set_data([landscape.best], [inside(landscape.best_cost, axes)])

    def meter(self, evaluations: int) -> None:
        """Write how many per-sample evaluations have been spent, in the same corner of every picture."""
        self.meter_text.set_text(f"{evaluations:,}")


def inside(values, axes, direction: str = "y") -> np.ndarray:
    """Clip values to the ends of an axis, so that what leaves the picture is drawn along its edge.

    Upwards a little room is left for the thickness of a line; sideways none, so that a mark stands exactly over the handle of
    a slider.
    """
    low, high = axes.get_ylim() if direction == "y" else axes.get_xlim()
    margin = 0.012 * (high - low) if direction == "y" else 0.0
    return np.clip(values, low + margin, high - margin)


class HuntScene(Scene):
    """The hunt by hand: the samples with the line x · w on the left, the cost curve with the ball and the best so far."""

    def __init__(self, figure: Figure, x: Sequence[float], y: Sequence[float], landscape: Landscape):
        super().__init__(figure)
        self.samples, self.landscape = (x, y), landscape
        self.data, self.curve = self.columns("data", "w")
        draw_data(self.data, x, y, low=-4.0, high=12.0)
        self.data.set_title("one line, one weight", loc="left", fontsize=13 * enlargement())
        draw_curve(self.curve, landscape)
        self.prediction = self.line(self.data, {"color": BLUE, "linewidth": 2.6})
        self.errors = self.moves(self.data.add_collection(LineCollection([], colors=VERMILLION, linewidths=2 * enlargement())))
        self.tried = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)
        self.ball = self.line(self.curve, BALL)
        self.data.add_artist(Line2D(x, y, **scaled(DATA)))

    def show(self, tried: Sequence[float]) -> None:
        """Move to the last of the weights tried; the earlier ones stay as marks, and the best of them as a diamond."""
        x, y = self.samples
        w, weights = tried[-1], np.array(tried)
        costs = self.landscape.cost(weights)
        best = int(np.argmin(costs))
        edge = np.array([0.0, self.data.get_xlim()[1]])
        self.prediction.set_data(edge, edge * w)
        self.errors.set_segments([((x_i, y_i), (x_i, x_i * w)) for x_i, y_i in zip(x, y, strict=True)])
        self.tried.set_data(weights, costs)
        self.best.set_data(weights[best : best + 1], costs[best : best + 1])
        self.ball.set_data([w], [costs[-1]])
        self.meter(len(tried) * self.landscape.samples)


class CombScene(Scene):
    """The grid as a comb on the cost curve, and beside it how the number of tries grows as the step shrinks.

    low, high: the range of w. top: the top of the J axis. smallest, largest: the ends of the axis of steps.
    """

    def __init__(self, figure: Figure, low: float, high: float, top: float, smallest: float, largest: float):
        super().__init__(figure)
        self.curve, self.counts = self.columns("w", "step")
        steps = np.geomspace(smallest, largest, 60)
        self.counts.plot(steps, np.floor((high - low) / steps + 1e-9) + 1, **scaled(CURVE))
        self.counts.set_xscale("log")
        self.counts.set_yscale("log")
        self.counts.set_xlim(smallest, largest)
        style_axes(self.counts, "step of the grid", "tries")
        self.ground(self.curve, low, high, top)
        self.teeth = self.moves(self.curve.add_collection(LineCollection([], colors=ORANGE, linewidths=enlargement())))
        self.tips = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)
        self.now = self.line(self.counts, BALL)

    def show(self, landscape: Landscape, search: Trajectory, step: float) -> None:
        """Move to a finished search of a landscape."""
        self.show_ground(self.curve, landscape)
        costs = inside(search.costs, self.curve)
        self.teeth.set_segments(comb_teeth(search.weights, costs, self.curve.get_ylim()[0]))
        self.tips.set_data(search.weights, costs)
        self.best.set_data([search.best_weight], [costs[search.best]])
        self.now.set_data([step], [len(search.weights)])
        self.meter(search.spent)


class BlocksScene(Scene):
    """Divide and conquer on one weight: the tries on the curve, and beside it the blocks of every round, the lost ones hatched.

    most_rounds: the largest number of rounds that `show` will be given.
    """

    def __init__(self, figure: Figure, low: float, high: float, top: float, most_rounds: int = 6):
        super().__init__(figure)
        self.curve, self.rounds = self.columns("w", "blocks")
        self.rounds.set_xlim(low, high)
        self.rounds.set_ylim(most_rounds + 0.5, 0.5)
        self.rounds.set_yticks(range(1, most_rounds + 1))
        style_axes(self.rounds, "w (weight)", "round")
        self.lost = [
            self.moves(self.rounds.add_patch(Rectangle((0, row + 0.6), 0, 0.8, **DISCARDED)))
            for row in range(most_rounds)
            for _ in range(2)
        ]
        self.kept = [
            self.moves(self.rounds.add_patch(Rectangle((0, row + 0.6), 0, 0.8, **scaled(KEPT)))) for row in range(most_rounds)
        ]
        self.cuts = self.moves(self.rounds.add_collection(LineCollection([], colors=GREY, linewidths=enlargement())))
        self.middles = self.line(self.rounds, TRIED)
        self.shades = [
            self.moves(self.curve.add_patch(Rectangle((0, -top), 0, 3 * top, alpha=0.6, **DISCARDED))) for _ in range(2)
        ]
        self.ground(self.curve, low, high, top)
        self.tips = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)

    def show(self, landscape: Landscape, search: Trajectory, rounds: int) -> None:
        """Move to the state after so many rounds of a finished search on a landscape."""
        low, high = self.curve.get_xlim()
        self.show_ground(self.curve, landscape)
        blocks = search.blocks[:rounds]
        cuts, middles = [], []
        for row, kept in enumerate(self.kept):
            visible = row < len(blocks)
            left, right = self.lost[2 * row : 2 * row + 2]
            for patch in (left, right, kept):
                patch.set_visible(visible)
            if not visible:
                continue
            block = blocks[row]
            (start,), (end,), (kept_start,), (kept_end,) = block.low, block.high, block.kept_low, block.kept_high
            left.set_bounds(start, row + 0.6, kept_start - start, 0.8)
            right.set_bounds(kept_end, row + 0.6, end - kept_end, 0.8)
            kept.set_bounds(kept_start, row + 0.6, kept_end - kept_start, 0.8)
            edges = np.linspace(start, end, block.parts + 1)
            cuts += [((edge, row + 0.6), (edge, row + 1.4)) for edge in edges]
            middles += [(middle, row + 1) for middle in block.tries[:, 0]]
        self.cuts.set_segments(cuts)
        self.middles.set_data(*np.array(middles).T)
        tried = sum(len(block.tries) for block in blocks)
        costs = search.costs[:tried]
        best = int(np.argmin(costs))
        self.tips.set_data(search.weights[:tried], inside(costs, self.curve))
        self.best.set_data([search.weights[best]], [inside(costs[best], self.curve)])
        (start,), (end,) = blocks[-1].kept_low, blocks[-1].kept_high
        bottom, top = self.curve.get_ylim()
        self.shades[0].set_bounds(low, bottom, start - low, top - bottom)
        self.shades[1].set_bounds(end, bottom, high - end, top - bottom)
        self.meter(int(search.evaluations[tried - 1]))


class DescentScene(Scene):
    """The ball on the cost curve with its trail, tangent and next step; beside it the cost of every epoch at the same height.

    landscape: the curve, or None when `show` brings one each time (low, high: the ends of its axis). epochs: the length of
    the epoch axis. highest: the top of the J axis. jagged: whether per-step losses and their running mean can be shown.
    """

    def __init__(
        self,
        figure: Figure,
        landscape: Landscape | None,
        epochs: int = 100,
        highest: float | None = None,
        jagged: bool = False,
        low: float = -1.0,
        high: float = 5.0,
    ):
        super().__init__(figure)
        self.curve, self.progress = self.columns("w", "epoch", share_y=True, gap=0.06)
        self.fixed = landscape
        if landscape is None:
            self.ground(self.curve, low, high, highest)
        else:
            draw_curve(self.curve, landscape, highest)
        self.progress.set_xlim(0, epochs)
        style_axes(self.progress, "epoch")
        self.progress.tick_params(labelleft=False)
        self.pull = self.line(self.curve, BATCH)
        self.trail = self.moves(self.curve.add_collection(LineCollection([], colors=ORANGE, linewidths=2.4 * enlargement())))
        self.steps = self.line(self.curve, TRIED)
        self.ahead = self.line(self.curve, AHEAD)
        self.tangent = self.line(self.curve, TANGENT)
        self.step = self.line(self.curve, STEP)
        self.tip = self.line(self.curve, {"color": GREEN, "markersize": 11, "linestyle": "none", "zorder": 5}, marker=">")
        self.loss = self.line(self.progress, {"color": SKY, "linewidth": 0.9}) if jagged else None
        self.coming = self.line(self.progress, {"color": GREY, "linewidth": 2.0, "linestyle": (0, (2, 1.5))})
        self.history = self.line(self.progress, {"color": ORANGE, "linewidth": 3.0})
        self.mean = self.line(self.progress, {"color": BLACK, "linewidth": 2.2, "linestyle": (0, (6, 2))}) if jagged else None
        self.link = self.moves(self.figure.add_artist(Line2D([], [], transform=self.figure.transFigure, **scaled(LINK))))
        self.ball = self.line(self.curve, BALL)
        self.point = self.line(self.progress, BALL)
        if jagged:
            self._name_lines()

    def show(
        self,
        run: Trajectory,
        epoch: int | None = None,
        landscape: Landscape | None = None,
        learning_rate: float | None = None,
        batch: tuple[Sequence[float], Sequence[float]] | None = None,
        losses: np.ndarray | None = None,
        smoothed: np.ndarray | None = None,
    ) -> None:
        """Move to one epoch of a finished run (its end, when epoch is None or later than that).

        learning_rate: draws the tangent and along it the next step. batch: the samples that pull next, whose
        parabola is drawn. losses, smoothed: one number a step.
        """
        hill = landscape or self.fixed
        low, high = self.curve.get_xlim()
        if landscape is not None:
            self.show_ground(self.curve, landscape)
        now = len(run.weights) - 1
        if epoch is not None:
            now = min(now, epoch * run.per_epoch)
        w, cost = float(run.weights[now]), float(run.costs[now])
        shown_w, shown_cost = float(inside(w, self.curve, "x")), float(inside(cost, self.curve))
        is_inside = low <= w <= high and cost <= self.curve.get_ylim()[1]
        for mark in (self.ball, self.point):
            mark.set_marker(BALL["marker"] if is_inside else BEYOND["marker"])
        self.ball.set_data([shown_w], [shown_cost])
        self._show_trail(run, now)
        self._show_step(hill, w, cost, learning_rate if is_inside else None, batch)
        ages = np.arange(len(run.costs)) / run.per_epoch
        costs = inside(run.costs, self.progress)
        self.coming.set_data(ages[now:], costs[now:])
        self.history.set_data(ages[: now + 1], costs[: now + 1])
        self.point.set_data(inside(ages[now : now + 1], self.progress, "x"), [shown_cost])
        if self.loss is not None:
            self.loss.set_data(*((ages[1:], inside(losses, self.progress)) if losses is not None else ((), ())))
            self.mean.set_data(*((ages[1:], inside(smoothed, self.progress)) if smoothed is not None else ((), ())))
        self._show_link(shown_w, shown_cost, ages[now])
        self.meter(int(run.evaluations[now]))

    def _name_lines(self):
        named = {
            "J(w) so far": self.history,
            "J(w) still to come": self.coming,
            "loss of each step's batch": self.loss,
            "its running mean": self.mean,
            "curve of the batch that pulls": self.pull,
        }
        self.progress.legend(named.values(), named.keys(), loc="upper right", frameon=False, fontsize=12 * enlargement())

    def _show_trail(self, run, now, most=40):
        first = max(0, now - most)
        w = inside(run.weights[first : now + 1], self.curve, "x")
        costs = inside(run.costs[first : now + 1], self.curve)
        points = np.stack([w, costs], axis=1)
        segments = np.stack([points[:-1], points[1:]], axis=1)
        colours = np.tile([0.902, 0.624, 0.0, 1.0], (len(segments), 1))
        colours[:, 3] = np.linspace(0.12, 0.9, len(segments)) if len(segments) else []
        self.trail.set_segments(segments)
        self.trail.set_color(colours)
        self.steps.set_data(w[:-1], costs[:-1])
        coming = slice(now + 1, now + 1 + most)
        self.ahead.set_data(inside(run.weights[coming], self.curve, "x"), inside(run.costs[coming], self.curve))

    def _show_step(self, hill, w, cost, learning_rate, batch):
        drawn = hill is not None and learning_rate is not None
        for artist in (self.tangent, self.step, self.tip, self.pull):
            artist.set_visible(drawn)
        if not drawn:
            return
        slope, height = float(hill.gradient(w)), cost
        self.pull.set_visible(batch is not None)
        if batch is not None:
            low, high = self.curve.get_xlim()
            many = np.linspace(low, high, 121)
            pulling = costs_at(many, *batch)
            top = self.curve.get_ylim()[1]
            self.pull.set_data(many[pulling < top], pulling[pulling < top])
            centre = float(np.dot(batch[0], batch[1]) / np.dot(batch[0], batch[0]))
            slope = 2 * float(np.dot(batch[0], batch[0])) / len(batch[0]) * (w - centre)
            height = float(costs_at(w, *batch))
        goal = float(inside(w - learning_rate * slope, self.curve, "x"))
        reach = 0.09 * np.diff(self.curve.get_xlim())[0] / np.hypot(1, slope / 8)
        ends = np.array([w - reach, w + reach])
        self.tangent.set_data(ends, inside(height + slope * (ends - w), self.curve))
        self.step.set_data([w, goal], inside(height + slope * (np.array([w, goal]) - w), self.curve))
        self.tip.set_marker(">" if goal >= w else "<")
        self.tip.set_data([goal], [inside(height + slope * (goal - w), self.curve)])
        self.tip.set_visible(abs(goal - w) > 0.01 * np.diff(self.curve.get_xlim())[0])

    def _show_link(self, w, cost, age):
        """Run a thin line from the ball across to the same height on the second picture; positions are worked out by
        hand because a transform between two axes would be computed anew at every draw."""
        (left, _), (bottom, top) = self.place["w"], self.curve.get_ylim()
        low, high = self.curve.get_xlim()
        frame = self.curve.get_position()
        start = left + (w - low) / (high - low) * frame.width
        x_left, x_right = self.place["epoch"]
        end = x_left + min(1, age / self.progress.get_xlim()[1]) * (x_right - x_left)
        level = frame.y0 + (cost - bottom) / (top - bottom) * frame.height
        self.link.set_data([start, end], [level, level])


def new_scene(make: Callable[[Figure], Scene], dpi: float) -> Scene:
    """Make a scene on a figure of its own at a resolution."""
    figure = Figure(figsize=(Scene.width, Scene.height), dpi=dpi)
    FigureCanvasAgg(figure)
    return make(figure)


def show_scene(make: Callable[[Figure], Scene], sentence: str, **state) -> None:
    """Show a scene as a still picture with its sentence."""
    scene = new_scene(make, pixels_an_inch())
    scene.show(**state)
    show(scene.figure, sentence)


def show_descent(landscape: Landscape, run: Trajectory, epoch: int | None = None, highest: float | None = None) -> None:
    """Show a run on one weight: the path on the cost curve, and the cost of every epoch beside it.

    The epoch axis is as long as the run.
    """
    epochs = max(1, (len(run.weights) - 1) // run.per_epoch)
    show_scene(partial(DescentScene, landscape=landscape, epochs=epochs, highest=highest), str(run), run=run, epoch=epoch)


def show_search(landscape: Landscape, search: Trajectory) -> None:
    """Show a search: as a comb on the curve of one weight, or as points on the heat map of two."""
    figure, (axes,) = new_figure(width=7.0)
    if landscape.dimensions == 1:
        draw_curve(axes, landscape)
        draw_comb(axes, search)
    else:
        draw_surface(axes, landscape)
        draw_tries(axes, search)
    write(axes, 0.99, 1.02, f"evaluations spent: {number(search.spent, 0)}", transform=axes.transAxes, ha="right")
    show(figure, str(search))


def show_blocks(landscape: Landscape, search: Trajectory, rounds: int) -> None:
    """Show the first rounds of a divide and conquer on one weight: the kept block clear, the lost ones hatched."""
    top = float(landscape.cost(np.linspace(landscape.low, landscape.high, 401)).max())
    make = partial(BlocksScene, low=landscape.low, high=landscape.high, top=top, most_rounds=max(rounds, 1))
    show_scene(make, str(search), landscape=landscape, search=search, rounds=rounds)
