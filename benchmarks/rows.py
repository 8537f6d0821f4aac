"""The rows with targets: what was measured, what was wanted, whether it was reached."""

import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks.measure import Numbers, fresh, interleaved, middle, wall_s

CLOCK_ROUNDS = 3
COMMAND_ROUNDS = 9


@dataclass(frozen=True)
class Row:
    """One line of the table; `details` are the numbers that led to it."""

    name: str
    measured: str
    target: str
    reached: bool
    details: Numbers


def all_rows() -> list[Row]:
    """Measure every row, each in fresh processes."""
    return [
        *_parked(),
        _floor(),
        _scaling(),
        _slider(),
        _command(),
        *_profile(),
        *_million("1.17"),
        *_million("1.37"),
        *_over_http(),
    ]


def _parked() -> list[Row]:
    """Speed against trio's own virtual clock, and memory, at 45,000 parked tasks."""
    found = interleaved(("ours", "mock-clock"), CLOCK_ROUNDS)
    patient = fresh("mock-clock-patient")
    ours_s, mock_s = middle(found["ours"], "seconds"), middle(found["mock-clock"], "seconds")
    pairs = zip(found["ours"], found["mock-clock"], strict=True)
    ratio = median(ours["seconds"] / mock["seconds"] for ours, mock in pairs)
    clock_alone = ours_s / patient["seconds"]
    per_task = middle(found["ours"], "bytes_per_task")
    clocks = {
        "ours_s": ours_s,
        "mock_clock_s": mock_s,
        "mock_clock_with_our_collector_s": patient["seconds"],
        "ratio": ratio,
        "ratio_of_the_clock_alone": clock_alone,
        "runs": found,
    }
    return [
        Row(
            "45,000 parked tasks: our clock and collector / MockClock",
            f"{ratio:.2f}  ({ours_s:.1f} s / {mock_s:.1f} s; the clock alone {clock_alone:.2f})",
            "<= 0.45",
            ratio <= 0.45,
            clocks,
        ),
        Row(
            "resident memory per parked task, of 45,000",
            f"{per_task:,.0f} bytes",
            "<= 7,000 bytes",
            per_task <= 7_000,
            {"bytes_per_task": per_task},
        ),
    ]


def _floor() -> Row:
    """Against bare trio with the same channel, timeout, timer and send."""
    found = fresh("floor")
    name = "cost of a request at 45,000 parked: ours / a bare trio skeleton"
    return _ratio(name, found, ("ours_us", "skeleton_us"), 1.15)


def _command() -> Row:
    """What somebody waits for who types it."""
    command = [sys.executable, "-m", "leaklab", "simulate", "--duration", "1"]
    run = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    took_s = median(wall_s(run) for _ in range(COMMAND_ROUNDS))
    return Row(
        "leaklab simulate of one second of traffic, the whole process",
        f"{took_s:.2f} s",
        "<= 0.2 s",
        took_s <= 0.2,
        {"seconds": took_s},
    )


def _scaling() -> Row:
    name = "cost of a request: run of 45,000 / run of 1,000"
    return _ratio(name, fresh("scaling"), ("large_us", "small_us"), 1.3)


def _ratio(name: str, found: Numbers, keys: tuple[str, str], limit: float) -> Row:
    """A row for one number of µs over another."""
    over, under = (found[key] for key in keys)
    measured = f"{found['ratio']:.2f}  ({over:.0f} µs / {under:.0f} µs)"
    return Row(name, measured, f"<= {limit:g}", found["ratio"] <= limit, found)


def _slider() -> Row:
    found = fresh("slider")
    return Row(
        "one move of a slider: 50 requests/s for 10 s",
        f"{found['ms']:.0f} ms",
        "<= 100 ms",
        found["ms"] <= 100,
        found,
    )


def _profile() -> list[Row]:
    """A profile of 45,000 asyncio tasks, from one of them."""
    found = fresh("tasks")
    took_s, held_s = found["collect_in_the_loop_s"], found["loop_held_in_the_loop_s"]
    forms = {name: found[f"{name}_s"] for name in ("debug1", "debug2", "proto", "summary")}
    slowest = max(forms, key=lambda name: forms[name])
    return [
        Row(
            "profile of 45,000 asyncio tasks: the loop held for",
            f"{held_s:.2f} s at most  (median of a collection {took_s:.2f} s)",
            "<= 0.6 s",
            held_s <= 0.6,
            found,
        ),
        Row(
            "the slowest form of that profile",
            f"{slowest}, {forms[slowest]:.2f} s",
            "<= 0.3 s",
            forms[slowest] <= 0.3,
            {},
        ),
    ]


def _million(release: str) -> list[Row]:
    found = fresh(f"million-{release}")
    at = ", ".join(f"{mb:.1f}" for mb in found["mb_at"].values())
    return [
        Row(
            f"1,000,000 requests through k8s-{release}, {found['seconds']:.0f} s: tasks left",
            f"{found['tasks_left']}  (peak {found['tasks_peak']:,})",
            "0",
            found["tasks_left"] == 0,
            found,
        ),
        Row(
            f"growth of their memory from {' to '.join(found['mb_at'])} % of the run",
            f"{found['growth_mb']:.1f} MB  ({at})",
            "< 10 MB",
            found["growth_mb"] < 10,
            {},
        ),
    ]


def _over_http() -> list[Row]:
    """A real server beside hypercorn, which answers the same body and does nothing else."""
    rows = []
    for pods, found in fresh("over-http").items():
        speeds, p99s = found["requests_per_s"], found["p99_ms"]
        rows += [
            Row(
                f"requests/s of lists of {pods} over HTTP/1.1: leaklab serve / a bare hypercorn",
                f"{found['speed_ratio']:.2f}  ({speeds['ours']:,.0f} / {speeds['hypercorn']:,.0f})",
                ">= 0.5",
                found["speed_ratio"] >= 0.5,
                found,
            ),
            Row(
                "p99 of these",
                f"{found['p99_ratio']:.2f}  ({p99s['ours']:.0f} ms / {p99s['hypercorn']:.0f} ms)",
                "<= 2",
                found["p99_ratio"] <= 2,
                {},
            ),
        ]
    return rows
