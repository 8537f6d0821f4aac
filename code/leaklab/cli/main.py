"""The command line: `leaklab simulate | read | watch | serve | pull ...`: see `COMMANDS`."""

import contextlib
import importlib
import os
import signal
import sys
from typing import Any

import click

# Where each command is. Its module is imported when the command is asked for, and not before:
# trio and the simulator take half a second, which `leaklab read` of a small file need not wait.
COMMANDS = {
    "compare": "runs",
    "doctor": "doctor",
    "handlers": "runs",
    "profile": "runs",
    "pull": "pull",
    "read": "read",
    "room": "room",
    "serve": "serve",
    "simulate": "runs",
    "turn": "pull",
    "watch": "watch",
}


class LateGroup(click.Group):
    """A group of commands that imports each when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"leaklab.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Read dumps of goroutines; run the Kubernetes timeout filter's trio ports under load."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. A user's mistake is one line on stderr and exit status 2."""
    with contextlib.suppress(ValueError):  # not in the main thread: then Ctrl-C is not ours
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # a script's background job
            signal.signal(signal.SIGINT, _interrupted)
    try:
        cli.main(arguments, prog_name="leaklab", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        _refuse(error.format_message())
    except OSError as error:
        if error.filename is None:  # standard output: nothing more can go there, at exit either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.exit(141)
        _refuse(f"{error.filename or 'standard output'}: {error.strerror}")
    except ValueError as error:
        _refuse(str(error))


def _interrupted(signal_number: int, frame: Any) -> None:
    """Ctrl-C: end at once, without unwinding what may be a million tasks."""
    cursor_back = "\x1b[?25h" if sys.stderr.isatty() else ""  # the progress bar hid it
    click.echo(f"{cursor_back}\nleaklab: interrupted", err=True)
    os._exit(128 + signal_number)


def _refuse(message: str) -> None:
    one_line = " ".join(message.split())
    click.echo(f"leaklab: {one_line}", err=True)
    sys.exit(2)
