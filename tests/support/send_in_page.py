"""The request to send as a page shows it: what readers press, and what they are told."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from leaklab.labs.send_request.plan import SendPlan
from leaklab.labs.send_request.record import recorded

INDEX = "chapters/index.html"
TAG = "send-request"
PLAN = SendPlan()
DATA = recorded(PLAN)
OK, LATE = (DATA["stories"]["k8s-1.12"][line]["fate"] for line in ("usual", "slow"))
SOON_MS = 20_000  # to the end of a story, on a slow machine
# A clock that runs ten times as fast: stories play as they do, and tests do not wait for them.
FAST = """(() => {
  const now = performance.now.bind(performance), frame = requestAnimationFrame;
  performance.now = () => 10 * now();
  window.requestAnimationFrame = (draw) => frame((at) => draw(10 * at));
})()"""


class Sent:
    """The element in a page, by what readers see of it."""

    def __init__(self, visit: Any) -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.lab: Locator = visit.lab

    def button(self, name: str) -> Locator:
        return self.lab.get_by_role("button", name=name)

    def press(self, name: str = "Send a request") -> None:
        self.button(name).click()

    def told(self, text: str) -> None:
        expect(self.lab.get_by_role("status")).to_have_text(text, timeout=SOON_MS)

    def tally(self, text: str) -> None:
        expect(self.lab.locator(".tally")).to_have_text(text, timeout=SOON_MS)

    @property
    def left(self) -> str:
        return self.lab.locator(".count").text_content() or ""
