"""The service worker of the site: what was once there opens without a network, and editions never mix."""

import hashlib
import json
import re
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tools.pages import TEMPLATES

HERE = TEMPLATES / "site"
OWN = ("sw.js", "edition.json")
# what a lesson needs besides the parts of JupyterLab that it has fetched by the time that Python runs
LESSONS = re.compile(
    r"(files|api|notebooks)/|static/(kernel-[^/]+/|pyodide/pyodide[^/]*\.(mjs|wasm)$)|jupyter-lite\.json$|config-utils\.js$"
)
APPLICATION = re.compile(r"(build|extensions|lab|doc|tree|static/pyodide)/")
PAGES = (".html", ".css", ".js", ".png", ".svg", ".ico")


def write_worker(site: Path) -> None:
    """Write the service worker of a site, which knows every file by its content, and let every page ask for it."""
    shutil.copyfile(HERE / "offline.js", site / "static" / "offline.js")
    for page in site.rglob("*.html"):
        to_root = "../" * (len(page.relative_to(site).parts) - 1)
        ours = f'<script src="{to_root}static/offline.js" defer></script>'
        text = page.read_text(encoding="utf8")
        if ours not in text:
            page.write_text(text.replace("</head>", f"{ours}\n</head>", 1), encoding="utf8")
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    names = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}
    files = {name: digest for name, digest in names.items() if name not in OWN}
    lessons = [name for name in files if LESSONS.match(name)]
    pages = [name for name in files if name.endswith(PAGES) and not LESSONS.match(name) and not APPLICATION.match(name)]
    edition = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    template = Environment(loader=FileSystemLoader(HERE)).get_template("sw.js.j2")
    lists = {name: json.dumps(value) for name, value in (("files", files), ("pages", pages), ("lessons", lessons))}
    (site / "sw.js").write_text(template.render(edition=edition, **lists), encoding="utf8")
    (site / "edition.json").write_text(json.dumps(edition), encoding="utf8")
