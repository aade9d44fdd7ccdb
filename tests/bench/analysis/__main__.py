"""Run ``python -m tests.bench.analysis [EDGES ...]``: seconds of each table, beside plain NetworkX where it finishes.

Seconds are the processor's, all cores added up, so that a busy machine gives the same ones. The rows are laid out once,
as a report does, and counted as a table of their own; the collector of garbage does not look through the rows.
"""

# ruff: noqa: T201  a bench is there to print

import gc
import random
import resource
import sys
import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from extract.records import Role
from graph.dataset.columns import columns
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow, UnitRow
from graph.measures.concentration import concentration
from graph.measures.inequality import inequality
from graph.measures.overlap import BEARERS, overlap
from graph.measures.pairs import together
from graph.measures.readings import near_misses
from graph.measures.sections import unit_sections
from graph.measures.workload import workload
from graph.network.centrality import centrality
from graph.network.communities import communities
from graph.network.projections import bipartite, projection

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
        chosen: set[int] = set()
        while len(chosen) < _LISTED:
            chosen.add(int(count * chance.random() ** 2))
        for rank, unit in enumerate(sorted(chosen), start=1):
            rows.append(
                AssignmentRow(
                    iri=f"{iri}-{rank}", plan=plan, task=iri, unit=f"u{unit}", role="lead", mention="", start=rank, end=rank, label="",
                    rank=rank, of=len(chosen), ranked=False, basis="clause", rule="", confidence=1.0,
                )
            )  # fmt: skip
    return Corpus(tasks=tuple(tasks), units=units, assignments=tuple(rows))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _bare_overlap(corpus: Corpus) -> None:
    """Count what NetworkX counts, and no more: shared tasks and Jaccard, from the rows."""
    matrix = columns(corpus).incidence(BEARERS)
    a, b, shared = together(matrix)
    tasks = np.bincount(matrix.indices, minlength=matrix.shape[1])
    _ = shared / (tasks[a] + tasks[b] - shared)


def _plain_overlap(corpus: Corpus) -> None:
    graph = bipartite(corpus, BEARERS)
    names = [unit.iri for unit in corpus.units]
    nx.algorithms.bipartite.weighted_projected_graph(graph, names)
    nx.algorithms.bipartite.overlap_weighted_projected_graph(graph, names, jaccard=True)


def _plain_workload(corpus: Corpus) -> None:
    graph = bipartite(corpus, (Role.LEAD,))
    for unit in corpus.units:
        sum(1 / graph.degree(task) for task in graph[unit.iri])


def _plain_groups(corpus: Corpus) -> None:
    nx.community.louvain_communities(projection(corpus), seed=1)


def _beside(name: str, ours: Callable[[], object], plain: Callable[[], object] | None) -> float:
    """Print one table's seconds, and how many times longer plain NetworkX takes for the same in this run."""
    mine = _seconds(ours)
    theirs = _seconds(plain) if plain else 0.0
    ratio = f"NetworkX {theirs:8.2f} s  {theirs / mine:6.0f} ×" if plain else ""
    print(f"  {name:<42}{mine:8.2f} s   {ratio}", flush=True)
    return mine


def measure(edges: int) -> None:
    """Print the seconds of each table at one size."""
    corpus = random_corpus(edges)
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(corpus.assignments):>9,} assignments  {len(corpus.tasks):,} tasks  {len(corpus.units):,} units")
    table = columns(corpus)

    small = edges <= _NETWORKX_LIMIT
    plain = (lambda: _plain_overlap(corpus)) if small else None
    _beside("(shared tasks and Jaccard, from the rows)", lambda: _bare_overlap(corpus), plain)
    total = _beside("the rows laid out", lambda: columns(corpus), None)
    total += _beside("workload", lambda: workload(table), (lambda: _plain_workload(corpus)) if small else None)
    total += _beside("overlap, every number of every pair", lambda: overlap(table).frame(), None)
    if small:
        total += _beside(
            "communities, five seeds (NetworkX: one)", lambda: communities(table), lambda: _plain_groups(corpus)
        )
        others: dict[str, Callable[[], object]] = {
            "unit × section": lambda: unit_sections(table),
            "concentration": lambda: concentration(table),
            "inequality, 500 resamplings": lambda: inequality(table),
            "centrality without betweenness": lambda: centrality(table, betweenness=False),
            "near misses": lambda: near_misses(corpus),
        }
        total += sum(_beside(name, job, None) for name, job in others.items())
    print(f"  {'all of these together':<42}{total:8.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:,.0f} MB, of which {before:,.0f} MB hold the rows and the programs")
    gc.unfreeze()


for size in [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
    measure(size)
