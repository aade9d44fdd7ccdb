"""Keep the ties that neither busy units nor long lists explain: the backbone of co-responsibility.

Source: stochastic degree sequence model, Neal 2014, Social Networks 39:84–97, with the probabilities of the
bipartite configuration model, Saracco et al. 2015, Sci. Rep. 5:10595; recommended by Neal, Domagalski & Sagan 2021.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extract.records import Role
from graph.measures.columns import Columns, Floats, Ints, columns
from graph.measures.degrees import Model, fit_all
from graph.measures.overlap import BEARERS, DEFAULT, Strictness
from graph.measures.pairs import Pairs, pairs
from graph.measures.significance import false_discovery
from graph.measures.trials import Trials, poisson_binomial_tail
from graph.rows import Corpus, UnitRow


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


def backbone(corpus: Corpus, roles: Iterable[Role] = BEARERS, test: Strictness = DEFAULT) -> tuple[Tie, ...]:
    """Ask of each pair with enough shared tasks whether the stochastic degree sequence model explains it.

    Guarantees:
        1. Each plan has its own model, whose expected degrees equal the observed ones to 1e-6.
        2. p is the Poisson-binomial tail, exact to 1e-12; it is never less than what a double can hold beside 1.
        3. Smallest p first, then IRIs; pairs that share fewer than ``test.minimum`` tasks are not listed.

    Args:
        corpus: the rows or a view of them.
        roles: what makes a unit part of a task.
        test: how strict to be.
    """
    wanted = tuple(roles)
    table = columns(corpus)
    found = pairs(table, wanted, test.minimum)
    asked = np.flatnonzero(found.shared >= test.minimum)
    p, expected = _tails(table, wanted, found, asked)
    q = false_discovery(p, max(found.family, len(p)))
    ties = [
        _tie(table, found, int(place), float(expected[n]), float(p[n]), float(q[n]), test)
        for n, place in enumerate(asked)
    ]
    return tuple(sorted(ties, key=lambda tie: (tie.p, tie.a.iri, tie.b.iri)))


def _tie(table: Columns, found: Pairs, place: int, expected: float, p: float, q: float, test: Strictness) -> Tie:
    one, two = sorted((table.units[int(found.a[place])], table.units[int(found.b[place])]), key=lambda unit: unit.iri)
    return Tie(a=one, b=two, shared=int(found.shared[place]), expected=expected, p=p, q=q, kept=q <= test.alpha)


def _tails(table: Columns, roles: tuple[Role, ...], found: Pairs, asked: Ints) -> tuple[Floats, Floats]:
    """Follow each pair through the plans that both units occur in, and give the tail of its Poisson-binomial."""
    chances = _chances(table, roles, (found.a[asked], found.b[asked]))
    expected = np.bincount(chances.pair, chances.times * chances.p, minlength=len(asked)).astype(np.float64)
    return poisson_binomial_tail(found.shared[asked], chances), expected


def _chances(table: Columns, roles: tuple[Role, ...], pair: tuple[Ints, Ints]) -> Trials:
    """List, for each pair, the probabilities of sharing a task: one for each plan and length of list."""
    matrix = table.incidence(roles)
    names = sorted({task.plan for task in table.tasks})
    place = {iri: index for index, iri in enumerate(names)}
    plan_of = np.array([place[task.plan] for task in table.tasks], dtype=np.int64)
    by_plan = np.argsort(plan_of, kind="stable")
    edges = np.searchsorted(plan_of[by_plan], np.arange(len(names) + 1))
    degrees, lists = [], []
    for start, end in itertools.pairwise(edges.tolist()):
        block = matrix[by_plan[start:end]]
        degrees.append(np.bincount(block.indices, minlength=len(table.units)).astype(np.int64))
        lists.append(np.diff(block.indptr).astype(np.int64))
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
