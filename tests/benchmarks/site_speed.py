"""Measure the lessons' site: its weight, how long a visit takes to the first moved picture, and how fast a picture moves.

    python tests/benchmarks/site_speed.py [--from FOLDER] [--rounds 3] [weight | fast | slow | moves | lighthouse …]

FOLDER holds a site that was built with its own Pyodide (`python -m tools.site build --pyodide PYODIDE`). A server here hands it
to a headless Chromium as a host of static pages would: compressed with gzip, to be asked for again after ten minutes, by
HTTP/1.1. `slow` lets 10 Mbit/s through, shared by all requests, and answers each 40 ms later; the server does that, because
Chromium's own throttling leaves out what a service worker fetches. A first visit begins with an empty browser; for the second,
this browser was closed and opened again. Prints tables of medians; nothing passes or fails.
"""

import argparse
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser"), str(HERE.parents[1])]

from lesson_page import CELLS  # noqa: E402
from panel_speed import TRAP, head, line, print_machine, single  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from conftest import QUIET, system_browser  # noqa: E402
from tools.site.build import megabytes  # noqa: E402
from tools.site.serve import Handler  # noqa: E402

LESSON, PANEL = "03-batch-gradient-descent", "follow-tangent"  # the cell of its first panel that Python draws
COMPRESSED = (".html", ".css", ".js", ".mjs", ".json", ".ipynb", ".svg", ".wasm", ".txt")  # as GitHub Pages does
RATE, LATENCY = 10e6 / 8, 0.04  # bytes a second, seconds
TARGETS = {  # by event, visit, and whether it is slow
    ("the page: text can be read", "first", True): "≤ 3 s",
    ("the page: the first panel has moved", "first", True): "≤ 2 s",
    ("the page: the first panel has moved", "second", False): "≤ 1 s",
    ("after Run: Python is ready", "first", False): "≤ 15 s",
    ("after Run: Python is ready", "second", False): "≤ 7 s",
    ("after Run: the first picture has moved", "second", False): "≤ 9 s",
}
NOTEBOOK = "jupyterapp.shell.currentWidget"
WATCH = """
addEventListener('keydown', () => { window.pressed = true }, true);
addEventListener('lesson-drawn', () => { if (window.pressed) window.moved ??= performance.now() }, true);
"""


class Host(ThreadingHTTPServer):
    """Serves a folder from memory, compressed, at a given speed, and counts the bytes that it sends."""

    request_queue_size = 64

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), HostHandler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.slow, self.sent, self.free, self.turn = False, 0, 0.0, threading.Lock()
        self.files = {path.relative_to(folder).as_posix(): packed(path) for path in folder.rglob("*") if path.is_file()}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Pass over a browser that was closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def rest(self, seconds: float = 4) -> None:
        """Wait until nothing more is asked for."""
        sent, since = self.sent, time.monotonic()
        while time.monotonic() < since + seconds:
            time.sleep(0.2)
            if self.sent != sent:
                sent, since = self.sent, time.monotonic()

    def pass_on(self, count: int) -> None:
        """Count bytes, and wait until the connection, which all requests share, has let them through."""
        with self.turn:
            self.sent += count
            self.free = max(self.free, time.monotonic()) + (count / RATE if self.slow else 0)
            free = self.free
        time.sleep(max(0, free - time.monotonic()))


def packed(path: Path) -> tuple[bytes, str, str]:
    """Return a file as a host sends it, its encoding, and a tag of its content."""
    data = path.read_bytes()
    tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    return (gzip.compress(data, 6), "gzip", tag) if path.name.endswith(COMPRESSED) else (data, "", tag)


class HostHandler(Handler):
    """Answers as `Host` says."""

    def do_GET(self):
        """Send a file, or say that the browser's own copy is still good."""
        if self.server.slow:
            time.sleep(LATENCY)
        name = unquote(urlsplit(self.path).path)[1:]
        name += "index.html" if name.endswith("/") or not name else ""
        if name not in self.server.files:
            self.send_error(404)
            return
        data, encoding, tag = self.server.files[name]
        known = self.headers.get("If-None-Match") == tag
        self.send_response(304 if known else 200)
        described = {
            "Content-Type": self.guess_type(name),
            "ETag": tag,
            "Cache-Control": "max-age=600",
            "Vary": "Accept-Encoding",
        }
        if not known:
            described |= {"Content-Length": str(len(data))} | ({"Content-Encoding": encoding} if encoding else {})
        for header, value in described.items():
            self.send_header(header, value)
        self.server.pass_on(300)  # about the headers
        self.end_headers()
        try:
            for start in range(0, 0 if known else len(data), 16384):
                self.server.pass_on(len(data[start : start + 16384]))
                self.wfile.write(data[start : start + 16384])
        except ConnectionError:
            self.close_connection = True  # the browser wants no more of it


def opened(playwright, folder: Path, **more):
    """Open a browser that keeps its cache and storage in a folder."""
    system = system_browser()
    where = {"executable_path": system} if system else {}
    more |= {"args": QUIET, "viewport": {"width": 1280, "height": 800}}
    context = playwright.chromium.launch_persistent_context(str(folder), **where, **more)
    context.add_init_script(WATCH)
    return context


def read(page, address: str) -> dict[str, float]:
    """Open the lesson's page and move its first panel; returns the seconds to each event."""
    page.goto(f"{address}/lessons/{LESSON}.html", wait_until="commit")
    page.wait_for_selector(".live input", state="attached")
    page.locator(".live input").first.press("ArrowRight")
    moved = page.wait_for_function("() => window.moved").json_value()
    painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return {"the page: text can be read": painted / 1000, "the page: the first panel has moved": moved / 1000}


def run(page) -> dict[str, float]:
    """Press Run on the lesson's page, and move the first panel that Python draws; returns the seconds to each event."""
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    seconds, begin = {}, time.monotonic()

    def note(event):
        seconds[f"after Run: {event}"] = time.monotonic() - begin

    page.locator("a.run").first.click(no_wait_after=True)
    page.locator("#lesson-start").wait_for(state="attached", timeout=120_000)
    note("progress is shown")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
    page.wait_for_function(f"() => window.jupyterapp && {NOTEBOOK}?.context.isReady", timeout=120_000)
    note("the lesson can be read")
    page.wait_for_function("() => document.documentElement.dataset.python === 'ready'", timeout=240_000)
    note("Python is ready")
    place = page.evaluate(
        f"""() => {{
            const place = {CELLS}.findIndex(cell => cell.model.id === '{PANEL}');
            {NOTEBOOK}.content.deselectAll();
            {NOTEBOOK}.content.activeCellIndex = place;
            jupyterapp.commands.execute('notebook:run-all-above');
            jupyterapp.commands.execute('notebook:run-cell');
            return place;
        }}"""
    )
    page.wait_for_function(f"() => /\\d/.test({CELLS}[{place}].prompt)", timeout=240_000)
    page.evaluate(f"() => {NOTEBOOK}.content.scrollToItem({place}, 'start')")
    root = page.locator(f".jp-Cell[data-windowed-list-index='{place}'] .lesson-panel").first
    root.locator(".lesson-picture[aria-label]").first.wait_for(timeout=60_000)
    root.locator(".noUi-handle").first.focus()
    page.evaluate("() => { window.moved = undefined }")
    while not page.evaluate("() => window.moved"):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(20)
    note("the first picture has moved")
    return seconds


def presses(page, root, handle, count: int) -> list[float]:
    """Press arrow keys on a control; returns the milliseconds from key to picture."""
    handle.focus()
    times, element = [], root.element_handle()
    for turn in range(count + 3):
        element.evaluate(TRAP)
        page.keyboard.press("ArrowRight" if turn // 5 % 2 == 0 else "ArrowLeft")
        times.append(page.evaluate("() => window.answer"))
        page.wait_for_timeout(300)
    return times[3:]


def weigh(playwright, host: Host, scratch: Path) -> None:
    """Print the size of the site's parts, and what each page takes over the wire until its panels live."""
    head("Over the wire, compressed")
    sizes = {}
    for name in sorted(host.files):
        if name == "index.html" or (name.startswith("lessons/") and name.endswith(".html")):
            context = opened(playwright, scratch / f"weight-{len(sizes)}", service_workers="block")
            before, page = host.sent, context.new_page()
            page.goto(f"{host.address}/{name}")
            page.evaluate("() => window.alive")
            sizes[name] = (host.sent - before) / 1000
            context.close()
            single(name, f"{sizes[name]:.0f} kB", "≤ 600 kB")


def visits(playwright, host: Host, scratch: Path, rounds: int) -> None:
    """Print how long first and second visits take."""
    seen, sent = {"first": [], "second": []}, {"first": [], "second": []}
    for turn in range(rounds):
        for name, found in seen.items():
            context, before = opened(playwright, scratch / f"visit-{host.slow}-{turn}"), host.sent
            page = context.pages[0]
            found.append(read(page, host.address) | run(page))
            sent[name].append((host.sent - before) / 1e6)
            host.rest()  # what was fetched is kept
            context.close()
    for name, found in seen.items():
        head(f"The {name} visit, {'10 Mbit/s with 40 ms' if host.slow else 'full speed'}")
        for event in found[0]:
            line(event, [seconds[event] for seconds in found], "s", TARGETS.get((event, name, host.slow), ""))
        line("sent by then", sent[name], "MB")


def moves(playwright, host: Host, scratch: Path) -> None:
    """Press keys on a panel of the page and on the same panel with Python, and print the times."""
    head("From key to picture")
    context = opened(playwright, scratch / "moves")
    page = context.pages[0]
    read(page, host.address)
    live = page.locator(".live").first
    live.evaluate("root => root.querySelector('[role=img]').classList.add('lesson-picture')")  # for the trap
    line("the page, without Python", presses(page, live, live.locator("input").first, 30), "ms", "≤ 20 ms")
    run(page)
    root = page.locator(".lesson-panel:visible").first
    handle = root.locator(".noUi-handle").first
    name = handle.evaluate("part => part.closest('[class*=lesson-hand-]').className.match(/lesson-hand-([\\w-]+)/)[1]")
    root.locator(f".lesson-picture[data-ready={name}]").wait_for(timeout=120_000)
    line("with Python in the tab, its row there", presses(page, root, handle, 30), "ms", "≤ 20 ms")
    context.close()


def audit(host: Host, scratch: Path) -> None:
    """Print Lighthouse's marks, for a phone at its slowed-down connection and for a desk; needs `npx` of Node.js."""
    for form in ("mobile", "desktop"):
        head(f"Lighthouse, {form}")
        for name in ("index.html", f"lessons/{LESSON}.html"):
            command = [shutil.which("npx"), "--yes", "lighthouse@12", f"{host.address}/{name}", "--quiet", "--output=json"]
            command += ["--chrome-flags=--headless=new --no-sandbox", f"--output-path={scratch / 'lighthouse.json'}"]
            command += ["--only-categories=performance,accessibility,best-practices"]
            subprocess.run(command + (["--preset=desktop"] if form == "desktop" else []), check=True)
            report = json.loads((scratch / "lighthouse.json").read_text(encoding="utf8"))
            for category in report["categories"].values():
                single(f"{name[:26]}: {category['title'].lower()}", f"{100 * category['score']:.0f}", "≥ 95")
                for part in category["auditRefs"]:
                    fault = report["audits"][part["id"]]
                    if part["weight"] and fault["score"] is not None and fault["score"] < 0.9:
                        print(f"    {fault['title']}: {fault.get('displayValue', '')}")


def main() -> None:
    """Measure and print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="weight, fast, slow, moves, lighthouse; without any, all")
    parser.add_argument("--from", dest="folder", type=Path, default=HERE.parents[1] / "build" / "site", help="a built site")
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind")
    args = parser.parse_args()
    parts = args.parts or ["weight", "fast", "slow", "moves", "lighthouse"]
    print_machine()
    print(f"the site without Pyodide: {megabytes(args.folder):.1f} MB")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        sync_playwright() as playwright,
        Host(args.folder) as host,
    ):
        scratch = Path(name)
        for part in parts:
            host.slow = part == "slow"
            if part in ("fast", "slow"):
                visits(playwright, host, scratch, args.rounds)
            elif part == "lighthouse":
                audit(host, scratch)
            else:
                {"weight": weigh, "moves": moves}[part](playwright, host, scratch)
        host.shutdown()


if __name__ == "__main__":
    main()
