"""Run ``python -m tests.bench.analysis.calibration [DRAWS]``: false flags and power of the two headline verdicts.

Concentration: the counts of 10, 37 and 60 peers come from one law, and no unit is special; then one unit is planted at
1.5 times the critical count of the test that knows the law and its parameter. Both power figures are printed, and as a
third figure the power of a test that knows the family and has to learn its parameter, the most that can be had.
"""

# ruff: noqa: T201  a bench is there to print

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import geom, logser, poisson

from graph.dataset.columns import Ints
from graph.measures.count_laws import Law, _given_sum, examine, threshold

ALPHA = 0.05
PEERS = (10, 37, 60)
MEANS = (1.5, 2.5, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLaw:
    """A law with its parameter: how to draw counts, and P(X ≥ count)."""

    name: Law
    mean: float
    draw: Callable[[np.random.Generator, int], Ints]
    tail: Callable[[int], float]

    def critical(self, peers: int) -> int:
        """Give the least count that none of the peers reaches in 95 of 100 draws."""
        return next(count for count in range(1, 100_000) if 1 - (1 - self.tail(count)) ** peers <= ALPHA)


def known(name: Law, mean: float) -> KnownLaw:
    """Give a law on 1, 2, … with this mean."""
    if name is Law.POISSON:
        rate = mean - 1
        return KnownLaw(
            name=name,
            mean=mean,
            draw=lambda chance, many: 1 + chance.poisson(rate, many),
            tail=lambda count: float(poisson.sf(count - 2, rate)),
        )
    if name is Law.GEOMETRIC:
        return KnownLaw(
            name=name,
            mean=mean,
            draw=lambda chance, many: chance.geometric(1 / mean, many),
            tail=lambda count: float(geom.sf(count - 1, 1 / mean)),
        )
    p = brentq(lambda p: -p / ((1 - p) * math.log1p(-p)) - mean, 1e-9, 1 - 1e-12)
    return KnownLaw(
        name=name,
        mean=mean,
        draw=lambda chance, many: chance.logseries(p, many),
        tail=lambda count: float(logser.sf(count - 1, p)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares of draws: with a false flag, and with a flag on the planted unit, by this test and by two that know more."""

    false: float
    power: float
    power_known_law: float
    power_known_family: float
    planted: int


def rates(law: KnownLaw, peers: int, draws: int, seed: int = 1) -> Rates:
    """Draw plans without and with a planted unit."""
    chance = np.random.default_rng(seed)
    critical = law.critical(peers)
    planted = math.ceil(1.5 * critical)
    false = sum(threshold(examine(law.draw(chance, peers))) < math.inf for _ in range(draws))
    hits = family = 0
    for _ in range(draws):
        counts = law.draw(chance, peers)
        counts[0] = planted
        hits += bool(threshold(examine(counts)) <= planted)
        total = int(counts.sum())
        family += peers * _given_sum(law.name.shape, peers, total, total - peers + 1).tail(planted) <= ALPHA
    return Rates(
        false=false / draws,
        power=hits / draws,
        power_known_law=float(planted >= critical),
        power_known_family=family / draws,
        planted=planted,
    )


def concentration_rates(draws: int) -> None:
    """Print the rates for each law, mean and number of peers."""
    print(f"concentration, {draws} plans a row")
    print(
        f"{'law':<12}{'mean':>5}{'peers':>6}{'planted':>8}{'false':>8}{'power':>8}{'law known':>11}{'family known':>14}"
    )
    for name in (Law.POISSON, Law.GEOMETRIC, Law.LOG_SERIES):
        for mean in MEANS:
            for peers in PEERS:
                found = rates(known(name, mean), peers, draws)
                print(
                    f"{name.value:<12}{mean:>5}{peers:>6}{found.planted:>8}{found.false:>8.3f}{found.power:>8.2f}"
                    f"{found.power_known_law:>11.2f}{found.power_known_family:>14.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    concentration_rates(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
