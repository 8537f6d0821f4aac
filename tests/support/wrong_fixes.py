"""Wrong fixes of the unlabelled servers, as a reader may make them: each says what is wrong."""

import contextlib

from leaklab.book.mystery.kit import TimeoutFilter, TimeoutWriter, trio
from tests.support.right_fixes import HangsUp


class ReportsTwice(HangsUp):
    """Reports every panic at once, without a look at whether somebody else will."""

    def __init__(self, *, inner, handle_error, **given):
        async def reporting(w, r):
            try:
                await inner(w, r)
            except Exception as err:
                handle_error(err)
                raise

        super().__init__(inner=reporting, handle_error=handle_error, **given)


class SaysNothing(TimeoutFilter):
    """Answers nobody."""

    async def serve_http(self, w, r):
        return None


class NoTimeout(TimeoutFilter):
    """Waits for the inner handler, however long that takes."""

    async def serve_http(self, w, r):
        await self.inner(w, r)


class ForgetsWatches(TimeoutFilter):
    """Takes every request to have a timeout; a watch has none."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        tw = TimeoutWriter(w)
        with trio.move_on_after(timeout_s + 0):
            return await self.inner(tw, r)
        post_timeout()
        await tw.timeout(timeout_s)


class SwallowsAll(TimeoutFilter):
    """Has no timeout, and drops every panic unseen."""

    async def serve_http(self, w, r):
        with contextlib.suppress(Exception):
            await self.inner(w, r)


class HoldsBack(HangsUp):
    """Ends each request 0.1 s after its answer."""

    async def serve_http(self, w, r):
        await super().serve_http(w, r)
        await trio.sleep(0.1)


class AnswersTwice(TimeoutFilter):
    """Adds an answer of its own to the inner handler's."""

    async def serve_http(self, w, r):
        await self.inner(w, r)
        await w.write(b"ok\n")


class MisspeltName(TimeoutFilter):
    """Misspells `inner`, in a task of its own."""

    async def serve_http(self, w, r):
        async def worker():
            await self.iner(w, r)

        self.nursery.start_soon(worker)


class MisspeltHere(TimeoutFilter):
    """Misspells `inner`, in the request itself."""

    async def serve_http(self, w, r):
        await self.iner(w, r)


class NurseryAround(TimeoutFilter):
    """Runs the inner handler in a nursery, which wraps each panic in a group."""

    async def serve_http(self, w, r):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self.inner, w, r)


class NeverEnds(TimeoutFilter):
    """Waits for an event that nobody sets."""

    async def serve_http(self, w, r):
        await trio.Event().wait()


class ShieldsItself(TimeoutFilter):
    """Sleeps for ever, and cannot be cancelled."""

    async def serve_http(self, w, r):
        with trio.CancelScope(shield=True):
            await trio.sleep_forever()


class GoesRound(TimeoutFilter):
    """Loops for ever; the loop awaits, but no time passes in it."""

    async def serve_http(self, w, r):
        while True:
            await trio.lowlevel.checkpoint()


class SpinsAlone(TimeoutFilter):
    """Loops for ever, and awaits nothing."""

    async def serve_http(self, w, r):
        while True:
            pass


class SwallowsTheEnd(TimeoutFilter):
    """Loops for ever, awaits, and will not be told to stop."""

    async def serve_http(self, w, r):
        while True:
            with contextlib.suppress(BaseException):
                await trio.lowlevel.checkpoint()


class Multiplies(TimeoutFilter):
    """Starts tasks that each start two more."""

    async def serve_http(self, w, r):
        async def one_more():
            self.nursery.start_soon(one_more)
            self.nursery.start_soon(one_more)
            await trio.sleep_forever()

        self.nursery.start_soon(one_more)


class NeedsMore(NoTimeout):
    """Wants an argument that nobody gives."""

    def __init__(self, one_more, **given):
        super().__init__(**given)


class Leaves(TimeoutFilter):
    """Ends the whole process."""

    async def serve_http(self, w, r):
        raise SystemExit("enough")


class NoMethod(TimeoutFilter):
    """Has no serve_http."""


class NotAsync(TimeoutFilter):
    """Has a serve_http that is no async function."""

    def serve_http(self, w, r):
        return None
