"""Wheels without what no kernel reads: symbols for debuggers of C, sources of C, source maps.

Three wheels carry 5 MB of it, of the 60 that the folder may have. Their code is untouched, and
RECORD lists what is left. JupyterLite's wheels are slim already (`tools.lite.wheels`).
"""

import csv
import io
import zipfile

from tools.lite.wheels import DATE

UNREAD = {
    "debugpy": (".pdb", ".c"),
    "widgetsnbextension": (".map",),
    "jupyterlab_widgets": (".map",),
}


def slim(name: str, body: bytes) -> bytes:
    """The wheel of this file name without what is unread in it; equal bytes give equal bytes."""
    unread = UNREAD.get(name.partition("-")[0])
    if unread is None:
        return body
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            if entry.is_dir() or entry.filename.endswith(unread):
                continue
            inside = old.read(entry)
            if entry.filename.endswith(".dist-info/RECORD"):
                inside = _without(inside.decode(), unread).encode()
            copy = zipfile.ZipInfo(entry.filename, DATE)
            copy.external_attr = entry.external_attr
            new.writestr(copy, inside, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def _without(record: str, unread: tuple[str, ...]) -> str:
    """The rows of a RECORD, but for those of what was left out."""
    rows = [row for row in csv.reader(io.StringIO(record)) if not row[0].endswith(unread)]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()
