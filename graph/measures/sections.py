"""Cross units with the parts of a plan: who carries what, where."""

from collections.abc import Iterable
from dataclasses import dataclass

from extract.records import Role
from graph.measures.columns import columns
from graph.rows import Corpus, UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSection:
    """One cell of the unit × section matrix.

    Attributes:
        section: IRI of the innermost section, or of the plan for tasks outside any section.
        tasks: IRIs of the tasks, in corpus order.
        shared: the same tasks, a task with k units counting 1/k.
    """

    unit: UnitRow
    section: str
    tasks: tuple[str, ...]
    shared: float


def unit_sections(corpus: Corpus, roles: Iterable[Role] = (Role.LEAD,)) -> tuple[UnitSection, ...]:
    """List the cells of the unit × section matrix that hold a task.

    Guarantees:
        1. The shared counts of a section add up to its tasks that have a unit in ``roles``.
        2. Sorted by unit IRI, then section IRI.
    """
    table = columns(corpus)
    task, unit = table.pairs(tuple(roles))
    listed: dict[int, int] = {}
    for place in task.tolist():
        listed[place] = listed.get(place, 0) + 1
    cells: dict[tuple[int, str], list[int]] = {}
    for place, who in zip(task.tolist(), unit.tolist(), strict=True):
        cells.setdefault((who, table.tasks[place].part_of), []).append(place)
    found = (
        UnitSection(
            unit=table.units[who],
            section=section,
            tasks=tuple(table.tasks[place].iri for place in places),
            shared=sum(1 / k for k in sorted(listed[place] for place in places)),
        )
        for (who, section), places in cells.items()
    )
    return tuple(sorted(found, key=lambda cell: (cell.unit.iri, cell.section)))
