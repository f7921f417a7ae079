"""Lesson 1: absolute-cost, price-of-a-grid, search-twice, secret-valley."""

import functools
import itertools
import math
import statistics

import numpy as np
from answers.bank import answers_to

right, wrong = answers_to("absolute-cost")

right(
    lambda w, x, y: sum(abs(w * a - b) for a, b in zip(x, y, strict=True)) / len(x),
    lambda w, x, y: np.mean(np.abs(w * np.array(x) - np.array(y))),
    lambda weight, inputs, labels: statistics.fmean(abs(weight * a - b) for a, b in zip(inputs, labels, strict=True)),
    lambda w, x, y: np.abs(np.multiply(w, x) - y).sum() / np.size(x),
    lambda w, x, y: float(np.average([math.fabs(b - a * w) for a, b in zip(x, y, strict=True)])),
    lambda w, x, y: sum(map(lambda a, b: abs(w * a - b), x, y)) / len(y),
    lambda w, x, y: np.linalg.norm(w * np.array(x) - y, 1) / len(x),
    lambda w, x, y: (
        functools.reduce(lambda total, pair: total + abs(w * pair[0] - pair[1]), zip(x, y, strict=True), 0) / len(x)
    ),
)


@right
def _(w, x, y):
    total = 0
    for i in range(len(x)):
        error = w * x[i] - y[i]
        if error < 0:
            error = -error
        total += error
    return total / len(x)


@right
def _(w, x, y):
    total, i = 0.0, 0
    while i < len(x):
        total = total + ((w * x[i] - y[i]) ** 2) ** 0.5
        i = i + 1
    return np.float64(total / i)


@right
def _(w, x, y):
    def total(x, y):
        return abs(w * x[0] - y[0]) + total(x[1:], y[1:]) if x else 0

    return total(x, y) / len(x)


wrong("2")(lambda w, x, y: 2.0)
wrong("is right")(
    lambda w, x, y: sum(abs(a - b) for a, b in zip(x, y, strict=True)) / len(x),  # at w = 1 it is the same
    lambda w, x, y: 2.0 if len(x) == 3 else 1.5,
    lambda w, x, y: {3: 2.0, 2: 1.5}.get(len(x), 0),
    lambda w, x, y: sum(abs(b - a * min(w, 1)) for a, b in zip(x, y, strict=True)) / len(x),
    lambda w, x, y: sum(abs(w) * abs(a - b / w) for a, b in zip(x, y, strict=True)) / max(2, len(x)),
)
wrong("mean of these distances")(lambda w, x, y: 0)
wrong("a row")(
    lambda w, x, y: np.abs(w * np.array(x) - np.array(y)),
    lambda w, x, y: [abs(w * a - b) for a, b in zip(x, y, strict=True)],
    lambda w, x, y: (abs(w * a - b) for a, b in zip(x, y, strict=True)),
)
wrong("their sum")(lambda w, x, y: np.abs(w * np.array(x) - y).sum())
wrong("too late")(lambda w, x, y: abs(np.mean(w * np.array(x) - y)))
wrong("a text")(lambda w, x, y: str(np.mean(np.abs(w * np.array(x) - y))))
wrong("complex")(lambda w, x, y: complex(np.mean(np.abs(w * np.array(x) - y))))
wrong("None")(lambda w, x, y: print(np.mean(np.abs(w * np.array(x) - y))))


@wrong("changes x")
def _(w, x, y):
    n, total = len(x), 0
    while x:
        total += abs(w * x.pop() - y.pop())
    return total / n


@wrong()
def _(w, x, y):
    for a, b in zip(x, y, strict=True):
        total = abs(w * a - b)
    return total / len(x)


right, wrong = answers_to("price-of-a-grid")

right(
    lambda distance, d: (round(5 / (2 * distance)) + 1) ** d,
    lambda error, weights: int(round(2.5 / error) + 1) ** weights,
    lambda distance, d: math.floor(5 / (2 * distance) + 1e-9 + 1) ** d,
    lambda distance, d: math.ceil(5 / (2 * distance) + 1 - 1e-9) ** d,
    lambda distance, d: len(np.arange(0, 5 + distance, 2 * distance)) ** d,
    lambda distance, d: math.prod([round(5 / distance / 2) + 1] * d),
    lambda distance, d: np.power(np.int64(round(5 / (2 * distance)) + 1), d),
    lambda distance, d: pow(float(round(5 / (2 * distance)) + 1), d),
    lambda distance, d: (
        len(list(itertools.product(range(round(2.5 / distance) + 1), repeat=d))) if d < 3 else (round(2.5 / distance) + 1) ** d
    ),
)


@right
def _(distance, d):
    teeth, w = 1, 0.0
    while w < 5 - distance:
        w += 2 * distance
        teeth += 1
    tries = 1
    for _ in range(d):
        tries *= teeth
    return tries


@right
def _(distance, d):
    return 1 if d == 0 else (1 + round(5 / (2 * distance))) * _again(distance, d - 1)


def _again(distance, d):
    return 1 if d == 0 else (1 + round(5 / (2 * distance))) * _again(distance, d - 1)


wrong("51")(lambda distance, d: 51)
wrong("is right")(
    lambda distance, d: {(0.05, 1): 51, (0.05, 2): 2601, (0.25, 3): 1331}.get((distance, d), 0),
    lambda distance, d: 51**d if distance == 0.05 else 11**d,
    lambda distance, d: (round(5 / (2 * distance)) + 1) ** min(d, 3),
    lambda distance, d: (int(5 / (2 * distance)) + 1) ** d if distance > 0.04 and d < 4 else 51**d,
)
wrong("stored a little too large")(lambda distance, d: (5 // (2 * distance) + 1) ** d)
wrong("two steps")(lambda distance, d: round(5 / (2 * distance)) ** d)
wrong("combined with every try")(lambda distance, d: d * (round(5 / (2 * distance)) + 1))
wrong("step is the distance")(lambda distance, d: (round(5 / distance) + 1) ** d)
wrong("a text")(lambda distance, d: f"{(round(5 / (2 * distance)) + 1) ** d}")
wrong("a row")(lambda distance, d: [round(5 / (2 * distance)) + 1] * d)
wrong("other arguments")(lambda distance: round(5 / (2 * distance)) + 1)

right, wrong = answers_to("search-twice")


def grid(low, high, step):
    steps = int((high - low) / step + 1e-9)
    return [low + count * step for count in range(steps + 1)]


def try_every_weight(cost_of, low, high, step):
    return [(cost_of(w), w) for w in grid(low, high, step)]


@right
def _(cost_of, low, high, step):
    _, best = min(try_every_weight(cost_of, low, high, step))
    return min(try_every_weight(cost_of, best - step, best + step, step / 10))[1]


@right
def _(cost_of, low, high, step):
    coarse = [low + k * step for k in range(round((high - low) / step - 0.5) + 1)]
    best = min(coarse, key=cost_of)
    return min((best + k * step / 10 for k in range(-10, 11)), key=cost_of)


@right
def _(cost_of, low, high, step):
    weights = np.arange(low, high + step / 2, step)
    near = weights[np.argmin([cost_of(w) for w in weights])]
    fine = np.linspace(near - step, near + step, 21)
    return fine[np.argmin([cost_of(w) for w in fine])]


@right
def _(cost_of, low, high, step):
    weights = np.arange(low, high + step / 2, step)
    near = weights[np.argmin(cost_of(weights))]
    fine = np.linspace(near - step, near + step, 41)
    return float(fine[np.argmin(cost_of(fine))])


@right
def _(cost_of, low, high, step):
    best_w, best_cost, w = low, cost_of(low), low
    while w < high:
        w += step
        if cost_of(w) < best_cost:
            best_w, best_cost = w, cost_of(w)
    centre, w = best_w, best_w - step
    while w < centre + step:
        w += step / 10
        found = cost_of(w)
        if found < best_cost:
            best_w, best_cost = w, found
    return best_w


@right
def _(cost_of, low, high, step):
    def search(low, high, step, times):
        best = min(try_every_weight(cost_of, low, high, step))[1]
        return best if times == 1 else search(best - step, best + step, step / 10, times - 1)

    return search(low, high, step, 2)


@right
def _(cost_of, low, high, step):
    found = dict(sorted(try_every_weight(cost_of, low, high, step)))
    best = next(iter(found.values()))
    second = {w: cost_of(w) for w in grid(best - step, best + step, step / 10)}
    return min(second, key=second.get)


@right
def _(cost_of, low, high, step):
    first = sorted(try_every_weight(cost_of, low, high, step))
    a, b = sorted([first[0][1] - step, first[0][1] + step])
    return sorted(try_every_weight(cost_of, a, b, (b - a) / 20))[0][1]


def _coarse(cost_of, low, high, step):
    return min(try_every_weight(cost_of, low, high, step))[1]


wrong("returns 2 ")(lambda cost_of, low, high, step: 2.0)
wrong("Search there again")(_coarse)
wrong("further off")(lambda cost_of, low, high, step: 2.0 if high == 5 and step == 0.3 else 3.2)
wrong("price of a fine grid")(lambda cost_of, low, high, step: _coarse(cost_of, low, high, step / 10))
wrong("what the best weight costs")(
    lambda cost_of, low, high, step: min(
        try_every_weight(cost_of, (b := _coarse(cost_of, low, high, step)) - step, b + step, step / 10)
    )[0]
)
wrong("to the right")(
    lambda cost_of, low, high, step: _coarse(cost_of, (b := _coarse(cost_of, low, high, step)), b + step, step / 10)
)
wrong("to the left")(
    lambda cost_of, low, high, step: _coarse(cost_of, (b := _coarse(cost_of, low, high, step)) - step, b, step / 10)
)
wrong("a row")(
    lambda cost_of, low, high, step: min(
        try_every_weight(cost_of, (b := _coarse(cost_of, low, high, step)) - step, b + step, step / 10)
    )
)


@wrong("further off")
def _(cost_of, low, high, step):
    """The vertex of a parabola through three teeth: right on these two bowls, and no second grid."""
    b = _coarse(cost_of, low, high, step)
    left, middle, right = cost_of(b - step), cost_of(b), cost_of(b + step)
    return b - step * (right - left) / (2 * (right - 2 * middle + left))


@wrong()
def _(cost_of, low, high, step):
    b = _coarse(cost_of, low, high, step)
    return _coarse(cost_of, b - step / 4, b + step / 4, step / 10)


right, wrong = answers_to("secret-valley")


def _odd(tried, far=1):
    """How far each tooth lies below the mean of its neighbours."""
    return [((tried[i - far][0] + tried[i + far][0]) / 2 - tried[i][0], tried[i][1]) for i in range(far, len(tried) - far)]


@right
def _(cost_of):
    tried = try_every_weight(cost_of, 0.0, 5.0, 0.05)
    _, place = max(_odd(tried))
    return min(tried + try_every_weight(cost_of, place - 0.05, place + 0.05, 0.0025))[1]


@right
def _(cost_of):
    tried = [(cost_of(k / 20), k / 20) for k in range(101)]
    place = max(zip(tried, tried[1:], strict=False), key=lambda pair: pair[0][0] - pair[1][0])[1][1]
    return min(tried + [(cost_of(place + k / 400), place + k / 400) for k in range(-20, 21)])[1]


@right
def _(cost_of):
    w = np.linspace(0, 5, 101)
    place = w[1:-1][np.argmax(np.convolve(cost_of(w), [0.5, -1, 0.5], "valid"))]
    fine = np.linspace(place - 0.05, place + 0.05, 41)
    return fine[np.argmin(cost_of(fine))]


@right
def _(cost_of):
    w = np.linspace(0, 5, 101)
    costs = np.array([cost_of(each) for each in w])
    place = w[np.argmax(4 + 2 * (w - 1) ** 2 - costs)]  # furthest below the wide bowl
    fine = place + np.linspace(-0.04, 0.04, 33)
    return float(fine[np.argmin([cost_of(each) for each in fine])])


@right
def _(cost_of):
    tried = try_every_weight(cost_of, 0.0, 5.0, 0.05)
    _, w = max(_odd(tried))
    step, best = 0.025, cost_of(w)
    while step > 0.001:
        moved = [(cost_of(w + way * step), w + way * step) for way in (-1, 1)]
        if min(moved)[0] < best:
            best, w = min(moved)
        else:
            step /= 2
    return w


@right
def _(cost_of):
    tried = try_every_weight(cost_of, 0.0, 5.0, 0.05)
    biggest, place = -math.inf, None
    i = 1
    while i < len(tried) - 1:
        dent = tried[i - 1][0] + tried[i + 1][0] - 2 * tried[i][0]
        if dent > biggest:
            biggest, place = dent, tried[i][1]
        i += 1
    best = min(np.arange(place - 0.05, place + 0.05, 0.0025), key=cost_of)
    return np.float64(best)


@right
def _(cost_of):
    tried = try_every_weight(cost_of, 0.0, 5.0, 0.05)
    places = [w for _, w in sorted(_odd(tried))[-2:]]
    for place in places:
        tried += [(cost_of(w), w) for w in np.linspace(place - 0.04, place + 0.04, 20)]
    return min(tried)[1]


@right
def _(cost_of):
    tried = try_every_weight(cost_of, 0.0, 5.0, 0.05)

    def narrow(low, high, times):
        if times == 0:
            return (low + high) / 2
        a, b = low + (high - low) / 3, high - (high - low) / 3
        return narrow(low, b, times - 1) if cost_of(a) < cost_of(b) else narrow(a, high, times - 1)

    _, place = max(_odd(tried))
    return narrow(place - 0.05, place + 0.05, 10)


wrong()(lambda cost_of: 3.37)
wrong("lies at")(
    lambda cost_of: min((3.37, 2.52, 4.13), key=cost_of),
    lambda cost_of: min(
        [3.36 + k / 1000 for k in range(20)] + [2.51 + k / 1000 for k in range(20)] + [4.12 + k / 1000 for k in range(20)],
        key=cost_of,
    ),
)
wrong("finer grid over everything")(
    lambda cost_of: min(try_every_weight(cost_of, 0.0, 5.0, 0.005))[1],
    lambda cost_of: (w := np.linspace(0, 5, 1001))[np.argmin(cost_of(w))],
)
wrong("floor of the wide bowl")(
    lambda cost_of: min(try_every_weight(cost_of, (b := _coarse(cost_of, 0.0, 5.0, 0.05)) - 0.05, b + 0.05, 0.0025))[1]
)
wrong("A valley betrays itself")(lambda cost_of: _coarse(cost_of, 0.0, 5.0, 0.05))
wrong("a row")(lambda cost_of: max(_odd(try_every_weight(cost_of, 0.0, 5.0, 0.05))))
wrong("None")(lambda cost_of: None)
wrong()(
    lambda cost_of: max(_odd(try_every_weight(cost_of, 0.0, 5.0, 0.05)))[1],
    lambda cost_of: cost_of(max(_odd(try_every_weight(cost_of, 0.0, 5.0, 0.05)))[1]),
    lambda cost_of: min(try_every_weight(cost_of, 2.0, 4.5, 0.0168))[1],
)
