"""`python -m tools.serve FOLDER PORT`: serve a built book on loopback. Ctrl-C ends it."""

import functools
import http.server
import sys
from pathlib import Path


def main() -> None:
    """Serve until interrupted. A bad port is one line and exit status 1."""
    folder, port = sys.argv[1], sys.argv[2]
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        sys.exit(f"PORT = {port!r} must be a port number from 1 to 65535")
    if not Path(folder, "index.html").exists():
        sys.exit(f"{folder} holds no index.html; run make book first")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), handler)
    except OSError as error:
        sys.exit(f"port {port} cannot be used ({error.strerror}); try make serve PORT=8001")
    print(f"The book is at http://127.0.0.1:{port}/ (Ctrl-C ends this)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
