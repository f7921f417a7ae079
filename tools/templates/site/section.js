// Opens a lesson at the section that its address names, as the link of a page or of another lesson does.
(() => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  let moved = false; // by a hand, which is not to be led elsewhere
  for (const kind of ["wheel", "pointerdown", "keydown"]) addEventListener(kind, () => (moved = true), { capture: true, once: true });
  const rest = (time) => new Promise((done) => setTimeout(done, time));

  function named(source) {
    return [...source.matchAll(/^#+ (.+)$/gm)].map(([, text]) => text.replace(/[`*]/g, "").trim().replaceAll(" ", "-"));
  }

  async function arrive() {
    while (!window.jupyterapp?.shell.currentWidget?.context?.isReady) await rest(100);
    const { content } = window.jupyterapp.shell.currentWidget;
    const names = content.widgets.map(({ model }) => (model.type === "markdown" ? named(model.sharedModel.getSource()) : []));
    const place = names.findIndex((headings) => headings.includes(wanted));
    if (place < 0) return;
    content.deselectAll();
    content.activeCellIndex = place;
    for (let times = 0; times < 3 && !moved; times += 1) {
      // cells above it are drawn on the way and push the section down: it is sought until it stays
      await Promise.race([content.scrollToItem(place, "start", 0), rest(6000)]);
      await rest(500);
    }
  }
  if (wanted) arrive();
})();
