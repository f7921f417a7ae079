"""A problem for every method: a landscape whose cost is the mean of samples, each with a slope of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from helpers import data, invented, landscapes, model
from helpers.arguments import Positive, checked
from helpers.landscapes import Landscape

SHARE = 0.001  # the target: this share of the climb from the lowest cost to the average cost over the range
TILTS = (-4.0, -2.5, -1.0, 1.0, 2.5, 4.0)  # of the samples of a landscape without points; they sum to zero in any order


@dataclass(frozen=True)
class Problem:
    """A landscape whose cost is the mean of n samples, each with a slope of its own.

    landscape: its `samples` is n. slope: takes a weight and the positions of some samples (a list), and returns the mean of
    their slopes at that weight. rate: the learning rate that descents use here unless told otherwise.
    """

    landscape: Landscape
    slope: Callable
    rate: float

    @property
    def n(self) -> int:
        """How many samples there are: what one cost, or one full gradient, takes."""
        return self.landscape.samples


@checked()
def split_into_samples(landscape: Landscape, tilts: Sequence[float] = TILTS) -> Problem:
    """Split a landscape into samples, so that a method can listen to one or a few of them.

    landscape: with points behind it these are the samples. Without, sample i is the landscape plus tilts[i] · w (for each
    weight): the tilts sum to zero, so that the mean of the samples is the landscape. The rate is half of one over the sharpest
    bend (second derivative) of any sample in the range. Raises ValueError for tilts that do not sum to zero.

    >>> three = split_into_samples(landscapes.bowl())
    >>> three.slope(1.0, [2]), round(three.rate, 4), split_into_samples(invented.plateau()).slope(2.0, [0, 1])
    (-18.0, 0.0278, -3.25)
    """
    if len(landscape.x):
        x, y = (np.asarray(values, dtype=float).tolist() for values in (landscape.x, landscape.y))

        def of_points(w, chosen):
            return model.mean_slope(w, [x[i] for i in chosen], [y[i] for i in chosen])

        return Problem(landscape, of_points, _half_of_one_over(2 * max(x_i * x_i for x_i in x)))
    if not abs(sum(tilts)) < 1e-9:
        raise ValueError(f"tilts are {tuple(tilts)}, expected numbers that sum to zero")

    many = landscape.dimensions > 1

    def tilted(w, chosen):
        steepness = landscape.gradient(w) + sum([tilts[i] for i in chosen]) / len(chosen)
        return steepness if many else float(steepness)  # plain numbers make the long walks faster

    return Problem(replace(landscape, samples=len(tilts)), tilted, _half_of_one_over(_sharpest_bend(landscape)))


def _half_of_one_over(bend):
    return 0.5 / bend if bend > 0 else 1.0


def _sharpest_bend(landscape, h=1e-4):
    """Find the largest second derivative over a grid of the range; for two weights the norm of all four."""
    low, high = landscape.bounds
    each = [np.linspace(*ends, 2001 if low.size == 1 else 31) for ends in zip(low, high, strict=True)]
    places = np.stack([part.ravel() for part in np.meshgrid(*each)], axis=1)
    squares = np.zeros(len(places))
    for shift in h * np.eye(low.size):
        ahead, behind = ([landscape.gradient(as_weight(place)) for place in places + sign * shift] for sign in (1, -1))
        bends = np.subtract(ahead, behind).reshape(len(places), -1) / (2 * h)
        squares += (bends**2).sum(axis=1)
    return float(np.sqrt(squares.max()))


def as_weight(parts: np.ndarray):
    """Give an array of one number as that number, a longer one as it is: a weight as the landscapes take it."""
    return float(parts[0]) if parts.size == 1 else parts


def benchmark_problems() -> list[Problem]:
    """Return the eight problems of the scoreboard.

    >>> [each.landscape.name for each in benchmark_problems()][:4]
    ['bowl', 'narrow valley', 'two valleys', 'ripples']
    """
    noisy = data.noisy_points(24, 1.0, np.random.default_rng(3))
    hills = [
        replace(invented.ripples(0.0), name="bowl"),
        replace(invented.hidden_valley(), name="narrow valley"),
        invented.two_valleys(),
        invented.ripples(),
        invented.plateau(),
        invented.saddle(),
        landscapes.of_points(*data.three_points(), name="three points"),
        landscapes.of_points(*noisy, name="noisy points"),
    ]
    return [split_into_samples(hill) for hill in hills]


@checked()
def target(landscape: Landscape, share: Positive = SHARE) -> float:
    """Compute the cost that counts as good enough: the lowest, and `share` of the climb from there to the average cost.

    landscape: averaged over a grid of its whole range. share: above 0. Returns one cost. Raises ValueError for a share that is
    not above 0.

    >>> round(target(landscapes.bowl()), 3)
    0.014
    """
    low, high = landscape.bounds
    middles = [start + (end - start) * (np.arange(400) + 0.5) / 400 for start, end in zip(low, high, strict=True)]
    costs = landscape.cost(middles[0] if len(middles) == 1 else tuple(np.meshgrid(*middles)))
    return landscape.best_cost + share * (float(np.mean(costs)) - landscape.best_cost)
