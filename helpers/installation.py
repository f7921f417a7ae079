"""The set-up check: are the packages there, and do widgets work?"""

import html
import platform
from collections.abc import Mapping
from importlib import metadata

import ipywidgets as widgets

from helpers.asking import paragraph
from helpers.browser import in_browser

NEEDED = {"numpy": 2, "matplotlib": 3, "ipywidgets": 8, "anywidget": 0, "jupyterlab": 4}  # least major version


def setup_faults(found: Mapping[str, str], python: tuple[int, ...]) -> list[str]:
    """List in words what is missing or too old.

    found: maps a package's name to its version, for the packages that are installed. python: the version of Python.

    >>> found = {"numpy": "2.1.0", "matplotlib": "3.10", "ipywidgets": "7.8", "anywidget": "0.11", "jupyterlab": "4.3"}
    >>> setup_faults(found, (3, 12))
    ['ipywidgets 7.8 is too old, the lessons need 8 or newer']
    """
    faults = [] if python >= (3, 11) else [f"Python {'.'.join(map(str, python))} is too old, the lessons need 3.11 or newer"]
    for name, least in NEEDED.items():
        if name not in found:
            faults.append(f"{name} is not installed")
        elif int(found[name].split(".")[0]) < least:
            faults.append(f"{name} {found[name]} is too old, the lessons need {least} or newer")
    return faults


def setup_check() -> widgets.VBox:
    """Check the set-up: versions in words, and a slider with which the reader sees whether widgets work."""
    found = {"jupyterlab": "4"} if in_browser() else {}  # there the page itself is one, and no package
    for name in NEEDED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    faults = setup_faults(found, tuple(map(int, platform.python_version_tuple()[:2])))
    repair = "In a terminal, in the course's folder, run: python -m pip install -r requirements.txt; then restart the kernel."
    verdict = "Versions: all as the lessons need them." if not faults else f"Versions: {'; '.join(faults)}. {repair}"
    return _SetupCheck(verdict, f"Python {platform.python_version()}, " + ", ".join(f"{k} {v}" for k, v in found.items()))


class _SetupCheck(widgets.VBox):
    def __init__(self, verdict, versions):
        self.verdict = verdict
        slider = widgets.IntSlider(3, min=0, max=10, description="drag me")
        answer = widgets.HTML(paragraph("Widgets: drag the slider. If this line counts along, everything works."))
        slider.observe(
            lambda change: setattr(answer, "value", paragraph(f"Widgets: they work, the kernel saw {change['new']}.")), "value"
        )
        self.slider, self.answer = slider, answer
        super().__init__([widgets.HTML(paragraph(verdict)), widgets.HTML(paragraph(f"Found: {versions}")), slider, answer])

    def _repr_mimebundle_(self, **kwargs):
        hidden = (
            "Widgets: no slider is shown here. In JupyterLab reload the page, then choose Restart Kernel and Run All Cells; "
            "elsewhere open the lesson in JupyterLab."
        )
        page = f"<p>{html.escape(self.verdict)}</p><p>{html.escape(hidden)}</p>"
        return super()._repr_mimebundle_(**kwargs) | {"text/html": page, "text/plain": f"{self.verdict}\n{hidden}"}
