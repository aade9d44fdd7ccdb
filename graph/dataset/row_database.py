"""The rows of all plans in one relational database: SQLite in a file, or PostgreSQL by URL.

It is derived from the graphs and can be derived again at any time: it holds for each graph the rows, the text, what
each unit carries and the words, and the stamp of the graph at which they were read.

Guarantees:
    1. A plan is written in one transaction: its rows are those of one stamp, or there are none.
    2. A database of another version of the code, or a corrupted file, is made again, empty; ``Loader`` fills it.
    3. SQLite and PostgreSQL give the same rows in the same order: graphs by IRI, rows by place in the graph.
    4. Safe to use from several threads; another process may read meanwhile.
"""

import shutil
import threading
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from graph.dataset import row_engines, word_index
from graph.dataset.row_engines import name_of, unusable
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import ROW_TYPES, Corpus, Row
from graph.dataset.schema import properties
from graph.dataset.sql_tables import DERIVED, GRAPHS, LINKS, NAMES, ROWS, SHARES, STATE, SUMMARY, TALLY, TEXTS, WITHIN
from graph.dataset.summary import Summary, called, links, summaries, tallies, within
from graph.dataset.totals import add_to_totals
from graph.dataset.word_index import PLAN_WORDS, TASK_WORDS

_R = TypeVar("_R", bound=Row)
_V = TypeVar("_V")
_MANY = 500  # graphs named in one query
_CARRIED = tuple(Summary.__dataclass_fields__)


class RowDatabase:
    """The rows of all plans; ``open_rows`` opens that of a folder."""

    def __init__(self, engine: Engine, *, writable: bool = True, temporary: bool = False) -> None:
        """Take an engine whose tables are those of this version; see ``graph.dataset.row_engines``."""
        self.engine = engine
        self.writable = writable
        self.temporary = temporary
        self._writing = threading.RLock()
        self._indexed = engine.dialect.name == "sqlite"

    def stamps(self) -> dict[str, int]:
        """Give the graphs that are there, each with the stamp at which it was read."""
        with self._reading() as connection:
            rows = connection.execute(select(GRAPHS.c.iri, GRAPHS.c.stamp)).all()
        return {iri: stamp for iri, stamp in rows}  # noqa: C416  a row of SQLAlchemy is no pair to the type checker

    def put(self, graph: str, stamp: int, corpus: Corpus, text: str) -> None:
        """Write the rows of a graph as they are at ``stamp`` in place of those before; none where it has no plan.

        Raises:
            RowDatabaseError: the disk is full, or the server does not answer; nothing is changed.
        """
        self.put_many(((graph, stamp, corpus, text),))

    def put_many(self, graphs: Iterable[tuple[str, int, Corpus, str]]) -> None:
        """Write the rows of several graphs, as ``put`` does, all in one transaction."""
        given = tuple(graphs) if self.writable else ()
        if not given:
            return
        with self._changing() as connection:
            self._take_out(connection, [graph for graph, _, _, _ in given])
            last: int = connection.execute(select(func.coalesce(func.max(GRAPHS.c.number), 0))).scalar_one()
            numbered = tuple(enumerate(given, start=last + 1))
            connection.execute(
                insert(GRAPHS), [{"number": number, "iri": one[0], "stamp": one[1]} for number, one in numbered]
            )
            self._put_in(connection, {n: (corpus, text) for n, (_, _, corpus, text) in numbered if corpus.plans})

    def belong_to(self, store: str) -> None:
        """Make it the database of a store; the stamps of another one say nothing, and all rows are derived again.

        Args:
            store: its name; empty where its stamps are those of this process alone.
        """
        here = STATE.c.name == "store"
        with self._changing() as connection:
            if store and connection.execute(select(STATE.c.value).where(here)).scalar_one_or_none() == store:
                return
            for table in (GRAPHS, SHARES):
                connection.execute(update(table).values(stamp=-1))
            connection.execute(delete(STATE).where(here))
            connection.execute(insert(STATE), {"name": "store", "value": store})

    def remove(self, graphs: Collection[str]) -> None:
        """Take graphs out, all in one transaction; nothing happens where the database belongs to another process."""
        if graphs and self.writable:
            with self._changing() as connection:
                self._take_out(connection, graphs)

    def corpora(self, graphs: Collection[str]) -> dict[str, Corpus]:
        """Give the rows of those of the graphs that are there, graph by graph."""
        with self._reading() as connection:
            numbers = _numbers(connection, graphs)
            tables = {name: _by_graph(connection, name, kind, numbers.values()) for name, kind in ROW_TYPES.items()}
        make: Callable[..., Corpus] = Corpus
        return {
            iri: make(**{name: tuple(rows.get(number, ())) for name, rows in tables.items()})
            for iri, number in numbers.items()
        }

    def text(self, plan: str) -> str | None:
        """Give the full text of a plan; None where the plan is not there."""
        with self._reading() as connection:
            asked = select(TEXTS.c.text).join(GRAPHS, GRAPHS.c.number == TEXTS.c.graph).where(GRAPHS.c.iri == plan)
            found: str | None = connection.execute(asked).scalar_one_or_none()
        return found

    def snapshot(self) -> RowSnapshot:
        """Take the present state for reading.

        Raises:
            RowDatabaseError: it cannot be read.
        """
        return RowSnapshot(self.engine)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def _take_out(self, connection: Connection, graphs: Collection[str]) -> None:
        numbers = list(_numbers(connection, graphs).values())
        if not numbers:
            return
        if self._indexed:
            for name, owners in _words(connection, numbers).items():
                word_index.drop(connection, name, owners)
        add_to_totals(connection, numbers, -1)
        for table in (*ROWS.values(), *DERIVED):
            connection.execute(delete(table).where(table.c.graph.in_(numbers)))
        connection.execute(delete(GRAPHS).where(GRAPHS.c.number.in_(numbers)))

    def _put_in(self, connection: Connection, plans: Mapping[int, tuple[Corpus, str]]) -> None:
        """Write the rows of plans, by number: one statement a table."""
        tables: dict[Table, list[dict[str, object]]] = {
            ROWS[name]: [
                cells
                for number, (corpus, _) in plans.items()
                for cells in _cells(number, row_type, getattr(corpus, name))
            ]
            for name, row_type in ROW_TYPES.items()
        }
        for number, (corpus, text) in plans.items():
            for table, rows in _derived(number, corpus, text).items():
                tables.setdefault(table, []).extend(rows)
        for table, rows in tables.items():
            if rows:
                connection.execute(insert(table), rows)
        add_to_totals(connection, list(plans), 1)
        if self._indexed and plans:
            for name, owners in _words(connection, list(plans)).items():
                word_index.add(connection, name, owners)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise unusable(name_of(self.engine), error) from error

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        try:
            with self._writing, self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise unusable(name_of(self.engine), error) from error


def open_rows(folder: Path | None, *, writable: bool = True) -> RowDatabase:
    """Open the database of a folder; a temporary one without a folder, or where it cannot be used.

    Args:
        folder: where the file is, or is made.
        writable: false where another process writes the file.
    """
    if folder is not None:
        with suppress(OSError, SQLAlchemyError):
            return RowDatabase(
                row_engines.in_folder(folder) if writable else row_engines.beside(folder), writable=writable
            )
    engine, place = row_engines.temporary()
    database = RowDatabase(engine, temporary=True)
    weakref.finalize(database, shutil.rmtree, place, ignore_errors=True)
    return database


def _numbers(connection: Connection, graphs: Collection[str]) -> dict[str, int]:
    """Give the numbers of those of the graphs that are there, by IRI, sorted."""
    found: dict[str, int] = {}
    for some in _some(sorted(graphs)):
        asked = select(GRAPHS.c.iri, GRAPHS.c.number).where(GRAPHS.c.iri.in_(some)).order_by(GRAPHS.c.iri)
        found.update((iri, number) for iri, number in connection.execute(asked))
    return found


def _by_graph(connection: Connection, name: str, row_type: type[_R], numbers: Iterable[int]) -> dict[int, list[_R]]:
    """Read the rows of one type, graph by graph, in the order of their places."""
    table, fields = ROWS[name], [one.name for one in properties(row_type)]
    make: Callable[..., _R] = row_type
    found: dict[int, list[_R]] = {}
    asked = select(table.c.graph, *(table.c[field] for field in fields)).order_by(table.c.graph, table.c.place)
    for some in _some(list(numbers)):
        for graph, *cells in connection.execute(asked.where(table.c.graph.in_(some))):
            found.setdefault(graph, []).append(make(**dict(zip(fields, cells, strict=True))))
    return found


def _some(values: Sequence[_V]) -> Iterator[Sequence[_V]]:
    """Give values a few at a time: a query cannot name any number of them."""
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))


def _cells(number: int, row_type: type[Row], rows: Sequence[Row]) -> Iterator[dict[str, object]]:
    fields = [one.name for one in properties(row_type)]
    values = attrgetter(*fields)
    for place, row in enumerate(rows):
        yield {"graph": number, "place": place, **dict(zip(fields, values(row), strict=True))}


def _derived(number: int, corpus: Corpus, text: str) -> Mapping[Table, list[dict[str, object]]]:
    """Give the rows of the tables next to those of the rows."""
    graph = {"graph": number}
    return {
        TEXTS: [graph | {"text": text}],
        SUMMARY: [graph | {name: getattr(one, name) for name in _CARRIED} for one in summaries(corpus)],
        TALLY: [graph | {"what": what, "value": value, "n": n} for (what, value), n in tallies(corpus).items()],
        WITHIN: [graph | {"section": s, "task": task, "direct": direct} for s, task, direct in within(corpus)],
        LINKS: [graph | {"task": task, "unit": unit, "role": role} for task, unit, role in links(corpus)],
        NAMES: [graph | {"unit": unit, "name": name} for unit, name in called(corpus)],
    }


def _words(connection: Connection, numbers: Sequence[int]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Give what is indexed of some graphs, from their rows: so it is taken out of the index as it was put in."""
    tasks, named = ROWS["tasks"], ROWS["assignments"]
    mentions: dict[str, dict[str, None]] = {}
    asked = select(named.c.task, named.c.mention).where(named.c.graph.in_(numbers))
    for task, mention in connection.execute(asked.order_by(named.c.graph, named.c.place)):
        mentions.setdefault(task, {})[mention] = None
    columns = select(tasks.c.graph, tasks.c.place, tasks.c.iri, tasks.c.text, tasks.c.title)
    rows = connection.execute(columns.where(tasks.c.graph.in_(numbers)))
    texts = connection.execute(select(TEXTS.c.graph, TEXTS.c.text).where(TEXTS.c.graph.in_(numbers)))
    return {
        TASK_WORDS: [
            (word_index.place_number(graph, place), word_index.joined((text, title, *mentions.get(iri, ()))))
            for graph, place, iri, text, title in rows
        ],
        PLAN_WORDS: [(graph, text) for graph, text in texts],
    }
