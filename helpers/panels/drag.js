// A hand on the picture itself moves the slider that lies beneath that axis. Say which control it holds, if any.
export function grabbed(root, hands, event) {
  const share = (at) => (at.clientX - root.getBoundingClientRect().left) / root.clientWidth;
  const hand = hands.find(({ track }) => track && share(event) > track[0] - 0.01 && share(event) < track[1] + 0.01);
  return hand?.slider.get("disabled") ? undefined : hand;
}

// Move a slider with the pointer until it is let go.
export function drag(root, { slider, track: [left, right] }, event) {
  const move = (at) => {
    const share = (at.clientX - root.getBoundingClientRect().left) / root.clientWidth;
    slider.set("value", placeAt((share - left) / (right - left), slider.get("min"), slider.get("max")), { updated_view: root });
    slider.save_changes();
  };
  root.setPointerCapture(event.pointerId);
  root.addEventListener("pointermove", move);
  root.addEventListener("lostpointercapture", () => root.removeEventListener("pointermove", move), { once: true });
  move(event);
  event.preventDefault();
}

// Let a hand that comes down on the picture move what lies there.
export function grab(root, hands, event) {
  const hand = grabbed(root, hands, event);
  if (hand) drag(root, hand, event);
}

// The place on a slider's track that is nearest to a share of its length.
export function placeAt(share, low, high) {
  return Math.min(high, Math.max(low, Math.round(low + share * (high - low))));
}
