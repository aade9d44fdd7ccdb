"""One state of the row database, read by queries: as long as it is open, no write changes what it gives.

Guarantees:
    1. All answers are of one moment, also while others write.
    2. Rows are in the order of their plans, then of their places in the plan; units in the order of their ids, each as
       the first plan of the archive describes it.
    3. ``limited`` gives the rows of some plans out of the same moment.
    4. Safe to use from several threads.
"""

import threading
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar, TypeVarTuple

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    Subquery,
    Table,
    Text,
    bindparam,
    cast,
    func,
    select,
    tuple_,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.exc import SQLAlchemyError

from extract.records import Role
from graph.dataset import word_index
from graph.dataset.row_engines import name_of, unusable
from graph.dataset.rows import (
    COUNTED,
    ROW_TYPES,
    AssignmentRow,
    Corpus,
    FindingRow,
    LedgerRow,
    PlanRow,
    Row,
    SectionRow,
    TaskRow,
    UnitRow,
    table_by_table,
)
from graph.dataset.schema import properties
from graph.dataset.sql_tables import GRAPHS, NAMES, ROWS, SUMMARY, TALLY, TEXTS, WITHIN
from graph.dataset.totals import Carried, carried, sums

_R = TypeVar("_R", bound=Row)
_Ts = TypeVarTuple("_Ts")
_A = TypeVar("_A")
_NAMES = {row_type.CLASS: name for name, row_type in ROW_TYPES.items()}
_BETWEEN = "\x1f"  # the cells of a column; it is in no number, name of a class or IRI

Place: TypeAlias = tuple[int, int]
"""The number of a graph, and a place in it."""


class _Held:
    """A connection with an open transaction, used by one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.indexed = name_of(engine), engine.dialect.name == "sqlite"
        self._lock, self.broken = threading.Lock(), False
        try:
            self._connection = _opened(engine, begin=self.indexed)
        except SQLAlchemyError as error:
            raise unusable(self.name, error) from error
        weakref.finalize(self, self._connection.close)

    def ask(self, question: Callable[[Connection], _A]) -> _A:
        try:
            with self._lock:
                return question(self._connection)
        except SQLAlchemyError as error:
            self.broken = True
            raise unusable(self.name, error) from error


def _opened(engine: Engine, *, begin: bool) -> Connection:
    connection = engine.connect() if begin else engine.connect().execution_options(isolation_level="REPEATABLE READ")
    connection.detach()
    if begin:
        connection.exec_driver_sql("BEGIN")
    return connection


class RowSnapshot:
    """The rows of all plans, or of some; ``RowDatabase.snapshot`` opens one."""

    def __init__(self, engine: Engine) -> None:
        """Take the present state of a database.

        Raises:
            RowDatabaseError: the database cannot be read.
        """
        self._held = _Held(engine)
        asked = select(GRAPHS.c.iri, GRAPHS.c.number, GRAPHS.c.stamp).order_by(GRAPHS.c.iri)
        listed = self.ask(asked)
        self.stamps: Mapping[str, int] = {iri: stamp for iri, _, stamp in listed}
        self.order: Mapping[int, int] = {number: place for place, (_, number, _) in enumerate(listed)}
        self._limits: tuple[int, ...] | None = None
        self.plans: tuple[PlanRow, ...] = self.rows(PlanRow)
        numbers = self.ask(select(ROWS["plans"].c.iri, ROWS["plans"].c.graph))
        self.number_of: Mapping[str, int] = dict(sorted(map(tuple, numbers), key=lambda pair: self.order[pair[1]]))

    @property
    def broken(self) -> bool:
        """Whether the database did not answer: a new state has to be taken."""
        return self._held.broken

    def limited(self, plans: Iterable[PlanRow]) -> "RowSnapshot":
        """Give the rows of some plans."""
        part = object.__new__(RowSnapshot)
        part._held, part.stamps, part.order = self._held, self.stamps, self.order
        part.plans = tuple(plans)
        part.number_of = {plan.iri: self.number_of[plan.iri] for plan in part.plans}
        part._limits = tuple(part.number_of.values())
        return part

    def ask(self, asked: Select[*_Ts]) -> Sequence[SqlRow[*_Ts]]:
        """Answer a query.

        Raises:
            RowDatabaseError: the database does not answer any more.
        """
        return self._held.ask(lambda connection: connection.execute(asked).all())

    def inside(self, column: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
        """Give the condition that a row is of these plans; none for all."""
        return () if self._limits is None else (among(column, self._limits),)

    def rows(self, row_type: type[_R], *conditions: ColumnElement[bool]) -> tuple[_R, ...]:
        """Give the rows of a type that meet some conditions."""
        return self._rows(row_type, {}, *conditions)

    def _rows(self, row_type: type[_R], known: dict[str, str], *conditions: ColumnElement[bool]) -> tuple[_R, ...]:
        """Give rows as ``rows`` does; equal texts are one object, also with those in ``known``."""
        table = _table(row_type)
        asked = select(table.c.graph, table.c.place, *(table.c[field] for field in _fields(row_type)))
        asked = asked.where(*conditions, *self.inside(table.c.graph))

        def read(connection: Connection) -> list[tuple[Place, _R]]:
            return [
                (self.place(row), _made(row_type, [_known(known, cell) for cell in row[2:]]))
                for row in connection.execute(asked)
            ]

        return tuple(row for _, row in sorted(self._held.ask(read), key=itemgetter(0)))

    def first(self, row_type: type[_R], most: int, *conditions: ColumnElement[bool]) -> tuple[_R, ...]:
        """Give the first rows of a type that meet some conditions."""
        table = _table(row_type)
        asked = select(*(table.c[field] for field in _fields(row_type))).join(GRAPHS, GRAPHS.c.number == table.c.graph)
        asked = asked.where(*conditions, *self.inside(table.c.graph)).order_by(GRAPHS.c.iri, table.c.place).limit(most)
        return tuple(_made(row_type, row) for row in self.ask(asked))

    def of_plan(self, row_type: type[_R], plan: str) -> tuple[_R, ...]:
        """Give the rows of a type in one plan, by its IRI."""
        return self.rows(row_type, _table(row_type).c.graph == self.number_of.get(plan, -1))

    def having(self, row_type: type[_R], field: str, values: Collection[str]) -> tuple[_R, ...]:
        """Give the rows of a type in which a field has one of some values."""
        return self.rows(row_type, _table(row_type).c[field].in_(sorted(values)))

    def units(self, field: str, values: Collection[str]) -> dict[str, UnitRow]:
        """Give the units in which a field has one of some values, by IRI, as the first plan of the archive describes them."""
        table = _table(UnitRow)
        wanted = table.c[field].in_(sorted(values))
        first = _first_described(wanted)
        asked = select(*(table.c[one] for one in _fields(UnitRow))).join(first, first.c.iri == table.c.iri)
        asked = asked.join(GRAPHS, (GRAPHS.c.iri == first.c.graph) & (GRAPHS.c.number == table.c.graph)).where(wanted)
        return {unit.iri: unit for unit in (_made(UnitRow, row) for row in self.ask(asked.order_by(table.c.iri)))}

    def at(self, row_type: type[_R], places: Sequence[Place]) -> tuple[_R, ...]:
        """Give the rows at some places, in their order there."""
        table = _table(row_type)
        asked = select(table.c.graph, table.c.place, *(table.c[field] for field in _fields(row_type)))
        rows = self.ask(asked.where(*at_places(table, places))) if places else ()
        found = {(row[0], row[1]): row for row in rows}
        return tuple(_made(row_type, found[place][2:]) for place in places)

    def corpus(self, *, ledger: bool = True) -> Corpus:
        """Give all rows, or all but the ledger, each unit as the first of these plans describes it."""
        left_out = {UnitRow} if ledger else {UnitRow, LedgerRow}
        known: dict[str, str] = {}
        whole = table_by_table(lambda _, row_type: () if row_type in left_out else self._rows(row_type, known))
        return replace(whole, units=self._each_unit(known))

    def each(self, row_type: type[Row]) -> Iterator[Row]:
        """Give all rows of a type, in the order of a corpus; those of one plan, or all units, are in memory at a time."""
        if row_type is UnitRow:
            yield from self._each_unit({})
            return
        for plan in self.number_of:
            yield from self.of_plan(row_type, plan)

    def _each_unit(self, known: dict[str, str]) -> tuple[UnitRow, ...]:
        described: dict[str, UnitRow] = {}
        for unit in self._rows(UnitRow, known):
            described.setdefault(unit.iri, unit)
        return tuple(sorted(described.values(), key=UnitRow.order))

    def unsettled(self, grades: Collection[str], roles: Collection[str], infos: str) -> Corpus:
        """Give the tasks of some grades with their assignments in some roles, and the findings of more weight than ``infos``."""
        tasks, rows = ROWS["tasks"], ROWS["assignments"]
        graded = tasks.c.clarity.in_(sorted(grades))
        named = rows.c.task.in_(select(tasks.c.iri).where(graded, *self.inside(tasks.c.graph)))
        return Corpus(
            plans=self.plans,
            tasks=self.rows(TaskRow, graded),
            assignments=self.rows(AssignmentRow, named, rows.c.role.in_(sorted(roles))),
            findings=self.rows(FindingRow, ROWS["findings"].c.severity != infos),
        )

    def carried(self, *, named: bool = False) -> Mapping[str, Carried]:
        """Add up what each unit carries, by role; ``named`` leaves collectives out of the shares and of who is first."""
        return carried(self.ask(sums(*self.inside(SUMMARY.c.graph), named=named)))

    def tally(self) -> dict[tuple[str, str], int]:
        """Count the rows by what and value, see ``graph.dataset.summary.tallies``."""
        asked = select(TALLY.c.what, TALLY.c.value, func.sum(TALLY.c.n)).where(*self.inside(TALLY.c.graph))
        return {(what, value): int(n) for what, value, n in self.ask(asked.group_by(TALLY.c.what, TALLY.c.value))}

    def tallies(self, *what: str) -> dict[str, dict[tuple[str, str], int]]:
        """Count the rows of each plan; of all, or of what is named."""
        named = (TALLY.c.what.in_(what),) if what else ()
        found: dict[str, dict[tuple[str, str], int]] = {plan.iri: {} for plan in self.plans}
        names = {number: iri for iri, number in self.number_of.items()}
        for graph, of, value, n in self.ask(select(TALLY).where(*named, *self.inside(TALLY.c.graph))):
            found[names[graph]][of, value] = n
        return found

    def text(self, plan: str) -> str | None:
        """Give the full text of a plan; None where it is not there."""
        found = self.ask(select(TEXTS.c.text).where(TEXTS.c.graph == self.number_of.get(plan, -1)))
        return str(found[0][0]) if found else None

    def columns(self, table: Table, *names: str) -> tuple[Sequence[Any], ...]:
        """Give columns of a table, the numbers of the graphs first, in no particular order of rows.

        The database gives each as one text: a row each takes five times as long to read.
        """
        columns = (table.c.graph, *(table.c[name] for name in names))
        joined = (func.aggregate_strings(cast(one, Text), _BETWEEN) for one in columns)
        (cells,) = self.ask(select(*joined).where(*self.inside(table.c.graph)))
        return tuple(
            _numbers(text) if isinstance(one.type, Integer) else [] if text is None else text.split(_BETWEEN)
            for one, text in zip(columns, cells, strict=True)
        )

    def cells(
        self, row_type: type[_R], fields: Sequence[str], *conditions: ColumnElement[bool]
    ) -> tuple[tuple[str, ...], ...]:
        """Give the different cells of some fields of text in the rows that meet some conditions, sorted."""
        table = _table(row_type)
        asked = select(*(table.c[field] for field in fields)).where(*conditions, *self.inside(table.c.graph))
        return tuple(sorted(tuple(row) for row in self.ask(asked.distinct())))

    def kinds(self) -> dict[str, str]:
        """Give the kind of each unit, as the first of these plans describes it."""
        table = ROWS["units"]
        first = _first_described(*self.inside(table.c.graph))
        asked = select(table.c.iri, table.c.kind).join(first, first.c.iri == table.c.iri)
        asked = asked.join(GRAPHS, (GRAPHS.c.iri == first.c.graph) & (GRAPHS.c.number == table.c.graph))
        return {iri: kind for iri, kind in self.ask(asked)}  # noqa: C416  a row of SQLAlchemy is no pair to the type checker

    def homes(self, units: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Give the innermost sections, or plans, of the tasks that count for some units, sorted."""
        tasks, rows = ROWS["tasks"], ROWS["assignments"]
        asked = select(rows.c.unit, tasks.c.part_of).join(tasks, tasks.c.iri == rows.c.task)
        asked = asked.where(
            rows.c.unit.in_(sorted(units)), rows.c.basis.in_(sorted(COUNTED)), *self.inside(rows.c.graph)
        )
        found: dict[str, set[str]] = {}
        for unit, home in self.ask(asked.distinct()):
            found.setdefault(unit, set()).add(home)
        return {unit: tuple(sorted(held)) for unit, held in found.items()}

    def places_of_units(self) -> set[str]:
        """Give the codes of the places of the units."""
        table = ROWS["units"]
        return {code for (code,) in self.ask(select(table.c.place_code).where(*self.inside(table.c.graph)).distinct())}

    def led_by_section(self, units: Collection[str]) -> dict[tuple[str, str], int]:
        """Count the tasks that some units lead, by unit and innermost section."""
        tasks, rows, sections = ROWS["tasks"], ROWS["assignments"], ROWS["sections"]
        asked = select(rows.c.unit, tasks.c.part_of, func.count(rows.c.task.distinct()))
        asked = asked.join(tasks, tasks.c.iri == rows.c.task).join(sections, sections.c.iri == tasks.c.part_of)
        led = (rows.c.unit.in_(sorted(units)), rows.c.basis.in_(sorted(COUNTED)), rows.c.role == Role.LEAD.value)
        found = self.ask(asked.where(*led, *self.inside(rows.c.graph)).group_by(rows.c.unit, tasks.c.part_of))
        return {(unit, section): many for unit, section, many in found}

    def fullest_sections(self, most: int) -> tuple[dict[SectionRow, Counter[str]], int]:
        """Find the sections with most tasks, of those that have one directly, in document order; say how many there are.

        Returns:
            The tasks of each by clarity, and the number of all such sections.
        """
        keys = (WITHIN.c.graph, WITHIN.c.section)
        held = select(*keys, func.count().label("n")).where(*self.inside(WITHIN.c.graph)).group_by(*keys)
        each = held.having(func.max(WITHIN.c.direct) == 1).subquery()
        asked = select(each.c.graph, each.c.section, func.count().over()).join(GRAPHS, GRAPHS.c.number == each.c.graph)
        largest = self.ask(asked.order_by(each.c.n.desc(), GRAPHS.c.iri, each.c.section).limit(most))
        places = sorted(((graph, place) for graph, place, _ in largest), key=self.place)
        grades = {row: self._grades(place) for row, place in zip(self.at(SectionRow, places), places, strict=True)}
        return grades, largest[0][2] if largest else 0

    def _grades(self, section: Place) -> Counter[str]:
        tasks = ROWS["tasks"]
        inside = (tasks.c.graph == WITHIN.c.graph) & (tasks.c.place == WITHIN.c.task)
        asked = select(tasks.c.clarity).join(WITHIN, inside)
        found = self.ask(asked.where(WITHIN.c.graph == section[0], WITHIN.c.section == section[1]))
        return Counter(clarity for (clarity,) in found)

    def names(self) -> tuple[tuple[str, str], ...]:
        """Give each unit with each of its names and mentions, once."""
        asked = select(NAMES.c.unit, NAMES.c.name).where(*self.inside(NAMES.c.graph)).distinct()
        return tuple((unit, name) for unit, name in self.ask(asked.order_by(NAMES.c.unit, NAMES.c.name)))

    def task_places_having(self, words: str, most: int = -1) -> tuple[Place, ...]:
        """Find the tasks with the words in text, title or what they call units, in the order of the rows.

        Args:
            words: the words.
            most: how many tasks of the archive are found at most, the first by graph and place; -1 finds all.
        """
        if not words:
            return ()
        if self._held.indexed:
            places = self._held.ask(lambda connection: word_index.places_having(connection, words, most))
        else:
            tasks, mentions = ROWS["tasks"], ROWS["assignments"]
            named = select(mentions.c.task).where(func.strpos(mentions.c.mention, words) > 0)
            fits = (func.strpos(tasks.c.text, words) > 0) | (func.strpos(tasks.c.title, words) > 0)
            asked = select(tasks.c.graph, tasks.c.place).where(fits | tasks.c.iri.in_(named))
            places = [
                (g, p)
                for g, p in self.ask(asked.order_by(tasks.c.graph, tasks.c.place).limit(most) if most >= 0 else asked)
            ]
        here = self.order if self._limits is None else set(self._limits)
        return tuple(sorted((one for one in places if one[0] in here), key=self.place))

    def task_places_called(self, ref: str) -> tuple[Place, ...]:
        """Find the tasks with a reference."""
        tasks = ROWS["tasks"]
        asked = select(tasks.c.graph, tasks.c.place).where(tasks.c.ref == ref, *self.inside(tasks.c.graph))
        return tuple((graph, place) for graph, place in self.ask(asked))

    def plans_having(self, words: str) -> frozenset[str]:
        """Find the plans whose text contains the words, by their IRIs."""
        if not words:
            return frozenset()
        if self._held.indexed:
            found = set(self._held.ask(lambda connection: word_index.owners(connection, word_index.PLAN_WORDS, words)))
        else:
            found = {graph for (graph,) in self.ask(select(TEXTS.c.graph).where(func.strpos(TEXTS.c.text, words) > 0))}
        return frozenset(iri for iri, number in self.number_of.items() if number in found)

    def place(self, row: Sequence[int]) -> Place:
        """Give what rows are sorted by, whose first cells are the number of their graph and their place in it."""
        return self.order[row[0]], row[1]


def _first_described(*conditions: ColumnElement[bool]) -> Subquery:
    """Give the first graph that describes each unit, of the rows that meet some conditions."""
    table = ROWS["units"]
    here = select(table.c.iri, func.min(GRAPHS.c.iri).label("graph")).join(GRAPHS, GRAPHS.c.number == table.c.graph)
    return here.where(*conditions).group_by(table.c.iri).subquery()


def _table(row_type: type[_R]) -> Table:
    return ROWS[_NAMES[row_type.CLASS]]


def _fields(row_type: type[_R]) -> tuple[str, ...]:
    present: type = ROW_TYPES[_NAMES[row_type.CLASS]]
    return _names_of(present)


@cache
def _names_of(row_type: type) -> tuple[str, ...]:
    return tuple(one.name for one in properties(row_type))


def _made(row_type: type[_R], cells: Iterable[object]) -> _R:
    make: Callable[..., _R] = row_type
    return make(**dict(zip(_fields(row_type), cells, strict=True)))


def _numbers(text: str | None) -> "array[int]":
    return array("q", np.fromstring(text.replace(_BETWEEN, " "), dtype=np.int64, sep=" ").tobytes() if text else b"")


def _known(known: dict[str, str], cell: object) -> object:
    return known.setdefault(cell, cell) if isinstance(cell, str) else cell


def at_places(table: Table, places: Sequence[Place]) -> tuple[ColumnElement[bool], ...]:
    """Give the condition that a row is at one of some places; the pairs alone use no index of SQLite."""
    graphs, inside = (sorted(set(numbers)) for numbers in zip(*places, strict=True))
    pairs = tuple_(table.c.graph, table.c.place).in_(list(places))
    return among(table.c.graph, graphs), table.c.place.in_(inside), pairs


def among(column: ColumnElement[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Compare a column with any number of numbers, which a query cannot take as parameters."""
    return column.in_(bindparam("graphs", list(numbers), expanding=True, literal_execute=True))
