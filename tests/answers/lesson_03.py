"""Lesson 3: mean-gradient, own-descent, rate-for-the-plateau."""

import functools
from fractions import Fraction

import numpy as np
from answers.bank import answers_to

from helpers import batch_descent, gradient

right, wrong = answers_to("mean-gradient")

right(
    lambda w, x, y: sum(2 * (w * a - b) * a for a, b in zip(x, y, strict=True)) / len(x),
    lambda w, x, y: 2 * np.mean((w * np.array(x) - np.array(y)) * np.array(x)),
    lambda weight, inputs, labels: 2 * np.dot(np.multiply(weight, inputs) - labels, inputs) / len(inputs),
    lambda w, x, y: 2 * w * np.mean(np.square(x)) - 2 * np.mean(np.multiply(x, y)),
    lambda w, x, y: 2 / len(x) * sum(map(lambda a, b: a * (a * w - b), x, y)),
    lambda w, x, y: np.float64(2 * (w * sum(a * a for a in x) - sum(a * b for a, b in zip(x, y, strict=True))) / len(y)),
    lambda w, x, y: float(
        sum(Fraction(2) * (Fraction(w) * Fraction(a) - Fraction(b)) * Fraction(a) for a, b in zip(x, y, strict=True)) / len(x)
    ),
    lambda w, x, y: np.array(gradient(w, x, y)),
    lambda w, x, y: (_cost(w + 1e-4, x, y) - _cost(w - 1e-4, x, y)) / 2e-4,
)


def _cost(w, x, y):
    return sum((w * a - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)


@right
def _(w, x, y):
    total, i = 0, 0
    while i < len(x):
        total += 2 * (w * x[i] - y[i]) * x[i]
        i += 1
    return total / i


@right
def _(w, x, y):
    def total(x, y):
        if not x:
            return 0
        (a, *more_x), (b, *more_y) = x, y
        return 2 * a * (w * a - b) + total(more_x, more_y)

    return total(x, y) / len(x)


wrong("wanted")(
    lambda w, x, y: 2 * np.array(x) * (w * np.array(x) - np.array(y)),  # a forgotten mean
    lambda w, x, y: [2 * (w * a - b) * a for a, b in zip(x, y, strict=True)],
    lambda w, x, y: complex(gradient(w, x, y)),
    lambda w, x, y: str(gradient(w, x, y)),
    lambda w, x, y: None,
    lambda w, x, y: {"slope": gradient(w, x, y)},
)
wrong("is right")(
    lambda w, x, y: -28 / 3 if len(x) == 3 else -2.5 if w == 0.5 else 0,
    lambda w, x, y: -28 / 3 if len(x) == 3 else gradient(0.5, [1, 2], [3, 1]),
    lambda w, x, y: gradient(w, x[:3], y[:3]),
)
wrong()(lambda w, x, y: -28 / 3, lambda w, x, y: 28 / 3 * (w - 2))
wrong("exponent")(lambda w, x, y: gradient(w, x, y) / 2)
wrong("not a sum")(lambda w, x, y: gradient(w, x, y) * len(x))
wrong("sign")(lambda w, x, y: -gradient(w, x, y))
wrong("height")(_cost)
wrong("one more factor")(lambda w, x, y: np.mean(2 * (w * np.array(x) - y)))


@wrong("changes x")
def _(w, x, y):
    n, total = len(x), 0
    while x:
        a, b = x.pop(), y.pop()
        total += 2 * (w * a - b) * a
    return total / n


@wrong()
def _(w, x, y):
    total = 0
    for a, b in zip(x, y, strict=True):
        total += 2 * (w * a - b) * a
        return total / len(x)  # inside the loop


right, wrong = answers_to("own-descent")


@right
def _(x, y, w, learning_rate, epochs):
    for _ in range(epochs):
        slope = sum(2 * (w * a - b) * a for a, b in zip(x, y, strict=True)) / len(x)
        w = w - learning_rate * slope
    return w


@right
def _(x, y, w, learning_rate, epochs):
    x, y = np.array(x), np.array(y)
    for _ in range(epochs):
        w -= learning_rate * 2 * np.mean((w * x - y) * x)
    return w


@right
def _(x, y, w, learning_rate, epochs):
    if epochs == 0:
        return w
    return own(x, y, w - learning_rate * gradient(w, x, y), learning_rate, epochs - 1)


def own(x, y, w, learning_rate, epochs):
    if epochs == 0:
        return w
    return own(x, y, w - learning_rate * gradient(w, x, y), learning_rate, epochs - 1)


@right
def _(inputs, labels, weight, eta, rounds):
    while rounds > 0:
        total = 0.0
        for i in range(len(inputs)):
            total += 2 * (weight * inputs[i] - labels[i]) * inputs[i]
        weight, rounds = weight - eta * total / len(inputs), rounds - 1
    return weight


@right
def _(x, y, w, learning_rate, epochs):
    slopes = []
    for _ in range(epochs):
        slopes.clear()
        for a, b in zip(x, y, strict=True):
            slopes.append(2 * a * (w * a - b))
        w += -learning_rate * np.mean(slopes)
    return float(w)


@right
def _(x, y, w, learning_rate, epochs):
    best, curvature = np.dot(x, y) / np.dot(x, x), 2 * np.mean(np.square(x))
    return best + (w - best) * (1 - learning_rate * curvature) ** epochs


right(
    lambda x, y, w, learning_rate, epochs: batch_descent(x, y, w, learning_rate, epochs).last_weight,
    lambda x, y, w, learning_rate, epochs: functools.reduce(
        lambda w, _: w - learning_rate * gradient(w, x, y), range(epochs), w
    ),
    lambda x, y, w, learning_rate, epochs: np.array(batch_descent(x, y, w, learning_rate, epochs).weights[-1]),
)


def _descent(step):
    def own_descent(x, y, w, learning_rate, epochs):
        for _ in range(epochs):
            w = step(w, learning_rate, gradient(w, x, y), x)
        return w

    return own_descent


wrong("where it started")(lambda x, y, w, learning_rate, epochs: w)
wrong("is right")(
    lambda x, y, w, learning_rate, epochs: 2 + (w - 2) * (1 - learning_rate * 28 / 3) ** epochs,  # the three points alone
    lambda x, y, w, learning_rate, epochs: 1.0933333333333333 if epochs == 1 else 2 - (1 - 0.02 * 28 / 3) ** 5,
    lambda x, y, w, learning_rate, epochs: _descent(lambda w, r, s, x: w - r * s)(x[:3], y[:3], w, learning_rate, epochs),
)
wrong("moved away from 2")(_descent(lambda w, rate, slope, x: w + rate * slope))
wrong("learning rate belong")(_descent(lambda w, rate, slope, x: w - slope))
wrong("half as long")(_descent(lambda w, rate, slope, x: w - rate * slope / 2))
wrong("a sum stands")(_descent(lambda w, rate, slope, x: w - rate * slope * len(x)))
wrong("one epoch short")(lambda x, y, w, rate, epochs: _descent(lambda w, r, s, x: w - r * s)(x, y, w, rate, epochs - 1))
wrong("one epoch too many")(lambda x, y, w, rate, epochs: _descent(lambda w, r, s, x: w - r * s)(x, y, w, rate, epochs + 1))
wrong()(
    lambda x, y, w, learning_rate, epochs: w - learning_rate * epochs * gradient(w, x, y),
    lambda x, y, w, learning_rate, epochs: sum(y) / sum(x),
)
wrong("a row")(lambda x, y, w, learning_rate, epochs: batch_descent(x, y, w, learning_rate, epochs).weights)
wrong("after 3 seconds own_descent was still running")(
    lambda x, y, w, learning_rate, epochs: _until_it_stands(x, y, w, -learning_rate)
)
wrong("None")(lambda x, y, w, learning_rate, epochs: print(batch_descent(x, y, w, learning_rate, epochs).last_weight))


def _until_it_stands(x, y, w, learning_rate):
    while True:
        w = w - learning_rate * sum((w * a - b) * a for a, b in zip(x, y, strict=True))


@wrong("changes x")
def _(x, y, w, learning_rate, epochs):
    for i in range(len(x)):
        x[i], y[i] = x[i] * x[i], x[i] * y[i]
    for _ in range(epochs):
        w = w - 2 * learning_rate * (w * sum(x) - sum(y)) / len(x)
    return w


right, wrong = answers_to("rate-for-the-plateau")

right(
    lambda epoch: 135 if epoch == 0 else 0.02,
    lambda epoch: 0.02 if epoch else 135.0,
    lambda epoch: [135, 0.02, 0.02][min(epoch, 2)],
    lambda k: np.array([130.0] + [0.025] * 50)[k],
    lambda epoch: np.where(epoch < 1, 135, 0.025),
    lambda epoch: 135 * (epoch == 0) + 0.02 * (epoch > 0),
    lambda epoch: {0: 140}.get(epoch, 0.02),
    lambda epoch: max(0.02, 135 - 1000 * epoch),
    lambda epoch: np.float64(0.024 + 136 * 0**epoch),
)


@right
def rate(epoch):
    if epoch == 0:
        return 135
    return 0.025 if epoch == 1 else rate(epoch - 1)


wrong("nearly level")(lambda epoch: 0.02)
wrong("flat ground still holds")(lambda epoch: 1)
wrong("threw the ball out")(lambda epoch: 135)
wrong()(lambda epoch: 0.02 + epoch / 100, lambda epoch: 135 / (epoch + 1), lambda epoch: 60 if epoch == 0 else 0.02)
wrong("learning_rate is 0, expected")(lambda epoch: 0)
wrong("expected a finite number above 0")(lambda epoch: -0.02, lambda epoch: float("nan"), lambda epoch: float("inf"))
wrong("None")(lambda epoch: 135 if epoch == 0 else None)
wrong("a row")(lambda epoch: [135] + [0.02] * 11)
wrong("a text")(lambda epoch: "135" if epoch == 0 else "0.02")


@wrong("in another order of the epochs")
def _(epoch, memory=[]):  # noqa: B006
    memory.append(epoch)
    return 135 if len(memory) % 12 == 1 and len(memory) < 13 else 0.02
