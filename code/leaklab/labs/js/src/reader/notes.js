// A sceptic's note is open beside the text while the window is wide enough for that
// (tools/site/notes.py marks them, assets/book.css places them).

const WIDE = "(min-width: 1400px)";

/**
 * Open the notes of a page while it is wide, and fold those again that a reader has not opened.
 * @param {Document} page
 */
export function placeNotes(page) {
  const wide = matchMedia(WIDE);
  const notes = /** @type {NodeListOf<HTMLDetailsElement>} */ (
    page.querySelectorAll("details.sceptic")
  );
  const contents = page.querySelector(".bd-sidebar-secondary");
  const seen = new Set();
  const beside = new IntersectionObserver((moved) => {
    for (const { target, isIntersecting } of moved) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    contents?.classList.toggle("hide", seen.size > 0); // the theme folds it then
  });
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  const place = () => {
    for (const note of opened) note.open = false;
    opened = wide.matches ? [...notes].filter((note) => !note.open) : [];
    for (const note of opened) note.open = true;
    beside.disconnect();
    if (wide.matches) for (const note of notes) beside.observe(note);
    else contents?.classList.remove("hide");
  };
  wide.addEventListener("change", place);
  place();
}
