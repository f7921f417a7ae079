"""Lesson 12: heavy-step, newton-step, through-the-trough."""

import operator
from fractions import Fraction

import numpy as np
from answers.bank import answers_to

right, wrong = answers_to("heavy-step")


@right
def _(w, velocity, slope, learning_rate, keep):
    velocity = keep * velocity - learning_rate * slope
    return w + velocity, velocity


@right
def _(w, v, g, eta, beta):
    v *= beta
    v -= eta * g
    w += v
    return [w, v]


@right
def _(w, velocity, slope, learning_rate, keep):
    new = np.dot([keep, -learning_rate], [velocity, slope])
    return np.array([w + new, new])


@right
def _(w, velocity, slope, learning_rate, keep):
    state = np.array([[1, keep], [0, keep]]) @ [w, velocity]
    return state - learning_rate * slope


@right
def _(w, velocity, slope, learning_rate, keep):
    before = w - velocity
    after = w - learning_rate * slope + keep * (w - before)
    return after, after - w


right(
    lambda w, v, slope, rate, keep: (w + (new := keep * v - rate * slope), new),
    lambda w, v, slope, rate, keep: (w + keep * v - rate * slope, keep * v - rate * slope),
    lambda w, v, slope, rate, keep: tuple(np.float64(u) + keep * v - rate * slope for u in (w, 0)),
    lambda w, v, slope, rate, keep: ((np.float64(w), v := keep * v - rate * slope)[0] + v, v),
)

wrong("Nothing moves")(lambda w, velocity, slope, learning_rate, keep: (w, velocity))
wrong("old velocity. Which")(lambda w, v, slope, rate, keep: (w + v, keep * v - rate * slope))
wrong("pushes uphill")(lambda w, v, slope, rate, keep: (w + keep * v + rate * slope, keep * v + rate * slope))
wrong("never loses any")(lambda w, v, slope, rate, keep: (w + v - rate * slope, v - rate * slope))
wrong("plain descent")(lambda w, v, slope, rate, keep: (w - rate * slope, v))
wrong("is right")(
    lambda w, v, slope, rate, keep: (1.6, 0.6) if w == 1 else (2.3, -0.7),
    lambda w, v, slope, rate, keep: (w + keep * v - rate * slope, keep * v - rate * slope) if slope in (-2, 4) else (w, v),
)
wrong()(
    lambda w, v, slope, rate, keep: (1.6, 0.6),
    lambda w, v, slope, rate, keep: (keep * v - rate * slope, w + keep * v - rate * slope),
    lambda w, v, slope, rate, keep: (w + keep * v - (1 - keep) * rate * slope, keep * v - (1 - keep) * rate * slope),
    lambda w, v, slope, rate, keep: (w + keep * v - rate * slope, v),
)
wrong("a number")(lambda w, v, slope, rate, keep: w + keep * v - rate * slope)
wrong("gives [2.3], and that leads to ValueError")(lambda w, v, slope, rate, keep: [w + keep * v - rate * slope])
wrong("None")(lambda w, v, slope, rate, keep: None)

right, wrong = answers_to("newton-step")

right(
    lambda w, slope, curvature: w - slope / curvature,
    lambda w, slope, curvature: w - 1 / curvature * slope,
    lambda weight, g, h: (weight * h - g) / h,
    lambda w, slope, curvature: np.float64(w) - np.divide(slope, curvature),
    lambda w, slope, curvature: operator.sub(w, operator.truediv(slope, curvature)),
    lambda w, slope, curvature: float(Fraction(w) - Fraction(slope) / Fraction(curvature)),
    lambda w, slope, curvature: w + np.linalg.solve([[curvature]], [-slope])[0],
    lambda w, slope, curvature: w - slope * curvature**-1,
    lambda w, slope, curvature: np.roots([curvature, slope - curvature * w])[0],
)


@right
def _(w, slope, curvature):
    learning_rate = 1 / curvature
    w -= learning_rate * slope
    return w


wrong("w has not moved")(lambda w, slope, curvature: w)
wrong("distance doubles")(lambda w, slope, curvature: w + slope / curvature)
wrong("long or short")(lambda w, slope, curvature: w - slope * curvature)
wrong("no effect yet")(lambda w, slope, curvature: w - slope)
wrong("is right")(
    lambda w, slope, curvature: 2.0 if w == 1 else -0.25,
    lambda w, slope, curvature: w - abs(slope) / curvature if slope > 0 else 2.0,
    lambda w, slope, curvature: w + 1 if curvature == 28 / 3 else w - slope / 4,
)
wrong()(
    lambda w, slope, curvature: 2.0,
    lambda w, slope, curvature: w - slope // curvature,
    lambda w, slope, curvature: -slope / curvature,
    lambda w, slope, curvature: w - slope / curvature**2,
    lambda w, slope, curvature: w - 2 * slope / curvature,
)
wrong("a complex")(lambda w, slope, curvature: complex(w - slope / curvature))
wrong("None")(lambda w, slope, curvature: None)
wrong("ZeroDivisionError")(lambda w, slope, curvature: w - slope / (curvature - curvature))

right, wrong = answers_to("through-the-trough")


def _polyak():
    """Polyak's pair from the largest and smallest curvature of the bowl over the line's two weights."""
    x = np.array([1.0, 2.0, 3.0])
    low, high = np.sqrt(np.linalg.eigvalsh(2 / 3 * np.array([[x @ x, x.sum()], [x.sum(), 3]])))
    return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


right(
    lambda: (0.22, 0.6),
    lambda: [0.22, 0.6],
    lambda: np.array([0.22, 0.6]),
    lambda: (np.float64(0.22), np.float64(0.6)),
    lambda: (0.2, 0.6),
    lambda: (22 / 100, 3 / 5),
    lambda: map(float, ["0.22", "0.6"]),
    lambda: {0.22: 0.6}.popitem(),
    lambda: (0.21, 0.6),
)


wrong("25 steps")(_polyak)
wrong("creeps along")(lambda: (0.1, 0.0))
wrong("swings for a long time")(lambda: (0.05, 0.9))
wrong("still far too slow")(lambda: (0.15, 0.0))
wrong("too large, even with momentum")(lambda: (0.5, 0.6))
wrong()(lambda: (0.6, 0.22), lambda: (0.22, 0.3), lambda: (0.1, 0.6), lambda: (0.22, 0.99), lambda: (0.0, 0.6))
wrong()(lambda: (-0.22, 0.6), lambda: (0.22, -0.6), lambda: (0.22, 1.5), lambda: (float("nan"), 0.6))
wrong("ValueError")(lambda: (0.22,), lambda: (0.22, 0.6, 20))
wrong("a number")(lambda: 0.22)
wrong("where a number is wanted")(lambda: ("0.22", "0.6"))
wrong("None")(lambda: None)
