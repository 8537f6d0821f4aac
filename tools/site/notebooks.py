"""The notebooks that readers download, and each as a script for those who read in an editor.

A notebook's first cell installs the wheel of this very site. jupytext would write the same scripts,
but it comes with an extension that JupyterLab, Binder and lite/ then show to every reader.
"""

import json
import re
from pathlib import Path
from typing import Any

from tools.lite import wheels
from tools.site.address import Address

# In the repository: the folder above the chapters, as the notebook's JSON has it.
HERE = '\\"..[notebook]\\"'
HEAD = "# {title}\n#\n# A chapter of Parked Forever as a script; the cells are marked with %%.\n"


def write(folder: Path, address: Address | None) -> None:
    """Put the wheel into _static, name it in each notebook, and write the scripts.

    Without an address the notebooks stay as they are, for a clone of the repository.
    """
    wheels.own(folder / "_static", {})
    (wheel,) = (folder / "_static").glob("leaklab-*.whl")
    for path in sorted((folder / "_sources").glob("**/*.ipynb")):
        text = path.read_text(encoding="utf-8")
        if address is not None:
            version = f"{address.ref}/" if address.ref.startswith("v") else ""
            there = f'\\"leaklab[notebook] @ {address.site}{version}_static/{wheel.name}\\"'
            text = text.replace(HERE, there)
            path.write_text(text, encoding="utf-8")
        path.with_suffix(".py").write_text(script(json.loads(text)), encoding="utf-8")


def script(notebook: dict[str, Any]) -> str:
    """The notebook's cells in order: prose as comments, code as it is."""
    blocks = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"]).rstrip("\n")
        if cell["cell_type"] == "code":
            blocks.append(f"# %%\n{_without_commands(text)}\n")
        else:
            lines = (f"# {line}".rstrip() for line in text.splitlines())
            blocks.append("# %% [markdown]\n" + "\n".join(lines) + "\n")
    first = "".join(notebook["cells"][0]["source"]).splitlines()[0]
    return "\n".join([HEAD.format(title=first.lstrip("# ")), *blocks])


def _without_commands(code: str) -> str:
    """Commands of IPython as comments that a block can consist of: a script has none."""
    return re.sub(r"(?m)^(\s*)(%.*)$", r"\1pass  # in a notebook: \2", code)
