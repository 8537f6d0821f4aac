"""Live mode: the lab's servers run on while their knobs are turned, at 1, 10 or 60 times real time.

`LiveLab` runs on an asyncio loop that belongs to somebody else, a kernel's or that of a worker
in the browser, one short stretch a frame. Each frame goes to the page as one message. While some
are on their way the next is computed, but no more than `UNSEEN` go out before the page says that
it has shown one: a page that is hidden, closed or slow holds its own server back.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from leaklab.labs.encoding import shown
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.labs.wire import Frame, Opened, Told
from leaklab.labs.wire import Stretch as StretchData
from leaklab.roles import ROLES
from leaklab.simulation.live_server import LiveServer, Stretch
from leaklab.tasks.checks import check_number
from leaklab.tasks.clock import rare_gc

FRAME_S = 1 / 30  # real time between two frames, at best
UNSEEN = 4  # frames on their way to the page, at most: a notebook takes 0.1 s to say "shown"
LONGEST_S = 0.1  # real time that one frame may stand for: nobody catches up on what was not seen
BUDGET_S = 0.045  # real time that is computed at once; beyond it, virtual time goes slower
MAX_TASKS = 130_000  # then the lab rests: 0.8 GB, and Binder gives 1 to 2
MAX_PACE = 100.0
FIRST_S, NEAREST_S = 0.1, 0.01  # virtual time between two frames: at first, and at least

Post = Callable[[Frame], object]


def open_live(asked: Opened, post: Post) -> "LiveLab":
    """Begin the live run that a page asked for. ValueError or TypeError for an error in it."""
    setting = LabSetting(**asked["setting"])
    return LiveLab(LabPlan.for_engine(asked["plan"]), setting, asked["pace"], post)


class LiveLab:
    """The live run of one lab: a server for each handler, all under the same load and pace.

    `post` takes each message for the page, plain values. `tell` takes the page's: `shown` (a
    frame was), `setting`, `pace` (virtual seconds a second), `rest` (true or false). Needs a
    running asyncio loop. Call `close` in the end: no task survives it.
    """

    def __init__(self, plan: LabPlan, setting: LabSetting, pace: float, post: Post) -> None:
        self._pace = check_number("pace", pace, "virtual s a second", 0, MAX_PACE)
        self._plan = plan
        self._post = post
        self._servers = [LiveServer(plan.scenario(setting), name) for name in plan.handlers]
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._now_s = self._goal_s = 0.0  # where all servers are, where they are to come to
        self._reach_s = FIRST_S
        self._real_s = 0.0
        self._slices = 0
        self._stretches: dict[LiveServer, Stretch] = {}
        self._resting = False
        self._unseen = 0
        self._rare_gc = contextlib.ExitStack()
        self._rare_gc.enter_context(rare_gc())
        self._last = time.monotonic()
        self._next_frame()

    def tell(self, message: Told) -> None:
        """Do what the page asks for. ValueError for a setting or a pace out of its limits."""
        if "setting" in message:
            scenario = self._plan.scenario(LabSetting(**message["setting"]))
            for server in self._servers:
                server.turn(scenario)
        if "pace" in message:
            self._pace = check_number("pace", message["pace"], "virtual s a second", 0, MAX_PACE)
        if "rest" in message:
            self._resting = bool(message["rest"])
            self._wait()
        if "shown" in message:
            self._unseen = max(0, self._unseen - 1)
        self._next_frame()

    def _next_frame(self) -> None:
        if self._timer is None and not self._resting and self._unseen < UNSEEN:
            due_s = FRAME_S - (time.monotonic() - self._last)
            self._timer = self._loop.call_later(max(0.0, due_s), self._frame)

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _frame(self) -> None:
        """Some of the way of every server; a frame once all have come to the same moment.

        Time that the page did not ask for has not passed. Where the load is too heavy for the pace,
        the next moment is chosen nearer, so that frames go on.
        """
        self._timer = None
        began = time.monotonic()
        if self._goal_s <= self._now_s:  # all are there: choose the next moment
            self._real_s = min(began - self._last, LONGEST_S)
            self._goal_s = self._now_s + min(self._real_s * self._pace, self._reach_s)
            self._slices = 0
            self._last = began
        behind = [each for each in self._servers if each.now_s < self._goal_s]
        for server in behind:
            stretch = server.advance(self._goal_s, BUDGET_S / len(behind))
            kept = self._stretches.get(server)
            samples = (*kept.samples, *stretch.samples) if kept else stretch.samples
            self._stretches[server] = replace(stretch, samples=samples)
        self._slices += 1
        if all(server.now_s >= self._goal_s for server in self._servers):
            self._show()
        self._next_frame()

    def _show(self) -> None:
        stretches = [self._stretches.pop(server) for server in self._servers]
        passed_s = self._goal_s - self._now_s
        self._now_s = self._goal_s
        self._reach_s = passed_s / self._slices if self._slices > 1 else self._reach_s * 2
        self._reach_s = max(self._reach_s, NEAREST_S)
        full = sum(stretch.now.tasks for stretch in stretches) > MAX_TASKS
        self._resting = self._resting or full
        self._post(
            {
                "t_s": _told(self._now_s),
                "pace": passed_s / self._real_s if self._real_s else self._pace,
                "full": full,
                "runs": [_plain(stretch) for stretch in stretches],
            }
        )
        self._unseen += 1

    def close(self) -> None:
        """End every server and the next frame. May be called twice."""
        self._resting = True
        self._wait()
        while self._servers:
            self._servers.pop().close()
        self._rare_gc.close()


def _told(t_s: float) -> float:
    """A moment as messages have it, alike everywhere: 19.549999999999997 would be shown as 19.5."""
    return round(t_s, 9)


def _plain(stretch: Stretch) -> StretchData:
    """A stretch as a message has it: a row for each sample, t_s and the roles in order."""
    rows = [[sample.t_s, *(getattr(sample, role) for role in ROLES)] for sample in stretch.samples]
    now = [_told(stretch.now.t_s), *(getattr(stretch.now, role) for role in ROLES)]
    crash = stretch.crash
    return {
        "rows": rows,
        "now": now,
        "outcomes": shown(stretch.outcomes, stretch.seen),
        "peak": stretch.peak,
        "crash": None if crash is None else {"t_s": crash.t_s, "panic": crash.panic},
    }
