"""Go's context: cancelled once, it wakes whoever waits and whoever comes later."""

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
