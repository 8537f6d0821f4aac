"""Right mends of the unlabelled servers, and slips that a reader may make."""

import contextlib

from leaklab.mystery.kit import (
    Reply,
    TimeoutFilter,
    TimeoutWriter,
    recovered,
    trio,
)


class HangsUp(TimeoutFilter):
    """A: the request closes its end on the way out; a sender finds out, and reports."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_answer, answers = trio.open_memory_channel(0)

        async def ask():
            reply, panic = Reply(r), None
            try:
                await self.inner(reply, r)
            except Exception as err:
                panic = recovered(err)
            try:
                await send_answer.send((reply, panic))
            except trio.BrokenResourceError:
                if panic is not None:
                    self.handle_error(panic)

        self.nursery.start_soon(ask)
        with answers, trio.move_on_after(timeout_s):
            first = None
            with trio.move_on_after(timeout_s / 3):
                first = await answers.receive()
            if first is None:
                self.nursery.start_soon(ask)
                first = await answers.receive()
            reply, panic = first
            if panic is not None:
                raise panic
            return await reply.pass_on(w)
        post_timeout()
        await TimeoutWriter(w).timeout(timeout_s)


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


class KeepsTheTime(TimeoutFilter):
    """B: no timekeeper; the request itself waits, with a limit."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_news, news = trio.open_memory_channel(1)
        tw = TimeoutWriter(w)

        async def worker():
            panic = None
            try:
                await self.inner(tw, r)
            except Exception as err:
                panic = recovered(err)
            await send_news.send(panic)

        async def drainer():
            panic = await news.receive()
            if panic is not None:
                self.handle_error(panic)

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            panic = await news.receive()
            if panic is not None:
                raise panic
            return
        try:
            post_timeout()
            await tw.timeout(timeout_s)
        finally:
            self.nursery.start_soon(drainer)


class GivesBack(TimeoutFilter):
    """C: the slot is given back however the work ends."""

    def __init__(self, **given):
        super().__init__(**given)
        self.slots = trio.Semaphore(40)

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_channel, receive_channel = trio.open_memory_channel(0)
        tw = TimeoutWriter(w)

        async def worker():
            panic = None
            try:
                async with self.slots:
                    await self.inner(tw, r)
            except Exception as err:
                panic = recovered(err)
            try:
                await send_channel.send(panic)
            except trio.BrokenResourceError:
                if panic is not None:
                    self.handle_error(panic)

        self.nursery.start_soon(worker)
        with receive_channel, trio.move_on_after(timeout_s):
            panic = await receive_channel.receive()
            if panic is not None:
                raise panic
            return
        post_timeout()
        await tw.timeout(timeout_s)


RIGHT = (HangsUp, Drains, KeepsTheTime, GivesBack)


class ReportsTwice(HangsUp):
    """The report moved into the sender, without a look at whether the request has it already."""

    async def serve_http(self, w, r):
        inner = self.inner

        async def reporting(writer, request):
            try:
                await inner(writer, request)
            except Exception as err:
                self.handle_error(err)
                raise

        self.inner = reporting
        try:
            await super().serve_http(w, r)
        finally:
            self.inner = inner


class SaysNothing(TimeoutFilter):
    async def serve_http(self, w, r):
        return None


class NoTimeout(TimeoutFilter):
    async def serve_http(self, w, r):
        await self.inner(w, r)


class ForgetsWatches(TimeoutFilter):
    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        tw = TimeoutWriter(w)
        with trio.move_on_after(timeout_s + 0):
            return await self.inner(tw, r)
        post_timeout()
        await tw.timeout(timeout_s)


class SwallowsAll(TimeoutFilter):
    async def serve_http(self, w, r):
        with contextlib.suppress(Exception):
            await self.inner(w, r)


class HoldsBack(HangsUp):
    async def serve_http(self, w, r):
        await super().serve_http(w, r)
        await trio.sleep(0.1)


class AnswersTwice(TimeoutFilter):
    async def serve_http(self, w, r):
        await self.inner(w, r)
        await w.write(b"ok\n")


class MisspeltName(TimeoutFilter):
    async def serve_http(self, w, r):
        async def worker():
            await self.iner(w, r)

        self.nursery.start_soon(worker)


class MisspeltHere(TimeoutFilter):
    async def serve_http(self, w, r):
        await self.iner(w, r)


class NurseryAround(TimeoutFilter):
    async def serve_http(self, w, r):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self.inner, w, r)


class NeverEnds(TimeoutFilter):
    """All wait: for an event that nobody sets."""

    async def serve_http(self, w, r):
        await trio.Event().wait()


class ShieldsItself(TimeoutFilter):
    async def serve_http(self, w, r):
        with trio.CancelScope(shield=True):
            await trio.sleep_forever()


class GoesRound(TimeoutFilter):
    """A loop that awaits, and in which no time passes."""

    async def serve_http(self, w, r):
        while True:
            await trio.lowlevel.checkpoint()


class SpinsAlone(TimeoutFilter):
    """A loop that awaits nothing."""

    async def serve_http(self, w, r):
        while True:
            pass


class Multiplies(TimeoutFilter):
    """Tasks that start tasks."""

    async def serve_http(self, w, r):
        async def one_more():
            self.nursery.start_soon(one_more)
            self.nursery.start_soon(one_more)
            await trio.sleep_forever()

        self.nursery.start_soon(one_more)


class NeedsMore(TimeoutFilter):
    def __init__(self, one_more, **given):
        super().__init__(**given)

    async def serve_http(self, w, r):
        await self.inner(w, r)


class Leaves(TimeoutFilter):
    async def serve_http(self, w, r):
        raise SystemExit("enough")


class NoMethod(TimeoutFilter):
    pass


class NotAsync(TimeoutFilter):
    def serve_http(self, w, r):
        return None
