"""Measure what a class costs: students who log in at once, run lesson 3 and drag its panel at once, on this machine.

    python tests/benchmarks/class_load.py [--students 20] [--pages 2] [--seconds 30]

Prints a table; nothing passes or fails. Needs the extras `class` and `test` and configurable-http-proxy (its path in
CLASS_PROXY where it is not in PATH). A student is a set of messages, those that JupyterLab's page would send; all come from
this one process, so no student's browser weighs on the machine. `--pages` of the students are real pages in one headless
Chromium instead, which does weigh on it: without them the figures are those of laptops, with them they say what a hand sees.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import numpy as np
import psutil
from playwright.async_api import async_playwright

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "browser")]
from classroom.students import LESSON, PASSWORD, Hub, Student, missing  # noqa: E402
from lesson_page import CELLS, COUNT  # noqa: E402

PANEL = "panel-descent"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def line(what: str, values, unit: str) -> None:
    """Print the median of some values with their range."""
    if len(values):
        low, middle, high = np.percentile(values, [0, 50, 100])
        print(f"  {what:<58} {middle:8.1f} {unit:<5} {low:8.1f} … {high:.1f}", flush=True)


class Page:
    """A student with a real page."""

    def __init__(self, hub: Hub, browser, name: str):
        self.hub, self.browser, self.name = hub, browser, name
        self.asked = []

    async def log_in(self) -> None:
        """Type the password and open the lesson."""
        context = await self.browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = await context.new_page()
        self.page.set_default_timeout(300_000)
        self.page.on("request", lambda request: self.asked.append((request.method, request.url)))
        lesson = f"/user/{self.name}/lab/tree/notebooks/{LESSON}"
        wanted = urllib.parse.quote(f"/hub/spawn/{self.name}?next={lesson}")
        await self.page.goto(f"{self.hub.address}/hub/login?next={wanted}")
        await self.page.fill("#username_input", self.name)
        await self.page.fill("#password_input", PASSWORD)
        await self.page.click("#login_submit")
        await self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        await self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )

    async def run(self) -> None:
        """Choose Run All Cells, and wait until the panel has drawn its picture."""
        await self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells') }")
        place = await self.page.evaluate(f"() => {CELLS}.findIndex(cell => cell.model.id === '{PANEL}')")
        await self.page.evaluate(f"() => jupyterapp.shell.currentWidget.content.scrollToItem({place}, 'start')")
        self.cell = self.page.locator(f".jp-Cell[data-windowed-list-index='{place}']")
        self.picture = self.cell.locator(".lesson-panel .lesson-picture[aria-label]").first
        await self.picture.wait_for()

    async def drag(self, seconds: float) -> float:
        """Move the first handle to and fro with the mouse; returns the pictures a second that were drawn."""
        await self.page.wait_for_function(f"() => {CELLS}.every(cell => cell.prompt !== '*')")
        await self.cell.locator(".lesson-panel").first.scroll_into_view_if_needed()
        await self.picture.evaluate(COUNT)
        handle = self.cell.locator(".noUi-handle").first
        track = await handle.locator("xpath=ancestor::div[contains(@class, 'slider-container')]").bounding_box()
        y = track["y"] + track["height"] / 2
        await handle.hover()
        await self.page.mouse.down()
        start, share, step = time.monotonic(), 0.5, 0.004
        before = await self.picture.evaluate("picture => picture.drawn")
        while time.monotonic() - start < seconds:
            share += step
            step = -step if not 0.02 < share < 0.98 else step
            await self.page.mouse.move(track["x"] + share * track["width"], y)
            await asyncio.sleep(1 / 60)
        drawn = await self.picture.evaluate("picture => picture.drawn") - before
        lasted = time.monotonic() - start
        await self.page.mouse.up()
        return drawn / lasted


def memory(folder: Path) -> tuple[list[float], list[float], float]:
    """Return the megabytes of each server, of each kernel and of the hub; what several share is divided among them."""
    servers, kernels, hub = [], [], 0.0
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            places = (words, process.cwd(), process.environ().get("CLASS_FOLDER", ""))
            if not any(str(folder) in text for text in places) or process.cwd().startswith(str(folder / "visitor")):
                continue
            size = process.memory_full_info().pss / 2**20
        except psutil.Error:
            continue
        if "ipykernel_launcher" in words:
            kernels.append(size)
        elif "jupyterhub.singleuser" in words:
            servers.append(size)
        elif "jupyterhub" in words or "configurable-http-proxy" in words:
            hub += size
    return servers, kernels, hub


async def every(students, act) -> list:
    """Let all students do something at once; returns for each the seconds it took, or the error that stopped it."""

    async def one(student):
        start = time.perf_counter()
        try:
            await act(student)
        except Exception as error:
            return error
        return time.perf_counter() - start

    return await asyncio.gather(*map(one, students))


def report(what: str, took: list) -> None:
    """Print how many got through, and in which time; and what stopped the others."""
    line(f"{what} ({sum(isinstance(each, float) for each in took)} of {len(took)})", through(took), "s")
    for error in {repr(each) for each in took if not isinstance(each, float)}:
        print(f"    {error[:200]}")


def through(took: list) -> list[float]:
    """Return the seconds of those who got through."""
    return [each for each in took if isinstance(each, float)]


async def files_of_a_page(hub: Hub, browser) -> list[str]:
    """Return what a browser fetches for JupyterLab's page, as addresses seen from the student's root."""
    visitor = Page(hub, browser, "visitor")
    await visitor.log_in()
    root = f"{hub.address}/user/visitor"
    found = [url.removeprefix(root) for method, url in visitor.asked if method == "GET" and url.startswith(root)]
    await visitor.page.context.close()
    return [path for path in found if path.startswith(("/static/", "/lab/extensions/", "/lab/api/"))]


async def lesson(hub: Hub, folder: Path, count: int, pages: int, seconds: float, browser) -> None:
    """Let the class arrive, run the lesson and drag; print the table."""
    addresses = await files_of_a_page(hub, browser)
    print(f"a page of JupyterLab: {len(addresses)} files")
    seen = [Page(hub, browser, f"page-{k}") for k in range(pages)]
    students = [Student(hub.address, f"student-{k}") for k in range(count - pages)]
    began = time.process_time()

    async def arrive(student):
        await student.log_in()
        if isinstance(student, Student):
            await student.open_page(addresses)
            await student.open_lesson()

    async def run(student):
        await (student.run_to(PANEL) if isinstance(student, Student) else student.run())

    start = time.perf_counter()
    arrived = await every(students + seen, arrive)
    report("login to the lesson open", arrived)
    there = [student for student, took in zip(students + seen, arrived, strict=True) if isinstance(took, float)]
    ran = await every(there, run)
    report("Run All Cells to the panel's picture", ran)
    print(f"  {'from the first login to the last picture':<58} {time.perf_counter() - start:8.1f} s")
    there = [student for student, took in zip(there, ran, strict=True) if isinstance(took, float)]
    ahead, moved = {}, {}

    async def near(student):
        ahead[student] = await student.near("start", 120)

    async def drag(student):
        moved[student] = await student.drag("start", seconds)

    await every([student for student in there if isinstance(student, Student)], near)
    whole = [took for took, _ in ahead.values() if took]
    line(f"all come near a handle: until all positions are sent ({len(whole)})", whole, "s")
    line("positions that were sent", [sent for _, sent in ahead.values()], "")
    psutil.cpu_percent()
    dragged = await every(there, drag)
    busy = psutil.cpu_percent()
    print(f"all drag at once for {seconds:.0f} s, processors {busy:.0f} % busy")
    report("dragged to the end", dragged)
    by_message = [each for student, each in moved.items() if isinstance(student, Student)]
    line("the kernel's pictures a second, a student", [len(pictures) / seconds for _, pictures in by_message], "1/s")
    line("a move's answer", [1e3 * took for answers, _ in by_message for took in answers], "ms")
    line("a move's answer, 95 of 100 moves of a student below", [1e3 * np.percentile(a, 95) for a, _ in by_message], "ms")
    line("pictures a second on a real page", [each for student, each in moved.items() if isinstance(student, Page)], "1/s")
    servers, kernels, hub_size = memory(folder)
    line("memory of a student's server", servers, "MB")
    line("memory of a student's kernel", kernels, "MB")
    print(f"  {'memory of a student':<58} {np.mean(servers) + np.mean(kernels):8.1f} MB")
    print(f"  {'memory of the hub and its proxy':<58} {hub_size:8.1f} MB")
    print(f"  {'processor time of all messages, in this process':<58} {time.process_time() - began:8.1f} s")
    alone = there[0]
    if isinstance(alone, Student):
        _, pictures = await alone.drag("start", 5)
        print(f"one student alone: {len(pictures) / 5:.1f} of the kernel's pictures a second")
    for student in students:
        await student.leave()


async def main() -> None:
    """Start the hub and a browser, and measure."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--students", type=int, default=20)
    asked.add_argument("--pages", type=int, default=0)
    asked.add_argument("--seconds", type=float, default=30)
    options = asked.parse_args()
    if reason := missing():
        sys.exit(reason)
    load = os.getloadavg()[0]
    print(f"{options.students} students, {options.pages} of them real pages; {os.cpu_count()} cores, load before: {load:.1f}")
    folder = Path(tempfile.mkdtemp(prefix="class-"))
    hub = Hub(folder)
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            await lesson(hub, folder, options.students, options.pages, options.seconds, browser)
            await browser.close()
    finally:
        hub.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main())
