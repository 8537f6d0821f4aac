"""A signal that writes a profile of this process's tasks: for a service without an endpoint.

with profile_on_signal(signal.SIGUSR1, "/run/shop"):
    trio.run(main)            # or asyncio.run(main())

kill -USR1 PID                # then: leaklab read /run/shop/shop.4242.20261126-031500.txt
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from leaklab.tasks import profile
from leaklab.tasks.checks import check_choice

FORMS: dict[str, tuple[str, Callable[[Any], bytes]]] = {
    "debug1": ("txt", lambda stacks: profile.debug1(stacks).encode()),
    "debug2": ("txt", lambda stacks: profile.debug2(stacks).encode()),
    "proto": ("pb.gz", profile.proto),
}


@contextlib.contextmanager
def profile_on_signal(
    number: int | None = None, folder: str | Path = ".", form: str = "debug2"
) -> Iterator[None]:
    """While the block lasts, each such signal writes a profile into a new file in `folder`.

    `number` is SIGUSR1 by default. Works while every task waits. The file's name has the program,
    the process and the time; only its owner may read it, and none is ever written over. Where it
    went, or why it could not be written, is said on standard error; the program goes on either way.
    Raises ValueError for an unknown form, for a folder that is none, where the system has no such
    signal (Windows), and outside the main thread, where no handler can be set.
    """
    number = _signal(number)
    check_choice("form", form, tuple(FORMS))
    place = Path(folder)
    if not place.is_dir():
        raise ValueError(f"folder = {str(folder)!r} is no folder")
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("a signal's handler is set in the main thread alone")

    def handler(_: int, __: FrameType | None) -> None:
        _write(place, form)

    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def _signal(number: int | None) -> int:
    if number is None:
        number = getattr(signal, "SIGUSR1", None)
    if number is None or number not in signal.valid_signals():
        raise ValueError(f"signal {number} is not known on this system; SIGUSR1 is Unix's")
    return number


def _write(folder: Path, form: str) -> None:
    """Write one profile. A handler's error would end up in whatever code it interrupted."""
    try:
        suffix, render = FORMS[form]
        path = _new_file(folder, suffix, render(profile.collect()))
        said = f"leaklab: profile of this process's tasks in {path}"
    except Exception as error:
        said = f"leaklab: no profile: {error}"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.write(sys.__stderr__.fileno(), f"{said}\n".encode())  # type: ignore[union-attr]


def _new_file(folder: Path, suffix: str, content: bytes) -> Path:
    program = Path(sys.argv[0] or "python").stem or "python"
    stem = f"{program}.{os.getpid()}.{time.strftime('%Y%m%d-%H%M%S')}"
    for attempt in range(1000):
        path = folder / f"{stem}{f'-{attempt}' if attempt else ''}.{suffix}"
        with contextlib.suppress(FileExistsError):
            _write_whole(path, content)
            return path
    raise OSError(f"{folder} has 1,000 profiles of this second")


def _write_whole(path: Path, content: bytes) -> None:
    """A new file, never seen with a part of its content, nor left so by a disk that is full.

    FileExistsError if it is there. Only this process uses the name: its number is in it.
    """
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        if path.exists():
            raise FileExistsError(path)
        part.rename(path)
    except BaseException:
        part.unlink()
        raise
