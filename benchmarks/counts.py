"""What every rival must agree on with ours."""

from typing import NamedTuple


class Counts(NamedTuple):
    """Requests started, answered in time, answered 504; tasks left at the horizon."""

    started: int
    ok_200: int
    timeouts_504: int
    left: int
