"""What a control's positions would show, computed before the hand gets there and sent to the picture in rows."""

import asyncio
import time
from collections.abc import Iterator

from helpers.panels.controls import Slider

SLOW = 0.02  # seconds for one state beyond which nothing is computed ahead
CHUNK = 0.03  # seconds of work between two looks at what the hand did meanwhile
PATIENCE = 30  # such looks within which the kernel must have come to the setting that a row is asked for


class Rows:
    """Answers a picture that asks for a row, by messages of many recordings each.

    panel: the Panel. A row is left out where a state takes longer than SLOW, as a reader's own function may.
    """

    def __init__(self, panel):
        self.panel, self._task = panel, None
        panel.view.canvas.on_msg(self._asked)

    def _asked(self, _, message, buffers):
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self.send(message["row"], message["key"]))

    async def send(self, name: str, key: list) -> None:
        """Send the row of a control (or of the "buttons"), nearest positions first, while the others stand as in `key`."""
        panel = self.panel
        for _ in range(PATIENCE):  # the request may overtake the last move of the hand
            if key == panel.key(name):
                break
            await asyncio.sleep(CHUNK)
        else:
            return
        if not self._is_quick():
            self._send(name, key, [], done=True)  # an empty row says that none will come
            return
        waiting = settings(panel, name)
        done = False
        while not done and key == panel.key(name):
            until, parts = time.perf_counter() + CHUNK, []
            while time.perf_counter() < until and not done:
                place, values = next(waiting, (None, None))
                done = place is None
                if not done:
                    parts.append((place, *self._shown(name, values)))
            self._send(name, key, parts, done)
            await asyncio.sleep(0)

    def _send(self, name, key, parts, done):
        places, frames, sentences, boxes = (list(part) for part in zip(*parts, strict=True)) if parts else ([], [], [], [])
        message = {"row": name, "key": key, "places": places, "sentences": sentences, "boxes": boxes}
        self.panel.view.send(message | {"sizes": [len(frame) for frame in frames], "done": done}, b"".join(frames))

    def _is_quick(self) -> bool:
        start = time.perf_counter()
        self.panel.showing(**self.panel.values)
        return time.perf_counter() - start < SLOW

    def _shown(self, name, values):
        panel = self.panel
        state, sentence = panel.showing(**values)
        changed = {each: panel.controls[each].write(value) for each, value in values.items() if value != panel.values[each]}
        return panel.view.record(state), sentence, changed


def settings(panel, name: str) -> Iterator[tuple[int, dict]]:
    """Give the positions of a control with the values of all controls there, the nearest position first.

    panel: the Panel. name: a control, or "buttons" for the scenarios in their order.
    """
    if name == "buttons":
        yield from enumerate(panel.settled(values) for values in panel.scenarios.values())
        return
    control = panel.controls[name]
    if not isinstance(control, Slider):
        yield from ((place, panel.settled({name: option})) for place, option in enumerate(control.options))
        return
    now = control.place(panel.values[name])
    yield now, panel.settled({})
    others = [place for place in range(control.place(control.low), control.place(control.high) + 1) if place != now]
    for place in sorted(others, key=lambda place: abs(place - now)):
        yield place, panel.settled({name: control.value_at(place)})
