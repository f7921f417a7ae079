"""Controls and sentences that several panels share."""

from helpers.panels.controls import Slider
from helpers.wording import cost_text, number


def _start_and_epoch(low, high, epochs):
    epoch = Slider("epoch", "epoch shown", 0, epochs, 0, under="epoch", at_most="epochs")
    return Slider("start", "starting w", low, high, 1.0, under="w"), epoch


def _rate_and_epochs(low, high, rate, epochs):
    return Slider("learning_rate", "learning rate η", low, high, rate, log=True), Slider("epochs", "epochs", 1, epochs, epochs)


def _shown(run, epoch):
    """Say where the ball is; a run that was cut off has no later epochs to show."""
    last = (len(run.weights) - 1) // run.per_epoch
    now = min(epoch, last)
    w, cost = run.by_epoch(run.weights)[now], run.by_epoch(run.costs)[now]
    return f"Shown: epoch {now}, w = {number(w, 4)} (cost {cost_text(cost)})."


def _lowest(hill):
    return f"The lowest point is at w = {number(hill.best, 4)} (cost {cost_text(hill.best_cost)})."
