"""What turns the built book into a site to publish: `python -m tools.site _build/html`.

`make book` runs it after Jupyter Book. It leaves out what the theme loads and the book does not
use, names each page for search engines and previews, adds the buttons that run a chapter, and
closes each page to other hosts. Run on its own output it changes nothing.
"""
