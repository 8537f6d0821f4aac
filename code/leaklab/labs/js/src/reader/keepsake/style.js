// How the page to keep looks: as wide as a line is read, light or dark as its reader has it, and
// light on paper. Its own fonts are the system's.

export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1c1c; --soft: #555; --paper: #fff; --line: #b8b8b8; --box: #f4f4f4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e9e9; --soft: #b5b5b5; --paper: #17191c; --line: #5a5f66; --box: #22262b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem 3rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.4rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 0.2rem; }
p { margin: 0.3rem 0; }
.soft { color: var(--soft); }
.name { display: flex; gap: 0.6rem; margin: 1.6rem 0 0.6rem; }
.name span { flex: 1; border-bottom: 1px solid var(--ink); }
ol { list-style: none; margin: 0; padding: 0; }
li { margin: 0.7rem 0; break-inside: avoid; }
.asked { font-weight: 600; }
.own { unicode-bidi: isolate; white-space: pre-wrap; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 4px; padding: 0.6rem;
  margin: 0.4rem 0 1rem; font: 0.82rem/1.45 ui-monospace, monospace; tab-size: 4;
  white-space: pre-wrap; overflow-wrap: anywhere; }
@page { margin: 18mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --line: #999; --box: #fff; }
  body { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
}
`;
