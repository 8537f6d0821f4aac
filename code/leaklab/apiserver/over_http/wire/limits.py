"""What this server takes from one client, and for how long it waits. Go's values where it has some.

Go's net/http waits for ever unless it is told otherwise; the API server tells it a time for idle
connections alone. The times here are chosen so that nothing is held for ever by who sends nothing.
"""

PIECE_BYTES = 1 << 16  # read or written at once
HEAD_BYTES = 1 << 16  # of a request's line and headers (Go: 1 MiB)
BODY_BYTES = 1 << 20  # of a request's body
BODIES_BYTES = 1 << 22  # of all requests that are under way on one connection of HTTP/2
EARLY_BYTES = 1 << 16  # of requests sent ahead, while one is answered
OUT_BYTES = 1 << 17  # of answers to a client that reads slowly; then their handlers wait
STREAMS = 250  # at once on one connection of HTTP/2, as Go's
CONNECTIONS = 4096
TARGET_CHARACTERS = 8192

HANDSHAKE_S = 10.0
HEAD_S = 10.0  # from a request's first byte to the end of its headers
BODY_S = 30.0
IDLE_S = 120.0  # between two requests
STALL_S = 30.0  # a client that takes not 64 KiB in so long has left
LINGER_S = 0.5  # after a refusal, so that it arrives; as Go's
