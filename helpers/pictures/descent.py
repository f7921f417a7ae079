"""The scene of every descent on one weight."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.arguments import Positive, checked
from helpers.landscapes import Landscape
from helpers.model import cost as cost_of
from helpers.model import costs_at, mean_slope
from helpers.pictures.drawing import draw_curve
from helpers.pictures.scene import Scene, inside, show_scene
from helpers.pictures.style import (
    AHEAD,
    BALL,
    BATCH,
    BEYOND,
    BLACK,
    GREEN,
    GREY,
    LINK,
    ORANGE,
    SKY,
    STEP,
    TANGENT,
    TRIED,
    style_axes,
)
from helpers.trajectory import Trajectory
from helpers.wording import power_text


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
            self.add_landscape(self.curve, low, high, highest)
        else:
            draw_curve(self.curve, landscape, highest)
        self.progress.set_xlim(0, epochs)
        style_axes(self.progress, "epoch")
        self.progress.tick_params(labelleft=False)
        self.pull = self.line(self.curve, BATCH)
        self.trail = self.moves(self.curve.add_collection(LineCollection([], colors=ORANGE, linewidths=2.4)))
        self.steps = self.line(self.curve, TRIED)
        self.ahead = self.line(self.curve, AHEAD)
        self.tangent = self.line(self.curve, TANGENT)
        self.step = self.line(self.curve, STEP)
        self.tip = self.line(self.curve, {"color": GREEN, "markersize": 11, "linestyle": "none", "zorder": 5}, marker=">")
        self.loss = self.line(self.progress, {"color": SKY, "linewidth": 0.8, "alpha": 0.7}) if jagged else None
        self.mean = self.line(self.progress, {"color": BLACK, "linewidth": 2.2, "linestyle": (0, (6, 2))}) if jagged else None
        coming = {"linewidth": 1.0} if jagged else {"linewidth": 2.0, "linestyle": (0, (2, 1.5))}
        self.coming = self.line(self.progress, {"color": GREY, **coming})
        self.history = self.line(self.progress, {"color": ORANGE, "linewidth": 3.0})
        above = {"transform": self.progress.transAxes, "va": "bottom", "color": BLACK, "fontsize": 12}
        self.beyond = self.moves(self.progress.text(0.0, 1.01, "", **above))
        self.link = self.moves(self.figure.add_artist(Line2D([], [], transform=self.figure.transFigure, **LINK)))
        self.ball = self.line(self.curve, BALL)
        self.point = self.line(self.progress, BALL)
        if jagged:
            self._name_lines()

    def update(
        self,
        run: Trajectory,
        epoch: int | None = None,
        landscape: Landscape | None = None,
        learning_rate: float | None = None,
        batch: tuple[Sequence[float], Sequence[float]] | None = None,
        losses: np.ndarray | None = None,
        smoothed: np.ndarray | None = None,
        batch_slope: Callable = mean_slope,
    ) -> None:
        """Move to one epoch of a finished run (its end, when epoch is None or later than that).

        learning_rate: draws the tangent and along it the next step. batch: the samples that pull next, whose
        parabola is drawn. batch_slope: the function (w, x, y) whose slope the run followed. losses, smoothed: one number a
        step.
        """
        hill = landscape or self.fixed
        low, high = self.curve.get_xlim()
        if landscape is not None:
            self.update_landscape(self.curve, landscape)
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
        self._show_step(hill, w, cost, learning_rate if is_inside else None, batch, batch_slope)
        ages = np.arange(len(run.costs)) / run.per_epoch
        costs = inside(run.costs, self.progress)
        self.coming.set_data(ages[now:], costs[now:])
        self.history.set_data(ages[: now + 1], costs[: now + 1])
        self.point.set_data(inside(ages[now : now + 1], self.progress, "x"), [shown_cost])
        if self.loss is not None:
            self.loss.set_data(*((ages[1:], inside(losses, self.progress)) if losses is not None else ((), ())))
            self.mean.set_data(*((ages[1:], inside(smoothed, self.progress)) if smoothed is not None else ((), ())))
        top, end, most = self.progress.get_ylim()[1], float(run.costs[-1]), float(run.costs.max())
        self.beyond.set_text(f"cost {power_text(end if end > top else most)} ↑" if most > top else "")
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
        legend = self.progress.legend(named.values(), named.keys(), loc="upper right", facecolor="white", edgecolor="none")
        legend.set(frame_on=True)
        legend.get_frame().set_alpha(0.9)
        self.front.append(legend)

    def _show_trail(self, run, now, most=40):
        first = max(0, now - most)
        w = inside(run.weights[first : now + 1], self.curve, "x")
        costs = inside(run.costs[first : now + 1], self.curve)
        points = np.stack([w, costs], axis=1)
        segments = np.stack([points[:-1], points[1:]], axis=1)
        colours = np.tile(to_rgba(ORANGE), (len(segments), 1))
        if len(segments):
            colours[:, 3] = np.linspace(2, 14, len(segments)).round() / 16  # few opacities, because each is a style
        self.trail.set_segments(segments)
        self.trail.set_color(colours)
        self.steps.set_data(w[:-1], costs[:-1])
        coming = slice(now + 1, now + 1 + most)
        self.ahead.set_data(inside(run.weights[coming], self.curve, "x"), inside(run.costs[coming], self.curve))

    def _show_step(self, hill, w, cost, learning_rate, batch, batch_slope):
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
            slope, height = float(batch_slope(w, *batch)), float(cost_of(w, *batch))
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
        frame = self.curve.get_position(original=True)
        start = left + (w - low) / (high - low) * frame.width
        x_left, x_right = self.place["epoch"]
        end = x_left + min(1, age / self.progress.get_xlim()[1]) * (x_right - x_left)
        level = frame.y0 + (cost - bottom) / (top - bottom) * frame.height
        self.link.set_data([start, end], [level, level])


@checked()
def show_descent(landscape: Landscape, run: Trajectory, epoch: int | None = None, highest: Positive | None = None) -> None:
    """Show a run on one weight: the path on the cost curve, and the cost of every epoch beside it.

    The epoch axis is as long as the run.
    """
    epochs = max(1, (len(run.weights) - 1) // run.per_epoch)
    show_scene(partial(DescentScene, landscape=landscape, epochs=epochs, highest=highest), str(run), run=run, epoch=epoch)
