const LASTS = 2000; // milliseconds in which a scenario plays through its run
const SHORTEST = 16; // milliseconds a step: no screen shows more

// Play the run of a scenario that was just chosen, where it begins at the beginning; `reset` only ends what plays. Nothing moves
// by itself for those who asked for less motion.
export function perform(hands, boxes, button) {
  const hand = hands.find(({ play }) => play);
  if (!hand || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const { play } = hand;
  play.pause();
  hand.usual ??= play.get("interval");
  play.set("value", boxes[hand.name]);
  if (button.classList.contains("lesson-scenario") && play.get("value") === play.get("min")) {
    play.set("interval", beat(play.get("max") - play.get("value"), play.get("step")));
    play.once("change:playing", () => play.once("change:playing", () => play.set("interval", hand.usual)));
    play.play();
  } else {
    play.set("interval", hand.usual);
    play.save_changes();
  }
}

// Milliseconds a step, so that a way takes no longer than LASTS.
export function beat(way, step) {
  return Math.max(SHORTEST, Math.round((LASTS * step) / Math.max(way, step)));
}
