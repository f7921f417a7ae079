import { Board } from "./board.js";
import { unpacked } from "./draw.js";
import { Announcer, nameHandles } from "./names.js";
import { Rows } from "./rows.js";

// The picture of a panel in a notebook. The kernel sends what its state shows; and, asked when a hand comes near a control, what
// all positions of that control would show, which are then drawn while the hand moves, before the kernel answers.
class Picture {
  constructor(model, el) {
    Object.assign(this, { model, el, rows: new Rows(), hands: [], held: null });
    this.root = document.createElement("div");
    el.append(this.root);
    this.board = new Board(this.root, model.get("size"), model.get("styles"), unpacked(model.get("still")));
    this.announcer = new Announcer(this.root);
    this.listen(model, "change:styles", () => (this.board.styles = model.get("styles")));
    this.listen(model, "change:shown", () => this.arrived());
    this.listen(model, "msg:custom", (message, buffers) => this.rows.add(message, buffers[0]));
    this.arrived();
  }

  listen(emitter, event, handler) {
    emitter.on(event, handler);
    (this.listening ??= []).push(() => emitter.off(event, handler));
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
    this.buttons = await Promise.all(this.model.get("buttons").map(find));
    while (!this.el.isConnected) await new Promise(requestAnimationFrame);
    this.panel = this.el.closest(".lesson-panel");
    if (!this.panel) return;
    for (const hand of this.hands) this.follow(hand);
    this.buttons.forEach((button, place) => this.listen(button, "msg:custom", () => this.moved("buttons", place)));
    for (const kind of ["pointerover", "pointerdown", "focusin"]) {
      this.panel.addEventListener(kind, (event) => this.near(event, kind !== "pointerover"), true);
    }
    this.panel.addEventListener("click", (event) => this.pressed(event), true);
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
    return JSON.stringify(name === "buttons" ? [] : this.hands.filter((hand) => hand.name !== name).map((hand) => this.read(hand)));
  }

  ask(name) {
    if (this.model.get("ahead") && this.rows.begin(name, this.key(name))) this.model.send({ row: name, key: JSON.parse(this.key(name)) });
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
    const place = [...this.panel.querySelectorAll(".lesson-hand-buttons")].indexOf(event.target.closest?.(".lesson-hand-buttons"));
    if (place >= 0) this.moved("buttons", place);
  }

  moved(name, place) {
    const found = this.rows.at(name, this.key(name), place);
    if (!found) return;
    this.draw(found.frame, found.sentence);
    this.sentence.set("value", this.model.get("caption").replace("{}", () => new Option(found.sentence).innerHTML));
    for (const hand of this.hands) if (hand.name in found.boxes && hand.slider) hand.box.set("value", found.boxes[hand.name]);
  }

  // The kernel's picture; it is late where the hand is already elsewhere, at a position that is known.
  arrived() {
    const { sentence, places } = this.model.get("shown");
    const hand = this.hands.find((each) => each.name === this.held && each.slider);
    const now = hand?.play?.get("playing") ? this.playing : hand?.slider.get("value");
    if (hand && now !== places[hand.name] && this.rows.at(hand.name, this.key(hand.name), now)) return;
    this.draw(unpacked(this.model.get("frame")), sentence);
  }

  draw(numbers, sentence) {
    this.board.show(numbers);
    this.announcer.say(sentence);
  }

  // A hand on the picture itself moves the slider that lies beneath that axis.
  grab(event) {
    const share = (at) => (at.clientX - this.root.getBoundingClientRect().left) / this.root.clientWidth;
    const hand = this.hands.find(({ track }) => track && share(event) > track[0] - 0.01 && share(event) < track[1] + 0.01);
    if (!hand || hand.slider.get("disabled")) return;
    this.held = hand.name;
    this.ask(hand.name);
    const move = (at) => {
      const [left, right] = hand.track;
      const [low, high] = [hand.slider.get("min"), hand.slider.get("max")];
      const place = Math.round(low + ((share(at) - left) / (right - left)) * (high - low));
      hand.slider.set("value", Math.min(high, Math.max(low, place)));
      hand.slider.save_changes();
    };
    this.root.setPointerCapture(event.pointerId);
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener("lostpointercapture", () => this.root.removeEventListener("pointermove", move), { once: true });
    move(event);
    event.preventDefault();
  }

  close() {
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
