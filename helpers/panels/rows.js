import { unpacked } from "./draw.js";

// The pictures of a control's positions, sent ahead. A row holds for one setting of all other controls, its key.
export class Rows {
  constructor() {
    this.rows = new Map();
  }

  // Start a row, unless it is there or under way; say whether it has to be asked for.
  begin(name, key) {
    if (this.rows.get(name)?.key === key) return false;
    this.rows.set(name, { key, frames: new Map() });
    return true;
  }

  // Add what a message brought: places, sentences and boxes by position, and all recordings one behind the other.
  add({ row, key, places, sentences, boxes, sizes }, bytes) {
    const text = JSON.stringify(key);
    if (this.rows.get(row)?.key !== text) this.rows.set(row, { key: text, frames: new Map() });
    const numbers = unpacked(bytes);
    let at = 0;
    places.forEach((place, k) => {
      const frame = numbers.subarray(at, at + sizes[k] / 2);
      at += sizes[k] / 2;
      this.rows.get(row).frames.set(place, { frame, sentence: sentences[k], boxes: boxes[k] });
    });
  }

  // What a position shows, if it is known for this setting of the other controls.
  at(name, key, place) {
    const row = this.rows.get(name);
    return row?.key === key ? row.frames.get(place) : undefined;
  }
}
