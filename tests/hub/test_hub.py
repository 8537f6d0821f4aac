"""A hub for real: five participants at once, each opens a chapter, moves a lab, answers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from leaklab import Scenario, simulate
from tests.support.hub import Hub, Participant, code_cell, hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("ada", "bela", "chidi", "dana", "emil")
IMPORTS, GOALS, LAB, EXERCISE = (
    code_cell(words) for words in ("import Link,", "goals = (", "goals=goals", "turns = Scenario(")
)
TURNS = Scenario(
    plans="25:write|59:write|61:write|180:write", rate_per_s=5, duration_s=600, timeout_s=60
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def come(browser: Browser) -> Iterator[Callable[..., Participant]]:
    """`come(hub, "ada")`: somebody with a browser of their own, at the hub's door."""
    with ExitStack() as all_leave:
        yield lambda *who: all_leave.enter_context(Participant(browser, *who))


def test_five_participants_read_move_and_answer_at_once(come, running: Hub):
    room = [come(running, name) for name in NAMES]
    for each in room:
        each.log_in()
    for each in room:
        each.await_chapter()
    assert sorted(running.servers()) == list(NAMES)
    for each in room:
        each.run(IMPORTS)
        each.run(GOALS)
    for lab, each in [(each.run_lab(LAB), each) for each in room]:
        assert each.move(lab).startswith("At 0.12 s ")  # between two recorded stops
    right = simulate(TURNS).tasks_left
    for each in room:
        cell = each.run(EXERCISE)
        expect(each.answer(cell, str(right + 1))).to_contain_text(f"Not {right + 1:,}")
        expect(each.answer(cell, f"{right:,}")).to_contain_text("Right")
    assert {each.name: (each.errors, each.foreign) for each in room} == {
        name: ([], []) for name in NAMES
    }


def test_a_wrong_password_opens_nothing(come, running: Hub):
    stranger = come(running, "mallory")
    stranger.log_in("another password")
    expect(stranger.page.get_by_text("Invalid username or password")).to_be_visible()
    assert "mallory" not in running.servers()


def test_an_idle_kernel_ends_and_then_its_server(come, tmp_path: Path):
    """Looked at once a minute by Jupyter Server; what was written is there again afterwards."""
    with hub(tmp_path, HUB_IDLE_S="5") as running:
        first = come(running, "ada")
        first.log_in()
        first.await_chapter()
        first.leave()
        written = tmp_path / "homes" / "ada" / "chapters" / "mine.md"
        written.write_text("kept")
        [server] = running.servers().values()
        server.wait(timeout=300)
        again = come(running, "ada")
        again.log_in()
        again.await_chapter()
        assert written.read_text() == "kept"
        assert list(running.servers()) == ["ada"]
