"""Takes the stacks of coroutines, and names equal ones once."""

import signal
import sys
import threading
from collections.abc import Sequence
from types import CodeType, FrameType
from typing import Any

from leaklab.tasks.profile import waits
from leaklab.tasks.profile.awaiting import walk
from leaklab.tasks.profile.frames import Frame, describe
from leaklab.tasks.profile.stacks import visible

HERE = __name__.rpartition(".")[0]  # this package: its own frames are in nobody's stack


class Taken:
    """A stack: its frames, innermost first, and the word for the wait it ends in, if they tell."""

    __slots__ = ("_codes", "frames", "shown", "word")

    def __init__(self, frames: tuple[Frame, ...], codes: list[CodeType]) -> None:
        self.frames = frames
        self.shown = visible(frames)
        self.word = waits.word(self.shown)
        self._codes = codes  # kept, so that no other code gets the identity of one of them


class Taker:
    """Takes stacks for one profile. Tasks on the same lines share one `Taken`."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Taken] = {}
        self._asker = _asker()

    @property
    def interrupts(self) -> bool:
        """Whether a signal's handler asks, and not the task that runs in this thread."""
        return self._asker is not None

    def waiting(self, coroutine: Any) -> tuple[Taken, Any]:
        """The stack of a coroutine that does not run now, and what the innermost frame awaits."""
        frames, awaited = walk(coroutine)
        return self._taken(frames[::-1]), awaited

    def running(self, coroutine: Any) -> Taken:
        """The stack of a coroutine that some thread runs at this moment."""
        outermost = getattr(coroutine, "cr_frame", None)
        for frame in [self._asker, *sys._current_frames().values()]:
            found = _out_to(outermost, frame)
            if found:
                return self._taken(_without_own(found))
        return self._taken([] if outermost is None else [outermost])

    def _taken(self, frames: Sequence[FrameType]) -> Taken:
        """The stack of these frames, innermost first."""
        key: list[int] = []
        for frame in frames:
            key += (id(frame.f_code), frame.f_lasti)
        known = self._known.get(tuple(key))
        if known is None:
            named = tuple([describe(frame) for frame in frames])
            known = Taken(named, [frame.f_code for frame in frames])
            self._known[tuple(key)] = known
        return known


def is_running(coroutine: Any) -> bool:
    """Whether some thread runs this coroutine now."""
    return bool(getattr(coroutine, "cr_running", False))


def _out_to(outermost: FrameType | None, frame: FrameType | None) -> list[FrameType]:
    """The frames from `frame` out to `outermost`; none if it does not lie on the way."""
    found: list[FrameType] = []
    while frame is not None:
        found.append(frame)
        if frame is outermost:
            return found
        frame = frame.f_back
    return []


def _without_own(frames: list[FrameType]) -> list[FrameType]:
    """Frames without those of the profile itself at the inner end."""
    first = 0
    while frames[first].f_globals.get("__name__", "").startswith(HERE):
        first += 1
        if first == len(frames):
            return frames
    return frames[first:]


def _asker() -> FrameType | None:
    """The frame that a signal's handler interrupted, if one of the handlers asks; else None."""
    if threading.current_thread() is not threading.main_thread():
        return None
    handlers = set()
    for number in signal.valid_signals():
        code = getattr(signal.getsignal(number), "__code__", None)
        if code is not None:
            handlers.add(code)
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code in handlers:
            return frame.f_back
        frame = frame.f_back
    return None
