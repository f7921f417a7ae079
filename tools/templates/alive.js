// Brings the panels of a page to life: each has its states in the page, and the controls choose among them.
const BEAT = 150; // milliseconds a step of play

async function unzipped(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function made(tag, attributes = {}, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

class Live {
  constructor(figure, states) {
    Object.assign(this, states, { figure, at: [...states.mixtures[""]], home: "" });
    this.root = made("div", { className: "live" });
    const picture = made("div");
    this.caption = made("p", { className: "live-caption" });
    this.note = made("p", { className: "live-note" });
    this.root.append(this.makeButtons(), picture, this.makeTracks(), this.caption, this.makeControls(), this.note);
    figure.before(this.root);
    figure.classList.add("still-of-live");
    const still = unpacked(Uint8Array.from(atob(this.still), (letter) => letter.charCodeAt(0)));
    this.board = new Board(picture, this.size, this.styles, still);
    this.announcer = new Announcer(picture);
    this.show();
  }

  makeButtons() {
    const names = Object.keys(this.mixtures).filter(Boolean);
    const buttons = names.map((text) => made("button", { type: "button", textContent: text, onclick: () => this.go(text) }));
    return made("div", { className: "live-buttons" }, ...buttons);
  }

  makeTracks() {
    const row = made("div", { className: "live-tracks" });
    this.hands.forEach((hand, k) => {
      if (!hand.track) return;
      hand.input = this.makeSlider(hand, k);
      const [left, right] = hand.track;
      hand.input.style.cssText = `left:calc(${100 * left}% - 8px);width:calc(${100 * (right - left)}% + 16px)`;
      row.append(hand.input);
    });
    return row;
  }

  makeSlider(hand, k) {
    const slider = made("input", { type: "range", min: 0, max: hand.texts.length - 1, step: 1 });
    slider.setAttribute("aria-label", hand.label);
    slider.oninput = () => this.move(k, Number(slider.value));
    return slider;
  }

  makeControls() {
    const cells = this.hands.map((hand, k) => {
      hand.output = made("output");
      const cell = made("label", { className: "live-control" }, made("span", { textContent: hand.label }));
      if (hand.menu) {
        hand.input = made("select", {}, ...hand.texts.map((text, place) => new Option(text, place)));
        hand.input.onchange = () => this.move(k, Number(hand.input.value));
        cell.append(hand.input);
      } else {
        if (!hand.track) cell.append((hand.input = this.makeSlider(hand, k)));
        cell.append(hand.output);
      }
      if (!hand.play) return cell;
      const play = made("button", { type: "button", textContent: "▶ play", onclick: () => this.play(k, play) });
      return made("div", { className: "live-control" }, cell, play);
    });
    return made("div", { className: "live-controls" }, ...cells);
  }

  go(text) {
    this.stop();
    this.home = text;
    this.at = [...this.mixtures[text]];
    this.show();
  }

  // Move one control. A mixture that the page does not hold is never guessed at: the others go back to where they were at home.
  move(k, place) {
    const wanted = this.at.with(k, place);
    const back = this.mixtures[this.home].with(k, place);
    const known = (at) => at.join() in this.states;
    if (!known(wanted) && !known(back)) return this.show();
    this.at = known(wanted) ? wanted : back;
    this.show(known(wanted) ? "" : "This page holds one moved control at a time, so the others went back. The notebook moves them all.");
  }

  play(k, button) {
    if (this.timer) return this.stop();
    if (this.at[k] >= this.hands[k].texts.length - 1) this.move(k, 0);
    button.textContent = "❚❚ pause";
    const beat = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1000 : BEAT;
    this.pause = () => (button.textContent = "▶ play");
    this.timer = setInterval(() => {
      const before = this.at[k];
      if (before < this.hands[k].texts.length - 1) this.move(k, before + 1);
      if (this.at[k] === before || this.at[k] >= this.hands[k].texts.length - 1) this.stop();
    }, beat);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.pause?.();
  }

  frame(number) {
    const parts = this.frames[number].map((place) => {
      const [style, ...points] = this.strokes[place];
      for (let k = 2; k < points.length; k += 1) points[k] += points[k - 2];
      return [style, points.length, ...points];
    });
    return Int16Array.from(parts.flat());
  }

  show(note = "") {
    const number = this.states[this.at.join()];
    this.hands.forEach((hand, k) => {
      hand.input.value = this.at[k];
      hand.output.textContent = hand.texts[this.at[k]];
      hand.input.setAttribute("aria-valuetext", hand.texts[this.at[k]]);
    });
    this.caption.textContent = this.sentences[number];
    this.note.textContent = note;
    this.board.show(this.frame(number));
    this.announcer.say(this.sentences[number]);
  }
}

for (const store of document.querySelectorAll("script[data-panel]")) {
  const figure = store.closest("figure");
  unzipped(store.textContent).then(
    (states) => new Live(figure, states),
    () => figure.append(made("p", { textContent: "This browser cannot move the picture; a current one can." })),
  );
}

// A question answers the one who chooses.
for (const question of document.querySelectorAll(".question")) {
  const [asked, told] = question.querySelectorAll("ol");
  if (!told) continue;
  question.querySelector("details").classList.add("for-paper");
  const reply = made("p", { className: "reply" });
  reply.setAttribute("role", "status");
  [...asked.children].forEach((line, k) => {
    const text = line.textContent;
    const button = made("button", { type: "button", textContent: text, className: "answer" });
    button.onclick = () => {
      for (const other of asked.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      reply.textContent = told.children[k].textContent.replace(/^Yes:/, "✓ Yes.").replace(/^No:/, "✗ No.");
    };
    line.replaceChildren(button);
  });
  asked.after(reply);
}
