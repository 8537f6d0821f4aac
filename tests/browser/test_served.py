"""The page of `leaklab serve` in a real browser, beside real clients."""

import concurrent.futures
import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.served import served

PATIENCE_MS = 20_000
SLOW = ("--latency", "0.3", "--timeout", "0.6", "--objects", "20")


@pytest.fixture
def page(new_tab) -> Page:
    page = new_tab()
    page.set_default_timeout(PATIENCE_MS)
    return page


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("served-lab .says")).to_contain_text(words, timeout=PATIENCE_MS)


def lists(server, count: int) -> set[int]:
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        answers = pool.map(lambda _: server.ask("/api/v1/pods").status, range(count))
        return set(answers)


def test_the_counts_move_while_real_clients_ask_and_the_slider_makes_them_leak(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with served(*SLOW) as server:
        page.goto(f"{server.url}/#token={server.token}")
        says(page, "k8s-1.12: 0 tasks, none of them parked.")
        assert lists(server, 8) == {200}
        expect(page.locator("served-lab .readout").last).to_contain_text("answered in time (200)8")
        slower = page.get_by_label("Times slower")
        for _ in range(4):  # 1.5, 2, 2.5, 3
            slower.press("ArrowRight")
        says(page, "A read of pods takes 0.9 s now, and the timeout is 0.6 s: every list times out")
        assert lists(server, 8) == {504}
        says(page, "8 tasks, 8 of them parked.")
        expect(page.locator("served-lab figure")).to_contain_text("8 parked; a square is one task")
        assert server.settled(8) == 8
        assert {url.split("#")[0].rpartition("/")[0] for url in asked} <= {
            server.url,
            f"{server.url}/leaklab",
        }


def test_what_a_terminal_turns_moves_the_sliders(page):
    with served(*SLOW) as server:
        page.goto(server.url)
        server.turn(factor=7, latency=0.25)
        slower = page.get_by_label("Times slower")
        expect(slower).to_have_attribute("aria-valuetext", "7\u00d7", timeout=PATIENCE_MS)
        expect(page.get_by_label("Latency")).to_have_attribute("aria-valuetext", "0.25 s")
        expect(slower).to_be_disabled()  # without the token


def test_a_wrong_token_is_refused_in_words_and_the_right_one_by_keyboard(page):
    with served(*SLOW) as server:
        page.goto(server.url)
        token = page.get_by_label("Token")
        token.fill("wrong")
        token.press("Enter")
        expect(page.locator("served-lab .trouble")).to_contain_text(
            "this is not the token that this server printed"
        )
        expect(page.get_by_label("Timeout")).to_be_disabled()
        token.fill(server.token)
        token.press("Enter")
        expect(page.get_by_label("Timeout")).to_be_enabled()
        expect(page.locator("served-lab .trouble")).to_have_text("")


def test_an_ended_server_is_told_and_the_page_of_the_next_one_is_loaded(page):
    with served("--objects", "3") as server:
        page.goto(server.url)
        says(page, "k8s-1.12: 0 tasks")
        port = str(server.port)
    says(page, "The server does not answer.")
    with served("--objects", "3", "--handler", "k8s-1.17", "--port", port):
        says(page, "k8s-1.17: 0 tasks")
        expect(page.get_by_role("heading", name="k8s-1.17, live")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_fits_and_axe_finds_nothing(new_tab, scheme):
    page = new_tab(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    with served(*SLOW) as server:
        page.goto(server.url)
        says(page, "k8s-1.12: 0 tasks")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert axe.faults(page, "main") == []
