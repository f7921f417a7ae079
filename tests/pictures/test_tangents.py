"""The sentences under lesson 3's pictures, against closed forms."""

import pytest

from helpers import show_factor, show_fall, show_rates, show_slopes, show_stops, three_points
from helpers.pictures import tangents as pictures

X, Y = three_points()


def test_the_factor_is_zero_at_one_over_the_curvature(capsys):
    show_factor([0.01], X)
    assert capsys.readouterr().out.strip().endswith(f"0 at η = {3 / 28:.4f} and has size 1 at η = {3 / 14:.4f}.")


def test_the_factor_is_drawn_with_its_zero_and_the_rates_on_it(shown):
    pictures.show_factor([0.05, 0.22], X)
    curve, _, star, *marks = shown[0][0].axes[0].lines
    assert curve.get_ydata() == pytest.approx(abs(1 - 28 / 3 * curve.get_xdata()))
    assert star.get_xydata().tolist() == [[pytest.approx(3 / 28), 0]]
    assert [mark.get_xydata()[0].tolist() for mark in marks] == [pytest.approx([r, abs(1 - 28 / 3 * r)]) for r in (0.05, 0.22)]


def test_each_rate_has_its_sentence(capsys):
    show_rates([0.1, 0.22], X, Y)
    assert ["converged" in line for line in _sentences(capsys)] == [True, False]


def test_the_stops_are_those_of_the_table(capsys):
    show_stops()
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("valley", "plateau", "shelf", "saddle"))]
    ends = [line.rsplit(": ", 1)[1] for line in lines]
    assert ends == ["converged.", "converged.", "still descending.", "still descending.", "stuck on a flat.", "converged."]
    assert max(map(len, lines)) < 90  # a longer line breaks in the middle of a word where the side bar is open


def test_the_fall_counts_the_epochs(capsys):
    show_fall([4.0, 1.0, 0.25, 0.0625] * 5)
    assert "In 19 epochs" in capsys.readouterr().out


def test_the_slopes_are_drawn(capsys):
    show_slopes()
    assert "at it zero" in capsys.readouterr().out


def _sentences(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("From ")]
