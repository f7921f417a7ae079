"""Start a real JupyterLab on a copy of the notebooks, and a real browser in front of it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ARTEFACTS = Path(__file__).parents[1] / "artefacts"
OWN = "gradient-descent-lessons-saved"  # the extension as it lies here, whichever was installed
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def system_browser() -> str | None:
    """Return where the system's Chromium or Chrome lies, if there is one."""
    return next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)


def launch(playwright):
    """Launch Playwright's own Chromium, or the system's where that was not downloaded; None where there is neither."""
    system = system_browser()
    if system:
        return playwright.chromium.launch(executable_path=system, args=QUIET)
    try:
        return playwright.chromium.launch(args=QUIET)
    except Error:
        return None


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium; the tests are skipped where none is found, and fail where REQUIRE_BROWSER is set.

    It ends with its module: as long as Playwright runs, so does its event loop, and other tests start loops of their own.
    """
    with sync_playwright() as playwright:
        found = launch(playwright)
        if found is None:
            message = "no browser: neither Playwright's Chromium nor a system Chromium or Chrome was found"
            if os.environ.get("REQUIRE_BROWSER"):
                pytest.fail(message)
            pytest.skip(message)
        yield found
        found.close()


@pytest.fixture
def without_storage(browser, tmp_path):
    """A Chromium whose reader has blocked all data of sites in its settings."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings))
    context = browser.browser_type.launch_persistent_context(tmp_path, executable_path=system_browser(), args=QUIET)
    yield context
    context.close()


class Lab:
    """A JupyterLab server on loopback, with settings and notebooks of its own."""

    def __init__(self, folder: Path, **environment: str):
        self.folder = folder / "notebooks"
        shutil.copytree(NOTEBOOKS, self.folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        # the Pyodide kernel of the lessons' site is an extension too, but none that an ordinary lab can load
        installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
        shutil.copytree(installed, folder / "labextensions", ignore=shutil.ignore_patterns("@jupyterlite", OWN))
        shutil.copytree(NOTEBOOKS.parent / "helpers" / "lab" / "extension", folder / "labextensions" / OWN)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        homes = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--IdentityProvider.token="]
        command += ["--allow-root", f"--ServerApp.root_dir={self.folder}", "--expose-app-in-browser"]
        command += [f"--LabApp.labextensions_path={folder / 'labextensions'}"]
        self.log = open(folder / "lab.log", "w", encoding="utf8")  # noqa: SIM115 closed in stop()
        self.process = subprocess.Popen(
            command, env=os.environ | homes | environment, stdout=self.log, stderr=subprocess.STDOUT, cwd=folder
        )
        self.address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/api").close()
                return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"JupyterLab did not answer at {self.address}")

    def stop(self) -> None:
        """End the server and its kernels."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """A lab at desk size."""
    server = Lab(tmp_path_factory.mktemp("desk"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stage_lab(tmp_path_factory, browser):
    """A lab at lecture size."""
    server = Lab(tmp_path_factory.mktemp("stage"), LECTURE_SIZE="1")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def artefacts():
    """The folder of screenshots."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


def pytest_collection_modifyitems(items):
    """Mark what stands in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
