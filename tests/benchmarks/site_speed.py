"""Measure the lessons' site: its size, how long a visit takes to the first moved picture, and how fast a picture moves.

    python tests/benchmarks/site_speed.py [--quick] PYODIDE

PYODIDE: a folder with a Pyodide distribution. Builds the site with it, serves it on loopback, and opens it in a headless
Chromium, three times for the first time and three times again, at full speed and at 10 Mbit/s with 40 ms. Prints tables of
medians; nothing passes or fails.
"""

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser"), str(HERE.parents[1])]

import numpy as np  # noqa: E402
from lesson_page import CELLS  # noqa: E402
from panel_speed import TRAP, head, line, print_machine, single  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from conftest import QUIET, SYSTEM_BROWSERS, shutil  # noqa: E402
from tools.site.build import build, megabytes  # noqa: E402
from tools.site.serve import server  # noqa: E402

LESSON = "01-exhaustive-search.ipynb"
TARGETS = {
    ("Python is ready", "first"): "≤ 15 s",
    ("Python is ready", "second"): "≤ 7 s",
    ("the first picture has moved", "second"): "≤ 9 s",
}
NOTEBOOK = "jupyterapp.shell.currentWidget"
PANEL = """from helpers import descent_panel
moved = descent_panel()
moved.set(epoch=30, learning_rate=0.01)
display(moved)"""
INTERACT = """import ipywidgets
import matplotlib.pyplot as plt
from helpers import batch_descent, bowl, three_points
from helpers import DescentScene

def draw(start):
    figure = plt.figure(figsize=(10, 4), dpi=100)
    run = batch_descent(*three_points(), start, 0.01, 100)
    DescentScene(figure, landscape=bowl(), epochs=100).update(run=run, epoch=30, learning_rate=0.01)
    plt.show()

ipywidgets.interact(draw, start=ipywidgets.FloatSlider(1.0, min=-1.0, max=5.0, step=0.01))"""


def opened(playwright, folder: Path):
    """Open a browser that keeps its cache and storage in a folder."""
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    where = {"executable_path": system} if system else {}
    return playwright.chromium.launch_persistent_context(
        str(folder), args=QUIET, viewport={"width": 1280, "height": 800}, **where
    )


SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}


def visit(context, address: str, slow: bool) -> tuple[dict[str, float], object]:
    """Go from the landing page to the lesson's first panel and move it; returns the seconds to each event, and the page."""
    page = context.new_page()
    if slow:  # Chromium's own throttling, of the page and of the workers that it starts
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{address}/notebooks/index.html?path={LESSON}", wait_until="commit")
    begin = time.monotonic()
    seconds = {}

    def note(event):
        seconds[event] = time.monotonic() - begin

    page.locator("#lesson-start").wait_for(state="attached", timeout=120_000)
    note("progress is shown")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
    page.wait_for_function(f"() => window.jupyterapp && {NOTEBOOK}?.context.isReady", timeout=120_000)
    note("the lesson can be read")
    page.wait_for_function("() => document.documentElement.dataset.python === 'ready'", timeout=240_000)
    note("Python is ready")
    place = page.evaluate(
        f"""async () => {{
            const place = {CELLS}.findIndex(cell => cell.model.type === 'code'
                && /^(\\w+ = )?\\w+_panel\\(/m.test(cell.model.sharedModel.getSource()));
            {NOTEBOOK}.content.activeCellIndex = place;
            jupyterapp.commands.execute('notebook:run-all-above');
            jupyterapp.commands.execute('notebook:run-cell');
            return place;
        }}"""
    )
    page.wait_for_function(f"() => {CELLS}[{place}].prompt !== '*'", timeout=240_000)
    page.evaluate(f"() => {NOTEBOOK}.content.scrollToItem({place}, 'start')")
    handle = page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .lesson-panel .noUi-handle").first
    image = page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .lesson-picture").first
    handle.wait_for(timeout=60_000)
    image.wait_for(timeout=60_000)
    before = image.get_attribute("aria-label")
    while image.get_attribute("aria-label") == before:
        handle.press("ArrowRight")
        page.wait_for_timeout(20)
    note("the first picture has moved")
    return seconds, page


def presses(page, place: int, source: str, count: int, pause: float) -> list[float]:
    """Run a cell with a slider and press arrow keys on it; returns milliseconds from key to picture."""
    page.evaluate(
        f"""async source => {{
            {CELLS}[{place}].model.sharedModel.setSource(source);
            {NOTEBOOK}.content.activeCellIndex = {place};
            await jupyterapp.commands.execute('notebook:run-cell');
            {NOTEBOOK}.content.scrollToItem({place}, 'start');
        }}""",
        source,
    )
    cell = page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .jp-Cell-outputWrapper")
    handle = cell.locator(".noUi-handle").first
    handle.wait_for(timeout=60_000)
    handle.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    handle.focus()
    root, times = cell.element_handle(), []
    for turn in range(count + 3):
        root.evaluate(TRAP)
        page.keyboard.press("ArrowRight" if turn // 5 % 2 == 0 else "ArrowLeft")
        times.append(page.evaluate("() => window.answer"))
        page.wait_for_timeout(pause * 1000)
    return times[3:]


def moves(page, samples: int) -> None:
    """Press keys on a panel and on `interact` around a fresh figure, and print the times."""
    place = page.evaluate(f"() => {NOTEBOOK}.content.activeCellIndex")
    panel = presses(page, place, PANEL, samples, 0.45)
    fresh = presses(page, place, INTERACT, samples // 2, 0.3)
    head("In the tab, key to picture")
    line("the panel", panel, "ms", "≤ 100 ms")
    line("interact around a fresh figure", fresh, "ms")
    single("times as fast", f"{np.median(fresh) / np.median(panel):.1f} ×", "≥ 4 ×")


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pyodide", metavar="PYODIDE", type=Path)
    parser.add_argument("--quick", action="store_true", help="fewer samples")
    args = parser.parse_args()
    samples = 10 if args.quick else 30
    print_machine()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch, sync_playwright() as playwright:
        folder = Path(scratch) / "site"
        build(folder, str(args.pyodide))
        with server(folder) as serving:
            threading.Thread(target=serving.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{serving.server_port}"
            head("The site")
            single("without Pyodide", f"{megabytes(folder):.1f} MB")
            for slow in (False, True):
                seen = {"first": [], "second": []}
                for turn in range(1 if args.quick else 3):
                    profile = Path(scratch) / f"browser-{slow}-{turn}"
                    for name, rounds in seen.items():
                        context = opened(playwright, profile)
                        seconds, page = visit(context, address, slow)
                        rounds.append(seconds)
                        page.wait_for_timeout(5000)  # for what was fetched to be kept
                        if name == "second" and not slow and not turn:
                            moves(page, samples)
                        context.close()
                for name, rounds in seen.items():
                    head(f"The {name} visit{', at 10 Mbit/s with 40 ms' if slow else ''}: opening the lesson")
                    for event in rounds[0]:
                        times = [seconds[event] for seconds in rounds]
                        single(event, f"{np.median(times):.1f} s", TARGETS.get((event, name), ""))
            serving.shutdown()


if __name__ == "__main__":
    main()
