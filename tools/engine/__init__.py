"""The in-page engine: Python, trio and leaklab for a worker of the page ("Run it here")."""
