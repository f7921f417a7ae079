import { unpacked } from "./draw.js";

export const AGAIN = 1000; // milliseconds without an answer after which a row that is not whole is asked for again

// The pictures of a control's positions, sent ahead. A row holds for one setting of all other controls, its key.
export class Rows {
  constructor() {
    this.rows = new Map();
  }

  // Start a row, unless it is there or under way; say whether it has to be asked for.
  begin(name, key, now = performance.now()) {
    const row = this.rows.get(name);
    if (row?.key === key && (row.done || now - row.heard < 0.9 * AGAIN)) return false;
    if (row?.key === key) row.heard = now;
    else this.rows.set(name, { key, heard: now, done: false, frames: new Map() });
    return true;
  }

  // Say whether all of a row is there, for this setting of the other controls.
  isWhole(name, key) {
    const row = this.rows.get(name);
    return row?.key === key && row.done;
  }

  // Add what a message brought: places, sentences and boxes by position, and all recordings one behind the other.
  add({ row, key, places, sentences, verdicts, boxes, sizes, done }, bytes, now = performance.now()) {
    this.begin(row, JSON.stringify(key), now);
    Object.assign(this.rows.get(row), { heard: now, done });
    const numbers = unpacked(bytes);
    let at = 0;
    places.forEach((place, k) => {
      const frame = numbers.subarray(at, at + sizes[k] / 2);
      at += sizes[k] / 2;
      this.rows.get(row).frames.set(place, { frame, sentence: sentences[k], verdict: verdicts[k], boxes: boxes[k] });
    });
  }

  // What a position shows, if it is known for this setting of the other controls.
  at(name, key, place) {
    const row = this.rows.get(name);
    return row?.key === key ? row.frames.get(place) : undefined;
  }
}
