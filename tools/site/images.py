"""Figures with their size, so that the text below does not jump, and loaded when they come near."""

import re
from pathlib import Path

IMAGE = re.compile(
    r'<img (?![^>]*\bloading=)(?P<attributes>[^>]*?src="(?P<at>[^"]+\.svg)"[^>]*?)(?P<end>\s*/?>)'
)
SIZE = re.compile(
    r'<svg[^>]*?\swidth="([\d.]+)pt"[^>]*?\sheight="([\d.]+)pt"|'
    r'<svg[^>]*?\sheight="([\d.]+)pt"[^>]*?\swidth="([\d.]+)pt"'
)
PX_A_PT = 4 / 3


def sized(page: str, path: Path) -> str:
    """The page at `path` with width and height on each figure of its own."""

    def with_size(found: re.Match[str]) -> str:
        file = path.parent / found["at"]
        size = size_px(file.read_text(encoding="utf-8")) if file.exists() else None
        if size is None:
            return found[0]
        wide, high = size
        added = f'width="{wide}" height="{high}" loading="lazy" decoding="async"'
        return f"<img {found['attributes']} {added}{found['end']}"

    return IMAGE.sub(with_size, page)


def size_px(svg: str) -> tuple[int, int] | None:
    """Width and height as CSS counts them; None where the file gives none in points."""
    found = SIZE.search(svg)
    if found is None:
        return None
    wide, high = (found[1], found[2]) if found[1] else (found[4], found[3])
    return round(float(wide) * PX_A_PT), round(float(high) * PX_A_PT)
