"""Tasks led per person, where the staff of units is known: without that denominator no unit is called overloaded.

Source: none; the rule is conservative. A unit is overloaded only if it is flagged by ``concentration``, so that where no one
is special the word is used no more often than that flag, and if it also leads more per person than three quarters of the
units of its level whose staff is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.messages import Message, message
from graph.measures.concentration import Concentration
from graph.measures.count_laws import FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLoad:
    """What one unit leads per person.

    Attributes:
        unit: its IRI.
        people: its staff, as given.
        per_person: tasks led per person.
        peers: units of its level that lead a task and whose staff is known, itself among them.
        quartile: what a quarter of them exceeds.
        overloaded: whether it is flagged, has enough peers and leads more per person than that.
    """

    unit: str
    people: int
    per_person: float
    peers: int
    quartile: float
    overloaded: bool

    def sentence(self) -> Message:
        """Say what it leads per person, and whether that is too much."""
        said = message("人数 {people}，人均牵头 {share:.2f} 项", people=self.people, share=self.per_person)
        if self.peers < FEWEST:
            return message("{said}；同级已知人数的牵头单位不足 {fewest} 个，不作判断。", said=said, fewest=FEWEST)
        return message("{said}，负担过重。", said=said) if self.overloaded else message("{said}。", said=said)


def staff_loads(rows: Iterable[Concentration], staff: Mapping[str, int]) -> Mapping[str, StaffLoad]:
    """Divide the tasks that units lead by their staff.

    Args:
        rows: units among the units of their level.
        staff: people by the name of the unit.

    Returns:
        The units whose staff is given, by their IRIs.
    """
    levels: dict[str, list[Concentration]] = {}
    for row in rows:
        if staff.get(row.unit.name):
            levels.setdefault(row.unit.level, []).append(row)
    return {load.unit: load for peers in levels.values() for load in _of_level(peers, staff)}


def _of_level(rows: Sequence[Concentration], staff: Mapping[str, int]) -> Iterable[StaffLoad]:
    shares = [row.led.full / staff[row.unit.name] for row in rows]
    quartile = float(np.quantile(shares, 0.75))
    for row, share in zip(rows, shares, strict=True):
        yield StaffLoad(
            unit=row.unit.iri,
            people=staff[row.unit.name],
            per_person=share,
            peers=len(rows),
            quartile=quartile,
            overloaded=row.flagged and len(rows) >= FEWEST and share > quartile,
        )


def note(loads: Mapping[str, StaffLoad], staff: Mapping[str, int]) -> Message:
    """Say what the word means, and for how many units given it could not be asked."""
    return message(
        "负担过重：任务集中，且人均牵头多于同级已知人数单位的四分之三；同级已知人数的牵头单位不足 {fewest} 个的不作判断。"
        "已知人数的单位 {n} 个，其中 {unused} 个未牵头或名称不符。",
        fewest=FEWEST,
        n=len(staff),
        unused=len(staff) - len(loads),
    )
