"""The clinic in a real browser: dumps opened, dropped and pasted are read in the page alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support import browser as support

FOLDER = support.ROOT / "tests/data/field-inputs/go"
BEFORE, AFTER, LOG = (
    FOLDER / name for name in ("before.debug1.txt", "after.debug1.txt", "quit.journal.log")
)
PATIENCE_MS = 60_000

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.book]


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The addresses that the page has asked for."""
    return []


@pytest.fixture(scope="module")
def page(tab: Page, site: str, asked: list[str]) -> Page:
    tab.set_default_timeout(PATIENCE_MS)
    tab.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    tab.goto(f"{site}/chapters/clinic.html")
    return tab


def says(page: Page, words: str) -> None:
    status = page.locator("leak-clinic .says")
    expect(status).to_contain_text(words, timeout=PATIENCE_MS)


def opened(page: Page, *files) -> None:
    page.get_by_label("open one file or several").set_input_files(list(files))
    says(page, "in this page.")


def test_python_is_loaded_by_nobody_but_the_reader(page, asked):
    assert not [each for each in asked if "/engine/" in each]


def test_an_opened_file_is_judged_with_links_into_the_book(page):
    opened(page, LOG)
    expect(page.get_by_text("A leak whose story is known: 3")).to_be_visible()
    link = page.get_by_role("link", name="Read about it in the book")
    assert link.get_attribute("href") == "05_nobody_is_coming.html"
    expect(page.get_by_text("101 to 103, median 102 min")).to_be_visible()


def test_two_files_show_what_grew(page):
    opened(page, BEFORE, AFTER)
    row = page.get_by_role("row").filter(has_text="main.handOver")
    expect(row).to_contain_text("+95")
    expect(row).to_contain_text("10 to 105")
    page.get_by_label("Dump", exact=True).select_option(index=0)
    expect(page.get_by_text("before.debug1.txt: 26 goroutines in 3 groups")).to_be_visible()


def test_a_pasted_dump_is_read_and_what_is_missing_is_said(page):
    text = (FOLDER / "pasted.debug1.txt").read_text(encoding="utf-8")
    page.get_by_label("Or paste a dump").fill(text)
    page.get_by_role("button", name="Read what I pasted").click()
    expect(page.get_by_text("40 of 42 goroutines were read; 2 are missing")).to_be_visible()


def test_a_dropped_file_is_read(page):
    page.locator("leak-clinic .drop").evaluate(
        """(drop, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.txt"));
          drop.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        (FOLDER / "dump.debug2.txt").read_text(encoding="utf-8"),
    )
    expect(page.get_by_text("dropped.txt: 4 goroutines in 3 groups (debug=2)")).to_be_visible()


def test_a_text_chooses_groups_and_so_does_a_box_of_the_picture(page):
    opened(page, FOLDER / "dump.debug2.txt")
    groups = page.locator("leak-clinic .groups > li")
    assert groups.count() == 3
    page.get_by_label("Only with this text").fill("semacquire")
    expect(groups).to_have_count(1)
    page.get_by_label("Only with this text").fill("no such text")
    expect(page.get_by_text("No group has this text")).to_be_visible()
    page.locator("leak-clinic .box", has_text="main.handOver").click()
    expect(groups).to_have_count(1)


def test_a_ticket_leaves_out_names_until_told_otherwise(page):
    opened(page, FOLDER / "labels.debug1.txt")
    page.get_by_text("A report for a ticket").click()
    ticket = page.get_by_label("Markdown")
    assert "tenant" not in ticket.input_value()
    page.get_by_label("Leave out paths").uncheck()
    says(page, "in this page.")
    page.get_by_text("A report for a ticket").click()
    expect(ticket).to_have_value(re.compile("tenant"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "it is empty"),
        ("notes.txt", b"hello", "there is no goroutine in it"),
        ("heap.txt", b"heap profile: 1: 2 [3: 4] @ heap/1\n", "it is a heap profile"),
        ("broken.gz", b"\x1f\x8b\x08nothing", "it is gzip, and broken"),
    ],
)
def test_what_is_no_dump_is_refused_in_a_sentence(page, name, data, words):
    file = {"name": name, "mimeType": "text/plain", "buffer": data}
    page.get_by_label("open one file or several").set_input_files([file])
    expect(page.locator("leak-clinic .refused")).to_contain_text(f"{name}: {words}")
    says(page, "No dump was found")


def test_ten_megabytes_are_read_and_the_page_stays_alive(page, tmp_path):
    stack = "".join(f"main.f{at}(0xc000)\n\t/src/a.go:{at} +0x1f\n" for at in range(1, 25))
    block = "goroutine {} [chan send, {} minutes]:\n" + stack
    path = tmp_path / "ten.txt"
    path.write_text("\n".join(block.format(at, at % 90) for at in range(1, 11_500)))
    assert path.stat().st_size > 9_000_000
    opened(page, path)
    seconds = float(page.locator("leak-clinic .says").inner_text().split(" in ")[1].split()[0])
    assert seconds < 15  # 2 s on a quiet machine; the issue asks for 5
    expect(page.get_by_text("11,499 goroutines in 1 group")).to_be_visible()


def test_a_reading_can_be_stopped(page, tmp_path):
    path = tmp_path / "large.txt"
    path.write_text("goroutine 1 [x]:\nmain.f()\n\t/a.go:1 +0x1\n\n" * 200_000)
    page.get_by_label("open one file or several").set_input_files(path)
    page.get_by_role("button", name="Cancel").click()
    says(page, "Stopped. Nothing was read.")
    opened(page, LOG)


def test_nothing_was_asked_of_anybody_else_and_nothing_was_sent(page, site, asked):
    assert [each for each in asked if not each.startswith(f"GET {site}/")] == []


def test_it_can_be_used_by_keys_alone(new_tab, site):
    page = new_tab()
    page.goto(f"{site}/chapters/clinic.html")
    page.get_by_label("Or paste a dump").focus()
    page.keyboard.insert_text((FOLDER / "dump.debug2.txt").read_text(encoding="utf-8"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, "in this page.")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible_and_fit(new_tab, site, width, scheme):
    page = new_tab(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(f"{site}/chapters/clinic.html")
    page.get_by_role("button", name="Try it with a recording").click()
    says(page, "in this page.")
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
