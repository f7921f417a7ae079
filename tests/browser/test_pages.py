"""The handouts in a browser: an automated audit of accessibility finds no fault, and nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.export import series, write_handouts

LESSONS = series()


@pytest.fixture(scope="session")
def handouts(tmp_path_factory):
    """The handouts, written once."""
    folder = tmp_path_factory.mktemp("handouts")
    write_handouts(folder)
    return folder


@pytest.mark.parametrize("name", [*(lesson.page for lesson in LESSONS), "index.html"])
def test_the_audit_finds_no_fault(browser, handouts, artefacts, name):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto((handouts / name).as_uri())
        page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true })")
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in found] == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 1280
        assert [url for url in asked if url.startswith("http")] == []
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        page.screenshot(path=artefacts / f"handout-{name[:2]}-phone.png")
    finally:
        page.close()
