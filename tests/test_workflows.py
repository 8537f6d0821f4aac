"""The workflows: pinned, with few rights; every test is run by a job; one build of the book."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.support.places import ROOT

WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
}
TEST, PUBLISH = WORKFLOWS["test"]["jobs"], WORKFLOWS["publish"]["jobs"]


def commands(jobs: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each line that a job runs, with the job's name."""
    for name, job in jobs.items():
        for step in job.get("steps", []):
            for line in step.get("run", "").splitlines():
                yield name, line


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_action_is_pinned_by_commit_and_may_little(workflow):
    assert WORKFLOWS[workflow]["permissions"] == {"contents": "read"}
    for name, job in WORKFLOWS[workflow]["jobs"].items():
        assert name == "publish" or "permissions" not in job
        if "uses" in job:  # a workflow of our own, whose jobs have limits of their own
            assert job["uses"] == "./.github/workflows/test.yml"
            continue
        assert job["timeout-minutes"] <= 90
        for step in job["steps"]:
            used = step.get("uses", "actions/x@" + "0" * 40)
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", used), used


def test_the_quick_check_comes_before_all_others():
    assert [line for _, line in commands({"check": TEST["check"]})][-1] == "make check"
    for name, job in TEST.items():
        assert name == "check" or job["needs"] in ("check", "book"), name


def test_the_model_is_tested_on_every_python_that_is_supported():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    supported = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', settings)
    assert len(supported) >= 2
    assert TEST["model"]["strategy"]["matrix"]["python"] == supported


@pytest.mark.parametrize(
    ("folder", "markers", "job"),
    [
        ("tests", set(), "model"),
        ("tests", {"slow"}, "model"),
        ("tests", {"timing"}, "model"),
        ("tests", {"book"}, "built"),
        ("tests", {"browser", "slow"}, "browser"),
        ("tests/binder", {"browser", "slow"}, "binder"),
        ("chapters", set(), "model"),
    ],
)
def test_every_kind_of_test_is_run_by_one_job(folder, markers, job):
    runs = [name for name, line in commands(TEST) if selects(line, folder, markers)]
    assert runs == [job]


def selects(line: str, folder: str, markers: set[str]) -> bool:
    """Whether a command runs pytest on the tests in `folder` that have these markers."""
    if " -m pytest " not in line:
        return False
    words = shlex.split(line.partition(" -m pytest ")[2])
    if "--ignore" in words and words[words.index("--ignore") + 1] == folder:
        return False
    if not any(folder == word or folder.startswith(f"{word}/") for word in words):
        return False
    expression = words[words.index("-m") + 1] if "-m" in words else "True"
    known = dict.fromkeys(("slow", "browser", "book", "timing"), False)
    return bool(eval(expression, {"__builtins__": {}}, {**known, **dict.fromkeys(markers, True)}))


def test_the_book_is_built_once_and_that_build_is_tested_and_published():
    building = re.compile(r"\bmake (?:\w+ )*(?:book|zip|test|serve)\b|tools\.book\.build")
    assert [name for name, line in commands({**TEST, **PUBLISH}) if building.search(line)] == [
        "book"
    ]
    ends = {
        (name, step["with"]["name"], "upload" in step["uses"])
        for name, job in {**TEST, **PUBLISH}.items()
        for step in job.get("steps", [])
        if "artifact" in step.get("uses", "")
    }
    assert ends == {
        ("book", "book", True),
        ("built", "book", False),
        ("browser", "book", False),
        ("publish", "book", False),
    }
    assert PUBLISH["publish"]["needs"] == "test"


def test_what_is_published_is_first_asked_for_its_version():
    assert [line for _, line in commands({"release": PUBLISH["release"]})] == [
        'python3 -m tools.release "$TAG"'
    ]
    assert PUBLISH["test"]["needs"] == "release"
