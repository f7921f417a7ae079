"""The handouts: every picture keeps its words, every link leads somewhere, and a page needs nothing from elsewhere."""

import copy
import gzip
import re
import tarfile
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pytest

from tools.alive import digest
from tools.handouts import write_handouts
from tools.marks import mark
from tools.notebooks import is_lesson
from tools.pages import TEMPLATES, series
from tools.slides import copy_reveal, shortened

LESSONS = series()


class Page(HTMLParser):
    """What the tests ask of a page: its pictures, headings, links, anchors and what it would fetch."""

    def __init__(self, text: str):
        super().__init__()
        self.pictures, self.headings, self.links, self.anchors, self.fetched, self.language = [], [], [], set(), [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.anchors.add(found.get("id"))
        if tag == "html":
            self.language = found.get("lang")
        if tag == "img":
            self.pictures.append(found.get("alt"))
        if tag == "a":
            self.links.append(found.get("href", ""))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("script", "iframe", "img", "source"):
            self.fetched.append(found.get("src") or "")
        if tag == "link":
            self.fetched.append(found.get("href") or "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The handouts, written once."""
    folder = tmp_path_factory.mktemp("handouts")
    write_handouts(folder)
    return folder


@cache
def read(path) -> Page:
    return Page(path.read_text(encoding="utf8"))


def page(folder, lesson) -> Page:
    return read(folder / lesson.page)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_every_picture_keeps_its_alternative_text(folder, lesson):
    stored = []
    for cell in nbformat.read(lesson.path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                stored.append(output.metadata["image/png"]["alt"])
    assert page(folder, lesson).pictures == stored
    assert all(stored)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_page_has_one_title_and_skips_no_heading(folder, lesson):
    found = page(folder, lesson)
    assert found.language == "en"
    assert found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_page_needs_nothing_from_elsewhere_and_its_links_lead_somewhere(folder, lesson):
    text = (folder / lesson.page).read_text(encoding="utf8")
    found = read(folder / lesson.page)
    assert all(source == "" or source.startswith("data:") for source in found.fetched)
    assert not re.search(r"url\((?!data:)|@import", re.sub(r"(?s)<pre.*?</pre>", "", text))
    for link in found.links:
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = read(folder / name) if name else found
        assert not anchor or unquote(anchor) in target.anchors, link


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_page_is_small_and_its_panels_live(folder, lesson):
    page = (folder / lesson.page).read_bytes()
    assert len(page) <= 1_000_000
    assert len(gzip.compress(page)) <= 400_000
    makers = re.findall(r"(?m)^(?:\w+ = )?(\w+_panel)\(\)", "\n".join(code(lesson)))
    assert page.count(b"data-panel>") == len(makers), makers


def code(lesson) -> list[str]:
    """Return the code of a lesson's cells; the guide's panel for a lecture room stays still."""
    cells = nbformat.read(lesson.path, as_version=4).cells if is_lesson(lesson.path) else []
    return [cell.source for cell in cells if cell.cell_type == "code"]


def test_the_policy_allows_the_script_of_the_page_and_nothing_from_elsewhere(folder):
    page = (folder / LESSONS[2].page).read_text(encoding="utf8")
    policy = re.search(r'<meta content="([^"]+)" http-equiv="Content-Security-Policy"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    scripts = re.findall(r"(?s)<script>(.*?)</script>", page)
    assert [digest(text) for text in scripts] == re.findall(r"'sha256-[^']+'", policy)


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours #rrggbb as W3C's Web Content Accessibility Guidelines 2.2 define it."""

    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_ink_can_be_read_on_every_paper():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    light = colours_of("colours.css")
    assert_readable(light)
    assert_readable(light | colours_of("dark.css"))
    assert colours_of("dark.css").keys() == light.keys()


def colours_of(sheet: str) -> dict[str, str]:
    """Return the colours that a style sheet names."""
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", (TEMPLATES / sheet).read_text(encoding="utf8")))


def assert_readable(colours: dict[str, str]):
    """Compare every ink and every line of a theme with every paper."""
    papers = [colours[name] for name in colours if name.startswith("paper")]
    inks = [colours[name] for name in colours if name.startswith("ink")]
    lines = [colours[name] for name in colours if name.startswith("line")]
    assert min(len(papers), len(inks), len(lines)) >= 2
    assert min(contrast(ink, paper) for ink in inks for paper in papers) >= 4.5
    assert min(contrast(line, paper) for line in lines for paper in papers) >= 3


def test_a_long_output_is_shortened_in_its_middle():
    text = "\n".join(str(k) for k in range(100))
    short = shortened(text, longest=12).split("\n")
    assert len(short) == 12
    assert short[0] == "0"
    assert short[-1] == "99"
    assert f"{100 - 11} more lines" in " ".join(short)
    assert shortened("a\nb") == "a\nb"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_slide_marks_are_those_of_the_cells(lesson):
    stored = nbformat.read(lesson.path, as_version=4)
    marked = copy.deepcopy(stored)
    if not is_lesson(lesson.path):  # the guide and the glossary are for reading
        assert not any("slideshow" in cell.metadata for cell in stored.cells)
        return
    mark(marked)
    assert marked == stored, f"{lesson.path.name}: run python -m tools.marks notebooks/{lesson.path.name}"


def test_another_reveal_is_refused_with_what_is_expected(tmp_path):
    (tmp_path / "six").mkdir()
    with pytest.raises(ValueError, match=r"six is no copy of reveal\.js that slides can use: .*expected reveal\.js 5\.2\.1"):
        copy_reveal(tmp_path / "slides", tmp_path / "six")
    with tarfile.open(tmp_path / "six.tgz", "w:gz") as archive:
        archive.add(tmp_path / "six", "package")
    with pytest.raises(ValueError, match=r"six\.tgz is no copy .*expected reveal\.js 5\.2\.1"):
        copy_reveal(tmp_path / "slides", tmp_path / "six.tgz")
