"""Every chapter: how a notebook shows a figure: drawn by matplotlib, or by us where it is absent."""

from importlib.util import find_spec

def use_in_notebook(): pass
