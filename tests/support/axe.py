"""What axe, the checker of accessibility, finds in a page."""

from functools import cache

from playwright.sync_api import Page

from tests.support.browser import ROOT

SCRIPT = ROOT / "code" / "leaklab" / "labs" / "js" / "node_modules" / "axe-core" / "axe.min.js"
# What is wrong alone, with no path to it, and no style sheet asked for again: the same faults in a
# fifth of the time.
RUN = """within => axe.run(
  within || document, { resultTypes: ["violations"], selectors: false, preload: false })"""

# A colour on its way from light to dark is no fault: the theme's buttons take 0.15 s.
AT_REST = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map((each) => each.finished)),
  new Promise((after) => setTimeout(after, 2000)),
]).then(() => {})"""


def faults(page: Page, within: str | None = None) -> list[str]:
    """What it finds in the page or in an element of it: a line for each place."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(_script())  # not by a tag: the pages' policy allows no script of others
    page.evaluate(AT_REST)
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary']}"
        for fault in page.evaluate(RUN, within)["violations"]
        for node in fault["nodes"]
    ]


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
