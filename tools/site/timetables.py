"""Three directives for who teaches: `{timetable} hour-python`, a way through the book for a room;
`{ready} hour`, what all ways of a length need; `{chapter-minutes}`, what parts of a chapter take.

They are parsed as if their MyST stood in the page, so links are the page's own.
"""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools.paths import CHAPTERS
from tools.teaching import chapters, paths, timetable


class Given(SphinxDirective):
    """What they do with their MyST."""

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

    def ways(self) -> list[paths.Way]:
        """All ways. A paths.toml that is wrong is an error in the page."""
        try:
            return paths.read()
        except ValueError as error:
            raise self.error(f"{paths.GIVEN.name}: {error}") from None

    def text(self, name: str) -> str:
        """What is called so. KeyError where nothing is."""
        return {way.name: timetable.text(way) for way in self.ways()}[name]

    def run(self) -> list[nodes.Node]:
        """The nodes of what the argument names; an unknown name is an error in the page."""
        name = self.arguments[0]
        try:
            return self.parsed(self.text(name), name)
        except KeyError:
            raise self.error(f"{paths.GIVEN.name} has no {name!r}") from None


class Ready(Timetable):
    """What all ways of one length need."""

    def text(self, name: str) -> str:
        """The list of this length. KeyError where no length has this name."""
        lengths = {way.length.name: way.length for way in self.ways()}
        return timetable.ready("Have ready for each of the three", lengths[name].prepare)


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
    app.add_directive("ready", Ready)
    app.add_directive("chapter-minutes", ChapterMinutes)
