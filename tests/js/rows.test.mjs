// The rows sent ahead: a position is known only for the setting that it was computed for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parted } from "../../helpers/panels/names.js";
import { beat } from "../../helpers/panels/perform.js";
import { Rows } from "../../helpers/panels/rows.js";

const KEY = ["0.1", 3];
const TEXT = JSON.stringify(KEY);

function message(places, done, key = KEY) {
  const names = places.map((place) => `at ${place}.`);
  const more = { sentences: names, verdicts: names.map(() => ""), boxes: names.map(() => ({})) };
  return { row: "w", key, places, ...more, sizes: places.map(() => 4), done };
}

function bytes(...numbers) {
  return new DataView(Int16Array.of(...numbers).buffer);
}

test("a row comes in parts, each position with its own numbers", () => {
  const rows = new Rows();
  rows.add(message([5, 6], false), bytes(1, 2, 3, 4));
  rows.add(message([4], true), bytes(9, 8));
  assert.deepEqual(
    [4, 5, 6].map((place) => [...rows.at("w", TEXT, place).frame]),
    [
      [9, 8],
      [1, 2],
      [3, 4],
    ],
  );
  assert.equal(rows.at("w", TEXT, 6).sentence, "at 6.");
  assert.equal(rows.at("w", TEXT, 7), undefined);
  assert.equal(rows.at("v", TEXT, 6), undefined);
});

test("another setting of the other controls knows nothing of it", () => {
  const rows = new Rows();
  rows.add(message([5], true), bytes(1, 2));
  assert.equal(rows.at("w", '["0.2",3]', 5), undefined);
  rows.add(message([5], true, ["0.2", 3]), bytes(3, 4));
  assert.deepEqual([...rows.at("w", '["0.2",3]', 5).frame], [3, 4]);
  assert.equal(rows.at("w", TEXT, 5), undefined);
});

test("a row is asked for once, again only where the kernel fell silent before it was whole", () => {
  const rows = new Rows();
  assert.equal(rows.begin("w", TEXT, 0), true);
  assert.equal(rows.begin("w", TEXT, 500), false);
  rows.add(message([5], false), bytes(1, 2), 900);
  assert.equal(rows.begin("w", TEXT, 1500), false);
  assert.equal(rows.begin("w", TEXT, 2500), true);
  assert.deepEqual([...rows.at("w", TEXT, 5).frame], [1, 2]);
  rows.add(message([], true), bytes(), 3000);
  assert.equal(rows.begin("w", TEXT, 99_000), false);
  assert.equal(rows.begin("w", '["0.2",3]', 99_000), true);
});

test("the words that say how a run went part a sentence where they end its account", () => {
  assert.deepEqual(parted("It converged once: converged. Shown.", "converged"), ["It converged once: ", ". Shown."]);
  assert.deepEqual(parted("6 tries find w = 2.", "searched"), ["6 tries find w = 2."]);
  assert.deepEqual(parted("w = 2.", ""), ["w = 2."]);
});

test("a scenario plays through its run in two seconds, at the rate of a screen at most", () => {
  assert.deepEqual([beat(100, 1), beat(6, 1), beat(3000, 30), beat(1000, 1), beat(0, 1)], [20, 333, 20, 16, 2000]);
});
