"""`python -m tools.workshop.pack`: make _build/workshop.zip, a workshop for a room without network.

Equal sources give equal bytes. The entries are deflated: what packs better is opened by no double
click on macOS and Windows.
"""

import sys
import zipfile

from tools.lite.wheels import DATE
from tools.paths import BUILD, HTML
from tools.workshop import parts

MADE = BUILD / "workshop.zip"
NAME = "parked-forever-workshop"
LIMIT = 60_000_000  # bytes: what a slow line or an old USB stick still takes in minutes. Chosen
PACKED = (".whl", ".png", ".woff2")  # nothing to gain, and half of the time


def write(files: dict[str, bytes]) -> int:
    """Write the zip; give back its size in bytes."""
    part = MADE.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", DATE)
            entry.external_attr = 0o644 << 16
            kind = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, body, kind, 9)
    part.replace(MADE)
    return MADE.stat().st_size


def main() -> None:
    """Make the zip. Exits in a line when something is missing, or when it is too large."""
    for needed in ("chapters/index.html", "lite/pypi", "_static/engine"):
        if not (HTML / needed).exists():
            sys.exit(f"there is no _build/html/{needed}: run make book first")
    files = parts.folder()
    size = write(files)
    if size > LIMIT:
        heaviest: dict[str, int] = {}
        with zipfile.ZipFile(MADE) as archive:
            for entry in archive.infolist():
                place = "/".join(entry.filename.split("/")[1:3])
                heaviest[place] = heaviest.get(place, 0) + entry.compress_size
        top = sorted(heaviest, key=lambda place: -heaviest[place])[:5]
        said = ", ".join(f"{place} {heaviest[place] / 1e6:.1f}" for place in top)
        sys.exit(f"_build/{MADE.name} has {size / 1e6:.1f} MB, {LIMIT // 10**6} at most: {said}")
    print(f"_build/{MADE.name}: {size / 1e6:.1f} MB, {len(files)} files")


if __name__ == "__main__":
    main()
