"""The one thread that uses the store: what was asked of it meanwhile is committed together.

An answer is given after the commit, so that no crash takes back what was answered. A commit waits
for the disk, a few milliseconds; a hundred votes at once wait for one, not for a hundred.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from leaklab.book.room.store import Store

T = TypeVar("T")
Job = tuple[Callable[[Store], Any], asyncio.Future[Any], asyncio.AbstractEventLoop]
AT_ONCE = 200  # jobs to a commit


class NotKept(Exception):
    """The disk did not take it: nothing of it is kept."""


class Keeper:
    """`await keeper.do(job)`: what `job(store)` returns, once it is on the disk."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="room store", daemon=True)
        self._thread.start()

    async def do(self, job: Callable[[Store], T]) -> T:
        """Run `job` in a transaction. NotKept when the disk fails; else what `job` raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((job, future, loop))
        return await future

    def close(self) -> None:
        """Finish what was asked, and close the store."""
        self._jobs.put(None)
        self._thread.join()
        self.store.close()

    def _work(self) -> None:
        while True:
            jobs = [self._jobs.get()]
            while len(jobs) < AT_ONCE and not self._jobs.empty():
                jobs.append(self._jobs.get())
            self._commit([job for job in jobs if job is not None])
            if None in jobs:
                return

    def _commit(self, jobs: list[Job]) -> None:
        if not jobs:
            return
        done: list[tuple[Job, Any, BaseException | None]]
        try:
            self.store.db.execute("BEGIN IMMEDIATE")
            done = [(job, *self._run(job)) for job in jobs]
            self.store.db.execute("COMMIT")
        except sqlite3.Error as error:
            if self.store.db.in_transaction:
                self.store.db.execute("ROLLBACK")
            failed = NotKept(str(error))
            done = [(job, None, failed) for job in jobs]
        with contextlib.suppress(sqlite3.Error):  # it is done at the next commit then
            self.store.clear_journal()
        for (_, future, loop), value, raised in done:
            loop.call_soon_threadsafe(_settle, future, value, raised)

    def _run(self, job: Job) -> tuple[Any, BaseException | None]:
        try:
            return job[0](self.store), None
        except sqlite3.Error:
            raise  # of the disk: the whole transaction
        except Exception as error:  # of this job alone
            return None, error


def _settle(future: "asyncio.Future[Any]", value: Any, raised: BaseException | None) -> None:
    if future.done():  # who asked has gone
        return
    if raised is None:
        future.set_result(value)
    else:
        future.set_exception(raised)
