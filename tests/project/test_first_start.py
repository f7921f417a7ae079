"""The README's command on a machine where nothing was ever started: it asks nothing and answers this machine alone."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from readme import fenced

ROOT = Path(__file__).parents[2]


class FirstStart:
    """The lab as the README's command starts it, in a home where nothing was ever started; no browser opens."""

    def __init__(self, home: Path):
        self.runtime = home / "runtime"
        settings = home / "settings"
        settings.mkdir(parents=True)
        answers = {"open_browser": False, "allow_root": True}  # root runs the tests in some places, and no one has a screen
        (settings / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": answers}), encoding="utf8")
        places = {"JUPYTER_CONFIG_DIR": settings, "JUPYTER_DATA_DIR": home / "data", "JUPYTER_RUNTIME_DIR": self.runtime}
        *_, command = fenced("sh")[0].split(" && ")
        program, *words = command.split()
        assert (program, words.pop(0)) == (".venv/bin/jupyter", "lab")
        self.log = open(home / "lab.log", "w", encoding="utf8")  # noqa: SIM115 closed in stop()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *words],
            cwd=ROOT,
            env=os.environ | {name: str(place) for name, place in places.items()} | {"IPYTHONDIR": str(home / "ipython")},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.about = self._told()

    def _told(self, seconds: float = 60) -> dict:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            for path in self.runtime.glob("jpserver-*.json"):
                about = json.loads(path.read_text(encoding="utf8"))
                try:
                    urllib.request.urlopen(about["url"] + "api").close()
                    return about
                except OSError:
                    pass
            time.sleep(0.2)
        self.stop()
        raise RuntimeError("the lab did not start")

    def ask(self, path: str, token: str = "") -> tuple[int, str]:
        """Return the status and the text of an answer; one that leads to the login page counts as 403."""
        headers = {"Authorization": f"token {token}"} if token else {}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.about["url"] + path, headers=headers)) as answer:
                return (403 if "/login" in answer.url else answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


@pytest.fixture(scope="module")
def taken():
    """Port 8888 held by someone else, as by a second lab."""
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", 8888))
            other.listen()
        except OSError:
            pass  # somebody else holds it already
        yield 8888


@pytest.fixture(scope="module")
def started(tmp_path_factory, taken):
    lab = FirstStart(tmp_path_factory.mktemp("home"))
    yield lab
    lab.stop()


def test_the_lab_listens_to_this_machine_alone(started):
    process = psutil.Process(started.process.pid)
    listening = [each.laddr.ip for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    assert listening
    assert set(listening) <= {"127.0.0.1", "::1"}


def test_the_lab_takes_another_port_where_its_own_is_taken(started, taken):
    assert started.about["port"] != taken


def test_the_lab_answers_nobody_without_its_token(started):
    token = started.about["token"]
    assert len(token) >= 32
    for path in ("api/contents", "api/kernels", "api/sessions", "files/01-exhaustive-search.ipynb", "lab"):
        assert started.ask(path)[0] == 403
        assert started.ask(path, token="0" * len(token))[0] == 403
    status, text = started.ask("api/contents", token)
    assert status == 200
    assert "01-exhaustive-search.ipynb" in text


def test_the_lab_neither_asks_about_news_nor_looks_for_updates(started):
    _, text = started.ask("lab/api/settings/@jupyterlab/apputils-extension:notification", started.about["token"])
    settings = json.loads(text)
    answered = {name: entry["default"] for name, entry in settings["schema"]["properties"].items()}
    assert answered["fetchNews"] == "false", "install anew: the answers lie in helpers/lab"
    assert answered["checkForUpdates"] is False
