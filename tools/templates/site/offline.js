// Every page asks for the service worker, which keeps what was once here; see sw.js.
(() => {
  const root = new URL('../', document.currentScript.src);
  const register = () => navigator.serviceWorker?.register(new URL('sw.js', root), { updateViaCache: 'none' }).catch(() => {});
  document.readyState === 'complete' ? register() : addEventListener('load', register);
})();
