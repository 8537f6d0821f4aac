"""Figures with their size, so that the text below does not jump, and loaded when they come near."""

from pathlib import Path
from xml.etree import ElementTree

from bs4 import BeautifulSoup

PX_A_PT = 4 / 3


def add_sizes(page: BeautifulSoup, folder: Path) -> None:
    """Give each figure of a page in `folder` its width and height."""
    for image in page.select('img[src$=".svg"]:not([loading])'):
        file = folder / str(image["src"])
        size = size_px(file) if file.exists() else None
        if size is not None:
            wide, high = (str(each) for each in size)
            image.attrs |= {"width": wide, "height": high, "loading": "lazy", "decoding": "async"}


def size_px(file: Path) -> tuple[int, int] | None:
    """Width and height of an SVG as CSS counts them; None where the file gives none in points."""
    root = ElementTree.parse(file).getroot()
    sizes = [root.get("width", ""), root.get("height", "")]
    if not all(size.endswith("pt") for size in sizes):
        return None
    wide, high = (round(float(size.removesuffix("pt")) * PX_A_PT) for size in sizes)
    return wide, high
