"""Who looks at a run sees settled instants only, however slow the machine is.

Here every stretch is cut off after one turn of the run loop: by a budget of nothing, on a clock
on the wall that goes on at each look.
"""

import itertools

import pytest
import trio

from leaklab import Platform, Scenario, simulate
from leaklab.apiserver.handlers import NAMES, k8s_1_17
from leaklab.labs.leak_lab.live_frames import LiveLab
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.simulation.live_server import LiveServer
from leaklab.tasks import guest
from leaklab.tasks.clock import SteppedClock

SCENARIO = Scenario(
    rate_per_s=20, duration_s=4, until_s=3, plans="0.2:write|0.9:write|0.6:write", every_s=0.1
)


@pytest.fixture(autouse=True)
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count()
    monkeypatch.setattr(guest, "CHECK_EVERY", 1)
    monkeypatch.setattr(guest.time, "monotonic", lambda: float(next(seconds)))


@pytest.mark.parametrize("handler", [name for name in NAMES if name != "k8s-1.11"])
def test_each_look_sees_what_a_run_counts_at_that_time(handler: str):
    live = LiveServer(SCENARIO, handler)
    looks, samples = [], []
    while live.now_s < SCENARIO.horizon_s:
        stretch = live.advance(SCENARIO.horizon_s, 0)
        looks.append(stretch.now)
        samples += stretch.samples
    live.close()
    assert len(looks) > 50
    times_s = [look.t_s for look in looks]
    run = simulate(SCENARIO, handler, sample_times_s=times_s)
    assert looks == list(run.samples)
    assert samples == list(simulate(SCENARIO, handler).samples)
    assert stretch.peak == run.tasks_peak
    assert stretch.outcomes == run.outcomes


def test_where_nothing_parks_no_frame_shows_a_parked_task(monkeypatch: pytest.MonkeyPatch):
    frames = []

    class Loop:
        """asyncio's loop, as far as a live lab needs it."""

        def call_later(self, delay, function):
            self.due = function

    loop = Loop()
    monkeypatch.setattr("asyncio.get_running_loop", lambda: loop)
    lab = LiveLab(LabPlan(), LabSetting(), 50, frames.append)
    while not frames or frames[-1]["t_s"] < 2:
        loop.due()
        lab.tell({"shown": True})
    lab.close()
    assert len(frames) > 50
    leaky, sound = zip(*(frame["runs"] for frame in frames), strict=True)
    assert leaky[-1]["now"][3] > 0
    assert {run["now"][3] for run in sound} == {0}


def test_an_instant_goes_on_to_its_end_beyond_the_budget():
    turns: list[int] = []

    async def main() -> None:
        for second in range(3):
            await trio.sleep_until(second)
            for turn in range(50):
                await trio.lowlevel.checkpoint()
                turns.append(turn)

    run = guest.GuestRun(main, clock=SteppedClock())
    while not run.advance(3, budget_s=0):
        assert run.settled
        assert turns[-1] == 49
    assert len(turns) == 150


class NeverRests(k8s_1_17.TimeoutHandler):
    """Serves one request; on the second, it spins."""

    async def serve_http(self, w, r):
        while r.index == 1:
            await trio.lowlevel.checkpoint()
        await super().serve_http(w, r)


def test_an_instant_without_an_end_shows_the_last_one_that_had_one(monkeypatch):
    monkeypatch.setattr(guest, "MAX_TURNS", 20)
    live = LiveServer(Scenario(rate_per_s=1, duration_s=3, plans="0.2:write"), NeverRests)
    stretches = [live.advance(3, 0) for _ in range(20)]
    live.close()
    assert live.now_s == pytest.approx(0.2)
    assert stretches[-1].now.tasks == 0
    assert stretches[-1].outcomes.started == 1


def test_a_probe_sees_a_long_chain_of_pages_settled():
    # Each page is answered 1 ns after the one before: the tenth just as the probe's 10 ns end.
    scenario = Scenario(
        rate_per_s=0,
        duration_s=1,
        plans="0:write",
        platform=Platform(every_s=0.25, timeout_s=5, pages=10),
        until_s=1,
    )

    for seed in range(20):
        seen: list[int] = []

        def look(seen: list[int] = seen) -> None:
            nursery = trio.lowlevel.current_task().child_nurseries[0]
            names = [task.coro.__name__ for task in nursery.child_tasks]
            seen.append(names.count("serve_connection") + names.count("worker"))

        for moment in (0, 0.25, 0.5):
            simulate(Scenario(**{**vars(scenario), "seed": seed}), "k8s-1.17", probe=(moment, look))
        assert seen == [0, 0, 0]
