"""`python -m tools.links.check FILE`: ask for every address in FILE; exit 1 if any is gone.

Needs nothing but Python. For a scheduled job: the tests ask no other host for anything.
"""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WAIT_S = 30
BETWEEN_S = 0.5  # most are on one host
NAME = "parked-forever-link-check"
# Said to programs by sites that serve a browser: no sign that the page is gone.
NOT_FOR_PROGRAMS = {401, 403, 405, 406, 418, 429, 503, 999}


def complaint(address: str) -> str | None:
    """What is wrong with an address, or None."""
    request = urllib.request.Request(address, headers={"User-Agent": NAME})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in NOT_FOR_PROGRAMS else f"status {error.code}"
    except (OSError, ValueError) as error:
        return str(error)


def main() -> None:
    """Print what is gone."""
    gone = []
    for address in Path(sys.argv[1]).read_text(encoding="utf-8").split():
        if (said := complaint(address)) is not None:
            gone.append(f"{address}: {said}")
            print(gone[-1], flush=True)
        time.sleep(BETWEEN_S)
    if gone:
        sys.exit(f"{len(gone)} links lead nowhere")


if __name__ == "__main__":
    main()
