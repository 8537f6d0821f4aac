// A term says what it means where it stands: when it is pointed at, focused or touched. The words
// are in the page (tools/site/terms.py); without this script the link leads to the glossary.

const POINTED_MS = 250; // before a note opens under a mouse that may only pass by
const LEFT_MS = 200; // before it closes: the mouse may be on its way to the note
const EDGE_PX = 8; // from the window's edges

/**
 * The note of a page, of which there is one at a time.
 * @param {Document} page
 */
export function explainTerms(page) {
  const note = page.createElement("div");
  note.className = "term-note";
  note.setAttribute("popover", "manual");
  note.setAttribute("aria-hidden", "true"); // the link is described by the same words
  /** @type {HTMLAnchorElement | null} */
  let shown = null;
  let touched = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const hide = () => {
    clearTimeout(waiting);
    shown = null;
    note.remove();
  };

  /** @param {HTMLAnchorElement} link */
  const show = (link) => {
    clearTimeout(waiting);
    const words = page.getElementById(link.getAttribute("aria-describedby") ?? "");
    if (!words || shown === link) return;
    const more = page.createElement("a");
    more.href = link.href;
    more.tabIndex = -1; // the term itself leads there
    more.textContent = "Glossary";
    note.replaceChildren(`${words.textContent} `, more);
    page.body.append(note);
    note.showPopover?.();
    place(note, link);
    shown = link;
  };

  page.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = termAt(event.target);
    if (link) {
      clearTimeout(waiting);
      waiting = setTimeout(() => show(link), POINTED_MS);
    } else if (event.target instanceof Node && note.contains(event.target)) {
      clearTimeout(waiting);
    } else {
      clearTimeout(waiting);
      if (shown && shown !== page.activeElement) waiting = setTimeout(hide, LEFT_MS);
    }
  });
  page.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    const inside = event.target instanceof Node && note.contains(event.target);
    if (!inside && termAt(event.target) !== shown) hide();
  });
  page.addEventListener("focusin", (event) => {
    const link = termAt(event.target);
    if (link && !touched) show(link);
    else if (!link && shown) hide();
  });
  page.addEventListener("click", (event) => {
    const link = termAt(event.target);
    if (!link || !touched || shown === link) return; // the second touch follows the link
    event.preventDefault();
    show(link);
  });
  page.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key === "Escape" && shown) hide();
  });
}

/**
 * The term that an event is about.
 * @param {EventTarget | null} target
 */
function termAt(target) {
  const link = target instanceof Element ? target.closest("a.term") : null;
  return /** @type {HTMLAnchorElement | null} */ (link);
}

/**
 * Put the note under its term, above it where there is no room, and inside of the window.
 * @param {HTMLElement} note
 * @param {HTMLElement} link
 */
function place(note, link) {
  const { left, top, bottom } = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = note;
  const rightmost = document.documentElement.clientWidth - offsetWidth - EDGE_PX;
  const below = bottom + offsetHeight + EDGE_PX < innerHeight || top < offsetHeight;
  note.style.left = `${scrollX + Math.max(EDGE_PX, Math.min(left, rightmost))}px`;
  note.style.top = `${scrollY + (below ? bottom + 4 : top - offsetHeight - 4)}px`;
}
