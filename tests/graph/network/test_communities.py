"""Sections and communities."""

import math
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Role
from graph.dataset.rows import Corpus
from graph.measures.sections import unit_sections
from graph.network.communities import communities, newman_projection
from graph.network.engine import Engine
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


def _independent_projection(one: Corpus) -> dict[frozenset[str], float]:
    """Project in plain Python, from the rows."""
    held: dict[str, set[str]] = {}
    for row in one.assignments:
        if row.counted:
            held.setdefault(row.task, set()).add(row.unit)
    weights: dict[frozenset[str], float] = {}
    for units in held.values():
        for pair in combinations(sorted(units), 2):
            weights[frozenset(pair)] = weights.get(frozenset(pair), 0.0) + 1 / (len(units) - 1)
    return weights


@pytest.mark.parametrize("used", list(Engine))
@settings(max_examples=40, deadline=None)
@given(one=corpora())
def test_the_projection_and_the_modularity_are_those_of_plain_sums(used: Engine, one: Corpus) -> None:
    found = communities(one, computed_by=used)
    weights, names = newman_projection(one, computed_by=used)
    ours = {frozenset((names[a], names[b])): w for a, b, w in zip(*weights.nonzero(), weights.data, strict=True)}
    theirs = _independent_projection(one)
    assert ours == pytest.approx(theirs, abs=1e-12)
    assert weights.nnz == 2 * len(theirs)
    assert {name for group in found.groups for name in group} == set(names)
    total = sum(theirs.values())
    inside = [sum(w for pair, w in theirs.items() if pair <= set(group)) for group in found.groups]
    strength = [sum(w for pair, w in theirs.items() for end in pair if end in group) for group in found.groups]
    score = sum(i / total - (s / (2 * total)) ** 2 for i, s in zip(inside, strength, strict=True))
    assert found.modularity == pytest.approx(score, abs=1e-9)
    assert found.engine is used


def _blocks(circles: int, units: int, tasks: int) -> Corpus:
    """Draw a plan in which each circle of units works together, and one task in four is everybody's."""
    chance = Random(7)  # noqa: S311  a test needs repeatable numbers
    lines = []
    for number in range(tasks):
        circle = chance.randrange(circles)
        pool = range(circles * units) if number % 4 == 0 else range(circle * units, (circle + 1) * units)
        lines.append("lead: " + "、".join(f"局{n:03}" for n in chance.sample(pool, 4)))
    return corpus(*lines)


def test_both_engines_find_groups_of_the_same_modularity() -> None:
    for one in (_blocks(6, 12, 200), _blocks(3, 8, 60)):
        slow, fast = (communities(one, computed_by=used) for used in Engine)
        assert fast.modularity == pytest.approx(slow.modularity, abs=5e-4)
        assert fast.groups == slow.groups


def test_the_size_of_the_network_chooses_the_engine() -> None:
    assert communities(_blocks(2, 5, 20)).engine is Engine.NETWORKX
    assert communities(_blocks(6, 12, 300)).engine is Engine.FAST


def test_one_seed_agrees_with_itself() -> None:
    assert communities(corpus("lead: 甲局、乙局"), seeds=(7,)).stability == 1.0


@pytest.mark.corpus
def test_changji_groups_are_as_good_as_those_of_the_other_engine(changji: Corpus) -> None:
    slow, fast = (communities(changji, computed_by=used) for used in Engine)
    assert fast.modularity == pytest.approx(slow.modularity, abs=5e-3)
    assert 0 < slow.stability <= 1
    assert {unit for group in slow.groups for unit in group} == {unit for group in fast.groups for unit in group}
