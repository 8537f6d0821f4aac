"""`python -m benchmarks.phone [PAGE…]`: each page as a phone has it, a line a page and a lab.

390 px wide, the processor slowed four times, what follows bets folded and unfolded. At load: the
largest paint in ms, the blocking time (what long tasks take beyond 50 ms) until 3 s after the load,
and the layout's shift, while the page is scrolled to its end too. Of each lab: the worst time from
an input to the next paint in ms, as the browser's event timing has it, over keys on and drags of
all its sliders. Run `make book` first.
"""

import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Locator, Page

from tests.support.browser import HTML, UNFOLDED, chromium, site

LABS = ("leak-lab", "request-story", "incident-replay", "task-profile", "limits-lab")
SLOWER = 4
PRESSES, MOVES = 8, 15
SEEN = """
window.seen = { paint: 0, shift: 0, blocking: 0, inputs: [] };
const watch = (type, each, options) => new PerformanceObserver((list) =>
  list.getEntries().forEach(each)).observe({ type, buffered: true, ...options });
watch("largest-contentful-paint", (e) => { seen.paint = e.startTime; });
watch("layout-shift", (e) => { if (!e.hadRecentInput) seen.shift += e.value; });
watch("longtask", (e) => { seen.blocking += e.duration - 50; });
watch("event", (e) => { seen.inputs.push([e.name, e.duration]); }, { durationThreshold: 16 });
"""


def phone(browser: Browser, address: str, unfolded: bool) -> Page:
    """A page of `address`, opened by a slow phone; what follows bets is folded, or not."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    page.add_init_script(SEEN + UNFOLDED * unfolded)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_timeout(3000)
    return page


def scrolled(page: Page) -> None:
    """Down to the end, half a screen at a time."""
    for _ in range(int(page.evaluate("document.body.scrollHeight / 400"))):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)


def worst_input(page: Page, lab: Locator) -> dict[str, float]:
    """The slowest response in ms by what was done, on any slider of the lab."""
    lab.scroll_into_view_if_needed()
    lab.locator(".says").first.wait_for()
    page.wait_for_timeout(500)
    for summary in lab.locator("summary:visible").all():
        summary.click()
    worst = {"keys": 0.0, "drag": 0.0}
    for slider in lab.locator("input[type=range]:visible").all():
        page.evaluate("seen.inputs = []")
        slider.press("Home")
        for number in range(PRESSES):
            slider.press("ArrowLeft" if number == PRESSES - 1 else "ArrowRight")
            page.wait_for_timeout(120)
        worst["keys"] = max(worst["keys"], slowest(page))
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 12, middle)
        page.mouse.down()
        for number in range(1, MOVES):
            page.mouse.move(box["x"] + 12 + (box["width"] - 24) * number / MOVES, middle)
            page.wait_for_timeout(60)
        page.mouse.up()
        worst["drag"] = max(worst["drag"], slowest(page))
    return worst


def slowest(page: Page) -> float:
    """The slowest of the inputs since the list was emptied, in ms; it is emptied again."""
    page.wait_for_timeout(200)
    slowest: float = page.evaluate(
        "() => Math.max(0, ...seen.inputs.splice(0).map(([, took]) => took))"
    )
    return slowest


def rows(browser: Browser, base: str, name: str) -> Iterator[str]:
    """The lines about one page."""
    for unfolded in (False, True):
        page = phone(browser, f"{base}/{name}", unfolded)
        seen = page.evaluate("({ ...seen })")
        scrolled(page)
        shift = page.evaluate("seen.shift")
        of = f"{name} unfolded" if unfolded else name
        yield f"{of:<58}{seen['paint']:>7.0f}{seen['blocking']:>7.0f}{shift:>9.4f}"
        if not unfolded:
            page.context.close()
    for lab in page.locator(", ".join(LABS)).all():
        said = f"  {lab.evaluate('lab => `${lab.localName} ${lab.id}`')}"
        took = worst_input(page, lab)
        yield f"{said:<58}{took['keys']:>7.0f}{took['drag']:>7.0f}   keys, drag"
    page.context.close()


def main() -> None:
    """Print the table: all pages, or those whose names are given."""
    names = sys.argv[1:] or sorted(p.relative_to(HTML).as_posix() for p in HTML.glob("chapters/*"))
    print(f"{'page':<58}{'paint':>7}{'block':>7}{'shift':>9}   ms, ms, 1")
    with chromium() as browser, site() as base:
        for name in names:
            for line in rows(browser, base, name):
                print(line, flush=True)


if __name__ == "__main__":
    main()
