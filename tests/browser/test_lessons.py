"""Every lesson in a real JupyterLab: it opens, it runs, and its panels follow the hand."""

import re

import pytest
from lesson_page import LessonPage

from tools.notebooks import lessons, missing_extra

PATHS = lessons()
LESSONS = [path.name for path in PATHS]
WITH_PANELS = [path.name for path in PATHS if "_panel(" in path.read_text(encoding="utf8")]


UNTOUCHED = [name for name in WITH_PANELS if name[:2] != "00"]  # their cells set no values
MOVED = """[(panel.values, panel.scenarios['reset']) for panel in __import__('gc').get_objects()
    if type(panel).__name__ == 'Panel' and panel.values != panel.scenarios['reset']]"""


def assert_agrees(panel):
    """The sentence is clean, and the picture's alternative text is the same sentence."""
    assert panel.alternative_text() == panel.sentence()
    assert not re.search(r"\b(nan|inf)\b", panel.sentence())


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_in_the_browser(browser, lab, artefacts, name):
    if extra := missing_extra(name):
        pytest.skip(f"the optional extra {extra} is not installed")
    lesson = LessonPage(browser, lab, name)
    try:
        assert lesson.dialogs() == 0
        lesson.run_all()
        assert lesson.red_cells() == []
        places = lesson.panel_cells()
        assert bool(places) == (name in WITH_PANELS), f"panels: {len(places)}"
        for place in places:  # no slider that comes to the page answers with another value than its cell gave it
            lesson.panel(place).settle()
        assert name not in UNTOUCHED or lesson.ask(" ".join(MOVED.split())) == []
        for number, place in enumerate(places):
            panel = lesson.panel(place)
            lesson.page.screenshot(path=artefacts / f"{name[:2]}-panel-{number}-desk.png")
            check_panel(panel)
            lesson.page.screenshot(path=artefacts / f"{name[:2]}-panel-{number}-desk-moved.png")
        for place in lesson.question_cells()[:1]:
            replies = lesson.answers(place)
            assert len(set(replies)) == len(replies)
            assert sum(reply.startswith("✓ Yes.") for reply in replies) == 1
        lesson.run_all()
        assert lesson.panel_cells() == places
        for place in places:
            panel = lesson.panel(place)
            assert (panel.count(), panel.stills()) == (1, 0)
        assert lesson.red_cells() == []
        assert lesson.errors == []
        assert (lesson.dialogs(), lesson.offers()) == (0, [])
    finally:
        lesson.close()


def check_panel(panel):
    """Move every slider by keyboard and mouse, press every button, play and pause."""
    assert (panel.count(), panel.stills()) == (1, 0)
    box = panel.root.bounding_box()
    assert box["height"] <= 690, "picture and controls do not fit a laptop's screen"
    assert_agrees(panel)
    for place in range(panel.handles.count()):
        handle = panel.handles.nth(place)
        if not handle.is_visible():
            continue
        check_slider(panel, handle)
    for button in panel.root.locator(".jupyter-button").all():
        name = button.inner_text()
        if name and name != "reset":
            assert panel.after(button.click), f"the picture did not follow {name!r}"
            assert_agrees(panel)
    check_play(panel)
    panel.button("reset").click()
    panel.page.wait_for_timeout(500)
    first = panel.sentence()
    panel.press(panel.handles.first, "Home")
    panel.press(panel.handles.first, "End")
    panel.button("reset").click()
    panel.page.wait_for_timeout(700)
    assert panel.sentence() == first
    assert_agrees(panel)
    check_haste(panel, first)


def check_haste(panel, first):
    """Press each scenario and `reset` within 30 ms: no slider's answer to the first comes late and overwrites the second."""
    for button in panel.root.locator(".jupyter-button").all():
        if button.inner_text() not in ("", "reset"):
            both = "([one, other]) => { one.click(); setTimeout(() => other.click(), 30) }"
            panel.page.evaluate(both, [button.element_handle(), panel.button("reset").element_handle()])
            panel.page.wait_for_timeout(400)
    panel.settle()
    assert panel.sentence() == first


def check_slider(panel, handle):
    """Move one slider to both ends by keyboard and across by mouse; the picture follows each time it moves."""
    for key, attribute in (("End", "aria-valuemax"), ("Home", "aria-valuemin"), ("End", "aria-valuemax")):
        end = float(handle.get_attribute(attribute))
        if panel.value(handle) != end:
            assert panel.press(handle, key), f"the picture did not follow {key}"
        assert panel.value(handle) == pytest.approx(end, abs=1e-6)
        assert_agrees(panel)
    assert panel.drag(handle, 0.35), "the picture did not follow the mouse"
    low, high = (float(handle.get_attribute(name)) for name in ("aria-valuemin", "aria-valuemax"))
    assert panel.value(handle) == pytest.approx(low + 0.35 * (high - low), abs=max(0.03 * (high - low), 0.51))
    assert_agrees(panel)


def check_play(panel):
    """Play moves the position on by itself, pause stops it, play goes on from there."""
    player = panel.root.locator(".widget-play button")
    if player.count() == 0:
        return
    panel.button("reset").click()
    panel.page.wait_for_timeout(500)
    assert panel.after(player.first.click, rest=False), "play did not move the picture"
    assert panel.after(lambda: None, rest=False), "play moved the picture only once"
    player.first.click()
    panel.settle()
    paused = panel.drawn()
    panel.page.wait_for_timeout(600)
    assert panel.drawn() == paused, "pause did not stop the picture"


@pytest.mark.parametrize(("size", "width", "height"), [("desk", 1280, 800), ("stage", 1920, 1080)])
@pytest.mark.parametrize("name", WITH_PANELS)
def test_handles_stand_beneath_the_ball(request, browser, artefacts, name, size, width, height):
    """Within 3 pixels over the whole range, wherever a slider lies under an axis with a ball on it."""
    server = request.getfixturevalue("lab" if size == "desk" else "stage_lab")
    lesson = LessonPage(browser, server, name, width, height)
    try:
        lesson.run_all()
        for number, place in enumerate(lesson.panel_cells()):
            panel = lesson.panel(place)
            panel.button("reset").click()
            panel.page.wait_for_timeout(500)
            for half, handle in handles_under_a_ball(panel, name, number):
                check_alignment(panel, half, handle)
            lesson.page.screenshot(path=artefacts / f"{name[:2]}-panel-{number}-{size}-aligned.png")
    finally:
        lesson.close()


def handles_under_a_ball(panel, name, number):
    """Return the picture halves whose ball follows a slider, with that slider's handle."""
    if name.startswith("03") and number == 0:
        return []  # a figure of the lesson's own
    if name.startswith("01"):
        return [("right", panel.handles.nth(0))]
    if name.startswith(("02", "06")):
        return []  # divide and conquer has blocks, and the race a mark for each method, not a ball
    return [("left", panel.handles.nth(0)), ("right", panel.handles.nth(1))]


def check_alignment(panel, half, handle):
    """Compare the handle's middle with the ball's at both ends and at places between."""
    low, high = float(handle.get_attribute("aria-valuemin")), float(handle.get_attribute("aria-valuemax"))
    for share in (None, 0.25, 0.5, 0.8, 1.0):
        panel.press(handle, "Home") if share is None else panel.drag(handle, share)
        off = panel.ball(half) - panel.centre(handle)
        at = (panel.value(handle) - low) / (high - low)
        assert abs(off) <= 3, f"the ball is {off:.1f} pixels from the handle at {at:.0%} of the {half} axis"
