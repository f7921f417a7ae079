"""Every lesson in a real JupyterLab: it opens, it runs, and its panels follow the hand."""

import re

import pytest
from lesson_page import LessonPage

from tools.notebooks import lessons, missing_extra

PATHS = lessons()
LESSONS = [path.name for path in PATHS]
WITH_PANELS = [path.name for path in PATHS if "_panel(" in path.read_text(encoding="utf8")]

# what the sentence must say after a scenario's button was pressed, by the words on the button
PROMISES = {
    "too small": "still descending",
    "just right": ": converged",
    "one step": "one step is enough",
    "oscillates": ": oscillating",
    "diverges": ": diverged at step",
    "finds the deep valley": "end at w = 0.19",
    "stays in the shallow valley": "end at w = 3.64",
    "lost on the plateau": "still descending",
    "stops on the shelf": "stuck on a flat",
    "no noise, no floor": ": converged",
    "hovers": ": hovering",
    "hovers lower, arrives later": "with learning rate 0.005",
    "one sample a step": ": hovering",
    "a mini-batch": ": hovering",
    "all samples": ": converged",
    "too flat": "w = 0.50 costs J = 10",
    "too steep": "w = 4.00 costs J = 19",
    "coarse but near": "find w = 2.1",
    "steps over the valley": "find w = 1.0",
    "fine enough": "find w = 3.85",
    "finds the bowl's floor": "find w = 2.00",
    "discards the valley": "find w = 0.97",
    "more parts find it": "find w = 3.58",
    "slopes win": "the target was met by stochastic (at 44)",
    "only the grid": "on the narrow valley the target was met by grid (at",
    "the wrong valley": "on the two valleys the target was met by divide (at",
    "too bold a rate": "Diverged: batch, stochastic and mini-batch.",
}


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
        assert lesson.dialogs() == 0
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
            assert PROMISES[name] in panel.sentence(), f"{name!r} says {panel.sentence()!r}"
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
    paused = panel.source()
    panel.page.wait_for_timeout(600)
    assert panel.source() == paused, "pause did not stop the picture"


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
    if name.startswith("01"):
        return [("right", panel.handles.nth(0))]
    if name.startswith(("02", "06")):
        return []  # divide and conquer has blocks, and the race a mark for each method, not a ball
    return [("left", panel.handles.nth(0)), ("right", panel.handles.nth(1))]


def check_alignment(panel, half, handle):
    """Compare the handle's middle with the ball's in a screenshot, at both ends and at places between."""
    low, high = float(handle.get_attribute("aria-valuemin")), float(handle.get_attribute("aria-valuemax"))
    for share in (None, 0.25, 0.5, 0.8, 1.0):
        panel.press(handle, "Home") if share is None else panel.drag(handle, share)
        off = panel.ball(half) - panel.centre(handle)
        at = (panel.value(handle) - low) / (high - low)
        assert abs(off) <= 3, f"the ball is {off:.1f} pixels from the handle at {at:.0%} of the {half} axis"
