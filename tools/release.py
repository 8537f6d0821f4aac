"""`python -m tools.release [vX.Y.Z]`: is this commit fit to be published under that tag?

The version stands in pyproject.toml. The tag, CITATION.cff and the newest section of CHANGELOG.md
must say the same; without a tag, CITATION.cff must. Runs on any Python from 3.11 on, without the
project's packages. Exit status 1 with a line for each fault.
"""

import re
import sys
import tomllib
from pathlib import Path

from tools.paths import ROOT

RELEASED = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def version(root: Path = ROOT) -> str:
    """The version, from the one place that has it."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(settings["project"]["version"])


def faults(root: Path = ROOT, tag: str | None = None) -> list[str]:
    """What does not agree with the version, a line each; for a tag, whether it may be published."""
    wanted = version(root)
    cited, cited_on = _cited(root, "version"), _cited(root, "date-released")
    found = []
    if cited != wanted:
        found.append(f"CITATION.cff: version is {cited}; pyproject.toml says {wanted}")
    if tag is None:
        return found
    if tag != f"v{wanted}":
        found.append(f"tag = {tag!r} must be v{wanted}, for pyproject.toml says {wanted}")
    newest = RELEASED.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if newest is None or newest[1] != wanted:
        has = newest[1] if newest else "none"
        found.append(f"CHANGELOG.md: the newest version is {has}; it has no section for {wanted}")
    elif newest[2] != cited_on:
        found.append(f"CITATION.cff: date-released is {cited_on}; CHANGELOG.md says {newest[2]}")
    return found


def _cited(root: Path, key: str) -> str:
    """A plain value of CITATION.cff, or "missing"."""
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    found = re.search(rf"^{key}: *[\"']?([^\s\"']+)", text, re.MULTILINE)
    return found[1] if found else "missing"


def main() -> None:
    """Print the faults, if any."""
    if found := faults(ROOT, sys.argv[1] if len(sys.argv) > 1 else None):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
