"""A hub and its students, without browsers: each logs in, runs a lesson and drags a slider as JupyterLab's page would."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import httpx
import nbformat
from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LESSON = "03-batch-gradient-descent.ipynb"
PASSWORD = "w is 2, of course"
FRAME = 1 / 60  # seconds between two moves that a hand's page can tell apart


def missing() -> str:
    """Say what a hub would need that is not here, or nothing."""
    try:
        import jupyterhub  # noqa: F401
    except ImportError:
        return "the optional extra `class` is not installed"
    if not shutil.which(os.environ.get("CLASS_PROXY", "configurable-http-proxy")):
        return "configurable-http-proxy is not there (npm install -g configurable-http-proxy, or its path in CLASS_PROXY)"
    return ""


class Hub:
    """The hub of `jupyterhub_config.py` on a free port of this machine, its students' folders in a folder given."""

    def __init__(self, folder: Path, seconds: float = 60):
        ports = []
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            for each in (one, two, three):
                each.bind(("127.0.0.1", 0))
                ports.append(each.getsockname()[1])
        self.address = f"http://127.0.0.1:{ports[0]}"
        settings = {"CLASS_ADDRESS": self.address, "CLASS_FOLDER": str(folder), "CLASS_PASSWORD": PASSWORD}
        more = ["--LabApp.expose_app_in_browser=True"]  # for the pages of a measurement
        more += ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []  # as in a container that runs the tests
        settings["CLASS_ARGUMENTS"] = " ".join(more)
        command = [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")]
        command += [f"--JupyterHub.hub_port={ports[1]}", f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{ports[2]}"]
        self.log = open(folder / "hub.log", "w", encoding="utf8")  # noqa: SIM115 closed in stop()
        self.process = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings, stdout=self.log, stderr=subprocess.STDOUT
        )
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx.get(f"{self.address}/hub/api").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"the hub did not start: {(folder / 'hub.log').read_text(encoding='utf8')[-2000:]}")

    def stop(self) -> None:
        """End the hub, its proxy and all servers."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


class Student:
    """One student: a login, a server, a kernel, and the messages that a notebook's page would send and get."""

    def __init__(self, address: str, name: str):
        self.address, self.name, self.root = address, name, f"/user/{name}"
        self.client = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=180)
        self.widgets, self.waiting, self.outputs, self.heard = {}, {}, {}, []
        self.session, self.socket = uuid.uuid4().hex, None

    def token(self, path: str) -> str:
        """Return what a form must carry, so that no other page can send it."""
        found = [each.value for each in self.client.cookies.jar if each.name == "_xsrf" and each.path == path]
        return found[0]

    async def get(self, path: str, tries: int = 3) -> httpx.Response:
        """Fetch something, again where the proxy closed a connection that had rested, as a browser does."""
        for _ in range(tries - 1):
            try:
                return await self.client.get(path)
            except (httpx.ReadError, httpx.RemoteProtocolError):
                continue
        return await self.client.get(path)

    async def log_in(self, seconds: float = 180) -> None:
        """Log in with the class's password, and wait until the student's own server answers."""
        await self.get("/hub/login")
        form = {"username": self.name, "password": PASSWORD, "_xsrf": self.token("/hub/")}
        (await self.client.post("/hub/login", data=form)).raise_for_status()
        end = time.monotonic() + seconds
        while (await self.get(f"{self.root}/api")).status_code != 200:
            if time.monotonic() > end:
                raise TimeoutError(f"the server of {self.name} did not start")
            await asyncio.sleep(0.3)

    async def open_page(self, addresses: list[str]) -> None:
        """Fetch JupyterLab's page, and then what a browser fetches for it, six things at a time."""
        (await self.get(f"{self.root}/lab/tree/notebooks/{LESSON}")).raise_for_status()
        places = asyncio.Semaphore(6)

        async def fetch(path):
            async with places:
                await self.get(self.root + path)

        await asyncio.gather(*map(fetch, addresses))

    async def open_lesson(self) -> None:
        """Read the lesson, start its kernel and listen to it."""
        book = await self.get(f"{self.root}/api/contents/notebooks/{LESSON}")
        book.raise_for_status()
        self.cells = [cell for cell in nbformat.from_dict(book.json()["content"]).cells if cell.cell_type == "code"]
        asked = {"path": f"notebooks/{LESSON}", "name": LESSON, "type": "notebook", "kernel": {"name": "python3"}}
        headers = {"X-XSRFToken": self.token(f"{self.root}/")}
        answer = await self.client.post(f"{self.root}/api/sessions", json=asked, headers=headers)
        answer.raise_for_status()
        self.kernel = answer.json()["kernel"]["id"]
        path = f"{self.root}/api/kernels/{self.kernel}/channels?session_id={self.session}"
        cookies = self.client.build_request("GET", path).headers["cookie"]
        request = HTTPRequest(self.address.replace("http", "ws", 1) + path, headers={"Cookie": cookies}, request_timeout=180)
        self.socket = await websocket_connect(request, max_message_size=2**27)
        self.listener = asyncio.create_task(self._listen())

    async def _listen(self):
        while (message := await self.socket.read_message()) is not None:
            content = deserialize_binary_message(message) if isinstance(message, bytes) else json.loads(message)
            self._take(content["msg_type"], content["content"], content["parent_header"].get("msg_id"))

    def _take(self, kind, content, parent):
        if kind == "status" and content["execution_state"] == "idle" and parent in self.waiting:
            self.waiting.pop(parent).set()
        elif kind == "comm_open":
            self.widgets[content["comm_id"]] = dict(content["data"].get("state", {}))
        elif kind == "comm_msg":
            self.heard.append((time.perf_counter(), content["comm_id"], content["data"]))
            self.widgets.get(content["comm_id"], {}).update(content["data"].get("state", {}))
        elif kind in ("display_data", "execute_result", "error"):
            self.outputs.setdefault(parent, []).append((kind, content))

    async def _send(self, kind, content):
        number = uuid.uuid4().hex
        header = {"msg_id": number, "session": self.session, "username": self.name, "msg_type": kind, "version": "5.3"}
        rested = self.waiting[number] = asyncio.Event()
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        await self.socket.write_message(json.dumps(message))
        return number, rested

    async def run(self, code: str) -> list:
        """Run code, wait until the kernel rests, and return what it showed: pairs of a kind and its content."""
        wanted = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        number, rested = await self._send("execute_request", wanted)
        await asyncio.wait_for(rested.wait(), 120)
        return self.outputs.pop(number, [])

    async def run_to(self, cell_id: str) -> list:
        """Run the lesson from the top to a cell, and return what that cell showed."""
        for cell in self.cells:
            shown = await self.run(cell.source)
            failed = [content["evalue"] for kind, content in shown if kind == "error"]
            if failed:
                raise RuntimeError(f"{self.name}: {cell.id}: {failed}")
            if cell.id == cell_id:
                return shown
        raise LookupError(f"no cell is named {cell_id}")

    def panel(self) -> tuple[str, dict]:
        """Return the number of the first panel's picture, and its controls by name as the page learns of them."""
        canvas = next(number for number, state in self.widgets.items() if "hands" in state)
        return canvas, {hand["name"]: hand for hand in self.widgets[canvas]["hands"]}

    async def near(self, name: str, seconds: float) -> tuple[float | None, int]:
        """Come near a control, and wait for what its positions would show, which the kernel then sends ahead.

        Returns the seconds until that was all of them (None where it took longer than `seconds`), and how many came.
        """
        canvas, hands = self.panel()
        others = [self._state(hand["box"])["value"] for hand in hands.values() if hand["name"] != name]
        self.heard.clear()
        start = time.perf_counter()
        row = {"method": "custom", "content": {"row": name, "key": others}}
        await self._send("comm_msg", {"comm_id": canvas, "data": row})
        while True:
            parts = [data["content"] for _, number, data in self.heard if number == canvas and "content" in data]
            done, late = any(part["done"] for part in parts), time.perf_counter() - start > seconds
            if done or late:
                return (time.perf_counter() - start if done else None), sum(len(part["places"]) for part in parts)
            await asyncio.sleep(0.1)

    def _state(self, model):
        return self.widgets[model.removeprefix("IPY_MODEL_")]

    async def drag(self, name: str, seconds: float) -> tuple[list[float], list[float]]:
        """Move a control up and down for a while, each move sent when the last was answered.

        Returns the seconds that each answer took, and the times at which the kernel's pictures came.
        """
        canvas, hands = self.panel()
        slider = hands[name]["slider"].removeprefix("IPY_MODEL_")
        low, high = self.widgets[slider]["min"], self.widgets[slider]["max"]
        self.heard.clear()
        start = time.perf_counter()
        took, place, step = [], (low + high) // 2, 3
        while time.perf_counter() - start < seconds:
            place += step
            if not low <= place <= high:
                step = -step
                place += 2 * step
            begin = time.perf_counter()
            move = {"method": "update", "state": {"value": place}, "buffer_paths": []}
            _, rested = await self._send("comm_msg", {"comm_id": slider, "data": move})
            await asyncio.wait_for(rested.wait(), 60)
            took.append(time.perf_counter() - begin)
            await asyncio.sleep(max(0, FRAME - took[-1]))
        pictures = [when - start for when, number, data in self.heard if number == canvas and "shown" in data.get("state", {})]
        return took, pictures

    async def leave(self) -> None:
        """Close the page; the server and the kernel stay, as they do when a student shuts a laptop."""
        if self.socket:
            self.socket.close()
            await self.listener
        await self.client.aclose()
