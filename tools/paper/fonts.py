"""The letters of paper, from packages that the lock brings, so that every machine prints the same.

Source Sans comes with reveal.js; DejaVu, with the monospaced face and the rarer signs, with
matplotlib. Both licences let a document hold them.
"""

from pathlib import Path

import matplotlib

from tools.paths import SCRIPTS

SOURCE = SCRIPTS / "node_modules" / "reveal.js" / "css" / "theme" / "fonts" / "source-sans-pro"
DEJAVU = Path(matplotlib.__file__).parent / "mpl-data" / "fonts" / "ttf"
FACES = [  # the family, its weight, its style, its file
    ("Source Sans", 400, "normal", SOURCE / "source-sans-pro-regular.woff"),
    ("Source Sans", 400, "italic", SOURCE / "source-sans-pro-italic.woff"),
    ("Source Sans", 600, "normal", SOURCE / "source-sans-pro-semibold.woff"),
    ("Source Sans", 600, "italic", SOURCE / "source-sans-pro-semibolditalic.woff"),
    ("Mono", 400, "normal", DEJAVU / "DejaVuSansMono.ttf"),
    ("Mono", 400, "italic", DEJAVU / "DejaVuSansMono-Oblique.ttf"),
    ("Mono", 700, "normal", DEJAVU / "DejaVuSansMono-Bold.ttf"),
    ("Signs", 400, "normal", DEJAVU / "DejaVuSans.ttf"),
    ("Signs", 700, "normal", DEJAVU / "DejaVuSans-Bold.ttf"),
]


def rules() -> str:
    """The style sheet's rules for the faces. FileNotFoundError where a file is missing."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{file.resolve(strict=True).as_uri()}"); }}'
        for family, weight, style, file in FACES
    )
