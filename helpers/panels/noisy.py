"""The panels of lessons 4 and 5: stochastic and mini-batch descent on noisy points."""

from collections.abc import Callable
from functools import partial

import numpy as np

from helpers import landscapes
from helpers.arguments import Count, checked
from helpers.data import noisy_points
from helpers.descent import minibatch_descent
from helpers.model import SHORT, best_weight
from helpers.panels.controls import Choice, Slider
from helpers.panels.guarded import Guarded
from helpers.panels.panel import Panel
from helpers.panels.parts import rate_and_epochs, start_and_epoch, where_the_ball_is
from helpers.pictures.descent import DescentScene
from helpers.smoothing import smooth
from helpers.trajectory import Trajectory
from helpers.validation import require_points
from helpers.wording import number

LOW, HIGH, TOP = 0.8, 3.4, 8.0  # the axes: close around the floor, which is what these lessons are about


@checked()
def stochastic_panel(gradient: Callable | None = None) -> Panel:
    """Make the panel of stochastic descent on 12 points: learning rate, starting w, label noise, seed, smoothing, order.

    gradient: a reader's function (w, x, y) of the slope of one sample's loss, which then takes the place of the helper's.

    >>> panel = stochastic_panel()
    >>> panel.set(noise=0.0, learning_rate=0.05)
    >>> "converged. The least-squares answer is w* = 2.0000." in panel.text
    True
    """
    scenarios = {
        "no noise, no floor": {"noise": 0.0, "learning_rate": 0.05},
        "hovers": {"noise": 1.0, "learning_rate": 0.05},
        "hovers lower, arrives later": {"noise": 1.0, "learning_rate": 0.005},
        "diverges": {"noise": 1.0, "learning_rate": 0.3},
    }
    return _noisy_panel(12, scenarios, gradient)


@checked()
def minibatch_panel(gradient: Callable | None = None) -> Panel:
    """Make the panel of mini-batch descent on 24 points: as `stochastic_panel`, and the batch size.

    gradient: a reader's function (w, x, y) of the mean slope of a batch's losses, which then takes the place of the helper's.

    >>> panel = minibatch_panel()
    >>> panel.set(batch_size=24, noise=0.0, learning_rate=0.1)
    >>> panel.text.startswith("From w = 1.00 with learning rate 0.100, 30 epochs end at w = 2.0000 (cost 0): converged.")
    True
    """
    scenarios = {
        "one sample a step": {"batch_size": 1, "learning_rate": 0.05, "noise": 1.0},
        "a mini-batch": {"batch_size": 6, "learning_rate": 0.05, "noise": 1.0},
        "all samples": {"batch_size": 24, "learning_rate": 0.05, "noise": 1.0},
    }
    return _noisy_panel(24, scenarios, gradient, batch_size=6)


@checked()
def step_losses(run: Trajectory, x: np.ndarray, y: np.ndarray, batch_size: Count) -> np.ndarray:
    """Compute the loss of each step's own batch at the weight from which it stepped.

    run: a descent with every step recorded. x, y: its n samples. batch_size: as in the run. Returns one number a step.

    >>> from helpers import stochastic_descent
    >>> run = stochastic_descent([1, 2], [2, 4], start=1.0, learning_rate=0.25, epochs=1, every_step=True)
    >>> step_losses(run, np.array([1, 2]), np.array([2, 4]), 1).tolist()
    [1.0, 1.0]
    """
    n = require_points(x, y)
    if len(run.visited) == 0 or run.visited.max() >= n or run.per_epoch != -(-n // batch_size):
        raise ValueError(
            f"the run took {run.per_epoch} steps an epoch, expected every step of batches of {batch_size} of {n} samples"
        )
    place = np.arange(len(run.visited))
    step = place // n * run.per_epoch + place % n // batch_size
    errors = x[run.visited] * run.weights[step] - y[run.visited]
    return np.bincount(step, weights=errors**2) / np.bincount(step)


def _noisy_panel(n, scenarios, gradient, batch_size=None):
    controls = [
        *start_and_epoch(LOW, HIGH, 30),
        *rate_and_epochs(1e-3, 0.5, 0.05, 30),
        Slider("noise", "label noise", 0.0, 2.0, 1.0, step=0.05),
        Slider("seed", "seed", 0, 20, 1),
        Slider("smoothing", "smoothing", 0.0, 0.99, 0.9),
        Choice("correction", "bias correction", ["with", "without"], "with"),
        Choice("order", "order", ["in order", "shuffled", "with replacement"], "shuffled"),
    ]
    if batch_size is not None:
        controls.insert(2, Slider("batch_size", "batch size b", 1, n, batch_size))
    make = partial(DescentScene, landscape=None, epochs=30, highest=TOP, jagged=True, low=LOW, high=HIGH)
    state = _noisy_state(n, gradient and Guarded(gradient), of_lists=batch_size is not None)
    return Panel(make, state, controls, scenarios, walks="epoch")


def _noisy_state(n, own, of_lists):
    """Descend n noisy points; own: a reader's guarded slope or None. of_lists: whether it takes lists, even of one sample."""

    def slope(w, x, y):
        return own(w, [x], [y]) if of_lists and np.ndim(x) == 0 else own(w, x, y)

    def drawn(w, x, y):  # what the drawing asks is no part of the report on the run
        asked = Guarded(own.function)
        if not of_lists:
            return asked(w, float(x[0]), float(y[0]))
        return asked(w, x, y) if len(x) > SHORT else asked(w, x.tolist(), y.tolist())

    def state(start, epoch, learning_rate, epochs, noise, smoothing, correction, order, seed, batch_size=1):
        x, y = noisy_points(n, noise, np.random.default_rng(seed))
        rng = np.random.default_rng([seed, 1])
        run = minibatch_descent(x, y, start, learning_rate, epochs, batch_size, order, rng, True, own and slope)
        losses = step_losses(run, x, y, batch_size)
        chosen = _pulling(run.visited, epoch * n, batch_size)
        shown = {"run": run, "epoch": epoch, "learning_rate": learning_rate, "losses": losses, "batch": (x[chosen], y[chosen])}
        shown["landscape"] = landscapes.of_points(x, y, LOW, HIGH)
        shown["smoothed"] = smooth(np.minimum(losses, 1e6), smoothing, correct_bias=correction == "with")
        sentence = f"{run} The least-squares answer is w* = {number(best_weight(x, y), 4)}. {where_the_ball_is(run, epoch)}"
        if own:
            shown["batch_slope"] = drawn
            sentence = f"{own.report('gradient')} {sentence}"
        if correction == "without" and smoothing > 0:
            sentence += " The smoothing starts from zero and is not corrected."
        return shown, sentence

    return state


def _pulling(visited, now, batch_size):
    """Return the samples of the batch that pulls after so many visits; after the last step, of the one that pulled last."""
    return visited[now : now + batch_size] if now < len(visited) else visited[-batch_size:]
