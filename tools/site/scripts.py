"""A chapter as a Python script beside its notebook, for those who read code in an editor."""

import json
import re
from pathlib import Path
from typing import Any

HEAD = "# {title}\n#\n# A chapter of Parked Forever as a script; the cells are marked with %%.\n"
BEGIN, END = "<!-- script -->", "<!-- /script -->"
NOTEBOOK = re.compile(
    r'(?P<before><li><a href="(?P<at>(?:\.\./)*_sources/[^"]*)\.ipynb"(?P<rest>[^>]*)>)'
    r"(?P<inside>.*?</a>\s*</li>\n)",
    re.DOTALL,
)


def write(folder: Path) -> None:
    """For each notebook in `folder`/_sources a script of the same name."""
    for path in sorted((folder / "_sources").glob("**/*.ipynb")):
        text = script(json.loads(path.read_text(encoding="utf-8")))
        path.with_suffix(".py").write_text(text, encoding="utf-8")


def script(notebook: dict[str, Any]) -> str:
    """The notebook's cells in order: prose as comments, code as it is."""
    blocks = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"]).rstrip("\n")
        if cell["cell_type"] == "code":
            blocks.append(f"# %%\n{_plain(text)}\n")
        else:
            lines = (f"# {line}".rstrip() for line in text.splitlines())
            blocks.append("# %% [markdown]\n" + "\n".join(lines) + "\n")
    first = "".join(notebook["cells"][0]["source"]).splitlines()[0]
    return "\n".join([HEAD.format(title=first.lstrip("# ")), *blocks])


def _plain(code: str) -> str:
    """Commands of IPython as comments: a script has none."""
    return re.sub(r"(?m)^(\s*)(%.*)$", r"\1pass  # in a notebook: \2", code)


def offered(page: str) -> str:
    """The page with the script in its menu of downloads, after the notebook."""
    page = re.sub(rf"{BEGIN}.*?{END}\n?", "", page, flags=re.DOTALL)

    def with_script(found: re.Match[str]) -> str:
        copy = found[0].replace(".ipynb", ".py").replace('target="_blank"', "download")
        return f"{found[0]}{BEGIN}{copy.rstrip()}{END}\n"

    return NOTEBOOK.sub(with_script, page, count=1)
