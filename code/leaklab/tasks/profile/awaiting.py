"""From a coroutine inwards: the frames that wait for one another, and what the innermost awaits.

A coroutine, a generator and an async generator say what they await. Between them stand objects
that do not: what `__await__` gives for a coroutine, the steps of an async generator, `anext` with
a default, the iterator of a future, an iterator class of somebody's own. The garbage collector
tells what each of these holds (`gc.get_referents`), and it is followed where only one thing can be
meant.
"""

import gc
from collections.abc import Callable
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any

# Objects of CPython's own, by the name of their type: what each holds first is what it drives.
STEPS = frozenset(
    {"coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable"}
)
OF_A_FUTURE = "FutureIter"
MOST_HOPS = 10_000  # frames deep: recursion of coroutines ends far before


def walk(coroutine: Any) -> tuple[list[FrameType], Any]:
    """The frames from `coroutine` inwards, outermost first, and what the innermost awaits.

    That is a future or another object without frames; None for a bare yield, for what has not
    begun, and for what runs at this moment.
    """
    frames: list[FrameType] = []
    current = coroutine
    for _ in range(MOST_HOPS):
        kind = type(current)
        if kind is CoroutineType:
            frame, following = current.cr_frame, current.cr_await
        elif kind is GeneratorType:
            frame, following = current.gi_frame, current.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            frame, following = current.ag_frame, current.ag_await
        elif kind.__name__ == OF_A_FUTURE:  # where most ways end: asked first, for speed
            return frames, _future(current)
        elif hasattr(kind, "cr_await"):  # a compiled coroutine: Cython's look like Python's
            frame, following = getattr(current, "cr_frame", None), current.cr_await
        else:
            frame, following = None, _held(current)
            if following is None:
                return frames, current
        if frame is not None:
            frames.append(frame)
        if following is None:
            return frames, None
        current = following
    return frames, None


def _future(iterator: Any) -> Any:
    """The future whose iterator this is."""
    for each in gc.get_referents(iterator):
        if not isinstance(each, type):
            return each
    return iterator  # used up: it holds none any more


def _held(step: Any) -> Any:
    """What an object without a frame passes its steps on to; None if that cannot be told."""
    if type(step).__name__ in STEPS:
        return next(filter(_is_step, gc.get_referents(step)), None)
    if not hasattr(type(step), "__next__"):
        return None  # a future, a task: not an iterator, the end of the way
    held = _contents(step)
    return _only(held, _is_suspended) or _only(held, _is_own_iterator)


def _contents(step: Any) -> list[Any]:
    """What an object holds in its attributes."""
    found: list[Any] = []
    for each in gc.get_referents(step):
        if type(each) is dict:
            found += each.values()
        elif each is not step and not isinstance(each, type):
            found.append(each)
    return found


def _only(held: list[Any], fits: Callable[[Any], bool]) -> Any:
    """The one thing held that fits; None if there is none, or more than one."""
    fitting = {id(each): each for each in held if fits(each)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _is_step(each: Any) -> bool:
    kind = type(each)
    return (
        kind in (CoroutineType, GeneratorType, AsyncGeneratorType)
        or kind.__name__ in STEPS
        or kind.__name__ == OF_A_FUTURE
        or hasattr(kind, "cr_await")
    )


def _is_suspended(each: Any) -> bool:
    """Whether this is in the middle of something: a coroutine kept for later has not begun."""
    kind = type(each)
    if kind is CoroutineType:
        return bool(each.cr_suspended)
    if kind is GeneratorType:
        return bool(each.gi_suspended)
    if kind is AsyncGeneratorType:
        return each.ag_await is not None
    return _is_step(each)


def _is_own_iterator(each: Any) -> bool:
    """Whether this is an iterator of somebody's own class, such as `__await__` may give."""
    kind = type(each)
    return hasattr(kind, "__next__") and kind.__module__ not in ("builtins", "itertools")
