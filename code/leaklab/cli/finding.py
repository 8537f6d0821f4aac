"""What a check of the set-up found, and how a list of such findings is told."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

import click


@dataclass(frozen=True)
class Finding:
    """What a check found; `advice` says what to do unless `ok`. Not `needed` means optional.

    `check` names the check for programs that read `as_json`; two findings may be equal without it.
    """

    ok: bool
    what: str
    advice: str = ""
    needed: bool = True
    check: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.ok:
            return f"ok        {self.what}"
        return f"{'NOT OK' if self.needed else 'optional':<10}{self.what}: {self.advice}"

    @property
    def stops(self) -> bool:
        """Whether something needed is not there."""
        return self.needed and not self.ok

    @property
    def line(self) -> str:
        """The finding on one line, whatever an error's message holds."""
        return " ".join(str(self).splitlines())


def as_json(findings: Iterable[Finding]) -> str:
    """`{"fine": bool, "findings": [{check, ok, needed, what, advice}]}`; advice is "" where ok."""
    found = list(findings)
    values = [
        {
            "check": each.check,
            "ok": each.ok,
            "needed": each.needed,
            "what": each.what,
            "advice": "" if each.ok else each.advice,
        }
        for each in found
    ]
    fine = not any(each.stops for each in found)
    return json.dumps({"fine": fine, "findings": values}, indent=2)


def say(text: str) -> None:
    """Print a line; what the terminal's encoding does not have, as an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))
