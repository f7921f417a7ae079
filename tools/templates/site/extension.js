// What the lessons need of JupyterLab: an extension as JupyterLab loads it, written without a bundler.
(() => {
  const WIDGET = 'application/vnd.jupyter.widget-view+json';
  let shared;
  const part = async name => (await Object.values(shared[name])[0].get())();
  const sources = book => JSON.stringify(book.cells.map(cell => [cell.cell_type, String([cell.source].flat().join(''))]));

  // A widget of an earlier visit has no Python behind it; where a picture or a page says the same, that is what is shown.
  function withoutDeadWidgets(book) {
    for (const { data } of book.cells.flatMap(cell => cell.outputs ?? [])) {
      if (data?.[WIDGET] && (data['image/png'] || data['text/html'])) delete data[WIDGET];
    }
    delete book.metadata?.widgets;
    return book;
  }

  // The browser keeps a lesson only where its reader changed the text of a cell: whoever changed nothing gets corrections.
  function lessonDrive({ BrowserStorageDrive }, { PageConfig, URLExt }) {
    const known = new Set(); // what is known to be kept in this browser
    return class extends BrowserStorageDrive {
      async original(path) {
        const url = URLExt.join(PageConfig.getBaseUrl(), 'files', URLExt.encodeParts(path));
        const answer = await fetch(url).catch(() => null);
        return answer?.ok ? answer.json() : null;
      }

      async isKept(path) {
        return (await this.storage).getItem(path).then(Boolean);
      }

      async isPutBack(path) {
        return known.has(path) && !(await this.isKept(path));
      }

      async get(path, options) {
        const model = await super.get(path, options);
        if (model.type !== 'notebook' || !options?.content) return model;
        (await this.isKept(model.path)) ? known.add(model.path) : known.delete(model.path);
        return { ...model, content: withoutDeadWidgets(model.content) };
      }

      async save(path, options) {
        const original = options?.type === 'notebook' && (await this.original(path));
        if (original) {
          const elsewhere = await this.isPutBack(path);
          if (elsewhere || sources(original) === sources(options.content)) {
            known.delete(path);
            await this.forgetPath(path);
            if (elsewhere) dispatchEvent(new CustomEvent('lesson-put-back', { detail: path }));
            return super.get(path, { content: false });
          }
        }
        const saved = await super.save(path, options);
        if (original) known.add(path);
        return saved;
      }
    };
  }

  async function make() {
    const [services, lite, storage, coreutils, widgets, notebook] = await Promise.all(
      ['@jupyterlab/services', '@jupyterlite/services', '@jupyterlite/localforage', '@jupyterlab/coreutils', '@lumino/widgets',
        '@jupyterlab/notebook'].map(part)
    );
    let drive;
    const contents = {
      id: 'gradient-descent-lessons:drive',
      provides: services.IDefaultDrive,
      requires: [storage.ILocalForage],
      activate: (_, { localforage }) => {
        const storageName = coreutils.PageConfig.getOption('contentsStorageName');
        drive = new (lessonDrive(lite, coreutils))({ storageName, localforage });
        return drive;
      },
    };
    const reader = {
      id: 'gradient-descent-lessons:reader',
      autoStart: true,
      activate: app => {
        const bar = window.lessonBar;
        const opened = () => [...app.shell.widgets('main')].filter(widget => widget.context?.sessionContext);
        const current = () => (app.shell.currentWidget?.context ? app.shell.currentWidget : opened()[0]);

        // Put back on the start page or in another tab: this one follows.
        const revert = async path => {
          for (const { context } of opened()) if (context.path === path) await context.revert();
          bar.tell('This lesson was put back to the original.');
        };
        addEventListener('lesson-put-back', event => revert(event.detail));
        addEventListener('focus', async () => {
          for (const { context } of opened()) if (await drive.isPutBack(context.path)) await revert(context.path);
        });

        // A cell that lacks what cells above it make
        notebook.NotebookActions.executed.connect((_, { cell, notebook: book }) => {
          bar.ran();
          setTimeout(() => {
            const place = book.widgets.indexOf(cell);
            // as an error or as text with colours in it, depending on the kernel
            const lacks = /NameError.{0,20}: name/.test(JSON.stringify(cell.model.outputs?.toJSON() ?? ''));
            if (place < 1 || !lacks) return;
            bar.tell('A cell needs what the cells above it make.', 'Run all cells above, then this one', async () => {
              book.activeCellIndex = place;
              await app.commands.execute('notebook:run-all-above');
              await app.commands.execute('notebook:run-cell');
            });
          }, 100);
        });

        // An endless loop: in a tab, Python cannot be interrupted, only ended and started again.
        const stop = () => current()?.context.sessionContext.restartKernel();
        const busy = () => current()?.context.sessionContext.session?.kernel?.status === 'busy';
        const offerStop = () =>
          bar.tell(
            'Python is busy. In a tab it cannot be interrupted, only ended and started again: what you typed stays, what cells made is gone.',
            'Stop Python', stop, () => !busy()
          );
        app.commands.commandExecuted.connect((_, { id }) => {
          if (/^notebook:interrupt-kernel$|^kernelmenu:interrupt$/.test(id) && busy()) offerStop();
        });
        let since = 0;
        setInterval(() => {
          since = busy() && document.documentElement.dataset.python === 'ready' ? since + 1 : 0;
          if (since === 20) offerStop(); // seconds
        }, 1000);
        bar.runAll = () => app.commands.execute('notebook:run-all-cells');

        const top = new widgets.Widget({ node: bar.links() });
        top.id = 'lesson-links';
        app.shell.add(top, 'top', { rank: 500 });
        // on a phone JupyterLab hides its top, and the links stand among the notebook's tools
        app.docRegistry.addWidgetExtension('Notebook', {
          createNew(panel) {
            const links = new widgets.Widget({ node: bar.links() });
            panel.toolbar.insertItem(0, 'lesson-links', links);
            return links;
          },
        });
      },
    };
    return [contents, reader];
  }

  (window._JUPYTERLAB ??= {})['gradient-descent-lessons'] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const plugins = await make();
      return () => ({ __esModule: true, default: plugins });
    },
  };
})();
