"""Run ``python -m tests.bench.analysis [EDGES ...]``: seconds of each table, beside plain NetworkX where it finishes."""

# ruff: noqa: T201  a bench is there to print

import random
import resource
import sys
import time
from collections.abc import Callable

import networkx as nx

from graph.measures.centrality import centrality
from graph.measures.columns import columns
from graph.measures.inequality import inequality
from graph.measures.overlap import BEARERS, Strictness, overlap, tail
from graph.measures.overload import overload
from graph.measures.pairs import pairs
from graph.measures.readings import near_misses
from graph.measures.workload import workload
from graph.network import bipartite
from graph.rows import AssignmentRow, Corpus, TaskRow, UnitRow

_LISTED = 5
_NETWORKX_LIMIT = 200_000


def random_corpus(edges: int, seed: int = 7) -> Corpus:
    """Make plans of forty tasks, five units a task, from a pool of a thousand units of uneven weight."""
    chance = random.Random(seed)  # noqa: S311  a bench needs repeatable numbers, not secret ones
    count = 1000
    units = tuple(
        UnitRow(
            iri=f"u{n}",
            id=f"u{n}",
            name=f"局{n}",
            body="",
            kind="single",
            place_code="",
            place_name="",
            level="county",
            registered=True,
        )
        for n in range(count)
    )
    tasks: list[TaskRow] = []
    rows: list[AssignmentRow] = []
    for number in range(edges // _LISTED):
        plan, iri = f"p{number // 40}", f"t{number}"
        tasks.append(
            TaskRow(
                iri=iri,
                plan=plan,
                id=iri,
                ref=iri,
                number="",
                title="",
                text="",
                part_of=plan,
                start=0,
                end=0,
                deadline="",
                clarity="co_equal",
            )
        )
        chosen = {int(count * chance.random() ** 2) for _ in range(_LISTED)}
        for rank, unit in enumerate(sorted(chosen), start=1):
            rows.append(
                AssignmentRow(
                    iri=f"{iri}-{rank}", plan=plan, task=iri, unit=f"u{unit}", role="lead", mention="", start=rank, end=rank, label="",
                    rank=rank, of=len(chosen), ranked=False, basis="clause", rule="", confidence=1.0,
                )
            )  # fmt: skip
    return Corpus(tasks=tuple(tasks), units=units, assignments=tuple(rows))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _overlap_numbers(corpus: Corpus) -> None:
    found = pairs(columns(corpus), BEARERS, Strictness().minimum)
    tail(found, Strictness())


def _plain_overlap(corpus: Corpus) -> None:
    graph = bipartite(corpus, BEARERS)
    names = [unit.iri for unit in corpus.units]
    nx.algorithms.bipartite.weighted_projected_graph(graph, names)
    nx.algorithms.bipartite.overlap_weighted_projected_graph(graph, names, jaccard=True)


def measure(edges: int) -> None:
    """Print the seconds of each table at one size."""
    corpus = random_corpus(edges)
    print(f"{len(corpus.assignments):>9,} assignments  {len(corpus.tasks):,} tasks  {len(corpus.units):,} units")
    rows = workload(corpus)
    jobs: dict[str, Callable[[], object]] = {
        "workload": lambda: workload(corpus),
        "overlap (numbers of all pairs)": lambda: _overlap_numbers(corpus),
        "overlap (records, 3 or more shared)": lambda: overlap(corpus, least=3),
        "overload": lambda: overload(rows),
        "inequality": lambda: inequality(corpus),
        "centrality without betweenness": lambda: centrality(corpus, betweenness=False),
        "near misses": lambda: near_misses(corpus),
    }
    for name, job in jobs.items():
        print(f"  {name:<38}{_seconds(job):8.2f} s")
    if edges <= _NETWORKX_LIMIT:
        ours, plain = _seconds(lambda: _overlap_numbers(corpus)), _seconds(lambda: _plain_overlap(corpus))
        print(f"  {'NetworkX: counts and Jaccard':<38}{plain:8.2f} s  ({plain / ours:.0f} × ours)")
    print(f"  {'peak memory':<38}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


for size in [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
    measure(size)
