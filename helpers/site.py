"""Build the site on which the lessons run in a browser tab, and serve it on this machine.

    python -m helpers.site build [--pyodide PATH] [--to build/site]
    python -m helpers.site serve [--from build/site] [--port 8000]
    python -m helpers.site address OWNER/REPOSITORY

Needs the optional extra `site`; nothing else imports this module. The site is JupyterLite with the Pyodide kernel, the
notebooks as they lie on disk, and a landing page. Pyodide comes from its public address; `--pyodide` takes a folder with a
Pyodide distribution, which becomes part of the site, so that the site makes no request outside its own host, or another
address.
"""

import argparse
import base64
import contextlib
import functools
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from helpers.export import PAGES, ROOT, WIDGET, Lesson, series_title

README = ROOT / "README.md"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
WANTED = ("numpy", "matplotlib", "ipywidgets", "ipykernel", "comm", "ipython", "jedi", "pyodide-kernel", "piplite", "micropip")
# not loaded: what ipywidgets brings for a server, and what matplotlib needs to write PDF and to read time zones
UNUSED = {"jupyterlab-widgets", "widgetsnbextension", "fonttools", "pytz"}
# The kernel asks for it by name, but its 5,600 files take longer to unpack than all the rest; IPython completes without it.
EMPTY = ("jedi", "0.0.0")
FOR_BUILDING = ("export.py", "site.py", "pages")  # those helpers write pages, and no lesson needs them
STORAGE = "gradient-descent-lessons"  # the name of the readers' edits in their browsers
STARTUP = """from IPython import get_ipython
from helpers.tab import settle

settle(get_ipython())
del get_ipython, settle
"""
SETTINGS = {
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 3},  # seconds; a reload keeps what was typed before
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True},
}


def build(to: Path, pyodide: str | None = None) -> None:
    """Build the site into a folder, which is emptied first, and check what was built.

    to: the folder. pyodide: a folder with a Pyodide distribution, or an address; by default the public address of the
    version that the kernel was made for. Raises SystemExit where the site is not as it should be.
    """
    if to.exists() and any(to.iterdir()) and not (to / "jupyter-lite.json").exists():
        raise SystemExit(f"{to} is not empty and holds no earlier site; name another folder with --to")
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "site"
        _run_lite(Path(scratch), made, notebooks)
        if pyodide and "://" not in pyodide:
            shutil.copytree(pyodide, made / "static" / "pyodide")
            address = None
        else:
            from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

            address = (pyodide or PYODIDE_CDN_URL).rstrip("/")
        _equip_kernel(made, Path(scratch), address)
        _write_pages(made, notebooks)
        _check(made, notebooks, address)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(made, to)
    source = address or "the site itself"
    print(f"{to}: {len(notebooks)} notebooks, {megabytes(to):.1f} MB without Pyodide, which comes from {source}")


def megabytes(folder: Path) -> float:
    """Return the size of a built site without the Pyodide that may lie in it."""
    pyodide = folder / "static" / "pyodide"
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and pyodide not in path.parents) / 1e6


def _run_lite(scratch, made, notebooks):
    """Let JupyterLite write its application with the notebooks as contents and the two extensions that the lessons need."""
    lite = scratch / "lite"
    (lite / "contents").mkdir(parents=True)
    for notebook in notebooks:
        shutil.copyfile(notebook, lite / "contents" / notebook.name)
    config = {
        "appName": series_title(),
        "contentsStorageName": STORAGE,
        "settingsStorageName": f"{STORAGE}-settings",
        "workspacesStorageName": f"{STORAGE}-workspaces",
        "enableMemoryStorage": True,  # where the browser blocks storage, lessons run and edits last until the tab closes
        "exposeAppInBrowser": True,
        "showLoadingIndicator": True,
        # without it nothing in Python reads the browser's files, which no lesson does, and imports need not look there
        "disabledExtensions": ["@jupyterlite/application-extension:service-worker-manager"],
    }
    (lite / "jupyter-lite.json").write_text(json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}))
    (lite / "overrides.json").write_text(json.dumps(SETTINGS))
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    options = {
        "output_dir": str(made),
        "contents": [str(lite / "contents")],
        "apps": ["notebooks", "lab"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "ignore_sys_prefix": ["federated_extensions"],  # whatever else is installed here stays out
        "federated_extensions": [str(extensions / name) for name in ("@jupyter-widgets/jupyterlab-manager", KERNEL)],
    }
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": options}))
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    ran = subprocess.run(command, cwd=lite, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"JupyterLite could not build the site:\n{ran.stdout[-4000:]}\n{ran.stderr[-4000:]}")


# --- the kernel -------------------------------------------------------------------------------------------------------


def _equip_kernel(made, scratch, address):
    """Write one list of packages (a Pyodide lock file) from which the kernel starts with all that the lessons import."""
    lock = _known_packages(made, address)
    wheels = [
        _helpers_wheel(scratch),
        _empty_wheel(scratch),
        *sorted((made / "extensions" / KERNEL / "static" / "pypi").glob("*.whl")),
    ]
    kernel = made / "static" / "kernel"
    kernel.mkdir(parents=True)
    python = tuple(lock["info"]["python"].split("."))
    known, chosen, waiting = lock["packages"], {}, [*WANTED, "gradient-descent-lessons"]
    while waiting:
        name = _plain(waiting.pop())
        if name in chosen:
            continue
        if name not in known:
            wheel = next((wheel for wheel in wheels if _plain(wheel.name.split("-")[0]) == name), None)
            wheel = wheel or _fetch_wheel(name, scratch / "fetched" / name)
            known[name] = _lock_entry(wheel, python)
            shutil.copyfile(wheel, kernel / wheel.name)
        chosen[name] = known[name]
        waiting += known[name]["depends"]
    for package in known.values():
        package["depends"] = [name for name in package["depends"] if name in known]
    text = json.dumps(lock)
    # a folder named after its content: a browser that kept an earlier wheel must not meet the checksum of a later one
    final = kernel.with_name(f"kernel-{hashlib.sha256(text.encode()).hexdigest()[:12]}")
    kernel.rename(final)
    (final / "pyodide-lock.json").write_text(text, encoding="utf8")
    _point_kernel(made, address, final.name, sorted(chosen), python)
    (made / "static" / "downloads.json").write_text(json.dumps(_downloads(chosen, address, final.name)), encoding="utf8")


def _known_packages(made, address):
    """Return the lock file of the Pyodide that the site uses, with plain names and with files seen from the kernel's folder."""
    if address is None:
        lock = json.loads((made / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf8"))
    else:
        with urllib.request.urlopen(f"{address}/pyodide-lock.json", timeout=60) as answer:
            lock = json.load(answer)
    base = address or "../pyodide"
    known = {_plain(name): package for name, package in lock["packages"].items()}
    for package in known.values():
        package["file_name"] = f"{base}/{package['file_name']}"
        package["depends"] = [_plain(name) for name in package["depends"]]
    known.pop(EMPTY[0], None)
    for name in {"matplotlib", "ipywidgets"} & set(known):
        known[name]["depends"] = [needed for needed in known[name]["depends"] if needed not in UNUSED]
    return lock | {"packages": known}


def _point_kernel(made, address, folder, packages, python):
    """Tell the kernel where its Python and its list of packages lie, and what to load before the first cell."""
    options = {
        "lockFileURL": f"./static/{folder}/pyodide-lock.json",
        "packages": packages,
        "env": {
            "HOME": "/home/pyodide",
            "PYTHONSTARTUP": f"/lib/python{'.'.join(python[:2])}/site-packages/helpers/startup.py",
        },
    }
    settings = {
        "pyodideUrl": f"{address or './static/pyodide'}/pyodide.mjs",
        "disablePyPIFallback": address is None,
        "loadPyodideOptions": options,
    }
    path = made / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf8"))
    plugins = config["jupyter-config-data"].setdefault("litePluginSettings", {})
    plugins.setdefault(f"{KERNEL}:kernel", {}).update(settings)
    path.write_text(json.dumps(config), encoding="utf8")


def _downloads(chosen, address, kernel):
    """List what the kernel fetches, as addresses seen from the site's root."""
    base = address or "static/pyodide"
    core = [f"{base}/{name}" for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")]
    files = [package["file_name"].replace("../pyodide", base) for package in chosen.values()]
    return core + [name if "/" in name else f"static/{kernel}/{name}" for name in files]


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _helpers_wheel(scratch):
    """Make a wheel of the helpers with the kernel's start-up file, from a copy in which no earlier build can lie."""
    copy = scratch / "project"
    shutil.copytree(ROOT / "helpers", copy / "helpers", ignore=shutil.ignore_patterns("__pycache__", *FOR_BUILDING))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, copy / name)
    (copy / "helpers" / "startup.py").write_text(STARTUP, encoding="utf8")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(scratch / "wheel"), str(copy)]
    subprocess.run(command, check=True)
    (wheel,) = (scratch / "wheel").glob("*.whl")
    return wheel


def _empty_wheel(scratch):
    name, version = EMPTY
    path = scratch / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        inside = f"{name}-{version}.dist-info"
        archive.writestr(f"{inside}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n")
        archive.writestr(
            f"{inside}/WHEEL", "Wheel-Version: 1.0\nGenerator: lessons\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{inside}/RECORD", "")
    return path


def _fetch_wheel(name, folder):
    """Fetch a pure Python package that Pyodide's distribution does not have."""
    print(f"fetching {name}, which this Pyodide does not contain")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--platform", "any"]
    command += ["--implementation", "py", "--abi", "none", "--dest", str(folder), name]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _lock_entry(wheel, python):
    """Describe a wheel in the words of a Pyodide lock file."""
    from packaging.requirements import Requirement

    target = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": ""}
    target |= {"python_version": ".".join(python[:2]), "python_full_version": ".".join(python)}
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        described = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    lines = described.partition("\n\n")[0].splitlines()
    needs = [Requirement(line.partition(": ")[2]) for line in lines if line.startswith("Requires-Dist: ")]
    depends = [_plain(need.name) for need in needs if need.marker is None or need.marker.evaluate(target)]
    imports = {name.partition("/")[0].removesuffix(".py") for name in names if name.endswith(".py") and ".data/" not in name}
    name, version = wheel.name.split("-")[:2]
    return {
        "name": _plain(name),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(imports),
        "depends": [name for name in depends if name not in UNUSED],
        "unvendored_tests": False,
    }


# --- the pages --------------------------------------------------------------------------------------------------------


def time_of_lessons() -> dict[str, str]:
    """Return how long each lesson takes by its file's name, and whether it is optional, from the README's table.

    >>> time_of_lessons()["07-past-one-machine.ipynb"]
    '30 minutes (optional)'
    """
    row = r"(?m)^\| \[[^\]]+\]\(notebooks/([^)]+)\)([^|]*)\|[^|]+\| *(\d+) *\|"
    found = re.findall(row, README.read_text(encoding="utf8"))
    return {file: f"{minutes} minutes {remark.strip()}".strip() for file, remark, minutes in found}


def lesson_picture(notebook: Path) -> tuple[bytes, str]:
    """Return a stored PNG of a notebook with its alternative text: the first panel's, or else the first there is."""
    outputs = [
        output
        for cell in json.loads(notebook.read_text(encoding="utf8"))["cells"]
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]
    if not outputs:
        raise SystemExit(f"{notebook.name} has no stored picture for its card; run tests/refresh.py")
    chosen = next((output for output in outputs if WIDGET in output["data"]), outputs[0])
    alt = chosen["metadata"].get("image/png", {}).get("alt", "")
    return base64.b64decode("".join(chosen["data"]["image/png"])), alt


def _write_pages(made, notebooks):
    """Write the landing page with its pictures, and let the lessons' pages say what they are waiting for."""
    time = time_of_lessons()
    numbered = [notebook.name for notebook in notebooks if not notebook.name.startswith("00-")]
    if list(time) != numbered:
        raise SystemExit("the README's table does not list the lessons of notebooks/, one row each and in order")
    (made / "pictures").mkdir()
    cards, beside = [], []
    for notebook in notebooks:
        told = Lesson.read(notebook)
        entry = {"file": notebook.name, "title": told.title, "question": told.question}
        if notebook.name not in time:
            beside.append(entry)
            continue
        picture, alt = lesson_picture(notebook)
        (made / "pictures" / f"{notebook.stem}.png").write_bytes(picture)
        cards.append(entry | {"time": time[notebook.name], "picture": f"pictures/{notebook.stem}.png", "alt": alt})
    intro = " ".join(README.read_text(encoding="utf8").split("\n\n")[1].split())
    template = Environment(loader=FileSystemLoader(PAGES / "site"), autoescape=True).get_template("index.html.j2")
    page = template.render(title=series_title(), intro=intro, lessons=cards, beside=beside, storage=STORAGE)
    (made / "index.html").write_text(page, encoding="utf8")
    shutil.copyfile(PAGES / "site" / "start.js", made / "static" / "start.js")
    for app in ("notebooks", "lab"):
        path = made / app / "index.html"
        text = path.read_text(encoding="utf8")
        ours = '<script src="../static/start.js"></script><link rel="icon" href="../lab/favicon.ico">'
        path.write_text(text.replace("<head>", f"<head>\n    {ours}", 1), encoding="utf8")


def _check(made, notebooks, address):
    """Look at what lies on disk, because a part of the build that fails need not stop it."""
    faults = [
        f"{notebook.name} in the site differs from notebooks/"
        for notebook in notebooks
        if not (copy := made / "files" / notebook.name).exists() or copy.read_bytes() != notebook.read_bytes()
    ]
    listed = json.loads((made / "api" / "contents" / "all.json").read_text(encoding="utf8"))["content"]
    if sorted(entry["path"] for entry in listed) != [notebook.name for notebook in notebooks]:
        faults.append(f"the list of contents is {[entry['path'] for entry in listed]}")
    config = json.loads((made / "jupyter-lite.json").read_text(encoding="utf8"))["jupyter-config-data"]
    there = {extension["name"] for extension in config["federated_extensions"]}
    if there != {KERNEL, "@jupyter-widgets/jupyterlab-manager"}:
        faults.append(f"the extensions are {sorted(there)}")
    options = config["litePluginSettings"][f"{KERNEL}:kernel"]["loadPyodideOptions"]
    lock = made / options["lockFileURL"]
    packages = json.loads(lock.read_text(encoding="utf8"))["packages"]
    faults += [f"{name} is not in the kernel's list" for name in options["packages"] if name not in packages]
    for name in options["packages"]:
        file = packages[name]["file_name"]
        if "://" not in file:
            path = lock.parent / file
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != packages[name]["sha256"]:
                faults.append(f"{file} is missing or not what the kernel's list says")
    needed = ["index.html", "notebooks/index.html", "lab/index.html", "build/notebooks/bundle.js", "static/start.js"]
    needed += [] if address else ["static/pyodide/pyodide.mjs", "static/pyodide/pyodide.asm.wasm"]
    faults += [f"{name} is missing" for name in needed if not (made / name).exists()]
    for page in ("index.html", "notebooks/index.html", "lab/index.html"):
        text = (made / page).read_text(encoding="utf8")
        outside = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(https?://[^"]+)"', text)
        faults += [f"{page} loads {found}" for found in outside]
    if "start.js" not in (made / "notebooks" / "index.html").read_text(encoding="utf8"):
        faults.append("the lessons' page does not show progress")
    if faults:
        raise SystemExit("The site was not built:\n" + "\n".join(faults))


# --- serving ----------------------------------------------------------------------------------------------------------


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files quietly and with the types that browsers insist on, whatever this machine's own table says."""

    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".ipynb": "application/json",
        ".whl": "application/zip",
    }

    def copyfile(self, source, outputfile):
        """Send a file; a browser that closed its tab wants no more of it."""
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, *arguments):
        """Say nothing of single requests."""


def server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Return a server of a folder on loopback; port 0 takes a free one."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def addressed(text: str, repository: str) -> str:
    """Fill a README's links to the published site and to Binder.

    text: the README. repository: OWNER/REPOSITORY on GitHub. Returns the new text. Raises ValueError for another form.

    >>> print(addressed("[site]: https://OWNER.github.io/REPOSITORY/", "ada/descent"))
    [site]: https://ada.github.io/descent/
    """
    named = re.fullmatch(r"([\w-]+)/([\w.-]+)", repository)
    if named is None:
        raise ValueError(f"the repository is {repository!r}, expected OWNER/REPOSITORY")
    text = re.sub(r"(?m)^\[site\]: .*$", f"[site]: https://{named[1]}.github.io/{named[2]}/", text)
    return re.sub(r"(?m)^(\[binder\]: https://mybinder.org/v2/gh)/[^/]+/[^/]+/", rf"\1/{named[1]}/{named[2]}/", text)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m helpers.site", description="The lessons in a browser tab.")
    commands = parser.add_subparsers(dest="command", required=True)
    builder = commands.add_parser("build", help="build the site into a folder")
    builder.add_argument("--to", type=Path, default=ROOT / "build" / "site")
    builder.add_argument("--pyodide", help="a folder with a Pyodide distribution, to be part of the site, or an address")
    servant = commands.add_parser("serve", help="serve a built site on this machine")
    servant.add_argument("--from", dest="folder", type=Path, default=ROOT / "build" / "site")
    servant.add_argument("--port", type=int, default=8000)
    setter = commands.add_parser("address", help="fill the README's links to the published site")
    setter.add_argument("repository", help="OWNER/REPOSITORY on GitHub")
    said = parser.parse_args()
    if said.command == "build":
        build(said.to, said.pyodide)
        return
    if said.command == "address":
        README.write_text(addressed(README.read_text(encoding="utf8"), said.repository), encoding="utf8")
        return
    if not (said.folder / "index.html").exists():
        raise SystemExit(f"{said.folder} holds no site; build it first: python -m helpers.site build")
    with server(said.folder, said.port) as serving:
        print(f"The lessons are at http://127.0.0.1:{serving.server_port}/ (Ctrl+C ends this)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
