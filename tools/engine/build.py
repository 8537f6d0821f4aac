"""`python -m tools.engine.build`: build the in-page engine into labs/static/engine.

Pyodide's own files, its standard library trimmed to stdlib.txt, trio and leaklab as
zips of .pyc, and the memory of a Python that has imported them all (see build.mjs).
Equal sources give equal bytes. Does nothing when the folder is newer than its sources.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from tools import node
from tools.engine.contents import TRIO, modules, notices, own, package, stdlib
from tools.paths import LEAKLAB, LOCKED, PYODIDE, SCRIPTS, STATIC, newest

HERE = Path(__file__).parent
ENGINE = STATIC / "engine"
RUNTIME = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]
STORED, DEFLATED = 0, 8


def sources() -> list[Path]:
    """All files whose change makes the engine old."""
    python = [path for path in LEAKLAB.rglob("*.py") if "node_modules" not in path.parts]
    scripts = [*SCRIPTS.glob("src/**/*.js"), *SCRIPTS.glob("package*.json")]
    tools = [path for path in HERE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    data = [*LEAKLAB.glob("dumps/*.toml")]
    return [*python, *data, *scripts, *tools, LOCKED]


def run_node(made: Path) -> None:
    """Make the zips and memory.bin in the folder `made`, by Pyodide in node."""
    dependencies: dict[str, str] = {}
    for name in TRIO:
        dependencies |= package(name)
    # stored: what was inflated would stay behind, as noise, in the memory that is kept
    zips = [("stdlib.zip", stdlib(), STORED), ("leaklab.zip", dependencies | own(), STORED)]
    zips.append(("protobuf.zip", package("google.protobuf"), DEFLATED))
    job = {
        "pyodide": str(PYODIDE),
        "engine": str(made),
        "lock": lock(),
        "modules": modules(stdlib()) + modules(own()),
        "zips": [
            {"path": str(made / name), "files": files, "method": method}
            for name, files, method in zips
        ],
    }
    path = made / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    node.node("building the engine", str(HERE / "build.mjs"), str(path))
    path.unlink()


def lock() -> dict[str, dict[str, str]]:
    """Pyodide's list of packages, emptied: the page must not ask another host for any."""
    known = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {"info": known["info"], "packages": {}}


def bundle_worker(made: Path) -> None:
    """Bundle the worker's script: a module, and a classic script for offline copies.

    A browser starts no module from text in a page that is opened from a file. It is told each file's size for its progress bar, and what names these very files in a store.
    """
    names = ["pyodide.asm.wasm", "memory.bin", "stdlib.zip", "leaklab.zip"]
    sizes = {name: (made / name).stat().st_size for name in names}
    build = hashlib.sha256()
    for path in sorted(made.iterdir()):
        build.update(path.read_bytes())
    known = {
        "BYTES": json.dumps(sizes),
        "LOCK": json.dumps(lock()),
        "BUILD": json.dumps(build.hexdigest()[:16]),
    }
    defines = [f"--define:{name}={value}" for name, value in known.items()]
    node.npm("run", "engine", "--", *defines, f"--outfile={made}/worker.mjs")
    classic = ["--format=iife", '--define:import.meta.url=""']
    node.npm("run", "engine", "--", *defines, *classic, f"--outfile={made}/worker.js")


def main() -> None:
    """Build the engine if anything changed."""
    if ENGINE.exists() and ENGINE.stat().st_mtime >= newest(sources()):
        ENGINE.touch()  # so that make does not ask again
        return
    if not PYODIDE.exists():
        node.install()
    with tempfile.TemporaryDirectory(dir=STATIC) as folder:
        made = Path(folder) / "engine"
        made.mkdir()
        run_node(made)
        for name in RUNTIME:
            shutil.copyfile(PYODIDE / name, made / name)
        version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
        for name, text in notices({"pyodide": version, "python": lock()["info"]["python"]}).items():
            (made / name).write_text(text, encoding="utf-8")
        bundle_worker(made)
        shutil.rmtree(ENGINE, ignore_errors=True)
        made.rename(ENGINE)
        ENGINE.touch()


if __name__ == "__main__":
    main()
