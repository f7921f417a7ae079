"""The site's own pages, before any Python: the start page and the lessons, served from this machine."""

import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools.pages import series
from tools.site.pages import write_pages
from tools.site.serve import server

LESSONS = series()
NUMBERED = [lesson for lesson in LESSONS if not lesson.path.stem.startswith("00-")]
FIRST = NUMBERED[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory, browser):
    """Where the pages are served, without the JupyterLite to which they lead."""
    site = tmp_path_factory.mktemp("pages") / "site"
    for app in ("notebooks", "lab"):
        (site / app).mkdir(parents=True)
        (site / app / "index.html").write_text("<!DOCTYPE html><html><head></head><body>JupyterLite</body></html>")
        (site / app / "favicon.ico").write_bytes(b"")
    (site / "static").mkdir()
    write_pages(site, [lesson.path for lesson in LESSONS])
    with server(site) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


class Visitor:
    """A reader who opens pages, and what these asked for and complained of."""

    def __init__(self, browser, address, width: int = 1280, **more):
        self.address, self.faults = address, []
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        self.context.on(
            "request", lambda request: request.url.startswith((address, "data:")) or self.faults.append(request.url)
        )
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str):
        """Open a page of the site and wait until its panels live."""
        self.page.goto(f"{self.address}/{path}")
        self.page.evaluate("() => window.alive")
        return self.page


@pytest.fixture
def visitor(browser, address):
    """A reader at a desk; no page asks another host for anything, nor complains."""
    visitor = Visitor(browser, address)
    yield visitor
    assert visitor.faults == []
    visitor.context.close()


def test_the_start_page_opens_with_a_panel_that_moves(visitor):
    page = visitor.open("")
    caption = page.locator(".first .live-caption")
    before = caption.inner_text()
    assert page.locator(".live").bounding_box()["y"] < 500
    page.get_by_role("button", name="diverges").click()
    assert "diverged" in caption.inner_text() != before


def test_a_card_leads_to_its_lesson_wherever_it_is_clicked(visitor):
    page = visitor.open("")
    assert page.locator(".card").count() == len(NUMBERED)
    for corner in ({"x": 12, "y": 12}, {"x": 200, "y": 300}):
        page.locator(".card").first.click(position=corner)
        assert page.url == f"{visitor.address}/lessons/{FIRST.page}"
        page.go_back()


def test_the_start_page_links_to_source_licence_and_binder(visitor):
    page = visitor.open("")
    links = {link.inner_text(): link.get_attribute("href") for link in page.locator("footer a").all()}
    assert links["Source"].startswith("https://github.com/")
    assert links["Run on Binder"].startswith("https://mybinder.org/v2/gh/")
    assert "BSD" in page.request.get(f"{visitor.address}/{links['Licence']}").text()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_every_link_of_a_page_leads_somewhere(visitor, lesson):
    page = visitor.open(f"lessons/{lesson.page}")
    for href in {link.get_attribute("href") for link in page.locator("a").all()}:
        if href.startswith("http"):
            continue
        if href.startswith("#"):
            assert page.evaluate("id => document.getElementById(decodeURIComponent(id)) !== null", href[1:]), href
        else:
            there = page.request.get(page.evaluate("href => new URL(href, location).href", href))
            assert there.ok, href


def test_pages_lead_on_and_back(visitor):
    page = visitor.open(f"lessons/{FIRST.page}")
    for following in NUMBERED[1:3]:
        page.locator("a[rel=next]").click()
        assert page.url.endswith(following.page)
    page.locator("a[rel=prev]").click()
    assert page.url.endswith(NUMBERED[1].page)
    page.get_by_role("link", name="Glossary").first.click()
    assert "glossary" in page.url
    page.get_by_role("link", name="All lessons").click()
    assert page.locator(".card").count() == len(NUMBERED)


def test_run_leads_to_the_same_lesson_and_section(visitor):
    lesson = next(each for each in NUMBERED if each.path.stem.startswith("03"))
    page = visitor.open(f"lessons/{lesson.page}")
    links = [link.get_attribute("href") for link in page.locator("a.run").all()]
    assert links[0] == f"../notebooks/index.html?path={lesson.path.name}"
    anchors = [re.fullmatch(re.escape(links[0]) + "#(.+)", link)[1] for link in links[1:]]
    assert len(anchors) >= 3
    for anchor in anchors:  # the ids of headings in JupyterLab are those of these pages
        assert page.evaluate("id => document.getElementById(decodeURIComponent(id)).matches('h1, h2, h3')", anchor)


@pytest.mark.parametrize(("path", "width"), [("", 1280), ("", 390), (f"lessons/{NUMBERED[2].page}", 1280)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_audit_finds_no_fault(browser, address, artefacts, path, width, scheme):
    visitor = Visitor(browser, address, width, color_scheme=scheme)
    page = visitor.open(path)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    for place in (390, 768, 1280, 1920):
        page.set_viewport_size({"width": place, "height": 900})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= place
    page.screenshot(path=artefacts / f"page-{path[8:10]}-{scheme}.png")
    assert visitor.faults == []
    visitor.context.close()


def test_a_page_can_be_read_without_javascript(browser, address):
    visitor = Visitor(browser, address, java_script_enabled=False)
    visitor.page.goto(f"{address}/lessons/{NUMBERED[2].page}")
    assert visitor.page.locator("figure img").first.is_visible()
    assert visitor.page.locator(".live").count() == 0
    visitor.page.goto(address)
    assert visitor.page.locator(".first img").is_visible()
    assert visitor.page.locator(".card").count() == len(NUMBERED)
    visitor.context.close()
