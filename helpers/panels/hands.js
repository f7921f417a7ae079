// The controls of a panel as the page knows them: each with its name, and the models of its slider, box and player.
export async function met(model) {
  const find = (id) => model.widget_manager.get_model(id.replace("IPY_MODEL_", ""));
  const hands = [];
  for (const hand of model.get("hands")) {
    const parts = { ...hand };
    for (const part of ["slider", "box", "play"]) if (hand[part]) parts[part] = await find(hand[part]);
    hands.push(parts);
  }
  return hands;
}

// Where a control stands: its place on the track, or in the menu. A player may be ahead of its slider.
export function placeOf({ slider, box, playing }) {
  return playing ?? (slider ? slider.get("value") : box.get("index"));
}

// How all controls but one stand; for the buttons, which set every control, there are no others.
export function keyOf(hands, name) {
  const others = hands.filter((hand) => name !== "buttons" && hand.name !== name);
  return JSON.stringify(others.map(({ box, slider }) => box.get(slider ? "value" : "index")));
}

// The name of the control in which an event happened, if it was one.
export function nameUnder(event) {
  return event.target.closest?.("[class*=lesson-hand-]")?.className.match(/lesson-hand-([\w-]+)/)?.[1];
}

// Which of a panel's buttons an event happened in, counted from 0, or -1.
export function buttonUnder(panel, event) {
  return [...panel.querySelectorAll(".lesson-hand-buttons")].indexOf(event.target.closest?.(".lesson-hand-buttons"));
}

// Say beneath the picture what to do while the kernel behind it is gone: started anew, shut down or exchanged.
export function tellOfLoss(panel, box, heard) {
  const note = document.createElement("p");
  note.className = "lesson-note";
  note.setAttribute("role", "status");
  panel.append(note);
  const notebook = box.widget_manager.context?.sessionContext; // of JupyterLab and Notebook 7
  const kernel = notebook?.session?.kernel;
  const tell = () => {
    const lost = !box.comm_live || notebook?.session?.kernel !== kernel;
    note.textContent = lost ? "The kernel behind this picture is gone. Run the cell again, and it moves again." : "";
  };
  heard.on(box, "comm_live_update", tell);
  if (notebook) heard.stops.push(signalled(notebook.kernelChanged, tell));
}

// Follow a signal of JupyterLab's; returns what ends that.
function signalled(signal, handler) {
  signal.connect(handler);
  return () => signal.disconnect(handler);
}

// Handlers that can be taken off again all at once.
export class Listening {
  constructor() {
    this.stops = [];
  }

  on(emitter, event, handler) {
    emitter.on(event, handler);
    this.stops.push(() => emitter.off(event, handler));
  }

  stop() {
    for (const stop of this.stops) stop();
  }
}
