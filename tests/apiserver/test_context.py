"""Go's context: done once, it wakes whoever waits, whoever comes later, and gives up blocks."""

import trio

from leaklab.apiserver.golike import Context


def test_a_context_wakes_whoever_waits_and_whoever_comes_later(virtual):
    woken: list[tuple[str, float]] = []

    async def listen(name: str, after_s: float, context: Context) -> None:
        await trio.sleep(after_s)
        await context.done()
        woken.append((name, trio.current_time()))

    async def main() -> bool:
        context = Context()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(listen, "early", 0, context)
            nursery.start_soon(listen, "late", 9, context)
            await trio.sleep(5)
            before = context.cancelled
            context.cancel()
            context.cancel()  # the second time changes nothing
        return before is False and context.cancelled

    assert virtual(main) is True
    assert woken == [("early", 5), ("late", 9)]


def test_a_context_that_was_cancelled_before_anybody_listened(virtual):
    async def main() -> float:
        context = Context()
        context.cancel()
        await context.done()
        return trio.current_time()

    assert virtual(main) == 0


async def given_up_at(context: Context) -> tuple[float, bool]:
    """When a block that waits for ever is given up, and whether the context is done then."""
    with context.until_done():
        await trio.sleep_forever()
    return trio.current_time(), context.cancelled


def test_a_block_is_given_up_at_the_deadline_and_the_context_is_done(virtual):
    async def main() -> tuple[float, bool]:
        context = Context()
        context.deadline_s = 0.6
        return await given_up_at(context)

    assert virtual(main) == (0.6, True)


def test_a_block_is_given_up_by_whoever_cancels_before_the_deadline(virtual):
    async def main() -> tuple[float, bool]:
        context = Context()
        context.deadline_s = 0.6
        async with trio.open_nursery() as nursery:

            async def leave() -> None:
                await trio.sleep(0.3)
                context.cancel()

            nursery.start_soon(leave)
            return await given_up_at(context)

    assert virtual(main) == (0.3, True)


def test_a_block_of_a_context_that_is_done_waits_for_nothing(virtual):
    async def main() -> tuple[float, bool]:
        context = Context()
        context.cancel()
        return await given_up_at(context)

    assert virtual(main) == (0, True)


def test_a_block_that_ends_in_time_leaves_the_context_alone(virtual):
    async def main() -> tuple[str, bool]:
        context = Context()
        context.deadline_s = 0.6

        async def work() -> str:
            with context.until_done():
                await trio.sleep(0.2)
                return "done"
            return "given up"

        result = await work()
        await trio.sleep(1)
        return result, context.cancelled

    assert virtual(main) == ("done", False)


def test_two_blocks_of_one_context_are_both_given_up(virtual):
    async def main() -> float:
        context = Context()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(given_up_at, context)
            nursery.start_soon(given_up_at, context)
            await trio.sleep(5)
            context.cancel()
        return trio.current_time()

    assert virtual(main) == 5
