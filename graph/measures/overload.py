"""Flag units that lead far more tasks than their peers: never a bare rank, always against the same level.

Sources: modified z-score of median and MAD, Iglewicz & Hoaglin 1993; the tail of a count model, as in funnel plots,
Spiegelhalter 2005, Statistics in Medicine 24(8).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import nbinom, poisson

from extract.records import UnitKind
from graph.dataset.columns import Floats
from graph.dataset.rows import UnitRow
from graph.measures.significance import false_discovery
from graph.measures.workload import Workload

HIGH_Z = 3.5
ALPHA = 0.05
FEWEST_PEERS = 5


class Model(StrEnum):
    """The count model behind the tail: Poisson, or negative binomial where the counts spread wider."""

    POISSON = "poisson"
    NEGATIVE_BINOMIAL = "negative_binomial"
    NONE = "none"  # too few peers


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """One unit against the units of its level.

    Attributes:
        led: tasks led, full count.
        peers: units of the same level that lead a task, itself among them.
        robust_z: how many robust standard deviations above the median.
        q: probability of as many or more tasks under the model of its peers, corrected for all units of the level.
        flagged: both the robust z and the corrected tail say so.
    """

    unit: UnitRow
    led: int
    peers: int
    median: float
    robust_z: float
    model: Model
    q: float
    flagged: bool


def overload(rows: Sequence[Workload]) -> tuple[Overload, ...]:
    """Compare each leading unit with the leading units of its level.

    Guarantees:
        1. Only particular bodies are compared; collectives and group offices are neither flagged nor peers.
        2. With fewer than five peers nothing is flagged, and the model says ``none``.
        3. Highest robust z first, then IRI.

    Args:
        rows: the workload table.
    """
    levels: dict[str, list[Workload]] = defaultdict(list)
    for row in rows:
        if row.unit.kind == UnitKind.SINGLE and row.led.full:
            levels[row.unit.level].append(row)
    found = [record for level in sorted(levels) for record in _level(levels[level])]
    return tuple(sorted(found, key=lambda row: (-row.robust_z, row.unit.iri)))


def _level(rows: Sequence[Workload]) -> list[Overload]:
    counts = np.array([row.led.full for row in rows], dtype=np.float64)
    middle = float(np.median(counts))
    z = robust_z(counts)
    model, p = _tail(counts)
    q = false_discovery(p, len(p))
    return [
        Overload(
            unit=row.unit,
            led=row.led.full,
            peers=len(rows),
            median=middle,
            robust_z=float(z[place]),
            model=model,
            q=float(q[place]),
            flagged=model is not Model.NONE and bool(z[place] > HIGH_Z and q[place] <= ALPHA),
        )
        for place, row in enumerate(rows)
    ]


def robust_z(counts: Floats) -> Floats:
    """Give modified z-scores; where more than half the counts are equal the mean absolute deviation steps in.

    Source: Iglewicz & Hoaglin 1993: 0.6745 (x - median) / MAD, else (x - median) / (1.253314 mean deviation).
    """
    away = counts - np.median(counts)
    middle, mean = float(np.median(np.abs(away))), float(np.abs(away).mean())
    if middle > 0:
        return np.asarray(0.6745 * away / middle, dtype=np.float64)
    return np.asarray(away / (1.253314 * mean) if mean > 0 else np.zeros(len(counts)), dtype=np.float64)


def _tail(counts: Floats) -> tuple[Model, Floats]:
    """Give P(X ≥ count), X ≥ 1, under a model fitted to the lower nine tenths, so that no giant hides itself.

    Counts of leading units start at 1; the model is of count - 1.
    """
    if len(counts) < FEWEST_PEERS:
        return Model.NONE, np.ones(len(counts))
    extra = counts - 1
    body = np.sort(extra)[: max(int(np.ceil(0.9 * len(extra))), FEWEST_PEERS)]
    mean, variance = float(body.mean()), float(body.var(ddof=1))
    if mean == 0:
        mean = 1 / (len(body) + 1)  # a count that never occurred among the peers is rare, not impossible
    if variance <= mean:
        return Model.POISSON, np.asarray(poisson.sf(extra - 1, mean), dtype=np.float64)
    size = mean**2 / (variance - mean)
    return Model.NEGATIVE_BINOMIAL, np.asarray(nbinom.sf(extra - 1, size, size / (size + mean)), dtype=np.float64)
