// Opens what a bench of the book has handed over: a reader's text, as a notebook of its own.
//
// The bench, a page of the same site, leaves the notebook in localStorage and opens JupyterLite.
// This script runs in JupyterLite's page, takes it from there, and saves it under a free name.

const CARRIED = "parked-forever carried"; // as in the bench's carry.js
const WAIT_MS = 50;

/** What waits to be opened, once: {path, notebook}; undefined if there is nothing. */
function take() {
  const text = localStorage.getItem(CARRIED);
  localStorage.removeItem(CARRIED);
  return text ? JSON.parse(text) : undefined;
}

async function jupyterapp() {
  while (!window.jupyterapp) await new Promise((after) => setTimeout(after, WAIT_MS));
  await window.jupyterapp.restored;
  return window.jupyterapp;
}

async function freeName(contents, path) {
  const stem = path.replace(/\.ipynb$/, "");
  for (let number = 1; ; number++) {
    const name = `${stem}${number > 1 ? ` ${number}` : ""}.ipynb`;
    const taken = await contents.get(name, { content: false }).then(
      () => true,
      () => false,
    );
    if (!taken) return name;
  }
}

const app = await jupyterapp();
const carried = take();
if (carried) {
  const { contents } = app.serviceManager;
  const path = await freeName(contents, carried.path);
  await contents.save(path, { type: "notebook", format: "json", content: carried.notebook });
  await app.commands.execute("docmanager:open", { path });
}
