"""Landscapes invented to show one difficulty each: a hidden valley, ripples, a plateau, a shelf, a saddle."""

import numpy as np

from helpers import data
from helpers.arguments import NotNegative, Positive, checked
from helpers.landscapes import Landscape


@checked()
def hidden_valley(centre: float = 3.85, width: Positive = 0.2) -> Landscape:
    """Return a wide shallow bowl around w = 1 with a deep, narrow valley cut into its side.

    centre: where the valley lies, from 2 to 4.5. width: its half-width, above 0. J is 4 + 2(w − 1)² less a bell of depth
    2 + 2(centre − 1)², so the valley's floor is about 2 and the shallow bowl's is 4. Raises ValueError for a centre or width
    out of range.

    >>> round(hidden_valley(3.0, 0.1).best, 2)
    3.0
    """
    if not 2 <= centre <= 4.5:
        raise ValueError(f"centre is {centre}, expected a number from 2 to 4.5")
    depth = 2 + 2 * (centre - 1) ** 2

    def cost(w):
        return 4 + 2 * (w - 1) ** 2 - depth * np.exp(-(((w - centre) / width) ** 2))

    def gradient(w):
        return 4 * (w - 1) + 2 * (w - centre) / width**2 * depth * np.exp(-(((w - centre) / width) ** 2))

    near = np.linspace(centre - 2 * width, centre + width, 4001)
    return Landscape("hidden valley", 0.0, 5.0, cost, gradient, float(near[np.argmin(cost(near))]))


@checked()
def two_valleys(tilt: float = 2.0) -> Landscape:
    """Return ((w − 2)² − 3)² + tilt·(w − 2), raised so that its lowest point costs 0: two valleys, the left one deeper.

    tilt: how much deeper, above 0 and below 8 (beyond it the right valley vanishes). Raises ValueError for a tilt out of range.

    >>> two_valleys().best < 2 and abs(two_valleys().gradient(two_valleys().best)) < 1e-9
    True
    """
    if not 0 < tilt < 8:
        raise ValueError(f"tilt is {tilt}, expected a number above 0 and below 8")
    # the slope 4u³ − 12u + tilt has three real roots for these tilts; the leftmost is the deeper valley's floor
    floor = float(np.roots([4, 0, -12, tilt]).real.min())
    offset = (floor**2 - 3) ** 2 + tilt * floor

    def cost(w):
        u = w - 2
        return (u * u - 3) ** 2 + tilt * u - offset

    def gradient(w):
        u = w - 2
        return 4 * u * u * u - 12 * u + tilt

    return Landscape("two valleys", -1.0, 5.0, cost, gradient, 2 + floor)


@checked()
def ripples(amount: NotNegative = 3.0) -> Landscape:
    """Return the three points' bowl with waves on it: 14/3·(w − 2)² + amount·(1 − cos 4π(w − 2)).

    amount: the height of the waves, 0 or more. The lowest point stays at w = 2, cost 0. Raises ValueError for a negative
    amount.

    >>> float(ripples().cost(2.0)), ripples().best
    (0.0, 2.0)
    """

    def cost(w):
        u = w - 2
        return 14 / 3 * u * u + amount * (1 - np.cos(4 * np.pi * u))

    def gradient(w):
        u = w - 2
        return 28 / 3 * u + amount * 4 * np.pi * np.sin(4 * np.pi * u)

    return Landscape("ripples", -1.0, 5.0, cost, gradient, 2.0)


def plateau() -> Landscape:
    """Return 20·(1 − exp(−(w − 2)²)): a valley at w = 2 in a plain that is almost level two units away from it.

    >>> abs(plateau().gradient(-1.0)) < 0.02 and plateau().best == 2.0
    True
    """

    def cost(w):
        return 20 * (1 - np.exp(-((w - 2) ** 2)))

    def gradient(w):
        return 40 * (w - 2) * np.exp(-((w - 2) ** 2))

    return Landscape("plateau", -1.0, 5.0, cost, gradient, 2.0)


def shelf() -> Landscape:
    """Return a valley at w = 0 with a shelf at w = 3, where the slope is 0 although the cost falls on to the left.

    Its slope is 2w(w − 3)², so J is w⁴/2 − 4w³ + 9w².

    >>> shelf().gradient(3.0), shelf().cost(3.0) > shelf().cost(2.5), shelf().best
    (0.0, True, 0.0)
    """

    def cost(w):
        return w * w * (w * w / 2 - 4 * w + 9)

    def gradient(w):
        return 2 * w * (w - 3) * (w - 3)

    return Landscape("shelf", -1.0, 5.0, cost, gradient, 0.0)


def line_bowl() -> Landscape:
    """Return the cost over two weights (w, b) of y = x·w + b on the three points; its lowest point is (2, 0), cost 0.

    >>> float(line_bowl().cost((2.0, 0.0))), line_bowl().dimensions
    (0.0, 2)
    """
    x, y = data.three_points()

    def cost(weights):
        w, b = weights
        return sum((x_i * w + b - y_i) ** 2 for x_i, y_i in zip(x, y, strict=True)) / len(x)

    def gradient(weights):
        w, b = weights
        errors = [x_i * w + b - y_i for x_i, y_i in zip(x, y, strict=True)]
        by_w = sum(2 * x_i * error for x_i, error in zip(x, errors, strict=True)) / len(x)
        return np.array([by_w, 2 * sum(errors) / len(x)])

    return Landscape("line", (0.0, -3.0), (5.0, 3.0), cost, gradient, (2.0, 0.0), len(x))


def saddle() -> Landscape:
    """Return the cost over two weights of y = x·w₁·w₂ on the three points, 14/3·(w₁w₂ − 2)², which has a saddle at (0, 0).

    Every point of the two curves w₁w₂ = 2 is a lowest one; `best` is (√2, √2).

    >>> saddle().gradient((0.0, 0.0)).tolist(), round(saddle().cost((1.0, 2.0)), 12)
    ([-0.0, -0.0], 0.0)
    """

    def cost(weights):
        w_1, w_2 = weights
        return 14 / 3 * (w_1 * w_2 - 2) ** 2

    def gradient(weights):
        w_1, w_2 = weights
        pull = 28 / 3 * (w_1 * w_2 - 2)
        return np.array([pull * w_2, pull * w_1])

    root = float(np.sqrt(2))
    return Landscape("saddle", (-2.0, -2.0), (2.0, 2.0), cost, gradient, (root, root), 3)
