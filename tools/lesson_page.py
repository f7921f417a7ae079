"""A lesson as a page: the handouts and the site are built here, by one template and with one look."""

import html
import re
from collections.abc import Sequence

import nbformat
from nbconvert import HTMLExporter

from tools.alive import enlivened, mark_panels
from tools.notebooks import is_lesson
from tools.pages import Lesson, css, exporter, prepared


def page_style() -> str:
    """Return the style of a lesson's page."""
    return css("dark.css", "handout.css", "alive.css")


def lesson_page(lesson: Lesson, lessons: Sequence[Lesson], **details: str) -> str:
    """Return the HTML of a lesson's page.

    lessons: all that become pages, in their order. details: what the template asks for: `policy`, the content-security policy;
    `home`, where all lessons are listed; `css`, which stands in the page; and either `script`, which does so too, or `shared`,
    its address without .js, with `icon`. `run`, `binder`: where the lesson can be run, if anywhere.
    """
    numbered = [each for each in lessons if is_lesson(each.path)]
    place = numbered.index(lesson) if lesson in numbered else None
    details["before"] = numbered[place - 1] if place else None
    details["after"] = numbered[place + 1] if place is not None and place + 1 < len(numbered) else None
    details["glossary"] = next((each for each in lessons if each.path.stem.endswith("glossary")), None)
    book = prepared(nbformat.read(lesson.path, as_version=4), {each.path.name for each in lessons}, details["home"])
    mark_panels(book)
    resources = {"lesson": lesson, "metadata": {"path": str(lesson.path.parent)}, "show_folded": True, **details}
    page, _ = exporter(HTMLExporter, "handout.html.j2").from_notebook_node(book, resources)
    return enlivened(with_anchors(page), book)


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
