"""Lesson 14: bytes-sent, cost-of-parts, one-trip."""

import itertools

import numpy as np
from answers.bank import answers_to

from helpers import best_weight, cost, gradient

right, wrong = answers_to("bytes-sent")

right(
    lambda partitions, epochs: (8 + 8) * partitions * epochs,
    lambda partitions, epochs: 16 * partitions * epochs,
    lambda p, e: 2 * np.float64(0).nbytes * p * e,
    lambda partitions, epochs: np.prod([16, partitions, epochs]),
    lambda partitions, epochs: (
        sum(16 for _ in itertools.product(range(partitions), range(epochs))) if epochs < 200 else 16 * partitions * epochs
    ),
    lambda partitions, epochs: np.full((partitions, epochs), 16).sum(),
    lambda partitions, epochs: float(epochs) * partitions * 16,
    lambda partitions, epochs: partitions * epochs << 4,
    lambda partitions, epochs: np.zeros((epochs, partitions, 2)).nbytes,
)


@right
def _(partitions, epochs):
    sent = 0
    for _ in range(epochs):
        sent += partitions * 8  # there
        sent += partitions * 8  # and back
    return sent


@right
def _(partitions, epochs):
    left, sent = epochs, 0
    while left:
        left, sent = left - 1, sent + 16 * partitions
    return sent


wrong("to and from how many")(lambda partitions, epochs: 8 * epochs)
wrong("Something comes back")(lambda partitions, epochs: 8 * partitions * epochs)
wrong("a letter of its own")(lambda partitions, epochs: 16 * epochs)
wrong("a single epoch")(lambda partitions, epochs: 16 * partitions)
wrong("is right")(
    lambda partitions, epochs: {(3, 20): 960, (1, 1): 16, (5, 100): 8000}.get((partitions, epochs), 0),
    lambda partitions, epochs: 16 * min(partitions, 5) * min(epochs, 100),
    lambda partitions, epochs: 16 * epochs * {3: 3, 1: 1}.get(partitions, 5),
)
wrong()(
    lambda partitions, epochs: 960,
    lambda partitions, epochs: 16 * (partitions + epochs),
    lambda partitions, epochs: 128 * partitions * epochs,
    lambda partitions, epochs: 16 * partitions**epochs,
    lambda partitions, epochs: 2 * partitions * epochs,
)
wrong("None")(lambda partitions, epochs: print(16 * partitions * epochs))
wrong("a text")(lambda partitions, epochs: f"{16 * partitions * epochs} bytes")

right, wrong = answers_to("cost-of-parts")


@right
def _(parts, w):
    costs = [cost(w, *part) for part in parts]
    sizes = [len(x) for x, _ in parts]
    return sum(c * n for c, n in zip(costs, sizes, strict=True)) / sum(sizes)


@right
def _(parts, w):
    total = count = 0
    for x, y in parts:
        total += len(x) * cost(w, x, y)
        count += len(x)
    return total / count


@right
def _(parts, w):
    def more(parts):
        if not parts:
            return 0, 0
        (x, y), *rest = parts
        total, count = more(rest)
        return total + cost(w, x, y) * len(x), count + len(x)

    total, count = more(parts)
    return total / count


@right
def _(parts, w):
    i, mean, n = 0, 0.0, 0
    while i < len(parts):
        size = len(parts[i][0])
        n += size
        mean += (cost(w, *parts[i]) - mean) * size / n
        i += 1
    return mean


right(
    lambda parts, w: np.average([cost(w, x, y) for x, y in parts], weights=[len(x) for x, _ in parts]),
    lambda parts, w: (
        np.dot([cost(w, *part) for part in parts], [len(part[0]) for part in parts]) / sum(len(x) for x, _ in parts)
    ),
    lambda parts, w: sum(len(y) * cost(w, x, y) for x, y in parts) / sum(len(y) for _, y in parts),
    lambda parts, w: cost(w, sum((x for x, _ in parts), ()), sum((y for _, y in parts), ())),
    lambda parts, w: np.mean([(w * a - b) ** 2 for x, y in parts for a, b in zip(x, y, strict=True)]),
    lambda parts, w: np.mean(np.concatenate([(w * np.array(x) - y) ** 2 for x, y in parts])),
)

wrong("first partition alone")(lambda parts, w: cost(w, *parts[0]))
wrong("plain mean of the costs")(lambda parts, w: np.mean([cost(w, *part) for part in parts]))
wrong("a mean already")(lambda parts, w: sum(cost(w, *part) for part in parts))
wrong("J is a mean")(lambda parts, w: sum(cost(w, *part) * len(part[0]) for part in parts))
wrong("number of partitions")(lambda parts, w: sum(cost(w, *part) * len(part[0]) for part in parts) / len(parts))
wrong("is right")(
    lambda parts, w: 14 / 3 if len(parts) == 2 else 6.041666666666667,
    lambda parts, w: sum(cost(w, *part) * len(part[0]) for part in parts) / (3 if len(parts) == 2 else 6),
    lambda parts, w: sum(cost(w, *part) * len(part[0]) for part in parts[:3]) / sum(len(x) for x, _ in parts[:3]),
)
wrong()(
    lambda parts, w: 14 / 3 * (w - 2) ** 2,
    lambda parts, w: 14 / 3,
    lambda parts, w: cost(w, *parts[-1]),
    lambda parts, w: max(cost(w, *part) for part in parts),
)
wrong("a row")(lambda parts, w: [cost(w, *part) for part in parts])
wrong("None")(lambda parts, w: None)


@wrong("changes parts")
def _(parts, w):
    total = count = 0
    while parts:
        x, y = parts.pop()
        total, count = total + cost(w, x, y) * len(x), count + len(x)
    return total / count


right, wrong = answers_to("one-trip")


@right
def _(ask):
    answers = ask(lambda x, y: (np.dot(x, x), np.dot(x, y)))
    return sum(xy for _, xy in answers) / sum(xx for xx, _ in answers)


@right
def _(ask):
    xx, xy = np.sum(ask(lambda x, y: [sum(x * x), sum(x * y)]), axis=0)
    return xy / xx


@right
def _(ask):
    def work(x, y):
        xx = xy = 0.0
        for a, b in zip(x, y, strict=True):
            xx, xy = xx + a * a, xy + a * b
        return np.array([xx, xy])

    below = above = 0.0
    for xx, xy in ask(work):
        below += xx
        above += xy
    return np.float64(above / below)


@right
def _(ask):
    answers = ask(lambda x, y: (best_weight(x, y), float(np.sum(np.square(x)))))
    return np.average([w for w, _ in answers], weights=[weight for _, weight in answers])


@right
def _(ask):
    answers = ask(lambda x, y: (gradient(0.0, x, y) * len(x), gradient(1.0, x, y) * len(x)))
    at_0, at_1 = (sum(column) for column in zip(*answers, strict=True))
    return -at_0 / (at_1 - at_0)


@right
def _(ask):
    answers = np.array(ask(lambda x, y: [cost(w, x, y) * len(x) for w in (-1.0, 0.0, 1.0)])).sum(axis=0)
    left, middle, right_of = answers
    return (left - right_of) / (2 * (left - 2 * middle + right_of))


@right
def _(ask):
    answers = ask(lambda x, y: (len(x), np.mean(x * x), np.mean(x * y)))

    def total(rows, column):
        return 0 if not rows else rows[0][0] * rows[0][column] + total(rows[1:], column)

    return total(answers, 2) / total(answers, 1)


@right
def _(ask):
    answers = ask(lambda x, y: np.array([x, y]) @ x)
    return sum(answer[1] for answer in answers) / sum(answer[0] for answer in answers)


@right
def _(ask):
    answers = ask(lambda x, y: (np.dot(x, x), np.dot(x, y), len(x), 0))
    i, xx, xy = 0, 0.0, 0.0
    while i < len(answers):
        xx, xy, i = xx + answers[i][0], xy + answers[i][1], i + 1
    return float(xy / xx)


wrong("Which sums over its samples")(lambda ask: -0.1 * np.mean(ask(lambda x, y: gradient(0.0, x, y))))
wrong("how sure its worker")(lambda ask: np.mean(ask(best_weight)))
wrong("counted by samples")(
    lambda ask: (a := np.array(ask(lambda x, y: (best_weight(x, y), len(x)))))[:, 0] @ a[:, 1] / a[:, 1].sum()
)
wrong("after 2 trips")(lambda ask: sum(ask(lambda x, y: np.dot(x, y))) / sum(ask(lambda x, y: np.dot(x, x))))
wrong()(
    lambda ask: 2.0,
    lambda ask: ask(best_weight)[0],
    lambda ask: (a := ask(lambda x, y: (np.dot(x, x), np.dot(x, y))))[0][1] / a[0][0],
    lambda ask: sum(a[1] for a in ask(lambda x, y: (np.dot(x, x), np.dot(x, y)))),
)
wrong("a row")(lambda ask: ask(best_weight))
wrong("None")(lambda ask: None)
wrong("dict")(lambda ask: ask(lambda x, y: {"x": x, "y": y}))


@wrong("with at most")
def _(ask):
    samples = ask(lambda x, y: np.concatenate([x, y]))
    x, y = (np.concatenate([np.split(each, 2)[part] for each in samples]) for part in (0, 1))
    return best_weight(x, y)


@wrong()
def _(ask):
    """The samples are written down on the way, and nothing is sent."""
    seen = []
    ask(lambda x, y: seen.append((x, y)) or 0.0)
    return best_weight(np.concatenate([x for x, _ in seen]), np.concatenate([y for _, y in seen]))


@wrong()
def _(ask):
    """The same, for those who take the first few for the right ones."""
    seen = []
    answers = ask(lambda x, y: seen.append((x, y)) or len(x))
    seen = seen[: len(answers)]
    return best_weight(np.concatenate([x for x, _ in seen]), np.concatenate([y for _, y in seen]))


@wrong()
def _(ask):
    """The lesson's partitions, typed in."""
    ask(len)
    rng = np.random.default_rng(7)
    places = [np.linspace(0.5, 1.0, 50), np.linspace(1.0, 2.0, 30), np.linspace(2.0, 4.0, 20)]
    parts = [(x, 2.0 * x + rng.standard_normal(len(x))) for x in places]
    return sum(np.dot(x, y) for x, y in parts) / sum(np.dot(x, x) for x, _ in parts)
