import { Board } from "./board.js";
import { drag, grabbed } from "./drag.js";
import { unpacked } from "./draw.js";
import { Announcer, captioned, nameHandles } from "./names.js";
import { Rows } from "./rows.js";

// The picture of a panel in a notebook. The kernel sends what its state shows; and, asked when a hand comes near a control, what
// all positions of that control would show, which are then drawn while the hand moves, before the kernel answers.
const PATIENCE = 1000; // milliseconds that a scenario's own picture may take to come from the kernel

class Picture {
  constructor(model, el) {
    Object.assign(this, { model, el, rows: new Rows(), hands: [], held: null, awaited: null });
    Object.assign(this, { listening: [], closed: new AbortController() });
    this.root = document.createElement("div");
    el.append(this.root);
    this.board = new Board(this.root, model.get("size"), model.get("styles"), unpacked(model.get("still")));
    this.announcer = new Announcer(this.root);
    this.listen(model, "change:styles", () => Object.assign(this.board, { styles: model.get("styles") }));
    this.listen(model, "change:shown", () => this.arrived());
    this.listen(model, "msg:custom", (message, buffers) => this.rows.add(message, buffers[0]));
    this.arrived();
  }

  listen(emitter, event, handler) {
    emitter.on(event, handler);
    this.listening.push(() => emitter.off(event, handler));
  }

  // Find the controls on the page: their models, and the part of the page in which they lie.
  async meet() {
    const find = (id) => this.model.widget_manager.get_model(id.replace("IPY_MODEL_", ""));
    for (const hand of this.model.get("hands")) {
      const parts = { ...hand };
      for (const part of ["slider", "box", "play"]) if (hand[part]) parts[part] = await find(hand[part]);
      this.hands.push(parts);
    }
    this.sentence = await find(this.model.get("sentence"));
    const { signal } = this.closed;
    while (!this.el.isConnected && !signal.aborted) await new Promise(requestAnimationFrame);
    this.panel = this.el.closest(".lesson-panel");
    if (!this.panel || signal.aborted) return;
    for (const hand of this.hands) this.follow(hand);
    for (const kind of ["pointerover", "pointerdown", "focusin"]) {
      this.panel.addEventListener(kind, (event) => this.near(event, kind !== "pointerover"), { capture: true, signal });
    }
    this.panel.addEventListener("click", (event) => this.pressed(event), { capture: true, signal });
    this.root.addEventListener("pointerdown", (event) => this.grab(event));
    this.label = () => nameHandles(this.panel, this.hands, (hand) => this.read(hand));
    this.watch = new MutationObserver(this.label);
    this.watch.observe(this.panel, { childList: true, subtree: true });
    this.label();
  }

  follow(hand) {
    const control = hand.slider ?? hand.box;
    const what = hand.slider ? "value" : "index";
    this.listen(control, `change:${what}`, () => {
      if (this.held === hand.name) this.moved(hand.name, control.get(what));
      requestAnimationFrame(() => this.label?.());
    });
    if (!hand.play) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) hand.play.set("interval", 1000);
    this.listen(hand.play, "change:value", () => {
      if (!hand.play.get("playing")) return;
      this.ask(hand.name);
      this.playing = hand.slider.get("min") + Math.round((hand.play.get("value") - hand.low) / hand.step);
      this.held = hand.name;
      this.moved(hand.name, this.playing);
    });
  }

  read(hand) {
    return hand.box.get(hand.slider ? "value" : "index");
  }

  // How all other controls stand; for the buttons, which set every control, there are no others.
  key(name) {
    const others = this.hands.filter((hand) => name !== "buttons" && hand.name !== name);
    return JSON.stringify(others.map((hand) => this.read(hand)));
  }

  ask(name) {
    const key = this.key(name);
    if (this.model.get("ahead") && this.rows.begin(name, key)) this.model.send({ row: name, key: JSON.parse(key) });
  }

  named(event) {
    return event.target.closest?.("[class*=lesson-hand-]")?.className.match(/lesson-hand-([\w-]+)/)?.[1];
  }

  near(event, touched) {
    const name = this.named(event);
    if (touched && event.target.closest?.(".lesson-picture") !== this.root) this.held = name ?? null;
    if (name) this.ask(name);
  }

  pressed(event) {
    const buttons = [...this.panel.querySelectorAll(".lesson-hand-buttons")];
    const place = buttons.indexOf(event.target.closest?.(".lesson-hand-buttons"));
    if (place < 0 || !this.moved("buttons", place)) return;
    this.awaited = this.rows.at("buttons", this.key("buttons"), place).sentence;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.arrived(true), PATIENCE);
  }

  moved(name, place) {
    const found = this.rows.at(name, this.key(name), place);
    if (!found) return false;
    this.awaited = null;
    this.draw(found.frame, found.sentence);
    this.sentence.set("value", captioned(this.model.get("caption"), found.sentence));
    for (const hand of this.hands) if (hand.name in found.boxes && hand.slider) hand.box.set("value", found.boxes[hand.name]);
    return true;
  }

  // The kernel's picture; it is late where the hand is already elsewhere, at a position that is known.
  arrived(late = false) {
    const { sentence, places } = this.model.get("shown");
    const hand = this.hands.find((each) => each.name === this.held && each.slider);
    const now = hand?.play?.get("playing") ? this.playing : hand?.slider.get("value");
    if (hand && now !== places[hand.name] && this.rows.at(hand.name, this.key(hand.name), now)) return;
    if (!late && this.awaited !== null && this.awaited !== sentence) return; // of a button pressed just before
    this.awaited = null;
    this.draw(unpacked(this.model.get("frame")), sentence);
  }

  draw(numbers, sentence) {
    this.board.show(numbers);
    this.announcer.say(sentence);
  }

  grab(event) {
    const hand = grabbed(this.root, this.hands, event);
    if (!hand) return;
    this.held = hand.name;
    this.ask(hand.name);
    drag(this.root, hand, event);
  }

  close() {
    this.closed.abort();
    clearTimeout(this.patience);
    for (const stop of this.listening) stop();
    this.watch?.disconnect();
    this.board.close();
  }
}

function render({ model, el }) {
  el.style.width = "100%";
  const picture = new Picture(model, el);
  picture.meet();
  return () => picture.close();
}

export default { render };
