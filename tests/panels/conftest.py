"""Every panel in turn."""

import pytest
from hands import MAKERS, fresh


@pytest.fixture(params=MAKERS)
def panel(request, caplog):
    """Return each panel in turn, and fail when a callback logs an error that the widgets swallowed."""
    yield fresh(request.param)
    assert [record.getMessage() for record in caplog.records] == []
