"""The command line: `leaklab simulate | compare | profile | read | watch | handlers | doctor`."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from leaklab.apiserver import handlers
from leaklab.book import tables
from leaklab.cli.doctor import doctor_command
from leaklab.cli.read import read_command
from leaklab.cli.watch import watch_command
from leaklab.recordings.traces import compare, read_trace
from leaklab.simulation.latency import parse_latency
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import PROGRESS_STEPS, Probe, simulate
from leaklab.tasks import profile

LONG_RUN_REQUESTS = 5_000  # from here on a run takes long enough for a progress bar
TABLE_ROWS = 20
FORMS = ("debug1", "debug2", "proto")


def quantity(kind: Callable[[str], float]) -> Callable[[str], float | str]:
    """An option's type: a number, or the text itself, for the Scenario to refuse with its limits.

    A function and no subclass of `click.ParamType`, whose form changed in click 8.3.
    """

    def number(text: str) -> float | str:
        try:
            return kind(text)
        except ValueError:
            return text

    return number


SCENARIO_OPTIONS = [
    click.option("--handler", default="k8s-1.12", show_default=True, help="See `handlers`."),
    click.option("--rate", "rate_per_s", type=quantity(float), help="Requests a second. [50]"),
    click.option("--duration", "duration_s", type=quantity(float), help="Seconds of traffic. [4]"),
    click.option("--timeout", "timeout_s", type=quantity(float), help="Request timeout, s. [0.6]"),
    click.option(
        "--plan",
        "plans",
        multiple=True,
        help="TIME:write|flush|return|panic|slow=S, ... [0.9:write]",
    ),
    click.option("--select", help="How plans are chosen: cycle or step. [cycle]"),
    click.option("--step-index", type=quantity(int), help="Requests before the second plan. [0]"),
    click.option(
        "--max-in-flight", type=quantity(int), help="Handlers running at once. [no limit]"
    ),
    click.option("--arrivals", help="constant or poisson. [constant]"),
    click.option(
        "--latency", help="fixed:S, uniform:LOW:HIGH or lognormal:MEDIAN:SIGMA, not plans."
    ),
    click.option(
        "--client-hangup", "client_hangup_s", type=quantity(float), help="Clients wait so long, s."
    ),
    click.option(
        "--client-timeout", "client_timeout_s", type=quantity(float), help="?timeout= they send, s."
    ),
    click.option(
        "--honours-cancel", is_flag=True, default=None, help="Handlers heed their context."
    ),
    click.option("--http", "http_version", type=quantity(int), help="HTTP's version, 1 or 2. [2]"),
    click.option(
        "--report-gap", "report_gap_s", type=quantity(float), help="HandleError's gap, s. [0]"
    ),
    click.option("--until", "until_s", type=quantity(float), help="End of the run, virtual s."),
    click.option("--seed", type=quantity(int), help="For all that is random. [0]"),
]


def scenario_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that describe a scenario to a command."""
    for option in reversed(SCENARIO_OPTIONS):
        command = option(command)
    return command


def _scenario(given: dict[str, Any]) -> Scenario:
    chosen = {name: value for name, value in given.items() if value not in (None, ())}
    if "latency" in chosen:
        if "plans" in chosen:
            raise ValueError("--latency and --plan exclude each other; give one of the two")
        chosen["latency"] = parse_latency(chosen["latency"])
    return Scenario(**chosen)


@click.group(
    commands=[doctor_command, read_command, watch_command],
    context_settings={"help_option_names": ["-h", "--help"]},
)
def cli() -> None:
    """Read dumps of goroutines; run the Kubernetes timeout filter's trio ports under load."""


@cli.command("simulate")
@scenario_options
@click.option("--every", "every_s", type=quantity(float), help="Time between samples, s. [0.05]")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
def simulate_command(handler: str, form: str, **given: Any) -> None:
    """Run a scenario once and print its census and outcomes."""
    scenario = _scenario(given)
    if form == "table" and given["every_s"] is None:
        scenario = _scenario({**given, "every_s": scenario.horizon_s / TABLE_ROWS})
    run = _run(scenario, handler)
    texts: dict[str, Callable[[Run], str]] = {"csv": Run.to_csv, "json": Run.to_json}
    click.echo(texts.get(form, tables.run_table)(run).rstrip("\n"))


@cli.command("compare")
@click.argument("trace", type=click.Path(path_type=Path))
@click.option("--handler", help="Another handler than the one recorded.")
def compare_command(trace: Path, handler: str | None) -> None:
    """Replay a recording of the Go filter."""
    click.echo(tables.comparison_table(compare(read_trace(trace), handler)))


@cli.command("profile")
@scenario_options
@click.option("--at", "at_s", type=quantity(float), help="When to look, virtual s. [the end]")
@click.option("--form", type=click.Choice(FORMS), default="debug1", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write. [the screen]")
def profile_command(handler: str, at_s: Any, form: str, output: Path | None, **given: Any) -> None:
    """Profile a run's tasks, in Go's forms."""
    if form == "proto" and output is None and sys.stdout.isatty():
        raise ValueError("--form proto is binary; name a file with --output, or pipe it on")
    scenario = _scenario(given)
    origins = profile.Origins()
    taken: list[list[profile.TaskStack]] = []
    at = scenario.horizon_s if at_s is None else at_s
    _run(scenario, handler, (at, lambda: taken.append(profile.collect(origins))), origins)
    if not taken:
        raise ValueError(f"the process died before --at {at} s: no profile was taken")
    content = _profile_bytes(form, taken[0])
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def _profile_bytes(form: str, stacks: list[profile.TaskStack]) -> bytes:
    if form == "proto":
        return profile.proto(stacks)
    text = profile.debug1(stacks) if form == "debug1" else profile.debug2(stacks)
    return text.encode()


@cli.command("handlers")
def handlers_command() -> None:
    """List the handlers."""
    for name in handlers.NAMES:
        click.echo(f"{name:<12}{handlers.summary(name)}")


def _run(
    scenario: Scenario,
    handler: str,
    probe: Probe | None = None,
    origins: profile.Origins | None = None,
) -> Run:
    """simulate(), with a progress bar when it takes long and somebody is watching."""
    instruments = [origins] if origins else []
    if scenario.requests_expected < LONG_RUN_REQUESTS or not sys.stderr.isatty():
        return simulate(scenario, handler, probe=probe, instruments=instruments)
    with click.progressbar(length=PROGRESS_STEPS, file=sys.stderr, label=handler) as bar:

        def report(share: float) -> None:
            bar.update(round(share * PROGRESS_STEPS) - bar.pos)

        run = simulate(scenario, handler, probe=probe, instruments=instruments, progress=report)
        report(1.0)
    return run


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
