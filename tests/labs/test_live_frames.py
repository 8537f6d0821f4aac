"""Live mode on a host's asyncio loop: frames, knobs, pace, a page that stops looking."""

import asyncio
import gc
import json
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import trio

from leaklab.labs import LeakLab
from leaklab.labs.leak_lab.live_frames import UNSEEN, LiveLab, open_live
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.labs.session import Session, hearing_text

PLAN = LabPlan().engine_fields()
START = {"setting": LabSetting().knobs(), "pace": 50}


def watched(
    until: Callable[[dict[str, Any]], bool], asked: dict[str, Any] = START, shows: bool = True
) -> list[dict[str, Any]]:
    """The frames of a live run up to the first that `until` accepts."""

    async def main() -> list[dict[str, Any]]:
        frames: list[dict[str, Any]] = []
        loop = asyncio.get_running_loop()
        done = loop.create_future()

        def post(frame: dict[str, Any]) -> None:
            frames.append(frame)
            if until(frame) and not done.done():
                done.set_result(None)
            elif shows:
                loop.call_soon(lab.tell, {"shown": True})

        lab = open_live({"plan": PLAN, **asked}, post)
        await asyncio.wait_for(done, 30)
        lab.close()
        lab.close()
        return frames

    return asyncio.run(main())


def test_frames_carry_samples_the_moment_and_the_totals():
    frames = watched(lambda frame: frame["t_s"] > 2)
    rows = [row for frame in frames for row in frame["runs"][0]["rows"]]
    assert [row[0] for row in rows] == [round(0.1 * i, 9) for i in range(len(rows))]
    leaky, fixed = frames[-1]["runs"]
    assert leaky["now"][3] > 0
    assert leaky["outcomes"]["timeouts_504"] > 0
    assert fixed["now"][3] == 0


@pytest.mark.slow
def test_all_servers_of_a_frame_are_at_its_moment_however_heavy_their_load():
    heavy = {"setting": LabSetting(rate_per_s=2000).knobs(), "pace": 60}
    frames = watched(lambda frame: frame["t_s"] > 4, heavy)
    for frame in frames:
        assert [run["now"][0] for run in frame["runs"]] == [round(frame["t_s"], 9)] * 2
    rows = [row[0] for frame in frames for row in frame["runs"][1]["rows"]]
    assert rows == [round(0.1 * i, 9) for i in range(len(rows))]
    leaps = [frame["t_s"] for frame in frames]
    assert max(after - before for before, after in pairwise(leaps)) < 3  # 60 x 0.1 s were asked


def test_time_goes_on_only_while_somebody_looks():
    asyncio.run(_nobody_looks())


async def _nobody_looks() -> None:
    frames: list[dict[str, Any]] = []
    lab = LiveLab(LabPlan(), LabSetting(), 10, frames.append)
    for _ in range(200):
        await asyncio.sleep(0)
    while len(frames) < UNSEEN:
        await asyncio.sleep(0.01)
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert len(frames) == UNSEEN
    lab.tell({"shown": True})
    while len(frames) < UNSEEN + 1:
        await asyncio.sleep(0.01)
    assert frames[-1]["t_s"] - frames[-2]["t_s"] <= 1.01  # not the time that nobody saw
    lab.tell({"rest": True})
    lab.tell({"shown": True})
    await asyncio.sleep(0.1)
    assert len(frames) == UNSEEN + 1
    lab.tell({"rest": False})
    while len(frames) < UNSEEN + 2:
        await asyncio.sleep(0.01)
    lab.close()


@pytest.mark.slow
def test_no_task_survives():
    watched(lambda frame: frame["t_s"] > 3)
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]


def test_too_many_tasks_make_it_rest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("leaklab.labs.leak_lab.live_frames.MAX_TASKS", 50)
    frames = watched(lambda frame: frame["full"])
    assert sum(sum(run["now"][1:]) for run in frames[-1]["runs"]) > 50


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"setting": {"latency_s": -1}, "pace": 1}, "latency = -1 s is out of range"),
        ({"setting": {"latency_s": "x"}, "pace": 1}, "latency = 'x' is not a number"),
        ({"setting": {}, "pace": 0}, "pace = 0 virtual s a second is out of range"),
        ({"setting": {}, "pace": 1e9}, "pace = 1000000000.0 virtual s a second is out of range"),
        ({"setting": {"colour": 1}, "pace": 1}, "colour"),
    ],
)
def test_an_error_is_posted_with_its_reason(asked, why):
    said: list[dict[str, Any]] = []

    async def main() -> None:
        Session(said.append).hear({"number": 4, "open": {"plan": PLAN, **asked}})

    asyncio.run(main())
    [only] = said
    assert only["number"] == 4
    assert why in only["live"]["error"]


def test_the_same_through_text():
    said: list[dict[str, Any]] = []

    async def main() -> None:
        hear = hearing_text(lambda text: said.append(json.loads(text)))

        def tell(**message: Any) -> None:
            hear(json.dumps({"number": 3, **message}))

        tell(open={"plan": PLAN, **START})
        while len(said) < 5:
            await asyncio.sleep(0.01)
            tell(tell={"shown": True, "setting": {"latency_s": 0.3}})
        tell(tell={"pace": -3})
        assert "pace = -3" in said[-1]["live"]["error"]
        heard = len(said)
        tell(tell={"shown": True})  # the error has ended it
        tell(close=True)
        await asyncio.sleep(0.1)
        assert len(said) == heard

    asyncio.run(main())
    assert {each["number"] for each in said} == {3}
    assert said[-2]["live"]["t_s"] > said[0]["live"]["t_s"]


def test_live_runs_of_one_session_are_told_apart_and_end_with_it():
    said: list[dict[str, Any]] = []

    async def main() -> None:
        session = Session(said.append)
        for number in (1, 2):
            session.hear({"number": number, "open": {"plan": PLAN, **START}})
        while {each["number"] for each in said} != {1, 2}:
            await asyncio.sleep(0.01)
        session.hear({"number": 1, "close": True})
        said.clear()
        session.hear({"number": 2, "tell": {"shown": True}})
        while not said:
            await asyncio.sleep(0.01)
        session.close()

    asyncio.run(main())
    assert {each["number"] for each in said} == {2}
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]


@pytest.mark.slow
def test_messages_that_come_on_another_thread_are_obeyed_on_the_labs_loop(monkeypatch):
    """JupyterLab delivers a widget's messages on a thread of their own, a subshell."""
    frames: list[tuple[str, float]] = []

    async def main() -> None:
        lab = LeakLab(name="threads", latency_s=(0.9,), rate_per_s=(50,), timeout_s=(0.6,))
        done = asyncio.Event()

        def put(content: dict[str, Any]) -> None:
            message = {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
            other = threading.Thread(target=lab._handle_msg, args=[message])
            other.start()
            other.join()

        def send(content: dict[str, Any]) -> None:
            frames.append((threading.current_thread().name, content["live"]["t_s"]))
            if len(frames) >= 8:
                done.set()
            put({"number": 5, "tell": {"shown": True}})

        monkeypatch.setattr(lab, "send", send)
        put({"number": 5, "open": {"plan": PLAN, **START}})
        await asyncio.wait_for(done.wait(), 30)
        lab.close()
        gc.collect()
        assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]

    asyncio.run(main())
    assert {name for name, _ in frames} == {threading.main_thread().name}
