"""Sections and communities."""

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Role
from graph.measures.communities import communities
from graph.measures.sections import unit_sections
from graph.rows import Corpus
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import corpora, shuffled


@settings(max_examples=40)
@given(corpora())
def test_cells_of_a_section_add_up_to_its_tasks(one: Corpus) -> None:
    cells = unit_sections(one)
    led = {row.task for row in one.assignments if row.counted and row.role == Role.LEAD}
    for section in {cell.section for cell in cells}:
        tasks = {task.iri for task in one.tasks if task.part_of == section} & led
        assert math.fsum(cell.shared for cell in cells if cell.section == section) == pytest.approx(
            len(tasks), abs=1e-9
        )


@settings(max_examples=25, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_rows(one: Corpus, chance: Random) -> None:
    assert communities(one).groups == communities(shuffled(one, chance)).groups


def test_two_circles_are_two_groups() -> None:
    found = communities(corpus(*["lead: 甲局、乙局、丙局"] * 3, *["lead: 丁局、戊局"] * 3, "lead: 己局"))
    assert [len(group) for group in found.groups] == [3, 2]
    assert found.stability == 1.0
    assert found.modularity > 0.3


def test_nobody_together_is_no_group() -> None:
    assert communities(corpus("lead: 甲局")).groups == communities(Corpus()).groups == ()
