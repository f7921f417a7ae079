const SETTLED = 700; // milliseconds of rest after which a change is announced

const PLAY = ["play or pause", "back to the start", "repeat"]; // the buttons of a player, in their order

// Give handles, boxes, players and buttons the names and values that a screen reader speaks; the widgets have none.
export function nameHandles(panel, hands) {
  for (const hand of hands) {
    const parts = (what) => [...panel.querySelectorAll(`.lesson-hand-${hand.name} ${what}`)];
    for (const handle of parts(".noUi-handle")) {
      handle.setAttribute("aria-label", hand.label);
      handle.setAttribute("aria-valuetext", String(hand.box.get("value")));
      for (const kind of ["onfocus", "onkeydown", "onkeyup"]) handle[kind] = keepKeys;
    }
    for (const box of parts("input, select")) box.setAttribute("aria-label", hand.label);
    for (const [place, button] of parts("button").entries()) button.setAttribute("aria-label", `${PLAY[place]}: ${hand.label}`);
  }
  for (const button of panel.querySelectorAll(".lesson-scenario")) {
    button.setAttribute("aria-pressed", button.classList.contains("lesson-lit"));
  }
}

// A key that a handle hears is the handle's own and moves no cursor of the notebook; with Shift, Control, … held it is not.
export function keepKeys({ currentTarget, altKey, ctrlKey, metaKey, shiftKey }) {
  currentTarget.toggleAttribute("data-lm-suppress-shortcuts", !(altKey || ctrlKey || metaKey || shiftKey));
}

// Write a sentence where it is read, unless it stands there; the words that say how a run went are bold. Its place keeps the
// greatest height that it once took, so that no control moves under the hand.
export function captioned(place, { sentence, verdict }) {
  if (!place || place.textContent === sentence) return;
  const [before, after] = parted(sentence, verdict);
  const words = document.createElement("strong");
  words.textContent = verdict;
  place.replaceChildren(...(after === undefined ? [before] : [before, words, after]));
  place.style.minHeight = `${tallest.next(place, place.offsetWidth, place.offsetHeight)}px`;
}

// The greatest height of each place, as long as it keeps its width.
const tallest = {
  known: new WeakMap(),
  next(place, width, height) {
    const [wide, tall] = this.known.get(place) ?? [width, 0];
    const now = wide === width ? Math.max(tall, height) : 0;
    this.known.set(place, [width, now]);
    return now;
  },
};

// What stands before and after the words that say how a run went; the whole sentence where they are not in it.
export function parted(sentence, verdict) {
  const at = verdict ? sentence.indexOf(`: ${verdict}`) : -1;
  return at < 0 ? [sentence] : [sentence.slice(0, at + 2), sentence.slice(at + 2 + verdict.length)];
}

// Say the sentence of a picture: as its label at once, and aloud when the hand has come to rest, which `rested` hears too.
export class Announcer {
  constructor(picture, rested = () => {}) {
    Object.assign(this, { picture, rested });
    this.region = document.createElement("div");
    this.region.setAttribute("role", "status");
    this.region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    picture.after(this.region);
  }

  say(sentence) {
    if (sentence === this.last) return;
    const first = this.last === undefined;
    this.last = sentence;
    this.picture.setAttribute("aria-label", sentence);
    clearTimeout(this.timer);
    if (first) return;
    this.timer = setTimeout(() => {
      this.region.replaceChildren(sentence);
      this.rested();
    }, SETTLED);
  }
}
