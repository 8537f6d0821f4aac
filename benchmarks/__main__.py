"""`python -m benchmarks`: measure everything, print tables, write _build/bench.json.

Takes six minutes or so, and needs wrk. Figures are medians of runs that take turns, in processor
time; what a reader waits for is in wall time. Trust the ratios: the seconds are those of one
machine.
"""

import json
import os
import platform
import time
from dataclasses import asdict
from importlib.metadata import version

from benchmarks import report
from benchmarks.measure import ROOT, fresh
from benchmarks.rows import all_rows

HANDLERS = ("k8s-1.12", "k8s-1.17")


def main() -> None:
    """Measure, print, write."""
    begun_s = time.perf_counter()
    rows = all_rows()
    by_handler = {name: fresh(f"side-by-side-{name.removeprefix('k8s-')}") for name in HANDLERS}
    pieces = fresh("breakdown")
    took_s = time.perf_counter() - begun_s
    where = {
        "python": platform.python_version(),
        "trio": version("trio"),
        "simpy": version("simpy"),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "took_s": round(took_s),
    }
    print(f"Python {where['python']}, trio {where['trio']}, {where['cpus']} CPUs\n")
    print(report.targets(rows))
    print("\nSide by side: 1,000 requests/s for 10 s, timeout 0.6 s, latency 0.9 s, same counts\n")
    print(report.rivals(by_handler))
    print("\nWhere the time of one request goes\n")
    print(report.breakdown(pieces))
    target = ROOT / "_build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    found = {
        "where": where,
        "rows": [asdict(row) for row in rows],
        "side_by_side": by_handler,
        "breakdown": pieces,
    }
    target.write_text(json.dumps(found, indent=1) + "\n")
    print(f"\n{took_s:.0f} s; the numbers are in {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
