"""Controls and sentences that several panels share."""

from helpers.landscapes import Landscape
from helpers.panels.controls import Slider
from helpers.trajectory import Trajectory
from helpers.wording import cost_text, number


def start_and_epoch(low: float, high: float, epochs: int, start: float = 1.0) -> tuple[Slider, Slider]:
    """Make the sliders beneath the two axes of a descent: where it starts, and the epoch shown."""
    epoch = Slider("epoch", "epoch shown", 0, epochs, 0, under="epoch", at_most="epochs")
    return Slider("start", "starting w", low, high, start, under="w"), epoch


def rate_and_epochs(low: float, high: float, rate: float, epochs: int) -> tuple[Slider, Slider]:
    """Make the sliders of the learning rate and of the number of epochs."""
    return Slider("learning_rate", "learning rate η", low, high, rate, log=True), Slider("epochs", "epochs", 1, epochs, epochs)


def where_the_ball_is(run: Trajectory, epoch: int) -> str:
    """Say where the ball is; a run that was cut off has no later epochs to show."""
    last = (len(run.weights) - 1) // run.per_epoch
    now = min(epoch, last)
    w, cost = run.by_epoch(run.weights)[now], run.by_epoch(run.costs)[now]
    return f"Shown: epoch {now}, w = {number(w, 4)} (cost {cost_text(cost)})."


def lowest_point(hill: Landscape) -> str:
    """Say where the lowest point of a landscape lies."""
    return f"The lowest point is at w = {number(hill.best, 4)} (cost {cost_text(hill.best_cost)})."
