"""The figures of the analyses on the ten gold documents, recomputed by pandas and NetworkX from the rows alone."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import least_squares
from scipy.special import expit, gammaln, logsumexp

from extract.pipeline import extract
from extract.readers import read
from graph.dataset.columns import Floats
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.measures.concentration import concentration
from graph.measures.inequality import inequality
from graph.measures.notable import FEWEST_LISTS, long_lists
from graph.measures.overlap import Verdict, overlap
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


def lists_of(corpus: Corpus) -> list[set[str]]:
    """The leads of each task; a list of three or more that recurs word for word counts once."""
    frame = counted(corpus)
    frame = frame[frame["role"].isin(("lead", "joint"))].sort_values(["task", "start", "rank"])
    held: dict[str, dict[str, None]] = {}
    for task, unit in zip(frame["task"].astype(str), frame["unit"].astype(str), strict=True):
        held.setdefault(task, {})[unit] = None
    first: dict[object, set[str]] = {}
    for task, listed in held.items():
        first.setdefault(tuple(listed) if len(listed) > 2 else task, set(listed))
    return list(first.values())


def fitted(cells: Floats) -> Floats:
    """The probability of each cell where only the sums of rows and columns matter, by Newton's method on its logarithm.

    A row or column that is full or empty has no finite parameter; its cells are certain.
    """
    free = np.ones_like(cells, dtype=bool)
    while True:
        rows, columns = free.sum(axis=1), free.sum(axis=0)
        left, down = (cells * free).sum(axis=1), (cells * free).sum(axis=0)
        certain_rows = ((left == 0) | (left == rows)) & (rows > 0)
        certain_columns = ((down == 0) | (down == columns)) & (columns > 0)
        if not (certain_rows.any() or certain_columns.any()):
            break
        free[certain_rows] = False
        free[:, certain_columns] = False
    tall, wide = cells.shape

    def off(parameters: Floats) -> Floats:
        p = np.where(free, expit(parameters[:tall, None] + parameters[None, tall:]), cells)
        return np.concatenate([(p - cells).sum(axis=1), (p - cells).sum(axis=0)])

    found = least_squares(off, np.zeros(tall + wide), xtol=1e-15, ftol=1e-15, gtol=1e-15).x
    assert np.abs(off(found)).max() < NEAR**2
    return np.where(free, expit(found[:tall, None] + found[None, tall:]), cells)


def test_what_chance_lets_two_units_share(name: str) -> None:
    corpus = rows_of(name)
    lists = lists_of(corpus)
    units = sorted(set().union(*lists)) if lists else []
    chance = fitted(np.array([[float(unit in listed) for unit in units] for listed in lists])) if lists else None
    for row in overlap(corpus):
        assert chance is not None
        both = chance[:, units.index(row.a.iri)] * chance[:, units.index(row.b.iri)]
        assert row.lists == sum({row.a.iri, row.b.iri} <= listed for listed in lists)
        assert row.expected == pytest.approx(both.sum(), abs=NEAR)
        shares = np.array([1.0])
        for p in both:
            shares = np.convolve(shares, [1 - p, p])
        if row.lists >= 3 and row.verdict is not Verdict.NOT_COMPARED:
            assert row.p == pytest.approx(shares[row.lists :].sum(), abs=NEAR)


def test_birank(name: str) -> None:
    corpus = rows_of(name)
    held = {unit.iri for unit in corpus.units if unit.kind not in {"collective", "class_word"}}
    pairs = pairs_of(corpus)
    pairs = pairs[pairs["unit"].isin(held)]
    table = pd.crosstab(pairs["task"], pairs["unit"])
    cells = table.to_numpy(dtype=float) / np.sqrt(np.outer(table.sum(axis=1), table.sum(axis=0)))
    tall, wide = cells.shape
    both = np.eye(tall + wide) - 0.8 * np.block([[np.zeros((tall, tall)), cells], [cells.T, np.zeros((wide, wide))]])
    start = 0.2 * np.concatenate([np.full(tall, 1 / max(tall, 1)), np.full(wide, 1 / max(wide, 1))])
    rank = np.linalg.solve(both, start)[tall:]
    expected = dict(zip(table.columns, rank, strict=True))
    found = {row.unit.iri: row.birank for row in centrality(corpus).rows}
    scale = sum(found[unit] for unit in expected) / rank.sum() if wide else 1.0
    assert {unit: expected[unit] * scale for unit in expected} == pytest.approx(
        {unit: found[unit] for unit in expected}, abs=NEAR
    )


WEIGHTS: dict[str, tuple[float, Callable[[int], float]]] = {
    "heavy_tail": (0.1, lambda x: gammaln(x - 0.5) - gammaln(x + 1) - gammaln(0.5)),
    "log_series": (1.0, lambda x: -np.log(x)),
    "geometric": (1.0, lambda _: 0.0),
    "poisson": (1.0, lambda x: -gammaln(x + 1)),
}


def log_sums(law: str, many: int, total: int) -> Floats:
    """The logarithm of the sum of the products of weights, of 0 to ``many`` counts that add up to ``total``, by recursion."""
    weight = np.array([WEIGHTS[law][1](x) for x in range(1, total + 1)])
    sums = np.full((many + 1, total + 1), -np.inf)
    sums[0, 0] = 0.0
    for n in range(1, many + 1):
        for s in range(n, total + 1):
            sums[n, s] = logsumexp(weight[:s] + sums[n - 1, s - 1 :: -1][:s])
    return sums


def p_of_largest(counts: list[int]) -> float:
    """The p of the first of some counts that descend, over the laws by the evidence of the others."""
    many, total, largest = len(counts), sum(counts), counts[0]
    evidence, tails = [], []
    for law, (prior, weight) in WEIGHTS.items():
        sums = log_sums(law, many, total)
        likelihood = sum(weight(x) for x in counts[1:]) - sums[many - 1, total - largest]
        evidence.append(np.log(prior) + likelihood)
        above = [weight(x) + sums[many - 1, total - x] for x in range(largest, total - many + 2)]
        tails.append(min(many * np.exp(logsumexp(above) - sums[many, total]), 1.0))
    share = np.exp(np.array(evidence) - logsumexp(evidence))
    return float(share @ np.array(tails))


def test_concentration(name: str) -> None:
    corpus = rows_of(name)
    single = {unit.iri: unit.level for unit in corpus.units if unit.kind == "single"}
    led = pairs_of(corpus, "lead").groupby("unit").size()
    found = {row.unit.iri: row for row in concentration(corpus, draws=0)}
    assert set(found) == {unit for unit in led.index if unit in single}
    for level in set(single.values()):
        counts = sorted((int(n) for unit, n in led.items() if single.get(str(unit)) == level), reverse=True)
        tested = range(min(1 + len(counts) // 20, 5)) if len(counts) >= 5 else range(0)
        p = [p_of_largest(counts[place:]) * 4**place for place in tested]
        best = {counts[place]: min(1.0, *p[place:]) if place + 1 < len(p) else min(1.0, p[place]) for place in tested}
        for row in (row for iri, row in found.items() if single[iri] == level):
            assert row.p == pytest.approx(best.get(row.led.full, 1.0), abs=NEAR)
            level_p = min(0.02 + 0.00025 * len(counts), 0.035)
            assert row.flagged == any(count <= row.led.full and p <= level_p for count, p in best.items())
