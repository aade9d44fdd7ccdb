"""The matrix of who shares tasks with whom, or carries what where: ordered by group or load, shaded by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from api.tables.model import Table, of_values
from extract.messages import message
from extract.records import Role
from graph.dataset.columns import Columns
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import SectionRow, UnitRow
from graph.measures.overlap import Overlaps, Verdict
from graph.measures.sections import unit_sections
from graph.network.communities import Communities, communities
from graph.network.engine import Engine

STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A cell: how many tasks, and whether that is more than chance."""

    count: int
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Units against units or sections.

    Attributes:
        units: the rows drawn; ``hidden`` more are not.
        sections: the columns, or none when the columns are the units themselves.
        squares: by unit IRI and unit or section IRI.
        group: the number of each drawn unit's group, from 1; 0 is in none.
        found: the groups; none are looked for where the order is by load.
        most: the largest number off the diagonal.
    """

    units: tuple[UnitRow, ...]
    sections: tuple[SectionRow, ...]
    squares: Mapping[tuple[str, str], Square]
    group: Mapping[str, int]
    found: Communities
    hidden: int
    most: int

    def step(self, row: str, column: str) -> int:
        """The shade of a cell: 0 for nothing, up to ``STEPS`` for the most."""
        square = self.squares.get((row, column))
        return min(-(-square.count * STEPS // self.most), STEPS) if square and self.most else 0

    def opens(self, place: int) -> bool:
        """Whether a drawn unit begins a new group."""
        return place > 0 and self.group[self.units[place].iri] != self.group[self.units[place - 1].iri]

    def table(self) -> Table:
        """Write the matrix as a table, a row a unit."""
        columns = (
            tuple((section.iri, f"{section.number}{section.title}") for section in self.sections)
            if self.sections
            else tuple((unit.iri, unit.name) for unit in self.units)
        )
        return of_values(
            "matrix",
            message("各部分的任务数") if self.sections else message("共同任务数"),
            ("unit", *(name for _, name in columns)),
            ((unit.name, *(self._count(unit.iri, column) for column, _ in columns)) for unit in self.units),
        )

    def _count(self, row: str, column: str) -> int:
        square = self.squares.get((row, column))
        return square.count if square else 0


def unit_matrix(table: Columns, pairs: Overlaps, roles: tuple[Role, ...], *, by_load: bool, most: int) -> Matrix:
    """Cross units with units by the tasks they share, as their pairs tell.

    Guarantees:
        1. The same on both sides of the diagonal, which holds each unit's own tasks.
        2. By group: larger groups first, most tasks first within; by load: most tasks first.
        3. At most ``most`` units, those with most tasks; the rest is counted.
    """
    found, loads = _groups(table, roles, by_load=by_load), _loads(table, roles)
    drawn, group = _ordered(table, loads, found, by_load=by_load, most=most)
    shown = {unit.iri for unit in drawn}
    squares = {(iri, iri): Square(count=loads[iri]) for iri in shown}
    largest = 0
    listed = pairs.frame()
    near = listed[listed["a"].isin(shown) & listed["b"].isin(shown)]
    for a, b, count, verdict in zip(*(near[name].tolist() for name in ("a", "b", "shared", "verdict")), strict=True):
        squares[a, b] = squares[b, a] = Square(count=count, more=verdict == Verdict.MORE_THAN_CHANCE)
        largest = max(largest, count)
    return Matrix(
        units=drawn,
        sections=(),
        squares=squares,
        group=group,
        found=found,
        hidden=len(loads) - len(drawn),
        most=largest,
    )


def section_matrix(rows: RowSnapshot, table: Columns, roles: tuple[Role, ...], *, by_load: bool, most: int) -> Matrix:
    """Cross units with the innermost sections by the tasks they have there; sections without any are left out."""
    found, loads = _groups(table, roles, by_load=by_load), _loads(table, roles)
    drawn, group = _ordered(table, loads, found, by_load=by_load, most=most)
    shown = {unit.iri for unit in drawn}
    squares = {
        (cell.unit.iri, cell.section): Square(count=len(cell.tasks))
        for cell in unit_sections(table, roles)
        if cell.unit.iri in shown
    }
    used = {section for _, section in squares}
    return Matrix(
        units=drawn,
        sections=rows.having(SectionRow, "iri", used),
        squares=squares,
        group=group,
        found=found,
        hidden=len(loads) - len(drawn),
        most=max((square.count for square in squares.values()), default=0),
    )


def _groups(table: Columns, roles: tuple[Role, ...], *, by_load: bool) -> Communities:
    if by_load:
        return Communities(groups=(), modularity=0.0, stability=1.0, seed=0, engine=Engine.NETWORKX)
    return communities(table, roles)


def _loads(table: Columns, roles: tuple[Role, ...]) -> Mapping[str, int]:
    """Count the distinct tasks of each unit that has any."""
    _, unit = table.pairs(roles)
    counts = np.bincount(unit, minlength=len(table.units)).tolist()
    return {row.iri: count for row, count in zip(table.units, counts, strict=True) if count}


def _ordered(
    table: Columns, loads: Mapping[str, int], found: Communities, *, by_load: bool, most: int
) -> tuple[tuple[UnitRow, ...], Mapping[str, int]]:
    """Choose the units to draw and their order."""
    units = {unit.iri: unit for unit in table.units}
    group = {unit: place for place, members in enumerate(found.groups, start=1) for unit in members}
    heaviest: Sequence[str] = sorted(loads, key=lambda iri: (-loads[iri], iri))[:most]
    if not by_load:
        last = len(found.groups) + 1
        heaviest = sorted(heaviest, key=lambda iri: (group.get(iri, last), -loads[iri], iri))
    return tuple(units[iri] for iri in heaviest), {iri: group.get(iri, 0) for iri in heaviest}
