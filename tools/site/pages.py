"""The pages of the site beside the lessons: the start page and its pictures."""

import base64
import json
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tools.pages import ROOT, TEMPLATES, WIDGET, Lesson, series_title

STORAGE = "gradient-descent-lessons"  # the name of the readers' edits in their browsers
README = ROOT / "README.md"


def time_of_lessons() -> dict[str, str]:
    """Return how long each lesson takes by its file's name, and whether it is optional, from the README's table.

    >>> time_of_lessons()["14-past-one-machine.ipynb"]
    '52 minutes (optional)'
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
        raise SystemExit(f"{notebook.name} has no stored picture for its card; run python -m tools.refresh")
    chosen = next((output for output in outputs if WIDGET in output["data"]), outputs[0])
    alt = chosen["metadata"].get("image/png", {}).get("alt", "")
    return base64.b64decode("".join(chosen["data"]["image/png"])), alt


def write_pages(site, notebooks):
    """Write the landing page with its pictures."""
    time = time_of_lessons()
    numbered = [notebook.name for notebook in notebooks if not notebook.name.startswith("00-")]
    if list(time) != numbered:
        raise SystemExit("the README's table does not list the lessons of notebooks/, one row each and in order")
    (site / "pictures").mkdir()
    cards, beside = [], []
    for notebook in notebooks:
        lesson = Lesson.read(notebook)
        entry = {"file": notebook.name, "title": lesson.title, "question": lesson.question}
        if notebook.name not in time:
            beside.append(entry)
            continue
        picture, alt = lesson_picture(notebook)
        (site / "pictures" / f"{notebook.stem}.png").write_bytes(picture)
        cards.append(entry | {"time": time[notebook.name], "picture": f"pictures/{notebook.stem}.png", "alt": alt})
    intro = " ".join(README.read_text(encoding="utf8").split("\n\n")[1].split())
    template = Environment(loader=FileSystemLoader(TEMPLATES / "site"), autoescape=True).get_template("index.html.j2")
    page = template.render(title=series_title(), intro=intro, lessons=cards, beside=beside, storage=STORAGE)
    (site / "index.html").write_text(page, encoding="utf8")


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
