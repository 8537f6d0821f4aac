"""`python -m tools.book.console CHAPTER`: run its terminals, write what they print into it."""

import socket
import sys
from pathlib import Path

from tools.book.console.blocks import steps_of, with_steps
from tools.book.console.terminals import run


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def main() -> None:
    """Record one chapter."""
    chapter = Path(sys.argv[1])
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(with_steps(text, run(steps_of(text), free_port())), encoding="utf-8")


if __name__ == "__main__":
    main()
