"""The live panels of the lessons: each sets up the controls, and says how they become a picture and a sentence."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from helpers import landscapes
from helpers.data import noisy_points, three_points
from helpers.descent import batch_descent, descend, minibatch_descent, rate_sentence
from helpers.live import Choice, Dial, Panel
from helpers.model import best_weight
from helpers.pictures import BlocksScene, CombScene, DescentScene, HuntScene
from helpers.search import divide_and_conquer, exhaustive_search
from helpers.smoothing import smooth
from helpers.trajectory import Trajectory, cost_text, number

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


def hunt_panel() -> Panel:
    """Make the panel of the hunt by hand: a dial for w, the line it gives, and the cost of every w tried so far.

    >>> panel = hunt_panel()
    >>> panel.set(w=2.0)
    >>> print(panel.text)
    w = 2.00 costs J = 0. After 2 tries (6 evaluations) the best so far is w = 2.00 with J = 0.
    """
    x, y = three_points()
    hill = landscapes.bowl()
    tried = []

    def state(w):
        if not tried or tried[-1] != w:
            tried.append(w)
        best = min(tried, key=hill.cost)
        sentence = (
            f"w = {number(w)} costs J = {cost_text(hill.cost(w))}. After {len(tried)} {'try' if len(tried) == 1 else 'tries'} "
            f"({3 * len(tried)} evaluations) the best so far is w = {number(best)} with J = {cost_text(hill.cost(best))}."
        )
        return {"tried": tried}, sentence

    dial = Dial("w", "w", hill.low, hill.high, 0.0, under="w")
    scenarios = {"too flat": {"w": 0.5}, "too steep": {"w": 4.0}}
    return Panel(partial(HuntScene, x=x, y=y, landscape=hill), state, [dial], scenarios, on_reset=tried.clear)


def grid_panel(own: Callable | None = None) -> Panel:
    """Make the panel of the grid: its step, and the landscape it searches.

    own: a reader's cost, a plain function of w from 0 to 5, which joins the menu as "yours" and stands there first. Raises
    ValueError where it gives no finite number.

    >>> panel = grid_panel()
    >>> panel.set(step=1.0)
    >>> print(panel.text)
    6 tries in steps of 1 find w = 2.0000 (cost 0) after 18 evaluations. The lowest point is at w = 2.0000 (cost 0).
    """
    hills = {"bowl": landscapes.bowl().between(0.0, 5.0), "hidden valley": landscapes.hidden_valley(3.85, 0.06)}
    hills |= {} if own is None else {"yours": landscapes.of_function(own)}

    def state(landscape, step):
        hill = hills[landscape]
        search = exhaustive_search(hill, step)
        return {"landscape": hill, "search": search, "step": step}, f"{search} {_lowest(hill)}"

    controls = [
        Dial("step", "step of the grid", 0.01, 1.0, 0.3, log=True, under="step"),
        Choice("landscape", "landscape", list(hills), "bowl" if own is None else "yours"),
    ]
    scenarios = {
        "coarse but near": {"landscape": "bowl", "step": 0.3},
        "steps over the valley": {"landscape": "hidden valley", "step": 0.5},
        "fine enough": {"landscape": "hidden valley", "step": 0.05},
    }
    make = partial(CombScene, low=0.0, high=5.0, top=44.0, smallest=0.01, largest=1.0)
    return Panel(make, state, controls, scenarios)


def blocks_panel(own: Callable | None = None) -> Panel:
    """Make the panel of divide and conquer: the landscape, the number of parts, and the rounds.

    own: as for `grid_panel`.

    >>> panel = blocks_panel()
    >>> panel.set(landscape="bowl", parts=4, rounds=6)
    >>> panel.text.startswith("24 tries in 6 rounds of 4 blocks find w = 2.000")
    True
    """
    fixed = {
        "bowl": landscapes.bowl().between(0.0, 5.0),
        "two valleys": landscapes.two_valleys().between(0.0, 5.0),
        "ripples": landscapes.ripples().between(0.0, 5.0),
    }
    fixed |= {} if own is None else {"yours": landscapes.of_function(own)}

    def state(landscape, centre, width, parts, rounds):
        hill = fixed.get(landscape) or landscapes.hidden_valley(centre, width)
        search = divide_and_conquer(hill, parts, rounds)
        return {"landscape": hill, "search": search, "rounds": rounds}, f"{search} {_lowest(hill)}"

    controls = [
        Choice("landscape", "landscape", ["hidden valley", *fixed], "hidden valley" if own is None else "yours"),
        Dial("parts", "parts", 2, 10, 4),
        Dial("rounds", "rounds", 1, 6, 3),
        Dial("centre", "hidden valley at", 2.0, 4.5, 3.6, under="w"),
        Dial("width", "its half-width", 0.02, 0.8, 0.2, log=True),
    ]
    hidden = {"landscape": "hidden valley", "centre": 3.6, "width": 0.2}
    scenarios = {
        "finds the bowl's floor": {"landscape": "bowl", "parts": 4, "rounds": 6},
        "discards the valley": {**hidden, "parts": 4, "rounds": 3},
        "more parts find it": {**hidden, "parts": 9, "rounds": 3},
    }
    make = partial(BlocksScene, low=0.0, high=5.0, top=44.0, most_rounds=6)
    return Panel(make, state, controls, scenarios, walks="rounds")


def descent_panel(gradient: Callable | None = None) -> Panel:
    """Make the panel of batch gradient descent on the three points: starting w, learning rate, epochs.

    gradient: a reader's function (w, x, y) of the slope dJ/dw, which then takes the place of the helper's.

    >>> panel = descent_panel()
    >>> panel.set(learning_rate=0.22)
    >>> panel.text.startswith("Each step multiplies the error by −1.05: it changes sides and grows.")
    True
    """
    x, y = three_points()
    own = gradient and Guarded(gradient)
    ground = own and replace(landscapes.bowl(), gradient=lambda w: own(w, x, y))

    def state(start, epoch, learning_rate, epochs):
        if own:
            run = descend(ground, start, learning_rate, epochs)
            sentence = f"{own.report('gradient')} {run} {_shown(run, epoch)}"
        else:
            run = batch_descent(x, y, start, learning_rate, epochs)
            sentence = f"{rate_sentence(learning_rate, x)} {run} {_shown(run, epoch)}"
        return {"run": run, "epoch": epoch, "learning_rate": learning_rate}, sentence

    controls = [*_start_and_epoch(-1.0, 5.0, 100), *_rate_and_epochs(1e-4, 1.0, 0.01, 100)]
    scenarios = {
        "too small": {"learning_rate": 0.001},
        "just right": {"learning_rate": 0.05},
        "one step": {"learning_rate": 3 / 28},
        "oscillates": {"learning_rate": 3 / 14},
        "diverges": {"learning_rate": 0.22},
    }
    return Panel(partial(DescentScene, landscape=landscapes.bowl(), epochs=100), state, controls, scenarios, walks="epoch")


def landscape_panel() -> Panel:
    """Make the panel of gradient descent on uneven ground: the landscape, starting w, learning rate, epochs.

    >>> panel = landscape_panel()
    >>> panel.set(landscape="plateau", start=-0.9)
    >>> "still descending. The lowest point is at w = 2.0000 (cost 0)." in panel.text
    True
    """
    hills = {
        hill.name: hill for hill in (landscapes.two_valleys(), landscapes.plateau(), landscapes.shelf(), landscapes.ripples())
    }

    def state(landscape, start, epoch, learning_rate, epochs):
        hill = hills[landscape]
        run = descend(hill, start, learning_rate, epochs)
        shown = {"run": run, "epoch": epoch, "learning_rate": learning_rate, "landscape": hill}
        return shown, f"{run} {_lowest(hill)} {_shown(run, epoch)}"

    controls = [
        *_start_and_epoch(-1.0, 5.0, 100),
        *_rate_and_epochs(1e-4, 1.0, 0.02, 100),
        Choice("landscape", "landscape", list(hills), "two valleys"),
    ]
    scenarios = {
        "finds the deep valley": {"landscape": "two valleys", "start": 1.5, "learning_rate": 0.02},
        "stays in the shallow valley": {"landscape": "two valleys", "start": 4.5, "learning_rate": 0.02},
        "lost on the plateau": {"landscape": "plateau", "start": -0.9, "learning_rate": 0.02},
        "stops on the shelf": {"landscape": "shelf", "start": 3.0, "learning_rate": 0.02},
    }
    make = partial(DescentScene, landscape=None, epochs=100, highest=45.0)
    return Panel(make, state, controls, scenarios, walks="epoch")


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


def step_losses(run: Trajectory, x: np.ndarray, y: np.ndarray, batch_size: int) -> np.ndarray:
    """Compute the loss of each step's own batch at the weight from which it stepped.

    run: a descent with every step recorded. x, y: its n samples. batch_size: as in the run. Returns one number a step.

    >>> from helpers import stochastic_descent
    >>> run = stochastic_descent([1, 2], [2, 4], start=1.0, learning_rate=0.25, epochs=1, every_step=True)
    >>> step_losses(run, np.array([1, 2]), np.array([2, 4]), 1).tolist()
    [1.0, 1.0]
    """
    n = len(x)
    place = np.arange(len(run.visited))
    step = place // n * run.per_epoch + place % n // batch_size
    errors = x[run.visited] * run.weights[step] - y[run.visited]
    return np.bincount(step, weights=errors**2) / np.bincount(step)


def _noisy_panel(n, scenarios, gradient, batch_size=None):
    own = gradient and Guarded(gradient)
    of_lists = batch_size is not None

    def slope(w, x, y):
        return own(w, [x], [y]) if of_lists and np.ndim(x) == 0 else own(w, x, y)

    def state(start, epoch, learning_rate, epochs, noise, smoothing, correction, order, seed, batch_size=1):
        x, y = noisy_points(n, noise, np.random.default_rng(seed))
        rng = np.random.default_rng([seed, 1])
        run = minibatch_descent(x, y, start, learning_rate, epochs, batch_size, order, rng, True, own and slope)
        losses = step_losses(run, x, y, batch_size)
        now = min(epoch, epochs) * n
        # the batch that pulls next; after the last step, the one that pulled last
        chosen = run.visited[now : now + batch_size] if now < len(run.visited) else run.visited[-batch_size:]
        shown = {
            "run": run,
            "epoch": epoch,
            "learning_rate": learning_rate,
            "landscape": landscapes.of_points(x, y, 0.5, 3.5),
            "batch": (x[chosen], y[chosen]),
            "losses": losses,
            "smoothed": smooth(np.minimum(losses, 1e6), smoothing, correct_bias=correction == "with"),
        }
        answer = f"The least-squares answer is w* = {number(best_weight(x, y), 4)}."
        told = f"{own.report('gradient') + ' ' if own else ''}{run} {answer} {_shown(run, epoch)}"
        zero = "" if correction == "with" or smoothing == 0 else " The smoothing starts from zero and is not corrected."
        return shown, told + zero

    controls = [
        *_start_and_epoch(0.5, 3.5, 30),
        *_rate_and_epochs(1e-3, 0.5, 0.05, 30),
        Dial("noise", "label noise", 0.0, 2.0, 1.0, step=0.05),
        Dial("seed", "seed", 0, 20, 1),
        Dial("smoothing", "smoothing", 0.0, 0.99, 0.9),
        Choice("correction", "bias correction", ["with", "without"], "with"),
        Choice("order", "order", ["in order", "shuffled", "with replacement"], "shuffled"),
    ]
    if batch_size is not None:
        controls.append(Dial("batch_size", "batch size b", 1, n, batch_size))
    make = partial(DescentScene, landscape=None, epochs=30, highest=15.0, jagged=True, low=0.5, high=3.5)
    return Panel(make, state, controls, scenarios, walks="epoch")


def _start_and_epoch(low, high, epochs):
    return Dial("start", "starting w", low, high, 1.0, under="w"), Dial("epoch", "epoch shown", 0, epochs, 0, under="epoch")


def _rate_and_epochs(low, high, rate, epochs):
    return Dial("learning_rate", "learning rate η", low, high, rate, log=True), Dial("epochs", "epochs", 1, epochs, epochs)


def _shown(run, epoch):
    """Say where the ball is; a run that was cut off has no later epochs to show."""
    last = (len(run.weights) - 1) // run.per_epoch
    now = min(epoch, last)
    w, cost = run.by_epoch(run.weights)[now], run.by_epoch(run.costs)[now]
    return f"Shown: epoch {now}, w = {number(w, 4)} (cost {cost_text(cost)})."


def _lowest(hill):
    return f"The lowest point is at w = {number(hill.best, 4)} (cost {cost_text(hill.best_cost)})."
