"""A bank of answers to the exercises, right ones and wrong ones, each written as a reader might."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

MARKED = defaultdict(lambda: Answers())


@dataclass
class Answers:
    """To one exercise: the right ones, and the wrong ones with a piece of what the check must say to them."""

    right: list[Callable] = field(default_factory=list)
    wrong: list[tuple[Callable, str]] = field(default_factory=list)


def answers_to(name: str) -> tuple[Callable, Callable]:
    """Return two functions that put answers to an exercise into the bank; both can decorate, or take answers as they are.

    right(answer, …); wrong("a piece of what the check must say")(answer, …).
    """
    answers = MARKED[name]

    def right(*given):
        answers.right += given
        return given[0]

    def wrong(says=""):
        def put(*given):
            answers.wrong += [(answer, says) for answer in given]
            return given[0]

        return put

    return right, wrong
