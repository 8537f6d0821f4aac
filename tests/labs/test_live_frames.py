"""Live mode on a host's asyncio loop: frames, knobs, pace, a page that stops looking."""

import asyncio
import gc
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
import trio

from leaklab.labs import LeakLab, answers
from leaklab.labs.leak_lab.live_frames import UNSEEN, LiveLab, open_live
from leaklab.labs.leak_lab.plan import LabPlan, Setting

PLAN = LabPlan().to_dict()
START = {"setting": Setting().knobs(), "pace": 50}


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

        lab = open_live(PLAN, asked, post)
        await asyncio.wait_for(done, 30)
        lab.close()
        lab.close()
        return frames

    return asyncio.run(main())


def test_frames_carry_samples_the_moment_and_the_totals():
    frames = watched(lambda frame: frame["t_s"] > 2)
    rows = [row for frame in frames for row in frame["runs"][0]["rows"]]
    assert [row[0] for row in rows] == [round(0.1 * i, 9) for i in range(len(rows))]
    leaky, mended = frames[-1]["runs"]
    assert leaky["now"][3] > 0
    assert leaky["outcomes"]["timeouts_504"] > 0
    assert mended["now"][3] == 0


def test_time_goes_on_only_while_somebody_looks():
    asyncio.run(_nobody_looks())


async def _nobody_looks() -> None:
    frames: list[dict[str, Any]] = []
    lab = LiveLab(LabPlan(), Setting(), 10, frames.append)
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
def test_a_slip_is_answered_with_its_reason(asked, why):
    said: list[str] = []

    async def main() -> int:
        return answers.open_live_text(json.dumps({"plan": PLAN, **asked}), said.append)

    assert asyncio.run(main()) == -1
    assert why in json.loads(said[0])["error"]


def test_the_same_through_text():
    said: list[dict[str, Any]] = []

    async def main() -> None:
        number = answers.open_live_text(
            json.dumps({"plan": PLAN, **START}), lambda text: said.append(json.loads(text))
        )
        while len(said) < 5:
            await asyncio.sleep(0.01)
            answers.tell_live_text(number, '{"shown": true}')
        why = json.loads(answers.tell_live_text(number, '{"pace": -3}'))["error"]
        assert "pace = -3" in why
        turned = json.dumps({"setting": {"latency_s": 0.3}})
        assert answers.tell_live_text(number, turned) == ""
        assert answers.tell_live_text(number, '{"close": true}') == ""
        assert answers.tell_live_text(number, '{"shown": true}') == ""

    asyncio.run(main())
    assert said[-1]["t_s"] > said[0]["t_s"]


@pytest.mark.slow
def test_messages_that_come_on_another_thread_are_obeyed_on_the_lab_s_loop(monkeypatch):
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
            put({"tell": {"shown": True}})

        monkeypatch.setattr(lab, "send", send)
        put({"open": START})
        await asyncio.wait_for(done.wait(), 30)
        lab.close()
        gc.collect()
        assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]

    asyncio.run(main())
    assert {name for name, _ in frames} == {threading.main_thread().name}
