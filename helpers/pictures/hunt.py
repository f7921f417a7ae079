"""The scene of the hunt by hand."""

from collections.abc import Sequence

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.landscapes import Landscape
from helpers.pictures.drawing import draw_curve, draw_data
from helpers.pictures.scene import Scene
from helpers.pictures.style import BALL, BEST, BLUE, DATA, TRIED, VERMILLION


class HuntScene(Scene):
    """The hunt by hand: the samples with the line x · w on the left, the cost curve with the ball and the best so far."""

    def __init__(self, figure: Figure, x: Sequence[float], y: Sequence[float], landscape: Landscape):
        super().__init__(figure)
        self.samples, self.landscape = (x, y), landscape
        self.data, self.curve = self.columns("data", "w")
        draw_data(self.data, x, y, low=-4.0, high=12.0)
        self.data.set_title("one line, one weight", loc="left")
        draw_curve(self.curve, landscape)
        self.prediction = self.line(self.data, {"color": BLUE, "linewidth": 2.6})
        self.errors = self.moves(self.data.add_collection(LineCollection([], colors=VERMILLION, linewidths=2)))
        self.tried = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)
        self.ball = self.line(self.curve, BALL)
        self.data.add_artist(Line2D(x, y, **DATA))

    def update(self, tried: Sequence[float]) -> None:
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
