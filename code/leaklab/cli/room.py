"""`leaklab room`: the book for a room, and for its leader how far the room is."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaklab.cli.place import here
from leaklab.cli.runs import quantity
from leaklab.cli.served import check_url

if TYPE_CHECKING:
    from leaklab.book.room.serve import Ready

FOLDER = Path("_build", "html")
DATA = "leaklab-room.sqlite"
PORTS = 65535


@click.command("room")
@click.argument("folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0: the network too.")
@click.option("--port", type=quantity(int), default=8765, show_default=True, help="0: any free.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=DATA,
    show_default=True,
    help="File that the room is kept in.",
)
@click.option("--url", default="", help="Address that participants open, behind a proxy.")
@click.option("--no-qr", is_flag=True, help="No QR code in the terminal.")
def room_command(folder: Path, host: str, port: Any, data: Path, url: str, no_qr: bool) -> None:
    """Serve the built book in FOLDER to a room, and see where the room is.

    Participants join with the room's code. Their bets and solved exercises are counted, on this
    machine alone; you show how the room has bet, open a bet's results, ask for silence. Started
    again with the same file, the room goes on where it was.
    """
    if not isinstance(port, int) or not 0 <= port <= PORTS:
        raise ValueError(f"--port {port!s:.20} must be a port number from 0 to {PORTS}")
    try:
        from leaklab.book.room.serve import Plan, run
    except ImportError:
        advice = here().advice("room")
        raise ValueError(f"leaklab room needs packages of its own: {advice}") from None
    plan = Plan(folder, data, host, port, check_url(url) if url else "")
    try:
        run(plan, lambda ready: click.echo(greeting(ready, plan.host, data, qr=not no_qr)))
    except OSError as error:
        if error.filename:  # a file's: its own name is in the line
            raise
        raise ValueError(_why_not(host, port, error)) from None
    click.echo(f"\nEnded. What the room said is in {data}.")


def _why_not(host: str, port: int, error: OSError) -> str:
    """Why it cannot listen there."""
    if error.errno == errno.EADDRINUSE:
        return f"{host}:{port} is in use; --port chooses another"
    why = str(error.strerror or error).partition(" (while")[0]
    return f"--host {host}: {why}; it must be an address of this machine"


def greeting(ready: "Ready", host: str, data: Path, *, qr: bool) -> str:
    """Where the room is, what that exposes, and what the leader opens."""
    from leaklab.book.room import address

    joining = address.joining(ready.url, ready.code)
    lines = [
        f"The room is at {ready.url}/room/",
        f"Its code is {ready.code}",
        "",
        *_exposes(host),
        "",
        f"Lead it:    {ready.here}/room/lead#{ready.leader}",
        f"Projector:  {ready.here}/room/show#{ready.code}",
        f"Kept in {data}. Ctrl-C ends it.",
    ]
    if qr:
        lines += ["", address.terminal(joining).rstrip("\n")]
    return "\n".join(lines)


def _exposes(host: str) -> list[str]:
    from leaklab.book.room import address

    if address.is_loopback(host):
        return ["Only this machine reaches it; --host 0.0.0.0 lets the network in."]
    return [
        "Everybody in this network can read the book there; who has the code can join and bet.",
        "It is HTTP without encryption: others in the network can read along. Keep the line with",
        "the leader's code to yourself. No other file of this machine is served.",
    ]
