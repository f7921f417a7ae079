import { Board } from "./board.js";
import { grab } from "./drag.js";
import { unpacked } from "./draw.js";
import { buttonUnder, keyOf, Listening, met, nameUnder, placeOf, tellOfLoss } from "./hands.js";
import { Announcer, captioned, nameHandles } from "./names.js";
import { Player } from "./perform.js";
import { AGAIN, Rows } from "./rows.js";

// The picture of a panel in a notebook. The kernel sends what its state shows; and, asked when a hand comes near a control, what
// all positions of that control would show, which are then drawn while the hand moves, before the kernel answers. The picture,
// its sentence and the numbers in the boxes come together from one of the two, and nothing else writes them.
class Picture {
  constructor(model, el) {
    Object.assign(this, { model, el, hands: [], words: {}, boxes: {}, ahead: false, pressed: null, wanted: null });
    Object.assign(this, { rows: new Rows(), player: new Player(), heard: new Listening(), closed: new AbortController() });
    this.root = document.createElement("div");
    el.append(this.root);
    this.board = new Board(this.root, model.get("size"), model.get("styles"), unpacked(model.get("still")));
    this.announcer = new Announcer(this.root, () => model.send({ rested: true }));
    this.heard.on(model, "change:shown", () => this.arrived());
    this.heard.on(model, "msg:custom", (message, buffers) => this.receive(message, buffers));
    model.send({ styles: model.get("styles").length }); // those that came meanwhile
    this.arrived();
  }

  // Find the controls' models, and the part of the page in which they lie.
  async meet() {
    this.hands = await met(this.model);
    const { signal } = this.closed;
    while (!this.el.isConnected && !signal.aborted) await new Promise(requestAnimationFrame);
    this.panel = this.el.closest(".lesson-panel");
    if (!this.panel || signal.aborted) return;
    for (const hand of this.hands) this.follow(hand);
    tellOfLoss(this.panel, this.hands[0].box, this.heard);
    for (const kind of ["pointerover", "pointerdown", "focusin"]) {
      this.panel.addEventListener(kind, (event) => this.near(event), { capture: true, signal });
    }
    this.panel.addEventListener("click", (event) => this.press(event), { capture: true, signal });
    this.root.addEventListener("pointerdown", (event) => grab(this.root, this.hands, event));
    this.watch = new MutationObserver(() => this.write());
    this.watch.observe(this.panel, { childList: true, subtree: true });
    this.settle();
  }

  // A hand's own change says which view it came from; one that the kernel sends does not.
  follow(hand) {
    const what = hand.slider ? "value" : "index";
    this.heard.on(hand.slider ?? hand.box, `change:${what}`, (_, place, options) => {
      if (!options?.updated_view) return;
      hand.playing = undefined;
      this.moved(hand.name, place);
    });
    // what the kernel writes into a box while the hand is already elsewhere belongs to a picture that is not shown
    this.heard.on(hand.box, "change:value", (_, _value, options) => {
      if (hand.name in this.boxes && !options?.updated_view && !options?.shown) this.fill({});
    });
    if (!hand.play) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) hand.play.set("interval", 1000);
    this.heard.on(hand.play, "change:value", () => {
      if (!hand.play.get("playing")) return;
      hand.playing = hand.play.get("value");
      this.moved(hand.name, hand.playing);
    });
  }

  ask(name) {
    const key = keyOf(this.hands, name);
    if (!this.model.get("ahead")) return;
    if (this.rows.begin(name, key)) this.model.send({ row: name, key: JSON.parse(key) });
    this.root.dataset.ready = this.rows.isWhole(name, key) ? name : "";
    clearTimeout(this.again); // a row may break off: the kernel can hear an older request after a newer one
    if (!this.root.dataset.ready) this.again = setTimeout(() => this.wanted === name && this.ask(name), AGAIN);
  }

  // What a hand or the focus is on will be wanted, now and whenever the kernel has come to another state.
  near(event) {
    this.wanted = nameUnder(event) ?? nameUnder({ target: document.activeElement });
    if (this.wanted) this.ask(this.wanted);
  }

  receive(message, buffers) {
    if (message.styles) this.board.learn(message.from, message.styles);
    else this.rows.add(message, buffers[0]);
    if (this.wanted) this.ask(this.wanted);
  }

  // What is drawn for a button stays until the kernel has heard of the button: the word goes after the button's own.
  press(event) {
    const place = buttonUnder(this.panel, event);
    if (place < 0) return;
    const word = `${Math.random()} ${performance.now()}`;
    this.player.chosen(word, event.target.closest("button"));
    this.pressed = this.moved("buttons", place) ? word : null;
    setTimeout(() => {
      this.player.stop(this.hands, place);
      this.model.send({ pressed: word });
    });
  }

  moved(name, place) {
    const found = this.rows.at(name, keyOf(this.hands, name), place);
    this.ahead = Boolean(found);
    if (found) this.show(found.frame, found);
    else this.ask(name);
    return this.ahead;
  }

  // The kernel's picture. While one is drawn ahead of it, it waits for the one with which the kernel has come to where the hand is.
  arrived() {
    const { places, heard } = this.model.get("shown");
    if (heard === this.pressed) this.pressed = null;
    const late = this.ahead && this.hands.some((hand) => placeOf(hand) !== places[hand.name]);
    if (!this.pressed && !late) this.settle();
    this.player.heard(heard, this.hands);
    if (this.wanted) this.ask(this.wanted);
  }

  settle() {
    this.ahead = false;
    for (const hand of this.hands) hand.playing = undefined;
    this.show(unpacked(this.model.get("frame")), this.model.get("shown"));
  }

  show(numbers, words) {
    this.board.show(numbers);
    this.words = words;
    this.fill(words.boxes);
    this.write();
    this.announcer.say(words.sentence);
  }

  fill(boxes) {
    Object.assign(this.boxes, boxes);
    for (const { name, box } of this.hands) if (name in this.boxes) box.set("value", this.boxes[name], { shown: true });
  }

  // Write what is shown where it is read and heard: beneath the picture, and in the names of the handles.
  write() {
    if (!this.panel) return;
    captioned(this.panel.querySelector(".lesson-caption"), this.words);
    nameHandles(this.panel, this.hands);
  }

  close() {
    this.wanted = null;
    this.closed.abort();
    this.heard.stop();
    this.watch?.disconnect();
    this.board.close();
  }
}

export default {
  render({ model, el }) {
    el.style.width = "100%";
    const picture = new Picture(model, el);
    picture.meet();
    return () => picture.close();
  },
};
