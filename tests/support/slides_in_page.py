"""A deck in a browser, for tests: its slides in turn, what sticks out, how small its words are."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.support.places import HTML

STEMS = sorted(path.stem for path in HTML.glob("slides/[01][0-9]_*.html"))
LABS = "incident-replay, leak-lab, limits-lab, request-story, task-profile"
READY = "() => globalThis.Reveal?.isReady()"
GO = """at => {
  Reveal.slide(at);
  for (let more = 20; more && Reveal.availableFragments().next; more--) Reveal.nextFragment();
}"""
# Wherever the slide has a lab, it is built and has answered.
SETTLED = f"""() => [...Reveal.getCurrentSlide().querySelectorAll("{LABS}")].every(
  (lab) => lab.shadowRoot?.querySelector(".says")?.textContent
)"""
TWO_FRAMES = (
    "() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))"
)
# What reaches out of the screen or of the room between heading and edge; what is scrolled sideways;
# what of a lab's core is below its edge.
OUT = f"""() => {{
  const slide = Reveal.getCurrentSlide(), room = slide.querySelector(".room");
  const found = [];
  const told = (what, element) => {{
    const words = element.textContent.trim().slice(0, 40);
    found.push(`${{what}}: ${{element.localName}}.${{element.className}} ${{words}}`);
  }};
  const grows = slide.dataset.kind === "code-bench"; // and scrolls
  for (const element of slide.querySelectorAll("*")) {{
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || element.closest(".notes, .hidden, [hidden]")) continue;
    const across = box.left >= -1 && box.right <= innerWidth + 1;
    const down = box.top >= -1 && box.bottom <= innerHeight + 1;
    if (!(across && down) && !grows) told("off the screen", element);
  }}
  if (room.scrollHeight > room.clientHeight + 1 && !grows) told("too tall", room);
  if (room.scrollWidth > room.clientWidth + 1) told("too wide", room);
  for (const lab of slide.querySelectorAll("{LABS}")) {{
    const root = lab.shadowRoot.querySelector(".lab"), edge = root.getBoundingClientRect();
    if (root.scrollWidth > root.clientWidth + 1) told("scrolled sideways", lab);
    for (const part of root.children) {{
      const core = Number(getComputedStyle(part).order) < 5;
      const below = part.getBoundingClientRect().bottom > edge.bottom + 1;
      if (core && below) told("below the edge", part);
    }}
  }}
  return found;
}}"""
# The smallest words of a slide outside of pictures, in px of a screen of 1280 by 720.
SMALLEST = f"""() => {{
  const slide = Reveal.getCurrentSlide();
  const roots = [slide, ...[...slide.querySelectorAll("{LABS}")].map((lab) => lab.shadowRoot)];
  let smallest = [99, ""];
  for (const root of roots) {{
    const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {{
      const {{ parentElement: holder, textContent }} = words.currentNode;
      const text = textContent.trim();
      if (!holder || !text || !holder.checkVisibility({{ visibilityProperty: true }})) continue;
      if (holder.closest(".notes, svg, style, .hidden, code-bench, send-request")) continue;
      const part = root === slide ? null : holder.closest(".lab > *");
      if (part && Number(getComputedStyle(part).order) >= 5) continue; // scrolled to
      const px = parseFloat(getComputedStyle(holder).fontSize) * holder.currentCSSZoom;
      if (px < smallest[0]) smallest = [px, text.slice(0, 40)];
    }}
  }}
  return smallest;
}}"""


def opened(page: Page, address: str) -> Page:
    """Open a deck and wait for its first slide."""
    page.goto(address)
    page.wait_for_function(READY)
    return page


def each_slide(page: Page) -> Iterator[int]:
    """Go through all slides, with all that a slide shows in steps."""
    for at in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate(GO, at)
        page.wait_for_function(SETTLED)
        page.evaluate(TWO_FRAMES)
        yield at


def at_kind(page: Page, kind: str) -> Any:
    """Go to the first slide of this kind; its place in the deck."""
    at = page.evaluate(
        "kind => Reveal.getSlides().findIndex((slide) => slide.dataset.kind === kind)", kind
    )
    assert at >= 0, f"no slide shows a {kind}"
    page.evaluate("at => Reveal.slide(at)", at)
    page.wait_for_function(SETTLED)
    return at
