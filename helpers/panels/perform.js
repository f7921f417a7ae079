const LASTS = 2000; // milliseconds in which a scenario plays through its run
const SHORTEST = 16; // milliseconds a step: no screen shows more

// Plays the run of a scenario once the kernel has heard of its button, where the run begins at the beginning; `reset` has none.
// Nothing moves by itself for those who asked for less motion.
export class Player {
  chosen(word, button) {
    Object.assign(this, { word, isScenario: button.classList.contains("lesson-scenario") });
  }

  heard(word, hands) {
    if (!word || word !== this.word) return;
    this.word = undefined;
    const { play } = hands.find((hand) => hand.play) ?? {};
    if (!play || !this.isScenario || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    if (play.get("value") !== play.get("min")) return;
    const usual = play.get("interval");
    play.set("interval", beat(play.get("max") - play.get("min"), play.get("step")));
    play.once("change:playing", () => play.once("change:playing", () => play.set("interval", usual)));
    play.play();
  }

  // End what plays, and go where the button leads: a place on the way there may still wait to be sent.
  stop(hands, button) {
    for (const hand of hands.filter(({ play }) => play)) {
      hand.playing = undefined;
      hand.play.pause();
      hand.play.set("value", hand.begins[button]);
      hand.play.save_changes();
    }
  }
}

// Milliseconds a step, so that a way takes no longer than LASTS.
export function beat(way, step) {
  return Math.max(SHORTEST, Math.round((LASTS * step) / Math.max(way, step)));
}
