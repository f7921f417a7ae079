"""The scene of a reader's own figure."""

from collections.abc import Callable

from matplotlib import rc_context
from matplotlib.figure import Figure

from helpers.pictures.scene import Scene
from helpers.pictures.style import STYLE, TICKS


class FollowedScene(Scene):
    """One pair of axes on which a reader's function draws anew at every move; draw: takes the axes and the values by name."""

    def __init__(self, figure: Figure, draw: Callable):
        super().__init__(figure)
        self.draw = draw
        self.axes = self.moves(
            figure.add_axes((0.085 * self.room, 0.155 * self.room, 1 - 0.11 * self.room, 1 - 0.25 * self.room))
        )

    def update(self, values: dict) -> None:
        """Draw for these values; where that fails, the picture says so."""
        with rc_context(STYLE):
            self._clear()
            try:
                self.draw(self.axes, **values)
            except Exception as error:
                self._clear()
                message = f"draw stopped here with\n{type(error).__name__}: {error}"
                self.axes.text(
                    0.5, 0.5, message, transform=self.axes.transAxes, ha="center", va="center", wrap=True, fontsize=13
                )

    def _clear(self):
        self.axes.clear()
        self.axes.tick_params(**TICKS)
        self.axes.set_animated(True)  # it stays one that moves
