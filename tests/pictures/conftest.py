"""What tests of the lessons' pictures share."""

import pytest


@pytest.fixture
def shown(request, monkeypatch):
    """Return the list of figures, each with its sentence, that the module `pictures` of a test's file shows during the test."""
    found = []
    monkeypatch.setattr(request.module.pictures, "show", lambda figure, sentence: found.append((figure, sentence)))
    return found
