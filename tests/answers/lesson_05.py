"""Lesson 5: count-the-updates, own-minibatch, shortest-plan."""

import math

import numpy as np
from answers.bank import answers_to

from helpers import gradient, minibatch_descent

right, wrong = answers_to("count-the-updates")

right(
    lambda n, batch_size: -(-n // batch_size),
    lambda n, batch_size: math.ceil(n / batch_size),
    lambda n, batch_size: (n + batch_size - 1) // batch_size,
    lambda n, batch_size: n // batch_size + (n % batch_size > 0),
    lambda n, batch_size: len(range(0, n, batch_size)),
    lambda samples, size: int(np.ceil(samples / size)),
    lambda n, batch_size: np.ceil(np.float64(n) / batch_size),
    lambda n, batch_size: 1 + (n - 1) // batch_size,
    lambda n, b: sum(1 for i in range(n) if i % b == 0),
    lambda n, b: len(np.array_split(np.arange(n), np.arange(b, n, b))),
)


@right
def _(n, batch_size):
    count = 0
    while n > 0:
        n -= batch_size
        count += 1
    return count


@right
def _(n, batch_size):
    def steps(left):
        return 0 if left <= 0 else 1 + steps(left - batch_size)

    return steps(n)


wrong("left out")(lambda n, batch_size: n // batch_size)
wrong("6 samples in batches of 3")(lambda n, batch_size: n // batch_size + 1)
wrong("fraction")(lambda n, batch_size: n / batch_size)
wrong("Rounding to the nearest")(lambda n, batch_size: round(n / batch_size))
wrong("is right")(
    lambda n, batch_size: {(6, 3): 2, (7, 3): 3, (5, 8): 1, (1, 1): 1, (100, 32): 4}.get((n, batch_size), 0),
    lambda n, batch_size: min(4, -(-n // batch_size)),
    lambda n, batch_size: 3 if n == 7 else math.ceil(n / 32) if n > 9 else 1 + (n > batch_size),
)
wrong()(
    lambda n, batch_size: 3,
    lambda n, batch_size: n % batch_size,
    lambda n, batch_size: max(1, n // batch_size),
    lambda n, batch_size: n,
    lambda n, batch_size: batch_size // n + 1,
)
wrong("a row")(lambda n, batch_size: range(0, n, batch_size), lambda n, batch_size: divmod(n, batch_size))
wrong("None")(lambda n, batch_size: None)
wrong("True or False")(lambda n, batch_size: n > batch_size)

right, wrong = answers_to("own-minibatch")


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    for _ in range(epochs):
        for first in range(0, len(x), batch_size):
            xs, ys = x[first : first + batch_size], y[first : first + batch_size]
            slope = sum(2 * (w * a - b) * a for a, b in zip(xs, ys, strict=True)) / len(xs)
            w = w - learning_rate * slope
    return w


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    x, y = np.array(x), np.array(y)
    for _ in range(epochs):
        for first in range(0, len(x), batch_size):
            batch = slice(first, first + batch_size)
            w -= 2 * learning_rate * np.mean((w * x[batch] - y[batch]) * x[batch])
    return w


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    for _ in range(epochs):
        total, count = 0.0, 0
        for i in range(len(x)):
            total += 2 * (w * x[i] - y[i]) * x[i]
            count += 1
            if count == batch_size or i == len(x) - 1:
                w -= learning_rate * total / count
                total, count = 0.0, 0
    return w


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    while epochs > 0:
        rest_x, rest_y = x, y
        while rest_x:
            w = w - learning_rate * gradient(w, rest_x[:batch_size], rest_y[:batch_size])
            rest_x, rest_y = rest_x[batch_size:], rest_y[batch_size:]
        epochs -= 1
    return float(w)


@right
def _(inputs, labels, weight, eta, rounds, b):
    def steps(xs, ys, w):
        return w if not xs else steps(xs[b:], ys[b:], w - eta * gradient(w, xs[:b], ys[:b]))

    for _ in range(rounds):
        weight = steps(inputs, labels, weight)
    return np.float64(weight)


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    cuts = np.arange(batch_size, len(x), batch_size)
    batches = list(zip(np.split(np.array(x), cuts), np.split(np.array(y), cuts), strict=True))
    for xs, ys in batches * epochs:
        w = w - learning_rate * 2 * np.dot(w * xs - ys, xs) / xs.size
    return w


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    for k in range(epochs * math.ceil(len(x) / batch_size)):
        first = k % math.ceil(len(x) / batch_size) * batch_size
        places = range(first, min(first + batch_size, len(x)))
        w -= learning_rate * sum(2 * x[i] * (w * x[i] - y[i]) for i in places) / len(places)
    return w


@right
def _(x, y, w, learning_rate, epochs, batch_size):
    x, y = x.copy(), y.copy()
    for _ in range(epochs):
        left = list(zip(x, y, strict=True))
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            w += learning_rate * np.mean([2 * a * (b - w * a) for a, b in batch])
    return w


right(
    lambda x, y, w, rate, epochs, b: (
        minibatch_descent(x, y, w, rate, epochs, min(b, len(x)), "in order", np.random.default_rng()).last_weight
    )
)


def _batches(move, skip=0):
    def own_minibatch(x, y, w, learning_rate, epochs, batch_size):
        for _ in range(epochs):
            for first in range(0, len(x) - skip * (batch_size - 1), batch_size):
                w = move(w, learning_rate, x[first : first + batch_size], y[first : first + batch_size], batch_size)
        return w

    return own_minibatch


_good = _batches(lambda w, rate, xs, ys, b: w - rate * gradient(w, xs, ys))
wrong("where it started")(lambda x, y, w, learning_rate, epochs, batch_size: w)
wrong("grow with the batch")(_batches(lambda w, rate, xs, ys, b: w - rate * gradient(w, xs, ys) * len(xs)))
wrong("left over is not")(_batches(lambda w, rate, xs, ys, b: w - rate * gradient(w, xs, ys) * len(xs) / b))
wrong("never had its turn")(_batches(lambda w, rate, xs, ys, b: w - rate * gradient(w, xs, ys), skip=1))
wrong("half as long")(_batches(lambda w, rate, xs, ys, b: w - rate * gradient(w, xs, ys) / 2))
wrong("learning rate says")(_batches(lambda w, rate, xs, ys, b: w - gradient(w, xs, ys)))
wrong("one epoch short")(lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, epochs - 1, b))
wrong("is right")(
    lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, epochs, 2 if b == 2 else 3),
    lambda x, y, w, rate, epochs, b: {(0.01, 1): 1.175320625, (0.02, 3): 1.691200938089476}.get(
        (rate, epochs), 1.4171675555555554
    ),
    lambda x, y, w, rate, epochs, b: _good(x[:5], y[:5], w, rate, epochs, b),
)
wrong()(
    lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, epochs, 2),
    lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, epochs, 1),
    lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, epochs, len(x)),
    lambda x, y, w, rate, epochs, b: _good(x, y, w, rate, 1, b),
)
wrong("None")(lambda x, y, w, rate, epochs, b: None)


@wrong("changes x")
def _(x, y, w, learning_rate, epochs, batch_size):
    for _ in range(epochs):
        for _ in range(-(-len(x) // batch_size)):
            w -= learning_rate * gradient(w, x[:batch_size], y[:batch_size])
            del x[:batch_size], y[:batch_size]
    return w


@wrong("changes x")
def _(x, y, w, learning_rate, epochs, batch_size):
    w = _good(x, y, w, learning_rate, epochs, batch_size)
    x.clear()
    y.clear()
    return w


right, wrong = answers_to("shortest-plan")

right(
    lambda: [10, 24, 60, 80],
    lambda: (10, 24, 60, 80),
    lambda: np.array([10, 24, 60, 80]),
    lambda: [8, 16, 48, 80],
    lambda: [12, 24, 60],  # three epochs are enough
    lambda: iter([10, 24, 60, 80]),
    lambda: [np.int64(10), 24.0, 60, 80],
    lambda: list(map(int, ["10", "24", "60", "80"])),
)


@right
def _():
    sizes, b = [], 12
    while len(sizes) < 4:
        sizes.append(min(b, 80))
        b = 2 * b
    return sizes


wrong("w has not arrived")(lambda: [240] * 4)
wrong("hovers in a wide band")(lambda: [1] * 4)
wrong("too long")(lambda: [6, 12, 24, 48, 48, 80])
wrong()(
    lambda: [80, 60, 24, 10],
    lambda: [12] * 4,
    lambda: [120, 240],
    lambda: [6, 12, 24],
    lambda: [1] * 50,
    lambda: [10, 24, 60, 80, 80],
    lambda: [6, 12, 24, 48],
)
wrong("expected a whole number")(lambda: [0, 12, 24, 48], lambda: [-6] * 4, lambda: [6.5] * 4, lambda: [float("nan")] * 4)
wrong("where a number is wanted")(lambda: ["6", "12"], lambda: [[10, 24, 60, 80]])
wrong("a number")(lambda: 6)
wrong("other arguments")(lambda epoch: [10, 24, 60, 80])
