"""The image and the script for TLJH: they name files that exist, and refuse what cannot be."""

import re
import subprocess
from fnmatch import fnmatch

import pytest

from tools.hub.values import VALUES, read
from tools.paths import ROOT

HUB = ROOT / "hub"
IMAGE = (HUB / "Dockerfile").read_text(encoding="utf-8")
INSTALL = HUB / "tljh" / "install.sh"
STEPS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", "", IMAGE).splitlines()
    if line and not line.startswith("#")
]
KNOWN = {"FROM", "ARG", "RUN", "USER", "ENV", "WORKDIR", "COPY", "EXPOSE", "CMD"}


def of(kind):
    return [rest for step, rest in STEPS if step == kind]


def copied():
    return [name for rest in of("COPY") for name in rest.split()[1:-1]]


def test_each_step_of_the_image_is_one_that_docker_knows():
    assert {step for step, _ in STEPS} == KNOWN
    assert STEPS[0][0] == "FROM"
    assert STEPS[-1] == ["CMD", '["jupyterhub-singleuser"]']


def test_the_images_python_is_pinned_and_the_one_of_binder():
    [base] = of("FROM")
    version = (ROOT / "runtime.txt").read_text().strip().removeprefix("python-")
    assert re.fullmatch(rf"python:{re.escape(version)}-slim-[a-z]+", base)


def test_what_the_image_copies_exists_and_is_sent_to_the_build():
    assert len(copied()) >= 8
    lines = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [line[1:] for line in lines if line.startswith("!")]
    for name in copied():
        assert (ROOT / name).exists(), name
        assert name in sent, name
    assert sorted(sent) == sorted(copied())


def test_what_the_package_is_built_of_is_copied():
    """By hatchling, and by postBuild."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'^readme = "(.*)"', text, re.M))
    named |= set(re.findall(r'"(LICENSE[\w-]*)"', text))
    assert named
    assert {*named, "pyproject.toml", "hatch_build.py", "postBuild", "tools"} <= set(copied())


def test_the_server_is_not_run_by_root():
    assert of("USER")[-1] == "jovyan"
    assert "--uid 1000 --gid 100" in of("RUN")[0]
    assert "uid: 1000\n  fsGid: 100\n" in VALUES.read_text(encoding="utf-8")


def test_the_image_is_made_by_binders_steps():
    steps = " ".join(of("RUN"))
    assert "pip install --no-cache-dir -r requirements.txt" in steps
    assert "./postBuild" in steps
    assert not any(fnmatch(step, "*curl*") or fnmatch(step, "*wget*") for step in of("RUN"))


def test_the_images_hub_is_the_one_of_the_chart_that_the_readme_installs():
    readme = (HUB / "README.md").read_text(encoding="utf-8")
    [version] = [rest.partition("=")[2] for rest in of("ARG")]
    assert f"JupyterHub {version}" in readme
    asked = set(re.findall(r"--version (\S+)", readme + VALUES.read_text(encoding="utf-8")))
    assert len(asked) == 1


def test_each_file_that_the_readme_links_exists():
    links = re.findall(r"\]\(([^)#:]+)\)", (HUB / "README.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (HUB / link).exists()] == []


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "usage: sudo {script} ADDRESS-OF-THE-BOOK"),
        (["book"], 1, "{tljh}/hub/bin/tljh-config is missing; "),
    ],
)
def test_the_script_for_tljh_says_what_is_missing(tmp_path, arguments, status, told):
    done = subprocess.run(
        ["bash", INSTALL, *arguments],
        env={"PATH": "/usr/bin:/bin", "TLJH_PREFIX": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == status
    assert done.stderr.startswith(told.format(script=INSTALL, tljh=tmp_path))
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_the_script_for_tljh_uses_exists():
    subprocess.run(["bash", "-n", INSTALL], check=True)
    script = INSTALL.read_text(encoding="utf-8")
    assert "hub/tljh/parked_forever.py" in script
    compile((HUB / "tljh" / "parked_forever.py").read_text(encoding="utf-8"), "drop-in", "exec")
    for name in ("requirements.txt", "postBuild", "chapters"):
        assert name in script
        assert (ROOT / name).exists()


def test_each_recipe_has_the_sizes_that_the_readme_tells():
    memory = read(VALUES)["singleuser"]["memory"]
    readme = (HUB / "README.md").read_text(encoding="utf-8")
    assert f"| memory, guaranteed | {memory['guarantee'][:-1]} MiB |" in readme
    assert f"| memory, at most | {memory['limit'][:-1]} MiB |" in readme
    assert f"limits.memory {memory['limit']}\n" in INSTALL.read_text(encoding="utf-8")
