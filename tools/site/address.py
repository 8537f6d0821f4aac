"""Where the book's repository and its site are: from the CI's variables or the git remote.

Nowhere else is an address written down, and where none is known, none is invented.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.paths import ROOT

GITHUB = re.compile(r"github\.com[:/](?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(\.git)?/?$")


@dataclass(frozen=True)
class Address:
    """A repository on GitHub, the tag or branch that is published, and the site's root."""

    owner: str
    name: str
    ref: str
    site: str  # ends with a slash

    @property
    def repository(self) -> str:
        """The repository's page."""
        return f"https://github.com/{self.owner}/{self.name}"


def find_address(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Address | None:
    """The address, or None. GITHUB_REPOSITORY goes before the remote, SITE_URL before a guess."""
    known = environment.get("GITHUB_REPOSITORY")
    remote = f"github.com/{known}" if known else git(root, "remote", "get-url", "origin")
    if not (found := GITHUB.search(remote)):
        return None
    owner, name = found["owner"], found["name"]
    pages = f"https://{owner.lower()}.github.io/"
    own_root = name.lower() == f"{owner.lower()}.github.io"  # the owner's root site
    site = environment.get("SITE_URL") or (pages if own_root else f"{pages}{name}/")
    return Address(owner, name, _ref(environment, root), site.rstrip("/") + "/")


def _ref(environment: Mapping[str, str], root: Path) -> str:
    """The tag or branch that readers are sent to: the CI's, a tag of this commit, or `main`."""
    if ref := environment.get("GITHUB_REF_NAME"):
        return ref
    return git(root, "describe", "--tags", "--exact-match") or "main"


def git(root: Path, *arguments: str) -> str:
    """What git says, or nothing where there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
