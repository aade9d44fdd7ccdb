"""Test whether the largest of some counts is larger than one law for all of them allows, without fitting the law.

The laws are zero-truncated negative binomials: count x has a weight Γ(x + r) / x! and a free scale. The shape r is ∞ for
Poisson counts, 1 for geometric ones, 0 for the log-series, and -1/2 for a tail heavier than that. Given the sum of the
counts, the scale cancels, so the test of the largest is exact for each shape; the shapes are weighed by the likelihood
of the other counts, given their sum.

Above 200 counts, the others' sum says next to nothing of one count: each law is then the one with the mean of the
counts, in closed form, and its tail is 1 less the chances below the largest count (p to about 1e-7). Up to 200 counts
the sums take a Fourier transform, whose cost grows with the sum of the counts.

Sources: conditional tests of one discordant count, Barnett & Lewis 1994, Outliers in Statistical Data, ch. 6;
extended truncated negative binomial, Engen 1974, Biometrika 61(2):263–269; several discordant counts from the inside
outwards, Rosner 1983, Technometrics 25(2):165–172.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import gammaln, lambertw, logsumexp

from graph.dataset.columns import Floats, Ints

Waves: TypeAlias = npt.NDArray[np.complex128]

_STRICTER = 4
"""Factor of p for each further count that is tested: a second and third test of one set must not add false flags."""
_EXACT_UP_TO = 200  # counts
_MOST_LARGE = 5
FEWEST = 5
"""Counts from which on the largest is tested."""


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
        p: the probability that any of the counts is as large, given their sum; over the laws, by their evidence, and
            four times as much for each larger count that is tested as well.
        law: the law with most evidence among the other counts.
        level: p up to which the count is too large (``level_of``).
    """

    count: int
    p: float
    law: Law
    level: float


def level_of(counts: int) -> float:
    """Give the p up to which the largest of so many counts is too large.

    The evidence for a law comes from few counts, so that the p of a skewed law comes out too small now and then, the more
    often the fewer they are; at these levels at most 5 of 100 plans without a concentration have a flag
    (``python -m tests.bench.analysis.calibration``).

    >>> level_of(10), level_of(60)
    (0.0225, 0.035)
    """
    return min(0.02 + 0.00025 * counts, 0.035)


def examine(counts: Ints) -> tuple[Largest, ...]:
    """Test the largest counts, each among those that are no larger.

    Guarantees:
        1. One record for each of the largest 1 + n // 20 counts, at most five, largest first.
        2. p does not grow towards larger counts: where a count is too large, so are all above it.
        3. Fewer than five counts give no record.

    Args:
        counts: at least 1 each, in any order.
    """
    tested = [_largest(ranked, place, level_of(len(counts))) for place, ranked in enumerate(_candidates(counts))]
    return tuple(replace(one, p=min(later.p for later in tested[place:])) for place, one in enumerate(tested))


def threshold(tested: Sequence[Largest]) -> float:
    """Give the smallest count that is too large; infinity where none is."""
    return min((one.count for one in tested if one.p <= one.level), default=math.inf)


def is_too_large(counts: Ints, count: int) -> bool:
    """Whether one of the counts is too large; tests no more counts than the answer needs, from this one downwards.

    The answer is that of ``count >= threshold(examine(counts))``.
    """
    level = level_of(len(counts))
    return any(
        ranked[0] <= count and _largest(ranked, place, level).p <= level
        for place, ranked in enumerate(_candidates(counts))
    )


def _candidates(counts: Ints) -> list[Ints]:
    """Give each count that is tested, followed by those that are no larger."""
    ranked = np.sort(counts)[::-1]
    many = min(1 + len(ranked) // 20, _MOST_LARGE) if len(ranked) >= FEWEST else 0
    return [ranked[place:] for place in range(many)]


def _largest(ranked: Ints, place: int, level: float) -> Largest:
    """Test the first of some counts that descend; ``place`` counts are larger and tested as well."""
    count, others = int(ranked[0]), ranked[1:]
    evidence = np.array([_evidence(law, others, count) for law in LAWS])
    weights = np.exp(evidence - logsumexp(evidence))
    many, total = len(ranked), int(ranked.sum())
    top = _support(many, total, count)
    tails = [_given_sum(law.shape, many, total, top).tail(count) for law in LAWS]
    p = float(np.minimum(many * np.array(tails), 1.0) @ weights) * _STRICTER**place
    return Largest(count=count, p=min(p, 1.0), law=LAWS[int(weights.argmax())], level=level)


def _evidence(law: Law, counts: Ints, largest: int) -> float:
    """Give the logarithm of the prior times the likelihood of the counts, given their sum."""
    many, total = len(counts), int(counts.sum())
    given = _given_sum(law.shape, many, total, _support(many, total, largest))
    return math.log(law.prior) + float(_log_weights(law.shape, counts).sum()) - given.log_constant


def _support(many: int, total: int, largest: int) -> int:
    """Give the count up to which the law of one count is worked out."""
    return largest if many > _EXACT_UP_TO else min(total - many + 1, 20 * largest + 200)


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


@lru_cache(maxsize=64)  # the tests of one set of counts ask for the same sums; the tails of many sets fill the memory
def _given_sum(shape: float, many: int, total: int, top: int) -> _GivenSum:
    """Work out the distribution of one of ``many`` counts of at most ``top``, given that they add up to ``total``.

    Above 200 counts it is the law with the mean of the counts, without a bound: ``top`` is where the tails end.
    """
    if total == many:
        return _GivenSum(tails=np.ones(2), log_constant=0.0)
    values = np.arange(1, top + 1)
    tilt, scale = _with_mean(shape, total / many)
    weights = _log_weights(shape, values) + tilt * values
    if many > _EXACT_UP_TO:
        tails = np.concatenate([[1.0, 1.0], 1.0 - np.cumsum(np.exp(weights[:-1] - scale))])
        return _GivenSum(tails=np.maximum(tails, 0.0), log_constant=many * scale - tilt * total)
    scale = float(logsumexp(weights))
    alone = np.exp(weights - scale)
    rest, chance = _sums(alone, many, total)
    joint = alone * rest
    tails = np.concatenate([[1.0], np.cumsum(joint[::-1])[::-1] / joint.sum()])
    return _GivenSum(tails=tails, log_constant=math.log(chance) + many * scale - tilt * total)


def _log_weights(shape: float, values: Ints) -> Floats:
    """Give log Γ(x + r) / x!, less its value at 1."""
    if math.isinf(shape):
        return np.asarray(-gammaln(values + 1.0), dtype=np.float64)
    return np.asarray(gammaln(values + shape) - gammaln(values + 1.0) - gammaln(1.0 + shape), dtype=np.float64)


def _with_mean(shape: float, mean: float) -> tuple[float, float]:
    """Give the scale at which the law has this mean, above 1, and the sum of its weights, both as logarithms.

    The sums are e^θ - 1, θ / (1 - θ), -log(1 - θ) and 2 - 2 √(1 - θ), so that each mean can be solved for θ.
    """
    if math.isinf(shape):
        scale = mean + float(lambertw(-mean * math.exp(-mean)).real)
        return math.log(scale), scale + math.log(-math.expm1(-scale))
    if shape == Law.GEOMETRIC.shape:
        return math.log1p(-1 / mean), math.log(mean - 1)
    if shape == Law.LOG_SERIES.shape:
        inverse = -mean * float(lambertw(-math.exp(-1 / mean) / mean, -1).real)  # 1 / (1 - θ)
        return math.log1p(-1 / inverse), math.log(math.log(inverse))
    root = 1 / (2 * mean - 1)  # √(1 - θ)
    return math.log1p(-root * root), math.log(2 - 2 * root)


def _sums(alone: Floats, many: int, total: int) -> tuple[Floats, float]:
    """Give P(the other counts add up to total - x), x from 1, and P(all add up to total), by Fourier transform."""
    points = next_fast_len(4 * total + 64, real=True)
    wave = rfft(np.concatenate([[0.0], alone]), points)
    others = np.maximum(irfft(_power(wave, many - 1), points)[total - len(alone) : total][::-1], 0.0)
    return others, float(alone @ others)


def _power(wave: Waves, exponent: int) -> Waves:
    """Multiply by squares, which is several times faster than the power of complex numbers."""
    result = wave if exponent % 2 else np.ones_like(wave)
    while exponent := exponent // 2:
        wave = wave * wave
        result = result * wave if exponent % 2 else result
    return result
