"""The clinic's Python: dumps that a reader opened in the page are read and judged there.

The page sends files as base64 and gets plain values. What is wrong with a file is said, not raised.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from leaklab.dumps import growth, report, ticket
from leaklab.dumps.meaning import Judged, judged
from leaklab.dumps.reading import read_series
from leaklab.dumps.values import Dump

TIMES_OF_FILES = "the minutes are those between the files' last changes: a copied file has another"
MOST_GROUPS = 1000  # sent to the page of one dump


def hearing_text(post: Callable[[str], object]) -> Callable[[str], None]:
    """What the page calls with each message; `post` takes what comes of it."""

    def hear(text: str) -> None:
        message = json.loads(text)
        number, asked = message["number"], message["clinic"]

        def step(words: str) -> None:
            post(json.dumps({"number": number, "step": words}))

        answer = diagnosed(asked["files"], asked.get("anonymous", True), step)
        post(json.dumps({"number": number, "answer": answer}))

    return hear


def diagnosed(
    files: list[dict[str, Any]], anonymous: bool, step: Callable[[str], None]
) -> dict[str, Any]:
    """What the files mean: {dumps, growth, ticket, refused}, as `leaklab.dumps.report` has them.

    A file is {name, data: base64, modified_ms: when it was changed, or null}. `refused` has a
    sentence for each file that holds no dump. `step` is told what is being done.
    """
    found: list[tuple[datetime | None, Dump]] = []
    refused = []
    for at, file in enumerate(files, start=1):
        step(f"Reading file {at} of {len(files)}")
        try:
            found += _dumps_in(file, alone=len(files) == 1)
        except ValueError as error:
            refused.append(f"{file['name']}: {error}")
    step("Judging")
    dumps, times = [dump for _, dump in found], [time for time, _ in found]
    grown = growth.changes(dumps, times) if len(dumps) > 1 else None
    if grown is not None and grown.minutes and not all(dump.taken for dump in dumps):
        grown = replace(grown, notes=(*grown.notes, TIMES_OF_FILES))
    every = [*map(judged, dumps[:-1]), *(judged(dump, grown) for dump in dumps[-1:])]
    return {
        "dumps": [_value(each) for each in every],
        "growth": report.growth_value(grown) if grown else None,
        "ticket": ticket.markdown(every, anonymous=anonymous, times=times) if every else "",
        "refused": refused,
    }


def _dumps_in(file: dict[str, Any], *, alone: bool) -> list[tuple[datetime | None, Dump]]:
    dumps = read_series(base64.b64decode(file["data"]), file["name"])
    if len(dumps) > 1:
        named = [replace(dump, name=f"{dump.name} #{at}") for at, dump in enumerate(dumps, 1)]
        return [(None, dump) for dump in named]
    changed = file.get("modified_ms")
    time = datetime.fromtimestamp(changed / 1000, UTC) if changed and not alone else None
    return [(time, dumps[0])]


def _value(each: Judged) -> dict[str, Any]:
    """A dump for the page, which would stand still over ten thousand groups."""
    value = report.json_value(each)
    left_out = value["groups"][MOST_GROUPS:]
    if left_out:
        count = sum(group["count"] for group in left_out)
        note = f"{len(left_out)} more groups with {count} goroutines are not shown here"
        value["notes"].append(f"{note}; `leaklab read` shows them")
        value["groups"] = value["groups"][:MOST_GROUPS]
    return value
