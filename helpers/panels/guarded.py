"""A reader's own function in a panel."""

import math
from collections.abc import Callable

import numpy as np

STEEPEST = 9e8  # of a reader's slope, so that a first step ends where a descent can still be drawn


class Guarded:
    """A reader's function that neither stops a panel nor sends it NaN: where it fails it counts as 0, and is reported.

    >>> half = Guarded(lambda w: 1 / w)
    >>> half(2.0), half(0.0), half.report("slope")
    (0.5, 0.0, 'Your slope stopped with ZeroDivisionError and counts as 0 there.')
    """

    def __init__(self, function: Callable):
        self.function, self.trouble = function, None

    def __call__(self, *given) -> float:
        """Return what the function gives as a number, or 0 where it gives none."""
        try:
            with np.errstate(all="ignore"):
                value = float(self.function(*given))
        except Exception as error:
            self.trouble = f"stopped with {type(error).__name__}"
            return 0.0
        if not math.isfinite(value):
            self.trouble = "gave no finite number"
            return 0.0
        return min(max(value, -STEEPEST), STEEPEST)

    def report(self, what: str) -> str:
        """Say in a sentence how the calls since the last report went."""
        trouble, self.trouble = self.trouble, None
        return f"Your {what} {trouble} and counts as 0 there." if trouble else f"With your {what}:"
