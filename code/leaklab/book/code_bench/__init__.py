"""Chapters 4 to 12. A bench: a server's source, to be edited, run and judged in the page.

The page asks its own Python (`answers`); what stands in a chapter is made by `element`, which the
page's Python does not have. A notebook needs none of it: there `mystery.take` and `mystery.judge`
do the same with a cell.
"""
