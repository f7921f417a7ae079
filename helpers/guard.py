"""Run what a reader wrote and come back whatever it does: it raises, it exits, it prints without end, it never returns."""

import builtins
import ctypes
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.browser import in_browser

SECONDS = 3.0
LINES, SIGNS = 20, 2000  # of what is printed, so much is kept
STUBBORN = 100  # times that a run is told to stop, a hundredth of a second apart
HELPERS = str(Path(__file__).parent)
_HERE = threading.local()


class TimeUp(SystemExit):
    """Raised inside a run whose time is up; a SystemExit, because a thread that ends with one says nothing."""


@dataclass
class Run:
    """What became of a run: its result, or the error that ended it, or neither where it was stopped because it was late."""

    result: object = None
    error: BaseException | None = None
    late: bool = False
    printed: str = ""
    traced: list[traceback.FrameSummary] = field(default_factory=list)

    def line_in(self, file: str) -> str:
        """Return the last line of a file on the way to the error, empty where the way does not pass through the file."""
        return next((frame.line or "" for frame in reversed(self.traced) if frame.filename == file), "")


class Kept:
    """A place to print to that keeps the first lines and counts the rest."""

    def __init__(self):
        self.text, self.lost = "", 0

    def write(self, text: str) -> int:
        """Keep the text while there is room."""
        room = SIGNS - len(self.text)
        if self.lost or room <= 0 or self.text.count("\n") >= LINES:
            self.lost += text.count("\n")
        else:
            self.text += text[:room]
            self.lost += text[room:].count("\n")
        return len(text)

    def flush(self):
        """Do nothing: what is kept is shown at the end."""

    def isatty(self) -> bool:
        """No colours here."""
        return False

    @property
    def shown(self) -> str:
        """What is worth showing, with a word on what is not."""
        end = "" if self.text.endswith("\n") or not self.text else "\n"
        return f"{self.text}{end}… and {self.lost:,} lines more, left out here\n" if self.lost else self.text


def run_guarded(work: Callable, seconds: float = SECONDS) -> Run:
    """Call a function without arguments, and come back within about so many seconds.

    It runs in a thread of its own, so that whoever waits can still interrupt, and whatever is raised there stays there: an
    interrupt by the reader is the only thing raised here. Where there are no threads (the browser's edition) it runs here, its
    lines watched. Code that stays inside one compiled call can be left behind only where that call lets other threads run.
    """
    out = Kept()
    with _quiet(out):
        inside = getattr(_HERE, "guarded", False)  # a check within a check: one guard is enough
        run = _watched(work, seconds) if in_browser() or inside else _in_a_thread(work, seconds)
    run.printed = out.shown
    return run


@contextmanager
def _quiet(out) -> Iterator[None]:
    """Keep what is printed, and let nobody ask for input, warn, or end the kernel."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    ask, builtins.input = builtins.input, _no_input
    if shell is not None:
        shell.ask_exit = _leave
    try:
        with redirect_stdout(out), redirect_stderr(out), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        builtins.input = ask
        if shell is not None:
            del shell.ask_exit


def _no_input(*prompt):
    raise RuntimeError("a check cannot answer input()")


def _leave():
    raise SystemExit


def _called(work, run) -> None:
    try:
        with np.errstate(all="ignore"):
            run.result = work()
    except TimeUp:
        run.late = True
    except BaseException as error:
        run.error, run.traced = error, traceback.extract_tb(error.__traceback__)


def _in_a_thread(work, seconds) -> Run:
    run, done = Run(), threading.Event()  # not the thread's own join: one that is interrupted takes the thread for ended

    def call():
        _HERE.guarded = True
        try:
            _called(work, run)
        finally:
            done.set()

    thread = threading.Thread(target=call, daemon=True)
    end = time.monotonic() + seconds
    try:
        thread.start()
        # short waits, because on Windows a wait cannot be interrupted
        while time.monotonic() < end and not done.wait(0.05):
            pass
    finally:
        late = not done.is_set()
        if late:
            _stop(thread, done)
    thread.join(0.1)
    return Run(late=True) if late else run


def _stop(thread, done) -> None:
    """Raise TimeUp in a thread until it has gone, more than once because an `except:` may catch it."""
    for _ in range(STUBBORN):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TimeUp))
        if done.wait(0.01):
            return


def _watched(work, seconds) -> Run:
    """Run here, and raise TimeUp at the first line that begins too late."""
    end, before, run = time.monotonic() + seconds, sys.gettrace(), Run()

    def watch(frame, event, argument):
        file = frame.f_code.co_filename
        if file != __file__ and time.monotonic() > end:
            raise TimeUp
        return None if file.startswith(HELPERS) else watch  # these come to an end, and faster when they are not watched

    sys.settrace(watch)
    try:
        _called(work, run)
    finally:
        sys.settrace(before)
    return run
