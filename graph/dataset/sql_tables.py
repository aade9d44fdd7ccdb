"""The tables of the row database, derived from the declarations of the rows.

Each row type has one table: its fields as columns, the graph that the row is from, and its place in that graph. A new
field of a row is a new column without a word here.

Guarantees:
    1. A table has one column a field, with the type that ``graph.dataset.schema`` gives the field.
    2. Texts compare by code point in every database, so that the order of rows does not depend on it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from graph.dataset.rows import ROW_TYPES, Row
from graph.dataset.schema import Datatype, properties

_DERIVED_FROM = (
    ("graph.dataset", "load.py"),
    ("graph.dataset", "rows.py"),
    ("graph.dataset", "schema.py"),
    ("graph.dataset", "model.py"),
    ("graph.dataset", "clarity.py"),
    ("graph.dataset", "sql_tables.py"),
    ("graph.dataset", "word_index.py"),
    ("graph.dataset", "summary.py"),
    ("graph.dataset", "totals.py"),
    ("graph.exchange", "void_shares.py"),
    ("ontology", "terms.py"),
)


class _Integers(TypeDecorator[tuple[int, ...]]):
    """Several integers in one cell, separated by blanks."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002  of SQLAlchemy
        return " ".join(map(str, value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...]:  # noqa: ARG002
        return tuple(map(int, (value or "").split()))


_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_TYPES = {
    Datatype.INTEGER: Integer,
    Datatype.INTEGERS: _Integers,
    Datatype.DECIMAL: Double,
    Datatype.BOOLEAN: Boolean,
}
_SEARCHED = {
    "sections": ("iri",),
    "tasks": ("iri", "clarity", "ref"),
    "units": ("iri", "id"),
    "assignments": ("task", "unit"),
}

METADATA = MetaData()


COUNTS = ("n", "share", "first", "named_share", "named_first", "sections")
"""The columns with numbers of what a unit carries in a role; see ``graph.dataset.summary``."""


def _counts() -> tuple[Column[int], ...]:
    return tuple(Column(name, BigInteger, nullable=False) for name in COUNTS)


STATE = Table("state", METADATA, Column("name", _TEXT, primary_key=True), Column("value", _TEXT, nullable=False))
"""What the database is: which code derived it, and from which store."""

GRAPHS = Table(
    "graphs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("iri", _TEXT, nullable=False, unique=True),
    Column("stamp", BigInteger, nullable=False),
)
"""The graphs of the store, each with the stamp at which its rows were read."""

TEXTS = Table("texts", METADATA, Column("graph", Integer, primary_key=True), Column("text", _TEXT, nullable=False))
"""The full text of each plan."""

SHARES = Table(
    "shares",
    METADATA,
    Column("iri", _TEXT, primary_key=True),
    Column("stamp", BigInteger, nullable=False),
    Column("share", _TEXT, nullable=False),
)
"""The share of each graph in the summary graphs, at the stamp of the graph; see ``graph.exchange.void_shares``."""

SUMMARY = Table(
    "summary",
    METADATA,
    Column("graph", Integer, primary_key=True),
    Column("unit", _TEXT, primary_key=True),
    Column("role", _TEXT, primary_key=True),
    *_counts(),
    Index("summary_unit", "unit"),
)
"""What each unit carries in each plan; see ``graph.dataset.summary``, which gives the next four tables as well."""

TOTALS = Table(
    "totals",
    METADATA,
    Column("unit", _TEXT, primary_key=True),
    Column("role", _TEXT, primary_key=True),
    Column("plans", Integer, nullable=False),
    *_counts(),
)
"""The sums of the table before over all plans; see ``graph.dataset.totals``."""

TALLY = Table(
    "tally",
    METADATA,
    Column("graph", Integer, primary_key=True),
    Column("what", _TEXT, primary_key=True),
    Column("value", _TEXT, primary_key=True),
    Column("n", Integer, nullable=False),
)
"""How many rows of what each plan has."""

WITHIN = Table(
    "within",
    METADATA,
    Column("graph", Integer, primary_key=True),
    Column("section", Integer, primary_key=True),
    Column("task", Integer, primary_key=True),
    Column("direct", Integer, nullable=False),
)
"""Which tasks are in which section, at any depth, by their places in the graph; ``direct`` is 1 where no other is between."""

LINKS = Table(
    "links",
    METADATA,
    Column("graph", Integer, primary_key=True),
    Column("task", Integer, primary_key=True),
    Column("unit", Integer, primary_key=True),
    Column("role", Integer, primary_key=True),
)
"""Which units have which roles in which tasks, by their places in the graph; only what counts."""

NAMES = Table(
    "names",
    METADATA,
    Column("graph", Integer, primary_key=True),
    Column("unit", _TEXT, primary_key=True),
    Column("name", _TEXT, primary_key=True),
)
"""What each unit is called in each plan: its name, and every mention."""

DERIVED = (TEXTS, SUMMARY, TALLY, WITHIN, LINKS, NAMES)
"""The tables beside those of the rows that have something of each plan."""


def rows_table(name: str, row_type: type[Row], metadata: MetaData) -> Table:
    """Derive the table of a row type."""
    columns = (
        Column(one.name, _TYPES.get(one.datatype, _TEXT), nullable=False, quote=True) for one in properties(row_type)
    )
    indexes = (Index(f"{name}_{field}", field, "graph", "place") for field in _SEARCHED.get(name, ()))
    return Table(
        name,
        metadata,
        Column("graph", Integer, primary_key=True, autoincrement=False),
        Column("place", Integer, primary_key=True, autoincrement=False),
        *columns,
        *indexes,
    )


ROWS: Mapping[str, Table] = {name: rows_table(name, row_type, METADATA) for name, row_type in ROW_TYPES.items()}
"""The table of each row type, by the name of the table."""


@cache
def fingerprint() -> str:
    """Hash the code that derives the rows: a database of another version of it is derived again."""
    return _hash(_DERIVED_FROM)


def _hash(modules: Sequence[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for package, name in modules:
        digest.update(files(package).joinpath(name).read_bytes())
    return digest.hexdigest()[:16]
