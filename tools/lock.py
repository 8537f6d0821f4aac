"""`python -m tools.lock`: make both locks from pyproject.toml, each for all Pythons at once."""

import subprocess
import sys

from tools.paths import ROOT

OLDEST = "3.11"
WHAT = {
    "requirements.txt": ["--all-extras"],
    "requirements-next.txt": ["--extra=notebook", "--group=next"],  # see tools/book/next
}


def main() -> None:
    """Ask uv for the locks. What is pinned already stays, unless pyproject.toml no longer fits."""
    for name, what in WHAT.items():
        options = ["--universal", f"--python-version={OLDEST}", "--quiet", *what]
        options += ["--custom-compile-command=make lock", f"--output-file={name}"]
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options]
        if code := subprocess.run(command, cwd=ROOT).returncode:
            sys.exit(code)


if __name__ == "__main__":
    main()
