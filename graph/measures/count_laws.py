"""Ask whether the largest of some counts is larger than one law for all of them allows, without fitting the law.

The laws are zero-truncated negative binomials: count x has a weight Γ(x + r) / x! and a free scale. The shape r is ∞ for
Poisson counts, 1 for geometric ones, 0 for the log-series, and -1/2 for a tail heavier than that. Given the sum of the
counts, the scale cancels, so the test of the largest is exact for each shape; the shapes are weighed by the likelihood
of the other counts, given their sum.

Sources: conditional tests of one discordant count, Barnett & Lewis 1994, Outliers in Statistical Data, ch. 6;
extended truncated negative binomial, Engen 1974, Biometrika 61(2):263–269; several discordant counts from the inside
outwards, Rosner 1983, Technometrics 25(2):165–172.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp

from graph.dataset.columns import Floats, Ints

LEVEL = 0.035
"""p up to which a count is called concentrated. The evidence for a shape comes from few counts, so that the p of a
log-series comes out too small now and then; at this level at most 5 of 100 plans without a concentration have a flag
(``python -m tests.bench.analysis.calibration``)."""
_EXACT_UP_TO = 200  # counts: above, the sum of the others says nothing of one of them
_MOST_LARGE = 5
_FEWEST = 5


class Law(StrEnum):
    """The family of the counts that the evidence favours."""

    HEAVY = "heavy_tail"
    LOG_SERIES = "log_series"
    GEOMETRIC = "geometric"
    POISSON = "poisson"
    NONE = "none"  # too few counts

    @property
    def shape(self) -> float:
        """The shape r of the truncated negative binomial."""
        return _SHAPES[self][0]

    @property
    def prior(self) -> float:
        """The weight before any count is seen; the heavy tail is an exception and has a tenth of the others'."""
        return _SHAPES[self][1]


_SHAPES = {Law.HEAVY: (-0.5, 0.1), Law.LOG_SERIES: (0.0, 1.0), Law.GEOMETRIC: (1.0, 1.0), Law.POISSON: (math.inf, 1.0)}
LAWS = tuple(_SHAPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Largest:
    """The largest of some counts against the others.

    Attributes:
        count: the largest.
        p: the probability that any of the counts is as large, given their sum; over the laws, by their evidence.
        law: the law with most evidence among the other counts.
    """

    count: int
    p: float
    law: Law


def examine(counts: Ints) -> tuple[Largest, ...]:
    """Test the largest counts, each among those that are no larger.

    Guarantees:
        1. One record for each of the largest 1 + n // 20 counts, at most five, largest first.
        2. p does not grow towards larger counts: where a count is too large, so are all above it.
        3. Fewer than five counts give no record.

    Args:
        counts: at least 1 each, in any order.
    """
    ranked = np.sort(counts)[::-1]
    if len(ranked) < _FEWEST:
        return ()
    tested = [_largest(ranked[place:]) for place in range(min(1 + len(ranked) // 20, _MOST_LARGE))]
    return tuple(
        Largest(count=one.count, p=min(later.p for later in tested[place:]), law=one.law)
        for place, one in enumerate(tested)
    )


def threshold(tested: Sequence[Largest]) -> float:
    """Give the smallest count that is too large; infinity where none is."""
    return min((one.count for one in tested if one.p <= LEVEL), default=math.inf)


def _largest(ranked: Ints) -> Largest:
    """Test the first of some counts that descend."""
    count, others = int(ranked[0]), ranked[1:]
    top = min(int(ranked.sum()) - len(others), 20 * count + 200)
    evidence = np.array([_evidence(law, others, top) for law in LAWS])
    weights = np.exp(evidence - logsumexp(evidence))
    tails = [_given_sum(law.shape, len(ranked), int(ranked.sum()), top).tail(count) for law in LAWS]
    p = float(np.minimum(len(ranked) * np.array(tails), 1.0) @ weights)
    return Largest(count=count, p=min(p, 1.0), law=LAWS[int(weights.argmax())])


def _evidence(law: Law, counts: Ints, top: int) -> float:
    """Give the logarithm of the prior times the likelihood of the counts, given their sum."""
    given = _given_sum(law.shape, len(counts), int(counts.sum()), min(top, int(counts.sum()) - len(counts) + 1))
    return math.log(law.prior) + float(_log_weights(law.shape, counts).sum()) - given.log_constant


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _GivenSum:
    """One of n counts of a law, given the sum of all.

    Attributes:
        tails: P(X ≥ x), x from 0.
        log_constant: logarithm of the sum, over all n counts of that sum, of the product of their weights.
    """

    tails: Floats
    log_constant: float

    def tail(self, count: int) -> float:
        """Give P(X ≥ count)."""
        return float(self.tails[count]) if count < len(self.tails) else 0.0


@lru_cache(maxsize=4096)
def _given_sum(shape: float, many: int, total: int, top: int) -> _GivenSum:
    """Work out the distribution of one of ``many`` counts of at most ``top``, given that they add up to ``total``."""
    values = np.arange(1, top + 1)
    if top <= 1:
        return _GivenSum(tails=np.ones(2), log_constant=0.0)
    weights = _log_weights(shape, values)
    tilt = _tilt(weights, values, total / many)
    scale = float(logsumexp(weights + tilt * values))
    alone = np.exp(weights + tilt * values - scale)
    rest, chance = (np.ones(top), 1.0) if many > _EXACT_UP_TO else _sums(alone, many, total)
    joint = alone * rest
    tails = np.concatenate([[1.0], np.cumsum(joint[::-1])[::-1] / joint.sum()])
    return _GivenSum(tails=tails, log_constant=math.log(chance) + many * scale - tilt * total)


def _log_weights(shape: float, values: Ints) -> Floats:
    """Give log Γ(x + r) / x!, less its value at 1."""
    if math.isinf(shape):
        return np.asarray(-gammaln(values + 1.0), dtype=np.float64)
    return np.asarray(gammaln(values + shape) - gammaln(values + 1.0) - gammaln(1.0 + shape), dtype=np.float64)


def _tilt(weights: Floats, values: Ints, mean: float) -> float:
    """Find the scale, as a logarithm, at which the law has this mean."""

    def away(tilt: float) -> float:
        tilted = weights + tilt * values
        chances = np.exp(tilted - tilted.max())
        return float(chances @ values / chances.sum()) - mean

    return float(brentq(away, -60.0, 60.0, xtol=1e-12))


def _sums(alone: Floats, many: int, total: int) -> tuple[Floats, float]:
    """Give P(the other counts add up to total - x), x from 1, and P(all add up to total), by Fourier transform."""
    points = 1 << math.ceil(math.log2(4 * total + 64))
    wave = np.fft.rfft(np.concatenate([[0.0], alone]), points)
    others = np.maximum(np.fft.irfft(wave ** (many - 1), points)[total - len(alone) : total][::-1], 0.0)
    return others, float(alone @ others)
