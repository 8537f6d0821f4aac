"""The way out of Jupyter Book 1, kept open: the same book, built by today's Sphinx without it."""
