"""Chapter 12. Server A: asks a second backend when the first is slow; one answer finds nobody.

Its fault: both backends send on an unbuffered channel, and the request receives once. Each request
slower than a third of its timeout leaves one task, although it is answered 200; each that times
out leaves two. Fixes: close the receiving end on the way out; or receive all that is still to come.
"""

from leaklab.book.mystery.kit import (
    Answer,
    Reply,
    Request,
    TimeoutFilter,
    TimeoutWriter,
    Writer,
    recovered,
    trio,
)


class ServerA(TimeoutFilter):
    """Asks a second backend when the first one is slow."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_answer, answers = trio.open_memory_channel[Answer](0)

        async def ask() -> None:
            reply, outcome = Reply(r), None
            try:
                await self.inner(reply, r)
            except Exception as err:
                outcome = recovered(err)
            await send_answer.send((reply, outcome))

        self.nursery.start_soon(ask)
        with trio.move_on_after(timeout_s):
            first = None
            with trio.move_on_after(timeout_s / 3):
                first = await answers.receive()
            if first is None:
                self.nursery.start_soon(ask)
                first = await answers.receive()
            reply, outcome = first
            if outcome is not None:
                raise outcome
            return await reply.pass_on(w)
        post_timeout()
        await TimeoutWriter(w).timeout(timeout_s)
