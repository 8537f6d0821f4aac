"""Chapter 3. What every entry is given, and what is written down while it runs."""

from collections.abc import Callable
from typing import NamedTuple

HORIZON_S = 3600.0  # a program has this long to end; an hour later we look at what is left
LEFT, PROCESS = "left", "process"  # who speaks of tasks that are left, and of the program's death
Say = Callable[[str, str], None]  # say(who, what): written down with the virtual time


class Line(NamedTuple):
    """At `t_s` virtual seconds, `who` did `what`."""

    t_s: float
    who: str
    what: str


class Log(tuple[Line, ...]):
    """What an entry's tasks did, in the order in which they did it."""

    def __repr__(self) -> str:
        times = [f"{line.t_s:g} s" for line in self]
        wide = max(len(time) for time in times)
        name = max(len(line.who) for line in self)
        rows = zip(times, self, strict=True)
        return "\n".join(f"{time:>{wide}}  {line.who:<{name}}  {line.what}" for time, line in rows)

    def last_s(self, who: str) -> float:
        """When `who` spoke last, in virtual seconds. ValueError if it never did."""
        times = [line.t_s for line in self if line.who == who]
        if not times:
            raise ValueError(f"{who!r} said nothing; there are {sorted({at.who for at in self})}")
        return times[-1]

    def by_task(self) -> list[Line]:
        """The lines in order of time and, within an instant, task by task, to compare two runs.

        Which of two tasks goes first within one instant is nobody's promise, Go's or trio's.
        """
        return sorted(self, key=lambda line: line[:2])
