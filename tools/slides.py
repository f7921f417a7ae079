"""Turn the notebooks into slides to show: `python -m tools.slides`.

They are made from what the notebooks have stored; nothing is run. Slides follow the cells' `slideshow` metadata and use
reveal.js, which is fetched once, or taken from `--reveal PATH`. Panels move on their slides: arrow keys turn the slides, but
move a slider that has the focus.
"""

import argparse
import base64
import hashlib
import re
import tarfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter

from tools.alive import enlivened, mark_panels, script
from tools.pages import ROOT, Lesson, css, exporter, plain, prepared, series, write_index

REVEAL_VERSION = "5.2.1"
REVEAL_URL = f"https://registry.npmjs.org/reveal.js/-/reveal.js-{REVEAL_VERSION}.tgz"
REVEAL_SHA512 = "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7ZPZEbpBDhdRhJaFgfQ7zNQ=="
REVEAL_FILES = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE")
WIDTH, HEIGHT = 1920, 1080  # pixels of a slide
LONGEST = 12  # lines that an output keeps on a slide


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
    write_index(folder, lessons, "slides")
    return [folder / lesson.page for lesson in lessons]


def slides_page(lesson: Lesson, book, lessons: Sequence[Lesson]) -> str:
    """Return the HTML of one lesson's slides; book: its notebook."""
    book = prepared(book, {other.path.name for other in lessons})
    running = ""
    for cell in book.cells:
        _make_fit_for_a_stage(cell)
        heading = re.match(r"#{1,2} (.+)", cell.source) if cell.cell_type == "markdown" else None
        cell.metadata.running = "" if heading else running
        running = plain(heading[1]) if heading else running
    mark_panels(book)
    details = {"css": css("slides.css", "alive.css"), "script": script(), "lesson": lesson, "show_folded": False}
    details |= {"width": WIDTH, "height": HEIGHT, "metadata": {"path": str(lesson.path.parent)}}
    page, _ = exporter(SlidesExporter, "slides.html.j2").from_notebook_node(book, details)
    return enlivened(page, book)


def copy_reveal(folder: Path, local: Path | None = None) -> None:
    """Put the files of reveal.js that slides need into `folder`/reveal.

    local: an unpacked copy or a .tgz of the package. Without it the pinned package is fetched into `folder`, once. Raises
    ValueError where a copy lacks a file, as another major version does, or what was fetched is not the pinned package.
    """
    try:
        files = _reveal_files(local or _fetched(folder / REVEAL_URL.rpartition("/")[2]))
    except (KeyError, FileNotFoundError, NotADirectoryError, tarfile.TarError) as fault:
        expected = f"reveal.js {REVEAL_VERSION} as a folder or .tgz (npm pack reveal.js@{REVEAL_VERSION})"
        raise ValueError(f"{local} is no copy of reveal.js that slides can use: {fault}; expected {expected}") from fault
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "reveal" / Path(name).name).write_bytes(content)


def _reveal_files(source: Path) -> dict[str, bytes]:
    if source.is_dir():
        return {name: (source / name).read_bytes() for name in REVEAL_FILES}
    with tarfile.open(source) as archive:
        return {name: archive.extractfile(f"package/{name}").read() for name in REVEAL_FILES}


def _fetched(cache: Path) -> Path:
    if cache.exists() and _sha512(cache.read_bytes()) == REVEAL_SHA512:
        return cache
    with urllib.request.urlopen(REVEAL_URL, timeout=60) as answer:
        package = answer.read()
    if _sha512(package) != REVEAL_SHA512:
        raise ValueError(f"{REVEAL_URL} is not the package that was tested; nothing was written")
    cache.write_bytes(package)
    return cache


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the slides that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.slides", description="Write the lessons as slides.")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "slides", metavar="FOLDER", help="where to write")
    parser.add_argument(
        "--reveal",
        type=Path,
        metavar="PATH",
        help=f"a copy of reveal.js {REVEAL_VERSION}, folder or .tgz, instead of fetching it",
    )
    args = parser.parse_args(arguments)
    try:
        pages = write_slides(args.to, reveal=args.reveal)
    except ValueError as fault:
        parser.exit(1, f"{fault}\n")
    except OSError as fault:
        parser.exit(1, f"reveal.js could not be had: {fault}. Give a copy with --reveal PATH.\n")
    print(f"{len(pages)} lessons: open {args.to / 'index.html'} in a browser.")


if __name__ == "__main__":
    main()
