"""What a reader types runs in the reader's kernel alone, and the workflows run what was read."""

import ast
import html
import re
from pathlib import Path

import pytest

from helpers.panels.descent import descent_panel
from helpers.practice import Verdict

ROOT = Path(__file__).parents[2]
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "literal_eval", "run_cell", "run_code"}
RUNS_OTHERS = {"os", "subprocess", "pickle", "marshal", "shelve", "runpy", "code", "pty", "socket", "urllib", "http"}
KNOWN = {
    ("exercise.py", "compile"): "the exercises' own text, out of helpers/exercises",
    ("exercise.py", "exec"): "the exercises' own text, out of helpers/exercises; a reader's answer comes as a function",
    ("browser.py", "exec"): "the imports of the cell that the reader has just run, in the same kernel of the same tab",
}
KNOWN_MODULES = {("pictures/style.py", "os"): "reads the environment variable LECTURE_SIZE"}


def _helpers():
    for path in sorted((ROOT / "helpers").rglob("*.py")):
        yield path.relative_to(ROOT / "helpers").as_posix(), ast.parse(path.read_text(encoding="utf8"))


def test_no_helper_runs_text_but_where_the_text_is_the_series_own():
    found = set()
    for name, tree in _helpers():
        for node in ast.walk(tree):
            called = getattr(node.func, "id", getattr(node.func, "attr", None)) if isinstance(node, ast.Call) else None
            module = getattr(getattr(getattr(node, "func", None), "value", None), "id", None)
            if called in RUNS_TEXT and module != "re":  # re.compile runs nothing
                found.add((name, called))
    assert found == set(KNOWN)


def test_no_helper_starts_a_process_opens_a_connection_or_unpickles():
    found = set()
    for name, tree in _helpers():
        for node in ast.walk(tree):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {(name, each.partition(".")[0]) for each in named} & {(name, other) for other in RUNS_OTHERS}
    assert found == set(KNOWN_MODULES)


@pytest.mark.parametrize("path", sorted((ROOT / "helpers").rglob("*.js")), ids=lambda path: path.name)
def test_no_script_of_a_panel_runs_text_or_asks_another_host(path):
    text = path.read_text(encoding="utf8")
    assert not re.search(r"\beval\b|\bFunction\s*\(|document\.write|insertAdjacentHTML|outerHTML", text)
    assert not re.search(r"\bfetch\s*\(|XMLHttpRequest|WebSocket|sendBeacon|https?://|\bimport\s*\(", text)
    assert not re.search(r"innerHTML\s*\+?=[^=]", text), "a sentence goes into the page as text"


@pytest.mark.parametrize("typed", ["__import__('os').system('true')", "1+1", "<img src=x onerror=alert(1)>", "0.1;0.2"])
def test_what_is_typed_into_a_box_is_a_number_or_nothing(typed):
    panel = descent_panel()
    before = panel.boxes["start"].value, panel.text
    panel.boxes["start"].value = typed
    assert (panel.boxes["start"].value, panel.text) == before


def test_words_of_an_answer_are_text_on_the_page():
    word = "<script>alert(1)</script>"
    assert word not in Verdict(False, word)._repr_mimebundle_()["text/html"]
    assert html.escape(word) in Verdict(False, word)._repr_mimebundle_()["text/html"]


def test_every_action_of_the_workflows_is_pinned_to_a_commit():
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        used = re.findall(r"uses:\s*(.+)", path.read_text(encoding="utf8"))
        assert used
        for action in used:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), f"{path.name}: {action}"


def test_what_is_installed_is_audited_every_week():
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf8")
    assert "schedule:" in workflow
    audit = workflow.partition("\n  audit:")[2]
    assert "if: github.event_name == 'schedule'" in audit
    assert "-r requirements.txt" in audit
    assert "pip freeze --exclude-editable" in audit
    assert audit.count("pip-audit --strict") == 2  # what came newest, and the tested versions
