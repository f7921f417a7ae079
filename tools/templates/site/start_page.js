// The start page: what a browser cannot do, and which lessons have been changed in it.
const NAME = document.body.dataset.storage;
document.getElementById("no-wasm").hidden = typeof WebAssembly === "object";

// JupyterLab keeps a changed lesson in this database under its file name; without it the original is shown.
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME);
    request.onupgradeneeded = () => request.transaction.abort(); // nothing has been kept yet: leave nothing behind
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (request.error?.name === "AbortError" ? resolve(null) : reject(request.error));
  });
}

async function inStores(names, mode, act) {
  const base = await opened();
  if (!base) return [];
  const there = names.filter((name) => base.objectStoreNames.contains(name));
  const results = there.map((name) => {
    const request = act(base.transaction(name, mode).objectStore(name));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  });
  const found = await Promise.all(results);
  base.close();
  return found;
}

async function mark() {
  try {
    const kept = new Set((await inStores(["files"], "readonly", (store) => store.getAllKeys())).flat());
    for (const card of document.querySelectorAll("[data-file]")) {
      card.querySelector(".edited").hidden = !kept.has(card.dataset.file);
    }
  } catch {
    document.getElementById("no-storage").hidden = false;
  }
}

for (const card of document.querySelectorAll("[data-file]")) {
  card.querySelector("button").onclick = async () => {
    await inStores(["files", "checkpoints"], "readwrite", (store) => store.delete(card.dataset.file));
    await mark();
    card.querySelector("a").focus();
  };
}
addEventListener("pageshow", mark);
addEventListener("focus", mark);
