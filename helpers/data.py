"""The points that the lessons fit."""

import csv
from importlib.resources import files

import numpy as np

from helpers.arguments import AtLeastOne, Count, NotNegative, checked


def three_points() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the three points (1, 2), (2, 4), (3, 6) of the series, which lie exactly on y = 2x.

    >>> three_points()
    ((1.0, 2.0, 3.0), (2.0, 4.0, 6.0))
    """
    return (1.0, 2.0, 3.0), (2.0, 4.0, 6.0)


@checked()
def noisy_points(n: Count, noise: NotNegative, rng: np.random.Generator, slope: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Make n points with x evenly from 1 to 3 and y = slope · x + noise · (standard normal).

    n: samples, at least 1 (a single one lies at x = 1). noise: standard deviation of the label noise in the unit of y, 0 or
    more. rng: the source of randomness; it draws n numbers even at noise 0, so one seed gives one pattern, and a noise dial
    only stretches it. Returns (x, y), two arrays of shape (n,). Raises ValueError for n below 1 or a noise that is negative
    or not finite.

    >>> x, y = noisy_points(3, 0.0, np.random.default_rng(1))
    >>> x.tolist(), y.tolist()
    ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    """
    x = np.linspace(1.0, 3.0, n)
    return x, slope * x + noise * rng.standard_normal(n)


@checked()
def conditioned_points(
    n: Count, d: Count, condition: AtLeastOne, noise: NotNegative, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make n points with d normal features, whose covariance has the given condition number, and y = x · w + noise.

    n, d: samples and weights, at least 1. condition: 1 or more; the variances of the features run in equal ratios from 1 to
    it. noise: standard deviation of the label noise in the unit of y, 0 or more. rng: the source of randomness. Returns
    (x, y, w): arrays of shape (n, d), (n,) and (d,), w the true weights. Raises ValueError for settings out of range.

    >>> x, y, w = conditioned_points(50, 3, condition=100, noise=0, rng=np.random.default_rng(1))
    >>> x.shape, np.allclose(x @ w, y)
    ((50, 3), True)
    """
    w = rng.standard_normal(d)
    x = rng.standard_normal((n, d)) * np.sqrt(np.geomspace(1.0, condition, d))
    return x, x @ w + noise * rng.standard_normal(n), w


def hubble_1929() -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Return Hubble's 24 nebulae of 1929: their names, distances in megaparsecs and radial velocities in km/s.

    Returns (names, distance, velocity): 24 strings and two arrays of shape (24,).
    Source: E. Hubble, "A relation between distance and radial velocity among extra-galactic nebulae", Proceedings of the
    National Academy of Sciences 15 (1929), 168–173, Table 1.

    >>> names, distance, velocity = hubble_1929()
    >>> len(names), names[-1], float(distance[-1]), float(velocity[-1])
    (24, 'NGC 4649', 2.0, 1090.0)
    """
    with files("helpers").joinpath("hubble_1929.csv").open(encoding="utf8") as table:
        rows = list(csv.DictReader(table))
    distance = np.array([float(row["distance_mpc"]) for row in rows])
    velocity = np.array([float(row["velocity_km_s"]) for row in rows])
    return tuple(row["object"] for row in rows), distance, velocity
