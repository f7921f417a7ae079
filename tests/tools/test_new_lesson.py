"""A new lesson passes the tests as it is written, and what cannot be a lesson is refused before anything is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_lesson import file_name, main, with_row
from tools.notebooks import ROOT

UNNEEDED = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache")
TESTS = ["tests/practice", *(f"tests/lessons/test_{name}.py" for name in ("instructor_guide", "claims", "notebooks"))]


def run(project, *args):
    """Run Python with a copy's own helpers and tools; return what it printed, or fail with that."""
    environment = os.environ | {"PYTHONPATH": str(project)}
    ran = subprocess.run([sys.executable, *args], cwd=project, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_new_lesson_passes_the_tests_as_it_is(tmp_path):
    """A number of three digits and a title with an apostrophe, so that nothing hangs on two digits or on plain letters."""
    project = shutil.copytree(ROOT, tmp_path / "project", ignore=UNNEEDED)
    assert "written: notebooks/115-newton-s-step.ipynb" in run(project, "-m", "tools.new_lesson", "115", "Newton's step")
    wanted = "115 or every_lesson or there_are or readme or stands_in_a_lesson or links_into"
    passed = run(project, "-m", "pytest", "-p", "no:cacheprovider", "-v", *TESTS, "-k", wanted)
    for expected in ("is_true[115] PASSED", "those_of_the_lesson[115-newton-s-step.ipynb] PASSED", "lets_practise[115] PASSED"):
        assert expected in passed
    assert passed.count("a_mistake_gets_its_own_hint_and_no_other[") >= 9
    assert passed.count("a_right_answer_is_accepted[") >= 24
    assert passed.count("a_wrong_answer_is_refused_with_what_was_seen[") >= 24


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["3", "Again"], "the number 3 is taken by 03-batch-gradient-descent.ipynb, expected a free one such as"),
        (["99", " "], "the title is '', expected at least one word"),
        (["0", "Before all"], "the number is 0, expected 1 or more"),
        (["ten", "Title"], "the number is 'ten', expected digits such as 15"),
        (["99"], '1 words are given, expected two: python -m tools.new_lesson 15 "Title"'),
    ],
)
def test_what_cannot_be_a_lesson_is_refused_before_anything_is_written(args, says, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["new_lesson", *args])
    monkeypatch.setattr(Path, "write_text", lambda *args, **options: pytest.fail("something was written"))
    with pytest.raises(SystemExit) as refused:
        main()
    assert refused.value.code.startswith(says)
    assert "\n" not in refused.value.code


def test_a_row_stands_in_the_order_of_numbers():
    table = "| [1. A](a) | x |\n| [20. C](c) | z |\n\ntext\n"
    assert with_row(table, 3, "| [3. B](b) | y |") == "| [1. A](a) | x |\n| [3. B](b) | y |\n| [20. C](c) | z |\n\ntext\n"


def test_a_title_names_its_file():
    assert file_name(9, "Élan, or: the second order") == "09-elan-or-the-second-order.ipynb"
    for title in ("a | b", "[a]", "a # b"):
        with pytest.raises(ValueError, match="expected plain words"):
            file_name(9, title)
