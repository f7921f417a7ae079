"""The pictures of split work say what they show."""

import numpy as np
import pytest

from helpers import show_letters, show_peaks, show_sum_and_chain
from helpers.pictures import workers as pictures


@pytest.fixture(autouse=True)
def _no_display(monkeypatch):
    monkeypatch.setattr("helpers.pictures.style.display", lambda *shown, **options: None)


def test_the_growth_of_memory_is_read_from_the_numbers(capsys):
    show_peaks({10: 100.0, 1000: 9_000.0}, {10: 50.0, 1000: 60.0})
    assert capsys.readouterr().out.strip() == "100 times the samples: read whole, the peak grows 90-fold; streamed, 1.2-fold."


def test_a_letter_goes_to_each_partition(capsys):
    show_letters([5, 3])
    assert "to each of 2 partitions" in capsys.readouterr().out


def test_the_two_shapes_have_their_sentence(capsys):
    show_sum_and_chain()
    assert "each step waits for the step before" in capsys.readouterr().out


def test_every_arrow_of_the_two_shapes_begins_and_ends_in_the_picture(shown):
    pictures.show_sum_and_chain()
    for axes in shown[0][0].axes:
        arrows = [text for text in axes.texts if hasattr(text, "xyann")]
        ends = np.array([[arrow.xyann, arrow.xy] for arrow in arrows])
        assert len(ends) == 6
        assert ((ends > 0) & (ends < 1)).all()
        assert (ends[:, 1, 0] >= ends[:, 0, 0]).all()  # to the right or upright: no work goes back
