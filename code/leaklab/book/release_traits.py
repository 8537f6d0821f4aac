"""Chapter 7. What the timeout filter and HandleError do, release by release: data.

Numbers are pull requests of kubernetes/kubernetes. First releases were read off the tags of
kubernetes/apiserver and kubernetes/apimachinery. Where a trait names several, its back-ports were
looked up at these tags and at the patch release before each. Where it names one, nobody looked
for back-ports at the tags; it holds from that release on, and perhaps in late patch releases of
older lines. `carried` names the back-ports that we met all the same.
"""

from typing import NamedTuple

PULL = "https://github.com/kubernetes/kubernetes/pull/{}"
RUNTIME_1_31 = (
    "https://github.com/kubernetes/apimachinery/blob/kubernetes-1.31.0/pkg/util/runtime/runtime.go"
)


class Trait(NamedTuple):
    """What a part of the server does, from which releases on, and where that is told.

    `first` has a release a line, the oldest line first; later lines have the trait from .0 on.
    Without any it is how the part was before. `carried` has lines and pull requests: back-ports
    into patch releases that were not looked up. `unsearched` has lines in whose later patch
    releases a back-port would matter most, and nobody looked for one.
    """

    what: str
    first: tuple[str, ...] = ()
    source: str = ""
    carried: tuple[tuple[int, int], ...] = ()
    unsearched: tuple[int, ...] = ()

    def since(self, minor: int, patch: int) -> str | None:
        """The release of 1.minor, or of an older line, that brought it; None: not in there yet."""
        if not self.first:
            return ""
        lines = {int(name.split(".")[1]): name for name in self.first}
        if minor > max(lines):
            return lines[max(lines)]
        name = lines.get(minor)
        return name if name and patch >= int(name.split(".")[2]) else None


BORN = ("1.9.11", "1.10.8", "1.11.4", "1.12.0")
STACK = ("1.10.12", "1.11.6", "1.12.4", "1.13.0")
FIXED = ("1.14.8", "1.15.5", "1.16.2", "1.17.0")
TERMINATION = ("1.14.9", "1.15.6", "1.16.3", "1.17.0")
UNLOCKED = ("1.25.15", "1.26.10", "1.27.7", "1.28.3", "1.29.0")

LATE_END, NOT_CALLED = "a late end", "the filter does not call it after a timeout"
FILTER = {  # what we ask about: the traits, the oldest first
    "waits for": (
        Trait("the worker, or a timer of its own"),
        Trait(
            "the worker, or the end of the request's context: the deadline, or the client left",
            ("1.21.0",),
            PULL.format(96901),
        ),
    ),
    LATE_END: (
        Trait("a return is not noticed, a panic ends the process"),
        Trait("the worker is parked for ever", BORN, PULL.format(68001)),
        Trait("a drainer takes it, and reports a panic", FIXED, PULL.format(83333)),
        Trait("a drainer takes it, reports it and counts it", ("1.22.0",), PULL.format(97428)),
        Trait(
            "a drainer takes it, reports it as a structured entry and counts it",
            ("1.31.0",),
            PULL.format(121970),
        ),
    ),
    "a panic in time": (
        Trait("ends the process"),
        Trait("is raised again where the request is served", BORN, PULL.format(68001)),
        Trait("is raised again, as text with its stack", STACK, PULL.format(71067)),
        Trait(
            "is raised again, as text with its stack; http.ErrAbortHandler unchanged",
            ("1.16.0",),
            PULL.format(82588),
        ),
    ),
    "an answer begun": (
        Trait("is cut off by an error of the filter's own"),
        Trait(
            "is cut off by http.ErrAbortHandler: no stack in the log",
            ("1.20.0",),
            PULL.format(95002),
        ),
    ),
    "a timeout counts as": (
        Trait("one more request, with code 504"),
        Trait("a termination", TERMINATION, PULL.format(83427)),
    ),
    "headers of the answer": (
        Trait("are shared with the worker"),
        Trait(
            "the worker has a copy of its own",
            ("1.24.0",),
            PULL.format(107452),
            ((20, 107461), (21, 107460), (22, 107459), (23, 107458)),
        ),
    ),
    "the request": (
        Trait("is shared with the worker"),
        Trait(
            "the worker has a clone",
            ("1.24.0",),
            PULL.format(108455),
            ((21, 109013), (22, 109014), (23, 109015)),
        ),
    ),
    "its 504 in the access log": (
        Trait("may have a stack"),
        Trait("has no stack", ("1.26.0",), PULL.format(112374)),
    ),
}

HANDLE_ERROR = (
    Trait(
        "sleeps up to 1 ms with a lock held: callers queue, some 1,000 a second",
        (),
        PULL.format(40497),
    ),
    Trait(
        "sleeps up to 1 ms, and no longer with the lock held: callers do not queue",
        UNLOCKED,
        PULL.format(121120),
    ),
    Trait(
        "makes a new limiter at each call: every caller sleeps about 1 ms by itself",
        ("1.31.0",),
        RUNTIME_1_31,
    ),
    Trait(
        "has one limiter again, and sleeps up to 1 ms without its lock",
        ("1.34.0",),
        PULL.format(131443),
        unsearched=(31, 32, 33),
    ),
)
