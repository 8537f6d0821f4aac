"""`python -m benchmarks.labs`: the labs in a real Chromium, as a table with medians and p95.

Slider to repaint is measured in the page: from the moment the browser had the key press to the
first task after the next painted frame, for 60 key presses on the latency. Run `make book` first.
"""

import gzip
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.support.browser import HTML, ROOT, chromium, jupyterlab, open_notebook, run_cell, site

INDEX = "chapters/index.html"
CELL = "from leaklab.labs import LeakLab\nLeakLab()"
PRESSES = 60
LIVE_S = 60
WATCH = """lab => {
  lab.took = [];
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  });
  const says = lab.shadowRoot.querySelector('.says');
  let began = null;
  lab.shadowRoot.addEventListener('keydown', (event) => { began = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (began === null) return;
    const from = began;
    began = null;
    painted(() => lab.took.push(performance.now() - from));
  }).observe(says, { childList: true, characterData: true, subtree: true });
}"""

SCRIPT_ALONE = """lab => {
  const { input } = lab.knobs.latency_s;
  return Array.from({ length: 60 }, (_, i) => {
    input.value = i % 2 ? 8 : 3;
    const began = performance.now();
    input.dispatchEvent(new Event('input'));
    return performance.now() - began;
  });
}"""


def p95(values: list[float]) -> float:
    """The value that 95 % of `values` do not exceed."""
    return sorted(values)[max(0, int(len(values) * 0.95 + 0.5) - 1)]


def row(what: str, values: list[float], reach: str, digits: int = 0) -> str:
    """One line of the table; `values` in the unit that `what` names."""
    median = f"{statistics.median(values):.{digits}f}"
    return f"{what:<52}{median:>9}{p95(values):>9.{digits}f}   {reach}"


def presses(page: Page, lab: Locator) -> list[float]:
    """Slider to repaint in ms, press by press, up and down the latency's slider."""
    lab.evaluate(WATCH)
    lab.get_by_label("Latency").focus()
    for number in range(PRESSES):
        before = len(lab.evaluate("lab => lab.took"))
        page.keyboard.press("ArrowRight" if number // 4 % 2 else "ArrowLeft")
        page.wait_for_function(
            "([lab, before]) => lab.took.length > before", arg=[lab.element_handle(), before]
        )
    took: list[float] = lab.evaluate("lab => lab.took")
    return took[5:]


def live(page: Page, lab: Locator) -> tuple[list[float], list[float]]:
    """Frames a second and virtual seconds behind, each second of a live run at 200/s and 10x."""
    lab.evaluate("lab => lab.set({ latency_s: 0.9, rate_per_s: 200, timeout_s: 0.6 })")
    lab.get_by_label("Pace").select_option("10")
    lab.get_by_role("button", name="Go live").click()
    look = "({ liveBar: { live } }) => [live.frames, live.frame.t_s, performance.now() / 1e3]"
    page.wait_for_function("lab => lab.liveBar.live.frames > 3", arg=lab.element_handle())
    first = last = lab.evaluate(look)
    rates, behind = [], []
    for _ in range(LIVE_S):
        time.sleep(1)
        now = lab.evaluate(look)
        rates.append((now[0] - last[0]) / (now[2] - last[2]))
        behind.append((now[2] - first[2]) * 10 - (now[1] - first[1]))
        last = now
    lab.get_by_role("button", name="End live").click()
    return rates, behind


def live_rows(where: str, page: Page, lab: Locator) -> list[str]:
    """The two lines about a live run."""
    rates, behind = live(page, lab)
    return [
        row(f"live {where}, 200/s at 10x, frames a second", rates, "20 frames/s", 1),
        f"{f'live {where}, virtual s behind after {LIVE_S} s':<52}{behind[-1]:>9.1f}"
        f"{'':>9}   no growing lag",
    ]


def in_page() -> list[str]:
    """The recorded engine and the one in the page."""
    rows = []
    with chromium() as browser, site() as address:
        page = browser.new_page()
        page.goto(f"{address}/{INDEX}")
        lab = page.locator("leak-lab").first
        lab.scroll_into_view_if_needed()  # it starts when it is near
        lab.locator(".says").wait_for()
        rows.append(row("slider to repaint, recorded, ms", presses(page, lab), "16 ms p95"))
        rows += floor(browser.new_page(), address)
        first = [first_result(browser.new_context().new_page(), address) for _ in range(7)]
        rows.append(row("first result in the page after the click, s", first, "2.0 s median", 2))
        run_here(page, lab)
        rows.append(row("slider to repaint, in the page, ms", presses(page, lab), "250 ms p95"))
        rows += live_rows("in the page", page, lab)
    return rows


def floor(page: Page, address: str) -> list[str]:
    """What the browser alone takes to show one changed word; and the lab's script alone."""
    page.goto(f"{address}/{INDEX}")
    lab = page.locator("leak-lab").first
    lab.scroll_into_view_if_needed()  # it starts when it is near
    lab.locator(".says").wait_for()
    script: list[float] = lab.evaluate(SCRIPT_ALONE)
    lab.evaluate("lab => { lab.draw = () => {}; }")
    word = presses(page, lab)
    page.close()
    return [
        row("  of that: a changed word and nothing else, ms", word, "the browser's floor"),
        row("  of that: the lab's own script, ms", script, "", 1),
    ]


def first_result(page: Page, address: str) -> float:
    """Seconds from the click to the first answer of the engine in the page, nothing cached."""
    page.goto(f"{address}/{INDEX}")
    lab = page.locator("leak-lab").first
    lab.scroll_into_view_if_needed()  # it starts when it is near
    lab.locator(".says").wait_for()
    page.wait_for_timeout(500)
    began = time.perf_counter()
    run_here(page, lab)
    took = time.perf_counter() - began
    page.context.close()
    return took


def run_here(page: Page, lab: Locator) -> None:
    """Click, and wait until the engine in the page has answered."""
    lab.get_by_role("button", name="Run it here").click()
    answered = "lab => lab.engine.any && lab.answered === lab.turn"
    page.wait_for_function(answered, arg=lab.element_handle())


def in_kernel() -> list[str]:
    """The kernel's engine, in a real JupyterLab."""
    with (
        chromium() as browser,
        tempfile.TemporaryDirectory() as folder,
        jupyterlab(Path(folder), [CELL]) as address,
    ):
        page = browser.new_page()
        open_notebook(page, address)
        run_cell(page, 0)
        lab = page.locator("leak-lab").first
        lab.get_by_role("button", name="Go live").wait_for()  # until then, runs are recorded ones
        page.wait_for_timeout(2000)
        rows = [row("slider to repaint, kernel, ms", presses(page, lab), "150 ms p95")]
        return rows + live_rows("kernel", page, lab)


def size() -> str:
    """What the labs add to a page, data apart."""
    script = ROOT / "code" / "leaklab" / "labs" / "static" / "leak-lab.js"
    packed = len(gzip.compress(script.read_bytes(), 9)) / 1000
    return f"{'the leak lab, script and style, kB gzip':<52}{packed:>9.1f}{'':>9}   80 kB"


def main() -> None:
    """Measure, print, write _build/bench-labs.json."""
    if not (HTML / INDEX).exists():
        sys.exit("the book is not built; run make book first")
    parts: dict[str, Callable[[], list[str]]] = {"page": in_page, "kernel": in_kernel}
    print(f"{'what':<52}{'median':>9}{'p95':>9}   reach\n{size()}", flush=True)
    found = [size()]
    for measure in parts.values():
        for line in measure():
            print(line, flush=True)
            found.append(line)
    (ROOT / "_build" / "bench-labs.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
