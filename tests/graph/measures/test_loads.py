"""The workload of an archive out of sums: the records are those that the rows give, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from graph.dataset.row_database import open_rows
from graph.dataset.rows import Corpus, UnitRow
from graph.dataset.totals import carried, sums
from graph.measures.loads import Loads
from graph.measures.views import without_collectives
from graph.measures.workload import Workload, workload
from tests.graph.measures.corpora import BASE, corpus

PLAN = corpus(
    "lead: 甲局、乙局 | support: 丙局、各部门*",
    "lead: 甲局 | support: 乙局",
    "lead: 各部门*、丙局 | guide: 丁局",
    "joint: 乙局、丁局 | supervise: 督查室",
    "lead: 乙局、甲局、丁局 | implement: 戊局",
    "lead: 甲局 | ~support: 己局",
)
COLLECTIVE = frozenset({f"{BASE}/unit/各部门"})


def loads(rows: Corpus, without: frozenset[str] = frozenset()) -> Loads:
    known = {row.unit.iri: (row.unit, row.sections) for row in workload(rows)}

    def described(iris: Sequence[str]) -> Mapping[str, tuple[UnitRow, tuple[str, ...]]]:
        return {iri: known[iri] for iri in iris}

    database = open_rows(None)
    database.put("", 1, rows, "")
    with database.engine.connect() as connection:
        summed = carried(connection.execute(sums(named=bool(without))))
    database.close()
    return Loads(summed, described, without)


def rounded(rows: Sequence[Workload]) -> list[Workload]:
    return [
        replace(row, weighted=round(row.weighted, 9), led=replace(row.led, shared=round(row.led.shared, 9)))
        for row in rows
    ]


def test_the_records_are_those_of_the_rows_in_their_order() -> None:
    found = loads(PLAN)
    assert rounded(tuple(found)) == rounded([row for row in workload(PLAN) if row.unit.id != "己局"])
    assert len(found) == len(tuple(found))
    first, *others = found
    assert (found[0], found[1:3], found[-1]) == (first, tuple(others[:2]), others[-1])


def test_without_collectives_their_parts_of_the_shares_are_left_out() -> None:
    ours, theirs = (
        {row.unit.id: row.led for row in rows}
        for rows in (loads(PLAN, COLLECTIVE), workload(without_collectives(PLAN)))
    )
    assert "各部门" not in ours
    for name in ("甲局", "乙局", "丙局", "丁局"):
        assert (ours[name].full, ours[name].first) == (theirs[name].full, theirs[name].first)
        assert ours[name].shared == pytest.approx(theirs[name].shared)
    assert (ours["丙局"].shared, ours["丙局"].first) == (1.0, 1)


def test_the_units_that_lead_most_and_how_many_lead() -> None:
    found = loads(PLAN)
    assert found.leading() == 5
    assert [row.unit.id for row in found.most(2, "full")] == ["甲局", "乙局"]
    assert [row.led.shared for row in found.most(2, "split")] == sorted(
        (row.led.shared for row in found), reverse=True
    )[:2]
    assert {row.unit.id for row in found.most(9, "first")} == {"甲局", "乙局", "丙局", "丁局", "各部门"}
    assert found.fragile() == sum(row.fragile for row in workload(PLAN))


def test_units_are_looked_up_kept_and_sorted() -> None:
    found = loads(PLAN)
    first, other = f"{BASE}/unit/甲局", f"{BASE}/unit/无此局"
    assert found.numbers(first) == (4, 0, 4)
    assert found.numbers(other) == (0, 0, 0)
    assert [row.unit.id for row in found.of([other, first])] == ["甲局"]
    assert [row.unit.id for row in found.only({first, other, f"{BASE}/unit/丙局"})] == ["甲局", "丙局"]
    assert found.arranged("name", down=True) is None
    by_support = found.arranged("supported", down=True)
    assert by_support is not None
    assert [row.supported.full for row in by_support] == sorted((row.supported.full for row in found), reverse=True)
    upwards = found.arranged("tasks", down=False)
    assert upwards is not None
    assert [row.tasks for row in upwards] == sorted(row.tasks for row in found)


def test_nothing_carries_nothing() -> None:
    empty = loads(Corpus())
    assert (len(empty), tuple(empty), empty.leading(), empty.fragile(), empty.most(3, "full")) == (0, (), 0, 0, ())
