"""`python -m tools.book.build`: build the book into _build/html, with JupyterLite and all else.

Jupyter Book builds it with warnings as errors, and `tools.site` as an extension; then `tools.lite`
adds the chapters to be run in the browser, and `tools.slides` a deck for each.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tools.labs import weigh
from tools.lite import build as lite
from tools.paths import CHAPTERS, ROOT
from tools.slides import build as slides

# --all: else Sphinx keeps pages whose notebook did not change, though a figure's style did
OPTIONS = ["--all", "--quiet", "-W", "-n", "--keep-going"]


def jupyter_book() -> None:
    """Run Jupyter Book; exit with its status if it fails."""
    program = Path(sysconfig.get_path("scripts"), "jupyter-book")
    command = [str(program), "build", ".", *OPTIONS]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "JUPYTER_PLATFORM_DIRS": "1"})
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Build the whole book."""
    weigh.check(CHAPTERS)
    jupyter_book()
    lite.main()
    slides.main()


if __name__ == "__main__":
    main()
