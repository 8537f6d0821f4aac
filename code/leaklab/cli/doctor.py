"""The set-up check, `python -m leaklab doctor`: what is there, and what to do where it is not.

Needs the base install alone. Each check is a function that gives a Finding; none changes anything.
"""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from leaklab.cli import place
from leaklab.cli.finding import Finding, as_json, say
from leaklab.cli.place import Place
from leaklab.tasks.checks import check_count

LABS = Path(__file__).parents[1] / "labs" / "static" / "labs.mjs"
BROWSERS = ("chromium-headless-shell", "chromium")
MEMINFO = Path("/proc/meminfo")
CGROUP = Path("/sys/fs/cgroup")
LEAST_MB = 1000
PORT = 8000
KERNEL_S = 90  # it takes 3 s on an idle machine
IN_KERNEL = """
from leaklab import Scenario, simulate
print(simulate(Scenario(), "k8s-1.12").tasks_left)
"""
ASK_KERNEL = """
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(startup_timeout=60, kernel_name="python3")
def hear(message):
    if message["msg_type"] == "stream":
        print(message["content"]["text"])
try:
    reply = client.execute_interactive(sys.argv[1], timeout=60, output_hook=hear)["content"]
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
if reply["status"] != "ok":
    sys.exit(f"{reply.get('ename')}: {reply.get('evalue')}")
"""


def where(at: Place) -> Finding:
    """Where this is: what there is to do about the rest depends on it."""
    return Finding(True, f"this is {at.name}")


def python(at: Place, version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Is this a Python that leaklab supports?"""
    from leaklab.cli import installed  # late, as in packages()

    pythons = installed.pythons()
    advice = "run make clean setup" if at.developed else "install leaklab there"
    this = ".".join(map(str, version))
    return Finding(pythons.contains(this), f"Python {this}", f"get one {pythons}, then {advice}")


def packages(at: Place) -> Iterator[Finding]:
    """Are the packages of the base and of each extra there, in the versions that leaklab names?"""
    # Not above: importlib.metadata takes 10 ms, and every `leaklab simulate` would pay them.
    from leaklab.cli import installed

    extras = installed.by_extra()
    if not extras:
        yield Finding(False, "leaklab is not installed in this Python", at.advice())
    for extra, requirements in extras.items():
        if extra not in at.needed + at.offered:
            continue
        wrong = [problem for each in requirements if (problem := installed.problem(each))]
        what = f"packages{extra and ' for '}{extra}"
        said = f"{what}: {'; '.join(wrong)}" if wrong else f"{what}: {len(requirements)}"
        yield Finding(not wrong, said, at.advice(extra), needed=extra in at.needed)


def labs(at: Place) -> Finding:
    """Is the labs' script built?"""
    return Finding(LABS.is_file(), "the labs' script", f"not built; {at.advice()}")


def kernel(at: Place) -> Finding:
    """Does the Jupyter kernel python3 start, and can it run leaklab? Optional beside a package."""
    advice, needed = at.advice("notebook"), "notebook" in at.needed or at.developed
    command = [sys.executable, "-c", ASK_KERNEL, IN_KERNEL]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=KERNEL_S)
    except subprocess.TimeoutExpired:
        said = f"the Jupyter kernel python3 said nothing in {KERNEL_S} s"
        return Finding(False, said, advice, needed=needed)
    if done.returncode == 0 and done.stdout.split() == ["200"]:
        return Finding(True, "the Jupyter kernel python3 starts and runs leaklab")
    why = (done.stderr or done.stdout or "no reason given").strip().splitlines()[-1]
    said = f"the Jupyter kernel python3 cannot run leaklab ({why})"
    return Finding(False, said, advice, needed=needed)


def browser() -> Finding:
    """Is there a Chromium for the tests? To read the book any browser will do."""
    advice = "the browser tests need it; on Debian: apt-get install chromium-headless-shell"
    return Finding(any(map(shutil.which, BROWSERS)), "Chromium", advice, needed=False)


def port(number: int) -> Finding:
    """Could `make serve` listen here?"""
    what = f"port {number} on 127.0.0.1"
    if why := taken(number):
        other = number + 1 if number < 65535 else 8001
        return Finding(False, f"{what} ({why})", f"make serve PORT={other}")
    return Finding(True, f"{what} is free")


def taken(number: int) -> str:
    """Why nobody can listen on this port of 127.0.0.1; "" when somebody can."""
    with socket.socket() as listener:
        if sys.platform == "win32":  # where the other option would share a port that is in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", number))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def memory() -> Finding:
    """Is 1 GB free, also within the limit of a container?"""
    free_mb = [mb for mb in (_machine_mb(), _container_mb()) if mb is not None]
    if not free_mb:
        return Finding(True, "memory: this system does not say; the largest chapter needs 600 MB")
    what = f"memory: {min(free_mb):,.0f} MB free"
    return Finding(min(free_mb) >= LEAST_MB, what, f"end other programs; {LEAST_MB} MB are needed")


def _machine_mb() -> float | None:
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", MEMINFO.read_text(), re.MULTILINE)
    except OSError:  # not Linux
        return None if sys.platform == "linux" else _asked_mb()
    return int(found[1]) / 1024 if found else None


def _asked_mb() -> float | None:
    try:
        import psutil  # comes with ipykernel

        return float(psutil.virtual_memory().available) / 1024**2
    except (ImportError, OSError):
        return None


def _container_mb() -> float | None:
    try:
        most, now = ((CGROUP / f"memory.{each}").read_text() for each in ("max", "current"))
        return (int(most) - int(now)) / 1024**2
    except (OSError, ValueError):  # no container, or no limit
        return None


def go() -> Finding:
    """Is there a Go, whose pprof reads our profiles?"""
    advice = "go tool pprof reads our profiles; on Debian: apt-get install golang-go"
    return Finding(shutil.which("go") is not None, "Go", advice, needed=False)


def findings(port_number: int, *, quick: bool = False) -> Iterator[Finding]:
    """All checks, one after the other; one that itself breaks is a Finding too."""
    at = place.here()
    checks: list[Callable[[], Finding | Iterator[Finding]]] = [
        *(partial(check, at) for check in (where, python, packages, labs))
    ]
    if not quick and at not in (place.COLAB, place.LITE):  # there the kernel is who asks
        checks.append(partial(kernel, at))
    if at.developed:
        checks += [browser, partial(port, port_number)]
    checks += [memory, go]
    for check in checks:
        try:
            found = check()
            several = [found] if isinstance(found, Finding) else list(found)
        except Exception as error:
            several = [
                Finding(False, f"a check broke ({type(error).__name__}: {error})", at.advice())
            ]
        yield from (replace(each, check=name_of(check)) for each in several)


def name_of(check: Callable[..., object]) -> str:
    """What a check is called."""
    return str(getattr(check, "func", check).__name__)


def _port_number(_: object, __: object, text: str | None) -> int | None:
    if text is None:
        return None
    number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text
    return check_count("--port", number, "", 1, 65535)


@click.command("doctor")
@click.option("--workshop", is_flag=True, help="What a participant's machine needs.")
@click.option(
    "--port", "number", callback=_port_number, help="To serve on. [8000; --workshop: 8888]"
)
@click.option("--quick", is_flag=True, help="Start no kernel.")
@click.option("--json", "form", flag_value="json", help="For programs: one JSON value.")
def doctor_command(workshop: bool, number: int | None, quick: bool, form: str | None) -> None:
    """Check the set-up: one line each, and what to do."""
    if workshop:
        from leaklab.cli import workshop as of_a_workshop  # late: it is not needed otherwise

        found = of_a_workshop.findings(number or of_a_workshop.PORT, quick=quick)
    else:
        found = findings(number or PORT, quick=quick)
    if form:
        several = list(found)
        click.echo(as_json(several))
        sys.exit(any(each.stops for each in several))
    stops = 0
    for finding in found:
        say(finding.line)
        stops += finding.stops
    if workshop:
        say(f"\n{of_a_workshop.summary(stops)}")
    sys.exit(1 if stops else 0)
