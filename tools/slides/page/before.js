// Runs before the first paint of a deck: light or dark as in the book, pictures drawn finely, and no
// bets from the last time that the deck was shown.

(() => {
  const html = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // no storage: the system's choice, and nothing is kept
    }
  };
  const paint = () => {
    const chosen = kept("theme");
    const dark = chosen === "dark" || (chosen !== "light" && system.matches);
    html.dataset.theme = dark ? "dark" : "light";
  };
  paint();
  system.addEventListener("change", paint);
  addEventListener("storage", (event) => event.key === "theme" && paint());

  // A slide is scaled to the screen; a canvas is drawn at twice its size, so that it stays sharp.
  if (devicePixelRatio < 2) Object.defineProperty(window, "devicePixelRatio", { value: 2 });

  // The speaker's window holds the same deck: what was bet in the room is shown there, too.
  if (new URLSearchParams(location.search).has("receiver")) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("parked-forever/bet/slide-")) localStorage.removeItem(key);
    }
  } catch {
    // nothing is kept, so nothing is there
  }
})();
