"""Centrality equals NetworkX to 1e-9, on random plans and on Changji; nothing is ever a hole."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from networkx.algorithms import bipartite as two_mode

from graph.dataset.rows import Corpus, only_shown
from graph.measures.data_frames import frame
from graph.network.centrality import centrality
from graph.network.engine import Engine
from graph.network.projections import bipartite, projection
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import corpora


def _agree(one: Corpus, used: Engine) -> None:
    graph, partners = bipartite(one), projection(one)
    units = [unit.iri for unit in one.units if unit.iri not in only_shown(one)]
    degree = two_mode.degree_centrality(graph, units)
    raw = nx.betweenness_centrality(graph, normalized=False)
    tasks = len(one.tasks)
    s, t = divmod(len(units) - 1, tasks)
    most = ((tasks**2) * ((s + 1) ** 2) + tasks * (s + 1) * (2 * t - s - 1) - t * ((2 * s) - t + 3)) / 2.0
    between = {iri: raw[iri] / most if most else 0.0 for iri in units}
    if most and len(units) > 1 and tasks > 2:
        assert between == pytest.approx(
            {k: v for k, v in two_mode.betweenness_centrality(graph, units).items() if k in between}
        )
    constraint = nx.constraint(partners, weight="weight")
    size = nx.effective_size(partners)
    cuts = set(nx.articulation_points(graph))
    for row in centrality(one, collectives=True, computed_by=used).rows:
        iri = row.unit.iri
        assert row.degree == pytest.approx(degree[iri], abs=1e-9)
        assert row.betweenness == pytest.approx(between[iri], abs=1e-9)
        assert row.articulation == (iri in cuts)
        alone = partners.degree(iri) == 0
        assert row.constraint == pytest.approx(0.0 if alone else constraint[iri], abs=1e-9)
        assert row.effective_size == pytest.approx(0.0 if alone else size[iri], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(one=corpora().filter(lambda one: any(row.counted for row in one.assignments)))
@pytest.mark.parametrize("used", list(Engine))
def test_equal_to_networkx_function_by_function(used: Engine, one: Corpus) -> None:
    _agree(one, used)


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_both_engines_give_the_same_numbers(one: Corpus) -> None:
    slow, fast = ({row.unit.iri: row for row in centrality(one, computed_by=used).rows} for used in Engine)
    assert slow.keys() == fast.keys()
    for name in ("degree", "betweenness", "birank", "authority", "constraint", "effective_size", "articulation"):
        for iri, row in slow.items():
            assert getattr(fast[iri], name) == pytest.approx(getattr(row, name), abs=1e-9)


def test_both_engines_give_the_same_authority_also_in_pieces_of_equal_weight() -> None:
    whole = corpus("lead: 甲局、乙局、丙局", "lead: 乙局、丙局 | support: 丁局", "lead: 丁局、甲局")
    pieces = corpus("lead: 甲局、乙局", "lead: 丙局、丁局", "lead: 戊局")
    for one in (whole, pieces, corpus("lead: 甲局"), corpus("lead: 甲局、有关部门*")):
        slow, fast = ({row.unit.iri: row.authority for row in centrality(one, computed_by=e).rows} for e in Engine)
        assert slow == pytest.approx(fast, abs=1e-9)
        assert sum(slow.values()) == pytest.approx(1.0)


def test_collectives_are_left_out_and_counted() -> None:
    one = corpus("lead: 甲局、有关部门* | support: 公安机关%", "lead: 乙局、有关部门*")
    found = centrality(one)
    assert [row.unit.name for row in found.rows] == ["乙局", "甲局"]
    assert found.left_out == 2
    assert found.engine is Engine.NETWORKX
    assert len(centrality(one, collectives=True).rows) == 4
    assert centrality(one, collectives=True).left_out == 0


def test_betweenness_may_be_left_out() -> None:
    one = corpus("lead: 甲局、乙局", "lead: 乙局、丙局")
    for used in Engine:
        with_it, without = (centrality(one, betweenness=wanted, computed_by=used).rows for wanted in (True, False))
        assert max(row.betweenness for row in with_it) > 0
        assert {row.betweenness for row in without} == {0.0}


def _agree_spectral(one: Corpus, used: Engine) -> None:
    graph = bipartite(one)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    units = [unit.iri for unit in one.units if unit.iri in graph]
    tasks = [node for node in graph if node not in set(units)]
    theirs = two_mode.birank(
        graph,
        tasks,
        alpha=0.8,
        beta=0.8,
        top_personalization={task: 1 / len(tasks) for task in tasks},
        bottom_personalization={unit: 1 / len(units) for unit in units},
        tol=1e-14,
        max_iter=5000,
    )
    scale = sum(theirs[iri] for iri in units)
    matrix = nx.to_numpy_array(graph)
    places = {node: place for place, node in enumerate(graph)}
    block = matrix[np.ix_([places[task] for task in tasks], [places[unit] for unit in units])]
    values, vectors = np.linalg.eigh(block.T @ block)
    best = np.abs(vectors[:, np.argmax(values)])
    ours = {row.unit.iri: row for row in centrality(one, collectives=True, computed_by=used).rows}
    for place, iri in enumerate(units):
        assert ours[iri].birank == pytest.approx(theirs[iri] / scale, abs=1e-9)
        assert ours[iri].authority == pytest.approx(best[place] / best.sum(), abs=1e-9)


@pytest.mark.parametrize("used", list(Engine))
def test_birank_and_authority_equal_an_independent_computation(used: Engine) -> None:
    _agree_spectral(corpus("lead: 甲局、乙局、丙局", "lead: 乙局、丙局 | support: 丁局", "lead: 丁局、甲局"), used)


@pytest.mark.corpus
@pytest.mark.parametrize("used", list(Engine))
def test_changji(used: Engine, changji: Corpus) -> None:
    _agree(changji, used)
    _agree_spectral(changji, used)


@pytest.mark.parametrize("lines", [(), ("",), ("lead: 甲局",), ("lead: 甲局、乙局",), ("~lead: 甲局",)])
def test_degenerate_plans_have_numbers_everywhere(lines: tuple[str, ...]) -> None:
    one = corpus(*lines)
    for used in Engine:
        table = frame(centrality(one, collectives=True, computed_by=used).rows)
        assert len(table) == len(one.units) - len(only_shown(one))
        assert not table.isna().to_numpy().any()


@pytest.mark.full
def test_a_thousand_units_on_a_task() -> None:
    rows = centrality(corpus("lead: " + "、".join(f"局{n:04}" for n in range(1000))), betweenness=False).rows
    assert {round(row.degree, 9) for row in rows} == {1.0}
