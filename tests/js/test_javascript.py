"""The panels' JavaScript: its pure parts do what they say, and a linter finds no fault and nothing to format."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDERS = ("helpers/panels", "helpers/lab/extension", "tools/templates/alive")
SCRIPTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.js"))


def missing(what: str):
    """Skip the test, or fail it where everything is said to be there."""
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the scripts and their tests that says of itself that it is made of modules, as every version of node wants."""
    folder = tmp_path_factory.mktemp("javascript")
    for each in [*SCRIPTS, *HERE.glob("*.mjs")]:
        place = folder / each.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, place)
    shutil.copyfile(HERE / "biome.json", folder / "biome.json")
    (folder / "package.json").write_text('{\n  "type": "module"\n}\n', encoding="utf8")
    return folder


def test_the_pure_parts(copy):
    if not shutil.which("node"):
        missing("no node was found")
    tests = sorted(str(path) for path in copy.glob("tests/js/*.test.mjs"))
    assert len(tests) > 1
    ran = subprocess.run(["node", "--test", *tests], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout


def test_the_linter_finds_no_fault_and_nothing_to_format(copy, request):
    found = biome(request.config.cache.mkdir("biome"))
    ran = subprocess.run(
        [found, "check", "--error-on-warnings", "."],
        cwd=copy, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    checked = [path for path in copy.rglob("*") if path.suffix in (".js", ".mjs", ".json")]
    assert f"Checked {len(checked)} files" in ran.stdout + ran.stderr


def biome(folder: Path) -> Path:
    """Return the linter, installed once into a folder that the runs of the tests share."""
    if not shutil.which("npm"):
        missing("no npm was found")
    found = folder / "node_modules" / ".bin" / "biome"
    wanted = (HERE / "package.json").read_text(encoding="utf8")
    there = folder / "package.json"
    if not found.exists() or there.read_text(encoding="utf8") != wanted:
        there.write_text(wanted, encoding="utf8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
        if ran.returncode:
            missing(f"biome could not be fetched: {ran.stderr[-300:]}")
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_each_file_can_be_read_at_a_sitting(path):
    assert len(path.read_text(encoding="utf8").splitlines()) <= 160
