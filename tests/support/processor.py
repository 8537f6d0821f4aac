"""How slow this machine's processor is at the moment, so that a limit means the same on each."""

import time
from pathlib import Path

QUIET_S = 0.044  # what the loop took on the machine that the limits were set on, with no other work
TURNS = 200_000
ROUNDS = 5


def slowness() -> float:
    """Times that a fixed loop takes longer than on a quiet machine; 1 at least."""
    return max(1.0, min(_once_s() for _ in range(ROUNDS)) / QUIET_S)


def _once_s() -> float:
    begun_s = time.process_time()
    texts: dict[int, str] = {}
    for turn in range(TURNS):
        texts[turn % 100] = str(turn)
    return time.process_time() - begun_s


def had_and_waited_s(pid: int) -> tuple[float, float]:
    """How long the threads of a process have had a processor, and waited for one, s.

    Linux tells; elsewhere nobody has waited.
    """
    had_ns = waited_ns = 0
    for told in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        had, waited, _ = map(int, told.read_text(encoding="ascii").split())
        had_ns, waited_ns = had_ns + had, waited_ns + waited
    return had_ns / 1e9, waited_ns / 1e9
