// Reads what tools/packing.py wrote.

// The row of numbers, 7 bits a byte, the lowest first, the sign in the lowest bit.
export function numbersIn(bytes, start = 0) {
  const found = new Int32Array(bytes.length - start);
  let [count, whole, shift] = [0, 0, 0];
  for (const byte of bytes.subarray(start)) {
    whole |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    found[count] = whole & 1 ? -(whole + 1) / 2 : whole / 2;
    count += 1;
    [whole, shift] = [0, 0];
  }
  return found.subarray(0, count);
}

// Takes numbers off a row from its front: plain ones, or sums of differences.
export class Row {
  constructor(numbers) {
    Object.assign(this, { numbers, at: 0 });
  }

  take(count) {
    this.at += count;
    return this.numbers.subarray(this.at - count, this.at);
  }

  sums(count) {
    let sum = 0;
    return this.take(count).map((step) => (sum += step));
  }
}

// Strokes as a recording holds them: the place of a style, how many numbers follow, and then x and y in turn.
export function strokesIn(row) {
  const [count] = row.take(1);
  const styles = row.sums(count);
  const lengths = row.take(count);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const [xs, ys] = [row.take(all), row.take(all)];
  let at = 0;
  return Array.from(lengths, (length, k) => {
    const stroke = new Int16Array(2 + 2 * length);
    stroke.set([styles[k], 2 * length]);
    for (let [place, x, y] = [2, 0, 0]; place < stroke.length; place += 2, at += 1) {
      stroke[place] = x += xs[at];
      stroke[place + 1] = y += ys[at];
    }
    return stroke;
  });
}

// What tools/alive.py wrote: its words, and the strokes, the strokes' places in each frame, and how the controls stand in it.
export function statesIn(bytes) {
  const end = bytes.indexOf(0);
  const words = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const row = new Row(numbersIn(bytes, end + 1));
  const strokes = strokesIn(row);
  const lengths = Array.from(row.take(words.sentences.length));
  const frames = lengths.map((length) => row.sums(length));
  const stands = words.hands.map(() => row.sums(lengths.length));
  return { ...words, strokes, frames, states: lengths.map((_, k) => stands.map((each) => each[k])) };
}

export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export async function unzipped(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
