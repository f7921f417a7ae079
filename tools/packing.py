"""Pack whole numbers and strokes into few bytes for a page, whose script unpacks them (templates/alive/unpack.js).

A number takes one byte up to 63 on either side of zero, two up to 8,191 and three beyond. A stroke is written as the
differences of its points, all x before all y: what repeats in many strokes then stands in a row, where gzip finds it.
"""

import base64
import gzip
import json
from collections.abc import Iterator, Sequence

import numpy as np


def varints(numbers: Sequence[int]) -> bytes:
    """Write whole numbers one behind the other, 7 bits a byte, the lowest first; the sign stands in the lowest bit.

    >>> varints([0, -1, 63, -64, 64]).hex()
    '00017e7f8001'
    """
    given = np.asarray(numbers, dtype=np.int64)
    whole = np.where(given < 0, -2 * given - 1, 2 * given)
    if len(whole) and whole.max() >= 2**21:
        raise ValueError(f"the largest number is {given[whole.argmax()]}, expected less than 2²⁰ on either side of zero")
    parts = np.stack([whole & 127, whole >> 7 & 127, whole >> 14], axis=1)
    length = 1 + (whole >= 2**7) + (whole >= 2**14)
    parts[:, 0] |= np.where(length > 1, 128, 0)
    parts[:, 1] |= np.where(length > 2, 128, 0)
    return parts[np.arange(3) < length[:, None]].astype(np.uint8).tobytes()


def cut(recording: bytes) -> Iterator[bytes]:
    """Cut a recording into its strokes."""
    numbers = np.frombuffer(recording, dtype="<i2")
    at = 0
    while at < len(numbers):
        end = at + 2 + int(numbers[at + 1])
        yield recording[2 * at : 2 * end]
        at = end


def columns(strokes: Sequence[bytes]) -> list[int]:
    """Return strokes as one row of numbers: how many, their styles, how many points each, then all x and all y."""
    numbers = [np.frombuffer(stroke, dtype="<i2").astype(int) for stroke in strokes]
    points = [stroke[2:].reshape(-1, 2) for stroke in numbers]
    steps = [np.diff(each, axis=0, prepend=[[0, 0]]) for each in points]
    x, y = np.concatenate(steps).T if steps else ([], [])
    return [len(strokes), *differences([stroke[0] for stroke in numbers]), *map(len, points), *x, *y]


def differences(numbers: Sequence[int]) -> list[int]:
    """Return each number less the one before it, the first as it is.

    >>> differences([5, 7, 4])
    [5, 2, -3]
    """
    return np.diff(numbers, prepend=0).tolist()


def packed(words: dict, numbers: Sequence[int]) -> str:
    """Return words and numbers as text for a page: JSON, an empty byte and the numbers, compressed, in letters."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(text + b"\0" + varints(numbers), 9, mtime=0)).decode()
