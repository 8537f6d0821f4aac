"""The fixtures in real runs of pytest, warnings as errors, each in a process of its own."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

from tests.support.places import CHAPTERS, ROOT

pytestmark = pytest.mark.slow

CHAPTER = CHAPTERS / "10_never_again.ipynb"
pytest_plugins = ["pytester"]

LEAK = """
import pytest
import trio

async def forgotten(channel):
    await channel.send("too late")

async def leaking(nursery):
    send, nursery.receive = trio.open_memory_channel(0)
    nursery.start_soon(forgotten, send)

def test_leaking(check_leaks):
    check_leaks(leaking)

def test_clean(check_leaks):
    assert check_leaks(lambda nursery: trio.sleep(5)) is None

@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.17"])
def test_a_late_request_leaves_nothing(check_leaks, handler):
    from leaklab.book.never_again.late_request import nothing_is_left
    check_leaks(lambda nursery: nothing_is_left(nursery, handler))
"""
INSIDE = """
import trio

def test_inside(no_tasks_left):
    async def main():
        async with no_tasks_left():
            await trio.sleep(0)
    trio.run(main)
"""


PLUGIN = "leaklab.tasks.pytest_plugin"


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    # by name: the checkout that is tested may not be the one whose entry points are installed
    always = ("-p", "no:cacheprovider", "-p", "no:asyncio", "-p", PLUGIN, "-W", "error")
    always += ("-W", "ignore:Module already imported so cannot be rewritten; _editable")  # as here
    always += ("-p", "no:nbval")  # to load it takes 2 s, each time
    return pytester.runpytest_subprocess(*always, *options)


def test_it_fails_the_leaking_and_passes_the_clean(pytester: pytest.Pytester):
    pytester.makepyfile(test_it=LEAK)
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(
        [
            "*AssertionError: 1 task is left after 1 s of grace:",
            "*  1 in chan send: forgotten, test_it.py:5",
            "*1 @ 0x*",
            "*test_it.forgotten+0x1*test_it.py:5",
        ]
    )
    result.stdout.fnmatch_lines(["*k8s_1_12.TimeoutHandler.serve_http*k8s_1_12.py:*"])
    result.stdout.no_fnmatch_line("*leakcheck.py:*")  # the trace ends in the reader's own lines
    result.stdout.no_fnmatch_line("*contextlib.py:*")
    result.stdout.fnmatch_lines(["FAILED *nothing?k8s-1.12?*"])
    result.stdout.no_fnmatch_line("FAILED *nothing?k8s-1.17?*")


def test_the_file_in_the_chapter_does_what_the_chapter_says(pytester: pytest.Pytester):
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    pytester.makepyfile(test_it=code)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*1 task is left after 1 s of grace:", "*in chan send: MemorySendChannel.send,*"]
    )


def test_asking_for_it_twice_gets_it_once(pytester: pytest.Pytester):
    pytester.makeconftest(f'pytest_plugins = ["{PLUGIN}"]')
    pytester.makepyfile(test_it=INSIDE)
    run(pytester).assert_outcomes(passed=1)


def test_an_async_test_has_a_fixture_for_the_block(pytester: pytest.Pytester):
    pytester.makepyfile(test_it=INSIDE)
    run(pytester).assert_outcomes(passed=1)


def test_it_is_an_entry_point_by_its_own_name():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {PLUGIN: PLUGIN}


def test_pytests_start_loads_neither_trio_nor_asyncio():
    wanted = "{'trio', 'asyncio', 'leaklab.simulation'}"
    code = f"import sys, {PLUGIN}; print({wanted} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
