"""The kernel of the site: Pyodide, the packages that the lessons need, and the helpers as a wheel."""

import hashlib
import json
import shutil
import subprocess
import sys
import urllib.request
import zipfile

from packaging.utils import canonicalize_name

from tools.pages import ROOT

KERNEL = "@jupyterlite/pyodide-kernel-extension"
WANTED = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipykernel", "comm", "ipython", "jedi")
WANTED += ("pyodide-kernel", "piplite", "micropip")
# not loaded: what ipywidgets brings for a server, and what matplotlib needs to write PDF and to read time zones
UNUSED = {"jupyterlab-widgets", "widgetsnbextension", "fonttools", "pytz"}
# The kernel asks for it by name, but its 5,600 files take longer to unpack than all the rest; IPython completes without it.
EMPTY = ("jedi", "0.0.0")
STARTUP = """from IPython import get_ipython
from helpers.browser import settle

settle(get_ipython())
del get_ipython, settle
"""


def equip_kernel(site, scratch, address):
    """Write one list of packages (a Pyodide lock file) from which the kernel starts with all that the lessons import."""
    lock = _known_packages(site, address)
    wheels = [
        _helpers_wheel(scratch),
        _empty_wheel(scratch),
        *sorted((site / "extensions" / KERNEL / "static" / "pypi").glob("*.whl")),
    ]
    kernel = site / "static" / "kernel"
    kernel.mkdir(parents=True)
    python = tuple(lock["info"]["python"].split("."))
    known, chosen, waiting = lock["packages"], {}, [*WANTED, "gradient-descent-lessons"]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in chosen:
            continue
        if name not in known:
            wheel = next((wheel for wheel in wheels if canonicalize_name(wheel.name.split("-")[0]) == name), None)
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
    _point_kernel(site, address, final.name, sorted(chosen), python)
    (site / "static" / "downloads.json").write_text(json.dumps(_downloads(chosen, address, final.name)), encoding="utf8")


def _known_packages(site, address):
    """Return the lock file of the Pyodide that the site uses, with plain names and with files seen from the kernel's folder."""
    if address is None:
        lock = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf8"))
    else:
        with urllib.request.urlopen(f"{address}/pyodide-lock.json", timeout=60) as answer:
            lock = json.load(answer)
    base = address or "../pyodide"
    known = {canonicalize_name(name): package for name, package in lock["packages"].items()}
    for package in known.values():
        package["file_name"] = f"{base}/{package['file_name']}"
        package["depends"] = [canonicalize_name(name) for name in package["depends"]]
    known.pop(EMPTY[0], None)
    for name in {"matplotlib", "ipywidgets"} & set(known):
        known[name]["depends"] = [needed for needed in known[name]["depends"] if needed not in UNUSED]
    return lock | {"packages": known}


def _point_kernel(site, address, folder, packages, python):
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
    path = site / "jupyter-lite.json"
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


def _helpers_wheel(scratch):
    """Make a wheel of the helpers with the kernel's start-up file, from a copy in which no earlier build can lie."""
    copy = scratch / "project"
    shutil.copytree(ROOT / "helpers", copy / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
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
    depends = [canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate(target)]
    imports = {name.partition("/")[0].removesuffix(".py") for name in names if name.endswith(".py") and ".data/" not in name}
    name, version = wheel.name.split("-")[:2]
    return {
        "name": canonicalize_name(name),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(imports),
        "depends": [name for name in depends if name not in UNUSED],
        "unvendored_tests": False,
    }
