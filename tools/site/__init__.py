"""The site: what is added to the pages while Sphinx makes them, and what finishes them afterwards.

`extension` is the Sphinx extension of _config.yml: it takes away what the theme loads and the book
does not use, names each page for search engines and previews, and adds the buttons that run a
chapter. In the end `finish` closes each page to other hosts. `versions` puts it beside older ones.
"""
