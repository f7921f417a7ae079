"""What handouts and slides share: the lessons, and notebooks made ready for a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbconvert import SlidesExporter
from traitlets.config import Config

ROOT = Path(__file__).parent.parent
TEMPLATES = Path(__file__).parent / "templates"
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
WIDGET = "application/vnd.jupyter.widget-view+json"
TO_CHANGE = ("exercise-", "own-panel")  # how the ids of code begin that a reader is to write, or that runs what was written
SLIDE_MARKS = "nbconvert.exporters.slides._RevealMetadataPreprocessor"


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
        return cls(path, plain(title[1]) if title else path.stem, plain(question[1]) if question else "")


def series(folder: Path | None = None) -> list[Lesson]:
    """List the notebooks of a folder in their order; without one, those of the series."""
    return [Lesson.read(path) for path in sorted((folder or ROOT / "notebooks").glob("*.ipynb"))]


def series_title() -> str:
    """Return the title of the series, which the README gives."""
    readme = ROOT / "README.md"
    return plain(re.search(r"(?m)^# (.+)$", readme.read_text(encoding="utf8"))[1]) if readme.exists() else "The lessons"


def prepared(book, exported: set[str], home: str = "index.html"):
    """Make a notebook ready for a page, and return it: each output in one form, and links that lead to the pages.

    exported: the file names of the notebooks that become pages. home: where they are listed. A cell's metadata say what is
    folded away (`folded`), and in which section a reader is to write (`section`).
    """
    section = ""
    for cell in book.cells:
        headings = re.findall(r"(?m)^#+ (.+)$", cell.source) if cell.cell_type == "markdown" else []
        section = plain(headings[-1]).replace(" ", "-") if headings else section
        cell.metadata.section = section if cell.id.startswith(TO_CHANGE) else ""
        if cell.cell_type == "markdown":
            cell.source = _outside_code(cell.source, lambda text: LINK.sub(lambda link: _to_page(link, exported, home), text))
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
        details["of_panel"] = WIDGET in data
        details["size"] = " ".join(f'{side}="{details[side]}"' for side in ("width", "height") if side in details)
    output.data = {kind: data[kind]}
    return output


def _to_page(link: re.Match, exported: set[str], home: str) -> str:
    text, target = link.groups()
    place, hash_sign, anchor = target.partition("#")
    if not place or re.match(r"[a-z]+:", target):
        return link[0]
    name = place.rpartition("/")[2]
    if name in exported:
        return f"[{text}]({Path(name).stem}.html{hash_sign}{anchor})"
    return f"[{text}]({home})" if name == "README.md" else text


def _outside_code(text: str, change) -> str:
    parts = re.split(r"(?ms)(^```.*?^```[ \t]*$)", text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def plain(markdown: str) -> str:
    """Return a line of Markdown without its marks for code and stress.

    >>> plain("the *mean* of `x`")
    'the mean of x'
    """
    return re.sub(r"[`*]", "", markdown).strip()


def css(*names: str) -> str:
    """Return style sheets of the templates as one, with the series' colours before them."""
    return "\n".join((TEMPLATES / each).read_text(encoding="utf8").strip() for each in ("colours.css", "code.css", *names))


def exporter(kind, template: str):
    """Make an exporter of nbconvert for whole pages: kind is its class, template the file that lays the page out."""
    # nbconvert's own reveal template asks for this preprocessor, which tells each cell where a slide begins and ends
    marks = {"preprocessors": [SLIDE_MARKS]} if kind is SlidesExporter else {}
    return kind(
        config=Config({SLIDE_MARKS.rpartition(".")[2]: {"enabled": True}}),
        **marks,
        template_name="basic",
        template_file=template,
        extra_loaders=[FileSystemLoader(TEMPLATES)],
        exclude_anchor_links=True,
        embed_images=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def write_index(folder: Path, lessons: Sequence[Lesson], kind: str) -> None:
    """Write the page that lists the exported lessons; kind says what they are, such as "Handouts"."""
    template = Environment(loader=FileSystemLoader(TEMPLATES)).get_template("index.html.j2")
    page = template.render(title=series_title(), kind=kind, lessons=lessons, css=css("dark.css", "handout.css"))
    (folder / "index.html").write_text(page, encoding="utf8")
