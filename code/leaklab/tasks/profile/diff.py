"""What grew between two profiles: the same stacks, before and after::

    before = profile.collect()
    ...
    print(difference_text(difference(before, profile.collect())))

Every service holds many goroutines that are meant to be there. The difference leaves them out:
what neither came nor went is not in it. `go tool pprof -diff_base` does so with Go's profiles.
It shows growth, not guilt: traffic that rose between the two looks the same.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leaklab.tasks.profile.frames import Frame
from leaklab.tasks.profile.stacks import TaskStack, visible
from leaklab.tasks.profile.text import address


@dataclass(frozen=True)
class Change:
    """How many tasks stood on one stack before, and how many after; innermost frame first."""

    before: int
    after: int
    frames: tuple[Frame, ...]

    @property
    def growth(self) -> int:
        """How many more there are; negative when there are fewer."""
        return self.after - self.before


def difference(before: Sequence[TaskStack], after: Sequence[TaskStack]) -> list[Change]:
    """The stacks whose count changed, what grew most first, what shrank most last."""
    old, new = (Counter(stack.frames for stack in stacks) for stacks in (before, after))
    changes = [Change(old[frames], new[frames], frames) for frames in {**old, **new}]
    changed = [change for change in changes if change.growth]
    return sorted(changed, key=lambda change: (-change.growth, change.frames))


def difference_text(changes: Sequence[Change]) -> str:
    """The changes in the form of Go's `debug=1`, each with its sign and both counts."""
    total = sum(change.growth for change in changes)
    lines = [f"goroutine profile difference: total {total:+d}"]
    for change in changes:
        places = " ".join(f"{address(frame) + 1:#x}" for frame in change.frames)
        lines.append(f"{change.growth:+d} ({change.before} to {change.after}) @ {places}")
        lines += [
            f"#\t{address(frame):#x}\t{frame.function}"
            f"+{frame.line - frame.first_line:#x}\t{frame.file}:{frame.line}"
            for frame in visible(change.frames)
        ]
        lines.append("")
    return "\n".join(lines) + "\n"
