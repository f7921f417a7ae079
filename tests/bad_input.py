"""Samples that everything that takes points must refuse, each with what the message must say."""

NAN, INF = float("nan"), float("inf")

BAD_POINTS = [
    ([], [], "x and y are empty, expected at least one sample"),
    ([1, 2, 3], [2, 4], "x has 3 samples and y has 2, expected equally many"),
    ([1, NAN], [2, 4], "x holds a value that is not finite"),
    ([1, 2], [2, INF], "y holds a value that is not finite"),
    ([-INF, 2], [2, 4], "x holds a value that is not finite"),
]
