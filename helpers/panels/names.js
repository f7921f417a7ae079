const SETTLED = 700; // milliseconds of rest after which a change is announced

const PLAY = ["play or pause", "back to the start", "repeat"]; // the buttons of a player, in their order

// Give handles, boxes and players the names and values that a screen reader speaks; the widgets' own page has none.
export function nameHandles(panel, hands, textOf) {
  for (const hand of hands) {
    const parts = (what) => [...panel.querySelectorAll(`.lesson-hand-${hand.name} ${what}`)];
    for (const handle of parts(".noUi-handle")) {
      handle.setAttribute("aria-label", hand.label);
      handle.setAttribute("aria-valuetext", String(textOf(hand)));
    }
    for (const box of parts("input, select")) box.setAttribute("aria-label", hand.label);
    for (const [place, button] of parts("button").entries()) button.setAttribute("aria-label", `${PLAY[place]}: ${hand.label}`);
  }
}

// Put a sentence into the caption's HTML.
export function captioned(template, sentence) {
  return template.replace("{}", () => new Option(sentence).innerHTML);
}

// Say the sentence of a picture: as its label at once, and aloud when the hand has come to rest.
export class Announcer {
  constructor(picture) {
    this.picture = picture;
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
    if (!first) this.timer = setTimeout(() => this.region.replaceChildren(sentence), SETTLED);
  }
}
