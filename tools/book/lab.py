"""`python -m tools.book.lab`: open the chapters in JupyterLab, trusted, so that their labs show."""

import contextlib
import os
import subprocess
import sys

from tools.paths import CHAPTERS, ROOT


def main() -> None:
    """Trust the chapters and run JupyterLab until Ctrl-C; exit with its status."""
    env = {**os.environ, "JUPYTER_PLATFORM_DIRS": "1"}
    chapters = [str(path) for path in sorted(CHAPTERS.glob("*.ipynb"))]
    trust = [sys.executable, "-m", "jupyter", "trust", *chapters]
    subprocess.run(trust, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    lab = [sys.executable, "-m", "jupyter", "lab", str(CHAPTERS)]
    with contextlib.suppress(KeyboardInterrupt):  # JupyterLab has its own question on Ctrl-C
        sys.exit(subprocess.run(lab, cwd=ROOT, env=env).returncode)


if __name__ == "__main__":
    main()
