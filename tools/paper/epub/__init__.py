"""The book as an EPUB, by Sphinx's own builder from the sources of the site."""
