"""Lesson 13: combine-steps, fixed-price, bytes-held."""

import math

import numpy as np
from answers.bank import answers_to

right, wrong = answers_to("combine-steps")

right(
    lambda first, second: (second[0] * first[0], second[0] * first[1] + second[1]),
    lambda first, second: [first[0] * second[0], first[1] * second[0] + second[1]],
    lambda one, two: np.array([one[0] * two[0], two[0] * one[1] + two[1]]),
    lambda first, second: tuple(np.polyval(second, [first[0], first[1]]) - [second[1], 0]),
    lambda first, second: (np.array([[*second], [0, 1]]) @ [[*first], [0, 1]])[0],
    lambda first, second: tuple(np.float64(second[0]) * part + add for part, add in zip(first, (0, second[1]), strict=True)),
)


@right
def _(first, second):
    (a, c), (b, d) = first, second
    return a * b, b * c + d


@right
def _(first, second):
    def both(w):
        return second[0] * (first[0] * w + first[1]) + second[1]

    return both(1) - both(0), both(0)


@right
def _(first, second):
    combined = []
    for place in range(2):
        combined.append(second[0] * first[place])
    combined[1] += second[1]
    return combined


wrong("What does the second do")(lambda first, second: (first[0] * second[0], first[1] + second[1]))
wrong("The order matters")(lambda first, second: (first[0] * second[0], first[0] * second[1] + first[1]))
wrong("how do two factors")(lambda first, second: (first[0] + second[0], first[1] + second[1]))
wrong("is right")(
    lambda first, second: {0.5: (0.125, 3.25), -1.0: (-3.0, 6.5), 0.8: (-0.64, 6.88)}.get(first[0], (0, 0)),
    lambda first, second: (first[0] * second[0], second[0] * abs(first[1]) + abs(second[1])),
)
wrong()(
    lambda first, second: (0.125, 3.25),
    lambda first, second: second,
    lambda first, second: (second[0] * first[1] + second[1], first[0] * second[0]),
    lambda first, second: (first[0] * second[0], first[1] * second[1]),
    lambda first, second: first + second,
)
wrong("a number")(lambda first, second: first[0] * second[0])
wrong("other arguments")(lambda steps: steps)
wrong("a function")(lambda first, second: lambda w: second[0] * (first[0] * w + first[1]) + second[1])
wrong("None")(lambda first, second: None)

right, wrong = answers_to("fixed-price")

right(
    lambda n, slow, quick: (slow - quick) / (n / 10 - n / 100),
    lambda n, slow, quick: (slow - quick) / (0.09 * n),
    lambda samples, a, b: (a - b) * 100 / (9 * samples),
    lambda n, slow, quick: np.polyfit([n / 100, n / 10], [quick, slow], 1)[0],
    lambda n, slow, quick: np.linalg.solve([[n / 10, n], [n / 100, n]], [slow, quick])[0],
    lambda n, slow, quick: np.diff([quick, slow])[0] / np.diff([n / 100, n / 10])[0],
    lambda n, slow, quick: np.float64(slow - quick) / (n // 10 - n // 100),
    lambda n, slow, quick: 10 * (slow - quick) / n / (1 - 1 / 10),
)


@right
def _(n, slow, quick):
    steps_slow, steps_quick = n / 10, n / 100
    samples = (quick * steps_slow - slow * steps_quick) / (n * (steps_slow - steps_quick))
    return (slow - n * samples) / steps_slow


wrong("Which part do both epochs pay")(lambda n, slow, quick: slow / (n / 10))
wrong("step with 100 samples")(lambda n, slow, quick: quick / (n / 100))
wrong("How many steps more")(lambda n, slow, quick: (slow - quick) / (n / 10))
wrong("not to samples")(lambda n, slow, quick: (slow - quick) / n)
wrong("is right")(
    lambda n, slow, quick: 5e-6 if n == 10_000 else 1 / 300,
    lambda n, slow, quick: (slow - quick) / {10_000: 900, 2_000: 180}.get(n, 900),
)
wrong()(
    lambda n, slow, quick: 5e-6,
    lambda n, slow, quick: (quick - slow) / (n / 10 - n / 100),
    lambda n, slow, quick: (slow - quick) / (n / 100),
    lambda n, slow, quick: 1e6 * (slow - quick) / (n / 10 - n / 100),
    lambda n, slow, quick: slow / (n / 10) - quick / (n / 100),
)
wrong("None")(lambda n, slow, quick: print((slow - quick) / (n / 10 - n / 100)))
wrong("a text")(lambda n, slow, quick: f"{(slow - quick) / (0.09 * n)} seconds")
wrong("a row")(lambda n, slow, quick: (slow / (n / 10), quick / (n / 100)))
wrong("ZeroDivisionError")(lambda n, slow, quick: (slow - quick) / (n // 10 - n // 10))

right, wrong = answers_to("bytes-held")

right(
    lambda n, batch_size: 16 * min(n, batch_size),
    lambda n, batch_size: min(16 * n, 16 * batch_size),
    lambda n, batch_size: 8 * 2 * (n if n < batch_size else batch_size),
    lambda n, batch_size: np.zeros((min(n, batch_size), 2)).nbytes,
    lambda n, batch_size: np.minimum(n, batch_size) * np.float64(0).nbytes * 2,
    lambda n, batch_size: sorted([n, batch_size])[0] * 16,
    lambda n, batch_size: sum(16 for _ in range(min(n, batch_size))),
    lambda samples, b: float(16 * min(samples, b)),
    lambda n, batch_size: int(math.ldexp(min(n, batch_size), 4)),
)


@right
def _(n, batch_size):
    if batch_size > n:
        batch_size = n
    return batch_size * (8 + 8)


@right
def _(n, batch_size):
    held, i = 0, 0
    while i < n and i < batch_size:
        held, i = held + 16, i + 1
    return held


wrong("whole file")(lambda n, batch_size: 16 * n)
wrong("50 samples and b is 64")(lambda n, batch_size: 16 * batch_size)
wrong("two numbers")(lambda n, batch_size: 8 * min(n, batch_size))
wrong("is right")(
    lambda n, batch_size: {1_000_000: 16_000, 50: 800, 7: 112, 10: 16}.get(n, 0),
    lambda n, batch_size: 16 * min(n, batch_size, 1000),
    lambda n, batch_size: 16 * (batch_size if n > 999_999 or batch_size < 7 else min(n, 50)),
)
wrong()(
    lambda n, batch_size: 16_000,
    lambda n, batch_size: 16 * max(n, batch_size),
    lambda n, batch_size: 16 * n // batch_size,
    lambda n, batch_size: min(n, batch_size),
    lambda n, batch_size: 128 * min(n, batch_size),
)
wrong("None")(lambda n, batch_size: None)
wrong()(lambda n, batch_size: bytearray(16 * min(n, batch_size)))
wrong("a text")(lambda n, batch_size: bytes(16))
