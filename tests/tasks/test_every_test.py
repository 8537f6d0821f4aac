"""`pytest --tasks-left=error`: tests of others, untouched, in real runs of pytest."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.slow
pytest_plugins = ["pytester"]

PLUGIN = "leaklab.tasks.pytest_plugin"
ALWAYS = ("-p", "no:nbval", "-p", PLUGIN)  # to load nbval takes 2 s, each time
LEAKS = """
import asyncio

async def forgotten():
    await asyncio.Event().wait()

def leak(kept=[]):
    kept.append(asyncio.create_task(forgotten()))
"""
PYTEST_ASYNCIO = """
import asyncio, pytest, pytest_asyncio
from leaks import leak

pytestmark = pytest.mark.asyncio

@pytest_asyncio.fixture
async def server():
    task = asyncio.create_task(asyncio.sleep(60))
    yield task
    task.cancel()

async def test_leaking():
    leak()

async def test_clean(server):
    await asyncio.create_task(asyncio.sleep(0))

class TestClass:
    async def test_leaking_method(self, server):
        leak()

@pytest.mark.parametrize("number", [1, 2])
async def test_leaking_each(number):
    leak()

@pytest.mark.tasks_left("off")
async def test_left_out():
    leak()

@pytest.mark.tasks_left(ignore=["leaks.forgotten"])
async def test_known():
    leak()

async def test_its_own_error():
    leak()
    raise KeyError("its own")
"""
PYTEST_TRIO = """
import pytest, trio

@pytest.mark.trio
async def test_leaking(nursery):
    nursery.start_soon(trio.sleep_forever)

@pytest.mark.trio
async def test_clean(nursery):
    nursery.start_soon(trio.sleep, 0.01)
"""
ANYIO = """
import anyio, pytest

pytestmark = pytest.mark.anyio

@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    return request.param

@pytest.fixture
async def group():
    async with anyio.create_task_group() as group:
        yield group
        group.cancel_scope.cancel()

async def test_leaking(group):
    group.start_soon(anyio.sleep_forever)

async def test_clean(group):
    group.start_soon(anyio.sleep, 0.01)
"""
PLAIN = """
import asyncio, threading
from leaks import leak

def test_that_runs_a_loop_and_leaks():
    async def main():
        leak()
    asyncio.run(main())

def test_that_runs_a_clean_loop():
    async def main():
        await asyncio.create_task(asyncio.sleep(0))
    assert asyncio.run(main()) is None

def test_with_an_error_of_its_own():
    async def main():
        leak()
        raise KeyError("its own")
    asyncio.run(main())

def test_that_leaves_a_loop_standing():
    loop = asyncio.new_event_loop()
    async def main():
        leak()
        await asyncio.sleep(0)
    loop.run_until_complete(main())
    standing.append(loop)

standing = []

def test_with_a_loop_in_a_thread():
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(60), loop)
    while not asyncio.all_tasks(loop):
        pass
    standing.append(loop)

def test_without_a_loop():
    pass
"""
UNITTEST = """
import asyncio, unittest
from leaks import leak

class TestCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = asyncio.create_task(asyncio.sleep(60))

    async def asyncTearDown(self):
        self.server.cancel()

    async def test_leaking(self):
        leak()

    async def test_clean(self):
        await asyncio.sleep(0)
"""
HYPOTHESIS = """
import pytest
from hypothesis import given, settings, strategies
from leaks import leak

@pytest.mark.asyncio
@settings(max_examples=3, deadline=None, database=None)
@given(strategies.integers())
async def test_leaking(number):
    leak()

@pytest.mark.asyncio
@settings(max_examples=3, deadline=None, database=None)
@given(strategies.integers())
async def test_clean(number):
    pass
"""
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """`run(text, option...)`: pytest on this test file, with a grace of 0.05 s."""
    pytester.makepyfile(leaks=LEAKS)

    def go(text: str, *options: str) -> pytest.RunResult:
        pytester.makepyfile(test_it=text)
        pytester.makeini(
            "[pytest]\ntasks_left_grace = 0.05\nasyncio_default_fixture_loop_scope = function\n"
        )
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *ALWAYS, *options)

    return go


def failed(result: pytest.RunResult) -> set[str]:
    """The names of the tests that failed."""
    lines = [line for line in result.outlines if line.startswith("FAILED ")]
    return {line.split()[1].removeprefix("test_it.py::") for line in lines}


ON = "--tasks-left=error"


@pytest.mark.parametrize("text", [PYTEST_ASYNCIO, PYTEST_TRIO, ANYIO, UNITTEST, HYPOTHESIS])
def test_unasked_it_does_nothing(run: Run, text: str):
    assert failed(run(text)) <= {"test_its_own_error"}


def test_with_pytest_asyncio(run: Run):
    result = run(PYTEST_ASYNCIO, ON)
    assert failed(result) == {
        "test_leaking",
        "TestClass::test_leaking_method",
        "test_leaking_each[1]",
        "test_leaking_each[2]",
        "test_its_own_error",
    }
    result.stdout.fnmatch_lines(
        [
            "1 task is left after 0.05 s of grace:",
            "  1 in Event.wait: forgotten, leaks.py:4 (in Event.wait, asyncio/locks.py:*)",
        ]
    )
    result.stdout.fnmatch_lines(["*KeyError: 'its own'"])
    result.stdout.no_fnmatch_line("*every_test.py:*")  # the trace is the reader's own


def test_with_pytest_trio(run: Run):
    assert failed(run(PYTEST_TRIO, ON)) == {"test_leaking"}


def test_with_anyios_plugin_on_either_library(run: Run):
    assert failed(run(ANYIO, ON)) == {"test_leaking[asyncio]", "test_leaking[trio]"}


def test_with_unittests_own_async_cases(run: Run):
    result = run(UNITTEST, ON)
    assert failed(result) == {"TestCase::test_leaking"}
    result.stdout.fnmatch_lines(["  1 in Event.wait: forgotten, leaks.py:4 *"])


def test_with_hypothesis(run: Run):
    assert failed(run(HYPOTHESIS, ON)) == {"test_leaking"}


def test_plain_tests_that_run_loops(run: Run):
    result = run(PLAIN, ON, "-W", "ignore")
    assert failed(result) == {
        "test_that_runs_a_loop_and_leaks",
        "test_with_an_error_of_its_own",
        "test_that_leaves_a_loop_standing",
        "test_with_a_loop_in_a_thread",
    }
    result.stdout.fnmatch_lines(["*KeyError: 'its own'"])
    result.stdout.fnmatch_lines(["*1 in sleep: sleep, asyncio/tasks.py:*"])


def test_the_configuration_asks_as_the_option_does(run: Run, pytester: pytest.Pytester):
    run(PYTEST_TRIO)
    pytester.makeini("[pytest]\ntasks_left = error\ntasks_left_grace = 0.01\n")
    on = pytester.runpytest_subprocess(*ALWAYS)
    assert failed(on) == {"test_leaking"}
    off = pytester.runpytest_subprocess(*ALWAYS, "--tasks-left=off")
    assert failed(off) == set()
    pytester.makeini(
        "[pytest]\ntasks_left = error\ntasks_left_grace = 0.01\n"
        "tasks_left_ignore =\n    trio._timeouts.sleep_forever\n"
    )
    assert failed(pytester.runpytest_subprocess(*ALWAYS)) == set()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("tasks_left = loud", "tasks_left = loud is unknown; it must be error or off"),
        ("tasks_left_grace = long", "tasks_left_grace = long must be a number of seconds"),
        ("tasks_left_grace = -1", "tasks_left_grace = -1 must be a number of seconds"),
    ],
)
def test_a_setting_that_nothing_would_follow_is_refused(
    pytester: pytest.Pytester, setting: str, said: str
):
    pytester.makeini(f"[pytest]\n{setting}\n")
    result = pytester.runpytest_subprocess(*ALWAYS)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{said}*"])
