"""How slow this machine's processor is at the moment, so that a limit means the same on each."""

import time

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
