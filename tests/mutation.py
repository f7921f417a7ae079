"""Change the helpers in one place at a time, and see whether their tests notice.

    python tests/mutation.py [how many] [module …]

Each change turns one comparison, operator, number or truth value of a module of helpers/ into another. It is written into a
copy of the project, where the tests run that speak of that module (no browser, no notebook). A sample is drawn with a fixed
seed over the modules named, or all; "all" in place of a number takes every change there is. Prints the share noticed (target:
92 %) and each change that was not.
"""

import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.And: ast.Or, ast.Or: ast.And, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Add: "+", ast.Sub: "-",
    ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.And: "and", ast.Or: "or", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
LONGEST = 120  # seconds; a change that makes the tests run for longer is noticed


def offsets(text: str) -> list[int]:
    """Return where each line of a text starts, in bytes of UTF-8, in which ast counts columns."""
    found = [0]
    for line in text.encode().splitlines(keepends=True):
        found.append(found[-1] + len(line))
    return found


def changes(text: str) -> list[tuple[int, int, str]]:
    """List the changes of a module: the first byte, the one after the last, and what takes their place."""
    starts, source, found = offsets(text), text.encode(), []

    def span(node):
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(left, right, operator):
        first, after = span(left)[1], span(right)[0]
        sign = SIGNS[type(operator)]
        place = source.find(sign.encode(), first, after)
        if place >= 0:
            found.append((place, place + len(sign), SIGNS[SWAPS[type(operator)]]))

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            for left, operator, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
                between(left, right, operator)
        elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
            between(node.left, node.right, node.op)
        elif isinstance(node, ast.BoolOp):
            between(node.values[0], node.values[1], node.op)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            found.append((*span(node), str(not node.value)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            found.append((*span(node), repr(node.value + 1)))
    return sorted(set(found))


def tests_of(module: Path) -> list[str]:
    """Name the test files that speak of a module or of what it defines in public, and the module itself for its doctests."""
    name = ".".join(module.with_suffix("").parts)
    defined = re.findall(r"(?m)^(?:def|class) ([A-Za-z]\w+)", (ROOT / module).read_text(encoding="utf8"))
    words = re.compile(rf"{re.escape(name)}\b|\b(?:{'|'.join(defined) or 'nothing'})\b")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if not {"browser", "tools", "js"} & set(path.parts)]
    own = [path for path in files if words.search(path.read_text(encoding="utf8"))]
    own = [path for path in own if path.name not in ("test_project.py", "test_notebooks.py", "test_glossary.py")]
    own.sort(key=lambda path: (path.stem != f"test_{module.stem}", "lessons" in path.parts, path.name))
    return [str(module), *(str(path.relative_to(ROOT)) for path in own)]


def noticed(project: Path, module: Path, change: tuple[int, int, str]) -> bool:
    """Write one change into a copy of the project, run the tests of the module, and put it back."""
    path, (first, after, new) = project / module, change
    source = path.read_bytes()
    path.write_bytes(source[:first] + new.encode() + source[after:])
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *tests_of(module)]
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=LONGEST)
        return ran.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_bytes(source)


def main() -> None:
    """Print the share of changes that the tests notice, and those that they do not."""
    how_many, modules = (sys.argv[1] if sys.argv[1:] else "60"), [Path(name) for name in sys.argv[2:]]
    modules = modules or sorted(path.relative_to(ROOT) for path in (ROOT / "helpers").rglob("*.py") if path.stem != "__init__")
    every = [(module, change) for module in modules for change in changes((ROOT / module).read_text(encoding="utf8"))]
    chosen = every if how_many == "all" else random.Random(1).sample(every, min(int(how_many), len(every)))
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache")
        project = Path(shutil.copytree(ROOT, Path(folder) / "project", ignore=ignored))
        for count, (module, change) in enumerate(chosen, start=1):
            if not noticed(project, module, change):
                missed += 1
                source = (ROOT / module).read_bytes()
                line = source[: change[0]].count(b"\n") + 1
                text = source.decode().splitlines()[line - 1].strip()
                old = source[change[0] : change[1]].decode()
                print(f"not noticed: {module}:{line} {old!r} → {change[2]!r} in {text}", flush=True)
            if count % 10 == 0:
                print(f"{count} of {len(chosen)}: {count - missed} noticed", flush=True)
    print(f"noticed: {len(chosen) - missed} of {len(chosen)}, drawn from {len(every)} ({1 - missed / len(chosen):.0%})")


if __name__ == "__main__":
    main()
