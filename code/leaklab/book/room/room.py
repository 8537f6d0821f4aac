"""A room: what all of its addresses share."""

from pathlib import Path

from leaklab.book.room.catalog import Catalog
from leaklab.book.room.hub import Hub
from leaklab.book.room.keeper import Keeper
from leaklab.book.room.limits import Limits
from leaklab.book.room.store import Store


class Room:
    """A room that is kept in the file `data`. ValueError when that is another program's."""

    def __init__(self, catalog: Catalog, data: Path) -> None:
        store = Store(data)
        self.catalog = catalog
        self.code, self.leader = store.setting("code"), store.setting("leader")
        self.keeper = Keeper(store)
        self.hub = Hub(self.keeper, catalog)
        self.limits = Limits()
