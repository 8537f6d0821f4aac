"""Runs inside Pyodide (see build.mjs): compiles modules and writes them into zips.

JOB is JSON, a list of zips: `path`, and `files`, which gives for each name in the zip where the
source is; `stdlib:` stands for Pyodide's own standard library. Entries are sorted and dated 1980,
so that equal sources give equal bytes. `method` 0 stores, 8 deflates.
"""

import json
import marshal
import zipfile
from importlib.util import MAGIC_NUMBER
from pathlib import Path

HOST = "/host"
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # by hash, and the hash is never looked at
STDLIB = zipfile.ZipFile("/lib/python314.zip")


def pyc(name: str, source: bytes, optimize: int) -> bytes:
    """The bytes of a .pyc whose code objects carry `name` as their file."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    return MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)


def read(source: str) -> bytes:
    """A file of the host's, or one of the standard library."""
    if source.startswith("stdlib:"):
        return STDLIB.read(source.removeprefix("stdlib:"))
    return Path(HOST + source).read_bytes()


def pack(path: str, files: dict[str, str], method: int) -> None:
    """Write one zip. leaklab and trio stay whole; the rest goes without docstrings and asserts."""
    with zipfile.ZipFile(HOST + path, "w", method, compresslevel=9) as out:
        for name, source in sorted(files.items()):
            is_python = name.endswith(".py")
            entry = zipfile.ZipInfo(name + "c" if is_python else name)
            entry.compress_type = method
            entry.external_attr = 0o644 << 16
            optimize = 0 if name.startswith(("leaklab/", "trio/")) else 2
            content = read(source)
            out.writestr(entry, pyc(name, content, optimize) if is_python else content)


for zip_job in json.loads(JOB):  # noqa: F821
    pack(**zip_job)
