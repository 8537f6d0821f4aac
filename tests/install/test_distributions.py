"""What `pip install leaklab` gives: the wheel and the sdist, each in a bare venv."""

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.slow

NAMES = ("labs.mjs", "labs.js", "participant.js", "room.js", "room.css", "served.js")
SCRIPTS = {f"leaklab/labs/static/{name}" for name in NAMES}
IN_TRIO = """
import trio
from leaklab import profile
async def main():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep_forever)
        await trio.lowlevel.checkpoint()
        print(profile.debug1(profile.collect()))
        nursery.cancel_scope.cancel()
trio.run(main)
"""
A_TEST = """
import pytest, trio
def test_clean(check_leaks):
    check_leaks(lambda nursery: trio.sleep(1))
def test_leak(check_leaks):
    async def body(nursery):
        nursery.start_soon(trio.sleep_forever)
    with pytest.raises(AssertionError, match="sleep_forever"):
        check_leaks(body)
"""
IN_KERNEL = "from leaklab.labs import LeakLab; from leaklab import figures; LeakLab()"
ASK_KERNEL = """
import json, sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(startup_timeout=60, kernel_name="python3")
heard = []
try:
    client.execute_interactive(sys.argv[1], timeout=60, output_hook=heard.append)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps([[each["msg_type"], each["content"]] for each in heard]))
"""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, Path]:
    """The sdist, and two wheels: made from the checkout, and from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    hatchling = (sys.executable, "-m", "hatchling", "build")
    run(*hatchling, f"--directory={folder}", cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    run(*hatchling, "--target=wheel", f"--directory={folder / 'again'}", cwd=unpacked)
    return {
        "wheel": next(folder.glob("*.whl")),
        "sdist": sdist,
        "wheel of the sdist": next((folder / "again").glob("*.whl")),
    }


def bare(folder: Path, *requirements: str) -> Path:
    """The Python of a venv with these requirements alone. uv takes a third of pip's time."""
    venv.create(folder)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(sys.executable, "-m", "uv", "pip", "install", f"--python={python}", *requirements)
    return python


def test_the_wheel_holds_the_package_and_the_labs_scripts_and_no_source_of_them(built):
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())
    tracked = run("git", "ls-files", "code/leaklab", cwd=ROOT).splitlines()
    wanted = {name.removeprefix("code/") for name in tracked}
    wanted = {name for name in wanted if not name.startswith("leaklab/labs/js/")} | SCRIPTS
    assert {name for name in names if ".dist-info/" not in name} == wanted
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-text"}


def test_the_sdist_yields_the_same_wheel(built):
    wheels = [zipfile.ZipFile(built[name]) for name in ("wheel", "wheel of the sdist")]
    one, other = ({name: each.read(name) for name in each.namelist()} for each in wheels)
    assert one == other


@pytest.mark.parametrize("what", ["wheel", "sdist"])
def test_the_base_alone_simulates_and_profiles_any_trio_program(built, tmp_path, what):
    python = bare(tmp_path / "a venv with umlauts ä", str(built[what]))
    simulate = python.with_name("leaklab")
    out = run(simulate, "simulate", "--handler", "k8s-1.12", "--format", "json", cwd=tmp_path)
    assert json.loads(out)["tasks_left"] == 200
    assert "trio._timeouts.sleep_forever" in run(python, "-c", IN_TRIO, cwd=tmp_path)
    form = ("--form", "proto", "--output", str(tmp_path / "tasks.pb.gz"))
    run(simulate, "profile", *form, cwd=tmp_path)
    assert (tmp_path / "tasks.pb.gz").stat().st_size > 100


def test_with_its_extras_the_labs_work_in_a_notebook_and_the_plugin_in_pytest(built, tmp_path):
    python = bare(tmp_path / "venv", f"leaklab[notebook] @ {built['wheel'].as_uri()}", "pytest")
    (tmp_path / "test_it.py").write_text(A_TEST)
    assert "2 passed" in run(python, "-m", "pytest", "-q", "test_it.py", cwd=tmp_path)
    heard = json.loads(run(python, "-c", ASK_KERNEL, IN_KERNEL, cwd=tmp_path))
    assert not [content for kind, content in heard if kind == "error"]
    (shown,) = (content["data"] for kind, content in heard if kind == "execute_result")
    assert shown["text/html"].startswith('<leak-lab id="')
    opened = [content["data"]["state"] for kind, content in heard if kind == "comm_open"]
    assert any("leak-lab" in state.get("_esm", "") for state in opened)
