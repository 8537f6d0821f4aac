"""Where things are in the checkout."""

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEAKLAB = ROOT / "code" / "leaklab"
SCRIPTS = LEAKLAB / "labs" / "js"  # the labs' JavaScript, and npm's packages
STATIC = LEAKLAB / "labs" / "static"  # what is bundled from it, and the in-page engine
PYODIDE = SCRIPTS / "node_modules" / "pyodide"
CHAPTERS = ROOT / "chapters"
LOCKED = ROOT / "requirements.txt"
BUILD = ROOT / "_build"
HTML = BUILD / "html"


def newest(paths: Iterable[Path]) -> float:
    """When the last of these files was changed, s since the epoch."""
    return max(path.stat().st_mtime for path in paths)
