"""What a control's positions would show, computed before the hand gets there and sent to the picture in rows."""

import asyncio
import time
from collections.abc import Iterator

from helpers.panels.controls import Slider
from helpers.panels.view import verdict

SLOW = 0.15  # seconds for one picture beyond which nothing is computed ahead
CHUNK = 0.03  # seconds of work between two looks at what the hand did meanwhile
BREATH = 0.005  # seconds left to what the hand did; none at all would starve it in a browser's own Python
PATIENCE = 30  # such looks within which the kernel must have come to the setting that a row is asked for


class Rows:
    """Answers a picture that asks for a row, by messages of many recordings each.

    panel: the Panel. A row ends where three pictures in a row took longer than SLOW, as a reader's own function may: the first
    of a row may be remembered from before, and one may have had to wait for something else.
    """

    def __init__(self, panel):
        self.panel, self._task, self._times = panel, None, [0.0, 0.0, 0.0]
        panel.view.canvas.on_msg(self._asked)

    def _asked(self, _, message, buffers):
        if "row" not in message:
            return
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
        waiting = settings(panel, name)
        done = False
        while not done:
            with panel.lock:
                if key != panel.key(name):
                    return
                parts, done = self._chunk(name, waiting)
                self._send(name, key, parts, done)
            await asyncio.sleep(BREATH)

    def _chunk(self, name, waiting):
        """Compute as many positions as take a CHUNK; returns them, and whether no more are to come."""
        until, parts = time.perf_counter() + CHUNK, []
        for place, values in waiting:
            begin = time.perf_counter()
            try:
                parts.append((place, *self._shown(name, values)))
            except Exception:  # of a reader's function: it is told when the hand gets there
                return parts, True
            end = time.perf_counter()
            self._times = [*self._times[-2:], end - begin]
            if min(self._times) > SLOW:
                return parts, True
            if end > until:
                return parts, False
        return parts, True

    def _send(self, name, key, parts, done):
        columns = zip(*parts, strict=True) if parts else [[]] * 5
        places, frames, sentences, verdicts, boxes = map(list, columns)
        message = {"row": name, "key": key, "places": places, "sentences": sentences, "verdicts": verdicts, "boxes": boxes}
        self.panel.view.send(message | {"sizes": [len(frame) for frame in frames], "done": done}, b"".join(frames))

    def _shown(self, name, values):
        panel = self.panel
        state, sentence = panel.showing(**values)
        # not only what differs from now: the hand comes back from where it differs
        moved = [each for each in panel.sliders if name in ("buttons", each, panel.controls[each].at_most)]
        boxes = {each: panel.controls[each].write(values[each]) for each in moved}
        return panel.view.record(state), sentence, verdict(state), boxes


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
