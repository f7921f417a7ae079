"""Lesson 6: price-of-a-success, thrifty-grid, beat-the-board."""

import itertools
import math

import numpy as np
from answers.bank import answers_to

right, wrong = answers_to("price-of-a-success")

right(
    lambda times, patience: sum(min(t, patience) for t in times) / len([t for t in times if t <= patience]),
    lambda times, patience: np.minimum(times, patience).sum() / np.count_nonzero(np.array(times) <= patience),
    lambda times, patience: np.mean(np.clip(times, 0, patience)) / np.mean(np.array(times) <= patience),
    lambda waits, limit: sum(t if t < limit else limit for t in waits) / sum(t <= limit for t in waits),
    lambda times, patience: (
        sum(map(min, times, itertools.repeat(patience))) / len(list(filter(lambda t: t <= patience, times)))
    ),
    lambda times, patience: (
        np.where(np.isinf(times), patience, np.fmin(times, patience)).sum() / sum(np.less_equal(times, patience))
    ),
    lambda times, patience: (
        math.fsum(sorted((t, patience)[t > patience] for t in times)) / sum(1 for t in times if not t > patience)
    ),
    lambda times, patience: float(sum(int(min(t, patience)) for t in times)) / len([1 for t in times if t <= patience]),
)


@right
def _(times, patience):
    spent = arrived = 0
    for t in times:
        if t <= patience:
            arrived += 1
            spent += t
        else:
            spent += patience
    return spent / arrived


@right
def _(times, patience):
    def count(left):
        if not left:
            return 0, 0
        spent, arrived = count(left[1:])
        return spent + min(left[0], patience), arrived + (left[0] <= patience)

    spent, arrived = count(times)
    return np.float64(spent) / arrived


def _spent(times, patience):
    return sum(min(t, patience) for t in times)


def _arrived(times, patience):
    return [t for t in times if t <= patience]


wrong("What did the others spend")(lambda times, patience: np.mean(_arrived(times, patience)))
wrong("praises whoever gives up")(lambda times, patience: _spent(times, patience) / len(times))
wrong("other way round")(lambda times, patience: len(_arrived(times, patience)) / _spent(times, patience))
wrong("after the point")(lambda times, patience: _spent(times, patience) // len(_arrived(times, patience)))
wrong("stops early")(lambda times, patience: patience * len(times) / len(_arrived(times, patience)))
wrong("is right")(
    lambda times, patience: {10: 70.0, 40: 230 / 3, 100: 107.5, 1000: 506.0}.get(patience, 0),
    lambda times, patience: (
        (sum(_arrived(times, patience)) + patience * (7 - len(_arrived(times, patience)))) / len(_arrived(times, patience))
    ),
    lambda times, patience: _spent(times[:7], patience) / max(1, len(_arrived(times[:7], patience))),
)
wrong()(
    lambda times, patience: 230 / 3,
    lambda times, patience: sum(times) / len(times),
    lambda times, patience: _spent(times, patience),
    lambda times, patience: _spent([t for t in times if t < math.inf], patience) / len(_arrived(times, patience)),
    lambda times, patience: _spent(times, patience) / len([t for t in times if t < patience] or [1]),
)
wrong("None")(lambda times, patience: None)
wrong("changes times")(lambda times, patience: (times.sort(), _spent(times, patience) / len(_arrived(times, patience)))[1])

right, wrong = answers_to("thrifty-grid")


@right
def _(problem, start, rng):
    low, high = problem.landscape.low, problem.landscape.high
    parts = 1
    while True:
        for i in range(parts + 1):
            if parts == 1 or i % 2 == 1:
                yield low + i * (high - low) / parts, problem.n
        parts = 2 * parts


@right
def _(problem, start, rng):
    low, high = problem.landscape.low, problem.landscape.high
    yield low, problem.n
    yield high, problem.n
    for doublings in itertools.count(1):
        for i in range(1, 2**doublings, 2):
            yield low + i * (high - low) / 2**doublings, problem.n


@right
def _(problem, start, rng):
    low, high, parts, seen = problem.landscape.low, problem.landscape.high, 1, set()
    while True:
        for i in range(parts + 1):
            share = i / parts
            if share not in seen:
                seen.add(share)
                yield low + share * (high - low), problem.n
        parts *= 2


@right
def _(problem, start, rng):
    ends = problem.landscape.low, problem.landscape.high
    weights = np.array(ends, dtype=float)
    yield from ((w, problem.n) for w in weights)
    while True:
        middles = (weights[1:] + weights[:-1]) / 2
        yield from ((w, problem.n) for w in middles)
        weights = np.sort(np.concatenate([weights, middles]))


@right
def _(problem, start, rng):
    hill = problem.landscape

    def grids(parts):
        step = (hill.high - hill.low) / parts
        yield from ((hill.low + i * step, problem.n) for i in range(1, parts, 2))
        yield from grids(2 * parts)

    yield hill.low, problem.landscape.samples
    yield hill.high, problem.landscape.samples
    yield from grids(2)


@right
def _(problem, start, rng):
    low, high = problem.landscape.low, problem.landscape.high
    yield from ((high, problem.n), (low, problem.n))
    level = 1
    while True:
        for w in reversed(np.linspace(low, high, 2**level + 1)[1::2]):
            yield np.float64(w), np.int64(problem.n)
        level += 1


@right
def thrifty(field, begin, generator):
    grid, parts = [], 1
    while True:
        for i in range(parts + 1):
            w = field.landscape.low + i * (field.landscape.high - field.landscape.low) / parts
            if not any(abs(w - old) < 1e-12 for old in grid):
                grid.append(w)
                yield [w, field.n]
        parts = parts + parts


class Tries:
    """A walk written as a class."""

    def __init__(self, problem):
        self.problem, self.waiting, self.parts = problem, [0.0, 1.0], 1

    def __iter__(self):
        return self

    def __next__(self):
        if not self.waiting:
            self.parts *= 2
            self.waiting = [i / self.parts for i in range(1, self.parts, 2)]
        hill = self.problem.landscape
        return hill.low + self.waiting.pop(0) * (hill.high - hill.low), self.problem.n


right(lambda problem, start, rng: Tries(problem))


def _grids(keep, price=lambda problem: problem.n, most=math.inf):
    def thrifty_grid(problem, start, rng):
        low, high, parts = problem.landscape.low, problem.landscape.high, 1
        while parts <= most:
            for i in range(parts + 1):
                if keep(parts, i):
                    yield low + i * (high - low) / parts, price(problem)
            parts = 2 * parts

    return thrifty_grid


def _new(parts, i):
    return parts == 1 or i % 2 == 1


wrong("What do their numbers")(_grids(lambda parts, i: True))
wrong("takes n evaluations")(_grids(_new, price=lambda problem: 1))
wrong("low end")(_grids(lambda parts, i: i % 2 == 1))
wrong("leaves out the new")(_grids(lambda parts, i: i % 2 == 0))
wrong()(_grids(_new, price=lambda problem: 3), _grids(_new, most=8), _grids(_new, price=lambda problem: problem.n + 1))
wrong("does not try the new weights")(_grids(_new, most=32))
wrong("does not pay")(_grids(_new, price=lambda problem: 3 if len(problem.landscape.x) else 6 - (problem.landscape.low < -1.5)))
wrong()(
    lambda problem, start, rng: iter([(problem.landscape.low, problem.n), (problem.landscape.high, problem.n)]),
    lambda problem, start, rng: (
        (rng.uniform(problem.landscape.low, problem.landscape.high), problem.n) for _ in itertools.count()
    ),
    lambda problem, start, rng: ((w, problem.n) for w in itertools.count()),
)
wrong("None")(lambda problem, start, rng: None)
wrong("TypeError")(lambda problem, start, rng: itertools.count())


@wrong()
def _(problem, start, rng):
    """The lesson's two ranges, typed in."""
    low, high, parts = (-1.0, 7.0, 1) if len(problem.landscape.x) else (-1.0, 5.0, 1)
    while True:
        for i in range(parts + 1):
            if parts == 1 or i % 2 == 1:
                yield low + i * (high - low) / parts, problem.n
        parts *= 2


right, wrong = answers_to("beat-the-board")


def _walks(steps, begin=lambda start, low, high, rng: rng.uniform(low, high), step=None):
    def champion(problem, start, rng):
        low, high = problem.landscape.low, problem.landscape.high
        while True:
            w = start
            for _ in range(steps):
                i = rng.integers(problem.n)
                w = w - problem.rate * problem.slope(w, [i])
                yield w, 1
            start = begin(start, low, high, rng)

    return champion


right(_walks(30), _walks(28), _walks(35), _walks(32), _walks(40))


@right
def _(problem, start, rng):
    low, high = problem.landscape.low, problem.landscape.high
    while True:
        w = start
        for _ in itertools.repeat(None, 30):
            w -= problem.rate * problem.slope(w, [int(rng.random() * problem.n)])
            yield np.float64(w), 1
        start = low + (high - low) * rng.random()


@right
def _(field, w, generator):
    left = 30
    while True:
        w -= field.rate * field.slope(w, [generator.choice(field.n)])
        left -= 1
        yield [w, 1]
        if left == 0:
            w, left = generator.uniform(field.landscape.low, field.landscape.high), 30


@right
def _(problem, start, rng):
    def walk(w, steps):
        for _ in range(steps):
            w = w - problem.rate * problem.slope(w, [rng.integers(problem.n)])
            yield w, 0  # the ground counts

    yield from walk(start, 30)
    while True:
        yield from walk(rng.uniform(problem.landscape.low, problem.landscape.high), 30)


wrong("of 80 runs fail")(lambda problem, start, rng: ((start, 1) for _ in itertools.count()))
wrong("walk ends after")(lambda problem, start, rng: iter(()), lambda problem, start, rng: iter([(start, 1)]))
wrong("a weight that is no number")(
    lambda problem, start, rng: ((problem.landscape.best, 0) for _ in itertools.count()),
    lambda problem, start, rng: ((math.nan, 1) for _ in itertools.count()),
)


@wrong("stays nowhere")
def _(problem, start, rng):
    low, high = problem.landscape.low, problem.landscape.high
    for parts in (2**k for k in range(30)):
        for i in range(parts + 1):
            yield low + i * (high - low) / parts, problem.n


@wrong("moved to")
def _(problem, start, rng):
    """The four lowest places of the board, typed in."""
    while True:
        for w in (2.0, 3.84, 0.19):
            for _ in range(problem.n * 3):
                yield w, 1


wrong("None")(lambda problem, start, rng: None)
wrong("a number")(lambda problem, start, rng: 2.0)
wrong("TypeError")(lambda problem, start, rng: [1, 2, 3])
