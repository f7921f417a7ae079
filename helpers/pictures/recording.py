"""Record what artists draw as short lists of numbers, which a browser's canvas repeats at any resolution.

A `Recorder` stands where matplotlib's Agg renderer stands: `artist.draw(recorder)` notes strokes, fills and marks instead of
pixels. What stands in many recordings (colours, dashes, the outlines of marks and letters) is written once into `styles`.
A recording is a row of whole numbers of two bytes: the place of a style, how many numbers follow, and then x and y in tenths of
a pixel from the upper left corner.
"""

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

TENTHS = 10  # of a pixel: the grain of the numbers
FARTHEST = 32_000  # two bytes hold no more
LONG = 50  # points of a line from which its dashes are fitted to it
COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
CAPS = {"projecting": "square"}  # the canvas has names of its own


class Recorder(RendererBase):
    """A renderer that notes strokes; each figure needs one of its own.

    figure: gives size and resolution. styles: a list of dictionaries, which grows with what is recorded: stroke colour s, width
    w, cap c, join j, dashes d and their offset o; fill colour f; hatch h; clip rectangle k; outline of a mark m (an SVG path),
    and r where its lines lie on the screen's own pixels; z where a line is closed.
    """

    def __init__(self, figure: Figure):
        super().__init__()
        self.dpi = figure.dpi
        self.width, self.height = figure.bbox.width, figure.bbox.height
        self.styles = []
        self._places, self._outlines, self._numbers = {}, {}, []

    def record(self, artists: Iterable[Artist]) -> bytes:
        """Return what these artists draw now, in their order, as whole numbers of two bytes each."""
        self._numbers = []
        for artist in artists:
            artist.draw(self)
        return np.array(self._numbers, dtype="<i2").tobytes()

    # --- what matplotlib asks of a renderer ---------------------------------------------------------------------------

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the figure's size in pixels."""
        return self.width, self.height

    def points_to_pixels(self, points: float) -> float:
        """Return a length in points as one in pixels."""
        return points * self.dpi / 72

    def draw_path(self, gc, path, transform, rgbFace=None):
        """Note lines, or a filled shape."""
        filled = rgbFace is not None or gc.get_hatch() is not None
        window = None if filled else (-200, -200, self.width + 200, self.height + 200)
        path = path.cleaned(transform, remove_nans=True, clip=window, simplify=path.should_simplify, curves=True)
        vertices, codes = path.vertices[:-1], path.codes[:-1]  # the last one only says stop
        if not len(vertices):
            return
        style = self._stroke(gc) | self._fill(gc, rgbFace)
        pieces = np.split(np.arange(len(codes)), np.flatnonzero(codes[1:] == Path.MOVETO) + 1)
        if (codes == Path.CURVE3).any() or (codes == Path.CURVE4).any() or (filled and len(pieces) > 1):
            start = np.array(vertices[0])
            # what closes a line has a point that means nothing; kept, the same letters elsewhere would be a new outline
            moved = np.where((codes == Path.CLOSEPOLY)[:, None], 0, vertices - start)
            outline = self._outline(Path(moved, codes), Affine2D())
            self._note(style | outline, [start])
            return
        for piece in pieces:
            closed = codes[piece[-1]] == Path.CLOSEPOLY
            points = vertices[piece[:-1]] if closed else vertices[piece]
            self._note(style | self._fitting_dashes(style, points) | ({"z": 1} if closed else {}), points)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """Note one mark at many places."""
        places = path.cleaned(trans, remove_nans=True).vertices[:-1]
        self._note(self._stroke(gc) | self._fill(gc, rgbFace) | self._outline(marker_path, marker_trans), places)

    def draw_path_collection(
        self, gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors, edgecolors, linewidths,
        linestyles, antialiaseds, urls, offset_position, **more,
    ):  # fmt: skip
        """Note many lines; those that are lines of two colours or widths at most differ only in their style."""
        if len(facecolors) or len(all_transforms) or np.any(offsets):
            super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors, edgecolors, linewidths,
                linestyles, antialiaseds, urls, offset_position, **more,
            )  # fmt: skip
            return
        if not len(paths) or not len(edgecolors):
            return
        kinds = {}
        points = self._tenths(master_transform.transform(np.concatenate([path.vertices for path in paths])))
        ends = np.cumsum([len(path.vertices) for path in paths])
        for place, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            key = place % len(edgecolors), place % len(linewidths), place % len(linestyles)
            if key not in kinds:
                colour, width, dashes = tuple(edgecolors[key[0]]), float(linewidths[key[1]]), linestyles[key[2]]
                line = self._line(colour, width, gc.get_capstyle(), gc.get_joinstyle(), dashes)
                kinds[key] = self._style(line | self._clip(gc))
            self._numbers += [kinds[key], int(2 * (end - start)), *points[2 * start : 2 * end]]

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """Note letters as marks, so that every browser shows the same ones and a new number needs no new outline."""
        letters = self._text2path
        if ismath:
            glyphs, shapes, boxes = letters.get_glyphs_mathtext(prop, s)
        else:
            font = get_font(findfont(prop))
            font.set_size(letters.FONT_SCALE, letters.DPI)
            glyphs, shapes, boxes = letters.get_glyphs_with_font(font, s)
        scale = self.points_to_pixels(prop.get_size_in_points()) / letters.FONT_SCALE
        turn = Affine2D().scale(scale).rotate_deg(angle)
        placed = turn + Affine2D().translate(x, self.height - y)
        colour, style = gc.get_rgb(), self._clip(gc)
        for glyph, right, up, size in glyphs:
            shape = Path(*shapes[glyph])
            if len(shape.vertices):
                outline = self._outline(shape, Affine2D().scale(size) + turn, key=(glyph, size, scale, angle))
                self._note(style | self._fill(gc, colour) | outline, placed.transform([(right, up)]))
        for vertices, codes in boxes:
            gc.set_linewidth(0.0)
            self.draw_path(gc, Path(vertices, codes), placed, colour)

    def draw_image(self, gc, x, y, im, transform=None):
        """Refuse: a canvas repeats strokes."""
        raise NotImplementedError("an image cannot be recorded: draw it with lines, marks, patches and text")

    # --- notes --------------------------------------------------------------------------------------------------------

    def _note(self, style: dict, points) -> None:
        numbers = self._tenths(points)
        self._numbers += [self._style(style), len(numbers), *numbers]

    def _style(self, style: dict) -> int:
        place = self._places.setdefault(repr(style), len(self.styles))
        if place == len(self.styles):
            self.styles.append(style)
        return place

    def _tenths(self, points) -> list[int]:
        tenths = np.rint(np.asarray(points) * (TENTHS, -TENTHS) + (0, TENTHS * self.height))
        return np.clip(tenths, -FARTHEST, FARTHEST).astype(int).ravel().tolist()

    def _outline(self, shape: Path, transform, key=None) -> dict:
        key = key or ((shape.vertices.round(2) + 0.0).tobytes(), transform.get_matrix().tobytes())  # 0 and −0 are one
        if key not in self._outlines:
            self._outlines[key] = svg(shape, transform + Affine2D().scale(1, -1))
        return self._outlines[key]

    def _stroke(self, gc: GraphicsContextBase) -> dict:
        colour = (*gc.get_rgb()[:3], gc.get_rgb()[3])
        return self._line(colour, gc.get_linewidth(), gc.get_capstyle(), gc.get_joinstyle(), gc.get_dashes()) | self._clip(gc)

    def _line(self, colour, width, cap, join, dashes) -> dict:
        if not width or colour[3] == 0:
            return {}
        style = {"s": css(colour), "w": self._pixels(width), "c": CAPS.get(str(cap), str(cap)), "j": str(join)}
        offset, lengths = dashes
        if lengths is not None:
            style |= {"d": [self._pixels(length) for length in lengths], "o": self._pixels(offset)}
        return style

    def _fitting_dashes(self, style, points) -> dict:
        """Stretch the dashes of a long zigzag with it, which by whole tenths of a pixel may come out 10 pixels longer."""
        if "d" not in style or len(points) < LONG:
            return {}
        steps = np.diff([points, np.rint(points * TENTHS) / TENTHS], axis=1)
        length, noted = np.hypot(*np.moveaxis(steps, 2, 0)).sum(axis=1)
        stretch = round(noted / length, 3) if length else 1.0  # coarse, or every line would be a style of its own
        return {key: np.round(np.multiply(style[key], stretch), 4).tolist() for key in ("d", "o")}

    def _fill(self, gc: GraphicsContextBase, face) -> dict:
        style = {}
        if face is not None:
            alpha = gc.get_alpha() if gc.get_forced_alpha() or len(face) == 3 else face[3]
            style = {"f": css((*face[:3], alpha))} if alpha else {}
        if gc.get_hatch() is not None:
            size = int(self.dpi)
            tile = svg(gc.get_hatch_path(), Affine2D().scale(size, -size).translate(0, size))["m"]
            width = self._pixels(gc.get_hatch_linewidth())
            style |= {"h": [tile, css(tuple(gc.get_hatch_color())), width, size]}
        return style

    def _clip(self, gc: GraphicsContextBase) -> dict:
        box, (path, _) = gc.get_clip_rectangle(), gc.get_clip_path()
        if path is not None:
            raise NotImplementedError("a clip that is no rectangle cannot be recorded")
        if box is None:
            return {}
        left, bottom, width, height = map(float, box.bounds)
        return {"k": [round(float(number), 1) for number in (left, self.height - bottom - height, width, height)]}

    def _pixels(self, points: float) -> float:
        return round(float(self.points_to_pixels(points)), 4)  # a dash returns hundreds of times along a line


def svg(shape: Path, transform) -> dict:
    """Write a shape as an SVG path under m; r says that it is made of level and upright lines only."""
    words, last, straight = [], None, True
    for points, code in shape.iter_segments(transform, simplify=False, curves=True):
        if code in COMMANDS:
            here = np.asarray(points[-2:])
            if code in (Path.CURVE3, Path.CURVE4) or (code == Path.LINETO and np.abs(here - last).min() > 1e-4):
                straight = False
            last = here
            numbers = [] if code == Path.CLOSEPOLY else [f"{number:.2f}".rstrip("0").rstrip(".") for number in points]
            words.append(COMMANDS[code] + " ".join(numbers))
    return {"m": "".join(words)} | ({"r": 1} if straight else {})


def css(colour: tuple[float, ...]) -> str:
    """Write a colour of four shares from 0 to 1 as a browser reads it.

    >>> css((1, 0, 0, 1)), css((0, 0, 0, 0.5))
    ('#ff0000', '#00000080')
    """
    return to_hex(colour, keep_alpha=colour[3] < 1)
