"""A lesson open in JupyterLab, with the few things that a reader does to it."""

import ast
import base64
import io
import time

import numpy as np
from PIL import Image

BALL = (0xD5, 0x5E, 0x00)  # the ball's colour in helpers.pictures
CELLS = "jupyterapp.shell.currentWidget.content.widgets"
COUNT = """picture => {
    if (picture.drawn !== undefined) return;
    picture.drawn = 0;
    picture.addEventListener('lesson-drawn', () => { picture.drawn += 1 });
}"""
PIXELS = """picture => {
    const layers = [...picture.querySelectorAll('canvas')];
    const whole = Object.assign(document.createElement('canvas'), {width: layers[0].width, height: layers[0].height});
    const context = whole.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, whole.width, whole.height);
    for (const layer of layers) context.drawImage(layer, 0, 0);
    return whole.toDataURL();
}"""


def pixels_of(url: str) -> np.ndarray:
    """Return the pixels of a PNG that stands in an address, shape (height, width, 3)."""
    png = base64.b64decode(url.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


class LessonPage:
    """One lesson in one tab."""

    def __init__(self, browser, lab, name: str, width: int = 1280, height: int = 800, before=None, **more):
        self.page = browser.new_page(viewport={"width": width, "height": height}, **more)
        if before:
            before(self.page)
        self.errors = []
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{lab.address}/lab/tree/{name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_until(
            "jupyterapp.shell.currentWidget.context.isReady"
            " && jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
        )

    def wait_until(self, condition: str, seconds: float = 120) -> None:
        """Wait until a JavaScript condition holds in the page."""
        self.page.wait_for_function(f"() => {{ return Boolean({condition}) }}", timeout=seconds * 1000)

    def dialogs(self) -> int:
        """Count the dialogs that stand in the reader's way."""
        return self.page.locator(".jp-Dialog").count()

    def offers(self) -> list[str]:
        """Return the words of what JupyterLab lays over the lower right corner, like an offer of news."""
        return self.page.locator(".Toastify__toast").all_inner_texts()

    def run_all(self, seconds: float = 120) -> None:
        """Choose Run All Cells and wait for the last cell."""
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")
        self.wait_until(f"{CELLS}.some(cell => cell.prompt === '*')", 20)
        self.wait_until(f"{CELLS}.every(cell => cell.prompt !== '*')", seconds)

    def red_cells(self) -> list[str]:
        """Return what cells printed to stderr or raised."""
        return self.page.evaluate(
            f"""() => {CELLS}.flatMap(cell => cell.model.type === 'code' ? cell.model.outputs.toJSON() : [])
                .filter(output => output.output_type === 'error' || output.name === 'stderr')
                .map(output => String(output.traceback ?? output.text))"""
        )

    def panel_cells(self) -> list[int]:
        """Return the positions of the cells that show a panel, but for those that show a reader's own function."""
        return self._widget_cells("output.data['image/png'] && cell.model.id !== 'own-panel'")

    def question_cells(self) -> list[int]:
        """Return the positions of the cells that ask a question."""
        return self._widget_cells("cell.model.id.startsWith('ask-')")

    def _widget_cells(self, condition: str) -> list[int]:
        return self.page.evaluate(
            f"""() => {CELLS}.flatMap((cell, place) => cell.model.type === 'code' && cell.model.outputs.toJSON()
                .some(output => output.data?.['application/vnd.jupyter.widget-view+json'] && {condition}) ? [place] : [])"""
        )

    def answers(self, place: int) -> list[str]:
        """Choose every answer of a question by keyboard (Tab and the space bar), and return the replies."""
        self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'center')")
        root = self.page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .lesson-question")
        choices = root.locator("input[type=radio]")
        choices.first.wait_for(timeout=30_000)
        choices.first.focus()
        replies = []
        for turn in range(choices.count()):
            if turn:
                self.page.keyboard.press("Tab")
            self.page.keyboard.press("Space")
            reply = root.locator(".widget-html-content").last
            for _ in range(100):
                if reply.inner_text() not in ["Choose before you read on.", *replies]:
                    break
                self.page.wait_for_timeout(50)
            replies.append(reply.inner_text())
        return replies

    def ask(self, expression: str):
        """Return the value of an expression in the kernel."""
        reply = self.page.evaluate(
            """async expression => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const given = {code: '', user_expressions: {answer: expression}, store_history: false};
                const done = await kernel.requestExecute(given).done;
                return done.content.user_expressions.answer;
            }""",
            expression,
        )
        return ast.literal_eval(reply["data"]["text/plain"])

    def occupy(self, seconds: float) -> None:
        """Keep the kernel busy for a while, with all its threads, so that nothing can come from it."""
        self.page.evaluate(
            """seconds => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const code = `import ctypes; ctypes.PyDLL(None).usleep(${Math.round(1e6 * seconds)})`;
                kernel.requestExecute({code, store_history: false});
            }""",
            seconds,
        )

    def panel(self, place: int) -> "PanelOnPage":
        """Scroll to a panel and wait for its picture."""
        self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'start')")
        cell = self.page.locator(f".jp-Cell[data-windowed-list-index='{place}']")
        cell.locator(".lesson-panel .lesson-picture[aria-label]").wait_for(timeout=30_000)
        cell.locator(".lesson-panel").first.scroll_into_view_if_needed()
        self.page.wait_for_timeout(300)
        return PanelOnPage(self.page, cell)

    def close(self) -> None:
        """Shut the kernel down and close the tab."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.close()


class PanelOnPage:
    """A panel, and the hands on it."""

    def __init__(self, page, cell):
        self.page, self.cell = page, cell
        self.root = cell.locator(".lesson-panel").first
        self.picture = self.root.locator(".lesson-picture").first
        self.handles = self.root.locator(".noUi-handle")
        self.picture.evaluate(COUNT)

    def count(self) -> int:
        """Count the panels in the cell's output."""
        return self.cell.locator(".lesson-panel").count()

    def stills(self) -> int:
        """Count the still pictures shown beside the live one."""
        return self.cell.locator(".jp-RenderedImage").count()

    def sentence(self) -> str:
        """Return the sentence that a reader sees."""
        return self.root.locator(".lesson-caption").first.inner_text()

    def alternative_text(self) -> str:
        """Return the name that the browser gives the picture to a screen reader."""
        return self.picture.get_attribute("aria-label")

    def drawn(self) -> int:
        """Return how many pictures have been drawn."""
        return self.picture.evaluate("picture => picture.drawn")

    def pixels(self) -> np.ndarray:
        """Return the colours that the canvases show, one upon the other on white, shape (height, width, 3)."""
        return pixels_of(self.picture.evaluate(PIXELS))

    def after(self, act, seconds: float = 5, rest: bool = True) -> bool:
        """Do something and say whether the picture followed; wait until it is at rest again, unless it is to go on moving."""
        before = self.drawn()
        act()
        end = time.monotonic() + seconds
        while self.drawn() == before:
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(25)
        if rest:
            self.settle()
        return True

    def settle(self, quiet: float = 0.4, seconds: float = 10) -> None:
        """Wait until no new picture has come for a while."""
        seen, since = self.drawn(), time.monotonic()
        end = since + seconds
        while time.monotonic() < min(since + quiet, end):
            self.page.wait_for_timeout(25)
            if self.drawn() != seen:
                seen, since = self.drawn(), time.monotonic()

    def wait_for_row(self, control, seconds: float = 60) -> None:
        """Wait until all positions of a control are known to the picture."""
        name = control.evaluate("part => part.closest('[class*=lesson-hand-]').className.match(/lesson-hand-([\\w-]+)/)[1]")
        ready = self.root.locator(f".lesson-picture[data-ready={name}]")
        ready.wait_for(timeout=1000 * seconds)

    def value(self, handle) -> float:
        """Return where a slider's handle stands."""
        return float(handle.get_attribute("aria-valuenow"))

    def press(self, handle, key: str) -> bool:
        """Press a key on a slider's handle and say whether the picture followed."""
        handle.focus()
        return self.after(lambda: self.page.keyboard.press(key))

    def drag(self, handle, share: float) -> bool:
        """Drag a handle with the mouse to a share of its track, in small moves."""
        track = handle.locator("xpath=ancestor::div[contains(@class, 'slider-container')]").bounding_box()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

        def move():
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(track["x"] + share * track["width"], y, steps=12)
            self.page.mouse.up()

        return self.after(move)

    def button(self, name: str):
        """Return a scenario button by its words."""
        return self.root.get_by_role("button", name=name, exact=True)

    def centre(self, handle) -> float:
        """Return the page position of a handle's middle, in pixels from the left."""
        box = handle.bounding_box()
        return box["x"] + box["width"] / 2

    def ball(self, half: str) -> float:
        """Find the ball by its colour and return its middle, in page pixels from the left.

        half: "left" or "right", the picture in which to look.
        """
        pixels = self.pixels().astype(int)
        columns = np.nonzero((np.abs(pixels - BALL).max(axis=2) < 24).any(axis=0))[0]
        box, width = self.picture.bounding_box(), pixels.shape[1]
        middle = 0.53 * width
        columns = columns[columns < middle] if half == "left" else columns[columns >= middle]
        return box["x"] + (columns.min() + columns.max() + 1) / 2 * box["width"] / width
