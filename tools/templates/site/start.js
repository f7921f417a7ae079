// Runs before JupyterLab: says what the page is waiting for and what went wrong, and makes good what the browser refuses.
(() => {
  const root = new URL('../', document.currentScript.src);
  const state = document.documentElement.dataset; // for whoever waits: dataset.python is 'ready' once cells can run

  // Where a browser blocks all storage, JupyterLab would show no lesson; it gets one that forgets.
  try {
    localStorage.getItem('');
  } catch {
    const kept = new Map();
    const storage = {
      getItem: name => kept.get(String(name)) ?? null,
      setItem: (name, value) => void kept.set(String(name), String(value)),
      removeItem: name => void kept.delete(String(name)),
      clear: () => kept.clear(),
      key: place => [...kept.keys()][place] ?? null,
      get length() {
        return kept.size;
      },
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: storage });
  }

  const bar = document.createElement('div');
  bar.id = 'lesson-start';
  bar.setAttribute('role', 'status');
  const show = () => document.body.append(bar);
  new MutationObserver((_, begin) => {
    if (!document.body) return;
    begin.disconnect();
    if (bar.textContent) show();
  }).observe(document.documentElement, { childList: true });

  function offer(label, act) {
    const button = document.createElement('button');
    button.textContent = label;
    button.onclick = act;
    bar.append(button);
  }

  function say(text, fraction) {
    bar.textContent = text;
    if (document.body && !bar.isConnected) show();
    if (fraction === undefined) return;
    const meter = document.createElement('progress');
    meter.setAttribute('aria-label', 'download');
    meter.value = fraction;
    bar.append(meter);
  }

  function close() {
    bar.textContent = '';
    bar.remove();
  }

  let failed = false;
  function broken() {
    if (failed) return;
    failed = true;
    say('Fetching or starting the lesson was interrupted. What you typed is kept.');
    offer('Try again', () => location.reload());
  }

  // What the extension tells the reader: a sentence, a thing to do, and until when it is of use.
  window.lessonBar = {
    tell(text, label, act, over) {
      if (failed) return;
      say(text);
      if (label) {
        offer(label, () => {
          close();
          act();
        });
      }
      offer('Close', close);
      const notice = bar.firstChild;
      if (!over) return;
      const check = setInterval(() => {
        if (bar.firstChild !== notice) clearInterval(check);
        else if (over()) close();
      }, 500);
    },
    ran: () => bar.dataset.ready && !failed && (delete bar.dataset.ready, close()),
    links() {
      const links = document.createElement('nav');
      links.className = 'lesson-links';
      links.setAttribute('aria-label', 'the lessons');
      links.innerHTML = '<a>All lessons</a> <a target="_blank">Glossary</a>';
      links.children[0].href = root;
      links.children[1].href = new URL('lessons/00-glossary.html', root);
      return links;
    },
  };

  function ready() {
    if (failed) return;
    state.python = 'ready';
    say('Python is ready. Shift+Enter runs the cell you are in, from the top of the lesson on.');
    offer('Run all cells', () => window.lessonBar.runAll());
    offer('Close', close);
    bar.dataset.ready = 'yes';
    const fetched = performance.getEntriesByType('resource').map(entry => entry.name);
    const here = [location.href, ...fetched].filter(name => name.startsWith(root));
    navigator.serviceWorker?.ready.then(({ active }) => active.postMessage(here)).catch(() => {});
  }

  // Whatever is fetched and does not come, from the application's own parts to the lesson
  addEventListener('error', event => /^(SCRIPT|LINK)$/.test(event.target?.tagName) && broken(), true);
  addEventListener('unhandledrejection', event => /import|fetch|chunk/i.test(event.reason?.message ?? '') && broken());
  const fetched = window.fetch;
  window.fetch = async (...given) => {
    const url = String(given[0]?.url ?? given[0]);
    try {
      const answer = await fetched(...given);
      if (!answer.ok && url.includes('/files/') && url.endsWith('.ipynb') && url.startsWith(root)) broken();
      return answer;
    } catch (error) {
      if (error.name !== 'AbortError' && !state.python && url.startsWith(root)) broken();
      throw error;
    }
  };

  // The map of the series, which lessons link to, is the start page here. A link to another lesson opens it in a tab of its
  // own, so that the work in this one stays; JupyterLab's own link would lead to a file.
  function repaired(event) {
    const link = event.target.closest?.('a[href*="README.md"], a[href*=".ipynb"], a[data-lesson]');
    if (!link || link.dataset.lesson || link.closest('.lesson-links')) return link?.dataset.lesson ? link : null;
    const target = new URL(link.href);
    const name = target.pathname.split('/').pop();
    if (name.endsWith('.ipynb')) link.href = new URL(`notebooks/index.html?path=${name}${target.hash}`, root);
    else if (name === 'README.md') link.href = root;
    link.dataset.lesson = name;
    return link;
  }
  for (const kind of ['pointerover', 'pointerdown', 'focusin', 'auxclick']) addEventListener(kind, repaired, true);
  addEventListener(
    'click',
    event => {
      const link = repaired(event);
      const aside = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!link || aside || (link.href !== root.href && !location.pathname.includes('/notebooks/'))) return;
      event.preventDefault();
      event.stopPropagation();
      if (link.href === root.href) location.href = root;
      else open(link.href, '_blank');
    },
    true
  );

  const lesson = new URLSearchParams(location.search).get('path');
  navigator.locks?.request(`lesson ${lesson}`, { ifAvailable: true }, lock => {
    if (lock) return new Promise(() => {}); // held until this tab closes
    const notice = bar.cloneNode();
    notice.id = 'lesson-twice';
    notice.textContent = 'This lesson is open in another tab. Change it in one of them only: the last to save wins.';
    const gone = document.createElement('button');
    gone.textContent = 'Close';
    gone.onclick = () => notice.remove();
    notice.append(gone);
    document.body ? document.body.append(notice) : addEventListener('DOMContentLoaded', () => document.body.append(notice));
  }).catch(() => {}); // a browser that blocks storage has no locks either

  if (typeof WebAssembly !== 'object') {
    say('This browser has no WebAssembly, so cells cannot run; the lesson with its stored pictures can be read.');
    offer('Close', close);
    return;
  }

  // Python is a worker; it tells how far its download is, and its first answer says that it is ready or could not start.
  const STARTING = 'Starting Python in this tab; cells that you run now are done as soon as it is ready …';
  window.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      if (!String(url).includes('pyodide-kernel')) return;
      delete state.python;
      if (!failed) say('Fetching Python …');
      const listen = ({ data }) => {
        if (failed) return;
        if (data?.lessonFetched < 1) say('Fetching Python, about 30 MB the first time:', data.lessonFetched);
        else if (data?.lessonFetched) say(STARTING);
        if (data?.id === undefined || data.type === undefined) return;
        this.removeEventListener('message', listen);
        data.name === 'throw' ? broken() : ready();
      };
      this.addEventListener('message', listen);
      this.addEventListener('error', broken);
    }
  };
  say('Opening the lesson …');

  // Nothing has come for a while: the connection may hang.
  performance.setResourceTimingBufferSize?.(5000);
  let seen = '';
  let quiet = 0;
  setInterval(() => {
    if (failed || state.python || bar.textContent.startsWith(STARTING)) return;
    const now = `${performance.getEntriesByType('resource').length} ${bar.querySelector('progress')?.value}`;
    quiet = now === seen ? quiet + 5 : 0;
    seen = now;
    if (quiet === 45 && !bar.querySelector('button')) offer('This takes long. Try again', () => location.reload());
  }, 5000);
})();
