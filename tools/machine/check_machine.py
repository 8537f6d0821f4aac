"""Is all there that the workshop needs? `python3 check_machine.py`, in the unzipped folder.

Runs `leaklab doctor --workshop` from the wheels beside this file, before anything is installed, or
from what is installed already. Python's standard library is enough; nothing is changed.
"""

import os
import sys
from pathlib import Path

NEEDS = ("leaklab", "click", "packaging", "colorama")  # all of them plain Python, run from a wheel
OLDEST = (3, 11)


def main() -> None:
    """Run the check with the arguments given; exit with its status."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit("NOT OK    Python " + version + ": install Python 3.11 to 3.15, then try again")
    folder = Path(__file__).resolve().parent
    wheels = folder / "wheels"
    for name in NEEDS:  # after what is installed
        sys.path += [str(path) for path in sorted(wheels.glob(name + "-*.whl"))[-1:]]
    try:
        from leaklab.cli.main import main as command
    except ImportError as error:
        sys.exit("NOT OK    the folder is not complete (" + str(error) + "): unpack the zip again")
    os.chdir(folder)
    command(["doctor", "--workshop", *sys.argv[1:]])


if __name__ == "__main__":
    main()
