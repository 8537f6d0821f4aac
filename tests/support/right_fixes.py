"""Right fixes of the unlabelled servers: those that chapter 12 shows, and one written out."""

from leaklab.book.mystery.kit import Reply, TimeoutFilter, TimeoutWriter, recovered, trio
from tests.support.your_turn import FIXED, fixed

SHOWN = dict(FIXED)
ROOM_FOR_ONE = """\
-        send_news, news = trio.open_memory_channel[News](2)
+        send_news, news = trio.open_memory_channel[News](1)
"""


class HangsUp(fixed("A", SHOWN["A"])):
    """A: the request closes its end on the way out; a sender finds out, and reports."""


class Drains(TimeoutFilter):
    """A: as in 1.17, a drainer receives what is still to come, however the request ends."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_answer, answers = trio.open_memory_channel(0)
        awaited = 0

        async def ask():
            reply, outcome = Reply(r), None
            try:
                await self.inner(reply, r)
            except Exception as err:
                outcome = recovered(err)
            await send_answer.send((reply, outcome))

        async def drainer():
            for _ in range(awaited):
                _, outcome = await answers.receive()
                if outcome is not None:
                    self.handle_error(outcome)

        try:
            with trio.move_on_after(timeout_s):
                self.nursery.start_soon(ask)
                first, awaited = None, 1
                with trio.move_on_after(timeout_s / 3):
                    first = await answers.receive()
                if first is None:
                    self.nursery.start_soon(ask)
                    awaited = 2
                    first = await answers.receive()
                awaited -= 1
                reply, outcome = first
                if outcome is not None:
                    raise outcome
                return await reply.pass_on(w)
            post_timeout()
            await TimeoutWriter(w).timeout(timeout_s)
        finally:
            if awaited:
                self.nursery.start_soon(drainer)


class KeepsTheTime(fixed("B", SHOWN["B"], ROOM_FOR_ONE)):
    """B: no timekeeper; the request itself waits, with a limit. One sender needs room for one."""


class GivesBack(fixed("C", SHOWN["C"])):
    """C: the slot is given back however the work ends."""


RIGHT = (HangsUp, Drains, KeepsTheTime, GivesBack)
