"""What the README shows must work as it stands."""

import contextlib
import io
import re
import shlex
import subprocess
import sys

import pytest

from tests.support.places import ROOT
from tests.support.served import served
from tests.support.started import ENVIRONMENT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.partition("#")[0].strip().removeprefix(".venv/bin/")
    for _, block in BLOCKS
    for line in block.splitlines()
    if line.startswith(".venv/bin/leaklab ")
]


NEEDS_A_SERVER = ("leaklab serve", "leaklab turn", "leaklab pull")


@pytest.mark.slow
@pytest.mark.parametrize("command", [each for each in COMMANDS if each.startswith(NEEDS_A_SERVER)])
def test_each_command_of_the_server_runs(command):
    own = shlex.split(command)[2:] if command.startswith("leaklab serve") else []
    with served(*own) as server:
        if own:
            return  # it has started, and said where
        environment = {**ENVIRONMENT, "LEAKLAB_URL": server.url, "LEAKLAB_TOKEN": server.token}
        arguments = [*shlex.split(command), *(["--for", "1"] if "pull" in command else [])]
        done = subprocess.run(
            [sys.executable, "-m", *arguments], env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if not each.startswith(NEEDS_A_SERVER)]
)
def test_each_command_runs(command, tmp_path):
    arguments = [
        part.replace("code/leaklab", str(ROOT / "code/leaklab")) for part in shlex.split(command)
    ]
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or (tmp_path / "tasks.pb.gz").exists()


@pytest.mark.parametrize("code", [block for kind, block in BLOCKS if kind == "python"])
def test_each_python_example_prints_what_it_says(code):
    said = code.rpartition("# ")[2].strip()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue().strip() == said


def test_the_two_commands_are_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("port", ["0", "65536", "-1", "abc", "80.5"])
def test_serving_on_a_bad_port_is_one_line(port):
    serve = [sys.executable, "-m", "tools.serve", str(ROOT), port]
    done = subprocess.run(serve, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "port number from 1 to 65535" in done.stderr


def test_the_lines_for_windows_are_those_of_make():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(PORT)", "8000")
    lines = re.findall(r"^\.venv\\Scripts\\python (-m tools.*)$", README, re.MULTILINE)
    assert len(lines) >= 5
    assert [line for line in lines if line not in makefile] == []
