"""Add up many unlike chances: the tail of the Poisson-binomial distribution, for thousands of pairs together.

Source: Hong 2013, Comput. Stat. Data Anal. 59:41–51 (discrete Fourier transform of the characteristic function).
"""

from dataclasses import dataclass

import numpy as np

from graph.dataset.columns import Floats, Ints

_SMALL = 0.1  # up to here the logarithm is a short series, which adds up by powers
_TERMS = 26  # (2 · 0.1)²⁶ / 26 is below 1e-19
_EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trials:
    """Chances of success; parallel arrays.

    Attributes:
        pair: whose trial it is.
        p: the probability of success.
        times: how often it is tried.
    """

    pair: Ints
    p: Floats
    times: Ints


def poisson_binomial_tail(least: Ints, trials: Trials) -> Floats:
    """Give P(X ≥ least) for each pair, X the number of successes in all its trials.

    Guarantees:
        1. Exact to 1e-12 in absolute terms, and never below what a double can represent next to 1.
        2. A pair without trials has X = 0.

    Args:
        least: for each pair, at least 0.
        trials: whose ``pair`` points into ``least``.
    """
    width = len(least)
    mean = np.bincount(trials.pair, trials.times * trials.p, minlength=width)
    spread = np.sqrt(np.bincount(trials.pair, trials.times * trials.p * (1 - trials.p), minlength=width))
    tried = np.bincount(trials.pair, trials.times, minlength=width)
    reach = np.minimum(tried, np.maximum(least, mean + 12 * spread + 40)) + 2
    grid = 2 ** np.ceil(np.log2(np.maximum(reach, least + 2))).astype(np.int64)
    sums = _power_sums(trials, width)
    out = np.empty(width)
    large = np.flatnonzero(trials.p > _SMALL)
    large = large[np.argsort(trials.pair[large], kind="stable")]
    for size in sorted(set(grid.tolist())):
        here = np.flatnonzero(grid == size)
        for start in range(0, len(here), max(2**20 // size, 1)):
            part = here[start : start + max(2**20 // size, 1)]
            first, last = np.searchsorted(trials.pair[large], part), np.searchsorted(trials.pair[large], part, "right")
            out[part] = _tail(least[part], sums[part], size, _Large(trials, large, first, last))
    return np.clip(out, _EPSILON, 1.0)


@dataclass(frozen=True, slots=True)
class _Large:
    """The likely trials of some pairs: those from ``first`` up to ``last`` in ``order``."""

    trials: Trials
    order: Ints
    first: Ints
    last: Ints


def _power_sums(trials: Trials, width: int) -> Floats:
    """Give Σ times · pᵐ over the unlikely trials of each pair, m from 1."""
    small = trials.p <= _SMALL
    pair, p, power = trials.pair[small], trials.p[small], trials.times[small].astype(np.float64)
    sums = np.empty((width, _TERMS))
    for place in range(_TERMS):
        power = power * p
        sums[:, place] = np.bincount(pair, power, minlength=width)
    return sums


def _tail(least: Ints, sums: Floats, size: int, large: _Large) -> Floats:
    """Transform back from ``size`` points of the unit circle, and add the tail up from its far end."""
    step = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size) - 1
    order = np.arange(1, _TERMS + 1)
    series = step[None, :] ** order[:, None] * ((-1.0) ** (order - 1) / order)[:, None]
    phi = np.exp(sums @ series.real + 1j * (sums @ series.imag))
    for place in np.flatnonzero(large.last > large.first).tolist():
        mine = large.order[large.first[place] : large.last[place]]
        p, times = large.trials.p[mine], large.trials.times[mine]
        phi[place] *= ((1 + p[:, None] * step[None, :]) ** times[:, None]).prod(axis=0)
    chances = np.fft.irfft(phi, n=size, axis=1)
    above = np.cumsum(chances[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(above[np.arange(len(least)), least], dtype=np.float64)
