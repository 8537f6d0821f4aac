// Tells a reader whose own copy of a chapter is older than the book's, and offers the book's.
//
// JupyterLite keeps what a reader saves in the browser, and shows it for good: a later edition of
// the chapter stays hidden, and nothing says so. This script runs in JupyterLite's page. It keeps,
// for each chapter, the digest of the edition that the reader's copy began with; where the site has
// another one now, it asks. The reader's copy is renamed, never removed.

// Keys in localStorage: this, the folder of the site (each version has its own copies), the path.
const EDITION = "parked-forever edition of ";
const SITE = new URL("../", location.href);
const COMMANDS = { take: "parked-forever:take-the-book-s", keep: "parked-forever:keep-mine" };
const WAIT_MS = 50;

/** The chapter as the site has it now: its text, its digest; undefined for what is no chapter. */
async function published(path) {
  const answer = await fetch(new URL(`files/${encodeURI(path)}`, SITE), {
    cache: "no-cache",
  });
  if (!answer.ok) return undefined;
  const text = await answer.text();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0"));
  return { text, edition: hex.join("") };
}

/** The edition of the book that the reader's copy is from, or is not to be asked about. */
const known = {
  get: (path) => localStorage.getItem(EDITION + SITE.pathname + path),
  set: (path, edition) => localStorage.setItem(EDITION + SITE.pathname + path, edition),
};

/** JSON with its keys in order, so that equal contents are equal texts. */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

class Copies {
  constructor(app) {
    this.app = app;
    this.contents = app.serviceManager.contents;
    this.asked = new Set();
    app.commands.addCommand(COMMANDS.take, {
      label: "Open the book's newest copy",
      execute: ({ path }) => this.take(path),
    });
    app.commands.addCommand(COMMANDS.keep, {
      label: "Keep mine",
      execute: ({ path, edition }) => known.set(path, edition),
    });
  }

  /** Look at every notebook that comes to the front, and at the one that is there. */
  watch() {
    const look = (widget) => {
      const path = widget?.context?.path;
      if (path?.endsWith(".ipynb")) this.look(path).catch(console.error);
    };
    this.app.shell.currentChanged.connect((_, { newValue }) => look(newValue));
    look(this.app.shell.currentWidget);
  }

  async look(path) {
    const book = await published(path);
    if (!book) return; // the reader's own notebook
    const shown = await this.contents.get(path, { content: true });
    if (canonical(shown.content) === canonical(JSON.parse(book.text))) {
      known.set(path, book.edition); // a copy saved from now on begins here
    } else if (known.get(path) !== book.edition && !this.asked.has(path)) {
      this.asked.add(path);
      await this.ask(path, book.edition);
    }
  }

  async ask(path, edition) {
    const action = (commandId, label, displayType) => ({
      commandId,
      label,
      displayType,
      args: { path, edition },
    });
    await this.app.commands.execute("apputils:notify", {
      message: `This is your own copy of ${path}, and the book has a newer edition of it.`,
      type: "warning",
      options: {
        autoClose: false,
        actions: [
          action(COMMANDS.take, "Open the book's newest copy", "accent"),
          action(COMMANDS.keep, "Keep mine"),
        ],
      },
    });
  }

  /** Give the reader's copy another name, with whatever is open of it, and open the book's. */
  async take(path) {
    await this.app.commands.execute("docmanager:save-all").catch(console.error);
    await this.contents.rename(path, await this.freeName(path));
    this.asked.delete(path);
    await this.app.commands.execute("docmanager:open", { path });
  }

  async freeName(path) {
    const stem = path.replace(/\.ipynb$/, "");
    for (let number = 1; ; number++) {
      const name = `${stem} (my copy${number > 1 ? ` ${number}` : ""}).ipynb`;
      const taken = await this.contents.get(name, { content: false }).then(
        () => true,
        () => false,
      );
      if (!taken) return name;
    }
  }
}

async function jupyterapp() {
  while (!window.jupyterapp) await new Promise((after) => setTimeout(after, WAIT_MS));
  await window.jupyterapp.restored;
  return window.jupyterapp;
}

new Copies(await jupyterapp()).watch();
