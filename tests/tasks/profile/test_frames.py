"""Frames have the same names on every machine."""

import sys
from types import CodeType, FrameType

import pytest

from leaklab.tasks.profile import frames
from leaklab.tasks.profile.frames import describe, stack_text

FILE = "tests/tasks/profile/test_frames.py"


def here() -> FrameType:
    return sys._getframe()


class Shop:
    def counter(self) -> FrameType:
        return (lambda: sys._getframe())()


def test_a_frame_has_a_dotted_name_a_short_file_and_two_lines():
    frame = describe(here())
    first_line = here.__code__.co_firstlineno
    assert frame == (f"{__name__}.here", FILE, first_line + 1, first_line)


def test_methods_and_lambdas_keep_their_surroundings():
    assert describe(Shop().counter()).function == f"{__name__}.Shop.counter.<locals>.<lambda>"


def test_a_line_can_be_given():
    assert describe(here(), 12_345).line == 12_345


def fake(path: str, module: str) -> str:
    """The file that a function would be shown in, were it `module`'s and its source at `path`."""
    code: CodeType = here.__code__.replace(co_filename=path)
    frames._describe.cache_clear()  # code objects that differ in their file alone count as equal
    frame = eval(code, {"__name__": module, "sys": sys})
    return describe(frame).file


@pytest.mark.parametrize(
    ("path", "module", "shown"),
    [
        ("/home/me/site-packages/trio/_core/_run.py", "trio._core._run", "trio/_core/_run.py"),
        ("/home/me/site-packages/trio/__init__.py", "trio", "trio/__init__.py"),
        ("/home/me/pkg/sub/__init__.py", "pkg.sub", "pkg/sub/__init__.py"),
        ("/home/me/solo.py", "solo", "solo.py"),
        ("/home/me/secret/script.py", "__main__", "script.py"),
        ("C:\\Users\\me\\pkg\\mod.py", "pkg.mod", "pkg/mod.py"),
        ("<string>", "__main__", "<string>"),
    ],
)
def test_a_file_is_seen_from_where_packages_live(path: str, module: str, shown: str):
    assert fake(path, module) == shown


def test_a_stack_reads_innermost_first_in_two_lines_a_frame():
    def outer() -> None:
        inner()

    def inner() -> None:
        raise ValueError("deep inside")

    with pytest.raises(ValueError) as caught:
        outer()
    lines = stack_text(caught.value).splitlines()
    names = [line.removesuffix("(...)").rpartition(".")[2] for line in lines[::2]]
    assert names[:2] == ["inner", "outer"]
    assert all(line.startswith(f"\t{FILE}:") for line in lines[1::2])


def test_an_error_never_raised_has_no_stack():
    assert stack_text(ValueError("never raised")) == ""


def test_descriptions_are_shared():
    assert describe(here()) is describe(here())  # 45,000 tasks stand on a handful of lines
    assert frames._describe.cache_info().maxsize is not None
