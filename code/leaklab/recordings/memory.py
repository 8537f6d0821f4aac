"""What the real Go filter's goroutines took in memory, from the recorded runs."""

import csv
from typing import NamedTuple

from leaklab.recordings import trace_path

MIB = 2**20


class Memory(NamedTuple):
    """One sample: goroutines above the baseline, and what Go's runtime held in use, in MiB.

    `stacks_mib` and `heap_mib` are the runtime's StackInuse and HeapInuse, the idle program's own
    included.
    """

    goroutines: int
    stacks_mib: float
    heap_mib: float

    def counts(self) -> dict[str, int]:
        """Goroutines and stacks in whole numbers, under their titles."""
        return {"goroutines": self.goroutines, "stacks, MiB": round(self.stacks_mib)}


def memory_at(name: str, t_s: float) -> Memory:
    """The last sample of the recording `name` at or before `t_s` seconds.

    ValueError when there is no such recording or no sample as early as that.
    """
    text = trace_path(name).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    earlier = [row for row in rows if float(row["t_s"]) <= t_s]
    if not earlier:
        raise ValueError(f"t_s = {t_s} s lies before the first sample of {name}")
    row = earlier[-1]
    return Memory(
        int(row["goroutines_minus_baseline"]),
        int(row["stack_inuse_bytes"]) / MIB,
        int(row["heap_inuse_bytes"]) / MIB,
    )
