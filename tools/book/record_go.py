"""`python -m tools.book.record_go`: run the dictionary's Go versions and record their output.

Go's build tag `faketime` gives a program virtual time, as in the Go playground: it starts at a
fixed moment and jumps when every goroutine waits. Such a program frames what it prints, so that
a player can show it at the right pace. Linux on x86-64, with Go installed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from leaklab.book import dictionary

FRAME = b"\0\0PB"  # then 8 bytes of time and 4 of length, both big-endian


def unframed(printed: bytes) -> str:
    """What a program built with faketime has printed, without the frames."""
    parts = []
    while printed:
        if printed[:4] != FRAME:
            raise ValueError(f"no frame at {printed[:16]!r}: was it built with -tags faketime?")
        end = 16 + int.from_bytes(printed[12:16], "big")
        parts.append(printed[16:end])
        printed = printed[end:]
    return b"".join(parts).decode()


def record(go: str = "go") -> str:
    """Build the twins in a temporary folder, run each, and return the rows of recorded.txt."""
    sources = sorted(str(path) for path in dictionary.FOLDER.glob("*.go"))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "dictionary"
        subprocess.run([go, "build", "-tags", "faketime", "-o", str(program), *sources], check=True)
        for name in dictionary.NAMES:
            if dictionary.go_source(name) is not None:
                said = subprocess.run([str(program), name], capture_output=True, check=True)
                rows += [f"{name}\t{line}\n" for line in unframed(said.stdout).splitlines()]
    return "".join(rows)


if __name__ == "__main__":
    (dictionary.FOLDER / "recorded.txt").write_text(record(*sys.argv[1:]), encoding="utf-8")
