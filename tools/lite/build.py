"""`python -m tools.lite.build`: build JupyterLite, with every chapter, into _build/html/lite.

Python itself is the engine's, from _static/engine; the packages are the lock's, as wheels, and
leaklab. Nothing is asked of any other host. Equal sources give equal bytes. Does nothing when
the folder is newer than its sources.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from bs4 import BeautifulSoup

from tools import node
from tools.lite.wheels import collect, lock, ours
from tools.paths import BUILD, CHAPTERS, HTML, LOCKED, PYODIDE, newest

LITE = HTML / "lite"
HERE = Path(__file__).parent
SCRIPTS = (HERE / "copies.js", HERE / "carried.js")
INSIDE = HERE / "inside"  # what its Python runs first, and where that comes from
SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel"
# It would show a notebook's folder to Python, and make each import ask the page for it.
SERVICE_WORKER = "@jupyterlite/application-extension:service-worker-manager"
NOTICE = """This folder is JupyterLite {version}, without its source maps and with settings of ours:
BSD 3-Clause Licence, source at https://github.com/jupyterlite/jupyterlite. Its Python is Pyodide's:
see NOTICE.txt in _static/engine. Each wheel in pypi/ carries the licence of its own package.
"""
EPOCH = 315532800  # 1980, as in the engine's zips
FLAGS = ["--apps=lab", "--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive"]
WAIT_S = 600


def sources() -> list[Path]:
    """All files whose change makes the folder old."""
    tools = [path for path in HERE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return [*ours(), *CHAPTERS.glob("*.ipynb"), *tools, LOCKED]


def chapters(folder: Path) -> dict[str, str]:
    """Write the chapters without their outputs; give back their figures' words by cell id.

    Ids are made unique over all chapters, so that the kernel can tell which figure is asked for.
    """
    words = {}
    folder.mkdir()
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["id"] = f"{path.stem}-{cell['id']}"
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
            if image := cell["metadata"].get("mystnb", {}).get("image"):
                words[cell["id"]] = image["alt"]
        copy = folder / path.name
        copy.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")
        os.utime(copy, (EPOCH, EPOCH))
    return words


def configure(folder: Path, packages: list[str]) -> None:
    """Write what JupyterLite's pages read first."""
    kernel = {
        "pyodideUrl": "./static/python/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": packages},
    }
    data = {
        "appName": "Parked Forever",
        "litePluginSettings": {SETTINGS: kernel},
        "disabledExtensions": [SERVICE_WORKER],
        "exposeAppInBrowser": True,  # for SCRIPTS
    }
    whole = {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}
    (folder / "jupyter-lite.json").write_text(json.dumps(whole), encoding="utf-8")


def jupyter_lite(folder: Path, made: Path) -> None:
    """Run JupyterLite's own build in `folder`; its output is shown only when it fails."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", *FLAGS]
    command += [f"--lite-dir={folder}", f"--output-dir={made}", f"--contents={folder}/chapters"]
    command += [f"--source-date-epoch={EPOCH}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=WAIT_S)
    if done.returncode:
        sys.exit(f"building JupyterLite failed:\n{done.stdout}{done.stderr}")


def add_scripts(made: Path) -> None:
    """Let JupyterLite's page load the scripts that tell of a newer edition, and that open a text
    which a bench of the book has handed over.
    """
    index = made / "lab" / "index.html"
    page = BeautifulSoup(index.read_text(encoding="utf-8"), "html.parser")
    assert page.head is not None, f"{index} has no head"
    for script in SCRIPTS:
        shutil.copyfile(script, made / script.name)
        tag = page.new_tag("script", attrs={"type": "module", "src": f"../{script.name}"})
        page.head.append(tag)
    index.write_text(str(page), encoding="utf-8")


def main() -> None:
    """Build the folder if anything changed."""
    if LITE.exists() and LITE.stat().st_mtime >= newest(sources()):
        LITE.touch()  # so that make does not ask again
        return
    if not PYODIDE.exists():
        node.install()
    LITE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as temporary:
        folder = Path(temporary)
        words = json.dumps(chapters(folder / "chapters"), ensure_ascii=False)
        wheels = collect(folder / "pypi", {"leaklab/book/figures/words.json": words})
        for wheel in wheels:
            os.utime(wheel, (EPOCH, EPOCH))
        info = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
        listed = lock(wheels, info)
        configure(folder, list(json.loads(listed)["packages"]))
        made = folder / "made"
        jupyter_lite(folder, made)
        add_scripts(made)
        notice = NOTICE.format(version=version("jupyterlite-core"))
        (made / "NOTICE.txt").write_text(notice, encoding="utf-8")
        python = made / "static" / "python"
        python.mkdir(parents=True)
        (python / "pyodide-lock.json").write_text(listed, encoding="utf-8")
        for path in [*INSIDE.iterdir(), PYODIDE / "python_stdlib.zip"]:
            shutil.copyfile(path, python / path.name)
        shutil.rmtree(LITE, ignore_errors=True)
        made.rename(LITE)
        LITE.touch()


if __name__ == "__main__":
    main()
