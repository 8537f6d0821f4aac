"""Tasks are counted by role; the roles add up, whatever the handler."""

import pytest
import trio

from leaklab import Sample, Scenario, simulate
from leaklab.apiserver.handlers import NAMES, k8s_1_12
from leaklab.apiserver.handlers.base import TimeoutFilter

ONE = {"rate_per_s": 1, "duration_s": 0.5}  # a single request, at t = 0


def roles(handler, moments: list[float], **scenario) -> list[tuple[int, ...]]:
    """(serving, worker, parked, drainer) at each moment."""
    run = simulate(Scenario(**{**ONE, **scenario}), handler, sample_times_s=moments)
    return [sample[2:] for sample in run.samples]


def test_the_life_of_one_late_request():
    moments = [0.3, 0.7, 1.0]
    assert roles("k8s-1.12", moments) == [(1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]
    assert roles("k8s-1.17", moments) == [(1, 1, 0, 0), (0, 1, 0, 1), (0, 0, 0, 0)]
    assert roles("buffered", moments) == [(1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 0)]
    assert roles("structured", moments) == [(1, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)]


def test_a_sample_counts_all_that_happens_at_its_instant():
    # At 0.6 s the timeout fires, at 0.9 s the handler ends: samples at those very instants.
    assert roles("k8s-1.12", [0, 0.6, 0.9]) == [(1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]


def test_a_long_running_request_has_only_its_serving_task():
    assert roles("k8s-1.12", [0.3, 0.7, 1.0], verb="watch") == [
        (1, 0, 0, 0),
        (1, 0, 0, 0),
        (0, 0, 0, 0),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_regular_and_reach_the_end(name: str):
    run = simulate(Scenario(**ONE, every_s=0.5, until_s=2), name)
    assert run.column("t_s") == [0, 0.5, 1, 1.5, 2]


def test_samples_at_chosen_times():
    run = simulate(Scenario(**ONE), sample_times_s=[0.3, 0.3, 1.0, 99])
    assert run.column("t_s") == [0.3, 0.3, 1.0]  # 99 s lies beyond the end of the run


def test_the_peak_is_found_between_samples():
    run = simulate(Scenario(rate_per_s=1000, duration_s=0.01, until_s=5), sample_times_s=[5])
    assert run.tasks_peak == 20
    assert run.samples == (Sample(5, 10, 0, 0, 10, 0),)


class Inline(TimeoutFilter):
    """A reader's own handler: the work is done in the serving task, and cut off at the timeout."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        with trio.move_on_after(timeout_s):
            return await self.inner(w, r)
        post_timeout()
        await w.write_header(504)


def test_a_handler_without_workers_has_no_workers_and_no_parked_ones():
    assert roles(Inline, [0.3, 0.7], rate_per_s=10) == [(4, 0, 0, 0), (3, 0, 0, 0)]


class Twofold(TimeoutFilter):
    """A reader's own handler with a task of another name beside the worker."""

    async def serve_http(self, w, r):
        done = trio.Event()

        async def worker():
            await self.inner(w, r)
            done.set()

        async def logger():
            await done.wait()

        self.nursery.start_soon(worker)
        self.nursery.start_soon(logger)
        await done.wait()


def test_tasks_of_other_names_count_as_workers():
    assert roles(Twofold, [0.3, 1.0]) == [(1, 2, 0, 0), (0, 0, 0, 0)]


class Helped(k8s_1_12.TimeoutHandler):
    """A reader's own handler: 1.12 with a second task a request, which ends at once."""

    async def serve_http(self, w, r):
        async def write_a_log_line():
            await trio.lowlevel.checkpoint()

        self.nursery.start_soon(write_a_log_line)
        await super().serve_http(w, r)


def test_a_helper_that_ends_takes_no_parked_worker_with_it():
    moments = [0.3, 0.7, 1.0]
    assert roles(Helped, moments) == [(1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]


class Renamed(TimeoutFilter):
    """A reader's own copy of 1.12 whose worker has another name: it leaks all the same."""

    async def serve_http(self, w, r):
        send, receive = trio.open_memory_channel(0)

        async def my_task():
            await self.inner(w, r)
            await send.send(None)

        self.nursery.start_soon(my_task)
        with trio.move_on_after(0.6):
            await receive.receive()


class NobodyReceives(TimeoutFilter):
    """A reader's own handler: each worker parks at its send, that of a refused request too."""

    async def serve_http(self, w, r):
        send, _ = trio.open_memory_channel(0)

        async def worker():
            await self.inner(w, r)
            await send.send(None)

        self.nursery.start_soon(worker)


def test_a_refused_requests_worker_is_past_its_handler_too():
    seen = roles(NobodyReceives, [0.45, 2], rate_per_s=10, max_in_flight=1)
    assert seen == [(0, 1, 4, 0), (0, 0, 5, 0)]


def test_a_leak_is_counted_whatever_the_worker_is_called():
    run = simulate(Scenario(), Renamed)
    assert (run.tasks_left, run.samples[-1].parked) == (200, 200)
