"""The lessons as pages of the site: alive at once, before any Python is there."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tools.alive import panel_of, script, states_of
from tools.lesson_page import lesson_page, page_style
from tools.pages import TEMPLATES, Lesson

# what a page may load: files of its own host; the style attributes are those that answers of cells were stored with
POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
POLICY += "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
FIRST = "descent_panel()"  # the panel with which the start page opens
FIRST_SHARE = 60_000  # letters
# for the picture of a lesson's card: its panel, how it stands, and which of its axes, from the left
BEST = {
    "01": ("grid_panel()", {"landscape": "hidden valley", "step": 0.5}, 0),
    "02": ("blocks_panel()", {"landscape": "hidden valley", "centre": 3.6, "width": 0.2, "parts": 9, "rounds": 3}, 0),
    "03": ("descent_panel()", {"start": -0.8, "learning_rate": 0.19, "epoch": 4}, 0),
    "04": ("stochastic_panel()", {"learning_rate": 0.05, "epoch": 6}, 1),
    "05": ("minibatch_panel()", {"start": 3.4, "learning_rate": 0.05, "epoch": 1}, 0),
    "06": ("race_panel()", {"budget": 1200}, 1),
}


def write_assets(site: Path) -> str:
    """Write the style of the start page and the script of all pages, and return their address in the site without ending.

    Their name changes with what they say, so that a page never meets those of another edition.
    """
    texts = {".css": page_style(), ".js": script()}
    name = f"lessons/page-{hashlib.sha256(''.join(texts.values()).encode()).hexdigest()[:12]}"
    (site / "lessons").mkdir(exist_ok=True)
    for ending, text in texts.items():
        (site / f"{name}{ending}").write_text(text, encoding="utf8")
    return name


def write_lessons(site: Path, lessons: Sequence[Lesson], binder: str) -> None:
    """Write a page for each lesson into the site; binder: the address at which Binder opens the folder of the notebooks."""
    details = {"policy": POLICY, "home": "../index.html", "icon": "../static/icon.svg", "shared": f"../{write_assets(site)}"}
    details["css"] = page_style()  # a text that waits for its style is read later
    for lesson in lessons:
        places = {"run": f"../notebooks/index.html?path={lesson.path.name}", "binder": f"{binder}/{lesson.path.name}"}
        (site / "lessons" / lesson.page).write_text(lesson_page(lesson, lessons, **places, **details), encoding="utf8")


def lead_to_sections(site: Path) -> None:
    """Let a lesson in JupyterLite open at the section that a page's link names."""
    (site / "static" / "section.js").write_bytes((TEMPLATES / "site" / "section.js").read_bytes())
    page = site / "notebooks" / "index.html"
    text = page.read_text(encoding="utf8").replace("</head>", '<script defer src="../static/section.js"></script></head>', 1)
    page.write_text(text, encoding="utf8")


def first_panel() -> dict:
    """Return the panel of the start page: its states, and its still picture with its sentence and size."""
    panel = panel_of(FIRST)
    still = panel.still()
    size = Image.open(io.BytesIO(still)).size
    return {"states": states_of(FIRST, FIRST_SHARE), "sentence": panel.text, "still": still, "size": size}


def best_picture(number: str) -> tuple[bytes, str] | None:
    """Return a lesson's picture at its best moment as a PNG, and its words; None where a lesson has no panel.

    number: of the lesson, in two digits. One of the panel's axes is cut out, whose labels can be read on a card.
    """
    if number not in BEST:
        return None
    source, values, place = BEST[number]
    panel = panel_of(source)
    panel.set(**values)
    state, sentence = panel.state()
    whole = panel.view.picture(state)
    ends = sorted(panel.view.place.values())
    middle = ends[0][1] + 0.2 * (ends[1][0] - ends[0][1])
    left, right = ((0, middle), (middle, 1))[place]
    picture = whole.crop((round(left * whole.width), 0, round(right * whole.width), whole.height))
    picture = picture.resize((608, round(608 * picture.height / picture.width)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue(), sentence
