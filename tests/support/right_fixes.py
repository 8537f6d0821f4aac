"""Right mends of the unlabelled servers: those that chapter 11 shows, and one written out."""

from leaklab.book.mystery.kit import Reply, TimeoutFilter, TimeoutWriter, recovered, trio
from tests.support.chapter_eleven import MENDED, mended

SHOWN = dict(MENDED)
ROOM_FOR_ONE = """\
-        send_news, news = trio.open_memory_channel[News](2)
+        send_news, news = trio.open_memory_channel[News](1)
"""


class HangsUp(mended("A", SHOWN["A"])):
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
            reply, panic = Reply(r), None
            try:
                await self.inner(reply, r)
            except Exception as err:
                panic = recovered(err)
            await send_answer.send((reply, panic))

        async def drainer():
            for _ in range(awaited):
                _, panic = await answers.receive()
                if panic is not None:
                    self.handle_error(panic)

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
                reply, panic = first
                if panic is not None:
                    raise panic
                return await reply.pass_on(w)
            post_timeout()
            await TimeoutWriter(w).timeout(timeout_s)
        finally:
            if awaited:
                self.nursery.start_soon(drainer)


class KeepsTheTime(mended("B", SHOWN["B"], ROOM_FOR_ONE)):
    """B: no timekeeper; the request itself waits, with a limit. One sender needs room for one."""


class GivesBack(mended("C", SHOWN["C"])):
    """C: the slot is given back however the work ends."""


RIGHT = (HangsUp, Drains, KeepsTheTime, GivesBack)
