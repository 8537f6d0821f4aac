"""How everything here is measured: fresh processes, resident memory, medians."""

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
Numbers = dict[str, Any]


def fresh(name: str) -> Numbers:
    """What the measurement `name` finds in a Python process of its own.

    Memory and the collector's state are then those of that measurement and of nothing else.
    """
    print(f"  measuring {name}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.one", name]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    numbers: Numbers = json.loads(done.stdout)
    return numbers


def interleaved(names: tuple[str, ...], rounds: int) -> dict[str, list[Numbers]]:
    """Each of `names` measured `rounds` times, in turn: A B A B, so that noise hits all alike."""
    found: dict[str, list[Numbers]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            found[name].append(fresh(name))
    return found


def middle(results: list[Numbers], key: str) -> float:
    """The median of one number over several measurements."""
    return float(median(result[key] for result in results))


def cpu_s(function: Callable[[], object]) -> float:
    """Seconds of processor time that one call takes, after a full collection.

    All that is compared here computes in one thread and waits for nothing, so this is its cost;
    wall time would count the machine's other work as well.
    """
    gc.collect()
    begun_s = time.process_time()
    function()
    return time.process_time() - begun_s


def wall_s(function: Callable[[], object]) -> float:
    """Seconds that somebody waits for one call, after a full collection."""
    gc.collect()
    begun_s = time.perf_counter()
    function()
    return time.perf_counter() - begun_s


def resident_bytes() -> int:
    """Memory that this process holds right now; where /proc is missing, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return pages * resource.getpagesize()
