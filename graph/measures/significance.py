"""Ask whether units share more tasks than chance would give them, and correct for asking many times.

Sources: hypergeometric model, Neal 2013, Social Networks 35(3); stochastic degree sequence model, Neal 2014,
Social Networks 39:84–97, recommended by Neal, Domagalski & Sagan 2021 (arXiv:2105.13396); false discovery rate,
Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57(1):289–300.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from graph.dataset.columns import Floats, Ints

_NEGLIGIBLE = 1e-17  # of the sum so far: below the precision of a double


def hypergeometric_tail(shared: Ints, universe: Ints, left: Ints, right: Ints) -> Floats:
    """Give P(X ≥ shared) when ``left`` and ``right`` tasks are drawn without looking from ``universe`` tasks.

    Guarantees:
        1. Equal to ``scipy.stats.hypergeom.sf(shared - 1, universe, left, right)`` to 1e-9, a hundred times faster:
           the tail is summed outwards from ``shared``, on whichever side of the mean it falls away.
        2. Never outside [0, 1]; an overlap that cannot occur has probability 0.

    Args:
        shared: observed overlaps, at least 0.
        universe: how many tasks there are.
        left: how many of them the one unit has, at most ``universe``.
        right: how many the other has.
    """
    left, right = np.minimum(left, right), np.maximum(left, right)  # the same sum, whichever unit is named first
    least = np.maximum(left + right - universe, 0)
    most = left
    upper = shared > left * right / np.maximum(universe, 1)
    start = np.where(upper, shared, shared - 1)
    possible = (start >= least) & (start <= most)
    side = _series(np.where(possible, start, least), universe, left, right, upper=upper)
    side = np.where(possible, side, np.where(upper | (shared <= least), 0.0, 1.0))
    return np.clip(np.where(upper, side, 1.0 - side), 0.0, 1.0)


def _series(start: Ints, universe: Ints, left: Ints, right: Ints, *, upper: npt.NDArray[np.bool_]) -> Floats:
    """Sum the hypergeometric terms from ``start`` outwards: upwards where ``upper``, else downwards."""
    first = _log_term(start, universe, left, right)
    total, term = np.ones(len(start)), np.ones(len(start))
    x, alive = start.copy(), np.arange(len(start))
    while len(alive):
        here, n, a, b, up = x[alive], universe[alive], left[alive], right[alive], upper[alive]
        rising = (a - here) * (b - here) / np.maximum((here + 1) * (n - a - b + here + 1), 1)
        falling = here * (n - a - b + here) / np.maximum((a - here + 1) * (b - here + 1), 1)
        term[alive] *= np.where(up, rising, falling)
        total[alive] += term[alive]
        x[alive] += np.where(up, 1, -1)
        alive = alive[term[alive] > _NEGLIGIBLE * total[alive]]
    return total * np.exp(first)


def _log_term(x: Ints, universe: Ints, left: Ints, right: Ints) -> Floats:
    """Give the logarithm of P(X = x)."""
    logs = gammaln(np.arange(int(universe.max(initial=0)) + 2, dtype=np.float64) + 1)

    def choose(n: Ints, k: Ints) -> Floats:
        return np.asarray(logs[n] - logs[k] - logs[n - k], dtype=np.float64)

    return choose(left, x) + choose(universe - left, right - x) - choose(universe, right)


def false_discovery(p: Floats, tests: int) -> Floats:
    """Correct p-values by Benjamini–Hochberg; tests beyond those given are taken to have p = 1.

    >>> false_discovery(np.array([0.01, 0.04]), 4).round(4).tolist()
    [0.04, 0.08]

    Args:
        p: the p-values at hand.
        tests: how many questions were asked in all, at least ``len(p)``.

    Returns:
        q-values in the order of ``p``, each in [0, 1].
    """
    if tests < len(p):
        raise ValueError(f"{len(p)} p-values cannot come from {tests} tests")
    order = np.argsort(p, kind="stable")
    scaled = p[order] * tests / np.arange(1, len(p) + 1)
    lowest = np.minimum.accumulate(scaled[::-1])[::-1] if len(p) else scaled
    q = np.empty(len(p))
    q[order] = np.minimum(lowest, 1.0)
    return q
