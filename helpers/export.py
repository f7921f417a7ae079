"""Turn the notebooks into pages to hand out and slides to show: `python -m helpers.export handouts` (or `slides`).

Both are made from what the notebooks have stored; nothing is run. A handout is one HTML file that needs no other; where a
browser is found, also a PDF. Slides follow the cells' `slideshow` metadata and use reveal.js, which is fetched once, or
taken from `--reveal PATH`. A live panel becomes its still picture and its sentence.
"""

import argparse
import base64
import hashlib
import html
import re
import shutil
import tarfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbconvert import HTMLExporter, SlidesExporter
from traitlets.config import Config

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "pages"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")

REVEAL_URL = "https://registry.npmjs.org/reveal.js/-/reveal.js-5.2.1.tgz"
REVEAL_SHA512 = "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7ZPZEbpBDhdRhJaFgfQ7zNQ=="
REVEAL_FILES = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE")

SLIDE_MARKS = "nbconvert.exporters.slides._RevealMetadataPreprocessor"
WIDTH, HEIGHT = 1920, 1080  # pixels of a slide
LONGEST = 12  # lines that an output keeps on a slide
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Lesson:
    """A notebook to export: its path, title, the bold question under the title, and the names of its files."""

    path: Path
    title: str
    question: str
    pdf: str = ""

    @property
    def page(self) -> str:
        """The name of the lesson's HTML file."""
        return f"{self.path.stem}.html"

    @classmethod
    def read(cls, path: Path) -> "Lesson":
        """Read what the start of a notebook says."""
        first = nbformat.read(path, as_version=4).cells[0].source
        title = re.search(r"(?m)^# (.+)$", first)
        question = re.search(r"(?m)^\*\*(.+)\*\*$", first)
        return cls(path, _plain(title[1]) if title else path.stem, _plain(question[1]) if question else "")


def series(folder: Path | None = None) -> list[Lesson]:
    """List the notebooks of a folder in their order; without one, those of the series."""
    return [Lesson.read(path) for path in sorted((folder or ROOT / "notebooks").glob("*.ipynb"))]


def series_title() -> str:
    """Return the title of the series, which the README gives."""
    readme = ROOT / "README.md"
    return _plain(re.search(r"(?m)^# (.+)$", readme.read_text(encoding="utf8"))[1]) if readme.exists() else "The lessons"


# --- handouts ---------------------------------------------------------------------------------------------------------


def write_handouts(folder: Path, lessons: Sequence[Lesson] | None = None) -> list[Path]:
    """Write one HTML page for each lesson and an index, and return their paths."""
    lessons = list(series() if lessons is None else lessons)
    folder.mkdir(parents=True, exist_ok=True)
    css = _css("handout.css")
    exporter = _exporter(HTMLExporter, "handout.html.j2")
    for lesson in lessons:
        book = prepared(nbformat.read(lesson.path, as_version=4), {other.path.name for other in lessons})
        details = {"css": css, "lesson": lesson, "lessons": lessons, "show_folded": True}
        page, _ = exporter.from_notebook_node(book, {"metadata": {"path": str(lesson.path.parent)}, **details})
        (folder / lesson.page).write_text(with_anchors(page), encoding="utf8")
    _write_index(folder, lessons, "handouts")
    return [folder / lesson.page for lesson in lessons]


def with_anchors(page: str) -> str:
    """Give each heading of a page the id that links in a notebook use for it.

    >>> with_anchors("<h2>The slope, by hand</h2>")
    '<h2 id="The-slope,-by-hand">The slope, by hand</h2>'
    """
    seen = set()

    def anchored(heading: re.Match) -> str:
        level, inside = heading.groups()
        name = html.escape(html.unescape(re.sub(r"<[^>]*>", "", inside)).strip().replace(" ", "-"))
        if name in seen:
            return heading[0]
        seen.add(name)
        return f'<h{level} id="{name}">{inside}</h{level}>'

    return re.sub(r"(?s)<h([1-6])>(.*?)</h\1>", anchored, page)


def write_pdfs(folder: Path, lessons: Sequence[Lesson] | None = None) -> str:
    """Print the handouts of a folder to A4 with a browser, answers and solutions at the back; say how it went."""
    lessons = list(series() if lessons is None else lessons)
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return "No PDFs: Playwright is not installed (it comes with the extra `test`). Any browser can print the pages."
    with sync_playwright() as playwright:
        try:
            browser = open_browser(playwright)
        except Error:
            return "No PDFs: no Chromium or Chrome was found. Any browser can print the pages."
        page = browser.new_page()
        for lesson in lessons:
            page.goto((folder / lesson.page).absolute().as_uri())
            page.evaluate(_ANSWERS_AT_THE_BACK)
            page.pdf(path=folder / f"{lesson.path.stem}.pdf", prefer_css_page_size=True, print_background=True, tagged=True)
        browser.close()
    with_pdf = [Lesson(each.path, each.title, each.question, f"{each.path.stem}.pdf") for each in lessons]
    _write_index(folder, with_pdf, "handouts")
    return f"Also printed as PDF: {len(lessons)} files."


def open_browser(playwright):
    """Open the system's Chromium or Chrome, or else Playwright's own; raises playwright's Error where there is none."""
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return playwright.chromium.launch(executable_path=system, args=options)


# On paper nothing unfolds: what is folded away moves to the end, under the heading of the place that it came from.
_ANSWERS_AT_THE_BACK = """() => {
  const back = document.createElement("section");
  back.className = "answers";
  back.innerHTML = "<h2>Answers and solutions</h2>";
  let heading = "", last = "";
  for (const part of document.querySelectorAll("main h1, main h2, main h3, main details:not(.source)")) {
    if (part.tagName !== "DETAILS") { heading = part.textContent; continue; }
    if (heading !== last) {
      const title = document.createElement("h3");
      title.textContent = last = heading;
      back.append(title);
    }
    const remark = document.createElement("p");
    remark.innerHTML = "<em></em>";
    remark.firstChild.textContent = part.querySelector("summary").textContent + ": at the end.";
    part.replaceWith(remark);
    part.querySelector("summary").remove();
    const moved = document.createElement("div");
    moved.append(...part.childNodes);
    back.append(moved);
  }
  if (last) document.querySelector("main").append(back);
}"""


# --- slides -----------------------------------------------------------------------------------------------------------


def write_slides(folder: Path, lessons: Sequence[Lesson] | None = None, reveal: Path | None = None) -> list[Path]:
    """Write the slides of each lesson that carries slide markers, an index, and reveal.js beside them; return their paths.

    reveal: a copy of reveal.js, unpacked or as the package's .tgz; without it the pinned version is fetched once.
    """
    lessons = [lesson for lesson in (series() if lessons is None else lessons) if _marked(lesson)]
    folder.mkdir(parents=True, exist_ok=True)
    copy_reveal(folder, reveal)
    for lesson in lessons:
        book = nbformat.read(lesson.path, as_version=4)
        (folder / lesson.page).write_text(slides_page(lesson, book, lessons), encoding="utf8")
    _write_index(folder, lessons, "slides")
    return [folder / lesson.page for lesson in lessons]


def slides_page(lesson: Lesson, book, lessons: Sequence[Lesson]) -> str:
    """Return the HTML of one lesson's slides; book: its notebook."""
    book = prepared(book, {other.path.name for other in lessons})
    running = ""
    for cell in book.cells:
        _make_fit_for_a_stage(cell)
        heading = re.match(r"#{1,2} (.+)", cell.source) if cell.cell_type == "markdown" else None
        cell.metadata.running = "" if heading else running
        running = _plain(heading[1]) if heading else running
    details = {"css": _css("slides.css"), "lesson": lesson, "show_folded": False, "width": WIDTH, "height": HEIGHT}
    exporter = _exporter(SlidesExporter, "slides.html.j2")
    return exporter.from_notebook_node(book, {"metadata": {"path": str(lesson.path.parent)}, **details})[0]


def copy_reveal(folder: Path, local: Path | None = None) -> None:
    """Put the files of reveal.js that slides need into `folder`/reveal.

    local: an unpacked copy or a .tgz of the package. Without it the pinned package is fetched into `folder`, once; raises
    ValueError where what was fetched is not the pinned package.
    """
    files = {}
    if local is not None and local.is_dir():
        files = {name: (local / name).read_bytes() for name in REVEAL_FILES}
    else:
        package = local.read_bytes() if local is not None else _fetched(folder / REVEAL_URL.rpartition("/")[2])
        with tarfile.open(fileobj=BytesIO(package)) as archive:
            files = {name: archive.extractfile(f"package/{name}").read() for name in REVEAL_FILES}
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "reveal" / Path(name).name).write_bytes(content)


def _fetched(cache: Path) -> bytes:
    if cache.exists() and _sha512(cache.read_bytes()) == REVEAL_SHA512:
        return cache.read_bytes()
    with urllib.request.urlopen(REVEAL_URL, timeout=60) as answer:
        package = answer.read()
    if _sha512(package) != REVEAL_SHA512:
        raise ValueError(f"{REVEAL_URL} is not the package that was tested; nothing was written")
    cache.write_bytes(package)
    return package


def _sha512(content: bytes) -> str:
    return base64.b64encode(hashlib.sha512(content).digest()).decode()


def _marked(lesson: Lesson) -> bool:
    return any("slideshow" in cell.metadata for cell in nbformat.read(lesson.path, as_version=4).cells)


def _make_fit_for_a_stage(cell) -> None:
    if cell.cell_type != "code":
        return
    if cell.metadata.pop("live", False):
        cell.metadata.folded = "this panel"
    for output in cell.outputs:
        details = output.get("metadata", {}).get("image/png")
        if details and "width" in details:
            details["size"] = f'style="width: calc({details["width"] / 25:.2f}em * var(--grow, 1))"'
        if output.output_type == "stream":
            output.text = shortened(output.text)
        if "text/html" in output.get("data", {}):
            # what each answer tells is for the speaker
            pattern = r"(?s)<details>\s*<summary>.*?</summary>(.*?)</details>"
            output.data["text/html"] = re.sub(pattern, r"<aside class='notes'>\1</aside>", output.data["text/html"])


def shortened(text: str, longest: int = LONGEST) -> str:
    """Leave out the middle of a text with too many lines, and say how many lines that are.

    >>> print(shortened("1 2 3 4 5 6 7".replace(" ", chr(10)), longest=5))
    1
    2
    … 3 more lines …
    6
    7
    """
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= longest:
        return text
    last = (longest - 1) // 2
    first = longest - 1 - last
    return "\n".join([*lines[:first], f"… {len(lines) - first - last} more lines …", *lines[-last:]])


# --- both -------------------------------------------------------------------------------------------------------------


def prepared(book, exported: set[str]):
    """Make a notebook ready for a page, and return it: each output in one form, and links that lead to the pages.

    exported: the file names of the notebooks that become pages. A cell's metadata say what is folded away (`folded`).
    """
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = _outside_code(cell.source, lambda text: LINK.sub(lambda link: _to_page(link, exported), text))
            continue
        cell.metadata.folded = "this picture" if cell.metadata.get("jupyter", {}).get("source_hidden") else ""
        cell.metadata.live = any(WIDGET in output.get("data", {}) for output in cell.outputs)
        outputs = []
        for output in cell.outputs:
            picture = outputs[-1].metadata.get("image/png") if outputs and "metadata" in outputs[-1] else None
            if picture and output.output_type == "stream" and output.text.strip() == picture["alt"].strip():
                picture["caption"] = picture["alt"]
            else:
                outputs.append(_in_one_form(output))
        cell.outputs = outputs
    return book


def _in_one_form(output):
    data = output.get("data", {})
    kind = next((kind for kind in ("image/png", "text/html", "text/plain") if kind in data), None)
    if kind is None:
        return output
    if kind == "image/png":
        details = output.metadata.setdefault("image/png", {})
        details.setdefault("alt", data.get("text/plain", ""))
        details["caption"] = f"{details['alt']} (A still picture; in the notebook it moves.)" if WIDGET in data else ""
        details["size"] = " ".join(f'{side}="{details[side]}"' for side in ("width", "height") if side in details)
    output.data = {kind: data[kind]}
    return output


def _to_page(link: re.Match, exported: set[str]) -> str:
    text, target = link.groups()
    place, hash_sign, anchor = target.partition("#")
    if not place or re.match(r"[a-z]+:", target):
        return link[0]
    name = place.rpartition("/")[2]
    if name in exported:
        return f"[{text}]({Path(name).stem}.html{hash_sign}{anchor})"
    return f"[{text}](index.html)" if name == "README.md" else text


def _outside_code(text: str, change) -> str:
    parts = re.split(r"(?ms)(^```.*?^```[ \t]*$)", text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def _plain(markdown: str) -> str:
    return re.sub(r"[`*]", "", markdown).strip()


def _css(name: str) -> str:
    return "\n".join((PAGES / each).read_text(encoding="utf8").strip() for each in ("colours.css", name))


def _exporter(kind, template: str):
    # nbconvert's own reveal template asks for this preprocessor, which tells each cell where a slide begins and ends
    marks = {"preprocessors": [SLIDE_MARKS]} if kind is SlidesExporter else {}
    return kind(
        config=Config({SLIDE_MARKS.rpartition(".")[2]: {"enabled": True}}),
        **marks,
        template_name="basic",
        template_file=template,
        extra_loaders=[FileSystemLoader(PAGES)],
        exclude_anchor_links=True,
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def _write_index(folder: Path, lessons: Sequence[Lesson], kind: str) -> None:
    template = Environment(loader=FileSystemLoader(PAGES)).get_template("index.html.j2")
    page = template.render(title=series_title(), kind=kind, lessons=lessons, css=_css("handout.css"))
    (folder / "index.html").write_text(page, encoding="utf8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Export what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m helpers.export", description="Export the lessons as pages or slides.")
    parser.add_argument("kind", choices=("handouts", "slides"))
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to write (build/handouts or build/slides)")
    parser.add_argument(
        "--reveal", type=Path, metavar="PATH", help="a copy of reveal.js for the slides, instead of fetching it"
    )
    asked = parser.parse_args(arguments)
    folder = asked.to or ROOT / "build" / asked.kind
    if asked.kind == "handouts":
        pages = write_handouts(folder)
        print(write_pdfs(folder))
    else:
        try:
            pages = write_slides(folder, reveal=asked.reveal)
        except OSError as fault:
            parser.exit(1, f"reveal.js could not be had: {fault}. Give a copy with --reveal PATH.\n")
    print(f"{len(pages)} lessons: open {folder / 'index.html'} in a browser.")


if __name__ == "__main__":
    main()
