"""Stacks go on to the innermost frame, whatever stands between two of them."""

import asyncio
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any

import pytest
import trio
import trio.testing

from leaklab import profile
from leaklab.tasks.profile.awaiting import walk


async def innermost(wait: Callable[[], Awaitable[object]]) -> None:
    await wait()


class Awaitable1:
    """`__await__` gives what a coroutine gives."""

    def __init__(self, wait: Any) -> None:
        self.wait = wait

    def __await__(self) -> Generator[Any, None, None]:
        return innermost(self.wait).__await__()


class Awaitable2(Awaitable1):
    """`__await__` is a generator."""

    def __await__(self) -> Generator[Any, None, None]:
        yield from innermost(self.wait).__await__()


class Steps:
    """An iterator of its own, as some libraries write them."""

    def __init__(self, coroutine: Any) -> None:
        self.coroutine = coroutine
        self.not_begun = (each for each in ())  # kept for later: not what is awaited

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return self.send(None)

    def send(self, value: Any) -> Any:
        return self.coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        return self.coroutine.throw(*error)

    def close(self) -> None:
        self.coroutine.close()


class Awaitable3(Awaitable1):
    """`__await__` gives an iterator of a class."""

    def __await__(self) -> Any:
        return Steps(innermost(self.wait))


class Awaitable4(Awaitable1):
    """An iterator of a class that drives another one."""

    def __await__(self) -> Any:
        return Steps(Steps(innermost(self.wait)))


async def numbers(wait: Any) -> AsyncIterator[int]:
    await innermost(wait)
    yield 1


async def outer_numbers(wait: Any) -> AsyncIterator[int]:
    async for number in numbers(wait):
        yield number


@types.coroutine
def old_style(wait: Any) -> Generator[Any, None, None]:
    yield from innermost(wait).__await__()


async def by_for(wait: Any) -> None:
    async for _ in numbers(wait):
        pass


async def by_nested_for(wait: Any) -> None:
    async for _ in outer_numbers(wait):
        pass


async def by_anext(wait: Any) -> None:
    await anext(numbers(wait), 0)


async def by_asend(wait: Any) -> None:
    await numbers(wait).asend(None)


async def by_old_style(wait: Any) -> None:
    await old_style(wait)


def awaiting(kind: Any) -> Callable[[Any], Any]:
    async def by_object(wait: Any) -> None:
        await kind(wait)

    return by_object


WAYS = {
    "a coroutine's wrapper": awaiting(Awaitable1),
    "a generator": awaiting(Awaitable2),
    "an iterator of a class": awaiting(Awaitable3),
    "an iterator that drives another": awaiting(Awaitable4),
    "async for": by_for,
    "async for in async for": by_nested_for,
    "anext with a default": by_anext,
    "asend": by_asend,
    "types.coroutine": by_old_style,
}


def in_trio(way: Any) -> profile.TaskStack:
    async def main() -> profile.TaskStack:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(way, trio.sleep_forever)
            await trio.testing.wait_all_tasks_blocked()
            (stack,) = profile.collect(itself=False)
            nursery.cancel_scope.cancel()
        return stack

    return trio.run(main)


def in_asyncio(way: Any) -> profile.TaskStack:
    async def main() -> profile.TaskStack:
        task = asyncio.create_task(way(asyncio.Event().wait))
        await asyncio.sleep(0.01)
        (stack,) = profile.collect()
        task.cancel()
        return stack

    return asyncio.run(main())


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("run", "state"), [(in_trio, "sleep"), (in_asyncio, "Event.wait")])
def test_the_innermost_frame_is_found(way, run, state: str):
    stack = run(way)
    assert stack.state == state
    functions = [frame.function for frame in stack.frames]
    assert f"{__name__}.innermost" in functions
    assert functions[-1] == f"{__name__}.{way.__qualname__}"


def test_what_holds_two_begun_coroutines_is_not_guessed_at():
    class Two(Steps):
        def __init__(self) -> None:
            self.first, self.second = (endless() for _ in range(2))

        def send(self, value: Any) -> Any:
            self.second.send(None)
            return self.first.send(value)

        def close(self) -> None:
            self.first.close()
            self.second.close()

        def __await__(self) -> Any:
            return self

    async def endless() -> None:
        while True:
            await asyncio.sleep(0)

    async def outer() -> None:
        await Two()

    coroutine = outer()
    coroutine.send(None)
    frames, awaited = walk(coroutine)
    assert [frame.f_code.co_name for frame in frames] == ["outer"]
    assert isinstance(awaited, Two)
    coroutine.close()


def test_an_iterator_that_holds_itself_ends_the_walk():
    class Loop:
        def __init__(self) -> None:
            self.myself = self

        def __await__(self) -> Any:
            return self

        def __next__(self) -> None:
            return None

        def __iter__(self) -> "Loop":
            return self

    async def outer() -> None:
        await Loop()

    coroutine = outer()
    coroutine.send(None)
    frames, _ = walk(coroutine)
    assert len(frames) == 1
    coroutine.close()
