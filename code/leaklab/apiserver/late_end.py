"""What a drainer reports since 1.22: a handler that ended after its request was given up."""

import json

import trio

from leaklab.apiserver.golike import duration_text
from leaklab.apiserver.response import Request


class LateEnd(Exception):
    """A late end as an error; its text is the line of the log (1.22 to 1.30), less its head.

    `outcome` is the handler's panic, None after a normal end. `elapsed_s` is virtual time in s
    since the request was given up, to the microsecond.
    """

    def __init__(self, r: Request, given_up_s: float, outcome: Exception | None) -> None:
        self.request = r
        self.outcome = outcome
        self.elapsed_s = round(trio.current_time() - given_up_s, 6)
        super().__init__()

    def __str__(self) -> str:
        return (
            f"post-timeout activity - time-elapsed: {duration_text(self.elapsed_s)}, "
            f'{self.request.method} "{self.request.path}" result: {self.outcome or "<nil>"}'
        )


class StructuredLateEnd(LateEnd):
    """The same with named fields, for whoever filters logs by them (since 1.31, #121970)."""

    def __str__(self) -> str:
        return (
            '"Post-timeout activity" logger="UnhandledError" '
            f'timeElapsed="{duration_text(self.elapsed_s)}" method="{self.request.method}" '
            f'path="{self.request.path}" result={_value(self.outcome)}'
        )


def _value(outcome: Exception | None) -> str:
    """As klog writes a field: several lines stand below it, each behind a tab."""
    text = str(outcome)
    if outcome is None:
        return "null"
    if "\n" not in text:
        return json.dumps(text)
    return "".join(["<\n", *(f"\t{line}\n" for line in text.splitlines()), " >"])
