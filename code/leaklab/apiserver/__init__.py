"""The API server's filters and handlers, ported: a file beside each Go file."""
