// Says what the page is waiting for: the download of Python, its start, or why neither can go on.
(() => {
  const root = new URL('../', document.currentScript.src);
  const bar = document.createElement('div');
  bar.id = 'lesson-start';
  bar.setAttribute('role', 'status');
  bar.style.cssText =
    'position:fixed;left:0;right:0;bottom:0;z-index:2000;padding:10px 16px;background:#003a5d;color:#fff;' +
    'font:16px/1.4 system-ui,sans-serif;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center';
  const show = () => document.body.append(bar);
  const narrow = document.createElement('style'); // on a phone, every control takes a line of its own, and no handle is cut off
  narrow.textContent =
    '@media (max-width: 600px) { .lesson-panel .widget-hbox .widget-hbox { width: 100% !important } ' +
    '.lesson-panel { padding-right: 10px; box-sizing: border-box } }';
  document.head.append(narrow);
  document.body ? show() : document.addEventListener('DOMContentLoaded', show);

  function say(text, fraction) {
    bar.textContent = text;
    if (fraction !== undefined) {
      const meter = document.createElement('progress');
      meter.setAttribute('aria-label', 'download');
      meter.value = fraction;
      bar.append(meter);
    }
  }

  function offer(label, act) {
    const button = document.createElement('button');
    button.textContent = label;
    button.style.font = 'inherit';
    button.onclick = act;
    bar.append(button);
  }

  function end(text, label, act) {
    if (!text) return bar.remove();
    show();
    say(text);
    offer(label, act);
  }

  const broken = () =>
    end('Fetching or starting Python was interrupted. What you typed is kept.', 'Try again', () => location.reload());
  const ready = () => {
    end();
    document.documentElement.dataset.python = 'ready'; // for whoever waits for it
  };

  if (typeof WebAssembly !== 'object') {
    end('This browser has no WebAssembly, so cells cannot run; the lesson with its stored pictures can be read.', 'Close', () =>
      bar.remove()
    );
    return;
  }

  // The kernel is a worker; it tells how far the download is, and its first answer says that Python is ready, or that it could
  // not start.
  window.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      if (!String(url).includes('pyodide-kernel')) return;
      delete document.documentElement.dataset.python;
      say('Fetching Python …');
      const listen = ({ data }) => {
        if (data?.lessonFetched < 1) say('Fetching Python, about 30 MB the first time:', data.lessonFetched);
        else if (data?.lessonFetched) say('Starting Python in this tab; cells that you run now are done as soon as it is ready …');
        if (data?.id === undefined || data.type === undefined) return;
        this.removeEventListener('message', listen);
        data.name === 'throw' ? broken() : ready();
      };
      this.addEventListener('message', listen);
      this.addEventListener('error', broken);
    }
  };
  say('Opening the lesson …');

  // The map of the series, which lessons link to, is the landing page here. A link to another lesson opens it in a tab of
  // its own, so that the work in this one stays; the application's own link would lead to a file browser, which is not here.
  addEventListener(
    'click',
    event => {
      const link = event.target.closest?.('a[href*="README.md"], a[href*=".ipynb"]');
      if (!link) return;
      const map = link.href.includes('README.md');
      if (!map && !location.pathname.includes('/notebooks/')) return; // JupyterLab opens it beside this one
      event.preventDefault();
      event.stopPropagation();
      const target = new URL(link.href);
      if (map) location.href = root;
      else open(new URL(`notebooks/index.html?path=${target.pathname.split('/').pop()}${target.hash}`, root), '_blank');
    },
    true
  );

  const lesson = new URLSearchParams(location.search).get('path');
  navigator.locks?.request(`lesson ${lesson}`, { ifAvailable: true }, lock => {
    if (lock) return new Promise(() => {}); // held until this tab closes
    const notice = bar.cloneNode();
    notice.id = 'lesson-twice';
    notice.textContent = 'This lesson is open in another tab. Change it in one of them only: the last to save wins.';
    const close = document.createElement('button');
    close.textContent = 'Close';
    close.style.font = 'inherit';
    close.onclick = () => notice.remove();
    notice.append(close);
    notice.style.bottom = '48px';
    document.body ? document.body.append(notice) : addEventListener('DOMContentLoaded', () => document.body.append(notice));
  });
})();
