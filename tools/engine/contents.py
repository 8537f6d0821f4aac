"""What goes into the in-page engine's zips, and whose work it is."""

import importlib.util
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

from tools.paths import LEAKLAB, PYODIDE

ALLOWED = Path(__file__).parent / "stdlib.txt"
TRIO = ["trio", "attr", "attrs", "idna", "outcome", "sniffio", "sortedcontainers"]
LEFT_OUT = {"_tests", "_tools", "testing", "testdata", "__pycache__"}
STAND_INS = LEAKLAB / "labs" / "engine" / "pyodide_trio.py"
ROOMS = ("__init__.py", "apiserver", "dumps", "labs", "roles.py", "simulation", "tasks")
GRADING = (  # a reader's line of Python is judged by these of the book
    "book/__init__.py",
    "book/exercises/__init__.py",
    "book/exercises/grading.py",
    "book/exercises/verdict.py",
    "book/never_again/__init__.py",
    "book/never_again/evening.py",
    "book/never_again/late_request.py",
)
BENCH = ("book/late_receive.py", "book/mystery", "book/code_bench")  # what judges a server
# These are for notebooks, or make what a page shows at first: pages have no kernel.
FOR_PYTEST = {"every_test.py", "pytest_plugin.py"}
FOR_SERVICES = {"access.py", "endpoint.py", "loop_share.py", "metrics.py", "on_signal.py"}
OVER_HTTP = "over_http"  # the real server: a page cannot listen
WIDGETS = {
    "alone.py",
    "served.py",
    "lab.py",
    "widget.py",
    "still.py",
    "stills.py",
    "element.py",
    "picture.py",
}
DISTRIBUTIONS = ["attrs", "idna", "outcome", "protobuf", "sniffio", "sortedcontainers", "trio"]
NOTICE = """Besides leaklab itself, this folder holds the work of others, unchanged but for packing:

Pyodide {pyodide}: Mozilla Public License 2.0, source at https://github.com/pyodide/pyodide
CPython {python}, inside Pyodide and in stdlib.zip: Python Software Foundation License 2,
    source at https://github.com/python/cpython
"""


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
    """What answers in the page need of leaklab; first of all the stand-ins that trio needs there.

    They go in under a name of their own, because importing any of leaklab imports trio.
    """
    rooms = [LEAKLAB / name for name in (*ROOMS, *GRADING, *BENCH)]
    paths = [path for room in rooms for path in (room, *room.rglob("*.py"), *room.rglob("*.toml"))]
    files = {
        path.relative_to(LEAKLAB.parent).as_posix(): str(path)
        for path in sorted(paths)
        if path.is_file()
        and path.name not in WIDGETS | FOR_PYTEST | FOR_SERVICES
        and not {"node_modules", OVER_HTTP} & set(path.parts)
    }
    return files | {"pyodide_trio.py": str(STAND_INS)}


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
    names = (name[:-3].replace("/", ".") for name in files if name.endswith(".py"))
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
    meta = dist.metadata.json
    return str(meta.get("license_expression") or meta.get("license") or "see its own file")
