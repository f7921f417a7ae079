const SETTLED = 700; // milliseconds of rest after which a change is announced

// Give the handles of sliders the names and values that a screen reader speaks; the widgets' own page has none.
export function nameHandles(panel, hands, textOf) {
  for (const hand of hands) {
    const handle = panel.querySelector(`.lesson-hand-${hand.name} .noUi-handle`);
    if (!handle) continue;
    handle.setAttribute("aria-label", hand.label);
    handle.setAttribute("aria-valuetext", String(textOf(hand)));
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
