"""Names for Python frames that are the same on every machine: dotted function, file, line."""

import functools
import inspect
from collections.abc import Callable
from types import CodeType, FrameType
from typing import NamedTuple


class Frame(NamedTuple):
    """One line of a stack: dotted `function`, `file` as seen from where packages live.

    `line` is where it stands, `first_line` where the function begins.
    """

    function: str
    file: str
    line: int
    first_line: int


def named(function: Callable[..., object]) -> str:
    """The dotted name that a frame of this function has in a profile."""
    code = code_of(function)
    # not __module__: trio names the module where its users find a function
    return f"{inspect.unwrap(function).__globals__['__name__']}.{code.co_qualname}"


def code_of(function: Callable[..., object]) -> CodeType:
    """The code that a frame of this function runs, decorated or not."""
    code: CodeType = inspect.unwrap(function).__code__
    return code


def describe(frame: FrameType, line: int | None = None) -> Frame:
    """Name `frame`. `line` overrides the frame's own current line."""
    code = frame.f_code  # equal code objects may come from different places: hence the two names
    module = frame.f_globals.get("__name__") or _compiled(code.co_filename)
    line = line or frame.f_lineno or code.co_firstlineno  # Cython's frames know no line
    return _describe(code, code.co_qualname, code.co_filename, module, line)


def _compiled(path: str) -> str:
    """The module of a frame without globals: Cython's say only `uvloop/loop.pyx`."""
    inside, _, suffix = path.rpartition(".")
    return inside.replace("/", ".") if suffix in ("pyx", "py") and path[:1].isalpha() else "?"


@functools.lru_cache(maxsize=4096)
def _describe(code: CodeType, qualname: str, path: str, module: str, line: int) -> Frame:
    function = f"{module}.{qualname}"
    return Frame(function, _file(path, module), line, code.co_firstlineno)


def _file(path: str, module: str) -> str:
    """The end of the path that the module's name accounts for: no folder of any machine."""
    parts = path.replace("\\", "/").split("/")
    if module == "__main__":
        return parts[-1]
    depth = module.count(".") + (2 if parts[-1] == "__init__.py" else 1)
    return "/".join(parts[-depth:])


def short_name(frame: Frame) -> str:
    """The function without its module and what is around it: `serve`, `Queue.put`."""
    module = frame.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    inside = frame.function.removeprefix("__main__.").removeprefix(f"{module}.")
    return inside.rpartition("<locals>.")[2]


def stack_text(error: BaseException) -> str:
    """The stack on which `error` was raised, innermost frame first, in Go's two-line form."""
    lines = []
    step = error.__traceback__
    while step is not None:
        frame = describe(step.tb_frame, step.tb_lineno)
        lines.append(f"{frame.function}(...)\n\t{frame.file}:{frame.line}")
        step = step.tb_next
    return "\n".join(reversed(lines))
