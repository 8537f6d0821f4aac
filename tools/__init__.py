"""What builds, checks and publishes the project: each tool is `python -m tools.X`, from the root.

A tool needs neither make nor a shell, so it runs wherever Python does. Makefile's targets call it.
"""
