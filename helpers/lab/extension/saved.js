// A notebook that is opened again has no kernel behind its widgets, and ipywidgets writes "model not found" in their place. Here
// what was saved with each of them is shown instead, with a line that says what to do. An extension as JupyterLab and Notebook 7
// load it, written without a bundler.
(() => {
  const WIDGET = "application/vnd.jupyter.widget-view+json";
  const GONE = /^(Error displaying widget|Loading widget)/; // all that such an output says
  const ADVICE = "This was saved with the notebook. Run the cell, and it answers to the hand again.";
  const OFTEN = 500; // milliseconds between two looks at a page that changes

  // The notebook in which an output stands, and what was saved there.
  function found(app, node) {
    const place = node.closest(".jp-OutputArea-child");
    for (const { content } of app.shell.widgets("main")) {
      const cell = content?.widgets?.find((each) => each.node.contains(node));
      const output = cell?.model.outputs?.get([...place.parentNode.children].indexOf(place));
      if (output) return { rendermime: content.rendermime, output };
    }
  }

  async function show(app, node) {
    const { rendermime, output } = found(app, node) ?? {};
    if (!output?.data[WIDGET]) return;
    const data = Object.fromEntries(Object.entries(output.data).filter(([type]) => type !== WIDGET));
    const type = rendermime.preferredMimeType(data, "any");
    if (!type || type === "text/plain") return;
    const shown = rendermime.createRenderer(type);
    await shown.renderModel({ data, metadata: output.metadata, trusted: true });
    if (!GONE.test(node.textContent)) return; // the widget came meanwhile
    const image = shown.node.querySelector("img");
    if (image) image.alt = output.metadata["image/png"]?.alt ?? "";
    const line = document.createElement("p");
    line.className = "lesson-saved";
    line.textContent = ADVICE;
    node.replaceChildren(shown.node, line);
  }

  function activate(app) {
    let waits = false;
    const look = () => {
      waits = false;
      for (const node of document.querySelectorAll(".jp-OutputArea-output.lm-Panel")) {
        if (!node.childElementCount && GONE.test(node.textContent)) show(app, node);
      }
    };
    const later = () => {
      if (!waits) setTimeout(look, OFTEN);
      waits = true;
    };
    new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
  }

  const plugin = { id: "gradient-descent-lessons-saved:plugin", autoStart: true, activate };
  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["gradient-descent-lessons-saved"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
