"""What differs when a lesson runs in a browser tab, without a Python of its own: some cells cannot run there.

`settle` is called once, by the kernel of the site that `tools.site` builds. From then on a cell of a lesson that needs
threads, processes or a package that no browser runs says so in one sentence and shows the result stored in the lesson.
"""

import ast
import base64
import json
import sys
import time

from IPython.display import display

WHY = "A browser tab has no {what}, so this is the cell's stored result, from a computer with Python installed:"
FROM_NOW_ON = (
    "A browser tab has no {what}; a cell that needs it shows its stored result, from a computer with Python installed."
)
TIMED = "nbval-ignore-output"  # the tag of cells that time something


def in_browser() -> bool:
    """Tell whether Python runs inside a browser tab, where there are no threads, no processes and no Dask.

    >>> in_browser()
    False
    """
    return sys.platform == "emscripten"


class StoredResults:
    """Puts the stored result of a lesson's cell in the place of an error that only the browser is to blame for.

    shell: the IPython shell. fetch: takes no argument, returns the lessons' notebooks as dictionaries.
    """

    def __init__(self, shell, fetch):
        self._shell, self._fetch = shell, fetch
        self._source = ""
        self._missing = {}  # name: what it would have needed
        shell.events.register("pre_run_cell", self._note)
        errors = (RuntimeError, ImportError, OSError, MemoryError, NameError, AssertionError)
        shell.set_custom_exc(errors, lambda _, kind, error, trace, tb_offset=None: self._answer(kind, error, trace))

    def _note(self, info):
        self._source = info.raw_cell.strip()

    def _answer(self, kind, error, trace):
        what = self.lacks(error)
        cell = self.stored(self._source) if what else None
        if cell is None or (kind is AssertionError and TIMED not in cell["metadata"].get("tags", ())):
            # the reader's own code, or an error that any Python would give
            self._shell.showtraceback((kind, error, trace), running_compiled_code=True)
            return
        self._forget(what, trace)
        if isinstance(error, ImportError):
            what = self._import_the_rest() or what
        print((WHY if cell["outputs"] else FROM_NOW_ON).format(what=what))
        for output in cell["outputs"]:
            if "data" in output:
                display(output["data"], metadata=output.get("metadata"), raw=True)
            else:
                print("".join(output.get("text", "")), end="")

    def _forget(self, what, trace):
        """Take away what the cell was making from the line on that failed: cells that use it show stored results, too."""
        while trace.tb_next and trace.tb_frame.f_globals is not self._shell.user_ns:
            trace = trace.tb_next
        statements = ast.parse(self._source).body
        for name in bound_names([node for node in statements if node.end_lineno >= trace.tb_lineno]):
            self._shell.user_ns.pop(name, None)
            self._missing[name] = what

    def _import_the_rest(self) -> str:
        """Make each import of the cell on its own, and return in words which packages are missing."""
        packages = []
        for node in ast.parse(self._source).body:
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            try:
                exec(ast.unparse(node), self._shell.user_ns)
            except ImportError as error:
                packages.append(self.lacks(error))
                self._missing |= dict.fromkeys(bound_names([node]), packages[-1])
        return " and no ".join(dict.fromkeys(packages))

    def lacks(self, error: BaseException) -> str | None:
        """Return what the browser lacks that an error comes from, or None where it comes from something else."""
        if isinstance(error, NameError):
            return self._missing.get(error.name)
        if isinstance(error, ImportError):
            return f"package {(error.name or 'like this').partition('.')[0]}"
        if isinstance(error, MemoryError):
            return "room for so much data"
        if isinstance(error, OSError):
            return "processes and no disk of its own"
        if isinstance(error, AssertionError):
            return "clock as fine and no code as fast as this cell needs"
        return "threads" if "thread" in str(error) else None

    def stored(self, source: str) -> dict | None:
        """Return the lessons' cell with this source, as it is stored, or None where no lesson has such a cell."""
        try:
            books = self._fetch()
        except OSError:
            return None
        for cell in (cell for book in books for cell in book["cells"]):
            if cell["cell_type"] == "code" and "".join(cell["source"]).strip() == source:
                return cell
        return None


def bound_names(nodes: list[ast.AST]) -> set[str]:
    """Return the names that statements define or change, those inside of functions and comprehensions left out.

    >>> sorted(bound_names(ast.parse("import numpy as np, os.path\\ndef f(x): y = x\\na, b = 1, 2\\nd[3].e = 4").body))
    ['a', 'b', 'd', 'f', 'np', 'os']
    """
    found, waiting = set(), list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(getattr(node, "ctx", None), ast.Store):
            inner = node  # of a[i].b = 1, a is what changes
            while isinstance(inner, ast.Subscript | ast.Attribute):
                inner = inner.value
            found |= {inner.id} if isinstance(inner, ast.Name) else set()
        waiting += ast.iter_child_nodes(node)
    return found


def settle(shell) -> None:
    """Prepare the kernel of a browser tab: stored results where nothing else is possible, and the slow imports done.

    shell: the IPython shell of the kernel.
    """
    StoredResults(shell, _served_lessons)
    _encode_pictures(shell.display_pub)
    time.perf_counter = _next_tick(time.perf_counter)
    shell.Completer.use_jedi = False  # the site leaves it out


def _next_tick(clock):
    """Let a clock wait for its next tick, so that no duration is 0: a browser's clock moves in steps of 0.1 ms or more."""

    def read() -> float:
        before = clock()
        while (now := clock()) == before:
            pass
        return now

    return read


def _encode_pictures(publisher):
    """Let `display` take a picture's bytes, as it does in every other kernel; this one would pass them on as they are."""
    publish = publisher.publish

    def encoding(data, *arguments, **named):
        text = {kind: base64.b64encode(part).decode() if isinstance(part, bytes) else part for kind, part in data.items()}
        publish(text, *arguments, **named)

    publisher.publish = encoding


def _served_lessons():
    from js import location  # exists in a browser only
    from pyodide.http import open_url

    root = location.href.partition("/extensions/")[0]
    listed = json.load(open_url(f"{root}/api/contents/all.json"))["content"]
    names = [entry["path"] for entry in listed if entry["path"].endswith(".ipynb")]
    return [json.load(open_url(f"{root}/files/{name}")) for name in names]
