"""The designs' table: each figure is a run's, and what is said of a design holds for it."""

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.timeout_writer import TimeoutWriter
from leaklab.book.designs import DESIGN_HEADS, Design, designs_table, measure, stubborn
from leaklab.recordings import trace_path
from leaklab.recordings.traces import read_trace

# Under the load of the recordings: 50 requests a second for 4 s, T = 0.6 s, L = 0.9 s.
EXPECTED = {
    "k8s-1.12": Design(2, 1, 1, True, 230, 200, "lost"),
    "k8s-1.17": Design(2, 2, 0, True, 92, 0, "reported"),
    "buffered": Design(2, 1, 0, True, 77, 0, "lost"),
    "structured": Design(2, 0, 0, True, 62, 0, "never raised"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_design_is_measured(name: str):
    assert measure(name) == EXPECTED[name]


@pytest.mark.parametrize(
    ("recording", "name"),
    [("k8s-1.12.4", "k8s-1.12"), ("k8s-1.17.0", "k8s-1.17"), ("k8s-1.12.4-cap1", "buffered")],
)
def test_its_peak_is_that_of_the_real_filter(recording: str, name: str):
    trace = read_trace(trace_path(f"tripled_latency_L0.9__{recording}"))
    recorded = max(goroutines for _, goroutines in trace.samples)
    assert abs(recorded - EXPECTED[name].peak) <= 2
    assert trace.left == EXPECTED[name].left


def test_a_latency_within_the_timeout_is_refused():
    with pytest.raises(ValueError, match=r"latency_s = 0\.6 s must be more than the timeout"):
        measure("k8s-1.12", latency_s=0.6, timeout_s=0.6)


# Handlers that no cancellation stops.


def test_structured_waits_for_stubborn_handlers():
    assert measure(stubborn("structured")) == Design(2, 2, 0, False, 92, 0, "lost")


def test_its_client_is_cut_late_because_the_answer_has_begun_by_then():
    one = Scenario(rate_per_s=1, duration_s=1, timeout_s=60, plans="75:write", until_s=100)
    run = simulate(one, stubborn("structured"), sample_times_s=[74, 76])
    assert [sample.serving for sample in run.samples] == [1, 0]
    assert (run.outcomes.aborted, run.outcomes.timeouts_504) == (1, 0)


def test_the_others_never_cared():
    for name in ("k8s-1.12", "k8s-1.17", "buffered"):
        assert measure(stubborn(name)) == EXPECTED[name]


def test_a_stubborn_handler_is_named_so():
    run = simulate(Scenario(duration_s=1), stubborn("structured"))
    assert run.handler == "structured, stubborn"
    with pytest.raises(ValueError, match="unknown"):
        stubborn("nothing")


# What chapter 6 says of a drainer that is started first instead of deferred.


class DrainerFirst(TimeoutFilter):
    """1.17 with its drainer started as soon as the timeout has struck: no `finally`."""

    async def serve_http(self, w, r):
        timeout_s, post_timeout = self.timeout_for(r)
        send_channel, receive_channel = trio.open_memory_channel(0)
        tw = TimeoutWriter(w)

        async def worker():
            await self.inner(tw, r)
            await send_channel.send(None)

        async def drainer():
            await receive_channel.receive()

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            return await receive_channel.receive()
        self.nursery.start_soon(drainer)
        post_timeout()
        await tw.timeout(timeout_s)


@pytest.mark.parametrize("plans", ["0.2:write", "0.9:write", "0.1:write,0.9:return"])
def test_a_drainer_started_first_fixes_the_leak_as_well(plans: str):
    first, fixed = (simulate(Scenario(plans=plans), each) for each in (DrainerFirst, "k8s-1.17"))
    assert first.samples == fixed.samples
    assert first.tasks_left == 0
    assert simulate(Scenario(plans="0.1:write,0.9:return"), "draft-2").tasks_left == 200


# The table.


def test_the_text_has_a_column_a_design_and_a_row_a_measure():
    text = repr(designs_table({"leaky": "k8s-1.12", "fixed": "k8s-1.17"}))
    head, *rows = text.splitlines()
    assert head.split() == ["leaky", "fixed"]
    for title, row in zip(DESIGN_HEADS, rows, strict=True):
        assert row.startswith(title)
    cells = [row.removeprefix(title).split() for title, row in zip(DESIGN_HEADS, rows, strict=True)]
    assert [leaky for leaky, _ in cells] == ["2", "1", "1", "yes", "230", "200", "lost"]
    assert [fixed for _, fixed in cells] == ["2", "2", "0", "yes", "92", "0", "reported"]


def test_the_html_has_heads_for_rows_and_columns():
    page = designs_table({"a <b>": "k8s-1.12"}, rate_per_s=1000, duration_s=2)._repr_html_()
    assert '<th scope="col">a &lt;b&gt;</th>' in page
    assert '<th scope="row">a late panic is</th><td>lost</td>' in page
    assert '<th scope="row">tasks left</th><td>2,000</td>' in page  # the load is the caller's
