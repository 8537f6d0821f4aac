"""What an inner handler does, in the little language of the recordings.

A plan is steps separated by commas, each `TIME:ACTION`, TIME in seconds since the handler began:
`0.1:write,0.9:return` writes a body at 0.1 s and ends at 0.9 s. Actions: `write`, `return`,
`panic`, `flush`, which sends what net/http holds back, and `slow=S`, a write that a slow client
lets block for S seconds. The last step ends the handler. Several plans are separated by `|`.
"""

import functools
import itertools
from typing import NamedTuple

from leaklab.tasks.checks import WEEK_S, check_number

ACTIONS = ("write", "flush", "return", "panic", "slow")
MAX_STEPS = 1000


class Step(NamedTuple):
    """One step: at `at_s` seconds since the handler began, do `action` (`slow` for `stall_s`)."""

    at_s: float
    action: str
    stall_s: float = 0.0


Plan = tuple[Step, ...]


def split_plans(text: str) -> tuple[str, ...]:
    """`"0.2:write|0.9:write"` as its single plans, each checked. ValueError when malformed."""
    plans = tuple(part.strip() for part in text.split("|"))
    for plan in plans:
        parse_plan(plan)
    return plans


@functools.lru_cache(maxsize=256)
def parse_plan(text: str) -> Plan:
    """The steps of one plan. Raises ValueError naming the step that is wrong and why."""
    parts = text.split(",")
    if len(parts) > MAX_STEPS:
        raise ValueError(f"plan has {len(parts)} steps; at most {MAX_STEPS} are allowed")
    steps = tuple(_parse_step(part.strip(), text) for part in parts)
    for before, after in itertools.pairwise(steps):
        if after.at_s < before.at_s:
            raise ValueError(
                f"plan {text!r}: times must not fall, "
                f"but {after.at_s:g} s follows {before.at_s:g} s"
            )
        if before.action in ("return", "panic"):
            raise ValueError(
                f"plan {text!r}: {before.action!r} ends the handler; nothing may follow"
            )
    return steps


def _parse_step(part: str, plan: str) -> Step:
    time, colon, action = part.partition(":")
    if not colon:
        raise ValueError(f"plan {plan!r}: step {part!r} must be TIME:ACTION, such as 0.9:write")
    at_s = _seconds(time, f"plan {plan!r}: time")
    action, equals, stall = action.strip().partition("=")
    if action not in ACTIONS or bool(equals) != (action == "slow"):
        known = "write, flush, return, panic, slow=SECONDS"
        raise ValueError(f"plan {plan!r}: step {part!r} has no known action; known are {known}")
    if action != "slow":
        return Step(at_s, action)
    return Step(at_s, action, _seconds(stall, f"plan {plan!r}: slow", zero_ok=False))


def _seconds(text: str, name: str, *, zero_ok: bool = True) -> float:
    try:
        value: object = float(text)
    except ValueError:
        value = text
    return check_number(name, value, "s", 0, WEEK_S, zero_ok=zero_ok)


def longest_s(plan: Plan) -> float:
    """When the plan's handler ends if no lock holds it up, in seconds."""
    end = 0.0
    for step in plan:
        end = max(end, step.at_s) + step.stall_s
    return end
