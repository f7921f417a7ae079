"""Hygiene of the stored notebooks: clean to read, clean to share, and nothing in them of the machine that ran them."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from tools.notebooks import lessons, number

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 400_000  # bytes

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
MACHINE = re.compile(r"/(home|tmp|root|Users|work|mnt|var|private|opt)/|[A-Z]:\\|file://")
CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b\d\d:\d\d:\d\d\b")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def book(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_cells(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def prose(cell) -> str:
    """Return the text of a markdown cell without what stands in code fences."""
    return re.sub(r"(?ms)^```.*?^```", "", cell.source)


def headings(book) -> list[tuple[int, str]]:
    """Return the level and the text of every heading."""
    cells = [cell for cell in book.cells if cell.cell_type == "markdown"]
    return [(len(marks), text.strip()) for cell in cells for marks, text in re.findall(r"(?m)^(#{1,6}) (.+)$", prose(cell))]


def texts(cells) -> list[str]:
    """Return every piece of text that the outputs of code cells hold."""
    found = []
    for cell in cells:
        for output in cell.outputs:
            found.append(output.get("text", ""))
            found += [value for key, value in output.get("data", {}).items() if key.startswith("text/")]
            found += [details.get("alt", "") for details in output.get("metadata", {}).values() if isinstance(details, dict)]
    return found


def test_there_are_notebooks():
    assert [path.stem for path in PATHS if path.stem.startswith("00")] == ["00-glossary", "00-instructor-guide"]
    numbers = [number(path) for path in lessons()]
    assert len(numbers) == len(set(numbers)) == len(PATHS) - 2
    assert numbers[:5] == [1, 2, 3, 4, 5]
    assert all(path.name.startswith(f"{number(path):02}-") for path in lessons())


def test_the_format_is_current_and_valid(book):
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)


def test_the_kernel_is_any_python_3(book):
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert book.metadata.kernelspec == kernel
    assert "version" not in book.metadata.get("language_info", {})
    assert set(book.metadata) == {"kernelspec", "language_info"}  # no widget state, nothing of an editor


def test_cell_ids_are_unique_and_readable(book):
    counts = Counter(cell.id for cell in book.cells)
    assert [cell_id for cell_id, count in counts.items() if count > 1] == []


def test_cells_keep_only_what_readers_need(book):
    kept = {"tags", "slideshow", "jupyter", "scrolled"}
    assert [cell.id for cell in book.cells if set(cell.metadata) - kept] == []


def test_no_cell_failed_or_warned(book):
    bad = [
        (cell.id, output.get("ename") or output.get("text"))
        for cell in code_cells(book)
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]
    assert bad == []


def test_it_was_run_once_from_top_to_bottom(book):
    assert [cell.execution_count for cell in code_cells(book)] == list(range(1, len(code_cells(book)) + 1))


def test_no_statement_is_silenced_with_a_semicolon(book):
    silenced = [cell.id for cell in code_cells(book) if re.search(r"(?m);\s*$", cell.source)]
    assert silenced == []


def test_no_cell_is_empty(book):
    assert [cell.id for cell in book.cells if not cell.source.strip()] == []


def test_one_title_and_no_skipped_heading_level(book):
    found = headings(book)
    assert found[0][0] == 1
    assert book.cells[0].source.startswith("# ")
    assert [text for level, text in found if level == 1] == [found[0][1]]
    assert [now[1] for last, now in zip(found, found[1:], strict=False) if now[0] > last[0] + 1] == []


def test_headings_can_be_linked_to(book):
    assert [text for text, count in Counter(text for _, text in headings(book)).items() if count > 1] == []


def test_links_lead_somewhere(path, book):
    anchors = {re.sub(r"[`*]", "", text).replace(" ", "-") for _, text in headings(book)}
    lost = []
    for cell in book.cells:
        if cell.cell_type != "markdown":
            continue
        for _, text, target in LINK.findall(prose(cell)):
            place, _, anchor = unquote(target).partition("#")
            if re.match(r"https?://", target):
                continue
            if (place and not (path.parent / place).exists()) or (not place and anchor not in anchors) or not text:
                lost.append((cell.id, target))
    assert lost == []


def test_links_of_the_readme_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf8")
    targets = [target for _, _, target in LINK.findall(text) if not re.match(r"https?://|#", target)]
    assert len(targets) > len(PATHS)
    assert [target for target in targets if not (ROOT / unquote(target)).exists()] == []
    missing = {path.name for path in PATHS} - {Path(target).name for target in targets}
    rows = [
        f"| [{number(Path(name))}. TITLE](notebooks/{name}) | QUESTION | MINUTES | WHAT MOVES |" for name in sorted(missing)
    ]
    assert not missing, "README.md, the table of lessons lacks:\n" + "\n".join(rows)


def test_every_picture_has_alternative_text(book):
    mute = [
        cell.id
        for cell in code_cells(book)
        for output in cell.outputs
        if "image/png" in output.get("data", {}) and not output.metadata.get("image/png", {}).get("alt", "").strip()
    ]
    mute += [
        cell.id
        for cell in book.cells
        if cell.cell_type == "markdown" and any(mark and not text.strip() for mark, text, _ in LINK.findall(cell.source))
    ]
    assert mute == []


def test_nothing_of_the_authors_machine_or_clock(path):
    # pictures are stored in base64, where such letters can come up by chance
    stored = re.sub(r'"image/png": "[^"]*"', "", path.read_text(encoding="utf8"))
    assert MACHINE.search(stored) is None, MACHINE.search(stored)
    assert CLOCK.search(stored) is None, CLOCK.search(stored)


def test_no_number_is_nan_or_inf(book):
    cells = [cell for cell in code_cells(book) if "shows-inf" not in cell.metadata.get("tags", ())]
    assert [text for text in texts(cells) if re.search(r"\b(nan|inf|infinity)\b", text, re.IGNORECASE)] == []


def test_it_is_small(path):
    assert path.stat().st_size <= LARGEST


def test_prose_leads_to_every_cell(book):
    """No more than two code cells follow each other without a sentence between."""
    kinds = "".join("c" if cell.cell_type == "code" else "m" for cell in book.cells)
    assert kinds.startswith("m")
    assert "ccc" not in kinds


def timers(book) -> set[str]:
    """Return the names of the functions that a notebook defines and that read a clock, themselves or through another."""
    defined = {
        node.name: {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}
        for cell in code_cells(book)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef)
    }
    clocks = {"perf_counter", "process_time", "monotonic", "timeit"}
    while more := {name for name, used in defined.items() if used & clocks} - clocks:
        clocks |= more
    return clocks


def claimed(path) -> set[str]:
    """Return the names that the claims of a lesson's ledger speak of."""
    ledger = ROOT / "tests" / "claims" / f"{path.name[:2]}.toml"
    claims = tomllib.loads(ledger.read_text(encoding="utf8"))["claim"] if ledger.exists() else []
    return {node.id for claim in claims for node in ast.walk(ast.parse(claim["holds"])) if isinstance(node, ast.Name)}


def test_only_cells_that_time_something_are_exempt_and_these_assert_or_are_claimed(book, path):
    clocks = timers(book)
    untagged, unfounded, silent = [], [], []
    for cell in code_cells(book):
        tree = ast.parse(cell.source)
        top = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom)]
        names = {name.id for part in top for name in ast.walk(part) if isinstance(name, ast.Name)}
        names |= {name.attr for part in top for name in ast.walk(part) if isinstance(name, ast.Attribute)}
        exempt = "nbval-ignore-output" in cell.metadata.get("tags", [])
        if names & clocks and cell.outputs and not exempt:
            untagged.append(cell.id)
        if exempt and not any(isinstance(node, ast.Assert) for node in ast.walk(tree)) and not names & claimed(path):
            silent.append(cell.id)
        other = set(cell.metadata.get("tags", [])) & {"nbval-skip", "nbval-raises-exception", "raises-exception"}
        if other or re.search(r"(?m)^\s*#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source):
            unfounded.append(cell.id)
    assert (untagged, silent, unfounded) == ([], [], [])
