"""`python -m tools.book.execute FOLDER`: run notebooks in place. A second run changes no byte.

What Jupyter would write by the way and what differs from machine to machine (timings, the
Python's exact version) is left out.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}


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
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)


def main() -> None:
    """Execute every notebook below the folder; stop at the first cell that fails."""
    for path in sorted(Path(sys.argv[1]).rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        print(f"executing {path}", flush=True)
        try:
            execute(path)
        except CellExecutionError as error:
            sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main()
