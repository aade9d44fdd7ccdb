"""Sections and communities."""

import math
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Role
from graph.dataset.rows import Corpus
from graph.measures.sections import unit_sections
from graph.network import louvain as louvain_module
from graph.network.communities import communities, newman_projection
from graph.network.projections import projection
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


@settings(max_examples=40, deadline=None)
@given(corpora())
def test_the_projection_and_the_modularity_are_networkxs(one: Corpus) -> None:
    found = communities(one)
    weights, names = newman_projection(one)
    plain = projection(one)
    ours = {(names[a], names[b]): w for a, b, w in zip(*weights.nonzero(), weights.data, strict=True)}
    theirs = {pair: data["weight"] for a, b, data in plain.edges(data=True) for pair in ((a, b), (b, a))}
    assert ours == pytest.approx(theirs, abs=1e-12)
    if found.groups:
        graph = plain.subgraph(names)
        score = nx.community.modularity(graph, [set(group) for group in found.groups])
        assert found.modularity == pytest.approx(score, abs=1e-9)
        drawn = max(
            nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) for seed in (1, 2, 3)
        )
        assert found.modularity >= drawn - 0.05


@pytest.mark.parametrize(
    ("cells", "few"),
    [
        (louvain_module._CELLS, louvain_module._FEW),
        (0, louvain_module._FEW),  # the table of ties is never small enough to be kept
        (0, 0),  # nor are nodes ever so few that they do not move at once
    ],
)
@settings(max_examples=40, deadline=None)
@given(one=corpora(), seed=st.integers(0, 99))
def test_no_single_unit_would_stand_better_in_another_group(cells: int, few: int, one: Corpus, seed: int) -> None:
    weights, names = newman_projection(one)
    if not names:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(louvain_module, "_CELLS", cells)
        patch.setattr(louvain_module, "_FEW", few)
        groups = louvain_module.louvain(weights, seed)
        assert (groups == louvain_module.louvain(weights, seed)).all()
    reached = louvain_module.modularity(weights, groups)
    for node in range(len(groups)):
        for group in range(int(groups.max()) + 1):
            moved = groups.copy()
            moved[node] = group
            assert louvain_module.modularity(weights, moved) <= reached + 1e-8


def test_one_seed_agrees_with_itself() -> None:
    assert communities(corpus("lead: 甲局、乙局"), seeds=(7,)).stability == 1.0


@pytest.mark.corpus
def test_changji_groups_are_as_good_as_networkxs(changji: Corpus) -> None:
    found, graph = communities(changji), projection(changji)
    graph = graph.subgraph([node for node in graph if graph.degree(node)])
    drawn = [nx.community.louvain_communities(graph, seed=seed) for seed in range(5)]
    assert found.modularity >= max(nx.community.modularity(graph, groups) for groups in drawn) - 0.01
    assert 0 < found.stability <= 1
    assert {unit for group in found.groups for unit in group} == set(graph)
