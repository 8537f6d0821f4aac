"""Which frame of a stack tells whose it is, and names short enough for a table."""

from collections import Counter
from collections.abc import Iterable, Sequence

from leaklab.dumps.values import Frame

# The first part of the import paths of Go's own packages (go1.27, `go list std`).
STANDARD = frozenset(
    [
        "archive",
        "bufio",
        "bytes",
        "cmp",
        "compress",
        "container",
        "context",
        "crypto",
        "database",
        "debug",
        "embed",
        "encoding",
        "errors",
        "expvar",
        "flag",
        "fmt",
        "go",
        "hash",
        "html",
        "image",
        "index",
        "internal",
        "io",
        "iter",
        "log",
        "maps",
        "math",
        "mime",
        "net",
        "os",
        "path",
        "plugin",
        "reflect",
        "regexp",
        "runtime",
        "slices",
        "sort",
        "strconv",
        "strings",
        "structs",
        "sync",
        "syscall",
        "testing",
        "text",
        "time",
        "unicode",
        "unique",
        "unsafe",
        "vendor",
        "weak",
    ]
)
OFTEN_BETWEEN = ("golang.org/x/sync/", "k8s.io/apimachinery/pkg/util/wait.")  # run others' code
BELOW = ("runtime.", "internal/", "sync.runtime_")  # where Go parks, whoever asked for it
PYTHON_LIBRARIES = (  # a dump has no folders of the machine: who is a library is known by name
    "aiobotocore.",
    "aiohttp.",
    "aiokafka.",
    "aiormq.",
    "asyncpg.",
    "fastapi.",
    "grpc.",
    "h2.",
    "h11.",
    "httpcore.",
    "httpx.",
    "hypercorn.",
    "leaklab.tasks.",
    "motor.",
    "nats.",
    "psycopg.",
    "pymongo.",
    "quart.",
    "quart_trio.",
    "redis.",
    "sqlalchemy.",
    "starlette.",
    "tenacity.",
    "tornado.",
    "trio_websocket.",
    "uvicorn.",
    "websockets.",
    "wsproto.",
)
PYTHON = ("trio.", "asyncio.", "anyio.", "outcome.", "threading.", "uvloop.", "concurrent.")


def package(function: str) -> str:
    """The import path of a function's package: `net/http`, `main`, `k8s.io/klog/v2`."""
    path, slash, last = function.partition("[")[0].partition("(")[0].rpartition("/")
    return path + slash + last.partition(".")[0]


def is_standard(frame: Frame) -> bool:
    """Whether a frame is of Go's standard library, or of what runs Python's tasks."""
    if frame.file.endswith(".py"):
        return frame.function.startswith(PYTHON)
    if "." not in frame.function and "/" not in frame.function:
        return True  # `panic`, `runfinq`: of the runtime
    first = package(frame.function).partition("/")[0]
    return first in STANDARD and "." not in first


def telling(frames: Sequence[Frame]) -> int:
    """Which frame tells most: the innermost that is not of the standard library; else the first.

    One that only runs others' code, and a well-known library of Python's, leave it to whoever
    called them, if it is there.
    """
    own = [at for at, frame in enumerate(frames) if not is_standard(frame)]
    plain = [at for at in own if not _is_between(frames[at])]
    named = [at for at, frame in enumerate(frames) if _is_named(frame)]
    return (plain or own or named or [0])[0]


def _is_named(frame: Frame) -> bool:
    return "." in frame.function and not frame.function.startswith(BELOW)


def _is_between(frame: Frame) -> bool:
    if frame.file.endswith(".py"):
        return frame.function.startswith(PYTHON_LIBRARIES)
    return frame.function.startswith(OFTEN_BETWEEN)


def short_name(function: str) -> str:
    """The function without the path of its package: `filters.(*timeoutHandler).ServeHTTP`."""
    return _after_slashes(function, 0)


def _after_slashes(function: str, kept: int) -> str:
    """The function with `kept` folders of its package's path. Generic types keep their slashes."""
    end = min((at for at in (function.find("["), function.find("(")) if at >= 0), default=None)
    head, tail = (function, "") if end is None else (function[:end], function[end:])
    return "/".join(head.split("/")[-1 - kept :]) + tail


def short_names(frames: Iterable[Frame]) -> dict[Frame, str]:
    """A name and place for each frame, as short as may be, and no two alike."""
    every = list(dict.fromkeys(frames))
    names: dict[Frame, str] = {}
    kept, alike = 0, every
    while alike:
        tried = {frame: _name(frame, kept) for frame in alike}
        times = Counter(tried.values())
        last = kept > max(frame.function.count("/") + frame.file.count("/") for frame in alike)
        settled = [frame for frame in alike if last or times[tried[frame]] == 1]
        names |= {frame: _whole(frame) if last and times[tried[frame]] > 1 else tried[frame]
                  for frame in settled}  # fmt: skip
        alike = [frame for frame in alike if frame not in names]
        kept += 1
    return names


def _name(frame: Frame, kept: int) -> str:
    folders = frame.file.replace("\\", "/").split("/")
    place = "/".join(folders[-1 - kept :])
    name = _after_slashes(frame.function, kept)
    return f"{name} {place}:{frame.line}" if frame.file else name


def _whole(frame: Frame) -> str:
    return f"{frame.function} {frame.file}:{frame.line}"
