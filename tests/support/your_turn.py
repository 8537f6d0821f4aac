"""Chapter 12 as it is stored: cells, prose, and the fixes that it shows, applied to its servers."""

import inspect
import json
import re
from typing import Any

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book import mystery
from leaklab.book.mystery import kit
from tests.support.places import CHAPTERS

CHAPTER = CHAPTERS / "12_your_turn.ipynb"
CELLS = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
PROSE = "\n\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown")
FIXED = re.findall(r"dropdown\} A fix for (\w)\n.*?```diff\n(.*?)```", PROSE, re.DOTALL)


def patched(source: str, patch: str) -> str:
    """The source after a patch whose parts are divided by `@@`."""
    for part in patch.split("@@\n"):
        lines = part.splitlines()
        old = "\n".join(line[1:] for line in lines if line[:1] in " -")
        new = "\n".join(line[1:] for line in lines if line[:1] in " +")
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def fixed(server: str, *patches: str) -> type[TimeoutFilter]:
    """The class of server A, B or C after these patches, as a reader's cell would define it."""
    source = inspect.getsource(getattr(mystery, server))
    for patch in patches:
        source = patched(source, patch)
    names: dict[str, Any] = {**vars(kit), "__name__": "__main__"}
    exec(source, names)
    handler: type[TimeoutFilter] = names[f"Server{server}"]
    return handler
