// Repeats on a canvas what helpers/pictures/recording.py recorded: whole numbers of two bytes, and a table of styles.

const outlines = new Map();
const tiles = new Map();

function outline(text) {
  if (!outlines.has(text)) outlines.set(text, new Path2D(text));
  return outlines.get(text);
}

// Give the numbers of a recording, whatever place in memory its bytes came at.
export function unpacked(bytes) {
  const view = bytes.buffer ? bytes : new Uint8Array(bytes);
  return new Int16Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

// Cut the numbers of a recording into strokes: a style's place, and the numbers of its points.
export function strokes(numbers) {
  const found = [];
  for (let at = 0; at < numbers.length; at += 2 + numbers[at + 1]) {
    found.push([numbers[at], numbers.subarray(at + 2, at + 2 + numbers[at + 1])]);
  }
  return found;
}

// A level or upright line lies on the screen's own pixels, as matplotlib lays it; an odd width lies on their middles.
export function snapped(value, scale, odd) {
  return (Math.round(value * scale) + (odd ? 0.5 : 0)) / scale;
}

export function isStraight(points) {
  for (let k = 2; k < points.length; k += 2) {
    if (points[k] !== points[k - 2] && points[k + 1] !== points[k - 1]) return false;
  }
  return points.length > 2;
}

// In a dark theme black, white and greys change places; colours keep their hue.
export function inTheDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  if (Math.max(red, green, blue) - Math.min(red, green, blue) > 24) return colour;
  const grey = Math.round(255 - (red * 238) / 255)
    .toString(16)
    .padStart(2, "0");
  return `#${grey}${grey}${grey}${colour.slice(7)}`;
}

// A pattern that begins in the picture's corner, wherever the context's own origin lies.
function hatched(context, [path, colour, width, size], scale, ink, x = 0, y = 0) {
  const key = [path, ink(colour), width, size, scale].join();
  if (!tiles.has(key)) {
    const tile = new OffscreenCanvas(Math.round(size * scale), Math.round(size * scale));
    const inner = tile.getContext("2d");
    inner.scale(tile.width / size, tile.height / size);
    inner.strokeStyle = inner.fillStyle = ink(colour);
    inner.lineWidth = width;
    inner.lineCap = "square";
    inner.fill(outline(path));
    inner.stroke(outline(path));
    tiles.set(key, tile);
  }
  const pattern = context.createPattern(tiles.get(key), "repeat");
  pattern.setTransform(new DOMMatrix().translate(-x, -y).scale(size / tiles.get(key).width));
  return pattern;
}

function dress(context, style, ink) {
  if (style.s) {
    context.strokeStyle = ink(style.s);
    context.lineWidth = style.w;
    context.lineCap = style.c;
    context.lineJoin = style.j;
    context.setLineDash(style.d ?? []);
    context.lineDashOffset = style.o ?? 0;
  }
  if (style.f) context.fillStyle = ink(style.f);
}

function mark(context, style, points, scale, odd, ink) {
  const shape = outline(style.m);
  for (let k = 0; k < points.length; k += 2) {
    let [x, y] = [points[k] / 10, points[k + 1] / 10];
    if (style.r) [x, y] = [snapped(x, scale, odd), snapped(y, scale, odd)];
    context.translate(x, y);
    if (style.f) context.fill(shape);
    if (style.h) {
      context.save();
      context.fillStyle = hatched(context, style.h, scale, ink, x, y);
      context.fill(shape);
      context.restore();
    }
    if (style.s) context.stroke(shape);
    context.translate(-x, -y);
  }
}

function line(context, style, points, scale, odd, ink) {
  const straight = isStraight(points);
  const at = (k) => (straight ? snapped(points[k] / 10, scale, odd) : points[k] / 10);
  context.beginPath();
  for (let k = 0; k < points.length; k += 2) context.lineTo(at(k), at(k + 1));
  if (style.z) context.closePath();
  if (style.f) context.fill();
  if (style.h) {
    context.fillStyle = hatched(context, style.h, scale, ink);
    context.fill();
  }
  if (style.s) context.stroke();
}

// Draw a recording; scale: how many of the canvas' pixels make one of the figure's. ink: the colour that a colour becomes.
export function paint(context, styles, numbers, scale, ink = (colour) => colour) {
  let clip = "";
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.save();
  for (const [place, points] of strokes(numbers)) {
    const style = styles[place];
    if (!style) continue; // it is on its way
    if (String(style.k ?? "") !== clip) {
      context.restore();
      context.save();
      clip = String(style.k ?? "");
      if (style.k) {
        context.beginPath();
        context.rect(...style.k);
        context.clip();
      }
    }
    dress(context, style, ink);
    const odd = style.s && Math.max(1, Math.round(style.w * scale)) % 2 === 1;
    if (style.m) mark(context, style, points, scale, odd, ink);
    else line(context, style, points, scale, odd, ink);
  }
  context.restore();
}
