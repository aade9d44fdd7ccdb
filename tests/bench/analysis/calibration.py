"""Run ``python -m tests.bench.analysis.calibration [DRAWS]``: false flags and power of the two headline verdicts.

Concentration: the counts of 10, 37 and 60 peers come from one law, and no unit is special; then one unit is planted at
1.5 times the critical count of the test that knows the law and its parameter. Both power figures are printed, and as a
third figure the power of a test that knows the family and has to learn its parameter, the most that can be had.

Overlap: a plan of 60 or 120 lists of one to six of 30 units is dealt again with every number kept; then the two units
with most tasks share 1.5 times the critical count of the test that deals the table again.
"""

# ruff: noqa: T201  a bench is there to print

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import geom, logser, poisson

from extract.records import Role
from graph.dataset.columns import Ints, columns
from graph.dataset.rows import Corpus
from graph.measures.count_laws import Law, _given_sum, examine, threshold
from graph.measures.fixed_degrees import deal_again, redealt
from graph.measures.overlap import Verdict, overlap
from tests.graph.measures.corpora import corpus

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


def base_lists(tasks: int, chance: np.random.Generator) -> list[set[int]]:
    """Draw lists of one to six of 30 units of uneven weight."""
    weights = 1 / np.arange(1, 31)
    sizes = chance.integers(1, 7, size=tasks).tolist()
    return [set(chance.choice(30, size=size, replace=False, p=weights / weights.sum()).tolist()) for size in sizes]


def plan_of(lists: Sequence[set[int]]) -> Corpus:
    """Write lists as a plan."""
    return corpus(*("lead: " + "、".join(f"局{unit:02}" for unit in sorted(listed)) for listed in lists))


def shared_by(lists: Sequence[set[int]], pair: tuple[int, int]) -> int:
    """Count the lists that hold both units."""
    return sum(set(pair) <= listed for listed in lists)


def plant(lists: list[set[int]], pair: tuple[int, int], wanted: int, chance: np.random.Generator) -> None:
    """Let two units share a number of lists; every unit and every list keeps its number."""
    one, two = pair
    while shared_by(lists, pair) < wanted:
        with_one = [
            place for place, listed in enumerate(lists) if one in listed and two not in listed and len(listed) > 1
        ]
        only_two = [place for place, listed in enumerate(lists) if two in listed and one not in listed]
        into, out = lists[int(chance.choice(with_one))], lists[int(chance.choice(only_two))]
        free = sorted(into - out - {one})
        if free:
            given = int(chance.choice(free))
            into.symmetric_difference_update({two, given})
            out.symmetric_difference_update({two, given})


def critical_shared(lists: list[set[int]], pair: tuple[int, int], family: int, draws: int) -> int:
    """Give the least number of shared lists that at most 5 % / family of the redealt tables reach."""
    table = columns(plan_of(lists))
    matrix = table.incidence((Role.LEAD,))
    place = {unit.name: number for number, unit in enumerate(table.units)}
    one, two = (place[f"局{unit:02}"] for unit in pair)
    shared = np.array([dealt[:, one] @ dealt[:, two] for dealt in redealt(matrix, draws)])
    return next(many for many in range(1, 40) if np.mean(shared >= many) <= ALPHA / family)


def overlap_rates(draws: int) -> None:
    """Print the rates for plans of 60 and 120 lists."""
    print(f"overlap, {draws} plans a row")
    for tasks in (60, 120):
        chance = np.random.default_rng(tasks)
        lists = base_lists(tasks, chance)
        counts = [_tasks_of(unit, lists) for unit in range(30)]
        ranked = sorted(range(30), key=lambda unit: -counts[unit])
        pair = (ranked[2], ranked[4])
        able = sum(count >= 3 for count in counts)
        critical = critical_shared(lists, pair, able * (able - 1) // 2, 20_000)
        planted = min(math.ceil(1.5 * critical), *(counts[unit] for unit in pair))
        false = hits = 0
        for _ in range(draws):
            deal_again(lists, chance)
            false += overlap(plan_of(lists)).counts()[Verdict.MORE_THAN_CHANCE] > 0
            hits += _found(lists, pair, planted, chance)
        print(
            f"lists {tasks:>4}  units of {_tasks_of(pair[0], lists)} and {_tasks_of(pair[1], lists)} tasks  "
            f"critical {critical}  planted {planted}  "
            f"false {false / draws:.3f}  power {hits / draws:.2f}  law known {float(planted >= critical):.2f}",
            flush=True,
        )


def _tasks_of(unit: int, lists: Sequence[set[int]]) -> int:
    return sum(unit in listed for listed in lists)


def _found(lists: Sequence[set[int]], pair: tuple[int, int], planted: int, chance: np.random.Generator) -> bool:
    """Plant a pair in a copy of the lists, and say whether it is found."""
    changed = [set(listed) for listed in lists]
    plant(changed, pair, planted, chance)
    names = {f"局{unit:02}" for unit in pair}
    rows = overlap(plan_of(changed), least=planted)
    return any({row.a.name, row.b.name} == names and row.verdict is Verdict.MORE_THAN_CHANCE for row in rows)


if __name__ == "__main__":
    many_draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    concentration_rates(many_draws)
    overlap_rates(max(many_draws // 5, 1))
