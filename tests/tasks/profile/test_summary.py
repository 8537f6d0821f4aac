"""The lines above a report: the user's own place first, and no two leaks on one line."""

import sys
from types import ModuleType

import pytest

from leaklab import profile
from leaklab.tasks.profile import libraries
from leaklab.tasks.profile.frames import Frame, short_name


def at(function: str, line: int, file: str = "") -> Frame:
    return Frame(function, file or function.split(".")[0] + ".py", line, 1)


def stack(state: str, *frames: Frame) -> profile.TaskStack:
    return profile.TaskStack(1, "task", state, None, frames, None)


PUT = at("asyncio.queues.Queue.put", 131, "asyncio/queues.py")
SEND = at("trio._channel.MemorySendChannel.send", 181, "trio/_channel.py")


def test_the_users_line_comes_first_then_what_it_called():
    handle = at("shop.web.handle", 80, "shop/web.py")
    text = profile.summary([stack("Queue.put", PUT, handle)] * 3)
    assert text == "  3 in Queue.put: handle, shop/web.py:80 (in Queue.put, asyncio/queues.py:131)"


def test_a_wait_of_trios_own_is_told_by_its_state():
    assert profile.summary([stack("chan send", SEND, at("shop.handle", 7))]) == (
        "  1 in chan send: handle, shop.py:7"
    )


def test_most_tasks_come_first():
    stacks = [stack("sleep", at("shop.a", 1))] + [stack("sleep", at("shop.b", 2))] * 2
    assert [line.split()[0] for line in profile.summary(stacks).splitlines()] == ["2", "1"]


def test_stacks_that_differ_further_out_are_told_apart_by_their_callers():
    helper = at("shop.helper", 5)
    stacks = [stack("Queue.put", PUT, helper, at("shop.left", line)) for line in (10, 20)]
    stacks.append(stack("Queue.put", PUT, helper, at("shop.left", 10), at("shop.top", 1)))
    lines = profile.summary(stacks).splitlines()
    assert len(set(lines)) == 3
    assert (
        sum("helper, shop.py:5 (in Queue.put, asyncio/queues.py:131)" in line for line in lines)
        == 3
    )
    assert any(line.endswith(" < left, shop.py:20") for line in lines)
    assert any(line.endswith(" < left, shop.py:10 < top, shop.py:1") for line in lines)


def test_where_all_is_a_librarys_the_innermost_that_is_no_runtimes_is_named():
    assert "Queue.put, asyncio/queues.py:131" in profile.summary([stack("Queue.put", PUT)])


@pytest.mark.parametrize(
    ("function", "own"),
    [
        ("asyncio.queues.Queue.put", False),
        ("trio._channel.MemorySendChannel.send", False),
        ("pytest.fixture", False),
        ("leaklab.tasks.clock.sleep_until", False),
        ("leaklab.apiserver.handlers.k8s_1_12.serve", True),
        (f"{__name__}.stack", True),
        ("__main__.main", True),
        ("never_loaded.anything", True),
        ("_io.open", False),
        ("importlib._bootstrap._load", False),
    ],
)
def test_whose_code_it_is(function: str, own: bool):
    assert libraries.is_own(at(function, 1)) is own


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("a_shop_among_packages")
    module.__file__ = "/usr/lib/python3/dist-packages/a_shop_among_packages.py"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return f"{module.__name__}.serve"


def test_what_counts_as_a_library_can_be_said(installed: str, monkeypatch: pytest.MonkeyPatch):
    assert not libraries.is_own(at(installed, 1))
    monkeypatch.setattr(libraries, "OWN", ["a_shop_among_packages."])
    assert libraries.is_own(at(installed, 1))
    monkeypatch.setattr(libraries, "LIBRARIES", [f"{__name__}."])
    assert not libraries.is_own(at(f"{__name__}.stack", 1))


@pytest.mark.parametrize(
    ("frame", "name"),
    [
        (PUT, "Queue.put"),
        (at("shop.web.serve.<locals>.worker", 1, "shop/web.py"), "worker"),
        (at("__main__.main", 1, "my server.py"), "main"),
        (at("shop.start", 1, "shop/__init__.py"), "start"),
    ],
)
def test_a_name_without_its_module(frame: Frame, name: str):
    assert short_name(frame) == name
