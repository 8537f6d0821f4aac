"""The book: its pages built, its chapters run, its offline copy, and what its Go programs print."""
