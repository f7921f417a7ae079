import { stepped } from "./choose.js";

export function element(tag, attributes = {}, ...children) {
  const { role, label, ...rest } = attributes;
  const node = Object.assign(document.createElement(tag), rest);
  if (role) node.setAttribute("role", role);
  if (label) node.setAttribute("aria-label", label);
  node.append(...children);
  return node;
}

// The slider of a hand. It may be moved to any place of its track, and goes to the nearest that the page holds; a key leads to
// the next one. move: takes the place wanted. row: gives the places that are known from here.
export function makeSlider(hand, move, row) {
  const [low, high] = hand.ends;
  const slider = element("input", { type: "range", min: low, max: high, step: 1, label: hand.label });
  slider.oninput = () => move(Number(slider.value));
  slider.onkeydown = (event) => {
    const known = row();
    const place = known.length > 1 && !event.ctrlKey && !event.altKey && stepped(known, hand.at, event.key);
    if (event.key === "Escape") slider.blur();
    if (place === undefined || place === false) return;
    event.preventDefault();
    move(hand.places[place]);
  };
  return slider;
}

export function makeMenu(hand, choose) {
  const menu = element("select", { label: hand.label }, ...hand.texts.map((text, place) => new Option(text, place)));
  menu.onchange = () => choose(Number(menu.value));
  return menu;
}

// Lay a control out: its name, the slider unless it lies beneath an axis, and its value.
export function laid(hand, ...more) {
  const parts = [element("span", { textContent: hand.label, className: "live-name" })];
  if (!hand.track) parts.push(hand.input);
  if (hand.places) {
    hand.output = element("output");
    parts.push(hand.output);
  }
  return element("div", { className: hand.track ? "live-control live-beneath" : "live-control" }, ...parts, ...more);
}

// Show where a hand stands.
export function stand(hand, place, usable) {
  hand.at = place;
  hand.input.disabled = !usable;
  hand.input.value = hand.places ? hand.places[place] : place;
  if (!hand.places) return;
  hand.output.textContent = hand.texts[place];
  hand.input.setAttribute("aria-valuetext", hand.texts[place]);
}
