// A page without Python: what it holds is read as it was packed, and a move leads only to states that it holds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Known, nearest, stepped, whereToWalk } from "../../tools/templates/alive/choose.js";
import { pieces } from "../../tools/templates/alive/frame.js";
import { numbersIn, Row, strokesIn } from "../../tools/templates/alive/unpack.js";

const apart = (one, other) => Math.abs(one - other);

test("numbers of one, two and three bytes, the sign in the lowest bit", () => {
  assert.deepEqual(
    [...numbersIn(Uint8Array.of(0, 1, 0x7e, 0x7f, 0x80, 0x01, 0xfe, 0xff, 0x7f))],
    [0, -1, 63, -64, 64, 1048575],
  );
  assert.deepEqual([...numbersIn(Uint8Array.of(9, 9, 2), 2)], [1]);
});

test("strokes stand in columns: styles, lengths, all x, all y, each as differences", () => {
  const row = new Row(Int32Array.of(2, 4, 3, 2, 1, 10, 5, 7, 20, -5, 8, 99));
  assert.deepEqual(
    strokesIn(row).map((stroke) => [...stroke]),
    [
      [4, 4, 10, 20, 15, 15],
      [7, 2, 7, 8],
    ],
  );
  assert.deepEqual([...row.take(1)], [99]);
});

// two controls: all places of the first while the second is at 0, and a few of the second while the first is at 2
const known = new Known([
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 0],
  [2, 4],
  [2, 9],
  [2, 7],
]);

test("rows are in order", () => {
  assert.deepEqual(known.row([2, 0], 1), [0, 4, 7, 9]);
  assert.deepEqual(known.row([3, 0], 0), [0, 1, 2, 3]);
  assert.deepEqual(known.row([5, 5], 0), []);
  assert.equal(known.number([2, 9]), 5);
  assert.equal(known.number([1, 9]), undefined);
});

test("a slider goes to the nearest place that the page holds", () => {
  assert.deepEqual(known.moved([2, 0], 1, 5, [2, 0], apart), { at: [2, 4], back: false });
  assert.deepEqual(known.moved([2, 4], 1, 6, [2, 0], apart), { at: [2, 7], back: false });
});

test("where it has no row from here, the others go back, and the page says so", () => {
  assert.deepEqual(known.moved([2, 7], 0, 3, [2, 0], apart), { at: [3, 0], back: true });
  assert.deepEqual(known.moved([1, 0], 1, 9, [2, 0], apart), { at: [2, 9], back: true });
});

test("from a chance meeting of two rows a slider goes back too, rather than stand still", () => {
  const states = [0, 1, 2, 3, 4].map((place) => [place, 0]);
  const crossed = new Known([...states, [0, 1], [2, 1]]);
  assert.deepEqual(crossed.moved([2, 1], 0, 4, [2, 0], apart), { at: [4, 0], back: true });
  assert.deepEqual(crossed.moved([2, 1], 1, 0, [2, 0], apart), { at: [2, 0], back: false });
});

test("a menu leads to the very option or nowhere", () => {
  assert.deepEqual(known.moved([2, 0], 1, 7, [2, 0]), { at: [2, 7], back: false });
  assert.deepEqual(known.moved([2, 0], 1, 5, [2, 0]), { at: [2, 0], back: false });
  assert.deepEqual(known.moved([2, 7], 0, 1, [2, 0]), { at: [1, 0], back: true });
});

test("no move leads to a state that is not there", () => {
  for (const at of [
    [2, 0],
    [1, 0],
    [2, 9],
  ]) {
    for (const k of [0, 1]) {
      for (let wanted = -2; wanted < 12; wanted += 1) {
        for (const distance of [apart, undefined]) {
          assert.notEqual(known.number(known.moved(at, k, wanted, [2, 0], distance).at), undefined);
        }
      }
    }
  }
});

test("a walk begins at the nearest state from which there is one", () => {
  const from = (at) => whereToWalk(known, at, 1, (k) => k === 0 && apart);
  assert.deepEqual(from([0, 0]), { at: [2, 0], j: 0, far: 2 });
  assert.equal(
    whereToWalk(known, [0, 0], 1, () => undefined),
    undefined,
  );
  assert.equal(from([7, 8]), undefined);
});

test("keys lead along a row and stop at its ends", () => {
  const row = [0, 4, 7, 9];
  const lead = (place, key) => stepped(row, place, key);
  assert.deepEqual(
    ["ArrowRight", "ArrowUp", "ArrowLeft", "Home", "End"].map((key) => lead(4, key)),
    [7, 7, 0, 0, 9],
  );
  assert.equal(lead(9, "ArrowRight"), 9);
  assert.equal(lead(0, "PageDown"), 0);
  assert.equal(lead(4, "Tab"), undefined);
  assert.equal(nearest(row, 6, apart), 7);
});

test("a narrow page shows two axes one above the other", () => {
  const axes = [
    [0.1, 0.45],
    [0.55, 0.95],
  ];
  assert.deepEqual(pieces(axes, 1000), [[0, 1]]);
  assert.deepEqual(pieces(axes.slice(1), 300), [[0, 1]]);
  const [[from, cut], [again, to]] = pieces(axes, 300);
  assert.deepEqual([from, again, to], [0, cut, 1]);
  assert.ok(cut > 0.45 && cut < 0.55);
});
