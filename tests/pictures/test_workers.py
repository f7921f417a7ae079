"""The pictures of split work say what they show."""

import pytest

from helpers import show_letters, show_peaks, show_sum_and_chain


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
