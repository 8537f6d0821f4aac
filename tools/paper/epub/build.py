"""`python -m tools.paper.epub.build`: make _build/parked-forever.epub."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.paper.epub.extension import NAME
from tools.paths import BUILD, HTML, ROOT

MADE = BUILD / "parked-forever.epub"
SCRATCH = BUILD / "paper" / "epub"
OPTIONS = ["--quiet", "--fresh-env", "--write-all", "--nitpicky", "--fail-on-warning"]
EPOCH = "1577836800"  # the first of January 2020, as in the offline copy


def built(folder: Path = SCRATCH) -> Path:
    """Build it in `folder`; where it is. Exits as Sphinx does: a warning is an error."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", f"--builder={NAME}", *OPTIONS, "--keep-going"]
    command += [f"--conf-dir={Path(__file__).parent}", str(ROOT), str(folder)]
    environment = {"SOURCE_DATE_EPOCH": EPOCH, **os.environ, "JUPYTER_PLATFORM_DIRS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment)
    if done.returncode:
        sys.exit(done.returncode)
    return folder / MADE.name


def main() -> None:
    """Build it, and say how large it has become."""
    if not (HTML / "chapters" / "index.html").exists():
        sys.exit("there is no book yet: run make book first")
    began = time.monotonic()
    shutil.copyfile(built(), MADE)
    took = time.monotonic() - began
    print(f"_build/{MADE.name}: {MADE.stat().st_size / 1e6:.1f} MB, {took:.0f} s")


if __name__ == "__main__":
    main()
