"""What holds the project together: lint, docstrings, floors, and one test command in all places that give it."""

import ast
import inspect
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from readme import fenced

import helpers

ROOT = Path(__file__).parents[2]
LONGEST_MODULE, LONGEST_BODY = 250, 30  # lines
MODULES = sorted(
    ".".join(path.relative_to(ROOT / "helpers").with_suffix("").parts)
    for path in (ROOT / "helpers").rglob("*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["lint", "format"])
def test_ruff_finds_nothing(command):
    ran = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def public_things():
    """List every public function, class and method of the helpers."""
    for name in MODULES:
        module = import_module(f"helpers.{name}")
        yield f"{name}", module
        for key, value in vars(module).items():
            if key.startswith("_") or getattr(value, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(value) or inspect.isclass(value):
                yield f"{name}.{key}", value
            if inspect.isclass(value):
                for inner, method in vars(value).items():
                    function = method.fget if isinstance(method, property) else method
                    if not inner.startswith("_") and inspect.isfunction(function):
                        yield f"{name}.{key}.{inner}", function


def test_everything_public_has_a_docstring():
    found = dict(public_things())
    assert {"model.cost", "trajectory.Trajectory.best", "panels.panel.Panel.set"} <= set(found)
    assert [name for name, thing in found.items() if not (thing.__doc__ or "").strip()] == []


def test_every_public_name_can_be_imported_from_helpers():
    assert len(helpers.__all__) == len(set(helpers.__all__))
    assert not set(helpers.__all__) & {name.partition(".")[0] for name in MODULES}, "a module would hide the name"
    for name in helpers.__all__:
        assert getattr(helpers, name) is not None
    with pytest.raises(AttributeError, match="helpers has no 'batch_decent'; it has .*batch_descent"):
        _ = helpers.batch_decent


def test_modules_import_only_as_the_contracts_say():
    ran = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", [*(ROOT / "helpers").rglob("*.py")], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_at_a_sitting(path):
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= LONGEST_MODULE, f"{path} has {len(text.splitlines())} lines: give a part of it a module"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1:] if ast.get_docstring(node) else node.body
            lines = node.end_lineno - first[0].lineno + 1 if first else 0
            assert lines <= LONGEST_BODY, f"{path}:{node.lineno} {node.name} has {lines} lines: give a part of it a name"


def test_tools_are_not_installed_with_the_helpers():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["tool"]["hatch"]["build"]
    assert built["targets"]["wheel"]["packages"] == ["helpers"]
    assert built["dev-mode-exact"] is True


def test_one_test_command_in_readme_ci_and_workflow():
    (unix,) = [line for line in fenced("sh") if "pytest" in line]
    (windows,) = [line for line in fenced("powershell") if "pytest" in line]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf8").splitlines()[-1] == unix
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf8")
    runs = [line.split("run: ", 1)[1] for line in workflow.splitlines() if "pytest" in line]
    assert runs == [unix, windows]


def test_both_commands_have_a_windows_form():
    start, test = fenced("sh")[:2]
    for unix, windows in zip((start, test), fenced("powershell"), strict=True):
        steps = (
            unix.replace(".venv/bin/", ".venv\\Scripts\\").replace("notebooks/", "notebooks\\").replace('".[test]"', ".[test]")
        )
        _, _, rest = steps.partition(" && ")
        assert windows == f'cmd /c "(dir .venv >nul 2>nul || py -m venv .venv) && {rest}"'


def test_constraints_cover_what_is_required():
    pinned = {}
    for line in (ROOT / "tests" / "constraints.txt").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.partition(" ;")[0].strip().partition("==")
            assert version, f"{line!r} pins no version"
            pinned.setdefault(name, []).append(version)
    required = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf8").splitlines() if line[0] not in "#-"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    extras = project["optional-dependencies"]
    within = f"{project['name']}[scale]"  # the tests run the optional lesson too
    assert within in extras["test"]
    required += [line for line in extras["test"] if line != within] + extras["scale"] + extras["site"]
    for line in required:
        name, _, limits = line.partition(">=")
        least, most = limits.split(",<")
        for version in pinned[name]:
            parts = [int(part) for part in version.split(".")]
            assert [int(part) for part in least.split(".")] <= parts < [int(part) for part in most.split(".")], line
