"""The scene of the grid."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from helpers.landscapes import Landscape
from helpers.pictures.drawing import comb_teeth
from helpers.pictures.scene import Scene, inside
from helpers.pictures.style import BALL, BEST, CURVE, ORANGE, TRIED, style_axes
from helpers.trajectory import Trajectory


class GridScene(Scene):
    """The grid as a comb on the cost curve, and beside it how the number of tries grows as the step shrinks.

    low, high: the range of w. top: the top of the J axis. smallest, largest: the ends of the axis of steps.
    """

    def __init__(self, figure: Figure, low: float, high: float, top: float, smallest: float, largest: float):
        super().__init__(figure)
        self.curve, self.counts = self.columns("w", "step")
        steps = np.geomspace(smallest, largest, 60)
        self.counts.plot(steps, np.floor((high - low) / steps + 1e-9) + 1, **CURVE)
        self.counts.set_xscale("log")
        self.counts.set_yscale("log")
        self.counts.set_xlim(smallest, largest)
        style_axes(self.counts, "step of the grid", "tries")
        self.add_landscape(self.curve, low, high, top)
        self.teeth = self.moves(self.curve.add_collection(LineCollection([], colors=ORANGE, linewidths=1.0)))
        self.tips = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)
        self.now = self.line(self.counts, BALL)

    def update(self, landscape: Landscape, search: Trajectory, step: float) -> None:
        """Move to a finished search of a landscape."""
        self.update_landscape(self.curve, landscape)
        costs = inside(search.costs, self.curve)
        self.teeth.set_segments(comb_teeth(search.weights, costs, self.curve.get_ylim()[0]))
        self.tips.set_data(search.weights, costs)
        self.best.set_data([search.best_weight], [costs[search.best]])
        self.now.set_data([step], [len(search.weights)])
        self.meter(search.spent)
