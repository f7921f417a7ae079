"""The pages of the site beside the lessons: the start page and its pictures."""

import base64
import json
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tools.pages import ROOT, TEMPLATES, WIDGET, Lesson, series_title
from tools.site.lessons import POLICY, best_picture, first_panel, lead_to_sections, write_assets, write_lessons

STORAGE = "gradient-descent-lessons"  # the name of the readers' edits in their browsers
README = ROOT / "README.md"


def time_of_lessons() -> dict[str, str]:
    """Return how long each lesson takes by its file's name, and whether it is optional, from the README's table.

    >>> time_of_lessons()["14-past-one-machine.ipynb"]
    '40 minutes (optional)'
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


def start_page(site: Path, cards: list[dict], beside: list[dict]) -> str:
    """Return the start page, and write what it loads; cards, beside: what it tells of the lessons and of the other pages."""
    (site / "static").mkdir(exist_ok=True)
    for name, file in (("start-page.css", "index.css"), ("start-page.js", "start_page.js"), ("icon.svg", "icon.svg")):
        (site / "static" / name).write_text((TEMPLATES / "site" / file).read_text("utf8"), encoding="utf8")
    (site / "LICENSE.txt").write_text((ROOT / "LICENSE").read_text("utf8"), encoding="utf8")
    first = first_panel()
    (site / "pictures" / "first.png").write_bytes(first["still"])
    readme, binder = README.read_text(encoding="utf8"), binder_address()
    details = {
        "title": series_title(), "intro": unbroken(" ".join(readme.split("\n\n")[1].split())), "policy": POLICY,
        "storage": STORAGE, "shared": write_assets(site), "first": first, "binder": binder, "source": source_of(binder),
    }  # fmt: skip
    template = Environment(loader=FileSystemLoader(TEMPLATES / "site"), autoescape=True).get_template("index.html.j2")
    return template.render(lessons=cards, beside=beside, **details)


def unbroken(text: str) -> str:
    """Return a text in which no line ends within a pair of numbers or within a formula.

    >>> unbroken("y = x · w on the points (1, 2), (2, 4)").split(" ")
    ['y\xa0=\xa0x\xa0·\xa0w', 'on', 'the', 'points', '(1,\xa02),', '(2,\xa04)']
    """
    return re.sub(r"\(\d+, \d+\)|\w( [=·+] \w)+", lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def binder_address() -> str:
    """Return where Binder opens the folder of the notebooks, which the README says."""
    return re.search(r"(?m)^\[binder\]: (\S+)$", README.read_text(encoding="utf8"))[1]


def source_of(binder: str) -> str:
    """Return where the source lies of what Binder opens.

    >>> source_of("https://mybinder.org/v2/gh/ada/descent/HEAD?urlpath=lab")
    'https://github.com/ada/descent'
    """
    return f"https://github.com/{'/'.join(binder.split('/v2/gh/')[1].split('/')[:2])}"


def write_pages(site, notebooks):
    """Write the landing page with its pictures."""
    time = time_of_lessons()
    numbered = [notebook.name for notebook in notebooks if not notebook.name.startswith("00-")]
    if list(time) != numbered:
        raise SystemExit("the README's table does not list the lessons of notebooks/, one row each and in order")
    (site / "pictures").mkdir()
    cards, beside, lessons = [], [], [Lesson.read(notebook) for notebook in notebooks]
    for lesson in lessons:
        name = lesson.path.name
        entry = {"file": name, "page": lesson.page, "title": lesson.title, "question": lesson.question}
        if name not in time:
            beside.append(entry)
            continue
        picture, alt = best_picture(lesson.path.stem[:2]) or lesson_picture(lesson.path)
        (site / "pictures" / f"{lesson.path.stem}.png").write_bytes(picture)
        cards.append(entry | {"time": time[name], "picture": f"pictures/{lesson.path.stem}.png", "alt": alt})
    write_lessons(site, lessons, binder_address())
    lead_to_sections(site)
    page = start_page(site, cards, beside)
    (site / "index.html").write_text(page, encoding="utf8")


def addressed(text: str, repository: str) -> str:
    """Fill a README's links to the published site, to Binder, and for nbgitpuller.

    text: the README. repository: OWNER/REPOSITORY on GitHub. Returns the new text. Raises ValueError for another form.

    >>> print(addressed("[site]: https://OWNER.github.io/REPOSITORY/", "ada/descent"))
    [site]: https://ada.github.io/descent/
    """
    named = re.fullmatch(r"([\w-]+)/([\w.-]+)", repository)
    if named is None:
        raise ValueError(f"the repository is {repository!r}, expected OWNER/REPOSITORY")
    text = re.sub(r"(?m)^\[site\]: .*$", f"[site]: https://{named[1]}.github.io/{named[2]}/", text)
    text = re.sub(r"(?m)^(\[binder\]: https://mybinder.org/v2/gh)/[^/]+/[^/]+/", rf"\1/{named[1]}/{named[2]}/", text)
    pulled = rf"\1%2F{named[1]}%2F{named[2]}&urlpath=lab%2Ftree%2F{named[2]}%2F"
    return re.sub(
        r"(git-pull\?repo=https%3A%2F%2Fgithub\.com)%2F[\w.-]+%2F[\w.-]+&urlpath=lab%2Ftree%2F[\w.-]+?%2F", pulled, text
    )
