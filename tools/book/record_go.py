"""`python -m tools.book.record_go`: run our small programs in Go and record what they do.

They are those of chapter 3's dictionary, and the bug's family. Go's build tag `faketime` gives a
program virtual time, as in the Go playground: it starts at a fixed moment and jumps when every
goroutine waits. Such a program frames what it prints, so that a player can show it at the right
pace; a panic's message is framed as well, so that its frame says when the program died. Linux on
x86-64, with Go installed.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from leaklab.book import dictionary, family
from leaklab.book.dictionary.stage import PROCESS
from leaklab.book.dictionary.twins import Twins

FOLDERS = (dictionary.TWINS, family.TWINS)
STAGE = dictionary.TWINS.folder / "stage.go"
FRAME = b"\0\0PB"  # then 8 bytes of time and 4 of length, both big-endian
BEGAN_NS = 1_257_894_000_000_000_000  # when faketime begins: 10 November 2009, 23:00 UTC
DIED = 2  # a Go program's exit status after a panic that nobody recovered


def frames(printed: bytes) -> Iterator[tuple[float, bytes]]:
    """What a program built with faketime has printed, piece by piece: virtual seconds, bytes."""
    while printed:
        if printed[:4] != FRAME:
            raise ValueError(f"no frame at {printed[:16]!r}: was it built with -tags faketime?")
        at_s = (int.from_bytes(printed[4:12], "big") - BEGAN_NS) / 1e9
        end = 16 + int.from_bytes(printed[12:16], "big")
        yield round(at_s, 6), printed[16:end]
        printed = printed[end:]


def unframed(printed: bytes) -> str:
    """The same without the frames."""
    return b"".join(piece for _, piece in frames(printed)).decode()


def sources(twins: Twins, folder: Path) -> list[str]:
    """Copy the Go versions of a package, and what runs one of them, into one folder: Go asks so."""
    wanted = {STAGE, *twins.folder.glob("*.go")}
    return sorted(str(shutil.copy(path, folder)) for path in wanted)


def record(twins: Twins, go: str = "go") -> str:
    """Build the twins in a temporary folder, run each, and return the rows of recorded.txt."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "program")
        build = [go, "build", "-tags", "faketime", "-o", program]
        subprocess.run([*build, *sources(twins, Path(folder))], check=True)
        for name in twins.names:
            if twins.go_source(name) is not None:
                rows += [f"{name}\t{line}\n" for line in said([program, name])]
    return "".join(rows)


def said(command: list[str]) -> list[str]:
    """What a program has said, a line each; and, if it died of a panic, of which, and when."""
    done = subprocess.run(command, capture_output=True, check=False)
    lines = unframed(done.stdout).splitlines()
    if done.returncode == DIED:
        at_s, _ = next(frames(done.stderr))
        lines.append(f"{at_s:g}\t{PROCESS}\tdies: {unframed(done.stderr).splitlines()[0]}")
    else:
        done.check_returncode()
    return lines


if __name__ == "__main__":
    for each in FOLDERS:
        recorded = record(each, *sys.argv[1:])
        (each.folder / "recorded.txt").write_text(recorded, encoding="utf-8")
