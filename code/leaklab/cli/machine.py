"""Checks of a participant's machine: room, clock, terminal, browser, loopback, a free port.

Each gives a Finding in a few seconds at most, changes nothing, and asks no other machine.
"""

import codecs
import os
import shutil
import socket
import sys
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

from leaklab.cli import doctor
from leaklab.cli.finding import Finding

LEAST_DISK_MB = 1000  # the packages take 600, and a notebook's outputs a few
PORTS = 50  # so many does Jupyter try, one after the other
WAIT_S = 2.0
SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # no copy of this book is older
UNTIL = datetime(2100, 1, 1, tzinfo=UTC)
SHOWN = "\u00d7\u2013\u201c\u2191"  # as in the book's sentences
LONGEST = 120  # letters of a folder's name: Windows allows 260 with all that lies below


def disk(at: Path | None = None) -> Finding:
    """Is 1 GB free where the participant works?"""
    free_mb = shutil.disk_usage(at or Path.cwd()).free / 1024**2
    advice = f"delete what you do not need, or work on another disk; {LEAST_DISK_MB} MB are needed"
    return Finding(free_mb >= LEAST_DISK_MB, f"disk: {free_mb:,.0f} MB free", advice)


def writable(at: Path | None = None) -> Finding:
    """May the participant save a notebook here, and is the path short enough for Windows?"""
    folder = (at or Path.cwd()).resolve()
    shown = str(folder)
    if not os.access(folder, os.W_OK):
        return Finding(False, f"nothing can be saved in {shown}", "go to a folder of your own")
    if sys.platform == "win32" and len(shown) > LONGEST:
        advice = f"move it to a shorter path, at most {LONGEST} letters long: Windows has a limit"
        return Finding(False, f"the path {shown} is {len(shown)} letters long", advice)
    return Finding(True, "notebooks can be saved in this folder")


def loopback() -> Finding:
    """Do programs on this machine reach one another at 127.0.0.1, as notebooks do?"""
    advice = "let your firewall or virus scanner allow 127.0.0.1, then try again"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(WAIT_S)
            with socket.create_connection(server.getsockname(), WAIT_S) as client:
                accepted, _ = server.accept()
                with accepted:
                    client.sendall(b"1")
                    accepted.settimeout(WAIT_S)
                    heard = accepted.recv(1) == b"1"
    except OSError as error:
        return Finding(False, f"127.0.0.1 does not answer ({error.strerror or error})", advice)
    return Finding(heard, "127.0.0.1 answers", advice)


def port(number: int) -> Finding:
    """Is there a port for Jupyter: `number`, or one of those that it tries next?"""
    last = min(number + PORTS, 65536)
    free = next((each for each in range(number, last) if not doctor.taken(each)), None)
    if free is None:
        why = doctor.taken(number)
        advice = "end the programs that listen there, or start Jupyter with another --port"
        return Finding(False, f"no port from {number} to {last - 1} is free ({why})", advice)
    taken = f" ({number} is in use, and Jupyter takes the next)" if free > number else ""
    return Finding(True, f"port {free} on 127.0.0.1 is free{taken}")


def clock(now: datetime | None = None) -> Finding:
    """Is the date one that can be? Files and pages are kept by it."""
    now = now or datetime.now(UTC)
    began = time.monotonic()
    time.sleep(0.002)  # a virtual machine's clock may stand
    what = f"the clock says {now:%Y-%m-%d %H:%M} UTC"
    fine = SINCE <= now <= UNTIL and time.monotonic() > began
    return Finding(fine, what, "set the date and the time of this machine", needed=False)


def encoding(name: str | None = None) -> Finding:
    """Can the terminal show what the book prints?"""
    name = name or sys.stdout.encoding or "ascii"
    try:
        fine = bool(codecs.encode(SHOWN, name))
    except (LookupError, UnicodeEncodeError):
        fine = False
    set_it = "set PYTHONUTF8=1" if sys.platform == "win32" else "export PYTHONUTF8=1"
    advice = f"type {set_it} here first; signs such as \\u00d7 are shown so otherwise"
    return Finding(fine, f"the terminal's encoding is {name}", advice, needed=False)


def browser() -> Finding:
    """Does Python find a browser? A hint: any browser that you open yourself will do."""
    advice = "open the address that is printed in a browser yourself"
    try:
        found = webbrowser.get().name
    except (webbrowser.Error, AttributeError):
        return Finding(False, "Python finds no browser", advice, needed=False)
    return Finding(True, f"a browser: {found}")
