"""Keep the ties that neither busy units nor long lists explain: the backbone of co-responsibility.

Source: stochastic degree sequence model, Neal 2014, Social Networks 39:84–97, with the probabilities of the
bipartite configuration model, Saracco et al. 2015, Sci. Rep. 5:10595; recommended by Neal, Domagalski & Sagan 2021.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extract.records import Role
from graph.dataset.columns import Columns, Floats, Ints, Laid, columns
from graph.dataset.rows import UnitRow
from graph.measures.degrees import Model, fit_all
from graph.measures.overlap import BEARERS, DEFAULT, Strictness, sides
from graph.measures.pairs import Pairs, pairs
from graph.measures.significance import false_discovery
from graph.measures.trials import Trials, poisson_binomial_tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two units that may belong to the backbone.

    Attributes:
        expected: shared tasks that the model gives, knowing how busy both units and how long the lists are.
        p, q: probability of as many or more; the same corrected for all pairs that could be asked about.
        kept: the tie is in the backbone.
    """

    a: UnitRow
    b: UnitRow
    shared: int
    expected: float
    p: float
    q: float
    kept: bool


def backbone(corpus: Laid, roles: Iterable[Role] = BEARERS, test: Strictness = DEFAULT) -> tuple[Tie, ...]:
    """Ask of each pair with enough shared tasks whether the stochastic degree sequence model explains it.

    Guarantees:
        1. Each plan has its own model, whose expected degrees equal the observed ones to 1e-6.
        2. p is the Poisson-binomial tail, exact to 1e-12; it is never less than what a double can hold beside 1.
        3. Smallest p first, then IRIs; pairs that share fewer than ``test.minimum`` tasks are not listed.

    Args:
        corpus: the rows or a view of them, or their columns.
        roles: what makes a unit part of a task.
        test: how strict to be.
    """
    wanted = tuple(roles)
    table = columns(corpus)
    found = pairs(table, wanted, test.minimum)
    asked = np.flatnonzero(found.shared >= test.minimum)
    p, expected = _tails(table, wanted, found, asked)
    q = false_discovery(p, max(found.family, len(p)))
    rank = table.by_name()
    a, b, _, _ = sides(table, found)
    order = np.lexsort((rank[b[asked]], rank[a[asked]], p))
    place = asked[order]
    listed = (a[place], b[place], found.shared[place], expected[order], p[order], q[order])
    return tuple(
        Tie(a=table.units[one], b=table.units[two], shared=n, expected=mean, p=tail, q=fixed, kept=fixed <= test.alpha)
        for one, two, n, mean, tail, fixed in zip(*(column.tolist() for column in listed), strict=True)
    )


def _tails(table: Columns, roles: tuple[Role, ...], found: Pairs, asked: Ints) -> tuple[Floats, Floats]:
    """Follow each pair through the plans that both units occur in, and give the tail of its Poisson-binomial."""
    chances = _chances(table, roles, (found.a[asked], found.b[asked]))
    expected = np.bincount(chances.pair, chances.times * chances.p, minlength=len(asked)).astype(np.float64)
    return poisson_binomial_tail(found.shared[asked], chances), expected


def _chances(table: Columns, roles: tuple[Role, ...], pair: tuple[Ints, Ints]) -> Trials:
    """List, for each pair, the probabilities of sharing a task: one for each plan and length of list."""
    by_plan = np.argsort(table.plan_of, kind="stable")
    matrix = table.incidence(roles)[by_plan]
    edges = np.searchsorted(table.plan_of[by_plan], np.arange(len(table.plans) + 1))
    listed = np.diff(matrix.indptr).astype(np.int64)
    lists = [listed[start:end] for start, end in itertools.pairwise(edges.tolist())]
    degrees = [
        np.bincount(matrix.indices[start:end], minlength=len(table.units)).astype(np.int64)
        for start, end in itertools.pairwise(matrix.indptr[edges].tolist())
    ]
    found = [_of_plan(degree, model, pair) for degree, model in zip(degrees, fit_all(degrees, lists), strict=True)]
    if not found:
        return Trials(pair=np.zeros(0, np.int64), p=np.zeros(0), times=np.zeros(0, np.int64))
    return Trials(
        pair=np.concatenate([one.pair for one in found]),
        p=np.concatenate([one.p for one in found]),
        times=np.concatenate([one.times for one in found]),
    )


def _of_plan(degree: Ints, model: Model, pair: tuple[Ints, Ints]) -> Trials:
    """Give the trials of one plan: the pairs of which both units occur in it."""
    here = np.flatnonzero((degree[pair[0]] > 0) & (degree[pair[1]] > 0))
    row = np.searchsorted(model.units, degree)  # the class of each unit; only asked of units that occur
    both = model.p[row[pair[0][here]]] * model.p[row[pair[1][here]]]
    kinds = len(model.sizes)
    return Trials(pair=np.repeat(here, kinds), p=both.ravel(), times=np.tile(model.many, len(here)))
