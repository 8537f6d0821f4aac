"""Terminals in a chapter: its blocks read, their commands run, what they print written or compared.

`python -m tools.book.console CHAPTER` runs a chapter's terminals and writes down what they print.
"""
