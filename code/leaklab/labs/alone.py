"""A page with nothing but a lab: a whole HTML document, for a file of one's own or for a frame."""

import html
from pathlib import Path

SCRIPT = Path(__file__).parent / "static" / "labs.js"
TAGS = ("leak-lab", "limits-lab", "request-story", "task-profile", "incident-replay")
# A page in a frame cannot know whether the page around it is light or dark: its address may say so.
THEME = """
{
  const theme = new URLSearchParams(location.search).get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
"""
LAB = f":is({', '.join(TAGS)})"
# Until a lab is drawn nothing is seen that would jump; 8 s without its script, and its picture is.
STYLE = f"""
:root {{ color-scheme: light dark }}
:root[data-theme="light"] {{ color-scheme: light }}
:root[data-theme="dark"] {{ color-scheme: dark }}
body {{ margin: 0; background: Canvas; color: CanvasText; font: 1rem/1.5 system-ui, sans-serif }}
main {{ max-width: 60rem; margin: auto; padding: 0.5rem }}
h1 {{ font-size: 1.4rem }}
a {{ color: LinkText }}
{LAB} {{ display: block }}
{LAB}:defined:not([data-failed]) > * {{ display: none }}
@media (scripting: enabled) {{
  {LAB}:not(:defined, [data-failed]) > *, {LAB}:not([data-built], [data-failed]) ~ p {{
    animation: late 1ms 8s both
  }}
}}
@keyframes late {{ from {{ position: absolute; visibility: hidden }} }}
"""


def document(title: str, element: str, script: str, *, head: str = "", below: str = "") -> str:
    """The document; all but `title` is HTML. `script` is the element that brings labs.js.

    In the document's `main` the lab and its script stand beside each other: the two can be moved
    into any page. `head` goes into the head, `below` under the lab.
    """
    words = html.escape(title, quote=False)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{words}</title>
<script>{THEME}</script>
<style>{STYLE}</style>
{head}</head>
<body>
<main>
<h1>{words}</h1>
{element}
{script}
{below}</main>
</body>
</html>
"""


def inline_script() -> str:
    """The labs' script inside of its element. FileNotFoundError where it was not bundled."""
    return f"<script>{script_text(SCRIPT)}</script>"


def script_text(path: Path) -> str:
    """A bundled script. FileNotFoundError where it was not bundled."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; in a checkout, make setup makes it")
    return path.read_text(encoding="utf-8")
