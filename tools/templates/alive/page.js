import { made } from "./controls.js";
import { Live } from "./live.js";
import { answer } from "./questions.js";
import { told, unzipped } from "./unpack.js";

async function bringToLife(store) {
  const figure = store.closest("figure");
  try {
    figure.live = new Live(figure, told(await unzipped(store.textContent)));
  } catch (fault) {
    console.error(fault);
    figure.append(made("p", { textContent: "This browser cannot move the picture; a current one can." }));
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
