"""A hub for real: five participants at once, each opens a chapter, moves a lab, answers."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from leaklab import Scenario, simulate
from tests.support import browser as support
from tests.support.hub import Hub, Participant, hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("ada", "bela", "chidi", "dana", "emil")
IMPORTS, GOALS, LAB, EXERCISE = 2, 6, 8, 57  # cells of chapter 5
TURNS = Scenario(
    plans="25:write|59:write|61:write|180:write", rate_per_s=5, duration_s=600, timeout_s=60
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if support.chromium_path() is None:
        reason = "chromium is missing; on Debian: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with support.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_five_participants_read_move_and_answer_at_once(browser: Browser, running: Hub):
    room = [Participant(browser, running, name) for name in NAMES]
    for each in room:
        each.log_in()
    for each in room:
        each.await_chapter()
    assert sorted(running.servers()) == list(NAMES)
    for each in room:
        each.run(IMPORTS)
        each.run(GOALS)
        each.run(LAB)
    for each in room:
        assert each.move(each.page.locator("leak-lab").first)
    right = simulate(TURNS).tasks_left
    for each in room:
        cell = each.run(EXERCISE)
        expect(each.answer(cell, str(right + 1))).not_to_contain_text("Right")
        expect(each.answer(cell, f"{right:,}")).to_contain_text("Right")
    for each in room:
        assert (each.errors, each.foreign) == ([], [])
        each.leave()
