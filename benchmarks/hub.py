"""`python -m benchmarks.hub [CHAPTER ...]`: what a participant of a hub needs, chapter by chapter.

A real hub of hub/jupyterhub_config.py starts a participant's server; then each chapter is run from
its first cell to its last in a kernel of its own, as JupyterLab does on "Run All". Of each: the
peak of its memory in MiB (USS: its own; PSS: with its part of what is shared; RSS: all that it
sees, the upper limit), and the seconds of processor time. From these follow the sizes in
hub/kubernetes/values.yaml and hub/README.md. Linux; takes some minutes; writes _build/hub.json.
"""

import json
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import NamedTuple

import nbformat
import psutil
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient

from tests.support.browser import chromium
from tests.support.hub import Participant, hub
from tools.paths import BUILD, CHAPTERS

EVERY_S = 0.1
STEP_MIB = 128  # sizes are told in steps of this
SYSTEM_MIB = 1024  # chosen: what a machine needs for itself
RUSH_S = 180  # chosen: a room that starts at once waits as long as this


class Held(NamedTuple):
    """The memory of a process and all below it, MiB, and its processor time, s."""

    uss: float
    pss: float
    rss: float
    cpu_s: float

    def most(self, other: "Held") -> "Held":
        """The larger one of each number."""
        return Held(*map(max, self, other))


NOTHING = Held(0, 0, 0, 0)


def held(pid: int, *, below: bool = True) -> Held:
    """What a process holds now, and all below it unless told otherwise; nothing if it has ended."""
    found = NOTHING
    try:
        top = psutil.Process(pid)
        processes = [top, *(top.children(recursive=True) if below else [])]
    except psutil.NoSuchProcess:
        return found
    for process in processes:
        try:
            memory, cpu = process.memory_full_info(), process.cpu_times()
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        found = Held(
            found.uss + memory.uss / 2**20,
            found.pss + memory.pss / 2**20,
            found.rss + memory.rss / 2**20,
            found.cpu_s + cpu.user + cpu.system,
        )
    return found


@contextmanager
def peaks(pid: int) -> Iterator[list[Held]]:
    """A list of one: the peak of each number of that process while the block runs."""
    peak, over = [held(pid)], threading.Event()

    def watch() -> None:
        while not over.wait(EVERY_S):
            peak[0] = peak[0].most(held(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        peak[0] = peak[0].most(held(pid))
        over.set()
        thread.join()


def chapter(path: Path) -> Held:
    """The peak of a kernel that runs all cells of that notebook."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=900, resources={"metadata": {"path": path.parent}})
    with client.setup_kernel():
        assert client.km is not None
        kernel = client.km.provisioner
        assert isinstance(kernel, LocalProvisioner)
        assert kernel.pid is not None
        with peaks(kernel.pid) as peak:
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
        return peak[0]


def servers() -> dict[str, Held]:
    """The hub, its proxy, and the server of a participant who has a chapter open in a browser.

    Without the chapter's kernel, which `chapter` measures.
    """
    with (
        tempfile.TemporaryDirectory() as data,
        hub(Path(data)) as running,
        chromium() as browser,
        Participant(browser, running, "ada") as ada,
    ):
        ada.log_in()
        ada.await_chapter()
        [server] = running.servers().values()
        proxy = [p.pid for p in running.below() if "configurable-http-proxy" in str(p.cmdline())]
        return {
            "the hub": held(running.process.pid, below=False),
            "its proxy": held(proxy[0], below=False),
            "a server": held(server.pid, below=False),
        }


def up(mib: float) -> int:
    """A number of MiB, up to the next step."""
    return ceil(mib / STEP_MIB) * STEP_MIB


def advice(found: dict[str, Held], participants: int) -> str:
    """Sizes for so many participants, and how they are worked out.

    The guarantee is for the chapters that a workshop runs; the limit is for all that can be opened.
    """
    server, books = found["a server"], {n: row for n, row in found.items() if " " not in n}
    chapters = {name: row for name, row in books.items() if name[0].isdigit()}
    worst = max(chapters, key=lambda name: chapters[name].pss)
    longest = max(chapters, key=lambda name: chapters[name].cpu_s)
    first, second = sorted(books, key=lambda name: -books[name].rss)[:2]
    one = up(server.pss + chapters[worst].pss)
    two = up(server.rss + books[first].rss + books[second].rss)
    core = found["the hub"].pss + found["its proxy"].pss
    start, run = server.cpu_s, chapters[longest].cpu_s
    return f"""
guarantee {one} MiB: a server and its heaviest chapter ({worst}), PSS, to the next {STEP_MIB}
limit {two} MiB: a server with {first} and {second} open, RSS, to the next {STEP_MIB}
{participants} participants on one machine: {participants} x {one} + hub and proxy {core:.0f} + \
the system's own {SYSTEM_MIB} = {(participants * one + core + SYSTEM_MIB) / 1024:.0f} GiB
all start within {RUSH_S} s: {participants} x {start:.1f} s / {RUSH_S} s = \
{participants * start / RUSH_S:.1f} cores
all run {longest} whole within {RUSH_S} s: {participants} x {run:.1f} s / {RUSH_S} s = \
{participants * run / RUSH_S:.1f} cores"""


def main() -> None:
    """Measure, print a table, write it."""
    every = {path.stem: path for path in sorted(CHAPTERS.glob("*.ipynb"))}
    names = sys.argv[1:] or list(every)
    if unknown := [name for name in names if name not in every]:
        sys.exit(f"CHAPTER = {unknown[0]!r} must be one of {', '.join(every)}")
    print(f"{'MiB':<34}{'USS':>6}{'PSS':>6}{'RSS':>6}{'CPU s':>8}", flush=True)
    found: dict[str, Held] = {}

    def tell(name: str, row: Held) -> None:
        found[name] = row
        print(f"{name:<34}{row.uss:6.0f}{row.pss:6.0f}{row.rss:6.0f}{row.cpu_s:8.1f}", flush=True)

    for name, row in servers().items():
        tell(name, row)
    for name in names:
        tell(name, chapter(every[name]))
    if names != list(every):
        return  # sizes are told of a whole run
    print(advice(found, 100))
    BUILD.mkdir(exist_ok=True)
    text = json.dumps({name: row._asdict() for name, row in found.items()}, indent=1)
    (BUILD / "hub.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
