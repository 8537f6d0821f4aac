"""`leaklab read FILE [FILE ...]`: dumps of Go programs, what they mean, and what grew."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import click

from leaklab.dumps.values import Dump, Group

FORMATS = ("table", "json", "folded", "debug1", "proto")
MOST_BYTES = 2 << 30


@click.command("read")
@click.argument("sources", nargs=-1, required=True, metavar="FILE [FILE ...]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--top", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Stacks."
)
@click.option("--state", help="Only goroutines in a state that has this text in it.")
@click.option("--match", "pattern", help="Only stacks with a function or file that has this text.")
@click.option("--ticket", is_flag=True, help="A report in Markdown, to copy into a ticket.")
@click.option("--anonymous", is_flag=True, help="Leave out paths, addresses, labels, own names.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write. [the screen]")
@click.option("--token", help="Sent to a URL as `Authorization: Bearer TOKEN`.")
def read_command(
    sources: tuple[str, ...],
    form: str,
    top: int,
    state: str | None,
    pattern: str | None,
    ticket: bool,
    anonymous: bool,
    output: Path | None,
    token: str | None,
) -> None:
    """Read dumps of a Go program's goroutines (or a Python program's tasks).

    FILE is a file, `-` for standard input, or a URL. It may be debug=0, 1 or 2 of
    /debug/pprof/goroutine, what SIGQUIT or a panic wrote, goleak's list, with or without what a
    log put before its lines. Two or more files of one process, the oldest first, show what grew.
    What could not be read is said, on standard error too.
    """
    dumps, times = _read_all(sources, token)
    for dump in dumps:
        for note in dump.notes:
            click.echo(f"leaklab: {dump.name}: {note}", err=True)
    if state is not None or pattern is not None:
        dumps = [_kept(dump, state or "", pattern or "") for dump in dumps]
    content = _content(dumps, times, form, top, ticket=ticket, anonymous=anonymous)
    if output is not None:
        output.write_bytes(content)
    elif form == "proto" and not ticket and sys.stdout.isatty():
        raise ValueError("--format proto is binary; name a file with --output, or pipe it on")
    else:
        sys.stdout.buffer.write(content)


def _read_all(
    sources: tuple[str, ...], token: str | None
) -> tuple[list[Dump], list[datetime | None]]:
    from leaklab.dumps.reading import read_series

    dumps: list[Dump] = []
    times: list[datetime | None] = []
    for source in sources:
        data, time = _bytes_of(source, token)
        try:
            found = read_series(data, source)
        except ValueError as error:
            raise ValueError(f"{source}: {error}") from None
        many = len(found) > 1
        dumps += [
            replace(dump, name=f"{source} #{at}") if many else dump
            for at, dump in enumerate(found, start=1)
        ]
        times += [time if not many else None for _ in found]
    return dumps, _told_apart(times)


def _told_apart(times: list[datetime | None]) -> list[datetime | None]:
    """The files' times, or none where they are one: a checkout or a copy made them all at once."""
    known = sorted(time for time in times if time is not None)
    close = any((after - before).total_seconds() < 1 for before, after in pairwise(known))
    return [None] * len(times) if close else times


def _bytes_of(source: str, token: str | None) -> tuple[bytes, datetime | None]:
    """What a file, standard input or a URL holds, and when it was written or asked for."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", source):
        from leaklab.cli import fetch  # late, as urllib is slow to import

        return fetch.fetch(source, token), datetime.now(UTC)
    if source == "-":
        return sys.stdin.buffer.read(), None
    path = Path(source)
    if path.is_dir():
        raise ValueError(f"{source}: it is a folder; name the files in it")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{source}: {size >> 20} MiB are too many; at most {MOST_BYTES >> 20}")
    return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _kept(dump: Dump, state: str, text: str) -> Dump:
    groups = tuple(group for group in dump.groups if state in group.state and _has(group, text))
    kept = sum(group.count for group in groups)
    note = f"only {kept} of {dump.total} goroutines are shown: --state or --match left out the rest"
    return replace(dump, groups=groups, stated=None, notes=(*dump.notes, note))


def _has(group: Group, text: str) -> bool:
    frames = [*group.frames, *([group.created_by] if group.created_by else [])]
    return any(text in f"{frame.function} {frame.file}:{frame.line}" for frame in frames)


def _content(
    dumps: list[Dump],
    times: list[datetime | None],
    form: str,
    top: int,
    *,
    ticket: bool,
    anonymous: bool,
) -> bytes:
    from leaklab.dumps import growth, meaning, report
    from leaklab.dumps import ticket as tickets

    if ticket:
        return tickets.of(dumps, anonymous=anonymous, top=top, times=times).encode()
    if anonymous:
        dumps = tickets.anonymous(dumps)
    if form in ("folded", "debug1", "proto"):
        if len(dumps) > 1:
            raise ValueError(f"--format {form} shows one dump, and {len(dumps)} were given")
        write: Callable[[Dump], str | bytes] = getattr(report, form)
        content = write(dumps[0])
        return content if isinstance(content, bytes) else content.encode()
    grown = growth.changes(dumps, times) if len(dumps) > 1 else None
    judged = [meaning.judged(dump) for dump in dumps[:-1]] + [meaning.judged(dumps[-1], grown)]
    if form == "json":
        return report.json_text(judged, grown).encode()
    text = report.table(judged[-1], top)
    return (text + ("\n" + report.growth_table(grown, dumps, top) if grown else "")).encode()
