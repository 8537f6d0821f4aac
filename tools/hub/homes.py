"""A participant's folder: a copy of the chapters, trusted, so that their figures and labs show."""

import json
import shutil
import sys
from pathlib import Path

from tools.paths import CHAPTERS

WITHOUT = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
CONFIG = Path(".jupyter")  # where Jupyter keeps what its user has set
DATA = Path(".local") / "share" / "jupyter"  # where Jupyter keeps which notebooks are trusted

# A chapter's kernel ends with its tab, as on Binder; and JupyterLab asks nobody for news.
SETTINGS = {
    "notebook-extension/tracker": {"kernelShutdown": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def chapter_named(stem: str) -> str:
    """`05_nobody_is_coming`, if there is such a notebook; else one line and exit status 1."""
    stems = sorted(path.stem for path in CHAPTERS.glob("*.ipynb"))
    if stem not in stems:
        sys.exit(f"HUB_CHAPTER = {stem!r} must be one of {', '.join(stems)}")
    return stem


def prepare(skeleton: Path) -> None:
    """Make the home that each new participant gets a copy of: the chapters, trusted, and settings.

    Done once, when the hub starts: reading and signing all chapters takes a third of a second.
    """
    shutil.rmtree(skeleton, ignore_errors=True)
    shutil.copytree(CHAPTERS, skeleton / "chapters", ignore=WITHOUT)
    trust(skeleton / "chapters", skeleton / DATA)
    for name, settings in SETTINGS.items():
        kept = skeleton / CONFIG / "lab" / "user-settings" / "@jupyterlab" / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.with_name(f"{kept.name}.jupyterlab-settings").write_text(json.dumps(settings))


def fill(home: Path, skeleton: Path) -> None:
    """Copy what `prepare` made into `home`. A home that has chapters keeps what it has."""
    chapters, begun = home / "chapters", home / ".chapters-begun"
    if chapters.exists():
        return
    shutil.rmtree(begun, ignore_errors=True)  # a copy that was broken off
    for part in (DATA, CONFIG):
        shutil.copytree(skeleton / part, home / part, dirs_exist_ok=True)
    shutil.copytree(skeleton / "chapters", begun)
    begun.rename(chapters)


def trust(chapters: Path, data: Path) -> None:
    """Sign the notebooks in `chapters` for the user whose Jupyter keeps its data in `data`."""
    import nbformat  # not above: it takes a second to load
    from nbformat.sign import NotebookNotary

    data.mkdir(parents=True, exist_ok=True)
    notary = NotebookNotary(data_dir=str(data))
    for path in sorted(chapters.glob("*.ipynb")):
        notary.sign(nbformat.read(path, as_version=4))
    notary.store.close()
