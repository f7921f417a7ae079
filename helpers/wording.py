"""Numbers, weights and rates as words of a sentence."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import Positive, checked
from helpers.model import distance_multiplier

SHOWN = 3  # of more weights than this a sentence shows only so many
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 2) -> str:
    """Write a number for a sentence: with `digits` decimals while it is of everyday size, in powers of ten beyond.

    >>> number(1.0), number(-0.0), number(-123456789.0), number(0.00001, 4)
    ('1.00', '0.00', '−1.2e+08', '0.0000')
    """
    value = float(value) + 0.0
    if abs(value) >= 1e5:
        return _true_minus(f"{value:.1e}")
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else _true_minus(text)


def _true_minus(text) -> str:
    """Put the minus sign before a number; an exponent keeps the hyphen, as Python prints it."""
    return "−" + text[1:] if text.startswith("-") else text


def weight_text(weight, digits: int = 4) -> str:
    """Write one weight as a number, several as (w₁, w₂), and of more than three the first three.

    >>> weight_text(2.0), weight_text(np.array([2.0, 0.5]), 2), weight_text(np.ones(10), 1)
    ('2.0000', '(2.00, 0.50)', '(1.0, 1.0, 1.0, …)')
    """
    if np.size(weight) == 1:
        return number(np.ravel(weight)[0], digits)
    parts = [number(part, digits) for part in weight[:SHOWN]] + ["…"] * (len(weight) > SHOWN)
    return f"({', '.join(parts)})"


def weight_name(weight) -> str:
    """Name what a weight is called in a sentence: w alone, (w₁, w₂), or of more than three the first and the last.

    >>> weight_name(2.0), weight_name(np.array([2.0, 0.5])), weight_name(np.ones(10))
    ('w', '(w₁, w₂)', '(w₁, …, w₁₀)')
    """
    d = np.size(weight)
    if d == 1:
        return "w"
    parts = [f"w{place}".translate(SUBSCRIPTS) for place in range(1, d + 1)]
    return f"({', '.join(parts if d <= SHOWN else [parts[0], '…', parts[-1]])})"


def cost_text(cost: float) -> str:
    """Write a cost with two significant digits, from 10 with three, from 1,000 in full, from 100,000 in powers of ten.

    No more than rounding error is 0: less than 1e-24, and the little that a difference of costs can fall below 0.

    >>> cost_text(1.44e-08), cost_text(4.6667), cost_text(10.52), cost_text(1234.5), cost_text(3e-31), cost_text(-4.4e-16)
    ('1.4e-08', '4.7', '10.5', '1234', '0', '0')
    """
    if -1e-12 < cost < 1e-24:
        return "0"
    if 1000 <= abs(cost) < 1e5:
        return _true_minus(f"{cost:.0f}")
    return _true_minus(f"{cost:.3g}" if 10 <= abs(cost) < 1000 else f"{cost:.2g}")


def power_text(value: float) -> str:
    """Write a large number with two digits, from 100,000 on as a power of ten.

    >>> power_text(48.3), power_text(148_000.0), power_text(2e21)
    ('48', '1.5·10⁵', '2.0·10²¹')
    """
    if value < 1e5:
        return f"{value:,.0f}"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}·10{str(int(power)).translate(SUPERSCRIPTS)}"


def rate_text(learning_rate: float) -> str:
    """Write a learning rate with three decimals, or in full where that would hide it.

    >>> rate_text(0.01), rate_text(3 / 14), rate_text(0.0004)
    ('0.010', '0.214', '0.0004')
    """
    return f"{learning_rate:.3f}" if learning_rate >= 0.01 else f"{learning_rate:.2g}"


@checked()
def rate_sentence(learning_rate: Positive, x: Sequence[float]) -> str:
    """Say what one full step does to w − w*, the distance to the best weight on the samples x.

    learning_rate: η > 0. x: n numbers. Returns one sentence. Raises ValueError as `distance_multiplier` does.

    >>> print(rate_sentence(0.22, [1, 2, 3]))
    Each step multiplies the distance to w* by −1.05: it changes sides and grows.
    """
    factor = distance_multiplier(learning_rate, x)
    # as many decimals as it takes to tell the factor from 0 and from 1
    texts = [number(factor, digits) for digits in (2, 4, 6, 9)]
    text = next((text for text in texts if abs(float(text.replace("−", "-"))) not in (0, 1)), "1")
    if abs(factor + 1) < 1e-9:
        text, effect = "−1", "it changes sides and keeps its size"
    elif abs(factor) < 1e-9:
        text, effect = "0", "one step is enough"
    elif factor < -1:
        effect = "it changes sides and grows"
    elif factor < 0:
        effect = "it changes sides and shrinks"
    else:
        effect = "it stays on its side and shrinks"
    return f"Each step multiplies the distance to w* by {text}: {effect}."
