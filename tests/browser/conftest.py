"""A real Chromium, and the built book served on loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import leaklab.labs
from leaklab.labs import IncidentReplay, RequestStory, SendRequest, TaskProfile
from leaklab.labs.lab import Lab
from tests.support import bench_in_page, limits_in_page, send_in_page
from tests.support import browser as support
from tests.support.windows import Visit, Window, Windows

SCRIPT = Path(leaklab.labs.__file__).parent / "static" / "labs.js"
UNFOLDED = support.UNFOLDED
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The built book's address on loopback."""
    with support.site() as address:
        yield address


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One window for all tests of a file, in which nothing is folded and nothing moves."""
    context = browser.new_context(reduced_motion="reduce", color_scheme="light")
    context.add_init_script(UNFOLDED)
    yield context.new_page()
    context.close()


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window of its own, as somebody new has it: `new_tab(color_scheme="dark")`.

    With `unfolded=True`, as somebody who would rather read than bet.
    """
    contexts: list[BrowserContext] = []

    def open_one(*, unfolded: bool = False, **look: Any) -> Page:
        contexts.append(browser.new_context(**({"reduced_motion": "reduce"} | look)))
        if unfolded:
            contexts[-1].add_init_script(UNFOLDED)
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Windows]:
    """The windows of a file of tests."""
    windows = Windows(browser)
    yield windows
    windows.close()


@pytest.fixture
def lend(windows: Windows) -> Iterator[Callable[..., Window]]:
    """Lend a window, as somebody new has it, until the test's end; see `Windows.lend`."""
    yield windows.lend
    windows.take_back()


@pytest.fixture
def window(lend: Callable[..., Window]) -> Iterator[Any]:
    """Open any address in a window: `window(url, tag, width=390, dark=True)`."""
    visits: list[Visit] = []

    def open_page(
        url: str,
        tag: str,
        *,
        width: int = 1280,
        dark: bool = False,
        motion: bool = False,
        own: bool = False,
    ) -> Visit:
        window = lend(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="no-preference" if motion else "reduce",
            own=own,
        )
        visits.append(Visit(window, url, tag))
        return visits[-1]

    yield open_page
    for each in visits:
        each.check()


@pytest.fixture
def visit(window: Any, site: str) -> Any:
    """Open a page of the book: `visit("chapters/index.html", width=390, dark=True)`."""

    def open_page(path: str, base: str = site, **look: Any) -> Visit:
        return window(f"{base}/{path}", "leak-lab", **look)

    return open_page


@pytest.fixture
def lab_page(window: Any, tmp_path: Path) -> Any:
    """Open a page with nothing but a lab, from a file: `lab_page(lab, hash="#...", width=390)`."""

    def open_page(lab: Lab, hash: str = "", **look: Any) -> Visit:
        page = tmp_path / "chapters" / f"{lab.name}.html"  # laid out as the book is
        page.parent.mkdir(exist_ok=True)
        page.write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A lab</title>'
            '<meta name="viewport" content="width=device-width"></head><body><main><h1>A lab</h1>'
            f"{lab._repr_mimebundle_()[0]['text/html']}</main>"
            f"<script>{SCRIPT.read_text()}</script></body></html>"
        )
        return window(page.as_uri() + hash, lab.tag, **look)

    return open_page


@pytest.fixture
def limits(lab_page: Any) -> Any:
    """Open the limits lab in a mode: `limits("slots", hash="slots=20", width=390)`."""

    def open_page(mode: str, hash: str = "", **look: Any) -> Visit:
        given = f"#limits-{mode}?{hash}" if hash else ""
        visit: Visit = lab_page(limits_in_page.lab(mode), hash=given, **look)
        return visit

    return open_page


@pytest.fixture(scope="module")
def task_profile() -> TaskProfile:
    """The task profile lab as it is without any setting, made once for a file of tests."""
    return TaskProfile()


@pytest.fixture
def replay_page(lab_page: Any) -> Any:
    """Open the two evenings alone, at x3 unless told otherwise, with the knobs that they fold."""

    def open_replay(hash: str = "#incident-replay?factor=3", **how: Any) -> Visit:
        page: Visit = lab_page(IncidentReplay(), hash=hash, **how)
        page.lab.locator(".more").evaluate("more => { more.open = true; }")
        return page

    return open_replay


@pytest.fixture
def story(lab_page: Any) -> Any:
    """Open a request story alone in a page, with the knobs that it folds away."""
    lab = RequestStory()

    def open_story(hash_text: str = "", **window: Any) -> Visit:
        page: Visit = lab_page(lab, hash_text, **window)
        page.lab.locator(".more").evaluate("more => { more.open = true; }")
        return page

    return open_story


@pytest.fixture
def bench(window: Any, site: str) -> Any:
    """Server A's bench, closed: `bench(width=390, dark=True)`."""

    def open_page(base: str = site, **look: Any) -> bench_in_page.Bench:
        address = f"{base}/{bench_in_page.CHAPTER}"
        return bench_in_page.Bench(window(address, bench_in_page.TAG, **look))

    return open_page


@pytest.fixture
def sender(window: Any, tmp_path: Path) -> Any:
    """Open the request to send alone in a page, from a file."""

    def open_page(*, fast: bool = True, motion: bool = True, **look: Any) -> send_in_page.Sent:
        page = tmp_path / "chapters" / "send.html"
        page.parent.mkdir(exist_ok=True)
        clock = send_in_page.FAST if fast else ""
        page.write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Send</title>'
            '<meta name="viewport" content="width=device-width"></head><body><main><h1>Send</h1>'
            f"{SendRequest()._repr_html_()}</main><script>{clock}</script>"
            f"<script>{SCRIPT.with_name('send.js').read_text()}</script></body></html>"
        )
        return send_in_page.Sent(window(page.as_uri(), send_in_page.TAG, motion=motion, **look))

    return open_page


@pytest.fixture
def on_page(window: Any, site: str) -> Any:
    """Open a page of the book at its first request to send."""

    def open_page(
        path: str = send_in_page.INDEX, base: str | None = None, **look: Any
    ) -> send_in_page.Sent:
        return send_in_page.Sent(window(f"{base or site}/{path}", send_in_page.TAG, **look))

    return open_page


@pytest.fixture
def read(lend: Callable[..., Window], site: str) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new: `read(CHAPTER, width=390, script="...")`.

    It makes no error, but where those are the theme's: `theirs=True`.
    """
    watched: list[Window] = []

    def open_page(
        path: str, *, width: int = 1280, script: str = "", theirs: bool = False, **look: Any
    ) -> Page:
        viewport = {"width": width, "height": 844 if width < 500 else 800}
        look = {"reduced_motion": "no-preference", "unfolded": False} | look
        window = lend(viewport=viewport, own=bool(script), **look)
        if script:
            window.context.add_init_script(script)
        if not theirs:
            watched.append(window)
        window.page.goto(f"{site}/{path}")
        return window.page

    yield open_page
    assert [error for window in watched for error in window.errors] == []


@pytest.fixture
def opened(lend: Callable[..., Window], site: str) -> Iterator[Open]:
    """Open a page of the book as somebody new has it; nothing may go wrong in it."""
    pages: list[Page] = []
    errors: list[str] = []

    def failed(error: Any) -> None:
        if "/reader.js" in str(error.stack) or "forbidden" not in str(error):
            errors.append(f"{error}: {error.stack}")

    def logged(line: Any) -> None:
        if line.type == "error" and "theme mode" not in line.text:
            errors.append(line.text)  # the theme fails where storage is forbidden, and says so

    def open_page(path: str, *, base: str = site, before: str = "", **look: Any) -> Page:
        viewport = {"width": 1280, "height": 800}
        pages.append(lend(**({"viewport": viewport, "own": bool(before)} | look)).page)
        pages[-1].on("pageerror", failed)
        pages[-1].on("console", logged)
        if before:
            pages[-1].add_init_script(before)
        pages[-1].goto(f"{base}/{path}")
        return pages[-1]

    yield open_page
    for each in pages:
        each.remove_listener("pageerror", failed)
        each.remove_listener("console", logged)
    assert errors == []
