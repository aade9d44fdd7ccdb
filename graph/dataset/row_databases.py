"""Which row database belongs to which store: that of its folder, unless another one is named when it is opened."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar
from weakref import WeakKeyDictionary, finalize

from sqlalchemy.exc import SQLAlchemyError

from graph.dataset import row_engines
from graph.dataset.row_database import RowDatabase, open_rows
from graph.dataset.row_engines import RowDatabaseError
from graph.store import Store
from graph.store.reading import ReadingStore

_T = TypeVar("_T")

_OPENED: "WeakKeyDictionary[Store, RowDatabase]" = WeakKeyDictionary()
_OPENING = threading.Lock()


def database_of(store: Store) -> RowDatabase:
    """Give the row database of a store, which is opened once."""
    with _OPENING:
        if store not in _OPENED:
            _keep(store, _opened(store))
        return _OPENED[store]


def use_rows(store: Store, url: str) -> None:
    """Have the rows of a store in the database at a URL.

    Raises:
        RowDatabaseError: the URL is wrong, or the database does not answer.
    """
    folder, writable = store.cache_folder(), not isinstance(store, ReadingStore)
    rows = RowDatabase(row_engines.at(url), writable=writable)
    if writable:
        rows.belong_to(str(folder.resolve()) if folder else "")
    with _OPENING:
        _keep(store, rows)


def read_or_renew(store: Store, read: Callable[[RowDatabase], _T]) -> _T:
    """Read from the row database of a store; a corrupted file is made again, empty.

    Raises:
        RowDatabaseError: a server does not answer, or the new file fails as well.
    """
    rows = database_of(store)
    try:
        return read(rows)
    except RowDatabaseError:
        if rows.engine.url.host is not None:
            raise
        return read(renewed(store, rows))


def renewed(store: Store, rows: RowDatabase) -> RowDatabase:
    """Make the file of a store's row database again, empty."""
    with _OPENING:
        if _OPENED.get(store) is rows:
            rows.close()
            folder = store.cache_folder()
            if folder is not None and rows.writable:
                row_engines.delete(folder)
            _keep(store, _opened(store) if rows.writable else open_rows(None))
        return _OPENED[store]


def apart(store: Store) -> RowDatabase:
    """Have the rows of a store in a temporary copy of its database from now on.

    Raises:
        RowDatabaseError: there is no space for it.
    """
    with _OPENING:
        copy = open_rows(None)
        row_engines.copy(_OPENED[store].engine, copy.engine)
        _keep(store, copy)
        return copy


def hand_over(store: Store) -> bool:
    """Write the rows that were derived for a reader into the folder that it reads, where no one else writes there.

    Returns:
        Whether the folder has them now.
    """
    if not isinstance(store, ReadingStore):
        return False
    with suppress(OSError, SQLAlchemyError, RowDatabaseError), store.unused_folder() as folder:
        if folder is None:
            return False
        rows, target = _OPENED[store], RowDatabase(row_engines.in_folder(folder))
        try:
            if target.stamps() != rows.stamps():  # which another reader has written meanwhile
                row_engines.copy(rows.engine, target.engine)
        finally:
            target.close()
        return True
    return False


def _opened(store: Store) -> RowDatabase:
    return open_rows(store.cache_folder(), writable=not isinstance(store, ReadingStore))


def _keep(store: Store, rows: RowDatabase) -> None:
    _OPENED[store] = rows
    finalize(store, rows.close)
