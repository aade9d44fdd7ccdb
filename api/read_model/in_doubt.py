"""The rows that may have a doubtful name: units that the tables do not know, or that were read with little confidence."""

from sqlalchemy import func, select

from api.read_model.index import MOST_LOOKED_AT, Index
from graph.build.doubtful import SURE
from graph.dataset.rows import AssignmentRow, Corpus, UnitRow
from graph.dataset.sql_tables import ROWS

_TOGETHER = 500  # units of one query


def in_doubt(index: Index) -> Corpus:
    """Give these units, each as the first of the plans describes it, with their assignments.

    Raises:
        TooLargeError: when there are more than a page can look at.
    """
    rows, units, named = index.rows, ROWS["units"], ROWS["assignments"]
    unknown = select(units.c.iri).where(units.c.registered.is_(False), *rows.inside(units.c.graph)).distinct()
    unsure = select(named.c.unit).where(named.c.confidence < SURE, *rows.inside(named.c.graph)).distinct()
    iris = sorted({iri for asked in (unknown, unsure) for (iri,) in rows.ask(asked)})
    some = [iris[start : start + _TOGETHER] for start in range(0, len(iris), _TOGETHER)]
    many = select(func.count()).select_from(named)
    index.check_size(sum(rows.ask(many.where(named.c.unit.in_(part)))[0][0] for part in some), MOST_LOOKED_AT)
    described: dict[str, UnitRow] = {}
    for unit in (one for part in some for one in rows.having(UnitRow, "iri", part)):
        described.setdefault(unit.iri, unit)
    assignments = tuple(row for part in some for row in rows.having(AssignmentRow, "unit", part))
    return Corpus(units=tuple(described.values()), assignments=assignments)
