"""How well two colours can be told apart: WCAG's contrast, from 1 to 21."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as "#005a9c"; words need at least 4.5, lines 3."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
