// A deck: reveal.js with the keys of a speaker, and each slide's content as large as it fits.

(() => {
  const LABS = "incident-replay, leak-lab, limits-lab, request-story, task-profile";
  const IN_LABS = new CSSStyleSheet();
  IN_LABS.replaceSync("IN_LABS");
  // As large as a thing may get, by its slide's kind: a line that was printed is read from afar.
  const MOST = { code: 1.8, table: 1.3, list: 1.2, lab: 1.6, "place-bet": 1.2 };
  const LINE = 40; // px: a line of code that is higher is folded
  const LEAST = 0.5;
  const STEP = 0.02;
  const CORE = 5; // in-labs.css: what comes before this order is a lab's core

  /** Make what a slide shows as large as fits its room. */
  function fit(slide) {
    const room = slide?.querySelector(".room");
    const thing = room?.querySelector(".thing");
    if (!thing || !room.clientHeight) return;
    const lab = thing.querySelector(LABS);
    const most = MOST[slide.dataset.kind] ?? 1;
    for (let size = most; size >= LEAST; size = Math.round((size - STEP) * 100) / 100) {
      if (lab ? fitsLab(lab, room, size) : fits(thing, room, size)) break;
    }
  }

  function fits(thing, room, size) {
    thing.style.zoom = String(size);
    const folded = (line) => line.offsetHeight > LINE;
    if (size > 1 && [...thing.querySelectorAll("pre .line")].some(folded)) return false;
    return room.scrollHeight <= room.clientHeight && thing.scrollWidth <= thing.clientWidth + 1;
  }

  /** A lab takes the whole room; of what is in it the core must be seen without scrolling. */
  function fitsLab(lab, room, size) {
    const root = lab.shadowRoot?.querySelector(".lab");
    if (!root) return true; // not built yet
    lab.style.zoom = String(size);
    lab.style.setProperty("--high", `${Math.floor(room.clientHeight / size) - 2}px`);
    const { top, height } = root.getBoundingClientRect();
    return [...root.children].every((part) => {
      const core = Number(getComputedStyle(part).order) < CORE;
      return !core || part.getBoundingClientRect().bottom - top + root.scrollTop <= height;
    });
  }

  const again = () => Reveal.isReady() && fit(Reveal.getCurrentSlide());

  /** A lab on a slide has styles of its own, as soon as it is built. */
  for (const lab of document.querySelectorAll(LABS)) {
    const dress = () => {
      const { shadowRoot } = lab;
      if (!shadowRoot || shadowRoot.adoptedStyleSheets.includes(IN_LABS)) return;
      shadowRoot.adoptedStyleSheets = [IN_LABS];
      const slide = lab.closest("section");
      const grown = new ResizeObserver(() => {
        const room = slide.querySelector(".room");
        if (room.clientHeight && !fitsLab(lab, room, Number(lab.style.zoom))) fit(slide);
      });
      for (const part of shadowRoot.querySelectorAll(".lab > *")) grown.observe(part);
      fit(slide);
    };
    new MutationObserver(dress).observe(lab, { attributeFilter: ["data-built"] });
    dress();
  }

  // Whose keys these are: a slider keeps its arrows, a button its space, a text all of them.
  const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
  const TURNS = { PageDown: "next", PageUp: "prev" }; // what a presenter's remote sends
  const PRESSES = [" ", "Enter"];
  const TEXTS = 'textarea, [contenteditable="true"], input:not([type]), input[type="text"], input[type="number"]';
  const TURNED = 'input[type="range"], input[type="radio"], select';
  const PRESSED = "button, summary, a[href], input[type=checkbox], input[type=radio], select";

  const isTheirs = (event) => {
    const [at] = event.composedPath();
    if (!(at instanceof Element)) return false;
    if (at.matches(TEXTS)) return true;
    if (at.matches(TURNED) && ARROWS.includes(event.key)) return true;
    if (at.matches("select") && event.key.length === 1) return true;
    return at.matches(PRESSED) && PRESSES.includes(event.key);
  };

  const leave = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    at?.blur();
  };

  addEventListener(
    "keydown",
    (event) => {
      const [at] = event.composedPath();
      const text = at instanceof Element && at.matches(TEXTS);
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && !text && event.key in TURNS && !Reveal.isOverlayOpen()) {
        Reveal[TURNS[event.key]]();
      } else if (event.key === "Escape" && !text && at instanceof Element && at.closest("input, select, button, summary")) {
        leave();
      } else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  const { hash } = location; // reveal.js writes its own as it begins

  /** A link with a lab's setting leads to the lab's slide. */
  function linked() {
    const [id, setting] = hash.slice(1).split("?");
    const at = setting === undefined ? null : document.getElementById(id)?.closest(".slides > section");
    if (!at) return;
    Reveal.slide(Reveal.getIndices(at).h);
    history.replaceState(history.state, "", hash); // the lab reads it as it begins
  }

  const forgotten = () => {
    leave();
    again();
  };

  Reveal.on("ready", () => {
    linked();
    again();
    document.fonts?.ready.then(again);
  });
  Reveal.on("slidechanged", forgotten);
  Reveal.on("pdf-ready", () => {
    for (const slide of document.querySelectorAll(".pdf-page section")) fit(slide);
    document.documentElement.dataset.paper = "ready";
  });
  addEventListener("load", again);

  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    minScale: 0.1,
    maxScale: 6,
    center: false,
    display: "flex",
    hash: true,
    hashOneBasedIndex: true,
    transition: "none",
    backgroundTransition: "none",
    controls: true,
    controlsTutorial: false,
    slideNumber: "c/t",
    help: true,
    keyboardCondition: (event) => !event.defaultPrevented && !isTheirs(event),
    pdfMaxPagesPerSlide: 1,
    pdfSeparateFragments: false,
    plugins: [RevealNotes],
  });
})();
