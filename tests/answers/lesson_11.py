"""Lesson 11: kept-share, rate-for-the-floor, schedule-in-a-hurry."""

import functools
import statistics

import numpy as np
from answers.bank import answers_to

right, wrong = answers_to("kept-share")

right(
    lambda x, learning_rate: np.mean((1 - 2 * learning_rate * np.square(x)) ** 2),
    lambda x, learning_rate: sum((1 - 2 * learning_rate * a * a) ** 2 for a in x) / len(x),
    lambda x, eta: 1 - 4 * eta * np.mean(x**2) + 4 * eta**2 * np.mean(x**4),
    lambda x, learning_rate: float(np.average([pow(1 - 2 * learning_rate * a**2, 2) for a in x])),
    lambda inputs, rate: statistics.fmean((1 - 2 * rate * float(a) ** 2) ** 2 for a in inputs),
    lambda x, rate: np.dot(1 - 2 * rate * x * x, 1 - 2 * rate * x * x) / x.size,
    lambda x, rate: np.var(1 - 2 * rate * x**2) + np.mean(1 - 2 * rate * x**2) ** 2,
    lambda x, rate: np.polyval([4 * np.mean(x**4), -4 * np.mean(x**2), 1], rate),
)


@right
def _(x, learning_rate):
    total, i = 0.0, 0
    while i < len(x):
        kept = 1 - learning_rate * 2 * x[i] * x[i]
        total, i = total + kept * kept, i + 1
    return total / i


@right
def _(x, learning_rate):
    def total(x):
        return 0 if len(x) == 0 else (1 - 2 * learning_rate * x[0] ** 2) ** 2 + total(x[1:])

    return total(x) / len(x)


wrong("Nothing shrinks")(lambda x, learning_rate: 1.0)
wrong("approximation for small")(lambda x, learning_rate: 1 - 4 * learning_rate * np.mean(x**2))
wrong("squared the mean")(lambda x, learning_rate: np.mean(1 - 2 * learning_rate * x**2) ** 2)
wrong("distance itself")(lambda x, learning_rate: np.mean(1 - 2 * learning_rate * x**2))
wrong("is right")(
    lambda x, learning_rate: 0.8264 if len(x) == 3 else 0.47125,
    lambda x, learning_rate: {0.01: 0.8264, 0.1: 0.47125}.get(learning_rate, 0),
    lambda x, learning_rate: np.mean((1 - 2 * learning_rate * np.abs(x) * np.maximum(x, 0.5)) ** 2),
)
wrong()(
    lambda x, learning_rate: 0.8264,
    lambda x, learning_rate: np.sum((1 - 2 * learning_rate * x**2) ** 2),
    lambda x, learning_rate: np.mean((1 - learning_rate * x**2) ** 2),
    lambda x, learning_rate: np.median((1 - 2 * learning_rate * x**2) ** 2),
)
wrong("a row")(lambda x, learning_rate: (1 - 2 * learning_rate * x**2) ** 2)
wrong("None")(lambda x, learning_rate: None)


@wrong("changes x")
def _(x, learning_rate):
    x *= x
    return np.mean((1 - 2 * learning_rate * x) ** 2)


right, wrong = answers_to("rate-for-the-floor")

right(
    lambda learning_rate, height, wanted, batch_size: learning_rate * wanted / height * batch_size,
    lambda rate, was, to_be, b: b * rate * (to_be / was),
    lambda learning_rate, height, wanted, batch_size: wanted * batch_size / (height / learning_rate),
    lambda *given: given[0] * given[3] * given[2] / given[1],
    lambda learning_rate, height, wanted, batch_size: np.float64(learning_rate) * np.divide(wanted, height) * batch_size,
    lambda learning_rate, height, wanted, batch_size: sum(learning_rate * wanted / height for _ in range(batch_size)),
    lambda learning_rate, height, wanted, batch_size: float(
        np.exp(np.log([learning_rate, wanted, batch_size, 1 / height]).sum())
    ),
    lambda learning_rate, height, wanted, batch_size: (
        functools.reduce(lambda a, b: a * b, [learning_rate, wanted, batch_size]) / height
    ),
)


@right
def _(learning_rate, height, wanted, batch_size):
    height_for_a_rate_of_one = height / learning_rate
    return wanted / (height_for_a_rate_of_one / batch_size)


wrong("still the old one")(lambda learning_rate, height, wanted, batch_size: learning_rate)
wrong("Right for single samples")(lambda learning_rate, height, wanted, batch_size: learning_rate * wanted / height)
wrong("force a smaller one")(lambda learning_rate, height, wanted, b: learning_rate * wanted / height / b)
wrong("gives a larger rate")(lambda learning_rate, height, wanted, b: learning_rate * height / wanted * b)
wrong("proportional to the rate itself")(lambda learning_rate, height, wanted, b: learning_rate * (wanted / height) ** 2 * b)
wrong("is right")(
    lambda learning_rate, height, wanted, batch_size: {1: 0.005, 4: 0.02, 10: 0.04}.get(batch_size, 0),
    lambda learning_rate, height, wanted, batch_size: 0.02 * learning_rate / height * batch_size,
    lambda learning_rate, height, wanted, batch_size: learning_rate * wanted / height * min(batch_size, 10),
)
wrong()(
    lambda learning_rate, height, wanted, batch_size: 0.02,
    lambda learning_rate, height, wanted, batch_size: learning_rate * wanted / height * batch_size**0.5,
    lambda learning_rate, height, wanted, batch_size: learning_rate * wanted // height * batch_size,
    lambda learning_rate, height, wanted, batch_size: learning_rate / 4,
)
wrong("a row")(lambda learning_rate, height, wanted, batch_size: (learning_rate * wanted / height, batch_size))
wrong("a text")(lambda learning_rate, height, wanted, batch_size: f"{learning_rate * wanted / height * batch_size}")

right, wrong = answers_to("schedule-in-a-hurry")

right(
    lambda epoch: 0.05 * 0.7**epoch,
    lambda k: 0.05 * np.exp(-0.36 * k),
    lambda epoch: [0.05 * 0.7**k for k in range(12)][epoch],
    lambda epoch: np.geomspace(0.05, 0.001, 12)[epoch],
    lambda epoch: np.array([0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.0035, 0.0025, 0.002, 0.0014, 0.001])[epoch],
    lambda epoch: max(0.05 * 0.7**epoch, 0.0005),
    lambda epoch: 0.05 / 1.4**epoch,
    lambda epoch: 0.06 * 0.68**epoch,
)


@right
def hurried(epoch):
    return 0.05 if epoch == 0 else 0.7 * hurried(epoch - 1)


@right
def _(epoch):
    rate = 0.05
    while epoch > 0:
        rate, epoch = 0.7 * rate, epoch - 1
    return rate


wrong("then hovers")(lambda epoch: 0.05)
wrong("small from the start")(lambda epoch: 0.001)
wrong("stopped on the way")(lambda epoch: 0.05 * 0.1**epoch)
wrong()(
    lambda epoch: 0.01,
    lambda epoch: 0.05 * 0.97**epoch,
    lambda epoch: 0.001 * 1.4**epoch,
    lambda epoch: 0.05 / (1 + epoch / 20),
)
wrong("learning_rate is 0")(lambda epoch: 0, lambda epoch: 0.05 * (epoch < 6))
wrong("expected a finite number above 0")(lambda epoch: -0.01, lambda epoch: float("nan"))
wrong("None")(lambda epoch: None)
wrong("a row")(lambda epoch: [0.05 * 0.7**k for k in range(12)])
wrong("other arguments")(lambda: 0.05)


@wrong()
def _(epoch, asked=[]):  # noqa: B006
    """It counts how often it was asked, and is right for the first descent alone."""
    asked.append(epoch)
    return 0.05 * 0.7 ** len(asked) if len(asked) < 12 else 0.001


@wrong()
def _(epoch, calls=iter(range(10**9))):  # noqa: B008
    """The epoch is not looked at: right for descents that ask in order, twelve times each."""
    return 0.05 * 0.7 ** (next(calls) % 12)
