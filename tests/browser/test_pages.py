"""Handouts and slides in a browser: an automated audit of accessibility finds no fault, and everything fits."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools.handouts import write_handouts
from tools.pages import series
from tools.slides import write_slides

LESSONS = series()


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def slides(tmp_path_factory):
    """The slides, written once; reveal.js is fetched for them."""
    folder = tmp_path_factory.mktemp("slides")
    try:
        write_slides(folder)
    except OSError as fault:
        pytest.skip(f"reveal.js could not be fetched: {fault}")
    return folder


# the slides that reach beyond the stage, each shown in turn
OVERFULL = """() => [...document.querySelectorAll('.slides > section > section')].map((slide, place) => {
    const where = Reveal.getIndices(slide);
    Reveal.slide(where.h, where.v);
    const boxes = [...slide.querySelectorAll('*')].map(part => part.getBoundingClientRect()).filter(box => box.width);
    return [place + 1, Math.max(...boxes.map(box => box.bottom)), Math.max(...boxes.map(box => box.right))];
}).filter(([, bottom, right]) => bottom > innerHeight + 1 || right > innerWidth + 1)"""


@pytest.mark.parametrize("name", [lesson.page for lesson in LESSONS if lesson.path.stem[:2] != "00"])
def test_nothing_reaches_beyond_a_slide(browser, slides, artefacts, name):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    try:
        page.goto((slides / name).as_uri())
        page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        sizes = page.evaluate(
            "() => [...document.querySelectorAll('.slides > section > section')].map(slide =>"
            " parseInt(getComputedStyle(slide).getPropertyValue('--size')))"
        )
        assert len(sizes) > 15
        assert min(sizes) >= 26  # pixels of type on a stage 1080 high
        assert page.evaluate(OVERFULL) == []
        page.screenshot(path=artefacts / f"slides-{name[:2]}-last.png")
    finally:
        page.close()


def test_arrow_keys_turn_the_slides_and_move_a_slider_that_has_the_focus(browser, slides):
    name = next(lesson.page for lesson in LESSONS if lesson.path.stem.startswith("03"))
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    try:
        page.goto((slides / name).as_uri())
        page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        page.evaluate(
            "() => { const slide = document.querySelector('.live').closest('section');"
            " const at = Reveal.getIndices(slide); Reveal.slide(at.h, at.v) }"
        )
        panel = page.locator(".live").first
        where = "() => JSON.stringify(Reveal.getIndices())"
        slide, said = page.evaluate(where), panel.locator(".live-caption").inner_text()
        assert not page.locator(".still-of-live").first.is_visible()
        panel.get_by_label("learning rate η", exact=True).focus()
        page.keyboard.press("ArrowRight")
        assert panel.locator(".live-caption").inner_text() != said
        assert page.evaluate(where) == slide
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        page.wait_for_function(f"() => JSON.stringify(Reveal.getIndices()) !== '{slide}'")
    finally:
        page.close()
