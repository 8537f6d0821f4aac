"""How slow this machine is at the moment, so that a limit on time means the same on each."""

from playwright.sync_api import Page

QUIET_MS = 30.0  # what LOAD took on the machine that the limits were set on, with no other work
ROUNDS = 5
LOAD = """(rounds) => {
  const draw = "http://www.w3.org/2000/svg";
  const took_ms = [];
  for (let round = 0; round < rounds; round++) {
    const begun_ms = performance.now();
    const picture = document.createElementNS(draw, "svg");
    document.body.append(picture);
    for (let at = 0; at < 1500; at++) {
      const text = document.createElementNS(draw, "text");
      text.textContent = `${at} tasks`;
      text.setAttribute("x", at % 300);
      text.style.fill = at % 2 ? "red" : "blue";
      picture.append(text);
    }
    picture.getBBox();
    picture.remove();
    took_ms.push(performance.now() - begun_ms);
  }
  return Math.min(...took_ms);
}"""


def slowness(page: Page) -> float:
    """Times that a fixed load of drawing takes longer than on a quiet machine; 1 at least.

    The best of a few rounds counts, so that other work counts only where it is there all the time.
    """
    took_ms: float = page.evaluate(LOAD, ROUNDS)
    return max(1.0, took_ms / QUIET_MS)
