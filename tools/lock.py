"""`python -m tools.lock`: make requirements.txt from pyproject.toml, for all Pythons at once."""

import subprocess
import sys

from tools.paths import LOCKED, ROOT

OLDEST = "3.11"


def main() -> None:
    """Ask uv for the lock. What is pinned already stays, unless pyproject.toml no longer fits."""
    options = ["--universal", f"--python-version={OLDEST}", "--all-extras", "--quiet"]
    options += ["--custom-compile-command=make lock", f"--output-file={LOCKED.name}"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
    sys.exit(subprocess.run(command, cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
