"""Where participants find the room: the address, as text and as a QR code."""

import io
import ipaddress
import socket

import segno

ANYWHERE = ("0.0.0.0", "::")
WHITE_ON_BLACK, PLAIN = "\x1b[97;40m", "\x1b[0m"
NOBODY = ("192.0.2.1", "2001:db8::1")  # addresses that belong to no machine (RFC 5737, RFC 3849)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens at `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def own_address(host: str) -> str:
    """The address under which others reach what listens at `host`.

    For "all of this machine's" the one that this machine would send from: asked of the system,
    nothing is sent. Without any network it is loopback's.
    """
    if host not in ANYWHERE:
        return host
    six = ":" in host
    family = socket.AF_INET6 if six else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            line.connect((NOBODY[six], 9))
            return str(line.getsockname()[0])
    except OSError:
        return "::1" if six else "127.0.0.1"


def url(host: str, port: int) -> str:
    """The address of a server there."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}" + ("" if port == 80 else f":{port}")


def joining(base: str, code: str) -> str:
    """The address that brings its code along, behind a # which browsers send to nobody."""
    return f"{base}/room/#{code}"


def terminal(text: str) -> str:
    """A QR code in half blocks, white on black whatever the terminal's own colours are."""
    out = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out, border=2, compact=True)
    return "\n".join(f"{WHITE_ON_BLACK}{line}{PLAIN}" for line in out.getvalue().splitlines())


def picture(text: str) -> str:
    """The same as a picture's address, `data:image/svg+xml...`: black on white in any theme."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
