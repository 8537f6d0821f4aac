"""Two directives for who teaches: `{timetable} hour-python`, a way through the book for a room;
and `{chapter-minutes}`, what the parts of each chapter take.

Both are parsed as if their MyST stood in the page, so links are the page's own.
"""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools.paths import CHAPTERS
from tools.teaching import chapters, paths, timetable


class Given(SphinxDirective):
    """What both do with their MyST."""

    def parsed(self, text: str, name: str) -> list[nodes.Node]:
        """A container called `name`, with the nodes of `text` in it."""
        for file in (paths.GIVEN, Path(timetable.__file__), *CHAPTERS.glob("[01]*.*")):
            self.env.note_dependency(str(file))
        into = nodes.container("", classes=["teaching"], ids=[name])
        lines = StringList(text.splitlines(), source=str(paths.GIVEN))
        self.state.nested_parse(lines, self.content_offset, into)
        return [into]


class Timetable(Given):
    """One way, named by its argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The way's nodes. An unknown name, or a paths.toml that is wrong, is an error there."""
        name = self.arguments[0]
        try:
            ways = {way.name: way for way in paths.read()}
        except ValueError as error:
            raise self.error(f"{paths.GIVEN.name}: {error}") from None
        if name not in ways:
            raise self.error(f"timetable {name!r} is none of {', '.join(ways)}")
        return self.parsed(timetable.text(ways[name]), name)


class ChapterMinutes(Given):
    """A table of all numbered chapters."""

    def run(self) -> list[nodes.Node]:
        """The table's nodes. A chapter that lacks what a leader needs is an error there."""
        try:
            text = timetable.minutes(chapters.chapters())
        except ValueError as error:
            raise self.error(str(error)) from None
        return self.parsed(text, "chapter-minutes")


def connect(app: Sphinx) -> None:
    """Let Sphinx know the directives."""
    app.add_directive("timetable", Timetable)
    app.add_directive("chapter-minutes", ChapterMinutes)
