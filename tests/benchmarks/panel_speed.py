"""Measure how fast the panel follows the hand, beside the usual ways of moving a picture in a notebook.

    python tests/benchmarks/panel_speed.py [--quick]

Prints a table; nothing passes or fails. The picture is always lesson 3's: two panels, 10 × 4 inches at 100 dpi. The rows for
ipympl and mpl-interactions appear when those packages are installed: pip install ipympl mpl-interactions.
"""

import argparse
import ast
import asyncio
import gc
import importlib.metadata
import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from unittest import mock

import ipywidgets as widgets
import nbformat
import numpy as np
from IPython.core.pylabtools import print_figure
from IPython.display import display

from helpers import landscapes
from helpers.data import three_points
from helpers.descent import batch_descent
from helpers.panels.descent import descent_panel
from helpers.panels.rows import Rows
from helpers.pictures.descent import DescentScene

HERE = Path(__file__).resolve().parent
EPOCH, RATE = 30, 0.01  # the state in which every picture is moved: a trail behind the ball, a path ahead of it
FRAME = 17  # milliseconds a frame of a 60 Hz screen
PACKAGES = ("matplotlib", "ipywidgets", "jupyterlab", "ipykernel", "ipympl", "mpl-interactions")

# --- the same picture, moved in five ways (the notebooks below import these) ------------------------------------------------


def state(start: float) -> dict:
    """Return what the scene shows for a starting w."""
    run = batch_descent(*three_points(), start, RATE, 100)
    return {"run": run, "epoch": EPOCH, "learning_rate": RATE}


def new_picture(start: float):
    """Draw lesson 3's picture on a new pyplot figure; returns the figure and its scene."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(10, 4), dpi=100)
    scene = DescentScene(figure, landscape=landscapes.bowl(), epochs=100)
    scene.update(**state(start))
    return figure, scene


def w_slider() -> widgets.FloatSlider:
    """Make a plain slider with the range and grain of the panel's."""
    return widgets.FloatSlider(1.0, min=-1.0, max=5.0, step=0.01)


def label_way() -> None:
    """Show a slider whose value comes back from the kernel as a label: the round trip with nothing in it."""
    slider, label = w_slider(), widgets.Label("1.0")
    label.add_class("bench-label")
    slider.observe(lambda change: setattr(label, "value", str(change["new"])), "value")
    display(widgets.VBox([slider, label]))


def panel_way() -> None:
    """Show the series' panel."""
    panel = descent_panel()
    panel.set(epoch=EPOCH, learning_rate=RATE)
    display(panel)


def kernel_way() -> None:
    """Show the panel with nothing sent ahead: every picture waits for the kernel, as before a row is there."""
    panel = descent_panel()
    panel.view.canvas.ahead = False
    panel.set(epoch=EPOCH, learning_rate=RATE)
    display(panel)


def interact_way() -> None:
    """Show `interact` around a fresh figure, as most notebooks do it; the inline backend encodes and closes the figure."""
    import matplotlib.pyplot as plt

    def draw(start):
        new_picture(start)
        plt.show()

    widgets.interact(draw, start=w_slider())


def canvas_picture():
    """Draw the picture once on ipympl's canvas; returns the figure and a function that moves it."""
    import matplotlib.pyplot as plt

    with plt.ioff():
        figure, scene = new_picture(1.0)

    def move(start):
        scene.update(**state(start))
        figure.canvas.draw_idle()

    return figure, move


def ipympl_way() -> None:
    """Show ipympl's canvas under a plain slider."""
    figure, move = canvas_picture()
    slider = w_slider()
    slider.observe(lambda change: move(change["new"]), "value")
    display(widgets.VBox([slider, figure.canvas]))


def mpl_interactions_way() -> None:
    """Show ipympl's canvas under the controls of mpl-interactions; its own plotting functions know no such picture."""
    from mpl_interactions.controller import Controls

    figure, move = canvas_picture()
    controls = Controls(use_ipywidgets=True, start=np.linspace(-1, 5, 601))
    controls.register_callback(move, "start")
    controls.display()
    display(figure.canvas)


# --- numbers ------------------------------------------------------------------------------------------------------------------


def line(what: str, values, unit: str, target: str = "") -> None:
    """Print the median of the values with their quartiles and range."""
    low, first, median, third, high = np.percentile(values, [0, 25, 50, 75, 100])
    spread = f"{median:7.1f} {unit:<4} {first:7.1f} … {third:<7.1f} {low:7.1f} … {high:<8.1f} {len(values):6,}"
    print(f"  {what:<44} {spread}  {target}".rstrip(), flush=True)


def single(what: str, value: str, target: str = "") -> None:
    """Print one number that has no spread."""
    print(f"  {what:<44} {value:>12}{'':42} {target}".rstrip(), flush=True)


def head(title: str) -> None:
    """Print the heading of a part of the table."""
    print(f"\n{title:<46} {'median':<12} {'quartiles':<17} {'least … most':<18} {'number':<8}target", flush=True)


def print_machine() -> None:
    """Print where this was measured, and how busy the machine was."""
    spec = importlib.util.find_spec
    found = [name for name in PACKAGES if spec(name.replace("-", "_"))]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in found)
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {versions}")
    if hasattr(os, "getloadavg"):
        print(f"load before the start: {os.getloadavg()[0]:.1f} busy cores")


def resident() -> float:
    """Return the megabytes of memory that this process holds."""
    import psutil

    gc.collect()
    return psutil.Process().memory_info().rss / 2**20


def sweep(moves: int) -> list[float]:
    """Return slider values that go up and down the whole range, no two neighbours alike."""
    there_and_back = np.abs((np.arange(moves) * 7) % 1200 - 600)
    return [round(-1 + float(place) / 100, 2) for place in there_and_back]


# --- the kernel's side --------------------------------------------------------------------------------------------------------


def timed(act, values) -> list[float]:
    """Call a function with each value; returns milliseconds a call."""
    times = []
    for value in values:
        begin = time.perf_counter()
        act(value)
        times.append((time.perf_counter() - begin) * 1e3)
    return times


def fresh_png(start: float) -> None:
    """Do what `interact` and the inline backend do at every move: a new figure, encoded with its edges trimmed, closed."""
    import matplotlib.pyplot as plt

    figure, _ = new_picture(start)
    print_figure(figure, fmt="png", bbox_inches="tight")
    plt.close(figure)


IMPORT = """
import time, numpy, matplotlib.figure, ipywidgets
begin = time.perf_counter()
from helpers import descent_panel
print(time.perf_counter() - begin)
"""


def measure_import(times: int = 5) -> None:
    """Print how long an import from helpers takes in a new Python that has numpy, matplotlib and ipywidgets already."""
    command = [sys.executable, "-c", IMPORT]
    found = [subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parents[1]) for _ in range(times)]
    head("A new Python")
    line("from helpers import descent_panel", [1e3 * float(each.stdout) for each in found], "ms", "≤ 150 ms")


def measure_drawing(moves: int, fresh_moves: int) -> None:
    """Print the time of a move in plain Python, and what many moves leave behind."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    panel = descent_panel()
    panel.set(epoch=EPOCH, learning_rate=RATE)

    def move(start):
        panel.sliders["start"].value = panel.controls["start"].place(start)

    timed(move, sweep(200))
    before = resident()
    ours = timed(move, sweep(moves))
    grown = resident() - before
    left_open = len(plt.get_fignums())
    timed(fresh_png, [0.0, 1.0])
    fresh = timed(fresh_png, sweep(fresh_moves))
    head("Kernel side, plain Python")
    line("the panel, a move", ours, "ms", "≤ 4 ms")
    single("a row of 150 positions", f"{seconds_a_row(panel):.2f} s", "≤ 1 s")
    line("interact's way, a fresh figure", fresh, "ms")
    single("times as fast", f"{np.median(fresh) / np.median(ours):.1f} ×")
    single(f"memory grown by {moves:,} moves", f"{grown:.1f} MB", "≤ 5 MB")
    single("figures left open", str(left_open), "0")


def seconds_a_row(panel, positions: int = 150) -> float:
    """Return the time in which this many positions of the starting w are computed, recorded and packed."""
    sizes = []
    with mock.patch.object(panel.view, "send", lambda message, frames: sizes.append(len(message["places"]))):
        begin = time.perf_counter()
        asyncio.run(Rows(panel).send("start", panel.key("start")))
        return (time.perf_counter() - begin) * positions / sum(sizes)


PANEL_IN_KERNEL = f"""
import panel_speed
import matplotlib.pyplot as plt
panel = panel_speed.descent_panel()
panel.set(epoch={EPOCH}, learning_rate={RATE})
"""


def measure_kernel(moves: int) -> None:
    """Print the same for moves that reach a real kernel as the browser sends them, messages counted; there is no browser."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", env=os.environ | environment(), stderr=subprocess.DEVNULL)
    try:
        client.execute(PANEL_IN_KERNEL, reply=True, timeout=60)
        slider = ask(client, "panel.sliders['start'].model_id")
        move = partial(move_in_kernel, client, slider)
        timed(move, sweep(200))
        before = ask(client, "panel_speed.resident()")
        counted = []
        times = timed(lambda value: counted.append(move(value)), sweep(moves))
        grown = ask(client, "panel_speed.resident()") - before
        left_open = ask(client, "len(plt.get_fignums())")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    messages, sizes = np.array(counted).T
    head("Kernel side, moves sent to a kernel")
    line("the panel, from message to answer", times, "ms")
    line("messages back, a move", messages, "")
    line("size of these", sizes / 1e3, "kB")
    single(f"memory grown by {moves:,} moves", f"{grown:.1f} MB", "≤ 5 MB")
    single("figures left open", str(left_open), "0")


def ask(client, expression: str):
    """Return the value of an expression in a kernel."""
    reply = client.execute("", user_expressions={"answer": expression}, reply=True, timeout=60)
    return ast.literal_eval(reply["content"]["user_expressions"]["answer"]["data"]["text/plain"])


def move_in_kernel(client, slider: str, value: float) -> tuple[int, int]:
    """Send a slider's new value and wait until the kernel is idle; returns how many messages and bytes came back."""
    content = {"comm_id": slider, "data": {"method": "update", "state": {"value": round(100 * value)}, "buffer_paths": []}}
    message = client.session.msg("comm_msg", content)
    client.shell_channel.send(message)
    messages = size = 0
    while True:
        answer = client.get_iopub_msg(timeout=30)
        messages += 1
        size += sum(len(buffer) for buffer in answer["buffers"])
        is_ours = answer["parent_header"].get("msg_id") == message["header"]["msg_id"]
        if is_ours and answer["content"].get("execution_state") == "idle":
            return messages, size


# --- in the browser -----------------------------------------------------------------------------------------------------------

# Sets a trap before a key is pressed: its promise tells the milliseconds from the key's arrival at the page to the frame
# that can show the answer. An answer is a label with another text; a panel's picture drawn anew, within the frame that shows
# it; an image with another source, decoded; or, since ipympl paints its pictures on a canvas, a painting of the visible canvas
# that changed its pixels (compared after the clock was read).
TRAP = """
(root) => {
    let pressed = null;
    document.addEventListener('keydown', () => { pressed = performance.now() }, {capture: true, once: true});
    const label = root.querySelector('.bench-label'), canvas = root.querySelector('canvas');
    const picture = root.querySelector('.lesson-picture');
    const frame = () => new Promise(done => requestAnimationFrame(() => done(performance.now())));
    window.answer = new Promise(done => {
        const finish = async () => done(await frame() - pressed);
        if (picture) {
            const drawn = () => {
                if (pressed === null) return;
                picture.removeEventListener('lesson-drawn', drawn);
                done(performance.now() - pressed);
            };
            picture.addEventListener('lesson-drawn', drawn);
            return;
        }
        if (canvas) {
            const shown = [...root.querySelectorAll('canvas')].find(each => each.width > 500);
            const pixels = () => shown.getContext('2d').getImageData(0, 0, shown.width, shown.height).data;
            const before = pixels(), paint = CanvasRenderingContext2D.prototype.drawImage;
            CanvasRenderingContext2D.prototype.drawImage = function (...them) {
                paint.apply(this, them);
                if (this.canvas !== shown || pressed === null) return;
                const time = frame();
                const now = pixels();
                if (now.length === before.length && now.every((value, place) => value === before[place])) return;
                CanvasRenderingContext2D.prototype.drawImage = paint;
                time.then(then => done(then - pressed));
            };
            return;
        }
        const seen = () => label ? label.textContent : root.querySelector('img')?.src;
        const before = seen();
        const watch = new MutationObserver(async () => {
            const now = seen();
            if (pressed === null || !now || now === before) return;
            if (!label) {
                try { await root.querySelector('img').decode() } catch { return }
            }
            watch.disconnect();
            finish();
        });
        watch.observe(root, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['src']});
    });
}
"""

# Plays a hand that holds the handle and moves it to and fro, 90 mouse events a second: sent from within the page, because a
# remote-controlled mouse waits for the page after every event, as no hand does. Notes when the hand moved, and when a picture
# of another position was drawn (the kernel's of the same position, which settles it, is none), or when the empty way's label
# had a new text. One second after the hand stopped, it tells.
HAND = """
async ([left, width, y, seconds, empty]) => {
    const moves = [], pictures = [];
    let last;
    const note = ({ target }) => {
        const said = target.getAttribute('aria-label');
        if (said !== last) pictures.push(performance.now());
        last = said;
    };
    const watch = new MutationObserver(() => pictures.push(performance.now()));
    if (empty) watch.observe(document.querySelector('.bench-label'), {subtree: true, childList: true, characterData: true});
    else document.addEventListener('lesson-drawn', note);
    const rest = milliseconds => new Promise(done => setTimeout(done, milliseconds));
    const begin = performance.now();
    for (let now = 0; now < seconds; now = (performance.now() - begin) / 1000) {
        const share = 0.5 + 0.45 * (1 - Math.abs((now + 1) % 4 - 2));
        const place = {bubbles: true, clientX: left + share * width, clientY: y, buttons: 1};
        moves.push(performance.now());
        document.documentElement.dispatchEvent(new MouseEvent('mousemove', place));
        await rest(moves.length * 1000 / 90 - (performance.now() - begin));
    }
    await rest(1000);
    document.removeEventListener('lesson-drawn', note);
    watch.disconnect();
    return {moves, pictures};
}
"""

# Runs a cell and tells the milliseconds until its picture is drawn.
FIRST = """
place => new Promise(done => {
    const begin = performance.now();
    document.addEventListener('lesson-drawn', () => done(performance.now() - begin), {once: true});
    jupyterapp.shell.currentWidget.content.activeCellIndex = place;
    jupyterapp.commands.execute('notebook:run-cell');
})
"""

WAYS = {
    "empty": (label_way, "an empty round trip, slider to label", 0.1),
    "panel": (panel_way, "the panel, its row there", 0.15),
    "kernel": (kernel_way, "the panel, no row there", 0.15),
    "interact": (interact_way, "interact around a fresh figure", 0.15),
    "ipympl": (ipympl_way, "ipympl", 0.15),
    "mpl-interactions": (mpl_interactions_way, "mpl-interactions (on ipympl)", 0.15),
}


def environment() -> dict[str, str]:
    """Return the variables that let a kernel import the helpers and this file."""
    return {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1])])}


def write_notebook(path: Path, first: str, ways: list[str]) -> None:
    """Write a notebook: a cell that sets up, and one for each way."""
    notebook = nbformat.v4.new_notebook()
    sources = [first, *[f"panel_speed.{WAYS[way][0].__name__}()" for way in ways]]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


class Bench:
    """A notebook of this benchmark open in the browser, one way a cell."""

    def __init__(self, browser, lab, folder: Path, name: str, first: str, ways: list[str]):
        from lesson_page import LessonPage

        write_notebook(folder / name, first, ways)
        self.ways = ways
        self.lesson = LessonPage(browser, lab, name)
        self.page = self.lesson.page
        self.lesson.run_all()
        self.page.wait_for_timeout(1500)

    def handle(self, way: str):
        """Scroll to a way and return its cell and the handle of its first slider."""
        place = self.ways.index(way) + 1
        self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'start')")
        cell = self.page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .jp-Cell-outputWrapper")
        handle = cell.locator(".noUi-handle").first
        handle.wait_for(timeout=30_000)
        handle.scroll_into_view_if_needed()
        handle.hover()
        self.page.wait_for_timeout(2500)  # as long as the longest row takes
        return cell, handle

    def presses(self, way: str, count: int, warm: int) -> list[float]:
        """Press arrow keys on a way's slider; returns milliseconds from key to picture."""
        cell, handle = self.handle(way)
        root = cell.element_handle()
        handle.focus()
        times = []
        for turn in range(warm + count):
            root.evaluate(TRAP)
            self.page.keyboard.press("ArrowRight" if turn // 5 % 2 == 0 else "ArrowLeft")
            times.append(self.page.evaluate("() => window.answer"))
            self.page.wait_for_timeout(WAYS[way][2] * 1000)
        return times[warm:]

    def first_pictures(self, way: str, count: int) -> list[float]:
        """Run a way's cell again and again; returns milliseconds until its picture stands there."""
        self.handle(way)
        times = []
        for _ in range(count):
            times.append(self.page.evaluate(FIRST, self.ways.index(way) + 1))
            self.page.wait_for_timeout(1000)
        return times

    def drag(self, way: str, seconds: float) -> dict:
        """Take a way's slider with the mouse, drag it to and fro, stop, and return what was noted."""
        _, handle = self.handle(way)
        grip = handle.bounding_box()
        track = handle.locator("xpath=ancestor::div[contains(@class, 'slider-container')]").bounding_box()
        y = grip["y"] + grip["height"] / 2
        self.page.mouse.move(grip["x"] + grip["width"] / 2, y)
        self.page.mouse.down()
        noted = self.page.evaluate(HAND, [track["x"], track["width"], y, seconds, way == "empty"])
        self.page.mouse.up()
        return noted


def measure_browser(samples: int, rounds: int, seconds: float) -> None:
    """Print the times from a key to the picture in JupyterLab, and what arrives while the mouse drags."""
    sys.path.insert(0, str(HERE.parent / "browser"))
    from playwright.sync_api import sync_playwright

    from conftest import Lab, launch

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            print("\nIn the browser: not measured, no Chromium was found")
            return
        lab = Lab(Path(folder), **environment())
        try:
            times, drag, first = browse(browser, lab, Path(folder) / "notebooks", samples, rounds, seconds)
        finally:
            version = browser.version
            browser.close()
            lab.stop()
    print_presses(times, version)
    line("a panel's first picture, from running its cell", first, "ms")
    print_drag("The panel, its row there", drag["panel"], drag["empty"], ("≥ 45", "most ≤ 80 ms", "≤ 34 ms"))
    print_drag("The panel, no row there", drag["kernel"], drag["empty"])


def browse(browser, lab, folder: Path, samples: int, rounds: int, seconds: float) -> tuple[dict, dict, list[float]]:
    """Measure every way that is installed; the ways of one notebook take turns, so that a busy moment hits them all."""
    times = {}
    plain = Bench(
        browser, lab, folder, "plain.ipynb", "import panel_speed\n%matplotlib inline", ["empty", "panel", "kernel", "interact"]
    )
    take_turns(plain, times, samples, rounds)
    drag = {way: plain.drag(way, seconds) for way in ("empty", "panel", "kernel")}
    first = plain.first_pictures("panel", 5)
    plain.lesson.close()
    ways = [way for way in ("ipympl", "mpl-interactions") if installed(way)]
    if ways:
        canvas = Bench(browser, lab, folder, "canvas.ipynb", "import panel_speed\n%matplotlib widget", ways)
        take_turns(canvas, times, samples, rounds)
        canvas.lesson.close()
    return times, drag, first


def installed(way: str) -> bool:
    """Say whether the packages of a way that draws on ipympl's canvas are there."""
    names = {"ipympl", way.replace("-", "_")}
    return all(importlib.util.find_spec(name) for name in names)


def take_turns(bench: Bench, times: dict, samples: int, rounds: int) -> None:
    """Add the samples of each way of a notebook, a share of them in every round."""
    for turn in range(rounds):
        for way in bench.ways:
            times.setdefault(way, []).extend(bench.presses(way, samples // rounds, warm=5 if turn == 0 else 2))


def print_presses(times: dict, version: str) -> None:
    """Print the times from a key to the picture, and their ratios."""
    head(f"JupyterLab in Chromium {version.split('.')[0]}, key to picture")
    empty, ours = np.median(times["empty"]), np.median(times["panel"])
    goals = {"panel": f"≤ {empty / 2:.1f} ms (half the empty round trip)"}
    goals["kernel"] = f"≤ {1.5 * empty + FRAME:.1f} ms (1.5 × empty + {FRAME})"
    for way, (_, name, _) in WAYS.items():
        if way in times:
            line(name, times[way], "ms", goals.get(way, ""))
        else:
            single(name, "not installed")
    for way in ("interact", "ipympl", "mpl-interactions"):
        if way in times:
            goal = "≥ 15 ×" if way == "interact" else ""
            single(f"the panel is as fast as {way}, times", f"{np.median(times[way]) / ours:.1f} ×", goal)


def print_drag(what: str, drag: dict, empty: dict, goals: tuple[str, str, str] = ("", "", "")) -> None:
    """Print how many pictures of the panel arrived while the mouse dragged, and how far they lagged when it stopped."""
    labels = sum(time <= empty["moves"][-1] for time in empty["pictures"])
    moves, pictures = np.array(drag["moves"]), np.array(drag["pictures"])
    seconds = (moves[-1] - moves[0]) / 1e3
    during, late = pictures[pictures <= moves[-1]], pictures[pictures > moves[-1]]
    head(f"{what}, a drag of {seconds:.1f} s by mouse")
    single("mouse moves a second", f"{len(moves) / seconds:.0f}")
    single("pictures a second", f"{len(during) / seconds:.1f}", goals[0])
    single("labels a second, an empty round trip", f"{labels / seconds:.1f}")
    if len(during) > 1:
        line("from one picture to the next", np.diff(during), "ms", goals[1])
    single("pictures still to come when the hand stops", str(len(late)))
    single("the last of them after", f"{late[-1] - moves[-1]:.0f} ms" if len(late) else "–", goals[2])


def main() -> None:
    """Measure and print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer samples: a minute at most")
    quick = parser.parse_args().quick
    begin = time.perf_counter()
    print_machine()
    measure_import()
    measure_drawing(moves=400 if quick else 2000, fresh_moves=10 if quick else 40)
    measure_kernel(moves=300 if quick else 2000)
    measure_browser(samples=10 if quick else 30, rounds=1 if quick else 2, seconds=3.0 if quick else 5.0)
    load = f"; load at the end {os.getloadavg()[0]:.1f} busy cores" if hasattr(os, "getloadavg") else ""
    print(f"\nmeasured in {time.perf_counter() - begin:.0f} s{load}")


if __name__ == "__main__":
    main()
