"""A notebook with a leak lab, in a real JupyterLab: run its cells, read what the lab shows."""

from typing import Any

from playwright.sync_api import Page

from tests.support import browser as support


class Notebook:
    """A notebook in a window; `errors` and `requests` are what went wrong and who was asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.host = address.split("/lab")[0]
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        support.open_notebook(page, address)

    def run(self, index: int) -> str:
        """Run cell `index` and give back its text output."""
        cell = support.run_cell(self.page, index)
        return cell.locator(".jp-OutputArea-output").last.inner_text()

    @property
    def foreign(self) -> list[str]:
        """The requests to any other host."""
        own = (self.host, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]

    def choose(self, menu: str, item: str) -> None:
        """Choose an item of JupyterLab's menu."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        label = self.page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True)
        label.click()

    def await_kernel(self, lab: Any = None) -> None:
        """Wait until the kernel answers the lab: only then can it run live."""
        (lab or self.lab).get_by_role("button", name="Go live").wait_for(timeout=60_000)

    @property
    def lab(self) -> Any:
        return self.page.locator("leak-lab").first

    def counter(self, handler: str, name: str, lab: Any = None) -> int:
        panel = (lab or self.lab).locator(f'figure[aria-label="{handler}"]')
        text = panel.locator("dl div", has_text=name).first.locator("dd").inner_text()
        return int(text.replace(",", ""))

    def await_counter(self, handler: str, name: str, least: int, lab: Any = None) -> None:
        for _ in range(200):
            if self.counter(handler, name, lab) >= least:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{handler}: {name} stays at {self.counter(handler, name, lab)}")
