"""The first draft of the fix sends only if somebody is receiving right now: what that loses."""

import pytest
import trio

from leaklab.apiserver.golike import ConnectionKilled
from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.response import Request, Writer
from tests.support.one_request import TIMEOUT_S, panics_after, serve


async def answers_at_once(w: Writer, r: Request) -> None:
    await w.write(b"pods\n")


@pytest.fixture
def preempted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker run between the request's `go` and its `select`, as Go's scheduler may.

    trio switches tasks at checkpoints only, and there is none between `start_soon(worker)` and
    the moment when `receive` has parked the request: the race that draft-1 loses cannot happen
    by itself. So the preemption is put in by hand, exactly there, and nowhere else: same
    channel, same nursery, same handler, but the receive begins a few scheduling rounds later.
    """
    receive = trio.MemoryReceiveChannel.receive

    async def receive_after_a_while(self: trio.MemoryReceiveChannel) -> object:
        for _ in range(3):
            await trio.lowlevel.checkpoint()
        return await receive(self)

    monkeypatch.setattr(trio.MemoryReceiveChannel, "receive", receive_after_a_while)


@pytest.mark.usefixtures("preempted")
def test_draft_1_loses_the_outcome_of_a_worker_that_is_ready_first():
    fate = serve("draft-1", answers_at_once)
    assert fate.answered_s == TIMEOUT_S  # it waits out its whole timeout for nothing
    assert isinstance(fate.raised, ConnectionKilled)  # and is cut, although all was well
    assert (fate.body, fate.left) == (b"pods\n", 0)


@pytest.mark.usefixtures("preempted")
def test_draft_1_reports_a_panic_that_it_cannot_deliver():
    fate = serve("draft-1", panics_after(0))
    assert (fate.status, fate.answered_s, len(fate.reported)) == (504, TIMEOUT_S, 1)


@pytest.mark.usefixtures("preempted")
@pytest.mark.parametrize("name", sorted(set(NAMES) - {"draft-1"}))
def test_the_others_lose_nothing_however_late_they_receive(name: str):
    fate = serve(name, answers_at_once)
    assert (fate.answered_s, fate.raised, fate.body, fate.left) == (0, None, b"pods\n", 0)


def test_without_preemption_draft_1_loses_nothing_either():
    fate = serve("draft-1", answers_at_once)
    assert (fate.answered_s, fate.raised, fate.body, fate.left) == (0, None, b"pods\n", 0)
