"""Overloaded is said with a denominator alone: a flag, enough peers whose staff is known, and more per person than most."""

from dataclasses import replace

from api.tables.loads import concentrations_table
from graph.measures.concentration import Concentration, concentration
from graph.measures.settings import DEFAULTS
from graph.measures.staff import staff_loads
from tests.graph.measures.corpora import corpus

CORPUS = corpus(*["lead: 甲局"] * 20, *[f"lead: 局{n}" for n in range(20)])
ROWS = concentration(CORPUS, draws=0)
GIANT = next(row for row in ROWS if row.unit.name == "甲局")
PEERS = {f"局{n}": 10 for n in range(6)}


def _overloaded(rows: tuple[Concentration, ...], staff: dict[str, int]) -> set[str]:
    return {iri for iri, load in staff_loads(rows, staff).items() if load.overloaded}


def test_a_unit_on_which_tasks_concentrate_is_overloaded_only_if_it_has_few_people_for_them() -> None:
    assert _overloaded(ROWS, {**PEERS, "甲局": 20}) == {GIANT.unit.iri}
    assert _overloaded(ROWS, {**PEERS, "甲局": 400}) == set()
    load = staff_loads(ROWS, {**PEERS, "甲局": 20})[GIANT.unit.iri]
    assert (load.people, load.per_person, load.peers, load.quartile) == (20, 1.0, 7, 0.1)
    assert str(load.sentence()) == "人数 20，人均牵头 1.00 项，负担过重。"


def test_without_a_flag_or_enough_peers_nobody_is_overloaded() -> None:
    calm = tuple(replace(row, flagged=False) for row in ROWS)
    assert _overloaded(calm, {**PEERS, "甲局": 1}) == set()
    assert _overloaded(ROWS, {"甲局": 1, "局0": 10, "局1": 10, "局2": 10}) == set()
    assert _overloaded(ROWS, {}) == set()


def test_the_table_has_the_columns_only_where_staff_is_given_and_says_what_was_not_used() -> None:
    assert DEFAULTS.staff == {}
    plain, staffed = (concentrations_table(CORPUS, ROWS, staff) for staff in ({}, {**PEERS, "甲局": 20, "丙局": 3}))
    assert not {"people", "overloaded"} & {column.key for column in plain.columns}
    assert {"people", "per_person", "overloaded"} <= {column.key for column in staffed.columns}
    assert "已知人数的单位 8 个，其中 1 个未牵头或名称不符" in str(staffed.notes[-1])
