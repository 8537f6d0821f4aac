"""Task profiles as text, in the two forms of Go's /debug/pprof/goroutine."""

import zlib
from collections.abc import Sequence

from leaklab.tasks.profile.frames import Frame
from leaklab.tasks.profile.stacks import RUNNING, TaskStack, group, visible


def address(frame: Frame) -> int:
    """A made-up program counter: the same for the same function and line, on every machine."""
    entry = 0x400000 + (zlib.crc32(frame.function.encode()) << 12)
    return entry + frame.line - frame.first_line


def debug1(stacks: Sequence[TaskStack]) -> str:
    """Go's `/debug/pprof/goroutine?debug=1`: `N @ addresses`, then a `#` line a visible frame.

    As in Go the addresses after `@` are return addresses: one above those of the `#` lines.
    """
    lines = [f"goroutine profile: total {len(stacks)}"]
    for same in group(stacks):
        frames = same.frames
        lines.append(f"{same.count} @ " + " ".join(f"{address(frame) + 1:#x}" for frame in frames))
        lines += [
            f"#\t{address(frame):#x}\t{_place(frame)}\t{frame.file}:{frame.line}"
            for frame in visible(frames)
        ]
        lines.append("")
    return "\n".join(lines) + "\n"


def debug2(stacks: Sequence[TaskStack]) -> str:
    """Go's `?debug=2`: a block a task, with its state, whole minutes waited, and who made it."""
    blocks = []
    below: dict[int, str] = {}  # by identity: tasks on the same lines share their frames
    for stack in stacks:
        lines = below.get(id(stack.frames))
        if lines is None:
            lines = below[id(stack.frames)] = _two_lines_each(visible(stack.frames))
        minutes = 0 if stack.state == RUNNING else int((stack.waited_s or 0) // 60)
        waited = f", {minutes} minutes" if minutes else ""
        maker = stack.created_by
        created = "" if maker is None else "created by " + _two_lines(maker, "")
        blocks.append(f"goroutine {stack.number} [{stack.state}{waited}]:\n{lines}{created}")
    return "\n".join(blocks)


def _two_lines_each(frames: Sequence[Frame]) -> str:
    return "".join([_two_lines(frame, "(...)") for frame in frames])


def _two_lines(frame: Frame, arguments: str) -> str:
    place = f"{frame.file}:{frame.line} +{_offset(frame)}"
    return f"{frame.function}{arguments}\n\t{place}\n"


def _offset(frame: Frame) -> str:
    return f"{frame.line - frame.first_line:#x}"


def _place(frame: Frame) -> str:
    return f"{frame.function}+{_offset(frame)}"
