"""What a drainer reports since 1.22: a handler that ended after its request was given up."""

import trio

from leaklab.apiserver.golike import duration_text
from leaklab.apiserver.response import Request

NO_PANIC = "<nil>"


class LateEnd(Exception):
    """A late end as an error; its text is the line of the log (1.22 to 1.30).

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
            f'{self.request.method} "{self.request.path}" result: {self.result}'
        )

    @property
    def result(self) -> str:
        """The panic's text, or Go's word for none."""
        return NO_PANIC if self.outcome is None else str(self.outcome)


class StructuredLateEnd(LateEnd):
    """The same with named fields, for whoever filters logs by them (since 1.31, #121970)."""

    def __str__(self) -> str:
        return (
            f'"Post-timeout activity" timeElapsed="{duration_text(self.elapsed_s)}" '
            f'method="{self.request.method}" path="{self.request.path}" result="{self.result}"'
        )
