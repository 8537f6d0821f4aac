"""The engine's files are kept by the browser: loaded once for all pages, and erased when asked."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_engine_in_page import run_here
from tests.support.windows import Visit, Window

LARGE = ("pyodide.asm.wasm", "memory.bin")
NOTED = "And the Python of the labs"
STORES = "async () => (await caches.keys()).length"
PAGES = ("chapters/index.html", "chapters/11_today.html")


def asked_for(visit) -> list[str]:
    """The engine's large files that this page has asked the server for."""
    names = [url.rpartition("/")[2] for url in visit.requests]
    return sorted(name for name in names if name in LARGE)


@pytest.fixture
def in_one_window(browser, site):
    """Open pages one after the other in one window, as a reader does."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield lambda path: Visit(Window(context), f"{site}/{path}")
    context.close()


def kept(visit) -> None:
    visit.page.wait_for_function("""async () => {
      const [name] = await caches.keys();
      return name && (await (await caches.open(name)).keys()).length === 2;
    }""")


def test_a_second_page_does_not_load_them_again(in_one_window):
    first, second = PAGES
    visit = in_one_window(first)
    run_here(visit)
    assert asked_for(visit) == sorted(LARGE)
    kept(visit)
    visit = in_one_window(second)
    run_here(visit)
    assert asked_for(visit) == []
    visit.check()


def test_another_build_puts_its_own_in_their_place(in_one_window):
    visit = in_one_window(PAGES[0])
    place = visit.url.split("chapters/")[0] + "_static/engine/"
    visit.page.evaluate("name => caches.open(name)", f"parked-forever engine {place} older")
    run_here(visit)
    kept(visit)
    assert visit.page.evaluate(STORES) == 1


def test_what_is_kept_wrongly_is_thrown_away(in_one_window):
    visit = in_one_window(PAGES[0])
    run_here(visit)
    kept(visit)
    visit.page.evaluate("""async () => {
      const store = await caches.open((await caches.keys())[0]);
      const urls = (await store.keys()).map(({ url }) => url);
      await store.put(urls.find((url) => url.endsWith("memory.bin")), new Response("not gzip"));
    }""")
    visit = in_one_window(PAGES[1])
    run_here(visit)  # from the zips
    visit = in_one_window(PAGES[0])
    run_here(visit)
    assert asked_for(visit) == sorted(LARGE)


def test_where_the_browser_keeps_nothing_they_are_loaded_each_time(in_one_window, browser):
    visit = in_one_window(PAGES[0])
    visit.page.add_init_script("delete globalThis.caches")
    visit.page.route(
        "**/worker.mjs",
        lambda route: route.fulfill(
            body="Object.defineProperty(self, 'caches', { get() { throw new Error('no'); } });"
            + route.fetch().text(),
            content_type="text/javascript",
        ),
    )
    run_here(visit)
    assert asked_for(visit) == sorted(LARGE)


def test_the_reader_sees_that_they_are_kept_and_can_erase_them(in_one_window):
    visit = in_one_window(PAGES[0])
    page = visit.page
    yours = visit.url.replace("index", "your_page")
    run_here(visit)
    kept(visit)
    page.goto(yours)
    expect(page.get_by_text(NOTED)).to_be_visible()
    page.get_by_role("button", name="Erase all of it").click()
    page.get_by_role("button", name="Yes, erase all of it").click()
    expect(page.get_by_text("Erased. Nothing is kept.")).to_be_focused()
    expect(page.get_by_text(NOTED)).to_be_hidden()
    assert page.evaluate(STORES) == 0
