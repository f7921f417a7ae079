"""A move that is interrupted at any line leaves a panel that works, and that shows at the next move what a fresh one would."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hands import MAKERS, any_value, small

HELPERS = str(Path(__file__).parents[2] / "helpers")


def interrupted(act, at: int) -> bool:
    """Do something, raise KeyboardInterrupt after so many lines of the helpers, and say whether it came to that."""
    lines = 0

    def trace(frame, event, _):
        nonlocal lines
        if not frame.f_code.co_filename.startswith(HELPERS):
            return None
        if event == "line":
            lines += 1
            if lines == at:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("name", MAKERS)
def test_an_interrupted_move_leaves_a_panel_that_works(name):
    panel, other = small(MAKERS[name]), small(MAKERS[name])
    rng = np.random.default_rng(3)
    hits = 0
    for at in [*range(1, 60, 8), *rng.integers(60, 1000, 2)]:
        values = {each: any_value(panel, each, rng) for each in panel.values}
        hits += interrupted(lambda values=values: panel.set(**values), int(at))
        panel.reset()
        other.reset()
        assert (panel.values, panel.text) == (other.values, other.text)
        assert {each: box.value for each, box in panel.boxes.items()} == {each: box.value for each, box in other.boxes.items()}
        assert panel.view.canvas.shown["places"] == other.view.canvas.shown["places"]
    assert hits >= 8
