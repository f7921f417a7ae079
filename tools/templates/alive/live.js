import { unpacked } from "../../../helpers/panels/draw.js";
import { Known, nearest, whereToWalk } from "./choose.js";
import { element, laid, makeMenu, makeSlider, stand } from "./controls.js";
import { Frame } from "./frame.js";
import { bytesOf } from "./unpack.js";

const WALK = 3000; // milliseconds of a play from one end to the other, unless its steps would become too short or too long
const BEATS = [60, 400];
const BACK = "From there this page holds no such move, so the other controls went back. The notebook moves them all.";
const apart = (one, other) => Math.abs(one - other);
const FORGETS = "Here each try stands alone; the notebook gathers them.";

// A panel on a page without Python. It takes the place of its still picture; states: what the page holds of it.
export class Live {
  constructor(figure, states) {
    Object.assign(this, states, { figure, home: "", at: states.homes[""], known: new Known(states.states) });
    this.caption = element("p", { className: "live-caption" });
    this.note = element("p", { className: "live-note", role: "status" });
    for (const [k, hand] of this.hands.entries()) this.makeInput(hand, k);
    this.frame = new Frame(states, unpacked(bytesOf(this.still)), (k, wanted) => this.slide(k, wanted));
    this.root = element("div", { className: "live", role: "group", label: "live picture" });
    this.root.append(this.makeButtons(), this.frame.root, this.caption, this.makeControls(), this.note);
    this.root.dataset.preventSwipe = ""; // on a slide
    this.root.addEventListener("keydown", (event) => this.keep(event));
    figure.before(this.root);
    figure.classList.add("still-of-live");
    this.arrange();
    new ResizeObserver(() => this.arrange()).observe(this.root);
    this.show();
  }

  makeButtons() {
    this.buttons = new Map();
    for (const text of Object.keys(this.homes).filter(Boolean)) {
      const button = element("button", { type: "button", textContent: text, onclick: () => this.go(text) });
      this.buttons.set(text, button);
    }
    return element("div", { className: "live-buttons" }, ...this.buttons.values());
  }

  makeInput(hand, k) {
    const { known } = this;
    const row = () => known.reach(this.at, k, this.homes[this.home]).row;
    hand.input = hand.places
      ? makeSlider(hand, (wanted) => this.slide(k, wanted), row)
      : makeMenu(hand, (place) => this.move(k, place));
  }

  makeControls() {
    const controls = this.hands.map((hand, k) => {
      if (!hand.play) return laid(hand);
      this.player = element("button", { type: "button", textContent: "▶ play", label: `play: ${hand.label}` });
      this.player.onclick = () => this.play(k);
      return laid(hand, this.player);
    });
    return element("div", { className: "live-controls" }, ...controls);
  }

  // On slides: arrows move a slider or menu that has the focus, and no others; a button's own keys press only the button.
  keep(event) {
    if (event.target.matches("input, select") || (event.target.matches("button") && /^( |Enter)$/.test(event.key))) {
      event.stopPropagation();
    }
  }

  go(text) {
    this.stop();
    Object.assign(this, { home: text, at: this.homes[text], wentBack: undefined });
    this.show();
  }

  slide(k, wanted) {
    this.stop();
    this.move(k, this.hands[k].places.indexOf(nearest(this.hands[k].places, wanted, apart)), this.distance(k));
  }

  // How far two places of a slider lie apart on its track; nothing for a menu, where the next option is another thing.
  distance(k) {
    const { places, ends } = this.hands[k];
    return places && ((one, other) => apart(places[one], places[other]) / (ends[1] - ends[0]));
  }

  move(k, place, distance) {
    const { at, back } = this.known.moved(this.at, k, place, this.homes[this.home], distance);
    this.at = at;
    const goesOn = back || this.wentBack === k; // a drag goes on: what was said at its beginning still holds
    this.wentBack = goesOn ? k : undefined;
    this.show(goesOn ? BACK : "");
  }

  play(k) {
    if (this.timer) return this.stop();
    let note = "";
    if (this.known.row(this.at, k).length < 2) {
      const near = whereToWalk(this.known, this.at, k, (j) => this.distance(j));
      this.at = near?.at ?? this.homes[this.home];
      note = near
        ? `The nearest walk that this page holds: ${this.hands[near.j].label} ${this.hands[near.j].texts[near.at[near.j]]}.`
        : BACK;
    }
    const row = this.known.row(this.at, k);
    if (this.at[k] === row.at(-1)) this.at = this.at.with(k, row[0]);
    this.show(note);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const beat = still ? 1000 : Math.min(BEATS[1], Math.max(BEATS[0], WALK / row.length));
    this.player.textContent = "❚❚ pause";
    this.timer = setInterval(() => {
      const next = row[row.indexOf(this.at[k]) + 1];
      if (next === undefined) return this.stop();
      this.at = this.at.with(k, next);
      this.show(note);
    }, beat);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.player) this.player.textContent = "▶ play";
  }

  // The caption keeps the height of the longest sentence, so that no control moves under the hand.
  arrange() {
    const wide = this.root.offsetWidth;
    if (!wide) return; // on a slide that is not shown
    this.frame.arrange(wide);
    const now = this.caption.textContent;
    this.longest ??= this.sentences.reduce((one, other) => (one.length < other.length ? other : one));
    this.caption.style.minHeight = "";
    this.caption.textContent = this.longest;
    this.caption.style.minHeight = `${this.caption.offsetHeight / parseFloat(getComputedStyle(this.caption).fontSize)}em`;
    this.caption.textContent = now;
  }

  isUsable({ only }) {
    return !only || this.at[only[0]] === only[1];
  }

  show(note = "") {
    const number = this.known.number(this.at);
    for (const [k, hand] of this.hands.entries()) stand(hand, this.at[k], this.isUsable(hand));
    for (const [text, button] of this.buttons) {
      button.setAttribute("aria-pressed", String(this.homes[text].join() === this.at.join()));
    }
    this.caption.textContent = this.sentences[number];
    this.note.textContent = note || (this.forgets ? FORGETS : "");
    const parts = Array.from(this.frames[number], (place) => this.strokes[place]);
    const numbers = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      numbers.set(part, at);
      at += part.length;
    }
    this.frame.show(numbers, this.sentences[number]);
  }
}
