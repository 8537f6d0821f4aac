"""Windows of Chromium: one serves one visit after another, and each finds nothing kept."""

from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
)

from tests.support import axe
from tests.support.browser import UNFOLDED

Scheme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]

DESK: ViewportSize = {"width": 1280, "height": 900}
FORGET = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  const kept = (await globalThis.caches?.keys()) ?? []; // not in a page from a file
  await Promise.all(kept.map((name) => caches.delete(name)));
}"""
ITS_OWN_CLOCK = "() => String(setTimeout).includes('[native code]')"
CLOCK_LEFT = "a clock is installed in this window for good: let the test ask for one of its own"


class Window:
    """One page, in which nothing is folded if it is `unfolded`; `leave` makes it as new again.

    A new window has a new process, which compiles all scripts anew: 0.3 s of a processor a visit,
    with some four hundred visits.
    """

    def __init__(self, context: BrowserContext, *, unfolded: bool = True) -> None:
        self.context = context
        if unfolded:
            context.add_init_script(UNFOLDED)  # the labs after a bet too
        self.page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", self._broke)
        self.page.on("console", self._said)
        self.page.on("request", self._asked)

    def _broke(self, error: Error) -> None:
        self.errors.append(str(error))

    def _said(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.errors.append(line.text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def look(self, viewport: ViewportSize, color_scheme: Scheme, reduced_motion: Motion) -> None:
        """How large it is (px), and what its system says of colours and motion."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(
            media="screen",
            forced_colors="none",
            color_scheme=color_scheme,
            reduced_motion=reduced_motion,
        )

    def leave(self) -> None:
        """Forget what the page has kept, and who listened. A clock or a script stays for good."""
        self.page.unroute_all()
        self.page.wait_for_function("() => true")  # a page that hangs fails here, in 30 s
        self.page.evaluate(FORGET)
        self.page.goto("about:blank")
        assert self.page.evaluate(ITS_OWN_CLOCK), CLOCK_LEFT
        self.errors, self.requests = [], []


class Windows:
    """The windows of a file of tests: some are in use, some are free."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Window]] = {False: [], True: []}  # by whether it is unfolded
        self._lent: list[tuple[bool, Window]] = []
        self._own: list[BrowserContext] = []

    def lend(
        self,
        *,
        viewport: ViewportSize = DESK,
        color_scheme: Scheme = "light",
        reduced_motion: Motion = "reduce",
        unfolded: bool = True,
        own: bool = False,
        **context: Any,
    ) -> Window:
        """A window as somebody new has it, until `take_back`.

        With `own=True` it is for one test alone, which leaves a clock, a script or a permission
        behind, or measures what is left behind; so it is with any other option of a context.
        """
        free = self._free[unfolded]
        if own or context:
            self._own.append(self._browser.new_context(**context))
            window = Window(self._own[-1], unfolded=unfolded)
        else:
            new = self._browser.new_context
            window = free.pop() if free else Window(new(), unfolded=unfolded)
            self._lent.append((unfolded, window))
        window.look(viewport, color_scheme, reduced_motion)
        return window

    def take_back(self) -> None:
        """Of all that were lent: those of a test's own end, the others are as new again."""
        while self._own:
            self._own.pop().close()
        while self._lent:
            unfolded, window = self._lent.pop()
            try:
                window.leave()
            except BaseException:
                window.context.close()
                raise
            self._free[unfolded].append(window)

    def close(self) -> None:
        """End them all."""
        self.take_back()
        for each in (*self._free[False], *self._free[True]):
            each.context.close()


class Visit:
    """A page in a window, with its first lab; what went wrong, and whom it asked for something."""

    def __init__(self, window: Window, url: str, tag: str = "leak-lab") -> None:
        self.window = window
        self.page: Page = window.page
        self.url = url
        self.page.goto(url)
        self.lab = self.page.locator(tag).first
        self.lab.scroll_into_view_if_needed()  # a lab is built once it is near the screen
        self.lab.locator(".says").wait_for()

    @property
    def errors(self) -> list[str]:
        """What went wrong in the page, for a test to clear where it meant to."""
        return self.window.errors

    @property
    def requests(self) -> list[str]:
        """The addresses asked for something."""
        return self.window.requests

    @property
    def says(self) -> str:
        """The lab's sentence."""
        return self.lab.locator(".says").inner_text()

    def counter(self, handler: str, name: str) -> int:
        """The number beside `name` in the panel of `handler`."""
        panel = self.lab.locator(f'figure[aria-label="{handler}"]')
        text = panel.locator("dl div", has_text=name).first.locator("dd").inner_text()
        return int(text.replace(",", ""))

    def axe(self, within: str) -> list[str]:
        """What axe finds wrong inside of `within`, a line each."""
        return axe.faults(self.page, within)

    def check(self) -> None:
        """No error in the console, no request to any other host."""
        own = self.url.split("/chapters")[0]
        assert [url for url in self.requests if not url.startswith((own, "data:"))] == []
        assert self.errors == []
