"""The leak assertion in trio programs that have nothing to do with leaklab's server."""

import re

import pytest
import trio
import trio.testing

from leaklab.tasks.leakcheck import check_leaks, no_tasks_left

HERE = "tests/tasks/test_leakcheck.py"


async def forgotten_sender(channel: trio.MemorySendChannel[str]) -> None:
    await channel.send("nobody receives this")


async def told_twice(nursery: trio.Nursery) -> None:
    send, receive = trio.open_memory_channel[str](0)
    for _ in range(2):
        nursery.start_soon(forgotten_sender, send)
    nursery.start_soon(trio.sleep_forever)
    receive_soon.append(receive)  # or closing it would end the senders


receive_soon: list[object] = []


async def nothing(nursery: trio.Nursery) -> str:
    await trio.lowlevel.checkpoint()
    return "done"


def test_a_clean_body_gives_its_result():
    assert check_leaks(nothing) == "done"


def test_the_tasks_left_are_grouped_by_stack_most_first():
    with pytest.raises(AssertionError) as left:
        check_leaks(told_twice)
    text = str(left.value)
    head, most, other, empty, total, *_ = text.splitlines()
    assert head == "3 tasks are left after 1 s of grace:"
    assert re.fullmatch(
        r"  2 in chan send: forgotten_sender, tests/tasks/test_leakcheck\.py:\d+", most
    )
    assert re.fullmatch(r"  1 in sleep: sleep_forever, trio/_timeouts\.py:\d+", other)
    assert (empty, total) == ("", "goroutine profile: total 3")
    first, second = text.split("\n\n")[1:]
    assert re.search(
        r"\ttests\.tasks\.test_leakcheck\.forgotten_sender\+0x1\ttests/tasks/test_leakcheck\.py:\d+$",
        first,
    )
    assert second.startswith("1 @ ")


@pytest.mark.parametrize(("needs_s", "grace_s", "left"), [(5, 10, 0), (5, 4, 1), (5, 0, 1)])
def test_a_task_that_ends_within_the_grace_is_no_leak(needs_s, grace_s, left):
    async def body(nursery: trio.Nursery) -> None:
        nursery.start_soon(trio.sleep, needs_s)

    if left:
        with pytest.raises(AssertionError, match=f"1 task is left after {grace_s} s of grace"):
            check_leaks(body, grace_s=grace_s)
    else:
        check_leaks(body, grace_s=grace_s)


def test_a_task_that_needs_its_turn_needs_no_time():
    async def body(nursery: trio.Nursery) -> None:
        for _ in range(5):
            nursery.start_soon(trio.lowlevel.checkpoint)

    check_leaks(body, grace_s=0)


def test_a_cancelled_task_gets_its_turn_too():
    scope = trio.CancelScope()

    async def until_cancelled() -> None:
        with scope:
            await trio.sleep_forever()

    async def body(nursery: trio.Nursery) -> None:
        nursery.start_soon(until_cancelled)
        await trio.sleep(1)
        scope.cancel()

    check_leaks(body, grace_s=0)


def test_the_wait_ends_with_the_last_task():
    async def body(nursery: trio.Nursery) -> None:
        began_s = trio.current_time()
        async with no_tasks_left(grace_s=1000):
            nursery.start_soon(trio.sleep, 0.9)
        ended_s.append(trio.current_time() - began_s)

    ended_s: list[float] = []
    check_leaks(body)
    assert 0.9 <= ended_s[0] < 2


def test_what_was_there_before_is_not_counted(virtual):
    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep_forever)
            async with no_tasks_left():
                await trio.sleep(1)
            nursery.cancel_scope.cancel()

    virtual(main)


def test_tasks_known_by_function_can_be_ignored():
    ignore = [f"{__name__}.forgotten_sender", "trio._timeouts.sleep_forever"]
    check_leaks(told_twice, ignore=ignore)
    with pytest.raises(AssertionError, match="2 tasks are left"):
        check_leaks(told_twice, ignore=ignore[1:])


def test_an_error_of_the_body_comes_out_as_it_is():
    async def body(nursery: trio.Nursery) -> None:
        nursery.start_soon(trio.sleep_forever)
        raise KeyError("the body's own")

    with pytest.raises(KeyError, match="the body's own"):
        check_leaks(body)


def test_a_task_that_fails_comes_out_as_trio_gives_it():
    async def fails() -> None:
        raise KeyError("in the background")

    async def body(nursery: trio.Nursery) -> None:
        nursery.start_soon(fails)
        await trio.sleep(1)

    with pytest.raises(ExceptionGroup) as raised:
        check_leaks(body)
    assert raised.group_contains(KeyError)


def test_a_body_that_hangs_says_where():
    async def body(_: trio.Nursery) -> None:
        send, receive = trio.open_memory_channel[str](0)
        async with trio.open_nursery() as own:
            own.start_soon(forgotten_sender, send)
        receive.close()

    with pytest.raises(AssertionError, match=r"^not ended after 60 s; its tasks") as hung:
        check_leaks(body, limit_s=60)
    assert f"{__name__}.forgotten_sender" in str(hung.value)
    assert "leakcheck._watch" not in str(hung.value)


def test_real_time_serves_as_well():
    check_leaks(nothing, virtual=False)
    with pytest.raises(AssertionError, match=r"3 tasks are left after 0\.01 s"):
        check_leaks(told_twice, grace_s=0.01, virtual=False)


def test_mock_clock_serves_as_well():
    async def main() -> None:
        async with trio.open_nursery() as nursery:
            with pytest.raises(AssertionError, match="1 task is left after 100 s"):
                async with no_tasks_left(grace_s=100):
                    nursery.start_soon(trio.sleep_forever)
            nursery.cancel_scope.cancel()

    trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))


@pytest.mark.parametrize("options", [{"grace_s": -1}, {"limit_s": 0}, {"grace_s": "long"}])
def test_bad_numbers_are_refused(options):
    with pytest.raises(ValueError, match=r"grace_s|limit_s"):
        check_leaks(nothing, **options)
