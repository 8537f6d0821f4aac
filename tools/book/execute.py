"""`python -m tools.book.execute PATH`: run a notebook, or all below a folder, in place.

A second run changes no byte. What Jupyter would write by the way and what differs from machine to
machine (timings, the Python's exact version) is left out. What a leader needs, `teaching`, stays.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
KEPT = ("teaching",)  # written by hand: minutes to talk, at labs, with exercises


def execute(path: Path) -> None:
    """Run every cell of one notebook in a fresh kernel and write the outputs into it."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        record_timing=False,
        coalesce_streams=True,  # else prints are stored in as many pieces as they came in
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    kept = {name: notebook.metadata[name] for name in KEPT if name in notebook.metadata}
    notebook.metadata = nbformat.from_dict({**METADATA, **kept})
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)


def main() -> None:
    """Execute the notebook, or every notebook below the folder; stop at the first that fails."""
    given = Path(sys.argv[1])
    found = [given] if given.is_file() else sorted(given.rglob("*.ipynb"))
    found = [path for path in found if ".ipynb_checkpoints" not in path.parts]
    if not found:
        sys.exit(f"{given} is no notebook, and no folder with one")
    for path in found:
        print(f"executing {path}", flush=True)
        try:
            execute(path)
        except CellExecutionError as error:
            sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main()
