"""Columns: laid out once, they give every measure what the rows give it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from extract.records import Role
from graph.dataset.columns import ROLES, columns
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.inequality import inequality
from graph.measures.overlap import Strictness, overlap
from graph.measures.sections import unit_sections
from graph.measures.workload import workload
from graph.network.centrality import centrality
from graph.network.communities import communities
from tests.graph.measures.corpora import corpus, merged
from tests.graph.measures.strategies import corpora


@settings(max_examples=30, deadline=None)
@given(corpora())
def test_rows_and_their_columns_give_the_same_tables(one: Corpus) -> None:
    table, test = columns(one), Strictness(minimum=1)
    assert columns(table) is table
    assert workload(table) == workload(one)
    assert list(overlap(table, test=test)) == list(overlap(one, test=test))
    assert unit_sections(table) == unit_sections(one)
    assert communities(table) == communities(one)
    assert centrality(table) == centrality(one)
    assert inequality(table, draws=20) == inequality(one, draws=20)


def test_one_table_answers_for_each_role_and_each_strictness() -> None:
    one = corpus(*["lead: 甲局、乙局 | support: 丙局、丁局"] * 4, "lead: 甲局")
    table = columns(one)
    for roles in ((Role.LEAD,), (Role.SUPPORT,), (Role.SUPPORT, Role.LEAD)):
        for least in (1, 3, 5):
            test = Strictness(minimum=least)
            assert list(overlap(table, roles, test)) == list(overlap(one, roles, test))


@settings(max_examples=40)
@given(corpora())
def test_the_first_listed_is_found_whatever_the_order_of_the_rows(one: Corpus) -> None:
    table, back = columns(one), columns(replace(one, assignments=one.assignments[::-1]))
    for role in ROLES:
        firsts: dict[str, tuple[int, int, str]] = {}
        for row in one.assignments:
            if row.counted and row.role == role:
                firsts[row.task] = min(firsts.get(row.task, (10**9, 0, "")), (row.start, row.rank, row.unit))
        wanted = [firsts[task.iri][2] for task in one.tasks if task.iri in firsts]
        assert [table.units[place].iri for place in table.first(role)] == wanted
        assert [back.units[place].iri for place in back.first(role)] == wanted


def test_plans_and_sections_are_numbered_by_name() -> None:
    two = merged(corpus("lead: 甲局", "lead: 乙局", sections=(2, 1), plan="b" * 16), corpus("lead: 丙局"))
    table = columns(two)
    assert [table.plans[place] for place in table.plan_of] == [task.plan for task in two.tasks]
    assert [table.homes[place] for place in table.home_of] == [task.part_of for task in two.tasks]
    assert list(table.plans) == sorted(table.plans)
    assert list(table.homes) == sorted(table.homes)


@pytest.mark.parametrize(("field", "wrong"), [("task", "urn:no-task"), ("unit", "urn:no-unit"), ("role", "boss")])
def test_an_assignment_that_points_nowhere_is_named(field: str, wrong: str) -> None:
    one = corpus("lead: 甲局")
    row = one.assignments[0]
    rows = {"task": replace(row, task=wrong), "unit": replace(row, unit=wrong), "role": replace(row, role=wrong)}
    broken = replace(one, assignments=(rows[field],))
    with pytest.raises(MeasureError) as raised:
        columns(broken)
    assert row.iri in str(raised.value)
    assert wrong in str(raised.value)


def test_only_what_counts_is_laid_out_unless_sentences_are_asked_for() -> None:
    one = corpus("lead: 甲局 | ~lead: 乙局", "~support: 丙局")
    assert [unit.name for unit in columns(one).units] == ["甲局"]
    assert [unit.name for unit in columns(one, sentences=True).units] == [unit.name for unit in one.units]
    assert len(columns(one).task) == 1
    assert len(columns(one, sentences=True).task) == 3


def test_names_give_their_place_in_the_order_of_iris() -> None:
    one = corpus("lead: 丙局、甲局、乙局")
    table = columns(one)
    in_order = sorted(unit.iri for unit in table.units)
    assert [in_order[place] for place in table.by_name()] == [unit.iri for unit in table.units]


def test_pairs_are_distinct_and_the_matrix_has_a_one_for_each() -> None:
    table = columns(corpus("lead: 甲局、甲局、乙局 | support: 甲局", "support: 乙局"))
    task, unit = table.pairs((Role.LEAD, Role.SUPPORT))
    assert [(int(a), int(b)) for a, b in zip(task, unit, strict=True)] == [(0, 0), (0, 1), (1, 1)]
    assert table.incidence((Role.LEAD,)).toarray().tolist() == [[1, 1], [0, 0]]
