"""Chapter 12. Three servers without a label, tools to look at them, and a judge of fixes.

    run = simulate(scenario, mystery.A)      # also mystery.B, mystery.C
    stacks = mystery.stacks(mystery.A, scenario, t_s)
    mystery.take(mystery.A, edit=True)       # its source, into a new cell
    mystery.judge(MyFixedClass)

Their sources are files of their own, so that nobody reads them by accident.
"""

from leaklab.book.mystery.judge import judge
from leaklab.book.mystery.server_a import ServerA as A
from leaklab.book.mystery.server_b import ServerB as B
from leaklab.book.mystery.server_c import ServerC as C
from leaklab.book.mystery.symptoms import (
    falls_to_zero_s,
    growth,
    narrow,
    run_with_latency,
    smallest,
    stacks,
)
from leaklab.book.mystery.taking import take

__all__ = [
    "A",
    "B",
    "C",
    "falls_to_zero_s",
    "growth",
    "judge",
    "narrow",
    "run_with_latency",
    "smallest",
    "stacks",
    "take",
]
