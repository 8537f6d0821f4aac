"""`python -m tools.serve FOLDER [PORT] [--host HOST]`: serve a built book. Ctrl-C ends it.

On loopback, unless a host is asked for: then it says who can read what. It is serve.py of the
workshop's folder too, on whatever Python a laptop has; so it needs that alone, 3.9 or newer.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import ipaddress
import os
import socket
import socketserver
import sys
import threading
import urllib.parse
from pathlib import Path
from typing import Any, NoReturn

HOME, DOORS = "index.html", "START-HERE.html"
KEPT_BACK = "key"  # the workshop's answers stay on the leader's computer
LOOPBACK = "127.0.0.1"
EVERYWHERE = {"0.0.0.0", "::"}
THREADS = 64  # requests at a time; others wait in the queue. Chosen: 20 browsers, 3 files each
WAITING = 256  # connections in the queue
SILENT_S = 30.0  # after which a connection that says nothing is dropped
# All of them, since Windows' registry may say that a script is plain text.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/octet-stream",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
PACKED = {".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm"}
PACKED_FROM = 1_000  # bytes: less is not worth it
_packing = threading.Lock()  # a file is packed once, not once for each who waits for it


@functools.cache
def _packed(path: str, tag: str) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD with files of one folder. It keeps no log."""

    server_version, sys_version = "book", ""
    timeout = SILENT_S
    folder: Path  # absolute, without links
    pack = False  # on a network: half of what a browser loads need not be sent

    def do_GET(self) -> None:
        """Send the file, or say why not."""
        if body := self.answer():
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Send what a GET would, without the file."""
        self.answer()

    def answer(self) -> bytes | None:
        """Send the head of the answer; give back what is to follow, None for nothing."""
        asked = urllib.parse.urlsplit(self.path).path
        path = self.file(asked)
        if path is None:
            self.send_error(404, "Nothing of that name is served here")
            return None
        if path.is_dir():  # its own links would lead astray without the slash
            self.head(301, {"Location": f"/{asked.strip('/')}/", "Content-Length": "0"})
            return None
        known, suffix = path.stat(), path.suffix.lower()
        tag = f'"{known.st_mtime_ns:x}-{known.st_size:x}"'
        # kept by the browser, which asks once more each time, and is told 304
        fields = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if self.headers.get("If-None-Match") == tag:
            self.head(304, fields)
            return None
        packs = self.pack and suffix in PACKED and known.st_size >= PACKED_FROM
        if packs and "gzip" in self.headers.get("Accept-Encoding", ""):
            fields["Content-Encoding"] = "gzip"
            with _packing:
                body = _packed(str(path), tag)
        else:
            body = path.read_bytes()
        fields["Content-Type"] = TYPES.get(suffix, "application/octet-stream")
        fields["Content-Length"] = str(len(body))
        self.head(200, fields)
        return body

    def head(self, status: int, fields: dict[str, str]) -> None:
        """Send the answer's head."""
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def file(self, asked: str) -> Path | None:
        """The file of the folder, or a folder in it, that the path of an address means, if any.

        None for what leads out of the folder (also by a link), is hidden, or is kept back.
        """
        words = [word for word in urllib.parse.unquote(asked).split("/") if word]
        strange = ("\\", ":", "\0")
        if any(word.startswith(".") or any(s in word for s in strange) for word in words):
            return None
        if words and words[0].casefold() == KEPT_BACK:
            return None
        try:
            path = self.folder.joinpath(*words).resolve()
            inside = path == self.folder or self.folder in path.parents
            if not inside or (words and path.is_dir() and not (path / HOME).is_file()):
                return None
            if path.is_dir() and (asked.endswith("/") or not words):
                path = path / HOME if (path / HOME).is_file() else path / DOORS
            return path if path.exists() else None
        except (OSError, ValueError):  # a name that is too long, or no name here
            return None

    def log_message(self, *args: Any) -> None:
        """Nothing: who reads what is nobody's business."""


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """A thread for each request, of which there are at most THREADS."""

    daemon_threads = True
    request_queue_size = WAITING

    def __init__(self, host: str, port: int, handler: Any) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.free = threading.BoundedSemaphore(THREADS)
        super().__init__((host, port), handler)

    def server_bind(self) -> None:
        """Bind, without asking the network for this computer's name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for a thread to be free; meanwhile nobody else is let in."""
        self.free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and let the next one in."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about browsers that leave; tell of all else in a line."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"a request failed: {type(error).__name__}: {error}", file=sys.stderr)


def own_addresses() -> list[str]:
    """This computer's addresses on its networks, IPv4, that others may type."""
    found: dict[str, None] = {}
    for target in ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254"):
        try:  # no packet is sent: the system says from where it would
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                found[probe.getsockname()[0]] = None
        except OSError:
            continue
    found.update(dict.fromkeys(_of_interfaces() or _of_its_name()))
    return [address for address in found if not ipaddress.ip_address(address).is_loopback]


def _of_interfaces() -> list[str]:
    """On Linux: one address of each interface."""
    if not sys.platform.startswith("linux"):
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            try:
                said = fcntl.ioctl(probe, 0x8915, name.encode()[:15].ljust(256, b"\0"))
            except OSError:  # it has none
                continue
            found.append(socket.inet_ntoa(said[20:24]))
    return found


def _of_its_name() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def told(folder: Path, host: str, port: int) -> str:
    """What to say once it serves: where, and to whom."""
    if _is_loopback(host):
        name = f"[{host}]" if ":" in host else host
        return f"The book is at http://{name}:{port}/ (Ctrl-C ends this)"
    names = own_addresses() if host in EVERYWHERE else [f"[{host}]" if ":" in host else host]
    typed = [f"    http://{name}:{port}/" for name in names]
    typed = typed or ["    (this computer is on no network now)"]
    kept = f", without {KEPT_BACK}/" if (folder / KEPT_BACK).is_dir() else ""
    return "\n".join(
        [
            "The book is served to the network. Others type one of:",
            *typed,
            f"Everybody on that network can read the folder {folder}{kept}, and no other. "
            "Nobody can change it. It goes unencrypted, and no log is kept of who reads.",
            "Others see nothing? Let this computer's firewall admit Python. Ctrl-C ends this.",
        ]
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _OneLine(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        sys.exit(f"{message}; try --help")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    here = Path(__file__).parent
    whole = (here / DOORS).is_file()  # as serve.py in the workshop's folder
    parser = _OneLine(description="Serve a built book. Nothing in its folder is changed.")
    parser.add_argument(
        "folder", nargs="?" if whole else None, default=str(here), help="the book's folder"
    )
    parser.add_argument("port", nargs="?", default="8000", help="1 to 65535 (8000)")
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        help=f"{LOOPBACK}: this computer alone. 0.0.0.0: everybody on its networks. Or one of "
        "this computer's own addresses",
    )
    asked = parser.parse_args()
    if whole and asked.folder.isdecimal() and not Path(asked.folder).exists():
        asked.folder, asked.port = str(here), asked.folder  # a port alone
    return asked


def main() -> None:
    """Serve until interrupted. A bad port, host or folder is one line and exit status 1."""
    asked = options()
    port, host = asked.port, asked.host
    if not (port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
        sys.exit(f"PORT = {port!r} must be a port number from 1 to 65535")
    folder = Path(asked.folder)
    if not any((folder / name).is_file() for name in (HOME, DOORS)):
        sys.exit(f"{folder} holds no {HOME}; run make book first")
    handler = type(
        "Bound", (Handler,), {"folder": folder.resolve(), "pack": not _is_loopback(host)}
    )
    try:
        server = Server(host, int(port), handler)
    except (OSError, UnicodeError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) in _NOT_OURS:
            own = ", ".join([LOOPBACK, "0.0.0.0", *own_addresses()])
            sys.exit(f"HOST = {host!r} is no address of this computer: use one of {own}")
        sys.exit(f"port {port} cannot be used ({why}); try make serve PORT=8001")
    print(told(folder.resolve(), host, int(port)), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


_NOT_OURS = {99, 49, 10049}  # EADDRNOTAVAIL of Linux, macOS and Windows

if __name__ == "__main__":
    main()
