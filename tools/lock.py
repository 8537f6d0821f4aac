"""`python -m tools.lock [--check]`: make both locks from pyproject.toml, for all Pythons.

With `--check` nothing is written: exit status 1 if a file is not what would be made.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.paths import ROOT

OLDEST = "3.11"
WHAT = {
    "requirements.txt": ["--all-extras"],
    "requirements-next.txt": ["--extra=notebook", "--group=next"],  # see tools/book/next
}


def compile_into(output: Path, what: list[str]) -> None:
    """Ask uv for the lock. What `output` has pinned stays, unless pyproject.toml no longer fits."""
    options = ["--universal", f"--python-version={OLDEST}", "--quiet", *what]
    options += ["--custom-compile-command=make lock", f"--output-file={output}"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
    done = subprocess.run(command, cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Make the locks, or compare them with what would be made."""
    if sys.argv[1:] != ["--check"]:
        for name, what in WHAT.items():
            compile_into(ROOT / name, what)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, what in WHAT.items():
            fresh = Path(shutil.copy(ROOT / name, folder))
            compile_into(fresh, what)
            if fresh.read_bytes() != (ROOT / name).read_bytes():
                sys.exit(f"{name} is not what pyproject.toml asks for; run make lock")


if __name__ == "__main__":
    main()
