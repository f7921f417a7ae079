"""A running mean that forgets: what makes a jagged loss readable."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import Kept, checked


@checked()
def smooth(values: Sequence[float], keep: Kept, correct_bias: bool = True) -> np.ndarray:
    """Compute the exponentially weighted mean s ← keep·s + (1 − keep)·value along a row of values.

    values: m numbers. keep: the share of the old mean that is kept, 0 (no smoothing) or more and below 1. correct_bias:
    divide the k-th mean by 1 − keepᵏ, which undoes the pull of the zero that s starts from. Returns an array of m numbers in
    the unit of values. Raises ValueError for no values, a value that is not finite, or a keep out of range.
    Source: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, ICLR 2015, section 3.

    >>> smooth([4.0, 4.0, 4.0], 0.9).round(2).tolist(), smooth([4.0, 4.0, 4.0], 0.9, correct_bias=False).round(2).tolist()
    ([4.0, 4.0, 4.0], [0.4, 0.76, 1.08])
    """
    means, mean, weight = [], 0.0, 1.0
    for value in np.asarray(values, dtype=float).tolist():
        mean = keep * mean + (1 - keep) * value
        weight *= keep
        means.append(mean / (1 - weight) if correct_bias else mean)
    return np.array(means)
