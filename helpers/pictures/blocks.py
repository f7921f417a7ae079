"""The scene of divide and conquer."""

from functools import partial

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.landscapes import Landscape
from helpers.pictures.scene import Scene, inside, show_scene
from helpers.pictures.style import BEST, DISCARDED, GREY, KEPT, TRIED, enlargement, scaled, style_axes
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
        self.kept = [
            self.moves(self.rounds.add_patch(Rectangle((0, row + 0.6), 0, 0.8, **scaled(KEPT)))) for row in range(most_rounds)
        ]
        self.cuts = self.moves(self.rounds.add_collection(LineCollection([], colors=GREY, linewidths=enlargement())))
        self.middles = self.line(self.rounds, TRIED)
        self.shades = [
            self.moves(self.curve.add_patch(Rectangle((0, -top), 0, 3 * top, alpha=0.6, **DISCARDED))) for _ in range(2)
        ]
        self.add_landscape(self.curve, low, high, top)
        self.tips = self.line(self.curve, TRIED)
        self.best = self.line(self.curve, BEST)

    def update(self, landscape: Landscape, search: Trajectory, rounds: int) -> None:
        """Move to the state after so many rounds of a finished search on a landscape."""
        low, high = self.curve.get_xlim()
        self.update_landscape(self.curve, landscape)
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


def show_blocks(landscape: Landscape, search: Trajectory, rounds: int) -> None:
    """Show the first rounds of a divide and conquer on one weight: the kept block clear, the lost ones hatched."""
    top = float(landscape.cost(np.linspace(landscape.low, landscape.high, 401)).max())
    make = partial(BlocksScene, low=landscape.low, high=landscape.high, top=top, most_rounds=max(rounds, 1))
    show_scene(make, str(search), landscape=landscape, search=search, rounds=rounds)
