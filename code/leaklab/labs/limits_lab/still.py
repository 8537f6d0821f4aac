"""A limits lab as a table: a row for each stop of its first knob, the others as at the start.

Numbers in words are kept where a notebook is not trusted; the bars beside them show what is left.
"""

import html
from collections.abc import Iterator
from typing import Any, cast

from leaklab.labs import stills
from leaklab.labs.limits_data import LimitsAnswer, LimitsLabData
from leaklab.labs.limits_lab.modes import COUNTS, KNOBS, LEFT, UNITS
from leaklab.labs.limits_lab.plan import LimitsPlan
from leaklab.roles import ROLES

WIDE, HIGH = 90, 10  # of the longest bar
SCROLLS = (  # the theme's name for it, and what makes it reachable by keyboard
    'class="pst-scrollable-table-container" style="overflow-x:auto" tabindex="0" role="region" '
    'aria-label="Recorded runs"'
)


def figure(plan: LimitsPlan, data: LimitsLabData) -> str:
    """A figure in HTML, from the very runs that the element would show."""
    first, *others = plan.knobs
    rows = [(stop, _numbers(data["picture"], run)) for stop, run in _runs(plan, data, first)]
    most = max(run["numbers"]["left"] for _, run in _runs(plan, data, first)) or 1
    head = "".join(f"<th>{html.escape(each)}</th>" for each in (KNOBS[first], *rows[0][1]))
    body = "".join(
        f"<tr><th>{_value(first, stop)}</th>"
        + "".join(f"<td>{html.escape(str(number))}</td>" for number in numbers.values())
        + f"<td>{_bar(int(numbers[LEFT]) / most)}</td></tr>"
        for stop, numbers in rows
    )
    at = cast("dict[str, Any]", plan.start)
    given = "; ".join(_set(name, at[name]) for name in others)
    return (
        f"<figure><div {SCROLLS}><table><thead><tr>{head}<td></td></tr></thead>"
        f"<tbody>{body}</tbody></table></div><figcaption>{html.escape(given)}.</figcaption>"
        "</figure>"
    )


def _runs(plan: LimitsPlan, data: LimitsLabData, first: str) -> Iterator[tuple[Any, LimitsAnswer]]:
    at = cast("dict[str, Any]", plan.start)
    for setting, run in zip(plan.settings(), data["runs"], strict=True):
        others = (name for name in plan.knobs if name != first)
        if all(getattr(setting, name) == at[name] for name in others):
            yield getattr(setting, first), run


def _set(name: str, value: object) -> str:
    return f"{KNOBS[name]}: {_value(name, value)}"


def _value(name: str, value: object) -> str:
    shown = f"{value:g}" if isinstance(value, int | float) else str(value)
    return f"{shown} {UNITS[name]}" if name in UNITS else shown


def _numbers(picture: str, run: LimitsAnswer) -> dict[str, str | int]:
    if picture != "clocks":
        return {label: run["numbers"][name] for name, label in COUNTS[picture].items()}
    (call,) = run["calls"]
    return {
        "client": f"{call['how']} at {_until(call['waited'])}",
        "serving task ends": _until(call["served"]),
        "handler ends": _until(call["worked"]),
        LEFT: run["numbers"]["left"],
    }


def _until(t_s: float | None) -> str:
    return "no time" if t_s is None else f"{t_s:g} s"


def _bar(share: float) -> str:
    look = ROLES["parked"]
    bar = stills.bar(0, 0, WIDE * share, HIGH, look.fill, look.colour) if share else ""
    return f'<svg width="{WIDE}" height="{HIGH}" aria-hidden="true">{bar}</svg>'
