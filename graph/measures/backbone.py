"""Keep the ties that neither busy units nor long lists explain: the backbone of co-responsibility.

Source: stochastic degree sequence model, Neal 2014, Social Networks 39:84–97, with the probabilities of the
bipartite configuration model, Saracco et al. 2015, Sci. Rep. 5:10595; recommended by Neal, Domagalski & Sagan 2021.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extract.records import Role
from graph.measures.columns import Columns, Floats, Ints, columns
from graph.measures.overlap import BEARERS, DEFAULT, Strictness
from graph.measures.pairs import Pairs, pairs
from graph.measures.significance import false_discovery
from graph.rows import Corpus, UnitRow

_STEPS, _STILL = 5000, 1e-10


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
        2. p is the exact Poisson-binomial tail; it is never less than what a double can hold beside 1.
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
    """Follow each pair through the plans: the chance of 0, 1, 2 … shared tasks, up to one less than observed."""
    deepest = int(found.shared[asked].max(initial=1))
    chances = np.zeros((len(asked), deepest))
    chances[:, 0] = 1.0
    expected = np.zeros(len(asked))
    matrix = table.incidence(roles)
    plans = np.array([task.plan for task in table.tasks], dtype=object)
    for plan in sorted(set(plans.tolist())):
        block = matrix[np.flatnonzero(plans == plan)]
        units, lists = np.bincount(block.indices, minlength=len(table.units)), np.diff(block.indptr)
        sizes, many = np.unique(lists[lists > 0], return_counts=True)
        here = np.flatnonzero(units)
        model = np.zeros((len(table.units), len(sizes)))
        model[here] = fit(units[here].astype(np.int64), sizes.astype(np.int64), many.astype(np.int64))
        for kind, times in enumerate(many.tolist()):
            both = model[found.a[asked], kind] * model[found.b[asked], kind]
            expected += times * both
            for _ in range(times):
                chances[:, 1:] = chances[:, 1:] * (1 - both)[:, None] + chances[:, :-1] * both[:, None]
                chances[:, 0] *= 1 - both
    below = np.arange(deepest)[None, :] < found.shared[asked][:, None]
    tail = 1.0 - (chances * below).sum(axis=1)
    return np.clip(tail, np.finfo(np.float64).eps, 1.0), expected


def fit(units: Ints, sizes: Ints, many: Ints) -> Floats:
    """Fit the bipartite configuration model of one plan.

    Args:
        units: tasks of each unit, at least 1.
        sizes: the lengths of list that occur, at least 1.
        many: how many tasks have each length.

    Returns:
        units × sizes: the probability that a unit stands in a task of that length. Units in every task and lists
        that name every unit are certain, and the rest is fitted without them.
    """
    p = np.zeros((len(units), len(sizes)))
    free_u, free_s = np.ones(len(units), dtype=bool), np.ones(len(sizes), dtype=bool)
    left_u, left_s = units.astype(np.float64), sizes.astype(np.float64)
    while free_u.any() and free_s.any():
        full_u = free_u & (left_u >= many[free_s].sum())
        full_s = free_s & (left_s >= free_u.sum())
        if full_u.any():
            p[np.ix_(full_u, free_s)] = 1.0
            left_s[free_s] -= full_u.sum()
            free_u &= ~full_u
        elif full_s.any():
            p[np.ix_(free_u, full_s)] = 1.0
            left_u[free_u] -= many[full_s].sum()
            free_s &= ~full_s
        else:
            empty_u, empty_s = free_u & (left_u <= 0), free_s & (left_s <= 0)
            free_u &= ~empty_u
            free_s &= ~empty_s
            if not (empty_u.any() or empty_s.any()):
                break
    if free_u.any() and free_s.any():
        p[np.ix_(free_u, free_s)] = _iterate(left_u[free_u], left_s[free_s], many[free_s].astype(np.float64))
    return p


def _iterate(units: Floats, sizes: Floats, many: Floats) -> Floats:
    """Iterate x and y until every expected degree is the observed one: p = x y / (1 + x y)."""
    total = float((sizes * many).sum())
    x, y = units / np.sqrt(total), sizes / np.sqrt(total)
    for _ in range(_STEPS):
        x = units / ((many * y)[None, :] / (1 + x[:, None] * y[None, :])).sum(axis=1)
        y = sizes / (x[:, None] / (1 + x[:, None] * y[None, :])).sum(axis=0)
        product = x[:, None] * y[None, :]
        p = product / (1 + product)
        if np.abs((p * many).sum(axis=1) - units).max() < _STILL:
            break
    return np.asarray(p, dtype=np.float64)
