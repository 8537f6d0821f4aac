"""The book on paper: one PDF, one EPUB, and a handout for each chapter."""
