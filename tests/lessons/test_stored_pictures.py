"""The pictures stored in a lesson are those that its cells draw now; nbval compares what is printed, and no pictures."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tools.notebooks import lessons, notebook

MEASURED = {"memory-run"}  # what numpy holds is counted with what else happens, which a kernel and this process do differently
LESSONS = [path.name[:2] for path in lessons()]
OTHER = 64  # of 255: a pixel that differs by more is another one
FEW = 0.0005  # the share of pixels that another system may draw otherwise


def colours(png: bytes) -> np.ndarray:
    """Return the colours of a picture, shape (height, width, 3), 0 to 255."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)


def difference(one: bytes, other: bytes) -> float:
    """Return the share of pixels in which two pictures differ, 1 for pictures of different sizes."""
    one, other = colours(one), colours(other)
    return float((abs(one - other).max(axis=2) > OTHER).mean()) if one.shape == other.shape else 1.0


def stored(cell) -> list[bytes]:
    """Return the pictures that stand beneath a cell."""
    return [base64.b64decode(out.data["image/png"]) for out in cell.outputs if "image/png" in out.get("data", {})]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_stored_pictures_are_those_that_the_cells_draw(lesson, ran):
    drawn, faults = ran(lesson).pictures, []
    for cell in notebook(lesson).cells:
        measured = cell["id"] in MEASURED or "nbval-ignore-output" in cell.metadata.get("tags", ())
        if cell.cell_type != "code" or measured:
            continue
        before, now = stored(cell), drawn[cell["id"]]
        shares = [difference(*pair) for pair in zip(before, now, strict=False)]
        if len(before) != len(now) or max(shares, default=0) > FEW:
            faults.append(f"{cell['id']}: {len(before)} stored, {len(now)} drawn; the shares of pixels that differ: {shares}")
    assert faults == [], f"run python -m tools.refresh for lesson {lesson}, and look at:\n" + "\n".join(faults)


def test_one_label_that_moves_is_noticed():
    page = np.full((400, 900, 3), 255, dtype=np.uint8)
    moved = page.copy()
    page[100:112, 100:180:2] = moved[100:112, 140:220:2] = 0  # about as many dark pixels as a word has
    one, other = (io.BytesIO() for _ in range(2))
    Image.fromarray(page).save(one, "PNG")
    Image.fromarray(moved).save(other, "PNG")
    assert difference(one.getvalue(), one.getvalue()) == 0
    assert difference(one.getvalue(), other.getvalue()) > FEW
