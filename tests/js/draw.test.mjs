// The pure parts of the picture: recordings are read as they were written, and lines lie where matplotlib lays them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAt } from "../../helpers/panels/drag.js";
import { inTheDark, isStraight, paint, snapped, strokes, unpacked } from "../../helpers/panels/draw.js";

test("two bytes make a number, the lower one first, wherever they lie in memory", () => {
  const bytes = new Uint8Array([9, 1, 0, 255, 255, 0, 125]);
  const odd = new DataView(bytes.buffer, 1, 6);
  assert.deepEqual([...unpacked(odd)], [1, -1, 32000]);
  assert.deepEqual([...unpacked(bytes.buffer.slice(1, 3))], [1]);
});

test("a recording falls into strokes", () => {
  const found = strokes(Int16Array.of(7, 2, 10, 20, 3, 4, 1, 2, 3, 4, 5, 0));
  assert.deepEqual(
    found.map(([style, points]) => [style, ...points]),
    [[7, 10, 20], [3, 1, 2, 3, 4], [5]],
  );
});

test("a line of an odd width lies on the middle of a pixel, one of an even width between two", () => {
  assert.equal(snapped(10.3, 1, true), 10.5);
  assert.equal(snapped(10.3, 1, false), 10);
  assert.equal(snapped(10.3, 2, false), 10.5);
  for (const value of [0, 3.14, 99.99]) assert.ok(Math.abs(snapped(value, 3, true) * 3 - value * 3) <= 1);
});

test("straight are only lines that go level or upright throughout", () => {
  assert.equal(isStraight([0, 0, 50, 0, 50, 20]), true);
  assert.equal(isStraight([0, 0, 50, 1]), false);
  assert.equal(isStraight([0, 0, 50, 0, 60, 9]), false);
  assert.equal(isStraight([5, 5]), false);
});

test("in the dark white and black change places, and a colour keeps its hue", () => {
  assert.equal(inTheDark("#ffffff"), "#111111");
  assert.equal(inTheDark("#000000"), "#ffffff");
  assert.equal(inTheDark("#00000080"), "#ffffff80");
  assert.equal(inTheDark("#d55e00"), "#d55e00");
  const greys = ["#000000", "#666666", "#bdbdbd", "#ffffff"].map((grey) => Number.parseInt(inTheDark(grey).slice(1, 3), 16));
  assert.deepEqual(
    greys,
    [...greys].sort((a, b) => b - a),
  );
});

test("a place lies within the slider's ends", () => {
  assert.deepEqual(
    [-1, 0, 0.26, 1, 7].map((share) => placeAt(share, -100, 500)),
    [-100, -100, 56, 500, 500],
  );
});

// A context that notes what is asked of it.
function noting() {
  const calls = [];
  const set = (target, name, value) => calls.push(`${name}=${value}`) && Reflect.set(target, name, value);
  const get =
    (_, name) =>
    (...given) =>
      calls.push(`${name}(${given})`);
  return [calls, new Proxy({}, { get, set })];
}

test("a clip holds for the strokes that name it and for no others", () => {
  const [calls, context] = noting();
  const line = { s: "#000000", w: 1, c: "butt", j: "round" };
  const numbers = Int16Array.of(0, 4, 0, 0, 15, 25, 1, 4, 0, 0, 15, 25, 0, 4, 0, 0, 15, 25);
  paint(context, [line, { ...line, k: [1, 2, 3, 4] }], numbers, 1);
  const kept = calls.filter((call) => /^(save|restore|rect|clip|stroke)\(/.test(call));
  assert.equal(
    kept.join(" "),
    "save() stroke() restore() save() rect(1,2,3,4) clip() stroke() restore() save() stroke() restore()",
  );
  assert.ok(calls.includes("lineTo(1.5,2.5)"));
});

test("dashes do not stay on for the next line", () => {
  const [calls, context] = noting();
  const line = { s: "#000000", w: 1, c: "butt", j: "round" };
  paint(context, [{ ...line, d: [4, 2], o: 1 }, line], Int16Array.of(0, 4, 0, 0, 1, 2, 1, 4, 0, 0, 1, 2), 1);
  assert.deepEqual(
    calls.filter((call) => call.startsWith("setLineDash") || call.startsWith("lineDashOffset")),
    ["setLineDash(4,2)", "lineDashOffset=1", "setLineDash()", "lineDashOffset=0"],
  );
});
