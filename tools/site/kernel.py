"""The kernel of the site: Pyodide, and all that the lessons import in one archive, compiled where Node is at hand."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.pages import ROOT, TEMPLATES

KERNEL = "@jupyterlite/pyodide-kernel-extension"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
WANTED = (
    "numpy",
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "ipykernel",
    "comm",
    "ipython",
    "pyodide-kernel",
    "piplite",
    "micropip",
)
# what ipywidgets brings for a server, what matplotlib needs to write PDF and to read time zones, and what completes code
# more finely than IPython does by itself, at the price of 5,600 files
UNUSED = {"jupyterlab-widgets", "widgetsnbextension", "fonttools", "pytz", "jedi", "pexpect", "ptyprocess"}
DROPPED = re.compile(  # parts of packages that no lesson comes near
    r"(^|/)(tests?|sample_data|f2py|_pyinstaller)/|\.data/|\.(pyi|pxd|h|c|a)$|\.dist-info/(RECORD$|licen[cs]es/)"
    r"|/mpl-data/(images|fonts/(afm|pdfcorefonts))/"
    r"|^pygments/lexers/(?!__init__|_mapping|python|special)"
)
SOURCES = "helpers/"  # readers may look into these
STARTUP = """from IPython import get_ipython
from helpers.browser import settle

settle(get_ipython())
del get_ipython, settle
"""


def equip_kernel(site: Path, scratch: Path, pyodide: str) -> None:
    """Write what the kernel loads into a site, and tell the kernel where it lies.

    site: the folder of the site. scratch: a folder for files on the way. pyodide: a folder with a Pyodide distribution, of
    which the site gets what it needs, or the address of one, from which the browsers will fetch it.
    """
    address = pyodide if "://" in pyodide else None
    distribution = Distribution(pyodide)
    chosen = _chosen(distribution, _own_wheels(site, scratch))
    kernel = scratch / "kernel"
    kernel.mkdir()
    _write_archive(kernel, scratch / "unpacked", distribution, chosen)
    if address is None:
        distribution.copy(site / "static" / "pyodide", without=chosen)
    base = address or "../pyodide"
    _write_lock(kernel, distribution.lock, base, chosen)
    template = Environment(loader=FileSystemLoader(TEMPLATES / "site")).get_template("pyodide.mjs.j2")
    size = (kernel / "packages.bin").stat().st_size
    module = template.render(base=base, packages=json.dumps(distribution.beside(chosen)), size=size)
    (kernel / "pyodide.mjs").write_text(module, encoding="utf8")
    # a folder named after its content: a browser that kept an earlier archive must not mix it with a later one
    content = b"".join(path.read_bytes() for path in sorted(kernel.iterdir()))
    folder = f"kernel-{hashlib.sha256(content).hexdigest()[:12]}"
    shutil.copytree(kernel, site / "static" / folder)
    _point_kernel(site, address, folder, sorted(chosen), distribution.python)


class Distribution:
    """A Pyodide distribution in a folder or at an address: its list of packages, and its files as far as they are asked for."""

    def __init__(self, source: str):
        self.source = source.rstrip("/")
        self.folder = Path(source)
        if "://" in source:
            self.folder = ROOT / "build" / f"pyodide-{hashlib.sha256(self.source.encode()).hexdigest()[:12]}"
            self.folder.mkdir(parents=True, exist_ok=True)
        self.lock = json.loads(self.file("pyodide-lock.json").read_text(encoding="utf8"))
        self.python = tuple(self.lock["info"]["python"].split("."))
        self.known = {canonicalize_name(name): package for name, package in self.lock["packages"].items()}

    def file(self, name: str) -> Path:
        """Return where a file lies, fetched before where the distribution is at an address."""
        path = self.folder / name
        if not path.exists() and "://" in self.source:
            part = path.with_name(f"{name}.part")
            with urllib.request.urlopen(f"{self.source}/{name}", timeout=60) as answer, part.open("wb") as out:
                shutil.copyfileobj(answer, out)
            part.rename(path)
        return path

    def wheel(self, name: str) -> Path:
        """Return a package's wheel, checked against the distribution's list."""
        path = self.file(self.known[name]["file_name"])
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.known[name]["sha256"]:
            raise SystemExit(f"{path} is not what the distribution's list of packages says")
        return path

    def is_wheel(self, name: str) -> bool:
        """Say whether a package is one of Python's; others hold code that several packages share, and Pyodide loads them."""
        return self.known[name]["package_type"] == "package" and self.known[name]["file_name"].endswith(".whl")

    def beside(self, chosen) -> list[str]:
        """List what Pyodide has to load besides the archive."""
        return sorted(name for name, wheel in chosen.items() if wheel is None)

    def copy(self, to: Path, without) -> None:
        """Copy the distribution but for what the archive holds."""
        left_out = {self.known[name]["file_name"] for name, wheel in without.items() if wheel and name in self.known}
        shutil.copytree(self.folder, to, ignore=lambda _, names: left_out & set(names))


def _chosen(distribution, wheels):
    """Return the wheel of every package that the lessons need by its name, None for one that Pyodide has to load itself."""
    chosen, waiting = {}, list(WANTED)
    while waiting:
        name = waiting.pop()
        if name in chosen or name in UNUSED:
            continue
        if name in distribution.known and name not in wheels:
            chosen[name] = distribution.wheel(name) if distribution.is_wheel(name) else None
            waiting += map(canonicalize_name, distribution.known[name]["depends"])
        else:
            chosen[name] = wheels[name] = wheels.get(name) or _fetch_wheel(name)
            waiting += _needs(chosen[name], distribution.python)
    return chosen


def _own_wheels(site, scratch):
    """Return by their names the wheels that the kernel brings along."""
    folder = site / "extensions" / KERNEL / "static" / "pypi"
    found = {canonicalize_name(wheel.name.split("-")[0]): wheel for wheel in sorted(folder.glob("*.whl"))}
    return {name: wheel for name, wheel in found.items() if name not in UNUSED}


def _fetch_wheel(name):
    """Fetch a pure Python package that Pyodide's distribution does not have."""
    print(f"fetching {name}, which this Pyodide does not contain")
    folder = ROOT / "build" / "wheels" / name
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--platform", "any"]
    command += ["--implementation", "py", "--abi", "none", "--dest", str(folder), name]
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _needs(wheel, python):
    """Return the names of the packages that a wheel needs in a browser."""
    target = {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": ""}
    target |= {"python_version": ".".join(python[:2]), "python_full_version": ".".join(python)}
    with zipfile.ZipFile(wheel) as archive:
        described = archive.read(next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))).decode()
    lines = described.partition("\n\n")[0].splitlines()
    needs = [Requirement(line.partition(": ")[2]) for line in lines if line.startswith("Requires-Dist: ")]
    return [canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate(target)]


def _write_archive(kernel, folder, distribution, chosen):
    """Unpack what the lessons need, compile it, and pack it: the standard library for Python's start, the rest in one file."""
    packages, sources, library = (folder / part for part in ("packages", "sources", "stdlib"))
    for wheel in filter(None, chosen.values()):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages, [name for name in archive.namelist() if not DROPPED.search(name)])
    shutil.copytree(ROOT / "helpers", sources / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (sources / "helpers" / "startup.py").write_text(STARTUP, encoding="utf8")
    with zipfile.ZipFile(distribution.file("python_stdlib.zip")) as archive:
        archive.extractall(library)
    _compile(distribution, folder)
    with zipfile.ZipFile(kernel / "python_stdlib.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(library):
            archive.writestr(zipfile.ZipInfo(path.relative_to(library).as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED)
    place = f"/lib/python{'.'.join(distribution.python[:2])}/site-packages"
    found = [
        (f"{place}/{path.relative_to(part).as_posix()}", path.read_bytes())
        for part in (packages, sources)
        for path in _files(part)
    ]
    names = json.dumps([[name, len(data)] for name, data in found]).encode()
    whole = b"".join([len(names).to_bytes(4, "little"), names, *(data for _, data in found)])
    (kernel / "packages.bin").write_bytes(gzip.compress(whole, 9, mtime=0))


def _compile(distribution, folder):
    """Compile what lies in a folder with the Python that will run it, and leave out the sources that are of no use then."""
    node = shutil.which("node")
    if node is None:
        print("no Node.js on this machine: Python's files go into the site uncompiled, and Python starts in twice the time")
        return
    for name in CORE:
        distribution.file(name)
    command = [node, str(Path(__file__).with_name("compile.mjs")), str(distribution.folder.resolve()), str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"Node.js could not compile Python's files, and Python starts in twice the time:\n{ran.stderr[-2000:]}")
    for compiled in [*(folder / "packages").rglob("*.pyc"), *(folder / "stdlib").rglob("*.pyc")]:
        compiled.with_suffix(".py").unlink()


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_lock(kernel, lock, base, chosen):
    """Write the list of what a reader's own code may still load: the distribution's packages that are not in the archive."""
    rest = {}
    for name, package in lock["packages"].items():
        if chosen.get(canonicalize_name(name)) is None:
            needs = [needed for needed in package["depends"] if chosen.get(canonicalize_name(needed)) is None]
            rest[name] = package | {"file_name": f"{base}/{package['file_name']}", "depends": needs}
    (kernel / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": rest}), encoding="utf8")


def _point_kernel(site, address, folder, packages, python):
    """Tell the kernel where its Python lies, and what it need not look for because the archive holds it."""
    options = {
        "packages": [*packages, "jedi"],
        "env": {
            "HOME": "/home/pyodide",
            "PYTHONSTARTUP": f"/lib/python{'.'.join(python[:2])}/site-packages/helpers/startup.py",
        },
    }
    settings = {
        "pyodideUrl": f"./static/{folder}/pyodide.mjs",
        "disablePyPIFallback": address is None,
        "loadPyodideOptions": options,
    }
    path = site / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf8"))
    plugins = config["jupyter-config-data"].setdefault("litePluginSettings", {})
    plugins.setdefault(f"{KERNEL}:kernel", {}).update(settings)
    path.write_text(json.dumps(config), encoding="utf8")
