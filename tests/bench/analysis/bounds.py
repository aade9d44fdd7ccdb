"""Run ``python -m tests.bench.analysis.bounds``: how much power any test of concentration can have.

A test that must learn the law from the counts flags a count from a threshold on that depends on the other counts alone.
It is asked to flag, in at most 5 of 100 plans without a special unit, at every mean from 1.25 to 14; and, at every mean
from 1.5 to 6, as often as it can a unit planted at 1.5 times the critical count of the test that knows the law. The
other counts say what they know through their mean and their evidence for the log-series against the geometric law, so
the best thresholds are a linear programme over cells of the two; its value is the most that can be had at all means.
"""

# ruff: noqa: T201  a bench is there to print

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from graph.dataset.columns import Floats, Ints
from graph.measures.count_laws import Law
from tests.bench.analysis.calibration import ALPHA, PEERS, KnownLaw, known

_DRAWS = 15_000
_MEANS, _ODDS = 44, 12  # cells
_QUIET = np.exp(np.linspace(np.log(1.25), np.log(14), 16))
_PLANTED = np.exp(np.linspace(np.log(1.5), np.log(6), 18))
_THRESHOLDS = np.unique(np.round(np.exp(np.linspace(np.log(4), np.log(250), 45))).astype(np.int64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """A law, and what draws of the other counts say: the logarithm of their mean, and their evidence."""

    law: KnownLaw
    mean: Floats
    evidence: Floats


def _drawn(law: KnownLaw, others: int, chance: np.random.Generator) -> _Drawn:
    counts = law.draw(chance, others * _DRAWS).reshape(_DRAWS, others)
    mean = np.log(counts.mean(axis=1))
    return _Drawn(law=law, mean=mean, evidence=-np.log(counts).sum(axis=1) / others)


def _cells(every: list[_Drawn]) -> list[Ints]:
    """Give the cell of each draw: equally many means, and within a cell of means equally many degrees of evidence."""
    mean, evidence = (np.concatenate([getattr(one, name) for one in every]) for name in ("mean", "evidence"))
    edges = np.unique(np.quantile(mean, np.linspace(0, 1, _MEANS + 1)[1:-1]))
    row = np.searchsorted(edges, mean)
    inner = [np.quantile(evidence[row == one], np.linspace(0, 1, _ODDS + 1)[1:-1]) for one in range(len(edges) + 1)]
    column = np.zeros_like(row)
    for one, limits in enumerate(inner):
        column[row == one] = np.searchsorted(limits, evidence[row == one])
    return np.split(row * _ODDS + column, len(every))


def best_power(laws: tuple[Law, ...], peers: int, seed: int = 5) -> float:
    """Give the most power that one test has at all means of some laws, false flags in at most 5 of 100 plans of each."""
    chance = np.random.default_rng(seed)
    every = [_drawn(known(law, mean), peers - 1, chance) for law in laws for mean in (*_QUIET, *_PLANTED)]
    quiet = len(_QUIET)
    limits: list[Floats] = []
    for place, (one, cell) in enumerate(zip(every, _cells(every), strict=True)):
        share = np.bincount(cell, minlength=_MEANS * _ODDS) / _DRAWS
        if place % (quiet + len(_PLANTED)) < quiet:
            false = [1 - (1 - one.law.tail(int(count))) ** peers for count in _THRESHOLDS]
            limits.append(np.append(np.outer(share, false).ravel(), 0.0))
        else:
            planted = np.ceil(1.5 * one.law.critical(peers))
            limits.append(np.append(-np.outer(share, planted >= _THRESHOLDS).ravel(), 1.0))
    width = _MEANS * _ODDS
    once = sparse.hstack([sparse.kron(sparse.eye(width), np.ones((1, len(_THRESHOLDS)))), sparse.csr_array((width, 1))])
    found = linprog(  # type: ignore[call-overload]  # the stubs know no sparse matrix
        np.append(np.zeros(width * len(_THRESHOLDS)), -1.0),
        A_ub=np.array(limits),
        b_ub=np.array([ALPHA if row[-1] == 0 else 0.0 for row in limits]),
        A_eq=once,
        b_eq=np.ones(width),
        bounds=(0, 1),
        method="highs-ipm",
    )
    return -float(found.fun)


if __name__ == "__main__":
    for asked in ((Law.LOG_SERIES,), (Law.GEOMETRIC, Law.LOG_SERIES)):
        for many in PEERS:
            names = " or ".join(law.value for law in asked)
            print(f"{names:<26}{many:>4} peers: at most {best_power(asked, many):.2f} at every mean", flush=True)
