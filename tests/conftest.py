"""What the tests share: Hypothesis without chance, and trio under the virtual clock."""

import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import trio
from hypothesis import settings

from leaklab.cli.main import main
from leaklab.tasks.checks import WEEK_S
from leaklab.tasks.clock import VirtualClock
from tests.support.left_behind import MARK, orphans
from tests.support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples on every machine and on every day; slow machines are no reason to fail.
settings.register_profile("parked", derandomize=True, deadline=None, database=None)
settings.register_profile("quick", settings.get_profile("parked"), max_examples=8)  # make check
settings.load_profile("parked")

LONGEST = ("hub", "binder", "workshop", "paper", "install", "monitoring")  # minutes for a file

# What the readers assert is explained like the assertions of a test.
pytest.register_assert_rewrite("tests.support.profile_readers", "tests.support.replay_in_page")


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name each failure at once: a run that is broken off at its middle has told them.

    What failed and gets its second try is told in full: pytest tells it nowhere else.
    """
    if "PYTEST_XDIST_WORKER" in os.environ or report.outcome not in ("failed", "rerun"):
        return
    sys.stdout.write(f"\n{report.when} {report.outcome}: {report.nodeid}\n")
    if report.outcome == "rerun":
        sys.stdout.write(f"{report.longreprtext}\n")
    sys.stdout.flush()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors, for many tests wait.

    For a server's timeout, a browser's next frame, a kernel that starts. With three of them two
    processors are idle for some 5 % of the tests' time.
    """
    mine = getattr(os, "sched_getaffinity", None)  # not on every system
    return 1 + (len(mine(0)) if mine else os.cpu_count() or 1)


@pytest.fixture(autouse=True, scope="module")
def nothing_left_behind() -> Iterator[None]:
    """No test of a file leaves a process behind."""
    os.environ[MARK] = str(os.getpid())
    yield
    assert orphans() == []


@pytest.fixture
def virtual() -> Callable[..., Any]:
    """`virtual(async_function)` runs it under the virtual clock; what hangs fails at once."""

    def run(body: Callable[[], Awaitable[Any]], *, instruments: Any = ()) -> Any:
        async def bounded() -> Any:
            with trio.fail_after(2 * WEEK_S):
                return await body()

        return trio.run(bounded, clock=VirtualClock(), instruments=instruments)

    return run


class Said(NamedTuple):
    """What a command said: its exit status and its two streams."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


@pytest.fixture
def leaklab(capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Callable[..., Said]]:
    """`leaklab("simulate", "--rate", "5")` runs the command line inside this process."""
    interrupt = signal.getsignal(signal.SIGINT)  # the command line takes Ctrl-C for itself

    def run(*arguments: str) -> Said:
        status = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        out, err = capsysbinary.readouterr()
        return Said(status, out, err.decode())

    yield run
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture(scope="module")
def browser() -> "Browser":
    """A real Chromium; where there is none the test is skipped, in CI it fails.

    The same one for test after test, in windows of their own; see `pytest_runtest_teardown`.
    """
    from tests.support.browser import chromium, need_chromium  # Playwright: few tests need it

    need_chromium()
    if not (running and running[0][0].is_connected()):
        close_browser()
        of_it = ExitStack()
        running.append((of_it.enter_context(chromium()), of_it))
    return running[0][0]


running: list[tuple["Browser", ExitStack]] = []  # one Chromium, or none


def close_browser() -> None:
    """End the Chromium that runs, if one does."""
    while running:
        _, of_it = running.pop()
        of_it.close()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """End Chromium after a file, unless the next begins with a test that asks for it.

    Until then Playwright's event loop runs, beside which there is no other. A start costs 0.6 s of
    a processor; there are some seventy files of tests with a browser.
    """
    goes_on = nextitem is not None and (
        nextitem.path == item.path or "browser" in getattr(nextitem, "fixturenames", ())
    )
    if not goes_on:
        close_browser()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, dict[str, Any]], dict[str, Any]]:
    """`ask(lab, question)`: what a lab's widget answers to the message of its element."""

    def put(lab: Any, question: dict[str, Any]) -> dict[str, Any]:
        said: list[dict[str, Any]] = []
        monkeypatch.setattr(lab, "send", said.append)
        asked = {"tag": lab.TAG, "plan": lab.data["plan"], "question": question}
        message = {"method": "custom", "content": {"number": 7, "ask": asked}}
        lab._handle_msg({"content": {"data": message}, "buffers": []})
        [only] = said
        assert only["number"] == 7
        return only["answer"]

    return put


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser is slow, whole folders of it; and it has one more try.

    So has what holds a limit on time. All other tests have one: what fails there is wrong. The
    summary at the end names each that needed its second.
    """
    for item in items:
        if folder_of(item) in ("browser", "binder"):
            item.add_marker("browser")
            item.add_marker("slow")
        if item.get_closest_marker("browser") or item.get_closest_marker("timing"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    # The longest files begin first, and thousands of fast tests end the run: so to the end every
    # worker has something to do.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, folder_of(item) not in LONGEST))


def pytest_collection() -> None:
    """No garbage comes while tests are collected; to look for it takes a quarter of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was collected stays to the end: 900,000 objects that garbage collections pass over."""
    gc.freeze()
    gc.enable()


def folder_of(item: pytest.Item) -> str:
    """The folder of tests in which its file is."""
    return item.path.relative_to(ROOT / "tests").parts[0]
