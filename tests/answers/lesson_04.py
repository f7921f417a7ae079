"""Lesson 4: sample-step, draw-samples, own-stochastic, smooth-from-zero."""

import functools
import random
from fractions import Fraction

import numpy as np
from answers.bank import answers_to

from helpers import loss_gradient, smooth, stochastic_descent

right, wrong = answers_to("sample-step")

right(
    lambda w, x, y, learning_rate: w - learning_rate * 2 * (w * x - y) * x,
    lambda w, x, y, learning_rate: w + 2 * learning_rate * x * (y - w * x),
    lambda weight, a, b, eta: weight * (1 - 2 * eta * a * a) + 2 * eta * a * b,
    lambda w, x, y, learning_rate: np.float64(w) - np.prod([2, learning_rate, w * x - y, x]),
    lambda w, x, y, learning_rate: y / x + (w - y / x) * (1 - 2 * learning_rate * x**2) if x else w,
    lambda w, x, y, learning_rate: w - learning_rate * loss_gradient(w, x, y),
    lambda w, x, y, rate: float(Fraction(w) - Fraction(rate) * 2 * (Fraction(w) * Fraction(x) - Fraction(y)) * Fraction(x)),
    lambda w, x, y, rate: w - rate * (((w + 1e-3) * x - y) ** 2 - ((w - 1e-3) * x - y) ** 2) / 2e-3,
)


@right
def _(w, x, y, learning_rate):
    predicted = w * x
    error = predicted - y
    slope = 2 * error * x
    w -= learning_rate * slope
    return w


wrong("w has not moved")(lambda w, x, y, learning_rate: w)
wrong("is right")(
    lambda w, x, y, learning_rate: 1.18 if x == 3 else 0.56,
    lambda w, x, y, learning_rate: w - 2 * learning_rate * (w * x - y) * abs(x),
    lambda w, x, y, learning_rate: max(0, w - 2 * learning_rate * (w * x - y) * x),
)
wrong("half as long")(lambda w, x, y, learning_rate: w - learning_rate * (w * x - y) * x)
wrong("uphill")(lambda w, x, y, learning_rate: w + learning_rate * 2 * (w * x - y) * x)
wrong("however small the learning rate")(lambda w, x, y, learning_rate: w - 2 * (w * x - y) * x)
wrong("one more factor")(lambda w, x, y, learning_rate: w - learning_rate * 2 * (w * x - y))
wrong()(
    lambda w, x, y, learning_rate: 1.18,
    lambda w, x, y, learning_rate: learning_rate * 2 * (w * x - y) * x,
    lambda w, x, y, learning_rate: y / x,
)
wrong("a row")(lambda w, x, y, learning_rate: (w, w - learning_rate * 2 * (w * x - y) * x))
wrong("None")(lambda w, x, y, learning_rate: print(w - learning_rate * 2 * (w * x - y) * x))
wrong("IndexError")(lambda w, x, y, learning_rate: w - learning_rate * np.mean(x)[0])

right, wrong = answers_to("draw-samples")

right(
    lambda n, rng: rng.integers(n, size=n),
    lambda n, rng: rng.integers(0, n, n),
    lambda n, rng: [int(rng.integers(n)) for _ in range(n)],
    lambda n, rng: rng.choice(n, size=n),
    lambda n, rng: (rng.random(n) * n).astype(int),
    lambda n, rng: [int(n * rng.random()) for _ in range(n)],
    lambda n, rng: tuple(rng.integers(1, n + 1, size=n) - 1),
    lambda n, rng: np.floor(rng.uniform(0, n, n)),
    lambda n, rng: [rng.permutation(n)[0] for _ in range(n)],
    lambda count, generator: generator.integers(low=0, high=count - 1, size=count, endpoint=True).tolist(),
)


@right
def _(n, rng):
    drawn = []
    while len(drawn) < n:
        drawn.append(rng.integers(n))
    return drawn


@right
def _(n, rng):
    def more(left):
        return [] if left == 0 else [int(rng.integers(n)), *more(left - 1)]

    return more(n)


wrong("first sample. Let")(lambda n, rng: [0] * n)
wrong()(lambda n, rng: [0, 3, 1, 1, 4], lambda n, rng: list(range(n)), lambda n, rng: rng.random(n))
wrong("counts positions from 0")(lambda n, rng: rng.integers(1, n, size=n))
wrong("beyond the last")(lambda n, rng: rng.integers(n + 1, size=n), lambda n, rng: rng.integers(1, n + 1, size=n))
wrong("shuffling")(lambda n, rng: rng.permutation(n), lambda n, rng: rng.choice(n, size=n, replace=False))
wrong("last sample is never drawn")(
    lambda n, rng: rng.integers(n - 1, size=n), lambda n, rng: (rng.random(n) * (n - 1)).astype(int)
)
wrong("where chance alone gives about")(
    lambda n, rng: np.minimum(rng.integers(n, size=n), rng.integers(n, size=n)),
    lambda n, rng: np.round(rng.random(n) * (n - 1)).astype(int),
    lambda n, rng: np.random.default_rng(rng.integers(2)).integers(n, size=n),
    lambda n, rng: (rng.integers(n) + np.arange(n) * rng.integers(2)) % n,
    lambda n, rng: np.abs(rng.normal(0, n / 2, n)).astype(int) % n,
)
wrong("it draws from another one")(
    lambda n, rng: np.random.default_rng().integers(n, size=n), lambda n, rng: [random.randrange(n) for _ in range(n)]
)
wrong("a number")(lambda n, rng: rng.integers(n))
wrong("another number of them")(lambda n, rng: rng.integers(n, size=5))


@wrong()
def _(n, rng, once={}):  # noqa: B006
    """Drawn once and given again and again."""
    if n not in once:
        once[n] = rng.integers(n, size=n)
    return once[n]


right, wrong = answers_to("own-stochastic")


@right
def _(x, y, w, learning_rate, epochs):
    for _ in range(epochs):
        for a, b in zip(x, y, strict=True):
            w = w - learning_rate * 2 * (w * a - b) * a
    return w


@right
def _(x, y, w, learning_rate, epochs):
    for k in range(epochs * len(x)):
        i = k % len(x)
        w -= 2 * learning_rate * x[i] * (w * x[i] - y[i])
    return w


@right
def _(x, y, w, learning_rate, epochs):
    while epochs:
        i = 0
        while i < len(x):
            w = w - learning_rate * loss_gradient(w, x[i], y[i])
            i += 1
        epochs -= 1
    return np.float64(w)


@right
def _(inputs, labels, weight, eta, rounds):
    if rounds == 0:
        return weight
    for a, b in zip(inputs, labels, strict=True):
        weight += 2 * eta * a * (b - weight * a)
    return _walk(inputs, labels, weight, eta, rounds - 1)


def _walk(x, y, w, rate, epochs):
    if epochs == 0:
        return w
    for a, b in zip(x, y, strict=True):
        w += 2 * rate * a * (b - w * a)
    return _walk(x, y, w, rate, epochs - 1)


@right
def _(x, y, w, learning_rate, epochs):
    samples = list(zip(x, y, strict=True)) * epochs
    return functools.reduce(lambda w, sample: w - 2 * learning_rate * (w * sample[0] - sample[1]) * sample[0], samples, w)


@right
def _(x, y, w, learning_rate, epochs):
    x, y = np.array(x), np.array(y)
    keeps, adds = 1 - 2 * learning_rate * x**2, 2 * learning_rate * x * y
    for _ in range(epochs):
        for keep, add in zip(keeps, adds, strict=True):
            w = keep * w + add
    return w


@right
def _(x, y, w, learning_rate, epochs):
    keep, add = 1.0, 0.0  # an epoch is a straight line in w
    for a, b in zip(x, y, strict=True):
        factor = 1 - 2 * learning_rate * a * a
        keep, add = factor * keep, factor * add + 2 * learning_rate * a * b
    for _ in range(epochs):
        w = keep * w + add
    return float(w)


right(
    lambda x, y, w, learning_rate, epochs: (
        stochastic_descent(x, y, w, learning_rate, epochs, "in order", np.random.default_rng()).last_weight
    )
)


def _samples(step):
    def own_stochastic(x, y, w, learning_rate, epochs):
        for _ in range(epochs):
            for a, b in zip(x, y, strict=True):
                w = step(w, learning_rate, a, b)
        return w

    return own_stochastic


_good = _samples(lambda w, rate, a, b: w - 2 * rate * (w * a - b) * a)
wrong("where it started")(lambda x, y, w, learning_rate, epochs: w)
wrong("is right")(
    lambda x, y, w, learning_rate, epochs: 1.320688 if epochs == 1 else 2.159444875495768,
    lambda x, y, w, learning_rate, epochs: _good([1, 2, 3], [2, 4, 7], w, learning_rate, epochs),
    lambda x, y, w, learning_rate, epochs: _good(x[:3], y[:3], w, learning_rate, epochs),
)
wrong("half as long")(_samples(lambda w, rate, a, b: w - rate * (w * a - b) * a))
wrong("uphill")(_samples(lambda w, rate, a, b: w + 2 * rate * (w * a - b) * a))
wrong("one epoch short")(lambda x, y, w, rate, epochs: _good(x, y, w, rate, epochs - 1))
wrong("first sample was never visited")(lambda x, y, w, rate, epochs: _good(x[1:], y[1:], w, rate, epochs))
wrong()(
    lambda x, y, w, rate, epochs: _good(x, y, w, rate, 1),
    lambda x, y, w, rate, epochs: _good(x[::-1], y[::-1], w, rate, epochs),
    lambda x, y, w, rate, epochs: _good(x, y, w, rate / len(x), epochs),
)
wrong("one step an epoch")(
    lambda x, y, w, rate, epochs: functools.reduce(
        lambda w, _: w - rate * np.mean([2 * (w * a - b) * a for a, b in zip(x, y, strict=True)]), range(epochs), w
    )
)
wrong("a row")(lambda x, y, w, rate, epochs: [_good(x, y, w, rate, k) for k in range(epochs)])
wrong("IndexError: list index out of range, in its line")(lambda x, y, w, rate, epochs: w - rate * x[len(x)])


@wrong("changes x")
def _(x, y, w, learning_rate, epochs):
    for _ in range(epochs):
        for _ in range(len(x)):
            a, b = x.pop(0), y.pop(0)
            w -= 2 * learning_rate * (w * a - b) * a
            x.append(a + 0.0 if a else a)
            y.append(b)
    x.reverse()
    return w


right, wrong = answers_to("smooth-from-zero")


@right
def _(values, beta):
    mean, means = 0.0, []
    for count, value in enumerate(values, start=1):
        mean = beta * mean + (1 - beta) * value
        means.append(mean / (1 - beta**count))
    return means


@right
def _(values, beta):
    means = []
    for k in range(1, len(values) + 1):
        shares = [beta ** (k - 1 - i) for i in range(k)]
        means.append(sum(s * v for s, v in zip(shares, values[:k], strict=True)) / sum(shares))
    return means


@right
def _(values, beta):
    shares = beta ** np.arange(len(values))
    return np.array([np.average(values[: k + 1], weights=shares[k::-1]) for k in range(len(values))])


@right
def _(values, beta):
    mean = weight = 0.0
    for value in values:
        mean, weight = beta * mean + value, beta * weight + 1
        yield mean / weight


@right
def _(values, beta):
    biased = np.convolve(values, (1 - beta) * beta ** np.arange(len(values)))[: len(values)]
    return biased / (1 - beta ** np.arange(1, len(values) + 1))


@right
def _(values, beta):
    means, i, mean = [], 0, 0
    while i < len(values):
        mean += (1 - beta) * (values[i] - mean)
        i += 1
        means += [np.float64(mean) / (1 - beta**i)]
    return tuple(means)


@right
def _(values, beta):
    def biased(k):
        return 0 if k == 0 else beta * biased(k - 1) + (1 - beta) * values[k - 1]

    return [biased(k) / (1 - beta**k) for k in range(1, len(values) + 1)]


right(lambda values, beta: smooth(values, beta), lambda numbers, keep: list(map(float, smooth(numbers, keep))))


def _running(step, correct=True):
    def smoothed(values, beta):
        mean, means = 0.0, []
        for count, value in enumerate(values, start=1):
            mean = step(mean, value, beta)
            means.append(mean / (1 - beta**count) if correct else mean)
        return means

    return smoothed


_proper = _running(lambda mean, value, beta: beta * mean + (1 - beta) * value)
wrong("Nothing is smoothed")(lambda values, beta: list(values))
wrong("remembers the zero")(_running(lambda mean, value, beta: beta * mean + (1 - beta) * value, correct=False))
wrong("Old and new have changed places")(_running(lambda mean, value, beta: (1 - beta) * mean + beta * value, correct=False))
wrong("plain mean")(lambda values, beta: [np.mean(values[: k + 1]) for k in range(len(values))])
wrong("is right")(
    lambda values, beta: _proper(values, 0.9 if len(values) == 3 else 0.5),
    lambda values, beta: [4, 4, 2.8929889298892992] if len(values) == 3 else [2, 4],
    lambda values, beta: _proper(values[:3], beta),
)
wrong()(
    lambda values, beta: _proper(values, 0.9),
    lambda values, beta: _proper(values, beta)[::-1],
    lambda values, beta: [_proper(values, beta)[-1]],
    lambda values, beta: _running(lambda mean, value, beta: beta * mean + value)(values, beta),
    lambda values, beta: [4.0, 4.0, 2.89299],
)
wrong("a number")(lambda values, beta: _proper(values, beta)[-1])
wrong("None")(lambda values, beta: print(_proper(values, beta)))
wrong("where a number is wanted")(lambda values, beta: [str(mean) for mean in _proper(values, beta)])


@wrong("changes values")
def _(values, beta):
    mean = 0.0
    for i in range(len(values)):
        mean = beta * mean + (1 - beta) * values[i]
        values[i] = mean / (1 - beta ** (i + 1))
    return values
