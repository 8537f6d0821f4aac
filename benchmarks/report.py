"""The measurements as plain text."""

from collections.abc import Sequence

from benchmarks.breakdown import OWN
from benchmarks.measure import Numbers
from benchmarks.rows import Row

RIVALS = {
    "ours": "every filter, the writer, the census",
    "asyncio": "the same filters and writer on asyncio, timers that jump, no census",
    "simpy": "a model: counts only, no handler runs",
    "trio skeleton": "channel, timeout, sleep, send: 1.12 without filters, writer, census",
    "bare trio": "two spawns and one park a request, nothing else: the floor",
}


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need; the first is flush left, so is the last."""
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    ruled = [head, ["-" * width for width in widths], *lines]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in ruled
    )


def targets(rows: Sequence[Row]) -> str:
    """The rows with targets."""
    lines = [
        (row.name, row.measured, row.target, "reached" if row.reached else "MISSED") for row in rows
    ]
    return table(("what", "measured", "target", ""), lines)


def rivals(by_handler: dict[str, Numbers]) -> str:
    """The side-by-side comparison, one line per handler and rival."""
    lines = []
    for handler, found in by_handler.items():
        each = found["us_per_request"]
        for name, us in each.items():
            ratio = f"{us / each['ours']:.2f}"
            lines.append((handler, name, f"{us:6.1f}", ratio, RIVALS[name]))
    return table(("handler", "by", "µs/request", "/ ours", "what runs"), lines)


def whose(piece: str) -> str:
    """Whose code a piece's time is spent in."""
    if piece == OWN:
        return "leaklab's own"
    return "trio's own, and our clock" if "on our clock" in piece else "trio's own"


def breakdown(found: Numbers) -> str:
    """Where a request's time goes, and whose it is."""
    whole = found["whole_us"]
    lines = [
        (name, f"{us:6.1f}", f"{us / whole:4.0%}", whose(name)) for name, us in found["us"].items()
    ]
    rest = whole - sum(found["us"].values())
    lines.append(("what the pieces do not explain", f"{rest:6.1f}", f"{rest / whole:4.0%}", ""))
    lines.append(("a request of k8s-1.12 that times out", f"{whole:6.1f}", "100%", ""))
    lines += [
        (f"  for comparison: {n}", f"{us:6.1f}", "", "") for n, us in found["compare_us"].items()
    ]
    return table(("piece", "µs", "share", "whose"), lines) + (
        f"\nOne request takes {found['turns']:.1f} turns of trio's run loop "
        f"and {found['steps']:.1f} steps of tasks.\n"
        "trio's own means: any program that does this in trio pays it. Prices are the fastest of "
        "many rounds."
    )
