"""`leaklab doctor --workshop`: each thing that a participant's machine needs, with what to do.

No network is needed, nothing is changed, and each check has a limit of time: what does not answer
is a line too.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from packaging.requirements import Requirement

from leaklab.cli import doctor, installed, machine, place, unzipped
from leaklab.cli.doctor import name_of
from leaklab.cli.finding import Finding
from leaklab.cli.place import COLAB, INSTALLED, LITE, Place

NEWEST = (3, 15)  # that the book was tried with
CHECK_S, KERNEL_S = 5.0, 20.0
PORT = 8888  # Jupyter's
MAC_CODE = Path("/Applications/Visual Studio Code.app")
FOLDER = "a workshop's folder"
FRONT_ENDS = ("jupyterlab", "notebook")
SLOW = "end other programs, then try again; if it stays so, tell the leader"
IN_KERNEL = """
import json, sys
from importlib.util import find_spec
print(json.dumps([1 + 1, find_spec("leaklab") is not None, sys.prefix]))
"""


def here() -> Place:
    """The place, with what sets up a participant there: from the wheels where those are beside.

    The advice is the same whatever is missing: one line sets up all of it.
    """
    at = place.here()
    if at is not INSTALLED:
        return at
    folder = unzipped.folder()
    wheels = folder and folder / unzipped.WHEELS
    if wheels is None:
        what, name = '"leaklab[notebook]" jupyterlab', INSTALLED.name
    elif (wheels / unzipped.LIST).is_file():
        what, name = f"-r {_typed(wheels / unzipped.LIST)}", FOLDER
    else:
        what, name = f'--no-index --find-links {_typed(wheels)} "leaklab[notebook]"', FOLDER
    install = f"run {_python()} -m pip install {what}"
    return replace(INSTALLED, name=name, set_up=install.replace("{", "{{").replace("}", "}}"))


def _typed(path: Path) -> str:
    """The path as one types it here."""
    near = os.path.relpath(path)
    return f'"{near}"' if " " in near else near


def in_environment() -> bool:
    """Whether this Python has packages of its own: a venv's, or conda's."""
    return sys.prefix != sys.base_prefix or "CONDA_PREFIX" in os.environ


def _python() -> str:
    """What starts this Python in a terminal."""
    if in_environment():
        return "python"
    return "py" if sys.platform == "win32" else "python3"


def python(at: Place, version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Is this a Python that the book runs with, and was tried with?"""
    found = doctor.python(at, version)
    if not found.ok or version[:2] <= NEWEST:
        return replace(found, advice="install Python 3.11 to 3.15, and run this with it")
    advice = f"the book was not tried with it; take Python 3.11 to {NEWEST[0]}.{NEWEST[1]}"
    return Finding(False, found.what, f"{advice} if something fails", needed=False)


def environment() -> Finding:
    """Is this Python in an environment of its own? Without one pip may refuse to install."""
    if in_environment():
        return Finding(True, "a virtual environment")
    if sys.platform == "win32":
        advice = r"type py -m venv venv, then venv\Scripts\activate"
    elif find_spec("ensurepip") is None:
        advice = "on Debian: apt-get install python3-venv; then python3 -m venv venv"
    else:
        advice = "type python3 -m venv venv, then . venv/bin/activate"
    return Finding(False, "no virtual environment", advice, needed=False)


def asked(extra: str) -> list[Requirement]:
    """What leaklab requires of a participant: for "notebook" without what draws the figures.

    Without matplotlib a chapter draws them more plainly; the workshop's wheels have none.
    """
    by_extra = installed.by_extra()
    figures = {each.name for each in by_extra.get("figures", [])}
    found = by_extra.get(extra, [])
    return found if extra == "figures" else [each for each in found if each.name not in figures]


def packages(at: Place) -> Iterator[Finding]:
    """Are leaklab and the packages that run a chapter installed?"""
    advice = at.advice("notebook")
    if not asked(""):
        yield Finding(False, "leaklab is not installed in this Python", advice)
    elif installed.in_wheel("leaklab"):
        what = "leaklab runs from its wheel, and is not installed in this Python"
        yield Finding(False, what, advice)
    for extra, what in (("", "leaklab's packages"), ("notebook", "packages for notebooks")):
        wrong = [problem for each in asked(extra) if (problem := installed.problem(each))]
        said = "; ".join(wrong) or len(asked(extra))
        yield Finding(not wrong, f"{what}: {said}", advice)
    wrong = [problem for each in asked("figures") if (problem := installed.problem(each))]
    plainly = "figures are drawn more plainly, and say so; all else is the same"
    yield Finding(not wrong, "; ".join(wrong) or "matplotlib", plainly, needed=False)


def front_end(at: Place) -> Finding:
    """Is there a program that opens a notebook: JupyterLab, Notebook, or VS Code?"""
    if name := next((each for each in FRONT_ENDS if find_spec(each)), ""):
        return Finding(True, f"a program for notebooks: {name}")
    if shutil.which("jupyter-lab") or shutil.which("code") or MAC_CODE.exists():
        return Finding(True, "a program for notebooks, outside of this Python")
    advice = at.advice() if at.name != FOLDER else "get VS Code with its Jupyter extension"
    if at.name == INSTALLED.name:
        advice += ", or get VS Code with its Jupyter extension"
    return Finding(False, "no program for notebooks", advice)


def kernel(at: Place) -> Finding:
    """Does the Jupyter kernel python3 start, add 1 and 1, and find leaklab?"""
    command = [sys.executable, "-c", doctor.ASK_KERNEL, IN_KERNEL]
    with tempfile.TemporaryFile() as out:  # no pipe: what the kernel leaves open would hold us up
        asked = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            asked.wait(KERNEL_S)
        except subprocess.TimeoutExpired:
            return Finding(False, f"the Jupyter kernel said nothing in {KERNEL_S:g} s", SLOW)
        finally:
            asked.kill()
            asked.wait()
        out.seek(0)
        lines = out.read().decode(errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()] or ["no reason given"]
    if asked.returncode:
        return Finding(False, f"the Jupyter kernel does not start ({said[-1]})", _advice(at))
    return _heard(said, at)


def _heard(said: list[str], at: Place) -> Finding:
    for line in said:
        try:
            two, found, prefix = json.loads(line)
        except (TypeError, ValueError):
            continue
        if two == 2 and found is True:
            return Finding(True, "the Jupyter kernel starts, and finds leaklab")
        if os.path.realpath(str(prefix)) != os.path.realpath(sys.prefix):
            advice = f"run {_python()} -m ipykernel install --sys-prefix"
            return Finding(False, f"the Jupyter kernel is another Python, {prefix}", advice)
        return Finding(False, "the Jupyter kernel starts, and finds no leaklab", _advice(at))
    return Finding(False, f"the Jupyter kernel answered oddly ({said[-1]})", _advice(at))


def _advice(at: Place) -> str:
    return at.advice("notebook")


def folder(at: Place) -> Iterator[Finding]:
    """Is the workshop's folder unzipped, and complete? Nothing to say outside of one."""
    cwd = Path.cwd()
    if any(part.lower().endswith(".zip") for part in cwd.parts):
        yield Finding(False, f"{cwd} is inside of a zip", "unpack the whole zip, and go there")
    found = unzipped.folder()
    if found is None:
        return
    again = "unpack workshop.zip again, all of it"
    problems = unzipped.wrong(found)
    if problems:
        yield Finding(False, f"the workshop's folder: {unzipped.told(problems)}", again)
    else:
        yield Finding(True, "the workshop's folder is complete")
    requirements = [each for extra in ("", "notebook") for each in asked(extra)]
    lacking = unzipped.not_to_be_had(found, requirements)
    missing = any(installed.problem(each) for each in requirements)
    what = "the wheels beside are for this Python"
    if lacking:
        this = f"{sys.version_info[0]}.{sys.version_info[1]} on {sys.platform}"
        what = f"for Python {this} there is no wheel of {unzipped.told(lacking)}"
    advice = "use another Python from 3.11 to 3.15, or a network; or stay in the browser"
    yield Finding(not lacking, what, advice, needed=missing)


class _Asked:
    """A check under way in a thread of its own; who waits for it waits for so long."""

    def __init__(self, check: Callable[[], Finding | Iterator[Finding]], limit_s: float) -> None:
        self.name, self.limit_s = name_of(check), limit_s
        self._check = check
        self._found: list[Finding] | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            found = self._check()
            self._found = [found] if isinstance(found, Finding) else list(found)
        except Exception as error:
            said = f"a check broke ({type(error).__name__}: {error})"
            self._found = [Finding(False, said, SLOW)]

    def found(self) -> list[Finding]:
        self._thread.join(self.limit_s)
        late = Finding(False, f"{self.name}: no answer in {self.limit_s:g} s", SLOW)
        found = self._found if self._found is not None else [late]
        return [replace(each, check=self.name) for each in found]


def findings(port: int = PORT, *, quick: bool = False) -> Iterator[Finding]:
    """All checks. The kernel, which takes longest, starts while the others are asked."""
    at = here()
    local = at not in (COLAB, LITE)
    last = [] if quick or not local else [_Asked(partial(kernel, at), KERNEL_S + 2)]
    checks: list[Callable[[], Finding | Iterator[Finding]]] = [
        partial(doctor.where, at),
        partial(python, at),
    ]
    if local:
        checks += [environment, partial(folder, at)]
    checks.append(partial(packages, at))
    if local:
        checks += [partial(front_end, at), machine.loopback, partial(machine.port, port)]
        checks += [doctor.memory, machine.disk, machine.writable]
        checks += [machine.clock, machine.encoding, machine.browser]
    for check in checks:
        yield from _Asked(check, CHECK_S).found()
    for each in last:
        yield from each.found()


def summary(stops: int) -> str:
    """What all findings come to, when so many of them stop a participant."""
    if not stops:
        return "All that is needed is here."
    things = "1 thing is" if stops == 1 else f"{stops} things are"
    do = "Do what the lines with NOT OK say, from the top; then run this again."
    return f"{things} not as needed. {do}\nUntil then, the book in a browser needs none of it."
