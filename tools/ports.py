"""A port of this machine that nobody listens at."""

import socket


def free_port() -> int:
    """A port on loopback that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
