import { element } from "./controls.js";
import { Live } from "./live.js";
import { answer } from "./questions.js";
import { statesIn, unzipped } from "./unpack.js";

const pause = () => new Promise((done) => setTimeout(done)); // a hand that scrolls goes before

async function bringToLife(store) {
  const figure = store.closest("figure");
  try {
    const numbers = await unzipped(store.textContent);
    await pause();
    const states = statesIn(numbers);
    await pause();
    figure.live = new Live(figure, states);
  } catch (fault) {
    console.error(fault);
    figure.append(element("p", { textContent: "This browser cannot move the picture; a current one can." }));
  }
}

// a canvas asks here which colours to take; paper stays white
const dark = matchMedia("screen and (prefers-color-scheme: dark)");
const follow = () => Object.assign(document.documentElement.dataset, { theme: dark.matches ? "dark" : "light" });
if (!document.querySelector(".reveal")) {
  dark.addEventListener("change", follow);
  follow();
}

for (const question of document.querySelectorAll(".question")) answer(question);
// settled when all panels of the page move, for what measures the page
window.alive = Promise.all(Array.from(document.querySelectorAll("script[data-panel]"), bringToLife));
