"""JupyterLite under lite/: the chapters with a kernel in the reader's browser."""
