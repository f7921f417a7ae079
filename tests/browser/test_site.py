"""The site that needs no installation: built with a local Pyodide, served on loopback, used by a real browser.

The environment variable PYODIDE_DISTRIBUTION names the folder of that Pyodide; without it these tests are skipped.
"""

import importlib.util
import os
import re
import shutil
import threading
from pathlib import Path
from urllib.parse import unquote

import pytest
from lesson_page import CELLS, LessonPage

from helpers.exercise import exercises
from tools.site.build import build
from tools.site.offline import write_worker
from tools.site.serve import server

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
LESSONS = [path.name for path in NOTEBOOKS if not path.name.startswith("00-")]
WITH_PANELS = [path.name for path in NOTEBOOKS if "_panel(" in path.read_text(encoding="utf8")]
FIRST = LESSONS[0]
THIRD = next(name for name in LESSONS if name.startswith("03"))
CANNOT = "A browser tab has no"
WITH_STORED_RESULTS = ("13", "14")  # the lessons with cells that no browser can run


@pytest.fixture(scope="module")
def site(tmp_path_factory, browser):
    """The folder of the built site."""
    distribution = os.environ.get("PYODIDE_DISTRIBUTION")
    if not distribution:
        pytest.skip("no Pyodide: set PYODIDE_DISTRIBUTION to the folder of a distribution")
    if importlib.util.find_spec("jupyterlite_pyodide_kernel") is None:
        pytest.fail("PYODIDE_DISTRIBUTION is set, but the extra `site` is not installed")
    folder = tmp_path_factory.mktemp("site") / "site"
    build(folder, distribution)
    return folder


@pytest.fixture(scope="module")
def address(site):
    """Where the built site is served."""
    with server(site) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


class Visitor:
    """One reader's browser, with storage of its own, that notes every request to another host."""

    def __init__(self, browser, address: str, width: int = 1280, height: int = 800, **more):
        self.address, self.elsewhere = address, []
        # a service worker would fetch out of the sight of what watches and disturbs requests here
        more = {"service_workers": "block"} | more
        self.context = browser.new_context(viewport={"width": width, "height": height}, **more)
        self.context.on("request", lambda request: self._note(request.url))

    def _note(self, url):
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def landing(self):
        """Open the landing page."""
        page = self.context.new_page()
        page.goto(f"{self.address}/")
        return page

    def lesson(self, name: str, seconds: float = 240) -> "LessonInTab":
        """Open a lesson and wait until Python is ready."""
        lesson = self.opened(name)
        lesson.python(seconds)
        return lesson

    def opened(self, name: str) -> "LessonInTab":
        """Open a lesson and wait until its text is there."""
        return LessonInTab(self.context.new_page(), f"{self.address}/notebooks/index.html?path={name}")


class LessonInTab(LessonPage):
    """A lesson of the site, run by the tab itself."""

    def __init__(self, page, address):
        self.page, self.errors = page, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_until("window.jupyterapp?.shell.currentWidget?.context.isReady")

    def python(self, seconds: float = 240) -> None:
        """Wait until Python is ready."""
        self.page.wait_for_function("document.documentElement.dataset.python === 'ready'", timeout=seconds * 1000)

    def bar(self):
        """Return the bar that says what the page is waiting for."""
        return self.page.locator("#lesson-start")

    def outputs(self) -> dict[str, list[dict]]:
        """Return the outputs of every code cell by its id."""
        return self.page.evaluate(
            f"() => Object.fromEntries({CELLS}.filter(cell => cell.model.type === 'code')"
            ".map(cell => [cell.model.id, cell.model.outputs.toJSON()]))"
        )

    def show_last(self) -> None:
        """Scroll to the last cell."""
        self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({CELLS}.length - 1, 'end')")

    def place(self, cell: str) -> int:
        """Return the position of a cell, given its id."""
        return self.page.evaluate(f"id => {CELLS}.findIndex(cell => cell.model.id === id)", cell)

    def run(self, place: int) -> list[dict]:
        """Run one cell and return its outputs."""
        self.page.evaluate(
            f"""async () => {{
                jupyterapp.shell.currentWidget.content.deselectAll();
                jupyterapp.shell.currentWidget.content.activeCellIndex = {place};
                await jupyterapp.commands.execute('notebook:run-cell');
            }}"""
        )
        return self.page.evaluate(f"() => {CELLS}[{place}].model.outputs.toJSON()")

    def type_over(self, place: int, text: str) -> None:
        """Click into a cell, put a text in the place of what stands there, and run it by keyboard."""
        self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'center')")
        cell = self.page.locator(f".jp-Cell[data-windowed-list-index='{place}']")
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        before = self.page.evaluate(f"() => {CELLS}[{place}].prompt")
        self.page.keyboard.press("Control+Enter")
        self.wait_until(f"{CELLS}[{place}].prompt !== {before!r} && {CELLS}[{place}].prompt !== '*'", 60)

    def text(self, place: int) -> str:
        """Return a cell's source."""
        return self.page.evaluate(f"() => {CELLS}[{place}].model.sharedModel.getSource()")

    def write(self, place: int, text: str) -> None:
        """Replace a cell's source."""
        self.page.evaluate(f"text => {CELLS}[{place}].model.sharedModel.setSource(text)", text)


def words(outputs) -> str:
    """Join what outputs say in text."""
    parts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return "\n".join("".join(part) for part in parts)


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_notebook_runs_in_a_tab(browser, address, artefacts, name):
    visitor = Visitor(browser, address)
    lesson = visitor.lesson(name)
    assert lesson.dialogs() == 0
    cells_with_code = lesson.page.evaluate(f"() => {CELLS}.filter(cell => cell.model.type === 'code').length")
    if cells_with_code:
        lesson.run_all(400)
    assert lesson.red_cells() == []
    printed = {cell: words(outputs) for cell, outputs in lesson.outputs().items()}
    stored = [cell for cell, text in printed.items() if CANNOT in text]
    assert bool(stored) == name.startswith(WITH_STORED_RESULTS), stored
    if name in LESSONS:
        assert any(re.search(r"not yet|yes!|Right:", text) for text in printed.values()), "no exercise answers"
    places = lesson.panel_cells()
    assert bool(places) == (name in WITH_PANELS)
    moved = 0
    for number, place in enumerate(places):
        moved += check_panel(lesson, place)
        lesson.page.screenshot(path=artefacts / f"site-{name[:11]}-panel-{number}.png")
    assert bool(moved) == bool(places), "no slider of this lesson moves a picture"
    lesson.page.set_viewport_size({"width": 390, "height": 844})
    lesson.page.wait_for_timeout(800)
    lesson.page.screenshot(path=artefacts / f"site-{name[:11]}-phone.png")
    assert lesson.dialogs() == 0
    assert lesson.errors == []
    assert visitor.elsewhere == []
    visitor.context.close()


def check_panel(lesson, place) -> int:
    """Move every slider of a cell's panel; returns how many there were, 0 where the cell's widget is no panel."""
    lesson.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'start')")
    cell = lesson.page.locator(f".jp-Cell[data-windowed-list-index='{place}']")
    cell.locator(".jp-OutputArea-output").first.wait_for(timeout=30_000)
    if cell.locator(".lesson-picture").count() == 0:
        return 0
    panel = lesson.panel(place)
    moved = 0
    for number in range(panel.handles.count()):
        handle = panel.handles.nth(number)
        if not handle.is_visible():
            continue
        key = "Home" if panel.value(handle) == float(handle.get_attribute("aria-valuemax")) else "End"
        assert panel.press(handle, key), f"the picture did not follow slider {number}"
        assert panel.alternative_text() == panel.sentence()
        moved += 1
    return moved


WHERE_FROM = """import typing, IPython, numpy, pyodide_kernel, helpers
print(helpers.__cached__, *(module.__file__ for module in (typing, IPython, numpy, pyodide_kernel)))"""


def test_python_comes_compiled_and_in_one_piece(browser, address):
    assert shutil.which("node"), "without Node.js the site is built with a Python that starts slowly"
    visitor = Visitor(browser, address)
    asked = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    lesson = visitor.opened(FIRST)
    assert [url for url in asked if "/static/kernel-" in url] == [], "Python's download competes with the lesson"
    lesson.python()
    place = lesson.place("imports")
    lesson.write(place, WHERE_FROM)
    files = words(lesson.run(place)).split()
    assert len(files) == 5
    assert [file for file in files if not file.endswith(".pyc")] == []
    assert [url for url in asked if url.endswith(".whl")] == []
    assert sum(url.endswith("packages.bin") for url in asked) == 1
    visitor.context.close()


def test_an_exercise_is_solved_in_a_tab(browser, address, artefacts):
    visitor = Visitor(browser, address)
    lesson = visitor.lesson(next(name for name in LESSONS if name.startswith("03")))
    exercise = exercises()["mean-gradient"]
    check = lesson.place("check-mean-gradient")
    # the names that the reader's own function may use; then the reader types it over what stands there, and asks
    lesson.run(lesson.place("imports"))
    lesson.type_over(check - 1, exercise.filled(exercise.solution))
    reply = lesson.run(check)
    lesson.page.screenshot(path=artefacts / "site-exercise.png")
    assert words(reply).startswith("Right: ")
    lesson.type_over(check - 1, exercise.filled(next(iter(exercise.mistakes))))
    assert words(lesson.run(check)).startswith("not yet: ")
    assert lesson.red_cells() == []
    visitor.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_run_opens_the_lesson_at_its_section(browser, address, artefacts, width):
    visitor = Visitor(browser, address, width)
    page = visitor.context.new_page()
    page.goto(f"{address}/lessons/{Path(THIRD).stem}.html")
    link = page.locator(".run-here a").first
    section = unquote(link.get_attribute("href").partition("#")[2]).replace("-", " ")
    link.click()
    heading = page.locator(".jp-Notebook").get_by_role("heading", name=section)
    heading.wait_for(timeout=60_000)
    page.wait_for_timeout(4000)  # what is above it is drawn, and Python begins to start
    page.screenshot(path=artefacts / f"site-section-{width}.png")
    assert 0 <= heading.bounding_box()["y"] - page.locator(".jp-Notebook").bounding_box()["y"] < 60
    visitor.context.close()


def test_an_edit_survives_a_reload_and_can_be_put_back(browser, address):
    visitor = Visitor(browser, address)
    page = visitor.landing()
    card = page.locator(f".card[data-file='{FIRST}']")
    assert not card.get_by_role("button").is_visible()
    lesson = visitor.opened(FIRST)
    original = lesson.text(0)
    lesson.write(0, "# My own title")
    lesson.page.wait_for_timeout(6000)
    lesson.page.reload()
    lesson.wait_until("window.jupyterapp?.shell.currentWidget?.context.isReady")
    assert lesson.text(0) == "# My own title"
    lesson.page.close()
    page.reload()
    card.get_by_role("button").click()
    card.get_by_role("button").wait_for(state="hidden")
    lesson = visitor.opened(FIRST)
    assert lesson.text(0) == original
    assert lesson.dialogs() == 0
    assert visitor.elsewhere == []
    visitor.context.close()


def test_links_lead_to_the_next_lesson_and_to_the_landing_page(browser, address):
    visitor = Visitor(browser, address)
    lesson = visitor.opened(FIRST)
    lesson.show_last()
    with visitor.context.expect_page() as opened:
        lesson.page.locator(f".jp-Notebook a[href$='{LESSONS[1]}']").last.click()
    opened.value.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    assert opened.value.url == f"{address}/notebooks/index.html?path={LESSONS[1]}"
    assert lesson.dialogs() == 0
    lesson.page.locator(".jp-Notebook a[href*='README.md']").last.click()
    lesson.page.locator(".card").first.wait_for()
    assert visitor.elsewhere == []
    visitor.context.close()


@pytest.mark.parametrize(("size", "width"), [("desk", 1280), ("phone", 390)])
def test_landing_page(browser, address, artefacts, size, width):
    visitor = Visitor(browser, address, width, 844)
    page = visitor.landing()
    cards = page.locator(".card")
    assert cards.count() == len(LESSONS)
    beside = page.locator(".beside a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert beside == [f"lessons/{path.stem}.html" for path in NOTEBOOKS if path.name.startswith("00-")]
    for card in cards.all():
        card.scroll_into_view_if_needed()
        image = card.locator("img")
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
        assert image.get_attribute("alt")
        assert re.search(r"\d+ minutes", card.inner_text())
        assert "?" in card.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.locator(".notice").first.is_visible()
    page.evaluate("scrollTo(0, 0)")
    cards.first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.locator("main#lesson").wait_for()
    assert page.url == f"{address}/lessons/{Path(FIRST).stem}.html"
    page.go_back()
    page.screenshot(path=artefacts / f"site-landing-{size}.png", full_page=True)
    assert visitor.elsewhere == []
    visitor.context.close()


def test_without_webassembly_or_storage_a_sentence_says_what_follows(browser, address):
    visitor = Visitor(browser, address)
    blocked = "delete window.WebAssembly; IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }"
    visitor.context.add_init_script(blocked)
    page = visitor.landing()
    page.locator("#no-wasm").wait_for()
    page.locator("#no-storage").wait_for()
    lesson = visitor.opened(FIRST)
    assert "no WebAssembly" in lesson.page.locator("#lesson-start").inner_text()
    assert lesson.dialogs() == 0
    visitor.context.close()


KEPT = """() => new Promise(resolve => {
    const asked = indexedDB.open('gradient-descent-lessons');
    asked.onsuccess = () => {
        const base = asked.result;
        if (!base.objectStoreNames.contains('files')) return resolve([]);
        const keys = base.transaction('files').objectStore('files').getAllKeys();
        keys.onsuccess = () => { base.close(); resolve(keys.result); };
    };
})"""


def test_a_second_visit_shows_stills_and_whole_texts_and_only_a_change_is_kept(browser, address, artefacts):
    visitor = Visitor(browser, address)
    lesson = visitor.lesson(THIRD)
    assert "Shift+Enter" in lesson.bar().inner_text()
    assert not lesson.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.dirty"), "opening is a change"
    texts = lesson.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.toJSON().cells.map(cell => cell.outputs)")
    streams = [output["text"] for outputs in texts if outputs for output in outputs if "text" in output]
    assert all(isinstance(text, str) for text in streams)
    lesson.run(lesson.place("panel-descent"))  # alone, without what it needs
    lesson.page.get_by_role("button", name="Run all cells above").click()
    lesson.wait_until(f"{CELLS}[{lesson.place('panel-descent')}].outputArea.node.querySelector('.lesson-panel')", 60)
    lesson.page.wait_for_timeout(4000)  # longer than JupyterLab waits before it saves
    assert lesson.page.evaluate(KEPT) == [], "cells that were run are no change"
    lesson.write(1, "my own words")
    lesson.page.wait_for_timeout(5000)
    assert lesson.page.evaluate(KEPT) == [THIRD]
    lesson.page.close()
    lesson = visitor.opened(THIRD)
    lesson.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({lesson.place('panel-descent')}, 'start')")
    lesson.page.wait_for_timeout(1500)
    lesson.page.screenshot(path=artefacts / "site-second-visit.png")
    assert lesson.page.get_by_text("Loading widget").count() == 0
    assert lesson.page.locator(".jp-RenderedImage img").count() > 0
    assert lesson.text(1) == "my own words"
    assert lesson.page.locator("#lesson-links a").last.get_attribute("href") == f"{address}/lessons/00-glossary.html"
    visitor.context.close()


def test_an_endless_loop_is_stopped(browser, address, artefacts):
    visitor = Visitor(browser, address)
    lesson = visitor.lesson(FIRST)
    place = lesson.place("imports")
    lesson.write(place, "while True: pass")
    lesson.page.evaluate(
        f"() => {{ jupyterapp.shell.currentWidget.content.activeCellIndex = {place};"
        " jupyterapp.commands.execute('notebook:run-cell') }"
    )
    lesson.page.wait_for_timeout(1000)
    lesson.page.evaluate("() => { jupyterapp.commands.execute('notebook:interrupt-kernel') }")
    lesson.page.get_by_role("button", name="Stop Python").wait_for()
    lesson.page.screenshot(path=artefacts / "site-endless.png")
    lesson.page.get_by_role("button", name="Stop Python").click()
    lesson.wait_until("document.documentElement.dataset.python !== 'ready'", 10)
    lesson.python()
    lesson.write(place, "print(6 * 7)")
    assert words(lesson.run(place)).strip() == "42"
    visitor.context.close()


def test_put_back_lasts_while_the_lesson_is_open(browser, address):
    visitor = Visitor(browser, address)
    lesson = visitor.opened(FIRST)
    original = lesson.text(0)
    lesson.write(0, "# My own title")
    lesson.page.wait_for_timeout(5000)
    page = visitor.landing()
    page.locator(f"[data-file='{FIRST}']").get_by_role("button").click()
    lesson.write(1, "and more")
    lesson.wait_until(f"{CELLS}[0].model.sharedModel.getSource() !== '# My own title'", 30)
    assert lesson.text(0) == original
    assert lesson.page.evaluate(KEPT) == []
    visitor.context.close()


def test_every_way_leads_somewhere(browser, address):
    visitor = Visitor(browser, address)
    lesson = visitor.opened(FIRST)
    logo = lesson.page.locator("#jp-NotebookLogo").get_attribute("href")
    page = visitor.context.new_page()
    for url in (logo, f"{address}/tree"):  # the second: View, File Browser
        page.goto(url)
        page.locator("h1").wait_for()
        assert page.url == f"{address}/"
    lesson.show_last()
    link = lesson.page.locator(f".jp-Notebook a[href*='{LESSONS[1]}']").last
    with visitor.context.expect_page() as opened:
        link.click(button="middle")
    opened.value.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    visitor.context.close()


@pytest.mark.parametrize(
    "part", ["**/bundle.js*", "**/files/*.ipynb", "**/packages.bin", "**/comlink.worker*", "**/jlab_core*"]
)
def test_an_aborted_download_is_told(browser, address, part):
    visitor = Visitor(browser, address)
    visitor.context.route(part, lambda route: route.abort())
    page = visitor.context.new_page()
    page.goto(f"{address}/notebooks/index.html?path={FIRST}")
    page.get_by_role("button", name="Try again").wait_for(timeout=40_000)
    assert "interrupted" in page.locator("#lesson-start").inner_text()
    visitor.context.unroute(part)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    visitor.context.close()


def test_with_all_storage_blocked_a_lesson_runs(without_storage, address):
    page = without_storage.new_page()
    page.goto(f"{address}/")
    page.locator("#no-storage").wait_for()
    lesson = LessonInTab(without_storage.new_page(), f"{address}/notebooks/index.html?path={FIRST}")
    lesson.python()
    place = lesson.place("imports")
    lesson.write(place, "print(6 * 7)")
    assert words(lesson.run(place)).strip() == "42"
    lesson.page.wait_for_timeout(4000)  # longer than JupyterLab waits before it saves
    assert lesson.dialogs() == 0
    assert lesson.errors == []


def test_a_finger_can_hold_what_moves(browser, address, artefacts):
    visitor = Visitor(browser, address, 390, 844, has_touch=True, is_mobile=True)
    lesson = visitor.lesson(FIRST)
    for part in (*lesson.bar().get_by_role("button").all(), *lesson.page.locator(".lesson-links a:visible").all()):
        assert part.bounding_box()["height"] >= 44
    assert lesson.page.locator(".lesson-links a:visible").all_inner_texts() == ["All lessons", "Glossary"]
    for link in lesson.page.locator(".lesson-links a:visible").all():
        assert link.bounding_box()["x"] + link.bounding_box()["width"] <= 390
    lesson.page.screenshot(path=artefacts / "site-finger.png")
    visitor.context.close()


def test_without_a_server_and_with_a_new_edition(browser, site, tmp_path):
    folder = tmp_path / "served"
    folder.symlink_to(site)
    serving = server(folder)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    port = serving.server_port
    visitor = Visitor(browser, f"http://127.0.0.1:{port}", service_workers="allow")
    page = visitor.landing()
    page.evaluate("() => navigator.serviceWorker.ready")
    lesson = visitor.lesson(FIRST)
    lesson.page.wait_for_timeout(4000)  # for what it fetched to be kept
    lesson.page.close()
    serving.shutdown()
    serving.server_close()
    page.reload()
    assert page.locator(".card").count() == len(LESSONS)
    lesson = visitor.lesson(THIRD)  # of which neither the page nor the notebook was open
    place = lesson.place("imports")
    lesson.write(place, "print(6 * 7)")
    assert words(lesson.run(place)).strip() == "42"
    lesson.page.close()

    later = tmp_path / "later"
    shutil.copytree(site, later)
    text = (later / "index.html").read_text(encoding="utf8")
    (later / "index.html").write_text(text.replace("<h1>", "<h1>Anew: "), encoding="utf8")
    write_worker(later)
    folder.unlink()
    folder.symlink_to(later)
    serving = server(folder, port)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    page.reload()
    assert page.locator("h1").inner_text().startswith("Anew")
    page.wait_for_timeout(3000)
    assert len(page.evaluate("() => caches.keys()")) == 1
    serving.shutdown()
    serving.server_close()
    page.reload()
    assert page.locator("h1").inner_text().startswith("Anew")
    visitor.context.close()


def test_an_interrupted_download_and_a_second_tab_are_named(browser, address):
    visitor = Visitor(browser, address)
    visitor.context.route("**/python_stdlib.zip", lambda route: route.abort())
    lesson = visitor.opened(FIRST)
    lesson.page.get_by_role("button", name="Try again").wait_for(timeout=60_000)
    assert "interrupted" in lesson.page.locator("#lesson-start").inner_text()
    again = visitor.opened(FIRST)
    assert "another tab" in again.page.locator("#lesson-twice").inner_text()
    visitor.context.close()
