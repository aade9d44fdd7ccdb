"""Find units on which tasks concentrate: they lead more than one law for all units of their level allows.

A concentration is not an overload: a count contains neither the size of a task nor the number of people of a unit.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.messages import Message, message
from extract.records import Role, UnitKind
from graph.dataset.columns import Columns, Ints, Laid, columns
from graph.dataset.rows import UnitRow
from graph.measures.count_laws import FEWEST, Law, examine, is_too_large, threshold
from graph.measures.resampling import SEED, resampled
from graph.measures.workload import Count, counts_of

DRAWS = 100
_FEWEST_DRAWS = 10
_DRAWN = 1_000_000  # assignments


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """One unit among the units of its level that lead a task.

    Attributes:
        led: tasks led, in three counts.
        peers: units of the same level that lead a task, itself among them.
        median: of the full counts of the peers.
        law: the law of the full counts that the evidence favours; ``none`` with fewer than five peers.
        p: probability that any peer leads as many, given all tasks led at the level; 1 for counts that are not among
            the largest and are not tested.
        flagged: the full count is too large.
        flagged_shared: so is the count of shares (1/k a task), rounded up to tasks.
        flagged_first: so is the count of tasks in which the unit is listed first.
        stays: the share of resamplings of the tasks in which the flag of the full count stays; 0 without a flag.
    """

    unit: UnitRow
    led: Count
    peers: int
    median: float
    law: Law
    p: float
    flagged: bool
    flagged_shared: bool
    flagged_first: bool
    stays: float

    def sentence(self) -> Message:
        """Say in words whether tasks concentrate on the unit, by which counts, and how sure that is."""
        if self.law is Law.NONE:
            return message(
                "同级牵头单位只有 {n} 个，不足 {fewest} 个，不能判断任务是否集中。", n=self.peers, fewest=FEWEST
            )
        if not (self.flagged or self.flagged_shared or self.flagged_first):
            return message(
                "与同级 {peers} 个牵头单位（中位数 {median:g} 项）相比，未见任务集中。",
                peers=self.peers,
                median=self.median,
            )
        by = ((self.flagged, _FULL), (self.flagged_shared, _SHARED), (self.flagged_first, _FIRST))
        said = message(
            "任务集中（{counts}）：牵头 {full} 项，均摊 {shared:.1f} 项，列首位 {first} 项；同级 {peers} 个牵头单位的中位数为 "
            "{median:g} 项。",
            counts=tuple(name for flag, name in by if flag),
            full=self.led.full,
            shared=self.led.shared,
            first=self.led.first,
            peers=self.peers,
            median=self.median,
        )
        return message("{said}{sure}", said=said, sure=self._sure())

    def _sure(self) -> Message:
        """Say in how many draws the flag of the full count stays."""
        if not self.flagged:
            return message("按全部牵头计，未见集中。")
        return message("对任务重新抽样，{stays:.0%} 的抽样中仍如此。", stays=self.stays)


_FULL, _SHARED, _FIRST = message("按全部牵头"), message("按均摊"), message("按首位")


def concentration(corpus: Laid, draws: int = DRAWS, seed: int = SEED) -> tuple[Concentration, ...]:
    """Compare each leading unit with the leading units of its level.

    Guarantees:
        1. Only particular bodies are compared; collectives and group offices are neither flagged nor peers.
        2. Where the counts come from one law of ``count_laws``, at most 5 of 100 plans have a flag.
        3. The same rows in any order, draws and seed give the same records; most tasks led first, then IRI.

    Args:
        corpus: the rows, a view of them, or their columns.
        draws: resamplings of the tasks, drawn only where there is a flag; fewer where they would have more than a
            million assignments together, but at least ten.
        seed: start of the random numbers.
    """
    table = columns(corpus)
    counts = counts_of(table, Role.LEAD)
    levels: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(table.units):
        if unit.kind == UnitKind.SINGLE and counts[place].full:
            levels[unit.level].append(place)
    found = [record for level in sorted(levels) for record in _level(table, levels[level], counts)]
    stays = _stays(table, levels, [row.unit.iri for row in found if row.flagged], draws, seed)
    rows = (replace(row, stays=stays.get(row.unit.iri, 0.0)) for row in found)
    return tuple(sorted(rows, key=lambda row: (-row.led.full, -row.led.shared, -row.led.first, row.unit.iri)))


def _level(table: Columns, places: Sequence[int], counts: Sequence[Count]) -> list[Concentration]:
    """Examine the units of one level under each of the three counts."""
    full = _array(counts[place].full for place in places)
    shared = _array(math.ceil(round(counts[place].shared, 9)) for place in places)
    first = _array(counts[place].first for place in places)
    tested = examine(full)
    p_of = {one.count: one.p for one in reversed(tested)}
    least = threshold(tested)
    median = float(np.median(full))
    least_shared, least_first = (threshold(examine(some[some > 0])) for some in (shared, first))
    return [
        Concentration(
            unit=table.units[place],
            led=counts[place],
            peers=len(places),
            median=median,
            law=tested[0].law if tested else Law.NONE,
            p=p_of.get(int(full[row]), 1.0),
            flagged=bool(full[row] >= least),
            flagged_shared=bool(shared[row] >= least_shared),
            flagged_first=bool(first[row] >= least_first),
            stays=0.0,
        )
        for row, place in enumerate(places)
    ]


def _array(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _stays(
    table: Columns, levels: Mapping[str, Sequence[int]], flagged: Sequence[str], draws: int, seed: int
) -> Mapping[str, float]:
    """Give, for each flagged unit, the share of resamplings in which it is flagged again."""
    if not flagged or not draws:
        return {}
    place_of = {unit.iri: place for place, unit in enumerate(table.units)}
    by_name = np.argsort(np.array([task.iri for task in table.tasks], dtype=object))
    matrix = table.incidence((Role.LEAD,))[by_name]  # so that the order of the rows has no effect on the draws
    led = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    draws = _affordable(draws, led.nnz)
    kept: Counter[str] = Counter()
    for counts in resampled(led, draws, seed):
        for iri in flagged:
            place = place_of[iri]
            peers = counts[levels[table.units[place].level]]
            kept[iri] += is_too_large(peers[peers > 0], int(counts[place]))
    return {iri: kept[iri] / draws for iri in flagged}


def _affordable(draws: int, assignments: int) -> int:
    """Give fewer draws where each has many assignments: a flag depends less on single tasks there, and costs more."""
    return min(draws, max(_DRAWN // assignments, _FEWEST_DRAWS))
