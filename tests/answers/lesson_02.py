"""Lesson 2: rounds-for, halve-by-slope, keep-a-margin, every-valley."""

import itertools
import math

import numpy as np
from answers.bank import answers_to

from helpers import divide_and_conquer, exhaustive_search

right, wrong = answers_to("rounds-for")

right(
    lambda width: int(np.ceil(np.log(5 / width) / np.log(4))),
    lambda width: math.ceil(math.log(5 / width, 4) - 1e-12),
    lambda w: math.ceil(math.log2(5 / w) / 2),
    lambda width: np.ceil(np.log2(5 / width) / 2),
    lambda width: next(rounds for rounds in itertools.count() if 5 / 4**rounds <= width),
    lambda width: sum(5 / 4**rounds > width for rounds in range(100)),
    lambda width: -int(math.log(width / 5, 4) // 1),
    lambda width: len([1 for k in range(60) if 5 * 0.25**k > width]),
)


@right
def _(width):
    rounds = 0
    while 5 / 4**rounds > width:
        rounds += 1
    return rounds


@right
def _(width):
    rounds, block = 0, 5
    while block > width:
        block, rounds = block / 4, rounds + 1
    return rounds


@right
def _(width):
    def left(block):
        return 0 if block <= width else 1 + left(block / 4)

    return left(5)


wrong()(
    lambda width: 3,
    lambda width: -math.log(width / 5) / math.log(4),
    lambda width: int(math.log10(5 / width) * 2),
)
wrong("is right")(
    lambda width: {0.1: 3, 0.001: 7, 1.25: 1}.get(width, 0),
    lambda width: 3 if width == 0.1 else 7 if width < 0.1 else 1,
    lambda width: min(7, math.ceil(math.log(5 / width, 4))),
)
wrong("still too wide")(lambda width: int(math.log(5 / width, 4)), lambda width: round(math.log(5 / width, 4)))
wrong("comes out even")(lambda width: math.floor(math.log2(5 / width) / 2) + 1)
wrong("two parts")(lambda width: math.ceil(math.log2(5 / width)))
wrong("None")(lambda width: print(math.ceil(math.log(5 / width, 4))))
wrong("a text")(lambda width: str(math.ceil(math.log(5 / width, 4))))


@wrong()
def _(width):
    rounds = 0
    while 5 / 4**rounds >= width:  # one too many where it comes out even
        rounds += 1
    return rounds


right, wrong = answers_to("halve-by-slope")


@right
def _(cost_of, low, high, rounds):
    for _ in range(rounds):
        middle = (low + high) / 2
        if cost_of(middle + 0.001) > cost_of(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


@right
def _(cost_of, low, high, rounds):
    width = high - low
    for _ in range(rounds):
        width /= 2
        if cost_of(low + width) > cost_of(low + width + 0.001):
            low += width
    return low + width / 2


@right
def _(cost_of, low, high, rounds):
    while rounds > 0:
        middle = low + (high - low) / 2
        slope = (cost_of(middle + 1e-6) - cost_of(middle - 1e-6)) / 2e-6
        low, high = (low, middle) if slope > 0 else (middle, high)
        rounds -= 1
    return np.mean([low, high])


@right
def _(cost_of, low, high, rounds):
    def halve(low, high, left):
        middle = (low + high) / 2
        if left == 0:
            return middle
        return halve(low, middle, left - 1) if cost_of(middle - 0.01) < cost_of(middle) else halve(middle, high, left - 1)

    return halve(low, high, rounds)


@right
def _(cost_of, low, high, rounds):
    w, step = (low + high) / 2, (high - low) / 4
    for _ in range(rounds):
        w += step if cost_of(w + 1e-5) < cost_of(w) else -step
        step /= 2
    return w


@right
def _(cost_of, low, high, rounds):
    ends = np.array([low, high], dtype=float)
    for _ in range(rounds):
        middle = ends.mean()
        ends[int(cost_of(middle + 1e-4) > cost_of(middle - 1e-4))] = middle
    return ends.mean()


@right
def _(cost_of, low, high, rounds):
    ends = {"low": low, "high": high}
    for _ in range(rounds):
        near = [(ends["low"] + ends["high"]) / 2 + shift for shift in (-0.0005, 0, 0.0005)]
        costs = [cost_of(w) for w in near]
        ends["low" if costs[2] <= costs[0] else "high"] = near[1]
    return sum(ends.values()) / 2


@right
def _(cost_of, low, high, rounds):
    middle = 0.5 * (low + high)
    for _ in [None] * rounds:
        if np.sign(cost_of(middle + 1e-3) - cost_of(middle)) == 1:
            high = middle
        else:
            low = middle
        middle = 0.5 * (low + high)
    return np.float64(middle)


def _halving(keeps_left):
    def halve(cost_of, low, high, rounds):
        for _ in range(rounds):
            middle = (low + high) / 2
            if keeps_left(cost_of, low, middle, high):
                high = middle
            else:
                low = middle
        return (low + high) / 2

    return halve


wrong("Nothing has been cut")(lambda cost_of, low, high, rounds: (low + high) / 2)
wrong()(lambda cost_of, low, high, rounds: 2.0, lambda cost_of, low, high, rounds: 1.9921875)
wrong("is right")(
    lambda cost_of, low, high, rounds: 1.9921875 if rounds == 6 and high == 5 else 1.25,
    lambda cost_of, low, high, rounds: {6: 1.9921875, 3: 1.25}.get(rounds, 0),
    _halving(lambda cost_of, low, middle, high: cost_of((low + middle) / 2) < cost_of((middle + high) / 2)),
)
wrong()(_halving(lambda cost_of, low, middle, high: cost_of(middle + 0.3) > cost_of(middle)))
wrong("uphill")(_halving(lambda cost_of, low, middle, high: cost_of(middle + 0.001) < cost_of(middle)))
wrong("two ends")(_halving(lambda cost_of, low, middle, high: cost_of(low) < cost_of(high)))
wrong("one round short")(
    lambda cost_of, low, high, rounds: _halving(lambda f, a, m, b: f(m + 0.001) > f(m))(cost_of, low, high, rounds - 1)
)
wrong("one round too many")(
    lambda cost_of, low, high, rounds: _halving(lambda f, a, m, b: f(m + 0.001) > f(m))(cost_of, low, high, rounds + 1)
)
wrong("a row")(lambda cost_of, low, high, rounds: (low, high))
wrong("ZeroDivisionError")(lambda cost_of, low, high, rounds: (low + high) / (cost_of(low) - cost_of(low)))


right, wrong = answers_to("keep-a-margin")


def _gentle(outwards):
    """Make a search of the lesson's form from a rule that gives the next range."""

    def gentle_search(landscape, rounds):
        low, high = np.array(landscape.low), np.array(landscape.high)
        for _ in range(rounds):
            inside = landscape.between(tuple(low), tuple(high))
            (block,) = divide_and_conquer(inside, parts=4, rounds=1).blocks
            low, high = outwards(np.array(block.kept_low), np.array(block.kept_high))
        return block.tries[block.kept]

    return gentle_search


right(
    _gentle(lambda low, high: (low - (high - low) / 2, high + (high - low) / 2)),
    _gentle(lambda low, high: (low - (high - low) / 4, high + (high - low) / 4)),
    _gentle(lambda low, high: (low - 0.4 * (high - low), high + 0.4 * (high - low))),
    _gentle(lambda low, high: ((3 * low - high) / 2, (3 * high - low) / 2)),
    _gentle(lambda low, high: ((low + high) / 2 - (high - low), (low + high) / 2 + (high - low))),
    _gentle(lambda low, high: (low - np.array([0.6, 0.6]) * (high - low), high + 0.6 * (high - low))),
)


@right
def _(landscape, rounds):
    low, high = list(landscape.low), list(landscape.high)
    for _ in range(rounds):
        best = divide_and_conquer(landscape.between(tuple(low), tuple(high)), 4, 1).best_weight
        for axis in (0, 1):
            width = (high[axis] - low[axis]) / 4
            low[axis], high[axis] = best[axis] - width, best[axis] + width
    return best


@right
def _(landscape, rounds):
    def narrowed(low, high, left):
        block = divide_and_conquer(landscape.between(tuple(low), tuple(high)), 4, 1).blocks[0]
        if left == 1:
            return tuple(block.tries[block.kept])
        margin = (np.array(block.kept_high) - block.kept_low) / 3
        return narrowed(block.kept_low - margin, block.kept_high + margin, left - 1)

    return narrowed(landscape.low, landscape.high, rounds)


@right
def _(landscape, rounds):
    (left, bottom), (right, top) = landscape.low, landscape.high
    while rounds:
        places = [
            (left + (right - left) * (i + 0.5) / 4, bottom + (top - bottom) * (j + 0.5) / 4) for i in range(4) for j in range(4)
        ]
        w, b = min(places, key=landscape.cost)
        wide, tall = (right - left) / 4, (top - bottom) / 4
        left, right, bottom, top = w - wide, w + wide, b - tall, b + tall
        rounds -= 1
    return [w, b]


wrong("on the same valley moved")(lambda landscape, rounds: (2.0, 0.0), lambda landscape, rounds: np.array([2.0, 0.001]))
wrong()(
    lambda landscape, rounds: landscape.best,
    lambda landscape, rounds: landscape.low,
    lambda landscape, rounds: divide_and_conquer(landscape, 4, rounds).best_weight,
)
wrong("outwards for low")(_gentle(lambda low, high: (low + (high - low) / 8, high - (high - low) / 8)))
wrong("one side only")(_gentle(lambda low, high: (low - (high - low) / 2, high)))
wrong("three quarters")(_gentle(lambda low, high: (2 * low - high, 2 * high - low)))
wrong("stays the same")(_gentle(lambda low, high: (low - 0.5, high + 0.5)))
wrong("just outside the kept block")(_gentle(lambda low, high: (low, high)))
wrong("tries, and 16 a round")(
    lambda landscape, rounds: exhaustive_search(landscape, 0.05).best_weight,
    lambda landscape, rounds: divide_and_conquer(landscape, 12, rounds).best_weight,
)
wrong("a number")(lambda landscape, rounds: 2.0)
wrong("None")(lambda landscape, rounds: None)

right, wrong = answers_to("every-valley")


@right
def _(landscape):
    (block,) = divide_and_conquer(landscape, parts=50, rounds=1).blocks
    inside = landscape.between(block.kept_low[0], block.kept_high[0])
    return divide_and_conquer(inside, parts=4, rounds=5).best_weight


@right
def _(landscape):
    first = exhaustive_search(landscape, 0.1).best_weight
    return divide_and_conquer(landscape.between(first - 0.1, first + 0.1), 3, 6).best_weight


@right
def _(landscape):
    w = np.linspace(0, 5, 46)
    near = w[np.argmin(landscape.cost(w))]
    fine = np.linspace(near - 0.1, near + 0.1, 21)
    return fine[np.argmin(landscape.cost(fine))]


@right
def _(landscape):
    best = min((k / 9 for k in range(46)), key=landscape.cost)
    for step in (0.05, 0.02, 0.008, 0.004):
        best = min((best + k * step for k in (-2, -1, 0, 1, 2)), key=landscape.cost)
    return best


@right
def _(landscape):
    w, step = min(np.arange(0, 5.01, 0.1), key=landscape.cost), 0.05
    low = landscape.cost(w)
    while step > 0.004:
        costs = {w + way * step: landscape.cost(w + way * step) for way in (1, -1)}
        near = min(costs, key=costs.get)
        if costs[near] < low:
            w, low = near, costs[near]
        step /= 2
    return float(w)


@right
def _(landscape):
    near = exhaustive_search(landscape, 0.1).best_weight

    def thirds(low, high, left):
        if left == 0:
            return (low + high) / 2
        a, b = low + (high - low) / 3, high - (high - low) / 3
        return thirds(low, b, left - 1) if landscape.cost(a) < landscape.cost(b) else thirds(a, high, left - 1)

    return thirds(near - 0.1, near + 0.1, 8)


@right
def _(landscape):
    low, high = landscape.low, landscape.high
    for parts in (48, 5, 5, 5, 5):
        width = (high - low) / parts
        middles = [low + (k + 0.5) * width for k in range(parts)]
        best = min(middles, key=landscape.cost)
        low, high = best - width, best + width
    return best


@right
def _(landscape):
    tried = [(float(landscape.cost(w)), w) for w in (0.1 * k for k in range(51))]
    _, near = min(tried)
    tried += [(float(landscape.cost(near + shift)), near + shift) for shift in np.linspace(-0.09, 0.09, 19) if shift]
    return min(tried)[1]


wrong()(
    lambda landscape: landscape.best,
    lambda landscape: 3.0,
    lambda landscape: landscape.low,
    lambda landscape: divide_and_conquer(landscape, parts=14, rounds=5).best_weight,
    lambda landscape: divide_and_conquer(landscape, parts=8, rounds=8).best_weight,
)
wrong("first discarded")(lambda landscape: divide_and_conquer(landscape, parts=4, rounds=17).best_weight)
wrong("The budget is 70")(lambda landscape: divide_and_conquer(landscape, parts=50, rounds=2).best_weight)
wrong("in 25 of 26 landscapes")(
    lambda landscape: (
        divide_and_conquer(
            landscape.between((b := exhaustive_search(landscape, 0.125).best_weight) - 0.125, b + 0.125), 3, 6
        ).best_weight
    )
)
wrong("rough")(lambda landscape: exhaustive_search(landscape, 0.0725).best_weight)
wrong("up to 2001 tries")(lambda landscape: (w := np.linspace(0, 5, 2001))[np.argmin(landscape.cost(w))])
wrong("lies at")(
    lambda landscape: min((w for w in np.linspace(2, 4.5, 26).tolist()), key=lambda w: landscape.cost(w - 0.01)) - 0.01
)
wrong("a row")(lambda landscape: divide_and_conquer(landscape, parts=50, rounds=1).weights)


@wrong("tries")
def _(landscape):
    """The slope is asked instead of the cost, a thousand times."""
    w = np.linspace(0, 5, 1001)
    falls = np.cumsum(landscape.gradient(w))
    return w[np.argmin(falls)]
