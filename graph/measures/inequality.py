"""Say how unevenly the lead of tasks is spread: Gini, HHI, the share of the top three, with bootstrap intervals.

Sources: Gini 1912, discrete form on sorted values; Herfindahl–Hirschman; percentile bootstrap, Efron 1979, moved by
its own bias, Efron & Tibshirani 1993, ch. 10: a resampling repeats some tasks and drops others, so it always looks less even.
"""

from dataclasses import dataclass

import numpy as np

from extract.records import Role
from graph.dataset.columns import Floats, Laid, columns
from graph.measures.resampling import SEED, resampled

DRAWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number and the interval around it in which 95 of 100 resamplings of the tasks fall, but for their bias."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Inequality:
    """How unevenly one role is spread over the units that have it; zeros when no unit has it."""

    role: str
    units: int
    tasks: int
    gini: Estimate
    hhi: Estimate
    top_three: Estimate


def inequality(corpus: Laid, role: Role = Role.LEAD, draws: int = DRAWS, seed: int = SEED) -> Inequality:
    """Measure how unevenly a role is spread over units, and how sure that is.

    Guarantees:
        1. 0 ≤ gini < 1, 1/units ≤ hhi ≤ 1, 0 < top_three ≤ 1 when anybody has the role; else all 0.
        2. The same rows, draws and seed give the same intervals, and each holds its value.

    Args:
        corpus: the rows or a view of them, or their columns.
        role: the role whose full counts are compared.
        draws: resamplings of the tasks.
        seed: start of the random numbers, so that a figure can be drawn again.
    """
    matrix = columns(corpus).incidence((role,))
    used = np.flatnonzero(np.diff(matrix.indptr))
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    held = counts[counts > 0].astype(np.float64)
    samples = [s.astype(np.float64) for s in resampled(matrix[used][:, np.flatnonzero(counts)], draws, seed)]
    return Inequality(
        role=role.value,
        units=len(held),
        tasks=len(used),
        gini=_estimate(gini(held), [gini(sample) for sample in samples]),
        hhi=_estimate(hhi(held), [hhi(sample) for sample in samples]),
        top_three=_estimate(top_share(held), [top_share(sample) for sample in samples]),
    )


def gini(values: Floats) -> float:
    """Give the Gini coefficient; 0 for equal values, and for no values.

    >>> gini(np.array([0.0, 0.0, 0.0, 1.0]))
    0.75
    """
    total = float(values.sum())
    if total == 0:
        return 0.0
    ranked = np.sort(values)
    place = np.arange(1, len(ranked) + 1)
    return float((2 * place - len(ranked) - 1) @ ranked) / (len(ranked) * total)


def hhi(values: Floats) -> float:
    """Give the sum of squared shares; 0 for no values.

    >>> hhi(np.array([1.0, 1.0]))
    0.5
    """
    total = float(values.sum())
    return float(((values / total) ** 2).sum()) if total else 0.0


def top_share(values: Floats, top: int = 3) -> float:
    """Give the share of the largest ``top`` values; 0 for no values."""
    total = float(values.sum())
    if not total:
        return 0.0
    largest = np.partition(values, -top)[-top:] if len(values) > top else values
    return float(largest.sum()) / total


def _estimate(value: float, samples: list[float]) -> Estimate:
    """Give the middle 95 % of the samples, moved back by as much as drawing again widens every spread."""
    drawn = np.array(samples or [value])
    low, high = np.quantile(drawn - drawn.mean() + value, [0.025, 0.975])
    return Estimate(value=value, low=max(min(float(low), value), 0.0), high=min(max(float(high), value), 1.0))
