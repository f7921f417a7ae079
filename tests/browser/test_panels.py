"""Panels under the hand in JupyterLab: the picture follows before the kernel answers, and what the kernel says is what stays.

Whether a picture needed the kernel is not a matter of milliseconds here: the kernel is kept busy, and nothing can come from it.
"""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lesson_page import LessonPage

SOURCES = [
    "from helpers import descent_panel",
    "panel = descent_panel()\npanel.set(learning_rate=0.05, start=2.345)\npanel",
    "other = descent_panel()\nother",
]
NAME = "panels.ipynb"
RATE = ".lesson-hand-learning_rate .noUi-handle"


def opened(browser, lab, **more) -> LessonPage:
    """Open a notebook of two panels and run it."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.folder / NAME)
    lesson = LessonPage(browser, lab, NAME, **more)
    lesson.run_all()
    return lesson


@pytest.fixture(scope="module")
def lesson(browser, lab):
    """The notebook, open for all tests of this module."""
    lesson = opened(browser, lab)
    yield lesson
    assert lesson.red_cells() == []
    assert lesson.errors == []
    lesson.close()


@pytest.fixture
def panel(lesson):
    """The first panel, as its cell sets it."""
    lesson.ask("panel.set(**panel.scenarios['reset'] | {'learning_rate': 0.05, 'start': 2.345})")
    panel = lesson.panel(1)
    panel.page.mouse.move(5, 5)
    panel.settle()
    return panel


def come_near(panel, selector: str = RATE):
    """Bring the mouse to a control and wait until its row is there; returns the control."""
    control = panel.root.locator(selector).first
    control.hover()
    panel.wait_for_row(control)
    return control


def settled_as_in_kernel(lesson, panel, name: str = "panel") -> None:
    """The picture, the sentence and the boxes are what the kernel shows when it is asked to draw again."""
    panel.settle(quiet=0.8)
    seen, said = panel.pixels(), panel.sentence()
    assert said == panel.alternative_text() == lesson.ask(f"{name}.text")
    assert panel.after(lambda: lesson.ask(f"{name}.set()"))
    assert (panel.pixels() == seen).all()
    box = panel.root.locator(".lesson-hand-learning_rate input").last
    assert box.input_value() == lesson.ask(f"{name}.boxes['learning_rate'].value")


def test_no_value_differs_from_what_the_cell_set(lesson):
    lesson.run_all()
    for place in (1, 2):
        lesson.panel(place)
    lesson.page.wait_for_timeout(1500)
    first = lesson.ask("other.scenarios['reset']")
    assert lesson.ask("panel.values") == first | {"learning_rate": 0.05, "start": 2.345}
    assert lesson.ask("other.values") == first


def test_keys_draw_while_the_kernel_is_busy(lesson, panel):
    handle = come_near(panel)
    handle.focus()
    lesson.occupy(3)
    for _ in range(3):
        said = panel.alternative_text()
        assert panel.after(lambda: panel.page.keyboard.press("ArrowRight"), seconds=1, rest=False)
        assert panel.alternative_text() == panel.sentence() != said
    lesson.ask("0")  # waits for the kernel
    settled_as_in_kernel(lesson, panel)
    assert lesson.ask("panel.values['learning_rate']") > 0.05


def test_a_late_picture_of_the_kernel_never_pulls_it_back(lesson, panel):
    handle = come_near(panel)
    handle.focus()
    panel.picture.evaluate(
        """picture => {
            picture.said = [];
            picture.addEventListener('lesson-drawn', () => picture.said.push(picture.getAttribute('aria-label')));
        }"""
    )
    lesson.occupy(1.5)
    for _ in range(8):
        panel.page.keyboard.press("ArrowRight")
        panel.page.wait_for_timeout(120)
    panel.page.wait_for_timeout(1500)
    panel.settle()
    said = panel.picture.evaluate("picture => picture.said")
    assert len(set(said)) == 8
    assert said == sorted(said, key=said.index)  # what was left once does not come back
    settled_as_in_kernel(lesson, panel)


MOVE = """async ([left, width, y, seconds]) => {
    let frames = 0, drawn = 0, on = true;
    const count = () => { frames += 1; if (on) requestAnimationFrame(count) };
    const note = () => { drawn += 1 };
    document.addEventListener('lesson-drawn', note);
    requestAnimationFrame(count);
    const begin = performance.now();
    for (let moves = 0; performance.now() - begin < seconds * 1000; moves += 1) {
        const share = 0.2 + 0.6 * Math.abs(moves % 200 - 100) / 100;
        const place = {bubbles: true, clientX: left + share * width, clientY: y, buttons: 1};
        document.documentElement.dispatchEvent(new MouseEvent('mousemove', place));
        await new Promise(done => setTimeout(done, 8));
    }
    on = false;
    document.removeEventListener('lesson-drawn', note);
    return [frames, drawn];
}"""


def test_a_drag_draws_at_the_frame_rate_and_ends_with_the_kernel(lesson, panel):
    handle = come_near(panel)
    track = handle.locator("xpath=ancestor::div[contains(@class, 'slider-container')]").bounding_box()
    y = track["y"] + track["height"] / 2
    panel.page.mouse.down()
    frames, drawn = panel.page.evaluate(MOVE, [track["x"], track["width"], y, 3])
    panel.page.mouse.up()
    assert drawn >= 0.6 * frames, f"{drawn} pictures in {frames} frames of the screen"
    settled_as_in_kernel(lesson, panel)


def test_buttons_draw_while_the_kernel_is_busy(lesson, panel):
    button = come_near(panel, "button:has-text('diverges')")
    lesson.occupy(3)
    button.click()
    panel.root.locator(".lesson-picture[aria-label*=diverge]").wait_for(timeout=1500)
    panel.page.wait_for_timeout(3000)
    settled_as_in_kernel(lesson, panel)
    assert lesson.ask("panel.values") == lesson.ask("panel.scenarios['diverges'] | {'epoch': 40}")  # it played its run


def test_a_scenario_plays_its_run_and_reset_ends_that(lesson, panel):
    button = come_near(panel, "button:has-text('oscillates')")
    interval = lesson.ask("panel.play.interval")
    button.click()
    panel.root.locator(".lesson-picture[aria-label*='epoch 40,']").wait_for(timeout=8000)
    settled_as_in_kernel(lesson, panel)
    assert button.get_attribute("aria-pressed") == "true"
    assert lesson.ask("panel.values") == lesson.ask("panel.scenarios['oscillates'] | {'epoch': 40}")
    button.click()
    panel.page.wait_for_timeout(500)
    panel.button("reset").click()
    settled_as_in_kernel(lesson, panel)
    assert lesson.ask("(panel.values, panel.play.playing)") == (lesson.ask("panel.scenarios['reset']"), False)
    assert button.get_attribute("aria-pressed") == "false"
    assert panel.after(panel.root.locator(".widget-play button").first.click, rest=False)
    panel.page.wait_for_timeout(300)
    panel.root.locator(".widget-play button").first.click()
    panel.settle()
    assert lesson.ask("panel.play.interval") == interval


def test_the_ball_itself_can_be_dragged(lesson, panel):
    box = panel.picture.bounding_box()
    left, right = lesson.ask("tuple(map(float, panel.view.place['w']))")
    low, high = lesson.ask("(panel.controls['start'].low, panel.controls['start'].high)")
    panel.page.mouse.move(box["x"] + (left + 0.5 * (right - left)) * box["width"], box["y"] + 0.4 * box["height"])
    panel.page.mouse.down()
    panel.page.mouse.move(box["x"] + (left + 0.75 * (right - left)) * box["width"], box["y"] + 0.4 * box["height"], steps=5)
    panel.page.mouse.up()
    settled_as_in_kernel(lesson, panel)
    assert lesson.ask("panel.values['start']") == pytest.approx(low + 0.75 * (high - low), abs=0.05)


def test_two_panels_of_one_kind_do_not_disturb_each_other(lesson, panel):
    other_before = lesson.ask("other.values")
    come_near(panel)
    panel.press(panel.root.locator(RATE), "Home")
    settled_as_in_kernel(lesson, panel)
    assert lesson.ask("other.values") == other_before
    first = lesson.ask("panel.values")
    second = lesson.panel(2)
    come_near(second).focus()
    lesson.occupy(1.5)
    assert second.after(lambda: second.page.keyboard.press("ArrowRight"), seconds=1, rest=False)
    second.page.wait_for_timeout(1500)
    settled_as_in_kernel(lesson, second, "other")
    assert lesson.ask("other.values") != other_before
    assert lesson.ask("panel.values") == first


def test_a_key_on_a_handle_moves_nothing_else(lesson, panel):
    place = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    handle = come_near(panel)
    handle.click()
    before = lesson.page.evaluate(f"() => {place}")
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "End", "Home"):
        said = panel.value(handle)
        panel.press(handle, key)
        assert (key, panel.value(handle)) != (key, said)
        assert lesson.page.evaluate(f"() => {place}") == before
    panel.page.keyboard.press("Shift+Enter")  # which is still the notebook's
    lesson.wait_until(f"{place} !== {before}", 10)


def test_names_for_a_screen_reader(lesson, panel):
    assert panel.picture.get_attribute("role") == "img"
    for handle in panel.handles.all():
        assert handle.get_attribute("aria-label")
    rate = panel.root.locator(RATE)
    assert rate.get_attribute("aria-label") == "learning rate η"
    panel.press(rate, "ArrowRight")
    panel.settle(quiet=0.8)
    assert rate.get_attribute("aria-valuetext") == lesson.ask("panel.boxes['learning_rate'].value")


def test_a_change_is_announced_once_and_at_rest(panel):
    panel.page.wait_for_timeout(1000)
    panel.root.evaluate(
        """root => {
            root.heard = [];
            const region = root.querySelector('[role=status]');
            new MutationObserver(() => root.heard.push(region.textContent)).observe(region, {childList: true});
        }"""
    )
    panel.root.locator(RATE).focus()
    for _ in range(10):
        panel.page.keyboard.press("ArrowLeft")
        panel.page.wait_for_timeout(60)
    panel.page.wait_for_timeout(2500)
    assert panel.root.evaluate("root => root.heard") == [panel.sentence()]


def test_the_audit_finds_no_fault_inside_a_panel(panel):
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        with_theme(panel, theme)
        found = Axe().run(panel.page, context=".lesson-panel").response["violations"]
        assert [(theme, fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    with_theme(panel, "JupyterLab Light")


def with_theme(panel, theme: str) -> None:
    panel.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    wanted = "false" if "Dark" in theme else "true"
    panel.page.wait_for_function("wanted => document.body.dataset.jpThemeLight === wanted", arg=wanted)
    panel.page.wait_for_timeout(500)


def test_the_picture_follows_the_theme(panel):
    light = panel.pixels()
    with_theme(panel, "JupyterLab Dark")
    assert panel.picture.evaluate("picture => getComputedStyle(picture).backgroundColor") == "rgb(17, 17, 17)"
    dark = panel.pixels()
    assert dark[0, 0].tolist() == [17, 17, 17]
    assert (dark.min(axis=2) > 200).sum() > 0.5 * (light.max(axis=2) < 40).sum()  # black letters are white now
    with_theme(panel, "JupyterLab Light")
    assert (panel.pixels() == light).all()


def test_the_controls_stay_under_the_hand(panel):
    """The caption keeps its height, whatever it says."""
    boxes = set()
    for key in ("Home", "End", "PageDown", "PageDown", "PageDown", "PageDown", "PageDown"):
        panel.press(panel.root.locator(RATE), key)
        boxes.add(round(panel.root.bounding_box()["height"]))
    for button in panel.root.locator(".lesson-hand-buttons").all():
        button.click()
        panel.page.wait_for_timeout(300)
        boxes.add(round(panel.root.bounding_box()["height"]))
    assert len(boxes) == 1


SCROLLS = """root => [root, ...root.querySelectorAll('*')].filter(part =>
    (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)
    && /auto|scroll/.test(getComputedStyle(part).overflow) && part.clientWidth > 1
).map(part => [part.className, part.scrollWidth, part.clientWidth, part.scrollHeight, part.clientHeight])"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (853, 533), (700, 800)], ids=["desk", "zoom-150", "narrow"])
def test_nothing_scrolls_inside_a_panel(panel, artefacts, width, height):
    panel.page.set_viewport_size({"width": width, "height": height})
    panel.page.wait_for_timeout(700)
    try:
        panel.page.screenshot(path=artefacts / f"panel-{width}.png")
        assert panel.root.evaluate(SCROLLS) == []
        output = panel.cell.locator(".jp-OutputArea-output").last
        assert output.evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    finally:
        panel.page.set_viewport_size({"width": 1280, "height": 800})
        panel.page.wait_for_timeout(500)


def test_a_finger_moves_a_slider(browser, lab):
    lesson = opened(browser, lab, has_touch=True)
    panel = lesson.panel(1)
    box = panel.root.locator(RATE).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = lesson.page.context.new_cdp_session(lesson.page)
    before = panel.drawn()
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + 5 * step, "y": y}]})
        lesson.page.wait_for_timeout(60)
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled_as_in_kernel(lesson, panel)
    assert panel.drawn() > before
    assert lesson.ask("panel.values['learning_rate']") > 0.055
    lesson.close()


LOSSES = ["session.kernel.restart()", "shutdown()"]


@pytest.mark.parametrize("loss", LOSSES, ids=["restart", "shutdown"])
def test_a_panel_without_its_kernel_says_what_to_do(browser, lab, loss):
    lesson = opened(browser, lab)
    panel = lesson.panel(1)
    seen, said = panel.pixels(), panel.sentence()
    lesson.page.evaluate(f"() => jupyterapp.shell.currentWidget.sessionContext.{loss}")
    note = panel.root.locator(".lesson-note")
    note.filter(has_text="Run the cell again").wait_for(timeout=15_000)
    assert (panel.pixels() == seen).all()
    assert panel.sentence() == said
    lesson.close()


def is_whole(image) -> bool:
    """Whether an image is seen in its full size."""
    return image.evaluate(
        "image => image.complete && image.naturalWidth === 1000 && image.getBoundingClientRect().height > 200"
    )


def test_a_notebook_opened_again_shows_what_was_saved_and_what_to_do(browser, lab):
    lesson = opened(browser, lab)
    said = lesson.panel(1).sentence()
    lesson.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    lesson.page.wait_for_timeout(1000)
    lesson.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    lesson.page.goto(f"{lab.address}/lab/tree/{NAME}")
    output = lesson.page.locator(".jp-OutputArea-output", has=lesson.page.locator(".lesson-saved")).first
    output.wait_for(timeout=60_000)
    assert output.locator("img").get_attribute("alt") == said
    assert is_whole(output.locator("img"))
    assert "Run the cell" in output.inner_text()
    assert "not found" not in lesson.page.locator(".jp-Notebook").inner_text()
    lesson.wait_until("jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")
    lesson.run_all()
    assert lesson.panel(1).sentence() == said
    assert lesson.page.locator(".lesson-saved").count() == 0
    lesson.close()


def test_a_page_that_cannot_load_what_draws_shows_the_still_picture_and_what_to_do(browser, lab):
    lesson = opened(browser, lab, before=lambda page: page.route("**/extensions/anywidget/**", lambda route: route.abort()))
    late = lesson.page.locator(".lesson-late")
    late.first.wait_for(timeout=20_000)  # it is hidden for a while
    assert "requirements.txt" in late.nth(1).inner_text()
    assert late.first.locator("img").get_attribute("alt") == lesson.ask("panel.text")
    assert is_whole(late.first.locator("img"))
    lesson.close()


def test_play_is_slow_for_those_who_asked_for_less_motion(browser, lab):
    lesson = opened(browser, lab, reduced_motion="reduce")
    panel = lesson.panel(1)
    assert panel.after(panel.root.locator(".widget-play button").first.click, rest=False)
    before = panel.drawn()
    panel.page.wait_for_timeout(3000)
    assert 2 <= panel.drawn() - before <= 8  # a step a second, drawn ahead and settled by the kernel
    lesson.close()


def test_a_reloaded_page_finds_its_panels_again(browser, lab):
    lesson = opened(browser, lab)
    lesson.panel(1)
    lesson.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    lesson.page.wait_for_timeout(1000)
    lesson.page.goto(f"{lab.address}/lab/tree/{NAME}")
    lesson.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    lesson.wait_until("jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")
    panel = lesson.panel(1)
    assert panel.press(panel.root.locator(RATE), "ArrowRight")
    settled_as_in_kernel(lesson, panel)
    lesson.close()
