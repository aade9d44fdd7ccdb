"""The places of many rows are those of looking at every row, whatever slice is asked for."""

from dataclasses import replace

from graph.dataset.row_database import open_rows
from graph.dataset.row_places import RowPlaces
from graph.dataset.row_snapshot import Place, RowSnapshot
from graph.dataset.rows import AssignmentRow, TaskRow, UnitRow
from graph.dataset.sql_tables import ROWS
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in (3, 1, 2))
SHARED = PLANS[0][0].units[0]
TABLE = ROWS["assignments"]


def taken() -> RowSnapshot:
    """Three plans, one unit of which each calls otherwise."""
    rows = open_rows(None)
    for number, (corpus, text) in enumerate(PLANS):
        units = (*(unit for unit in corpus.units if unit.iri != SHARED.iri), replace(SHARED, name=f"第{number}名"))
        rows.put(corpus.plans[0].iri, 1, replace(corpus, units=units), text)
    return rows.snapshot()


def test_a_slice_gives_the_places_of_its_rows_alone() -> None:
    rows = taken()
    leads = [row for row in rows.rows(AssignmentRow) if row.role == "lead"]
    found = RowPlaces(rows, TABLE, (TABLE.c.role == "lead",))
    assert len(found) == len(leads)
    for cut in (slice(0, 5), slice(20, 70), slice(len(leads) - 3, len(leads) + 9), slice(4, 4), slice(0, None, 7)):
        assert rows.at(AssignmentRow, found[cut]) == tuple(leads[cut])
    assert rows.at(AssignmentRow, (found[0], found[-1])) == (leads[0], leads[-1])
    nothing = RowPlaces(rows, TABLE, (TABLE.c.role == "none",))
    assert (len(nothing), nothing[:9]) == (0, ())


def test_rows_at_places_of_several_plans_are_those_asked_for() -> None:
    rows = taken()
    tasks = rows.rows(TaskRow)
    first, *others = sorted(rows.order, key=rows.order.__getitem__)
    asked: list[Place] = [(others[0], 2), (first, 0), (others[1], 1)]
    kept = {plan.iri: rows.of_plan(TaskRow, plan.iri) for plan in rows.plans}
    expected = [kept[rows.plans[1].iri][2], tasks[0], kept[rows.plans[2].iri][1]]
    assert list(rows.at(TaskRow, asked)) == expected


def test_a_unit_is_as_the_first_plan_of_the_archive_describes_it() -> None:
    rows = taken()
    units = rows.rows(UnitRow)
    described = {unit.iri: unit for unit in reversed(units)}
    assert rows.units("iri", [unit.iri for unit in units]) == described
    assert rows.units("id", [SHARED.id]) == {SHARED.iri: next(unit for unit in units if unit.iri == SHARED.iri)}
