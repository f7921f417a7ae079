// Every page asks for the service worker, which keeps what was once here; see sw.js.
(() => {
  const root = new URL('../', document.currentScript.src);

  // A lesson's page is read before its code is run: meanwhile Python's files come, 25 MB, but not at a reader's expense.
  const line = navigator.connection; // not every browser says
  const good = !line || (line.effectiveType === '4g' && line.type !== 'cellular' && !line.saveData);
  async function fetchAhead() {
    const { active } = await navigator.serviceWorker.ready;
    (window.requestIdleCallback ?? setTimeout)(() => active.postMessage('ahead'));
  }

  async function register() {
    await navigator.serviceWorker?.register(new URL('sw.js', root), { updateViaCache: 'none' });
    if (good && document.querySelector('main#lesson')) await fetchAhead();
  }
  const begin = () => register().catch(() => {}); // storage may be blocked
  document.readyState === 'complete' ? begin() : addEventListener('load', begin);
})();
