"""`TaskProfile`: profiles of the server's tasks, taken at any moment of a run."""
