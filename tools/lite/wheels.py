"""The wheels that JupyterLite's Python starts with: from the lock, from the kernel, and our own."""

import base64
import calendar
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

from tools.paths import BUILD, LEAKLAB, LOCKED, ROOT

FETCHED = BUILD / "wheels"  # kept from build to build
PYTHON = "3.14"  # Pyodide's
MICROPIP = "micropip==0.11.1"  # the one that Pyodide lists; it installs on no Python of ours
KERNEL = "jupyterlite-pyodide-kernel"
KERNEL_WHEELS = ("ipykernel-6", "piplite", "pyodide_kernel")
TRIO = ["attrs", "idna", "outcome", "sniffio", "sortedcontainers", "trio"]
IPYTHON = ["asttokens", "executing", "ipython", "ipython-pygments-lexers", "jedi", "parso"]
IPYTHON += ["matplotlib-inline", "prompt-toolkit", "pure-eval", "pygments", "stack-data"]
IPYTHON += ["traitlets", "wcwidth"]
WIDGETS = ["anywidget", "comm", "ipywidgets", "psygnal", "typing-extensions"]
NEEDED = [*TRIO, *IPYTHON, *WIDGETS, "click", "packaging", "protobuf"]
AT_HOME = {"js", "engine", "__pycache__"}  # of leaklab: the labs' scripts, the in-page engine
LEFT_OUT: tuple[str, ...] = ("jedi/third_party/django-stubs/", "jedi/third_party/typeshed/stubs/")
LEFT_OUT += ("trio/_tests/", "trio/_core/_tests/", "trio/_tools/", "psygnal/qt")
DATE = (1980, 1, 1, 0, 0, 0)


def pins() -> list[str]:
    """What is needed of the lock, as `name==version`."""
    lines = LOCKED.read_text(encoding="utf-8").splitlines()
    found = {line.split("==")[0]: line.split(" ")[0] for line in lines if "==" in line}
    return [*(found[name] for name in NEEDED), MICROPIP]


def collect(folder: Path, extra: dict[str, str]) -> list[Path]:
    """Put all wheels into `folder`; `extra` are files to add to leaklab: name to text."""
    folder.mkdir()
    for wheel in sorted(fetch().glob("*.whl")):
        slim(wheel, folder / wheel.name)
    for path in files(KERNEL) or ():
        if path.name.startswith(KERNEL_WHEELS) and path.suffix == ".whl":
            shutil.copy(path.locate(), folder)
    own(folder, extra)
    return sorted(folder.glob("*.whl"))


def fetch() -> Path:
    """Download the pinned wheels, pure Python all of them, unless they are there."""
    wanted = pins()
    folder = FETCHED / hashlib.sha256(" ".join(wanted).encode()).hexdigest()[:12]
    if not folder.exists():
        shutil.rmtree(FETCHED, ignore_errors=True)
        part = folder.with_suffix(".part")
        options = ["--only-binary=:all:", f"--python-version={PYTHON}", "--platform=any"]
        options += ["--implementation=py", "--abi=none", "--no-deps", f"--dest={part}"]
        command = [sys.executable, "-m", "pip", "download", "--quiet", *options, *wanted]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"pip download failed:\n{done.stdout}{done.stderr}")
        part.rename(folder)
    return folder


def slim(wheel: Path, to: Path) -> None:
    """Copy a wheel, without what nobody needs: 5,000 of jedi's files are other packages' types."""
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(to, "w") as new:
        for entry in sorted(old.infolist(), key=lambda entry: entry.filename):
            if not entry.filename.startswith(LEFT_OUT):
                new.writestr(
                    zipfile.ZipInfo(entry.filename, DATE), old.read(entry), zipfile.ZIP_DEFLATED, 9
                )


def own(folder: Path, extra: dict[str, str]) -> None:
    """Build leaklab's wheel, with `extra` files in it: name to text. Equal files give equal bytes.

    Exits with the builder's words if it fails.
    """
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "hatchling", "build", "--target=wheel", f"-d={scratch}"]
        epoch = str(calendar.timegm((*DATE, 0, 1, 0)))
        env = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"building leaklab's wheel failed:\n{done.stdout}{done.stderr}")
        (wheel,) = Path(scratch).glob("*.whl")
        _copy_with(extra, wheel, folder / wheel.name)


def _copy_with(extra: dict[str, str], wheel: Path, to: Path) -> None:
    """Copy a wheel and put files into it, and their names into its RECORD."""
    added = {name: text.encode() for name, text in extra.items()}
    rows = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in added.items())
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(to, "w") as new:
        contents = {entry.filename: old.read(entry) for entry in old.infolist()}
        (record,) = (name for name in contents if name.endswith(".dist-info/RECORD"))
        contents[record] = rows.encode() + contents[record]
        for name, data in (added | contents).items():
            new.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED, 9)


def ours() -> Iterator[Path]:
    """The files of leaklab that go along."""
    for path in sorted(LEAKLAB.rglob("*")):
        if path.is_file() and not AT_HOME & set(path.relative_to(LEAKLAB).parts):
            yield path


def lock(wheels: list[Path], info: dict[str, str]) -> str:
    """Pyodide's list of packages, with these wheels and no other: nothing is asked of a CDN."""
    packages = {}
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        name = re.sub(r"[-_.]+", "-", name).lower()
        packages[name] = {
            "name": name,
            "version": version,
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": [],
            "depends": [],
            "unvendored_tests": False,
        }
    return json.dumps({"info": info, "packages": packages}, indent=1)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
