"""A line for each place where tasks stand: the user's own line first, then the wait.

3 in Queue.put: handle, shop/web.py:80 (in Queue.put, asyncio/queues.py:131)
"""

from collections import Counter
from collections.abc import Sequence

from leaklab.tasks.profile import libraries
from leaklab.tasks.profile.frames import Frame, short_name
from leaklab.tasks.profile.stacks import TaskStack, telling, visible

Key = tuple[str, tuple[Frame, ...]]


def summary(stacks: Sequence[TaskStack]) -> str:
    """A line for each state and stack, most tasks first, two spaces in.

    The function and line are those of the innermost frame that is no library's (see
    `leaklab.tasks.profile.libraries`); in brackets is what of a library it called. Where two
    stacks would read the same, their callers follow until they differ.
    """
    counts = Counter((stack.state, visible(stack.frames)) for stack in stacks)
    texts = _told_apart(list(counts))
    lines = Counter(dict.fromkeys(sorted(texts.values()), 0))
    for key, count in counts.items():
        lines[texts[key]] += count
    ordered = sorted(lines.items(), key=lambda line: (-line[1], line[0]))
    return "\n".join(f"  {count} in {text}" for text, count in ordered)


def _told_apart(keys: list[Key]) -> dict[Key, str]:
    """A text for each key: as short as may be, and no two alike where the stacks differ."""
    texts: dict[Key, str] = {}
    alike, callers = keys, 0
    while alike:
        tried = {key: _text(key, callers) for key in alike}
        times = Counter(tried.values())
        deepest = max(len(frames) for _, frames in alike)
        last = callers > deepest
        settled = [key for key in alike if last or times[tried[key]] == 1]
        texts |= {key: tried[key] for key in settled}
        alike = [key for key in alike if key not in texts]
        callers += 1
    return texts


def _text(key: Key, callers: int) -> str:
    """State, function and line, the library's function that was called, and some callers."""
    state, frames = key
    own = telling(frames)
    text = f"{state}: {_at(frames[own])}"
    called = frames[own - 1] if own else None
    if called is not None and libraries.is_not_runtime(called):
        text += f" (in {_at(called)})"
    return text + "".join(f" < {_at(frame)}" for frame in frames[own + 1 : own + 1 + callers])


def _at(frame: Frame) -> str:
    name = short_name(frame)
    if libraries.is_own(frame):  # whose file and line say the rest
        name = name.rpartition(".")[2]
    return f"{name}, {frame.file}:{frame.line}"
