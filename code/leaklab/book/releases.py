"""Chapter 7. Which releases of Kubernetes leak, and what their timeout filter does.

"Leak" is the one of this book: a goroutine of the timeout filter, parked for ever after a request
timed out. It was born in kubernetes/kubernetes #68001 and fixed in #83333; the patch releases
that carry either were read off the tags of kubernetes/apiserver. The last patch of each line up
to 1.16 is from kubernetes/website, data/releases/eol.yaml. Of later lines a patch number is not
checked: that list calls 1.29.14 the last, and clusters run 1.29.15. 1.37 was read in 1.37.0-beta.0
and on the main branch two days later.
"""

import re
from typing import NamedTuple

from leaklab.book.exercises import Verdict
from leaklab.book.page import Table
from leaklab.book.release_traits import FILTER, HANDLE_ERROR, NOT_CALLED, Trait

BORN, FIXED = "#68001", "#83333"


class Line(NamedTuple):
    """The patch releases 1.minor.0 to 1.minor.last: which is the first to leak, and the last.

    `fixed` is the first patch release with the fix; None if the line ended without one.
    """

    minor: int
    first_leaking: int
    fixed: int | None
    last: int

    @property
    def leaking(self) -> range:
        """The patch numbers that leak."""
        return range(self.first_leaking, self.last + 1 if self.fixed is None else self.fixed)

    def state(self, patch: int) -> str:
        """`before` the leak was born, `leaks`, or `fixed`. ValueError if never released."""
        if patch > self.last:
            raise ValueError(
                f"there is no 1.{self.minor}.{patch}; the last is 1.{self.minor}.{self.last}"
            )
        if patch in self.leaking:
            return "leaks"
        return "before" if patch < self.first_leaking else "fixed"


LINES = (
    Line(9, first_leaking=11, fixed=None, last=11),
    Line(10, first_leaking=8, fixed=None, last=13),
    Line(11, first_leaking=4, fixed=None, last=10),
    Line(12, first_leaking=0, fixed=None, last=10),
    Line(13, first_leaking=0, fixed=None, last=12),
    Line(14, first_leaking=0, fixed=8, last=10),
    Line(15, first_leaking=0, fixed=5, last=12),
    Line(16, first_leaking=0, fixed=2, last=15),
)
BY_MINOR = {line.minor: line for line in LINES}
FIRST_MINOR, LAST_MINOR = LINES[0].minor, LINES[-1].minor
NEWEST_MINOR = 37
_NEAREST = next(line for line in LINES if line.fixed is not None)

VERSION = re.compile(r"(?:v|kubernetes-)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:([-+])(.{1,60}))?")
FOUND = re.compile(r"(?<![\w.])v?\d{1,3}\.\d{1,3}\.\d{1,3}(?:[-+][\w.+-]{1,60})?(?![\w.]\d)")
VENDOR = """
The ending {ending} is a vendor's, and proves nothing either way: a vendor can carry back
the fix, and the leak too. Look at the stacks."""
SERVER = re.compile(r"server ?version", re.IGNORECASE)


def state(version: str) -> str:
    """`before` the leak was born, `leaks`, or `fixed`.

    `version` is what `kubectl version` prints for the server: 1.12.4, v1.12.4, or with a vendor's
    ending, v1.14.9-eks-1234. Such an ending is ignored; a vendor may have carried over the fix,
    or the leak. Raises ValueError for what is no release, or none that this book knows: other
    text, alphas and betas, patches that never were, 1.38 and later.
    """
    minor, patch = _parse(version)
    if minor > LAST_MINOR:
        return "fixed"
    return "before" if minor < FIRST_MINOR else BY_MINOR[minor].state(patch)


def leaks(version: str) -> bool:
    """Whether an API server of this version leaks. ValueError as for `state`."""
    return state(version) == "leaks"


def advice(printed: object) -> Verdict:
    """What whoever runs this version should do; it is `right` when the version does not leak.

    `printed` may be all that `kubectl version` prints. Text without a release is not right either.
    Where the text speaks of a server, the first version after that word counts, else the first.
    """
    text = printed if isinstance(printed, str) else ""
    server = SERVER.search(text)
    found = FOUND.search(text, server.end() if server else 0)
    if found is None:
        return Verdict(False, f"No version such as 1.12.4 in {printed!r:.60}.")
    version = found[0]
    try:
        found_state, (minor, patch) = state(version), _parse(version)
    except ValueError as error:
        return Verdict(False, str(error))
    advised = _advice(found_state, minor, patch)
    ending = version.removeprefix("v").removeprefix(f"1.{minor}.{patch}")
    if minor <= LAST_MINOR and ending:
        advised += VENDOR.format(ending=ending)
    return Verdict(found_state != "leaks", advised)


class Found(NamedTuple):
    """What a release does: `since` which release, and `source`, where that is told.

    Both are empty for how it was before. `perhaps` says of a back-port that it may be in there,
    or that nobody looked for it.
    """

    what: str
    since: str
    source: str
    perhaps: str = ""

    @property
    def label(self) -> str:
        """The source in short: the pull request's number, or the file's name."""
        name = self.source.rpartition("/")[2]
        return f"#{name}" if name.isdigit() else name


def filter_of(version: str) -> dict[str, Found]:
    """What the timeout filter of a release does, by what is asked: the questions are in `FILTER`.

    Known from 1.9 to 1.37. ValueError for older ones, and as for `state`. A vendor's ending is
    ignored.
    """
    minor, patch = _traced(version)
    return {asked: _find(traits, minor, patch) for asked, traits in FILTER.items()}


def handle_error_of(version: str) -> Found:
    """What HandleError does to the filter's drainers in a release. ValueError as for `filter_of`.

    Each call of it may sleep up to a millisecond; the releases differ in who waits for whom.
    """
    minor, patch = _traced(version)
    if state(version) != "fixed":
        return Found(NOT_CALLED, "", "")
    return _find(HANDLE_ERROR, minor, patch)


def filter_table(version: str) -> Table:
    """All of that for the page, HandleError last. ValueError as for `filter_of`."""
    found = {**filter_of(version), "HandleError": handle_error_of(version)}
    rows = [
        [asked, each.what, each.since, each.perhaps or each.label] for asked, each in found.items()
    ]
    return Table([version, "", "since", "source"], rows)


def _traced(version: str) -> tuple[int, int]:
    """Minor and patch number of a release whose filter was looked up. ValueError otherwise."""
    state(version)
    minor, patch = _parse(version)
    if minor < FIRST_MINOR:
        raise ValueError(
            f"version = {version!r:.60}: the filter was looked up from 1.{FIRST_MINOR} on"
        )
    return minor, patch


def _find(traits: tuple[Trait, ...], minor: int, patch: int) -> Found:
    """The newest trait that a release has, and whether a newer one may be in it."""
    perhaps = ""
    for trait in reversed(traits):
        since = trait.since(minor, patch)
        if since is not None:
            return Found(trait.what, since, trait.source, perhaps)
        pull = dict(trait.carried).get(minor)
        if pull is not None and patch:
            perhaps = f"#{pull} changed that in a patch release of 1.{minor}, not looked up which"
        elif minor in trait.unsearched and patch:
            number = trait.source.rpartition("/")[2]
            perhaps = f"back-ports of #{number} to 1.{minor} were not looked for"
    raise AssertionError("the oldest trait has no first release")


def _advice(found_state: str, minor: int, patch: int) -> str:
    name = f"1.{minor}.{patch}"
    if found_state == "fixed":
        return f"{name} does not leak: it has the fix of {FIXED}."
    if found_state == "before":
        text = f"{name} does not leak: it is older than {BORN}, with which the leak came."
        if minor >= FIRST_MINOR:
            text += " But a panic that its timeout filter does not recover ends the process."
        return text
    fixed = BY_MINOR[minor].fixed
    if fixed is not None:
        return f"{name} leaks. The fix is in 1.{minor}.{fixed}."
    steps = [f"1.{step}" for step in range(minor + 1, _NEAREST.minor)]
    way = ", ".join(steps) + ", then " if steps else ""
    fix = f"1.{_NEAREST.minor}.{_NEAREST.fixed}"
    return f"{name} leaks, and no later 1.{minor} is fixed. Go to {way}{fix}."


def _parse(version: str) -> tuple[int, int]:
    """Minor and patch number. ValueError says what is wrong with the text."""
    text = version.strip() if isinstance(version, str) else ""
    match = VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"version = {version!r:.60} must be of the form 1.12.4 or v1.12.4")
    major, minor, patch = (int(match[part]) for part in (1, 2, 3))
    if major != 1:
        raise ValueError(f"version = {version!r:.60}: Kubernetes' releases begin with 1, as 1.12.4")
    if minor > NEWEST_MINOR:
        raise ValueError(
            f"version = {version!r:.60}: this book's knowledge ends with 1.{NEWEST_MINOR}"
        )
    if match[4] == "-" and re.match(r"(alpha|beta|rc)\b", match[5]):
        raise ValueError(f"version = {version!r:.60} is a pre-release; only releases are listed")
    return minor, patch
