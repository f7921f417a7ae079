"""The site's own pages, before any Python: the start page and the lessons, served from this machine."""

import re
import shutil
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools.pages import series
from tools.site.offline import write_worker
from tools.site.pages import write_pages
from tools.site.serve import server

LESSONS = series()
NUMBERED = [lesson for lesson in LESSONS if not lesson.path.stem.startswith("00-")]
FIRST = NUMBERED[0]


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    """The folder of the pages, without the JupyterLite to which they lead."""
    site = tmp_path_factory.mktemp("pages") / "site"
    for app in ("notebooks", "lab"):
        (site / app).mkdir(parents=True)
        (site / app / "index.html").write_text("<!DOCTYPE html><html><head></head><body>JupyterLite</body></html>")
    (site / "static").mkdir()
    write_pages(site, [lesson.path for lesson in LESSONS])
    return site


@pytest.fixture(scope="module")
def address(site):
    """Where the pages are served."""
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


@pytest.mark.parametrize("width", [412, 1280])
def test_nothing_on_the_start_page_is_pushed_down(browser, address, width):
    visitor = Visitor(browser, address, width)
    visitor.context.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => { for (const { value } of list.getEntries()) window.shift += value; })
            .observe({ type: 'layout-shift', buffered: true })"""
    )
    page = visitor.open("")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.shift") < 0.05
    assert "(1,\N{NO-BREAK SPACE}2)" in page.locator(".lead").first.text_content()
    visitor.context.close()


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


@pytest.mark.parametrize("lesson", [NUMBERED[2], NUMBERED[-1]], ids=lambda lesson: lesson.path.stem)
def test_binder_opens_the_lesson_in_which_its_link_was_clicked(visitor, lesson):
    link = visitor.open(f"lessons/{lesson.page}").get_by_role("link", name="Run this lesson on Binder")
    there = urlsplit(link.get_attribute("href"))
    assert there.netloc == "mybinder.org"
    assert parse_qs(there.query) == {"urlpath": [f"lab/tree/notebooks/{lesson.path.name}"]}


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


@pytest.mark.parametrize("path", ["", f"lessons/{NUMBERED[2].page}"])
def test_a_finger_can_hold_what_moves(browser, address, path):
    visitor = Visitor(browser, address, 390, has_touch=True, is_mobile=True)
    page = visitor.open(path)
    touched = page.locator("a.run, .live button, .live input, .live select, .answer, nav a, footer a")
    boxes = [(part.inner_text(), part.bounding_box()["height"]) for part in touched.all() if part.is_visible()]
    assert len(boxes) > 10
    assert [(text, height) for text, height in boxes if height < 44] == []
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


@pytest.fixture
def kept_site(site, tmp_path):
    """A server of the pages with their service worker, and of what stands for Python."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    (folder / "static" / "kernel-1").mkdir()
    (folder / "static" / "kernel-1" / "packages.bin").write_bytes(b"Python")
    write_worker(folder)
    serving = server(folder)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield serving
    serving.shutdown()
    serving.server_close()


PYTHON_IS_KEPT = "async () => Boolean(await caches.match(`${window.root}static/kernel-1/packages.bin`))"


def reader_of(browser, serving, line: str = ""):
    """Return a visitor of a server, whose browser says of its connection what `line` says."""
    visitor = Visitor(browser, f"http://127.0.0.1:{serving.server_port}")
    visitor.context.add_init_script(f"window.root = '{visitor.address}/'")
    if line:
        visitor.context.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {line} }})")
    return visitor


@pytest.mark.parametrize("line", ["{ effectiveType: '4g', saveData: false }", "undefined"])
def test_pythons_files_come_once_a_lesson_can_be_read(browser, kept_site, line):
    visitor = reader_of(browser, kept_site, line)
    held = []
    visitor.context.route("**/page-*.js", lambda route: held.append(route))
    visitor.page.goto(f"{visitor.address}/lessons/{FIRST.page}", wait_until="commit")
    visitor.page.locator("h1").wait_for()
    visitor.page.wait_for_timeout(1500)
    assert len(held) == 1
    assert not visitor.page.evaluate(PYTHON_IS_KEPT)
    held[0].continue_()
    visitor.page.wait_for_function(PYTHON_IS_KEPT)
    visitor.context.close()


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("{ effectiveType: '3g', saveData: false }", f"lessons/{FIRST.page}"),
        ("{ effectiveType: '4g', saveData: true }", f"lessons/{FIRST.page}"),
        ("{ effectiveType: '4g', type: 'cellular', saveData: false }", f"lessons/{FIRST.page}"),
        ("{ effectiveType: '4g', saveData: false }", ""),  # nobody has opened a lesson yet
    ],
)
def test_pythons_files_do_not_come_at_a_readers_expense(browser, kept_site, line, path):
    visitor = reader_of(browser, kept_site, line)
    visitor.open(path)
    visitor.page.evaluate("() => navigator.serviceWorker.ready")
    visitor.page.wait_for_timeout(2000)
    assert not visitor.page.evaluate(PYTHON_IS_KEPT)
    visitor.context.close()


def test_after_one_visit_every_page_opens_without_a_server(browser, kept_site):
    visitor = reader_of(browser, kept_site)
    page = visitor.open(f"lessons/{FIRST.page}")
    page.evaluate("() => navigator.serviceWorker.ready")
    kept_site.shutdown()
    kept_site.server_close()
    for lesson in LESSONS:  # of which all but one were never open
        page = visitor.open(f"lessons/{lesson.page}")
        assert page.locator("h1").first.inner_text() == lesson.title
        stills = page.locator("script[data-panel]").count()
        assert page.locator(".live").count() == stills
    visitor.open("")
    assert page.locator(".first .live").count() == 1
    assert page.evaluate("() => [...document.images].every(image => image.loading === 'lazy' || image.naturalWidth > 0)")
    visitor.context.close()
