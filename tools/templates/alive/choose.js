const FEW = 4; // places: fewer make no slider

// Which of the states that a page holds a move leads to. A state is how all controls stand: the place of each among its values.
export class Known {
  constructor(states) {
    this.numbers = new Map(states.map((at, number) => [at.join(), number]));
    this.rows = new Map(); // for a control and how the others stand: the places that are known, in order
    for (const at of states) {
      for (const k of at.keys()) {
        const key = Known.key(at, k);
        if (!this.rows.has(key)) this.rows.set(key, []);
        this.rows.get(key).push(at[k]);
      }
    }
    for (const row of this.rows.values()) row.sort((a, b) => a - b);
  }

  static key(at, k) {
    return `${k}:${at.with(k, "")}`;
  }

  number(at) {
    return this.numbers.get(at.join());
  }

  // The places of control k that are known while the others stand as they do.
  row(at, k) {
    return this.rows.get(Known.key(at, k)) ?? [];
  }

  // The places that a slider can move to: from here or, where there are too few, from home, with the other controls back there.
  // home: how all controls stood at the start or at the last scenario.
  reach(at, k, home) {
    const [here, there] = [this.row(at, k), this.row(home, k)];
    const back = here.length < FEW && here.length < there.length;
    return back ? { row: there, from: home, back } : { row: here, from: at, back };
  }

  // Where a move of control k to a place leads; distance: of two places, or nothing where only the very place will do.
  // `back` says that the other controls had to go back home, because from here the page holds no such move.
  moved(at, k, wanted, home, distance) {
    if (distance) {
      const { row, from, back } = this.reach(at, k, home);
      return { at: from.with(k, nearest(row, wanted, distance)), back };
    }
    if (this.row(at, k).includes(wanted)) return { at: at.with(k, wanted), back: false };
    return this.row(home, k).includes(wanted) ? { at: home.with(k, wanted), back: true } : { at, back: false };
  }
}

// Of the states that differ from one in a single other control, the nearest from which control k can walk; undefined where
// there is none. apart: gives for a control the distance of two places, or nothing where a change would be another thing.
export function whereToWalk(known, at, k, apart) {
  let best;
  for (const j of at.keys()) {
    if (j === k || !apart(j)) continue;
    for (const place of known.row(at, j)) {
      const there = at.with(j, place);
      const far = apart(j)(at[j], place);
      if (known.row(there, k).length > 1 && !(best?.far <= far)) best = { at: there, j, far };
    }
  }
  return best;
}

export function nearest(places, wanted, distance) {
  return places.reduce((best, place) => (distance(place, wanted) < distance(best, wanted) ? place : best));
}

// The place that a key leads to from a place of a row; undefined where the key moves nothing.
export function stepped(row, place, key) {
  const now = row.findLastIndex((each) => each <= place);
  const far = Math.max(1, Math.round(row.length / 10));
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: far, PageDown: -far };
  if (key === "Home") return row[0];
  if (key === "End") return row.at(-1);
  return key in steps ? row[Math.min(row.length - 1, Math.max(0, now + steps[key]))] : undefined;
}
