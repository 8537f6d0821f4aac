"""`python -m tools.lock [--check]`: make requirements.txt from pyproject.toml, for all Pythons.

With `--check` nothing is written: exit status 1 if the file is not what would be made.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.paths import LOCKED, ROOT

OLDEST = "3.11"


def compile_into(output: Path) -> None:
    """Ask uv for the lock. What `output` has pinned stays, unless pyproject.toml no longer fits."""
    options = ["--universal", f"--python-version={OLDEST}", "--all-extras", "--quiet"]
    options += ["--custom-compile-command=make lock", f"--output-file={output}"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
    done = subprocess.run(command, cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Make the lock, or compare it with what would be made."""
    if sys.argv[1:] != ["--check"]:
        compile_into(LOCKED)
        return
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(shutil.copy(LOCKED, folder))
        compile_into(fresh)
        if fresh.read_bytes() != LOCKED.read_bytes():
            sys.exit("requirements.txt is not what pyproject.toml asks for; run make lock")


if __name__ == "__main__":
    main()
