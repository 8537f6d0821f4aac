"""The three pages of the room: a head, a heading, and an element that room.js draws."""

import html

NO_SCRIPT = "This page needs JavaScript."
TITLES = {
    "join": ("Join the room", "room-join"),
    "show": ("The room", "room-show"),
    "lead": ("Lead the room", "room-lead"),
}


def page(name: str, **given: str) -> str:
    """The page of one of `TITLES`; what is given stands in the element as `data-` attributes."""
    title, tag = TITLES[name]
    data = "".join(f' data-{key}="{html.escape(value)}"' for key, value in given.items())
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}: Parked Forever</title>
<link rel="icon" href="/_static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/room/room.css">
<script src="/room/room.js" defer></script>
</head>
<body>
<{tag}{data}><noscript><main><h1>{title}</h1><p>{NO_SCRIPT}</p></main></noscript></{tag}>
</body>
</html>
"""
