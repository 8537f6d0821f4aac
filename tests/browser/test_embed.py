"""A lab's own page in a frame of somebody else's page: another host, a file, light and dark."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, FrameLocator, Page

from leaklab import simulate
from leaklab.labs import LabPlan, LabSetting
from tests.support import axe
from tests.support.elsewhere import FRAME, knobs
from tests.support.places import HTML

KINDS = {
    "nobody": "leak-lab",
    "retries": "limits-lab",
    "reader": "request-story",
    "stacks": "task-profile",
    "replay": "incident-replay",
}
NAMES = sorted(path.stem for path in HTML.glob("embed/*.html"))
HEAVIEST_B = 60_000  # gzip, with its script: a third of what a chapter may weigh
ABOVE = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
ABOVE += '<title>A blog</title><h1>A blog</h1><p style="height: 300px">Words.</p>'


class Framed:
    """A page with a frame in it, which holds a lab."""

    def __init__(self, page: Page, tag: str) -> None:
        self.page = page
        self.frame: FrameLocator = page.frame_locator("iframe")
        self.lab = self.frame.locator(tag)
        self.lab.locator(".says").wait_for()

    def turn(self, key: str, times: int = 1) -> None:
        self.lab.locator("input[type=range]").first.focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def await_says(self, words: str) -> None:
        self.lab.locator(".says", has_text=words).wait_for()


@pytest.fixture
def framed(browser: Browser, site: str, tmp_path: Path) -> Iterator[Callable[..., Framed]]:
    """Open a blog, of another origin than the book, with the documented frame in it."""
    contexts, errors, foreign = [], [], []

    def open_page(
        address: str = "nobody.html",
        book: str = site,
        tag: str = "leak-lab",
        more: str = "",
        **look: Any,
    ) -> Framed:
        frame = FRAME.replace("https://BOOK", book).replace("nobody.html", address)
        assert frame != FRAME
        blog = tmp_path / "blog.html"
        blog.write_text(ABOVE + frame.replace("<iframe", f"<iframe {more}"), encoding="utf-8")
        context = browser.new_context(**look)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and errors.append(line.text))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((book, blog.as_uri(), "data:", "blob:"))
                or foreign.append(asked.url)
            ),
        )
        page.goto(blog.as_uri())
        page.locator("iframe").scroll_into_view_if_needed()
        return Framed(page, tag)

    yield open_page
    for context in contexts:
        context.close()
    assert (errors, foreign) == ([], [])


@pytest.mark.parametrize(("name", "tag"), KINDS.items())
def test_each_kind_of_lab_starts_and_turns_in_a_frame(framed, name, tag):
    blog = framed(f"{name}.html", tag=tag)
    positions = "lab => JSON.stringify(lab.positions)"
    before = blog.lab.evaluate(positions)
    blog.turn("Home")
    at_home = blog.lab.evaluate(positions)
    blog.turn("End")
    assert len({before, at_home, blog.lab.evaluate(positions)}) > 1
    for _ in range(100):
        if blog.lab.evaluate("lab => lab.turn > 1 && lab.answered === lab.turn"):
            return
        blog.page.wait_for_timeout(50)
    raise AssertionError("the lab has no answer")


def test_the_address_says_where_the_knobs_stand(framed):
    blog = framed("nobody.html#nobody?latency_s=0.9&rate_per_s=10")
    run = simulate(LabPlan().scenario(LabSetting(latency_s=0.9, rate_per_s=10)), "k8s-1.12")
    parked = blog.lab.locator("dl div", has_text="parked").first.locator("dd")
    assert parked.inner_text() == str(run.tasks_left)


def test_a_page_of_the_same_site_stays_where_it_is(browser, site):
    context = browser.new_context(viewport={"width": 800, "height": 600})
    frame = FRAME.replace("https://BOOK", site).replace('loading="lazy"', "")
    frame = frame.replace("nobody.html", "nobody.html#nobody?latency_s=0.9")
    context.route(f"{site}/blog.html", lambda route: route.fulfill(body=ABOVE + frame))
    page = context.new_page()
    page.goto(f"{site}/blog.html")
    blog = Framed(page, "leak-lab")
    assert page.evaluate("scrollY") == 0
    address = "document.querySelector('iframe').contentWindow.location.hash"
    page.evaluate(f"{address} = '#nobody?latency_s=0.3'")
    blog.await_says("every answer comes before the timeout")
    assert page.evaluate("scrollY") == 0
    blog.lab.evaluate("lab => lab.scrollIntoView()")  # what would move it
    assert page.evaluate("scrollY") > 0
    context.close()


def test_run_it_here_runs_a_setting_that_is_not_recorded(framed):
    blog = framed()
    blog.lab.get_by_role("button", name="Run it here").click()
    blog.lab.get_by_text("run in this page").wait_for(timeout=60_000)
    blog.turn("Home")
    blog.turn("ArrowRight", 65)
    slider = blog.lab.locator("input[type=range]").first
    at = float(slider.get_attribute("aria-valuetext").removesuffix(" s"))
    assert at not in (0.1, 0.2, 0.3, 0.4, 0.5, 0.59, 0.61, 0.7, 0.9, 1.2, 1.5)
    run = simulate(LabPlan().scenario(LabSetting(latency_s=at)), "k8s-1.12")
    blog.await_says(f"{run.tasks_peak} tasks at the peak")


def test_it_works_from_a_file(framed):
    blog = framed(book=HTML.as_uri())
    blog.turn("ArrowRight", 12)
    run = simulate(LabPlan().scenario(LabSetting(latency_s=1.5)), "k8s-1.12")
    blog.await_says(f"{run.tasks_left}")
    assert blog.lab.get_by_role("button", name="Run it here").count() == 0


def test_in_a_sandbox_the_recorded_runs_are_there(framed):
    blog = framed(more='sandbox="allow-scripts"')
    blog.turn("ArrowRight")
    blog.await_says("every answer comes before the timeout")


def test_the_documented_sandbox_lets_python_start(framed):
    blog = framed(more='sandbox="allow-scripts allow-same-origin"')
    blog.lab.get_by_role("button", name="Run it here").click()
    blog.lab.get_by_text("run in this page").wait_for(timeout=60_000)


@pytest.mark.parametrize(
    ("system", "query", "dark"),
    [
        ("light", "", "false"),
        ("dark", "", "true"),
        ("light", "?theme=dark", "true"),
        ("dark", "?theme=light", "false"),
        ("dark", "?theme=pink", "true"),
    ],
)
def test_it_is_light_or_dark_as_the_system_or_the_address_says(framed, system, query, dark):
    blog = framed(f"nobody.html{query}#nobody", color_scheme=system)
    assert blog.lab.locator(".lab").get_attribute("data-dark") == dark
    paper = blog.frame.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (dark == "false")


def test_its_chapter_opens_in_the_place_of_the_blog(framed):
    blog = framed()
    blog.frame.get_by_role("link", name="Nobody is coming").click()
    blog.page.wait_for_url("**/chapters/05_nobody_is_coming.html#nobody")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_any_of_them_and_none_is_too_wide(browser, site, dark):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    wrong = {}
    for name in NAMES:
        page.goto(f"{site}/embed/{name}.html")
        page.locator("main > [data-built]").wait_for()
        found = axe.faults(page)
        if found or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[name] = found
    context.close()
    assert NAMES
    assert wrong == {}


def test_nothing_moves_while_it_is_drawn(browser, site):
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const each of list.getEntries())"
        " window.shift += each.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    for name in KINDS:
        page.goto(f"{site}/embed/{name}.html")
        page.locator("main > [data-built]").wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate("shift") < 0.01, name
    page.close()


def test_none_weighs_more_than_a_third_of_what_a_chapter_may():
    for name in NAMES:
        path = HTML / "embed" / f"{name}.html"
        (script,) = BeautifulSoup(path.read_text("utf-8"), "html.parser").select("script[src]")
        script_path = path.parent / str(script["src"]).partition("?")[0]
        files = [path.read_bytes(), script_path.read_bytes()]
        assert sum(len(gzip.compress(each)) for each in files) < HEAVIEST_B, name


def test_the_documented_names_are_those_of_the_labs_knobs(browser, site):
    page = browser.new_page()
    found: dict[str, set[str]] = {}
    for name in NAMES:
        page.goto(f"{site}/embed/{name}.html")
        lab = page.locator("main > [data-built]")
        tag, names = lab.evaluate("lab => [lab.localName, Object.keys(lab.knobs)]")
        found.setdefault("".join(map(str.title, tag.split("-"))), set()).update(names)
    page.close()
    assert found == knobs()
