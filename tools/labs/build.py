"""`python -m tools.labs.build`: bundle the labs' scripts from labs/js into labs/static.

Does nothing when the bundles are newer than their sources.
"""

from tools import node
from tools.paths import SCRIPTS, STATIC, newest

TAGS = sorted(path.parent.name for path in SCRIPTS.glob("src/*/entry.js"))  # the labs
READERS = ("labs", "reader", "send", "bench", "clinic", "machine", "served")
OF_PAGES = (*TAGS, *READERS, "participant", "room")
BUNDLES = [
    *(STATIC / f"{name}.js" for name in OF_PAGES),
    STATIC / "room.css",
    STATIC / "labs.mjs",
]


def main() -> None:
    """Install what the lock file names, and bundle, if anything changed."""
    sources = [path for path in SCRIPTS.glob("src/**/*") if path.is_file()]
    sources += [*SCRIPTS.glob("build/*"), *SCRIPTS.glob("package*.json")]
    built = all(path.exists() for path in BUNDLES)
    if built and min(path.stat().st_mtime for path in BUNDLES) >= newest(sources):
        return
    node.install()
    node.npm("run", "build")
    for path in BUNDLES:
        path.touch()


if __name__ == "__main__":
    main()
