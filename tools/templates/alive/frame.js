import { Board } from "../../../helpers/panels/board.js";
import { placeAt } from "../../../helpers/panels/drag.js";
import { Announcer } from "../../../helpers/panels/names.js";
import { element } from "./controls.js";

const NARROW = 560; // pixels of the page below which two pictures stand one above the other

const ROOM = 0.03; // of the picture right of the left axes: the last number and half a handle

// Where a picture is cut in two: just right of its left axes, and before the numbers of the right ones. axes: the ends of each, as shares of the width.
export function pieces(axes, wide) {
  if (wide >= NARROW || axes.length !== 2) return [[0, 1]];
  const [[, end], [start]] = axes;
  const cut = end + Math.min(ROOM, 0.5 * (start - end));
  return [
    [0, cut],
    [cut, 1],
  ];
}

// A panel's picture with the sliders beneath its axes, whole or in two pieces. slide: takes a hand's number and a wanted place.
export class Frame {
  constructor({ size, styles, axes, hands }, still, slide) {
    Object.assign(this, { size, styles, axes, hands, still, slide, boards: [], sentence: "" });
    this.root = element("div", { className: "live-frame" });
  }

  // Lay the picture out for a width, unless it lies so already.
  arrange(wide) {
    const parts = pieces(this.axes, wide);
    if (parts.length === this.boards.length) return;
    for (const board of this.boards) board.close();
    this.root.replaceChildren();
    this.boards = parts.map((part) => this.piece(part));
    this.announcer = new Announcer(this.boards[0].root);
    for (const board of this.boards.slice(1)) board.root.setAttribute("aria-hidden", "true");
    if (this.numbers) this.show(this.numbers, this.sentence);
  }

  piece([from, to]) {
    const share = to - from;
    const picture = element("div");
    const tracks = element("div", { className: "live-tracks" });
    const window = element("div", { className: "live-window" }, picture);
    this.root.append(window, tracks);
    const board = new Board(picture, this.size, this.styles, this.still);
    picture.style.width = `${100 / share}%`;
    picture.style.marginLeft = `${(-100 * from) / share}%`;
    picture.addEventListener("pointerdown", (event) => this.grab(picture, event));
    for (const { track, input } of this.hands) {
      if (!track || track[0] < from - 0.02 || track[0] > to) continue;
      const [left, right] = track.map((end) => (100 * (end - from)) / share);
      input.style.cssText = `left:calc(${left}% - var(--thumb) / 2);width:calc(${right - left}% + var(--thumb))`;
      tracks.append(input);
    }
    tracks.hidden = !tracks.children.length;
    return board;
  }

  // A hand on the picture moves the slider that lies beneath that axis.
  grab(picture, event) {
    const box = picture.getBoundingClientRect();
    const share = (at) => (at.clientX - box.left) / box.width;
    const k = this.hands.findIndex(({ track }) => track && share(event) > track[0] - 0.01 && share(event) < track[1] + 0.01);
    if (k < 0 || this.hands[k].input.disabled) return;
    const { track, ends } = this.hands[k];
    const move = (at) => this.slide(k, placeAt((share(at) - track[0]) / (track[1] - track[0]), ...ends));
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener("pointermove", move);
    picture.addEventListener("lostpointercapture", () => picture.removeEventListener("pointermove", move), { once: true });
    move(event);
  }

  show(numbers, sentence) {
    Object.assign(this, { numbers, sentence });
    for (const board of this.boards) board.show(numbers);
    this.announcer?.say(sentence);
  }
}
