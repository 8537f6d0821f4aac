"""Slim wheels: what nobody reads is out, RECORD agrees, and all others are as they were."""

import io
import zipfile

from tools.workshop.slim import slim

NAME = "debugpy-1-py2.py3-none-any.whl"
FILES = {
    "debugpy/__init__.py": "x = 1\n",
    "debugpy/attach.pdb": "symbols",
    "debugpy/fast.c": "int x;",
    "debugpy-1.dist-info/RECORD": "debugpy/__init__.py,sha256=a,6\ndebugpy/attach.pdb,sha256=b,7\n"
    "debugpy/fast.c,sha256=c,6\ndebugpy-1.dist-info/RECORD,,\n",
}


def wheel() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return made.getvalue()


def test_what_no_kernel_reads_is_left_out_and_the_record_agrees():
    with zipfile.ZipFile(io.BytesIO(slim(NAME, wheel()))) as archive:
        names = archive.namelist()
        record = archive.read("debugpy-1.dist-info/RECORD").decode()
    assert names == ["debugpy/__init__.py", "debugpy-1.dist-info/RECORD"]
    assert [row.split(",")[0] for row in record.splitlines()] == names


def test_equal_wheels_give_equal_bytes_and_others_are_untouched():
    assert slim(NAME, wheel()) == slim(NAME, wheel())
    assert slim("trio-1-py3-none-any.whl", b"as it is") == b"as it is"
