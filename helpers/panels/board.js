import { inTheDark, paint, strokes } from "./draw.js";

// Whether the page around an element is dark: JupyterLab says so, another page follows the reader's own setting.
export function isDark() {
  const lab = document.body.dataset.jpThemeLight;
  if (lab !== undefined) return lab === "false";
  return document.documentElement.dataset.theme === "dark";
}

// Two canvases, one upon the other: what stands still, and what moves. `show` draws at the screen's next frame.
export class Board {
  constructor(root, [width, height], styles, still) {
    Object.assign(this, { root, width, height, styles, still, shown: null, waiting: null, drawn: 0 });
    root.classList.add("lesson-picture");
    root.setAttribute("role", "img");
    root.style.cssText += `position:relative;width:100%;aspect-ratio:${width}/${height};touch-action:pan-y`;
    this.layers = [0, 1].map(() => {
      const canvas = document.createElement("canvas");
      canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%";
      canvas.setAttribute("aria-hidden", "true");
      root.append(canvas);
      return canvas;
    });
    this.size = new ResizeObserver(() => this.fit());
    this.size.observe(root);
    this.zoomed = () => this.fit(); // the page may keep its width while the screen's pixels become finer
    addEventListener("resize", this.zoomed);
    // a frame later: JupyterLab changes its theme with the page taken apart, and the picture has no width
    this.theme = new MutationObserver(() => requestAnimationFrame(() => this.fit()));
    for (const node of [document.body, document.documentElement]) {
      this.theme.observe(node, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theme"] });
    }
  }

  // Take the sharpness of the screen and the colours of the theme.
  fit() {
    const wide = this.root.getBoundingClientRect().width;
    if (!wide) return;
    this.scale = (wide * devicePixelRatio) / this.width;
    this.ink = isDark() ? inTheDark : (colour) => colour;
    this.root.style.background = this.ink("#ffffff");
    for (const canvas of this.layers) {
      canvas.width = Math.round(this.width * this.scale);
      canvas.height = Math.round(this.height * this.scale);
    }
    paint(this.layers[0].getContext("2d"), this.styles, this.still, this.scale, this.ink);
    this.draw();
  }

  // Add styles to the table, and draw again what had to wait for one of them.
  learn(from, styles) {
    const known = this.styles.length;
    this.styles.splice(from, styles.length, ...styles);
    if (this.shown && strokes(this.shown).some(([place]) => place >= known)) this.show(this.shown);
  }

  show(numbers) {
    this.shown = numbers;
    this.waiting ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.waiting = null;
    if (!this.shown || !this.scale) return;
    const context = this.layers[1].getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    paint(context, this.styles, this.shown, this.scale, this.ink);
    this.drawn += 1;
    this.root.dispatchEvent(new CustomEvent("lesson-drawn", { bubbles: true }));
  }

  close() {
    this.size.disconnect();
    removeEventListener("resize", this.zoomed);
    this.theme.disconnect();
  }
}
