"""The notebooks that readers download: their first cell installs the wheel of this very site."""

from pathlib import Path

from tools.lite import wheels
from tools.site.address import Address

# In the repository: the folder above the chapters, as the notebook's JSON has it.
HERE = '\\"..[notebook]\\"'


def write(folder: Path, address: Address | None) -> None:
    """Put the wheel into _static and, where the site's address is known, name it in each notebook.

    Without an address the notebooks stay as they are, for a clone of the repository.
    """
    wheels.own(folder / "_static", {})
    (wheel,) = (folder / "_static").glob("leaklab-*.whl")
    if address is None:
        return
    version = f"{address.ref}/" if address.ref.startswith("v") else ""
    there = f'\\"leaklab[notebook] @ {address.site}{version}_static/{wheel.name}\\"'
    for path in (folder / "_sources").glob("**/*.ipynb"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(HERE, there), "utf-8")
