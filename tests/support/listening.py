"""Where a server that was started says that it listens."""

import re
from typing import IO


def address_in(said: IO[str], scheme: str, who: str) -> str:
    """The first address on loopback in the lines. RuntimeError, with them, where none is."""
    lines = []
    for line in said:
        lines.append(line)
        if found := re.search(rf"{scheme}://127\.0\.0\.1:\d+", line):
            return found[0]
    raise RuntimeError(f"{who} did not start:\n" + "".join(lines))
