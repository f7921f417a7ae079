"""Pages without a kernel, opened from a file: panels follow the hand and questions answer; on paper and without JavaScript the
still pictures stand there."""

import re

import pytest

from tools.handouts import write_handouts
from tools.pages import series

LESSONS = {lesson.path.stem[:2]: lesson for lesson in series()}
PIXELS = "live => [...live.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()).join()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where handouts are written when a test asks for them."""
    return tmp_path_factory.mktemp("alive")


def address(folder, number: str) -> str:
    """Return the address of a lesson's handout, written once."""
    lesson = LESSONS[number]
    if not (folder / lesson.page).exists():
        write_handouts(folder, [lesson])
    return (folder / lesson.page).as_uri()


class Reader:
    """Somebody who opens a lesson's page from a file, without a network."""

    def __init__(self, browser, folder, number: str, width: int = 1280, **more):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        self.page, self.asked, self.errors = self.context.new_page(), [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address(folder, number))
        self.page.evaluate("() => window.alive")

    def panel(self, number: int = 0) -> "LivePanel":
        """Return a panel of the page, scrolled to."""
        root = self.page.locator(".live").nth(number)
        root.scroll_into_view_if_needed()
        return LivePanel(root)


class LivePanel:
    """A panel without a kernel."""

    def __init__(self, root):
        self.root, self.page = root, root.page

    @property
    def sentence(self) -> str:
        """What stands beneath the picture."""
        return self.root.locator(".live-caption").inner_text()

    @property
    def note(self) -> str:
        """What the page says of itself."""
        return self.root.locator(".live-note").inner_text()

    def picture(self) -> str:
        """Return the pixels of the picture when it is drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self.root.evaluate(PIXELS)

    def slider(self, label: str):
        """Return a slider by its name."""
        return self.root.get_by_label(label, exact=True)

    def press(self, text: str) -> None:
        """Press a button."""
        self.root.get_by_role("button", name=text, exact=True).click()

    def drag(self, label: str, share: float) -> None:
        """Drag a slider's handle to a share of its track, and let go."""
        slider = self.slider(label)
        low, high, now = (float(slider.evaluate(f"slider => slider.{name}")) for name in ("min", "max", "value"))
        box = slider.bounding_box()
        places = [box["x"] + 12 + part * (box["width"] - 24) for part in ((now - low) / (high - low), share)]
        level = box["y"] + box["height"] / 2
        self.page.mouse.move(places[0], level)
        self.page.mouse.down()
        self.page.mouse.move(places[1], level, steps=8)
        self.page.mouse.up()


@pytest.fixture
def reader(browser, folder):
    """Lesson 3, opened at a desk."""
    reader = Reader(browser, folder, "03")
    yield reader
    assert [url for url in reader.asked if url.startswith("http")] == []
    assert reader.errors == []
    reader.context.close()


def test_a_drag_moves_the_picture_and_the_sentence(reader):
    panel = reader.panel()
    for label in ("learning rate η", "starting w", "epochs", "epoch shown"):
        before = panel.picture(), panel.sentence
        panel.drag(label, 0.7 if label != "epochs" else 0.2)
        assert panel.picture() != before[0], label
        assert panel.sentence != before[1], label
        assert panel.root.locator("[role=img]").get_attribute("aria-label") == panel.sentence


def test_what_is_shown_is_where_the_handle_stands(reader):
    panel = reader.panel()
    panel.drag("starting w", 0.9)
    slider = panel.slider("starting w")
    w = slider.get_attribute("aria-valuetext")
    assert abs(float(w) - 4.4) < 0.4
    assert f"From w = {float(w):.2f} " in panel.sentence
    assert float(slider.input_value()) == pytest.approx(100 * float(w), abs=1)


def test_each_scenario_button_says_what_happens(reader):
    panel = reader.panel()
    said = set()
    for text, words in {
        "too small": "still descending",
        "oscillates": "oscillating",
        "diverges": "diverged at step 23",
    }.items():
        panel.press(text)
        assert words in panel.sentence
        button = panel.root.get_by_role("button", name=text, exact=True)
        assert button.get_attribute("aria-pressed") == "true"
        said.add(panel.picture())
    assert len(said) == 3
    panel.press("reset")
    assert "learning rate 0.010" in panel.sentence


def test_play_walks_to_the_end_and_can_be_stopped(reader):
    panel = reader.panel()
    panel.press("just right")
    button = panel.root.get_by_role("button", name=re.compile("play"))
    button.click()
    panel.page.wait_for_function("() => !document.querySelector('.live-caption').textContent.includes('epoch 0,')")
    button.click()
    stopped = panel.sentence
    panel.page.wait_for_timeout(900)
    assert panel.sentence == stopped
    assert "learning rate 0.050" in stopped
    button.click()
    panel.page.wait_for_function("() => document.querySelector('.live-caption').textContent.includes('epoch 40,')")


def test_play_starts_from_a_rate_that_a_hand_chose(reader):
    panel = reader.panel()
    panel.drag("learning rate η", 0.75)
    rate = float(re.search(r"learning rate ([\d.]+)", panel.sentence)[1])
    panel.root.get_by_role("button", name=re.compile("play")).click()
    panel.page.wait_for_function("() => !document.querySelector('.live-caption').textContent.includes('epoch 0,')")
    walked = float(re.search(r"learning rate ([\d.]+)", panel.sentence)[1])
    assert walked == rate or (f"learning rate η {walked}" in panel.note and rate / 2 < walked < 2 * rate)


def test_a_mixture_that_the_page_does_not_hold_is_never_shown(reader):
    panel = reader.panel()
    panel.drag("learning rate η", 0.75)
    panel.drag("starting w", 0.9)
    w = float(panel.slider("starting w").get_attribute("aria-valuetext"))
    assert f"From w = {w:.2f} " in panel.sentence
    rate = float(panel.slider("learning rate η").get_attribute("aria-valuetext"))
    assert f"learning rate {rate:.3f}," in panel.sentence
    assert ("went back" in panel.note) == (rate == 0.01)


def test_keys_move_a_slider_from_one_picture_to_the_next(reader):
    panel = reader.panel()
    slider = panel.slider("learning rate η")
    slider.focus()
    seen = [panel.sentence]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"):
        panel.page.keyboard.press(key)
        seen.append(panel.sentence)
    assert seen[3] == seen[1] != seen[0]
    assert "learning rate 1.000" in seen[4]
    assert "learning rate 0.000" in seen[5]


def test_a_hand_on_the_picture_moves_the_ball(reader):
    panel = reader.panel()
    box = panel.root.locator(".live-window").bounding_box()
    before = panel.sentence
    panel.page.mouse.click(box["x"] + 0.35 * box["width"], box["y"] + 0.5 * box["height"])
    assert panel.sentence != before
    assert float(panel.slider("starting w").get_attribute("aria-valuetext")) > 2


def test_a_question_answers_right_and_wrong(reader):
    question = reader.page.locator(".question").filter(has_text="Predict.").first
    replies = {}
    for button in question.get_by_role("button").all():
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        replies[button.inner_text()] = question.locator(".reply").inner_text()
    assert sum(reply.startswith("✓ Yes. ") for reply in replies.values()) == 1
    assert sum(reply.startswith("✗ No. ") for reply in replies.values()) == len(replies) - 1 > 0
    assert not question.locator("details").is_visible()


@pytest.mark.parametrize(("number", "count"), [("01", 2), ("02", 1), ("03", 2), ("04", 1), ("05", 1), ("06", 1)])
def test_every_slider_of_every_panel_moves_its_picture(browser, folder, artefacts, number, count):
    reader = Reader(browser, folder, number)
    assert reader.page.locator(".live").count() == count
    for place in range(count):
        panel = reader.panel(place)
        for slider in panel.root.locator("input:enabled").all():
            before = panel.sentence, panel.picture()
            slider.focus()
            at_end = slider.input_value() == slider.get_attribute("max")
            reader.page.keyboard.press("Home" if at_end else "End")
            assert (panel.sentence, panel.picture()) != before, slider.get_attribute("aria-label")
        panel.press("reset")
        panel.root.screenshot(path=artefacts / f"alive-{number}-{place}.png")
    assert reader.errors == []
    reader.context.close()


def test_a_phone_shows_both_pictures_one_above_the_other(browser, folder, artefacts):
    reader = Reader(browser, folder, "03", width=390, has_touch=True, is_mobile=True)
    panel = reader.panel()
    assert panel.root.locator(".live-window").count() == 2
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    before = panel.picture()
    box = panel.slider("starting w").bounding_box()
    reader.page.touchscreen.tap(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert panel.picture() != before
    panel.root.screenshot(path=artefacts / "alive-phone.png")
    reader.page.set_viewport_size({"width": 900, "height": 390})
    panel.page.wait_for_function("() => document.querySelector('.live').querySelectorAll('.live-window').length === 1")
    assert reader.errors == []
    reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_follow_the_theme(browser, folder, artefacts, scheme):
    reader = Reader(browser, folder, "03", color_scheme=scheme)
    paper = reader.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}[scheme]
    panel = reader.panel()
    assert panel.root.locator("[role=img]").evaluate("node => getComputedStyle(node).backgroundColor") == paper
    reader.page.screenshot(path=artefacts / f"alive-{scheme}.png")
    reader.context.close()


def test_without_javascript_and_on_paper_the_still_pictures_stand_there(browser, folder):
    plain = Reader.__new__(Reader)
    plain.context = browser.new_context(java_script_enabled=False)
    page = plain.context.new_page()
    page.goto(address(folder, "03"))
    assert page.locator(".live").count() == 0
    assert all(picture.is_visible() for picture in page.locator("figure img").all())
    assert page.locator("figcaption").first.is_visible()
    assert page.get_by_text("What each answer tells").first.is_visible()
    words = page.locator("main").inner_text()
    plain.context.close()
    reader = Reader(browser, folder, "03")
    reader.page.emulate_media(media="print")
    assert not any(panel.is_visible() for panel in reader.page.locator(".live").all())
    assert all(picture.is_visible() for picture in reader.page.locator("figure img").all())
    assert reader.page.get_by_text("What each answer tells").first.is_visible()
    printed = reader.page.locator("main").inner_text()
    for word in ("A still picture; in the notebook it moves.", "about −9.3", "What each answer tells"):
        assert words.count(word) == printed.count(word) > 0
    reader.context.close()


def test_a_picture_follows_a_key_within_two_frames(reader):
    panel = reader.panel()
    panel.slider("learning rate η").focus()
    reader.page.evaluate(
        """() => {
            window.times = [];
            let pressed = 0;
            addEventListener("keydown", () => { pressed = performance.now(); }, true);
            addEventListener("lesson-drawn", () => times.push(performance.now() - pressed), true);
        }"""
    )
    for _ in range(10):
        reader.page.keyboard.press("ArrowLeft")
        reader.page.wait_for_timeout(60)
    times = sorted(reader.page.evaluate("() => times"))
    assert len(times) == 10
    assert times[5] < 40  # milliseconds, of which up to 17 are the wait for the screen
