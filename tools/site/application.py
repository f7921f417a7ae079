"""JupyterLab in the site: the lessons as it opens them, its pages, and the lessons' own extension of it."""

import hashlib
import json
import shutil
from pathlib import Path

import nbformat

from tools.pages import TEMPLATES

OWN = "gradient-descent-lessons"  # the extension's name
HERE = TEMPLATES / "site"
# what the kernel of the site writes into a notebook when it opens it; a lesson that says so already is not changed by opening
SPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
LANGUAGE = {
    "codemirror_mode": {"name": "python", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.8",
}
HEAD = """<head>
    <meta http-equiv="Content-Security-Policy" content="{policy}">
    <script src="../static/start.js"></script>
    <link rel="stylesheet" href="../static/lesson.css">
    <link rel="icon" href="../static/icon.svg">"""
# JupyterLab makes functions of text, and Python is WebAssembly; nothing comes from, or goes to, another host
POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:{address}; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' data: blob:{address}; object-src 'none'; base-uri 'none'"
)
TO_START = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The lessons</title><meta http-equiv="refresh" content="0; url=../"></head>
<body><a href="../">The lessons</a></body></html>
"""


def readied(notebook: Path) -> str:
    """Return a notebook as the site hands it out: each text in one piece, as JupyterLab wants it, for the site's kernel."""
    book = nbformat.read(notebook, as_version=4)  # joins the lines
    book.metadata.update(kernelspec=SPEC, language_info=LANGUAGE)
    return json.dumps(book, ensure_ascii=False)


def own_extension(scratch: Path) -> Path:
    """Write the lessons' extension of JupyterLab as a folder that JupyterLite takes up, and return it."""
    script = (HERE / "extension.js").read_text(encoding="utf8")
    name = f"static/extension.{hashlib.sha256(script.encode()).hexdigest()[:12]}.js"
    folder = scratch / "extension"
    (folder / "static").mkdir(parents=True)
    (folder / name).write_text(script, encoding="utf8")
    described = {"load": name, "extension": "./extension"}
    package = {"name": OWN, "version": "1.0.0", "jupyterlab": {"extension": True, "_build": described}}
    (folder / "package.json").write_text(json.dumps(package), encoding="utf8")
    return folder


def equip_pages(site: Path, pyodide: str) -> None:
    """Put the lessons' script, style and rules of security into JupyterLab's pages, and lead its dead ends to the lessons."""
    for name in ("start.js", "lesson.css"):
        shutil.copyfile(HERE / name, site / "static" / name)
    policy = POLICY.format(address=f" {pyodide}" if "://" in pyodide else "")
    for app in ("notebooks", "lab"):
        path = site / app / "index.html"
        text = path.read_text(encoding="utf8")
        path.write_text(text.replace("<head>", HEAD.format(policy=policy), 1), encoding="utf8")
    (site / "tree").mkdir()  # where the logo and View, File Browser lead
    (site / "tree" / "index.html").write_text(TO_START, encoding="utf8")
