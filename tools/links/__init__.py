"""The links that lead out of the book: listed in links.txt, and asked for once a week."""
