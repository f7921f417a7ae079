"""Methods that only try weights: every one on a grid, or the best of a few blocks again and again."""

import itertools

import numpy as np

from helpers.arguments import AtLeastTwo, Count, Positive, checked
from helpers.landscapes import Landscape
from helpers.problems import as_weight
from helpers.trajectory import Block, Trajectory
from helpers.wording import cost_text, number, weight_name, weight_text

MOST_TRIES = 2_000_000  # a grid beyond this would keep the reader waiting for minutes, or for ever


@checked()
def grid_size(landscape: Landscape, step: Positive) -> int:
    """Count the points of a grid: (range / step + 1), multiplied over the weights.

    step: the distance of neighbours, above 0. Raises ValueError for a step that is not above 0.

    >>> from helpers.landscapes import bowl
    >>> grid_size(bowl().between(0, 5), 0.05)
    101
    """
    return int(np.prod([along + 1.0 for along in _steps_along(landscape, step)]))


@checked()
def exhaustive_search(landscape: Landscape, step: Positive) -> Trajectory:
    """Try every weight on a grid and keep the best.

    landscape: what to search, over its whole range. step: the distance of neighbouring tries, above 0, at most the range.
    Returns the Trajectory of all tries in order. Raises ValueError for a step out of range or a grid of more than MOST_TRIES.

    >>> from helpers.landscapes import bowl
    >>> print(exhaustive_search(bowl().between(0, 5), 0.05))
    101 tries in steps of 0.05 find w = 2.0000 (cost 0) after 303 evaluations.
    """
    tries = grid_size(landscape, step)
    low, high = landscape.bounds
    if step > (high - low).min():
        raise ValueError(f"step is {step}, expected at most the range {(high - low).min():g}")
    if tries > MOST_TRIES:
        raise ValueError(f"step {step} makes {number(tries, 0)} tries, expected at most {MOST_TRIES:,}: take a larger step")
    # low + k·step, not a running sum, so that rounding errors do not pile up along the grid
    axes = [start + step * np.arange(along + 1) for start, along in zip(low, _steps_along(landscape, step), strict=True)]
    if landscape.dimensions == 1:
        weights = axes[0]
        costs = landscape.cost(weights)
    else:
        mesh = np.meshgrid(*axes, indexing="ij")
        weights = np.stack([part.ravel() for part in mesh], axis=1)
        costs = landscape.cost(tuple(weights.T))
    return _searched(landscape, weights, costs, f"{tries} tries in steps of {step:g}")


@checked()
def divide_and_conquer(landscape: Landscape, parts: AtLeastTwo = 4, rounds: Count = 8) -> Trajectory:
    """Cut each weight's range into equal parts, try the middle of every block, keep the best block, and repeat inside it.

    landscape: what to search. parts: cuts of each axis, at least 2 (4 gives 4 tries a round for one weight and 16 for two).
    rounds: how often, at least 1. Returns the Trajectory of all tries; its `blocks` say what was kept at each round. Of
    equally good blocks the first is kept. Raises ValueError for parts below 2, rounds below 1, or more than MOST_TRIES tries.

    >>> from helpers.landscapes import bowl
    >>> print(divide_and_conquer(bowl().between(0, 5), parts=4, rounds=8))
    32 tries in 8 rounds of 4 blocks find w = 2.0000 (cost 2.7e-10) after 96 evaluations.
    """
    tries_a_round = parts**landscape.dimensions
    if tries_a_round * rounds > MOST_TRIES:
        tries = tries_a_round * rounds
        raise ValueError(f"{parts} parts and {rounds} rounds make {number(tries, 0)} tries, expected at most {MOST_TRIES:,}")
    low, high = (end.astype(float) for end in landscape.bounds)
    blocks, costs = [], []
    for _ in range(rounds):
        size = (high - low) / parts
        corners = np.array(list(itertools.product(range(parts), repeat=low.size))) * size + low
        tries = corners + size / 2
        tried_costs = [float(landscape.cost(as_weight(weight))) for weight in tries]
        kept = int(np.argmin(tried_costs))
        kept_low, kept_high = corners[kept], corners[kept] + size
        blocks.append(Block(tuple(low), tuple(high), parts, tries, kept, tuple(kept_low), tuple(kept_high)))
        costs += tried_costs
        low, high = kept_low, kept_high
    weights = np.concatenate([block.tries for block in blocks])
    if landscape.dimensions == 1:
        weights = weights[:, 0]
    text = f"{len(costs)} tries in {rounds} {'round' if rounds == 1 else 'rounds'} of {tries_a_round} blocks"
    return _searched(landscape, weights, np.array(costs), text, tuple(blocks))


def _steps_along(landscape, step):
    """Whole steps that fit into each range; the small allowance keeps 5 / 0.05 at 100 in spite of rounding."""
    low, high = landscape.bounds
    with np.errstate(over="ignore"):
        along = np.floor((high - low) / step + 1e-9)
    if not np.isfinite(along).all():
        raise ValueError(f"step is {step}, expected a number that fits into the range a countable number of times")
    return along


def _searched(landscape, weights, costs, how, blocks=()):
    evaluations = landscape.samples * np.arange(1, len(weights) + 1)
    best = int(np.argmin(costs))
    name = weight_name(weights[best])
    sentence = (
        f"{how} find {name} = {weight_text(weights[best])} (cost {cost_text(costs[best])}) "
        f"after {number(evaluations[-1], 0)} evaluations."
    )
    return Trajectory(weights, costs, evaluations, "searched", sentence, blocks=blocks)
