"""`python -m tools.clean`: remove everything that was made, the environment in .venv last."""

import shutil

from tools.paths import ROOT, SCRIPTS, STATIC

CACHES = [f".{name}_cache" for name in ("grimp", "import_linter", "mypy", "pytest", "ruff")]
CACHES += [".hypothesis"]
ENVIRONMENTS = (".venv-next", ".venv")


def main() -> None:
    """Remove what git does not keep and a build makes again."""
    made = [STATIC, SCRIPTS / "node_modules", ROOT / "_build"]
    made += [ROOT / name for name in CACHES]
    sources = [ROOT / name for name in ("code", "tools", "tests", "benchmarks")]
    made += [path for folder in sources for path in folder.rglob("__pycache__")]
    for path in [*made, *(ROOT / name for name in ENVIRONMENTS)]:
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    main()
