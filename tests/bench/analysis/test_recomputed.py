"""The figures of the analyses on the ten gold documents, recomputed by pandas and NetworkX from the rows alone."""

from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from extract.pipeline import extract
from extract.readers import read
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.measures.inequality import inequality
from graph.measures.notable import FEWEST_LISTS, long_lists
from graph.measures.overlap import overlap
from graph.measures.schedule import unit_schedules, with_deadline
from graph.measures.sections import unit_sections
from graph.measures.workload import workload
from graph.network.centrality import centrality
from graph.network.engine import Engine
from graph.reference.figures import measured

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
GOLD = sorted(path.stem for path in (SHARED / "gold").glob("*.jsonl"))
NEAR = 1e-6
ROLES = {
    "lead": "led",
    "support": "supported",
    "joint": "joint",
    "implement": "implemented",
    "guide": "guided",
    "supervise": "supervised",
}
pytestmark = [
    pytest.mark.full,
    pytest.mark.corpus,
    pytest.mark.skipif(not GOLD, reason="the development corpus is not beside this checkout"),
    pytest.mark.parametrize("name", GOLD or ["none"]),
]


@cache
def rows_of(name: str) -> Corpus:
    (path,) = (SHARED / "docs").glob(f"{name}-*")
    return corpus_of(extract(read(path)))


def counted(corpus: Corpus) -> pd.DataFrame:
    """One row a counted assignment."""
    found = [
        (row.task, row.unit, row.role, row.start, row.rank)
        for row in corpus.assignments
        if row.basis not in {"sentence", "proposed"}
    ]
    return pd.DataFrame(found, columns=["task", "unit", "role", "start", "rank"])


def pairs_of(corpus: Corpus, *roles: str) -> pd.DataFrame:
    frame = counted(corpus)
    chosen = frame[frame["role"].isin(roles)] if roles else frame
    return chosen[["task", "unit"]].drop_duplicates()


def test_full_and_shared_counts(name: str) -> None:
    corpus = rows_of(name)
    rows = {row.unit.iri: row for row in workload(corpus)}
    for role, field in ROLES.items():
        pairs = pairs_of(corpus, role)
        full = pairs.groupby("unit").size()
        share = (1 / pairs.groupby("task")["unit"].transform("size")).groupby(pairs["unit"]).sum()
        for iri, row in rows.items():
            count = getattr(row, field)
            assert count.full == full.get(iri, 0)
            assert count.shared == pytest.approx(share.get(iri, 0.0), abs=NEAR)
    depth = pairs_of(corpus).groupby("unit").size()
    assert {iri: row.tasks for iri, row in rows.items()} == {iri: depth.get(iri, 0) for iri in rows}


def test_inequality(name: str) -> None:
    corpus = rows_of(name)
    held = np.sort(pairs_of(corpus, "lead").groupby("unit").size().to_numpy(dtype=float))
    found = inequality(corpus, draws=2)
    if not len(held):
        assert (found.gini.value, found.hhi.value, found.top_three.value) == (0, 0, 0)
        return
    difference = np.abs(held[:, None] - held[None, :]).mean()
    assert found.gini.value == pytest.approx(difference / (2 * held.mean()), abs=NEAR)
    assert found.hhi.value == pytest.approx(((held / held.sum()) ** 2).sum(), abs=NEAR)
    assert found.top_three.value == pytest.approx(held[-3:].sum() / held.sum(), abs=NEAR)


def test_units_and_sections(name: str) -> None:
    corpus = rows_of(name)
    home = {task.iri: task.part_of for task in corpus.tasks}
    pairs = pairs_of(corpus, "lead")
    cells = Counter(zip(pairs["unit"], pairs["task"].map(home), strict=True))
    assert {(cell.unit.iri, cell.section): len(cell.tasks) for cell in unit_sections(corpus)} == dict(cells)


def test_shared_tasks(name: str) -> None:
    corpus = rows_of(name)
    held = pairs_of(corpus, "lead", "joint").groupby("unit")["task"]
    tasks = {str(unit): set(found) for unit, found in held}
    shared = {
        frozenset(pair): tasks[pair[0]] & tasks[pair[1]]
        for pair in combinations(sorted(tasks), 2)
        if tasks[pair[0]] & tasks[pair[1]]
    }
    found = {frozenset((row.a.iri, row.b.iri)): row for row in overlap(corpus)}
    assert {pair: set(row.tasks) for pair, row in found.items()} == shared
    for row in found.values():
        one, two = tasks[row.a.iri], tasks[row.b.iri]
        assert row.jaccard == pytest.approx(len(one & two) / len(one | two), abs=NEAR)
        assert row.a_in_b == pytest.approx(len(one & two) / len(one), abs=NEAR)
        assert row.b_in_a == pytest.approx(len(one & two) / len(two), abs=NEAR)


@pytest.mark.parametrize("used", list(Engine))
def test_the_network(name: str, used: Engine) -> None:
    corpus = rows_of(name)
    units = [unit.iri for unit in corpus.units if unit.kind not in {"collective", "class_word"}]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from([*(task.iri for task in corpus.tasks), *units])
    graph.add_edges_from(pair for pair in pairs_of(corpus).itertuples(index=False, name=None) if pair[1] in set(units))
    found = {row.unit.iri: row for row in centrality(corpus, computed_by=used).rows}
    assert set(found) == set(units)
    tasks = [task.iri for task in corpus.tasks]
    between = nx.bipartite.betweenness_centrality(graph, units)
    cuts = set(nx.articulation_points(graph))
    partners = nx.bipartite.collaboration_weighted_projected_graph(graph, units)
    constraint, effective = nx.constraint(partners, weight="weight"), nx.effective_size(partners)
    for iri, row in found.items():
        assert row.degree == pytest.approx(graph.degree[iri] / len(tasks), abs=NEAR)
        assert row.betweenness == pytest.approx(between[iri], abs=NEAR)
        assert row.constraint == pytest.approx(np.nan_to_num(constraint[iri]), abs=NEAR)
        assert row.effective_size == pytest.approx(np.nan_to_num(effective[iri]), abs=NEAR)
        assert row.articulation == (iri in cuts)


def test_figures_of_one_plan(name: str) -> None:
    corpus = rows_of(name)
    figures = measured(corpus)
    pairs = pairs_of(corpus)
    lengths = pairs.groupby("task").size()
    assert figures["tasks"] == len(corpus.tasks)
    assert figures["units"] == pairs["unit"].nunique()
    assert figures["units_per_task"] == pytest.approx(lengths.mean(), abs=NEAR)
    low, high = np.percentile(lengths.to_numpy(dtype=float), [25, 75]).tolist()
    fence = max(high + 3 * (high - low), 7)
    far = {task: many for task, many in lengths.items() if many > fence and len(lengths) >= FEWEST_LISTS}
    assert {row.task.iri: row.units for row in long_lists(corpus)} == far


def test_tasks_due(name: str) -> None:
    corpus = rows_of(name)
    dated = {task.iri for task in corpus.tasks if task.deadline}
    pairs = pairs_of(corpus, "lead", "joint")
    expected = pairs[pairs["task"].isin(dated)].groupby("unit").size().to_dict()
    found = unit_schedules(with_deadline(corpus))
    assert {row.unit.iri: row.tasks for row in found} == expected
    assert all(sum(row.due.values()) + row.undated == row.tasks for row in found)
