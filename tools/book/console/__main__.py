"""`python -m tools.book.console CHAPTER`: run its terminals, write what they print into it."""

import sys
from pathlib import Path

from tools.book.console.blocks import steps_of, with_steps
from tools.book.console.terminals import run
from tools.ports import free_port


def main() -> None:
    """Record one chapter."""
    chapter = Path(sys.argv[1])
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(with_steps(text, run(steps_of(text), free_port())), encoding="utf-8")


if __name__ == "__main__":
    main()
