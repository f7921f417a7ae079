"""Turn the notebooks into pages to hand out: `python -m tools.handouts`.

They are made from what the notebooks have stored; nothing is run. A handout is one HTML file that needs no other; where a
browser is found, also a PDF. Panels move there and questions answer; on paper, and without JavaScript, stands the still picture
with its sentence.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from tools.alive import digest, script
from tools.lesson_page import lesson_page, page_style
from tools.pages import ROOT, Lesson, series, write_index

# what a handout may load: nothing but what stands in it
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script}; base-uri 'none'; form-action 'none'"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")


def write_handouts(folder: Path, lessons: Sequence[Lesson] | None = None) -> list[Path]:
    """Write one HTML page for each lesson and an index, and return their paths."""
    lessons = list(series() if lessons is None else lessons)
    folder.mkdir(parents=True, exist_ok=True)
    details = {"css": page_style(), "script": script(), "policy": POLICY.format(script=digest(script())), "home": "index.html"}
    for lesson in lessons:
        (folder / lesson.page).write_text(lesson_page(lesson, lessons, **details), encoding="utf8")
    write_index(folder, lessons, "handouts")
    return [folder / lesson.page for lesson in lessons]


def write_pdfs(folder: Path, lessons: Sequence[Lesson] | None = None) -> str:
    """Print the handouts of a folder to A4 with a browser, answers and solutions at the back; say how it went."""
    lessons = list(series() if lessons is None else lessons)
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return "No PDFs: Playwright is not installed (it comes with the extra `test`). Any browser can print the pages."
    with sync_playwright() as playwright:
        try:
            browser = open_browser(playwright)
        except Error:
            return "No PDFs: no Chromium or Chrome was found. Any browser can print the pages."
        page = browser.new_page()
        for lesson in lessons:
            page.goto((folder / lesson.page).absolute().as_uri())
            page.evaluate(_ANSWERS_AT_THE_BACK)
            page.pdf(path=folder / f"{lesson.path.stem}.pdf", prefer_css_page_size=True, print_background=True, tagged=True)
        browser.close()
    with_pdf = [Lesson(each.path, each.title, each.question, f"{each.path.stem}.pdf") for each in lessons]
    write_index(folder, with_pdf, "handouts")
    return f"Also printed as PDF: {len(lessons)} files."


def open_browser(playwright):
    """Open the system's Chromium or Chrome, or else Playwright's own; raises playwright's Error where there is none."""
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    options = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return playwright.chromium.launch(executable_path=system, args=options)


# On paper nothing unfolds: what is folded away moves to the end, under the heading of the place that it came from.
_ANSWERS_AT_THE_BACK = """() => {
  const back = document.createElement("section");
  back.className = "answers";
  back.innerHTML = "<h2>Answers and solutions</h2>";
  let heading = "", last = "";
  for (const part of document.querySelectorAll("main h1, main h2, main h3, main details:not(.source)")) {
    if (part.tagName !== "DETAILS") { heading = part.textContent; continue; }
    if (heading !== last) {
      const title = document.createElement("h3");
      title.textContent = last = heading;
      back.append(title);
    }
    const remark = document.createElement("p");
    remark.innerHTML = "<em></em>";
    remark.firstChild.textContent = part.querySelector("summary").textContent + ": at the end.";
    part.replaceWith(remark);
    part.querySelector("summary").remove();
    const moved = document.createElement("div");
    moved.append(...part.childNodes);
    back.append(moved);
  }
  if (last) document.querySelector("main").append(back);
}"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the handouts that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.handouts", description="Write the lessons as pages to hand out.")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "handouts", metavar="FOLDER", help="where to write")
    folder = parser.parse_args(arguments).to
    pages = write_handouts(folder)
    print(write_pdfs(folder))
    print(f"{len(pages)} lessons: open {folder / 'index.html'} in a browser.")


if __name__ == "__main__":
    main()
