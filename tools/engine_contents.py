"""What goes into the in-page engine's zips, and whose work it is."""

import ast
import importlib.util
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import build_labs

LEAKLAB = build_labs.LABS.parent
PYODIDE = build_labs.SCRIPTS / "node_modules" / "pyodide"
ALLOWED = Path(__file__).parent / "engine" / "stdlib.txt"
TRIO = ["trio", "attr", "attrs", "idna", "outcome", "sniffio", "sortedcontainers"]
LEFT_OUT = {"_tests", "_tools", "testing", "testdata", "__pycache__"}
# Pages have neither a terminal nor a notebook: modules that import these stay at home.
NOT_IN_PAGES = {"IPython", "anywidget", "click", "ipywidgets", "matplotlib", "pygments", "pytest"}
NOT_IN_PAGES |= {"leaklab.labs.lab"}  # the widgets' base
FOR_CHAPTERS = "leaklab.book"  # its figures are named in leaklab, for types alone
STAND_INS = LEAKLAB / "labs" / "engine" / "pyodide_trio.py"
# Where a page comes in: what the labs' answers and the handlers look up by name.
ENTRANCES = (
    "leaklab.apiserver.handlers",
    "leaklab.labs.answers",
    "leaklab.labs.incident_replay.record",
    "leaklab.labs.task_profile.record",
    "leaklab.labs.leak_lab.record",
    "leaklab.labs.request_story.record",
    "leaklab.recordings.traces",
)
DISTRIBUTIONS = ["attrs", "idna", "outcome", "protobuf", "sniffio", "sortedcontainers", "trio"]
NOTICE = """Besides leaklab itself, this folder holds the work of others, unchanged but for packing:

Pyodide {pyodide}: Mozilla Public License 2.0, source at https://github.com/pyodide/pyodide
CPython {python}, inside Pyodide and in stdlib.zip: Python Software Foundation License 2,
    source at https://github.com/python/cpython
"""


def stays_home(path: Path) -> bool:
    """Whether the module imports, at its top level, something that pages do not have."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        if NOT_IN_PAGES & {*names, *(name.partition(".")[0] for name in names)}:
            return True
    return path.name == "__main__.py"


def package(name: str) -> dict[str, str]:
    """An installed package's modules, without its tests: name in the zip to path."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    root = Path(spec.origin).parent
    base = root.parents[name.count(".")]
    return {
        path.relative_to(base).as_posix(): str(path)
        for path in root.rglob("*.py")
        if not LEFT_OUT & set(path.relative_to(root).parts)
    }


def own() -> dict[str, str]:
    """What the labs' answers need of leaklab; first of all the stand-ins that trio needs there.

    They go in under a name of their own, because importing any of leaklab imports trio.
    """
    paths = (path for path in LEAKLAB.rglob("*.py") if "node_modules" not in path.parts)
    at_hand = {dotted(path.relative_to(LEAKLAB.parent)): path for path in paths}
    pending = [name for name in at_hand if name.startswith(ENTRANCES)]
    needed: dict[str, Path] = {}
    while pending:
        name = pending.pop()
        if name.startswith(FOR_CHAPTERS) or name not in at_hand or name in needed:
            continue
        if not stays_home(at_hand[name]):
            needed[name] = at_hand[name]
            pending += imported(at_hand[name])
    files = {path.relative_to(LEAKLAB.parent).as_posix(): str(path) for path in needed.values()}
    return dict(sorted(files.items())) | {"pyodide_trio.py": str(STAND_INS)}


def imported(path: Path) -> Iterator[str]:
    """Every module of leaklab that a file may import, wherever in it, and the rooms around them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: i + 1]) for i in range(len(parts)))


def dotted(path: Path) -> str:
    """The module's name: leaklab/labs/__init__.py is leaklab.labs."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def stdlib() -> dict[str, str]:
    """The modules that stdlib.txt allows, each from Pyodide's own standard library."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    names = [line.partition("#")[0].strip() for line in lines]
    with zipfile.ZipFile(PYODIDE / "python_stdlib.zip") as archive:
        there = set(archive.namelist())
    files: dict[str, str] = {}
    for name in filter(None, names):
        path = name.replace(".", "/")
        entry = next(each for each in (f"{path}.py", f"{path}/__init__.py") if each in there)
        files[entry] = f"stdlib:{entry}"
    return files


def modules(files: dict[str, str]) -> list[str]:
    """The dotted names of the modules in a zip."""
    names = (name.removesuffix(".py").replace("/", ".") for name in files)
    return sorted(name.removesuffix(".__init__") for name in names)


def notices(versions: dict[str, str]) -> dict[str, str]:
    """A notice that names everybody, and the licences' own texts: file name to text."""
    texts = {}
    notice = NOTICE.format(**versions)
    for name in DISTRIBUTIONS:
        dist = distribution(name)
        notice += f"{name} {dist.version}: {_licence(dist)}\n"
        for path in dist.files or ():
            if path.name.upper().startswith(("LICENSE", "COPYING")) and "dist-info" in str(path):
                texts[f"{name}-{path.name}"] = path.read_text(encoding="utf-8")
    return {"NOTICE.txt": notice, **texts}


def _licence(dist: Distribution) -> str:
    meta = dist.metadata
    return meta.get("License-Expression") or meta.get("License") or "see its own file"
