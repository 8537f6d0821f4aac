"""A report to copy into a ticket: Markdown, on request without what names a machine or a person."""

import re
from collections.abc import Sequence
from dataclasses import replace

from leaklab.dumps import places, report
from leaklab.dumps.growth import changes
from leaklab.dumps.meaning import Judged, judged
from leaklab.dumps.values import Dump, Frame, Group

# Import paths that everybody knows: what lies elsewhere may be a firm's own.
PUBLIC = re.compile(
    r"(?:github\.com/(?:kubernetes|moby|docker|containerd|etcd-io|coreos|prometheus|grafana|"
    r"grpc|golang|google|uber-go|uber|hashicorp|spf13|sirupsen|emicklei|gorilla|eapache|"
    r"opencontainers|cilium|istio|argoproj|cockroachdb|nats-io|minio|aws|Azure)/"
    r"|k8s\.io/|sigs\.k8s\.io/|golang\.org/|google\.golang\.org/|go\.uber\.org/|gopkg\.in/"
    r"|go\.etcd\.io/|go\.opentelemetry\.io/|go\.opencensus\.io/|cloud\.google\.com/|istio\.io/"
    r"|knative\.dev/|gvisor\.dev/|modernc\.org/|cel\.dev/|vendor/)"
)
ADDRESS = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b"
)


def markdown(all_judged: Sequence[Judged], *, anonymous: bool = False, top: int = 5) -> str:
    """The report: what was read, what it means, what grew. Two or more dumps: oldest first."""
    given = [_hidden(each) for each in all_judged] if anonymous else list(all_judged)
    parts = [f"## Goroutines: {given[-1].dump.total:,}", "", _block(report.table(given[-1], top))]
    if len(given) > 1:
        dumps = [each.dump for each in given]
        parts += [
            "",
            "### What changed",
            "",
            _block(report.growth_table(changes(dumps), dumps, top)),
        ]
    if anonymous:
        parts += ["", "Paths, addresses, labels and names of own packages are left out."]
    return "\n".join(parts) + "\n"


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def _hidden(each: Judged) -> Judged:
    """The same verdicts on a dump without names: the guide must see the true ones first."""
    names = _Names()
    verdicts = tuple(
        replace(verdict, group=_group(verdict.group, names)) for verdict in each.verdicts
    )
    groups = tuple(verdict.group for verdict in verdicts)
    return Judged(replace(anonymous(each.dump), groups=groups), verdicts)


def anonymous(dump: Dump) -> Dump:
    """The dump without paths of a machine, private packages, labels' values, numbers and names."""
    names = _Names()
    return replace(
        dump,
        name="dump",
        program="",
        groups=tuple(_group(group, names) for group in dump.groups),
        notes=tuple(
            ADDRESS.sub("(address)", note.replace(dump.name, "dump")) for note in dump.notes
        ),
    )


class _Names:
    """Private packages by number, the same each time."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def package(self, path: str) -> str:
        """`path`, if everybody knows it or it is Go's own; else `private-3`."""
        first = path.partition("/")[0]
        if path == "main" or PUBLIC.match(f"{path}/") or first in places.STANDARD:
            return path
        if "/vendor/" in path and PUBLIC.match(path.partition("/vendor/")[2]):
            return path.partition("/vendor/")[2]
        return f"private-{self._numbers.setdefault(path, len(self._numbers) + 1)}"


def _group(group: Group, names: _Names) -> Group:
    labels = {f"label set {at}": n for at, n in enumerate(group.labels.values(), start=1)}
    return replace(
        group,
        frames=tuple(_frame(frame, names) for frame in group.frames),
        created_by=_frame(group.created_by, names) if group.created_by else None,
        labels=labels,
        ids=(),
    )


def _frame(frame: Frame, names: _Names) -> Frame:
    """The function under its package's public or new name; of the file, its own name alone."""
    package = places.package(frame.function)
    shown = names.package(package)
    function = shown + frame.function[len(package) :]
    generic = re.sub(r"\[[^\]]*/[^\]]*\]", "[...]", function)
    file = frame.file.replace("\\", "/").rpartition("/")[2]
    return Frame(generic, file, frame.line)


def of(dumps: Sequence[Dump], *, anonymous: bool = False, top: int = 5) -> str:
    """`markdown` for dumps that are not judged yet."""
    return markdown([judged(dump) for dump in dumps], anonymous=anonymous, top=top)
