"""What the tests of the lessons share: each lesson run once, and what its longest cells compute."""

import pickle
from functools import wraps

import matplotlib
import pytest
from lesson_run import Run, run

import helpers
from tools.notebooks import NOTEBOOKS, missing_extra, notebook

LONG = ("compare", "arrivals")  # what takes the lessons seconds, and gives the same for the same arguments


@pytest.fixture(scope="session")
def remembered():
    """The long functions, each of which computes an answer once in a session."""
    return {name: remembering(getattr(helpers, name)) for name in LONG}


@pytest.fixture
def quick(remembered, monkeypatch):
    """Let the lessons take from the helpers what an earlier run of the same cells has computed."""
    for name, function in remembered.items():
        monkeypatch.setattr(helpers, name, function)


def remembering(function):
    """Wrap a function so that it computes once for the same arguments, and always where these cannot be written down."""
    answers = {}

    @wraps(function)
    def answer(*args, **options):
        try:
            key = pickle.dumps((args, options))
        except (pickle.PicklingError, AttributeError):  # a lesson's own function
            return function(*args, **options)
        if key not in answers:
            answers[key] = function(*args, **options)
        return answers[key]

    return answer


@pytest.fixture(scope="session")
def runs():
    """The lessons that were run in this session, by number."""
    return {}


@pytest.fixture
def ran(runs, quick, monkeypatch):
    """Give the Run of a lesson by its number: each is run once in a session."""

    def of(lesson: str) -> Run:
        (path,) = NOTEBOOKS.glob(f"{lesson}-*.ipynb")
        if extra := missing_extra(path):
            pytest.skip(f"the optional extra `{extra}` is not installed")
        if lesson not in runs:
            monkeypatch.chdir(NOTEBOOKS)
            with matplotlib.rc_context():
                runs[lesson] = run(notebook(lesson))
        return runs[lesson]

    return of
