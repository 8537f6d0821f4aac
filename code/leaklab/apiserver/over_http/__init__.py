"""The port behind a real HTTP server: the same filters and handlers, with real clients."""
