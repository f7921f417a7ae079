"""What the tests of the lessons share."""

import pickle
from functools import wraps

import pytest

import helpers

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
