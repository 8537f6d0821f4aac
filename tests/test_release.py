"""A release has one version: pyproject.toml's, which the tag, the citation and the log repeat."""

import shutil
import subprocess
import sys

import pytest

from tests.support.places import ROOT
from tools import release

LOG = (
    "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2027-01-31\n\n- A.\n\n## [1.1.0] - 2026-12-24\n"
)
CITED = "cff-version: 1.2.0\nversion: 1.2.0\ndate-released: 2027-01-31\n"


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "leaklab"\nversion = "1.2.0"\n')
    (tmp_path / "CITATION.cff").write_text(CITED)
    (tmp_path / "CHANGELOG.md").write_text(LOG)
    return tmp_path


def test_a_release_that_agrees(checkout):
    assert release.faults(checkout, "v1.2.0") == []


def test_this_commit_says_one_version():
    assert release.faults() == []


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2", "main", ""])
def test_another_tag_is_refused(checkout, tag):
    [fault] = release.faults(checkout, tag)
    assert fault == f"tag = {tag!r} must be v1.2.0, for pyproject.toml says 1.2.0"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\nversion: 1.2.0", "\nversion: 1.1.0", "version is 1.1.0; pyproject.toml says 1.2.0"),
        ("\nversion: 1.2.0", "", "version is missing"),
        ("2027-01-31", "2027-02-01", "date-released is 2027-02-01; CHANGELOG.md says 2027-01-31"),
    ],
)
def test_another_citation_is_refused(checkout, old, new, fault):
    (checkout / "CITATION.cff").write_text(CITED.replace(old, new))
    [found] = release.faults(checkout, "v1.2.0")
    assert fault in found


@pytest.mark.parametrize("log", [LOG.replace("[1.2.0]", "[1.0.0]"), "# Changelog\n"])
def test_a_release_without_its_section_is_refused(checkout, log):
    (checkout / "CHANGELOG.md").write_text(log)
    [found] = release.faults(checkout, "v1.2.0")
    assert "no section for 1.2.0" in found


def test_it_runs_without_the_projects_packages(checkout):
    """The publishing workflow asks first of all, before anything is installed."""
    for name in ("__init__.py", "paths.py", "release.py"):
        (checkout / "tools").mkdir(exist_ok=True)
        shutil.copy(ROOT / "tools" / name, checkout / "tools" / name)
    bare = [sys.executable, "-S", "-m", "tools.release"]
    done = subprocess.run([*bare, "v1.2.0"], cwd=checkout, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run([*bare, "v9.9.9"], cwd=checkout, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
