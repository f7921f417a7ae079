"""A new lesson passes the tests as it is written, and what cannot be a lesson is refused before anything is written."""

import os
import shutil
import subprocess
import sys

import pytest

from tools.new_lesson import file_name
from tools.notebooks import ROOT

UNNEEDED = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache")
TESTS = ["tests/practice", "tests/test_instructor_guide.py", "tests/tools/test_claims.py", "tests/test_notebooks.py"]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the folder of a copy of the project."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "project", ignore=UNNEEDED)


def run(project, *args):
    """Run Python with a copy's own helpers and tools, and return what it printed and its exit code."""
    environment = os.environ | {"PYTHONPATH": str(project), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    return subprocess.run([sys.executable, *args], cwd=project, env=environment, capture_output=True, text=True, timeout=120)


def state(project):
    """Return the content of every file of the places where a lesson is written."""
    folders = [project / "notebooks", project / "helpers", project / "tests"]
    paths = [project / "README.md", *(path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc")]
    return {path: path.read_bytes() for path in paths if path.is_file()}


def test_a_new_lesson_passes_the_tests_as_it_is(project):
    """A number of three digits and a title with an apostrophe, the awkward case; after it a plain one in the middle."""
    for number, title in (("115", "Newton's step"), ("15", "Momentum")):
        ran = run(project, "-m", "tools.new_lesson", number, title)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (project / "notebooks" / "115-newton-s-step.ipynb").exists()
    readme = (project / "README.md").read_text(encoding="utf8")
    assert 0 < readme.index("[15. Momentum]") < readme.index("[115. Newton's step]")
    ran = run(project, "-m", "pytest", "-q", *TESTS)
    assert ran.returncode == 0, ran.stdout
    collected = run(project, "-m", "pytest", "-q", "--collect-only", *TESTS).stdout
    for expected in ("test_what_a_lesson_claims_is_true[115]", "minutes_are_those_of_the_lesson[115-", "lets_practise[15]"):
        assert expected in collected


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
def test_what_cannot_be_a_lesson_is_refused_in_one_sentence(project, args, says):
    before = state(project)
    ran = run(project, "-m", "tools.new_lesson", *args)
    assert ran.returncode == 1
    assert ran.stderr.startswith(says)
    assert len(ran.stderr.splitlines()) == 1
    assert state(project) == before


def test_a_title_names_its_file():
    assert file_name(9, "Élan, or: the second order") == "09-elan-or-the-second-order.ipynb"
    for title in ("a | b", "[a]", "a # b"):
        with pytest.raises(ValueError, match="expected plain words"):
            file_name(9, title)
