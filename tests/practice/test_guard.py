"""A check comes back whatever an answer does, and leaves everything as it was."""

import _thread
import itertools
import sys
import threading
import time

import pytest

from helpers import guard
from helpers.exercise import exercises
from helpers.guard import LINES, run_guarded
from helpers.practice import check

NAME = "mean-gradient"


class Odd(BaseException):
    """An error of a reader's own that has no text."""

    def __str__(self):
        raise ValueError


class Unwritable:
    """A result that cannot be written, compared or counted."""

    def __repr__(self):
        raise RuntimeError

    __eq__ = __len__ = __float__ = __iter__ = __hash__ = __repr__


def raising(error):
    """Make an answer that raises."""

    def answer(w, x, y):
        raise error

    return answer


def deep(w, x, y):
    """Call itself without end."""
    return deep(w, x, y)


def loud(w, x, y):
    """Print a great deal."""
    for line in range(100_000):
        print("line", line)
    return 0.0


def endless(w, x, y):
    """Never return."""
    while True:
        w += 1


def deaf(w, x, y):
    """Never return, and take no notice of whatever is raised."""
    while True:
        try:  # noqa: SIM105
            w += 1
        except:  # noqa: E722
            pass


def asleep(w, x, y):
    """Wait in one call, for longer than a check does."""
    time.sleep(8)


def rows(w, x, y):
    """Return a row without end."""
    return itertools.count()


ODD_RESULTS = [
    None,
    "3",
    b"3",
    1j,
    [],
    [[1], [2, 3]],
    {},
    {1},
    object(),
    Unwritable(),
    iter(()),
    print,
    float("nan"),
    10**5000,
    ...,
]
ERRORS = [SystemExit(), KeyboardInterrupt(), GeneratorExit(), StopIteration(), RecursionError(), MemoryError(), Odd()]


@pytest.mark.parametrize("name", exercises())
@pytest.mark.parametrize("result", range(len(ODD_RESULTS)))
def test_an_odd_result_is_refused_in_words(name, result):
    if exercises()[name].seconds == guard.SECONDS:
        verdict = check(name, lambda *given: ODD_RESULTS[result])
        assert not verdict.right
        assert verdict.text.startswith("not yet: ")
        assert len(verdict.text) < 700


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_an_answer_raises_stays_inside(error):
    verdict = check(NAME, raising(error))
    assert f"stopped with {type(error).__name__}" in verdict.text
    assert "in its line `raise error`" in verdict.text


@pytest.mark.parametrize("answer", [lambda: 0, lambda w: 0, lambda w, x, y, z: 0, lambda *, w, x, y: 0])
def test_the_wrong_arguments_are_named(answer):
    assert "mean_gradient is called as mean_gradient(w, x, y)" in check(NAME, answer).text


@pytest.mark.parametrize("answer", [print, max, int, dict, type, threading.Lock, Unwritable])
def test_what_is_no_function_of_a_reader_is_refused_too(answer, capsys):
    assert not check(NAME, answer).right


def test_no_end_of_calls():
    assert "RecursionError" in check(NAME, deep).text


def test_a_check_within_the_answer():
    def again(w, x, y):
        return check(NAME, again)

    assert not check(NAME, again).right


def test_a_million_lines_are_cut_with_a_word(capsys):
    assert not check(NAME, loud).right
    printed = capsys.readouterr().out.splitlines()
    assert printed[:2] == ["line 0", "line 1"]
    assert len(printed) == LINES + 1
    assert printed[-1].endswith("lines more, left out here")


def test_a_few_lines_are_shown(capsys):
    check(NAME, lambda w, x, y: print("here"))
    assert capsys.readouterr().out == "here\n"


@pytest.fixture(params=["thread", "browser"])
def edition(request, monkeypatch):
    """Run answers in a thread, or as where there are none."""
    monkeypatch.setattr(guard, "in_browser", lambda: request.param == "browser")
    return request.param


@pytest.mark.parametrize("answer", [endless, rows])
def test_what_never_returns_is_stopped(answer, edition):
    begun, threads, trace = time.monotonic(), threading.active_count(), sys.gettrace()
    run = run_guarded(lambda: sum(value for value in [answer(1, [], [])] for value in value), seconds=0.3)
    assert run.late
    assert time.monotonic() - begun < 3
    assert (threading.active_count(), sys.gettrace()) == (threads, trace)


def test_what_takes_no_notice_is_stopped_all_the_same():
    threads = threading.active_count()
    assert run_guarded(lambda: deaf(1, [], []), seconds=0.2).late
    assert threading.active_count() == threads


def test_what_waits_is_left_behind():
    begun = time.monotonic()
    assert run_guarded(lambda: asleep(1, [], []), seconds=0.2).late
    assert time.monotonic() - begun < 4


def test_a_check_says_that_it_stopped_an_answer():
    verdict = check(NAME, endless)
    assert verdict.text == (
        "not yet: after 3 seconds mean_gradient was still running, so it was stopped. Does every loop in it come to an end?"
    )


def test_the_reader_can_still_interrupt():
    running, begun = set(sys._current_frames()), time.monotonic()
    threading.Timer(0.3, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        check(NAME, endless)
    assert time.monotonic() - begun < 2.5
    time.sleep(0.2)
    # not by the list of threads, from which an interrupted join strikes one that goes on
    assert set(sys._current_frames()) <= running


def test_everything_is_put_back(edition):
    before = sys.stdout, sys.stderr, __builtins__["input"], sys.gettrace()
    for work in (lambda: 1 / 0, lambda: input("?"), lambda: sys.exit()):
        assert run_guarded(work).error is not None
    assert (sys.stdout, sys.stderr, __builtins__["input"], sys.gettrace()) == before


def test_what_the_lesson_holds_is_untouched():
    x, y = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]

    def greedy(w, x, y):
        x.clear(), y.clear()
        return 0.0

    verdict = check(NAME, greedy)
    assert (x, y) == ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    assert not verdict.right


KERNEL = """
from helpers import check
kept = [1, 2, 3]
{}
"""


def test_a_kernel_survives(tmp_path):
    """In a real kernel: an answer that leaves, prints, interrupts, and one that never returns."""
    manager_module = pytest.importorskip("jupyter_client.manager")
    manager, client = manager_module.start_new_kernel(kernel_name="python3")
    try:
        bodies = ["exit()", "quit()", "import sys; sys.exit()", "raise KeyboardInterrupt", "return input()", "while True: pass"]
        cells = [f"def answer(w, x, y):\n    {body}\ncheck('{NAME}', answer)" for body in bodies]
        for cell in [KERNEL.format(""), *cells, "assert kept == [1, 2, 3]\nprint('alive')"]:
            reply = client.execute_interactive(cell, timeout=60, output_hook=lambda message: None)
            assert reply["content"]["status"] == "ok", reply["content"]
        assert manager.is_alive()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
