"""What stands in for a lesson's cell in a browser tab, tried in an ordinary shell."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.browser import StoredResults, in_browser
from tools.site.pages import README, addressed


class NoThread:
    """A thread as a browser has it."""

    def start(self):
        raise RuntimeError("can't start new thread")


def cell(source, text, *tags):
    """Return a stored cell that printed a text."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": [text]}]
    return {"cell_type": "code", "source": [source], "metadata": {"tags": list(tags)}, "outputs": outputs}


THREADS = 'raise RuntimeError("can\'t start new thread")\nspeed = 3'
IMPORTS = "import no_such_package\nimport math\nfrom nor_this import it, use\nfrom math import sqrt"
HALF = "count, times = 3, {}\nfor k in range(count):\n    times[k] = 1 if k == 0 else Thread().start()"
CELLS = [
    cell(HALF, "stored: half\n"),
    cell("print(times[2])", "stored: 7\n"),
    {"cell_type": "code", "source": [IMPORTS], "metadata": {}, "outputs": []},
    cell("use(it)", "stored: used\n"),
    cell("no_such_package.use()", "stored: used too\n"),
    cell(THREADS, "stored: 3 times as fast\n"),
    cell("print(speed + 1)", "stored: 4\n"),
    cell("import no_such_package", "stored: imported\n"),
    cell("assert 1 > 2  # timed", "stored: faster\n", "nbval-ignore-output"),
    cell("assert 1 > 2  # counted", "stored: more\n"),
    cell('raise RuntimeError("something else")', "stored: never shown\n"),
]


@pytest.fixture
def shell():
    shell = InteractiveShell()
    shell.user_ns["Thread"] = NoThread
    StoredResults(shell, lambda: [{"cells": [{"cell_type": "markdown", "source": ["text"]}, *CELLS]}])
    return shell


def said(capsys, shell, source):
    """Run a cell and return what it shows."""
    shell.run_cell(source)
    return capsys.readouterr().out


def test_a_cell_that_needs_threads_shows_its_stored_result(capsys, shell):
    text = said(capsys, shell, THREADS)
    assert text.startswith("A browser tab has no threads, so this is the cell's stored result")
    assert text.endswith("stored: 3 times as fast\n")
    assert "Traceback" not in text


def test_so_does_a_cell_that_builds_on_one(capsys, shell):
    assert "NameError" in said(capsys, shell, "print(speed + 1)")
    said(capsys, shell, THREADS)
    assert said(capsys, shell, "print(speed + 1)").endswith("stored: 4\n")


def test_what_was_made_before_the_failing_line_stays_and_what_was_half_made_goes(capsys, shell):
    said(capsys, shell, HALF)
    assert said(capsys, shell, "print(count)") == "3\n"
    assert said(capsys, shell, "print(times[2])").endswith("stored: 7\n")


def test_so_does_a_missing_package_and_a_timed_claim(capsys, shell):
    assert "no package no_such_package" in said(capsys, shell, "import no_such_package")
    assert said(capsys, shell, "assert 1 > 2  # timed").endswith("stored: faster\n")


def test_one_missing_package_does_not_keep_the_others_away(capsys, shell):
    text = said(capsys, shell, IMPORTS)
    assert text == (
        "A browser tab has no package no_such_package and no package nor_this; "
        "a cell that needs it shows its stored result, from a computer with Python installed.\n"
    )
    assert said(capsys, shell, "print(math.floor(2.5), sqrt(9))") == "2 3.0\n"
    assert "no package nor_this" in said(capsys, shell, "use(it)")
    assert "no package no_such_package" in said(capsys, shell, "no_such_package.use()")


@pytest.mark.parametrize(
    "source",
    [
        THREADS + "\n# the reader's own line",
        "import another_missing_package",
        "assert 1 > 2  # counted",
        'raise RuntimeError("something else")',
        "1 / 0",
    ],
)
def test_other_errors_stay_what_they_are(capsys, shell, source):
    text = said(capsys, shell, source)
    assert "Error" in text
    assert "stored" not in text


def test_this_is_no_browser():
    assert not in_browser()


def test_one_setting_fills_all_links():
    text = README.read_text(encoding="utf8")
    filled = addressed(text, "ada/descent.course")
    assert "https://ada.github.io/descent.course/\n" in filled
    assert "https://mybinder.org/v2/gh/ada/descent.course/HEAD" in filled
    assert "repo=https%3A%2F%2Fgithub.com%2Fada%2Fdescent.course&urlpath=lab%2Ftree%2Fdescent.course%2Fnotebooks%2F" in filled
    assert addressed(addressed(text, "a/b"), "ada/descent.course") == filled  # set again
    with pytest.raises(ValueError, match="expected OWNER/REPOSITORY"):
        addressed(text, "https://github.com/ada/descent")
