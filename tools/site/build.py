"""Build the site on which the lessons run in a browser tab, and serve it on this machine.

    python -m tools.site build [--pyodide PATH] [--to build/site]
    python -m tools.site serve [--from build/site] [--port 8000]
    python -m tools.site address OWNER/REPOSITORY

Needs the optional extra `site`; nothing else imports this module. The site is JupyterLite with the Pyodide kernel, the
notebooks as they lie on disk, and a landing page. Pyodide comes from its public address; `--pyodide` takes a folder with a
Pyodide distribution, which becomes part of the site, so that the site makes no request outside its own host, or another
address.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.pages import ROOT, series_title
from tools.site.application import OWN, equip_pages, own_extension, readied
from tools.site.kernel import KERNEL, equip_kernel
from tools.site.offline import write_worker
from tools.site.pages import STORAGE, write_pages

EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget", KERNEL, OWN)  # all that the site's JupyterLab loads
SETTINGS = {
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 3},  # seconds; a reload keeps what was typed before
    # cells out of sight are not drawn, so that a lesson is there sooner and a link to a section lands on it
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "full"},
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
        site = Path(scratch) / "site"
        _run_lite(Path(scratch), site, notebooks)
        if pyodide is None:
            from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

            pyodide = PYODIDE_CDN_URL
        equip_kernel(site, Path(scratch), pyodide)
        write_pages(site, notebooks)
        equip_pages(site, pyodide)
        write_worker(site)
        _check(site, notebooks)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(site, to)
    source = pyodide if "://" in pyodide else "the site itself"
    print(f"{to}: {len(notebooks)} notebooks, {megabytes(to):.1f} MB, and Pyodide, which comes from {source}")


def megabytes(folder: Path) -> float:
    """Return the size of a built site without the Pyodide that may lie in it."""
    pyodide = folder / "static" / "pyodide"
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and pyodide not in path.parents) / 1e6


def _run_lite(scratch, site, notebooks):
    """Let JupyterLite write its application with the notebooks as contents and the two extensions that the lessons need."""
    lite = scratch / "lite"
    (lite / "contents").mkdir(parents=True)
    for notebook in notebooks:
        (lite / "contents" / notebook.name).write_text(readied(notebook), encoding="utf8")
    config = {
        "appName": series_title(),
        "contentsStorageName": STORAGE,
        "settingsStorageName": f"{STORAGE}-settings",
        "workspacesStorageName": f"{STORAGE}-workspaces",
        "enableMemoryStorage": True,  # where the browser blocks storage, lessons run and edits last until the tab closes
        "exposeAppInBrowser": True,
        "showLoadingIndicator": True,
        "disabledExtensions": [
            # without it nothing in Python reads the browser's files, which no lesson does, and imports need not look there
            "@jupyterlite/application-extension:service-worker-manager",
            "@jupyterlite/services-extension:default-drive",  # the lessons' own takes its place
        ],
    }
    (lite / "jupyter-lite.json").write_text(json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}))
    (lite / "overrides.json").write_text(json.dumps(SETTINGS))
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    options = {
        "output_dir": str(site),
        "contents": [str(lite / "contents")],
        "apps": ["notebooks", "lab"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "ignore_sys_prefix": ["federated_extensions"],  # whatever else is installed here stays out
        "federated_extensions": [str(own_extension(scratch) if name == OWN else extensions / name) for name in EXTENSIONS],
    }
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": options}))
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    ran = subprocess.run(command, cwd=lite, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"JupyterLite could not build the site:\n{ran.stdout[-4000:]}\n{ran.stderr[-4000:]}")


def _check(site, notebooks):
    """Look at what lies on disk, because a part of the build that fails need not stop it."""
    faults = [
        f"{notebook.name} in the site differs from notebooks/"
        for notebook in notebooks
        if not (copy := site / "files" / notebook.name).exists() or copy.read_text(encoding="utf8") != readied(notebook)
    ]
    listed = json.loads((site / "api" / "contents" / "all.json").read_text(encoding="utf8"))["content"]
    if sorted(entry["path"] for entry in listed) != [notebook.name for notebook in notebooks]:
        faults.append(f"the list of contents is {[entry['path'] for entry in listed]}")
    config = json.loads((site / "jupyter-lite.json").read_text(encoding="utf8"))["jupyter-config-data"]
    there = {extension["name"] for extension in config["federated_extensions"]}
    if there != set(EXTENSIONS):
        faults.append(f"the extensions are {sorted(there)}")
    kernel = (site / config["litePluginSettings"][f"{KERNEL}:kernel"]["pyodideUrl"]).parent
    needed = ["index.html", "notebooks/index.html", "lab/index.html", "build/notebooks/bundle.js", "static/start.js"]
    needed += [
        f"static/{kernel.name}/{name}" for name in ("pyodide.mjs", "packages.bin", "python_stdlib.zip", "pyodide-lock.json")
    ]
    if (site / "static" / "pyodide").exists():
        needed += ["static/pyodide/pyodide.mjs", "static/pyodide/pyodide.asm.wasm"]
    faults += [f"{name} is missing" for name in needed if not (site / name).exists()]
    for page in ("index.html", "notebooks/index.html", "lab/index.html"):
        text = (site / page).read_text(encoding="utf8")
        outside = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="(https?://[^"]+)"', text)
        faults += [f"{page} loads {found}" for found in outside]
    if "start.js" not in (site / "notebooks" / "index.html").read_text(encoding="utf8"):
        faults.append("the lessons' page does not show progress")
    if faults:
        raise SystemExit("The site was not built:\n" + "\n".join(faults))
