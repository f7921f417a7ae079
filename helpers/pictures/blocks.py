"""The scene of divide and conquer."""

from functools import partial

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.arguments import Count, checked
from helpers.landscapes import Landscape
from helpers.pictures.scene import Scene, inside, show_scene
from helpers.pictures.style import BEST, DISCARDED, GREY, KEPT, TRIED, style_axes
from helpers.trajectory import Trajectory


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
        self.kept = [self.moves(self.rounds.add_patch(Rectangle((0, row + 0.6), 0, 0.8, **KEPT))) for row in range(most_rounds)]
        self.cuts = self.moves(self.rounds.add_collection(LineCollection([], colors=GREY, linewidths=1.0)))
        self.middles = self.line(self.rounds, TRIED)
        self.shades = [
            self.moves(self.curve.add_patch(Rectangle((0, -top), 0, 3 * top, alpha=0.6, **DISCARDED))) for _ in range(2)
        ]
        self.add_landscape(self.curve, low, high, top)
        self.tips = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)

    def update(self, landscape: Landscape, search: Trajectory, rounds: int) -> None:
        """Move to the state after so many rounds of a finished search on a landscape."""
        blocks = search.blocks[:rounds]
        tried = sum(len(block.tries) for block in blocks)
        self.update_landscape(self.curve, landscape)
        self._show_rounds(blocks)
        self._show_tries(search.weights[:tried], search.costs[:tried])
        self._show_shades(blocks[-1])
        self.meter(int(search.evaluations[tried - 1]))

    def _show_rounds(self, blocks):
        for row, kept in enumerate(self.kept):
            left, right = self.lost[2 * row : 2 * row + 2]
            for patch in (left, right, kept):
                patch.set_visible(row < len(blocks))
            if row >= len(blocks):
                continue
            block = blocks[row]
            (start,), (end,), (kept_start,), (kept_end,) = block.low, block.high, block.kept_low, block.kept_high
            left.set_bounds(start, row + 0.6, kept_start - start, 0.8)
            right.set_bounds(kept_end, row + 0.6, end - kept_end, 0.8)
            kept.set_bounds(kept_start, row + 0.6, kept_end - kept_start, 0.8)
        edges = [np.linspace(block.low[0], block.high[0], block.parts + 1) for block in blocks]
        self.cuts.set_segments([((w, row + 0.6), (w, row + 1.4)) for row, cuts in enumerate(edges) for w in cuts])
        middles = [(w, row + 1) for row, block in enumerate(blocks) for w in block.tries[:, 0]]
        self.middles.set_data(*np.array(middles).T)

    def _show_tries(self, weights, costs):
        best = int(np.argmin(costs))
        self.tips.set_data(weights, inside(costs, self.curve))
        self.best.set_data([weights[best]], [inside(costs[best], self.curve)])

    def _show_shades(self, block):
        (start,), (end,) = block.kept_low, block.kept_high
        (low, high), (bottom, top) = self.curve.get_xlim(), self.curve.get_ylim()
        self.shades[0].set_bounds(low, bottom, start - low, top - bottom)
        self.shades[1].set_bounds(end, bottom, high - end, top - bottom)


@checked()
def show_blocks(landscape: Landscape, search: Trajectory, rounds: Count) -> None:
    """Show the first rounds of a divide and conquer on one weight: the kept block clear, the lost ones hatched."""
    top = float(landscape.cost(np.linspace(landscape.low, landscape.high, 401)).max())
    make = partial(BlocksScene, low=landscape.low, high=landscape.high, top=top, most_rounds=max(rounds, 1))
    show_scene(make, str(search), landscape=landscape, search=search, rounds=rounds)
