"""Units to choose from when a correction names one."""

from api.read_model.index import Index
from graph.dataset.rows import UnitRow

MOST = 20


def candidates(index: Index, words: str, *, besides: str = "") -> tuple[UnitRow, ...]:
    """Give the units whose name or mentions hold the words, the closest names first.

    Nothing is merged by likeness; a person chooses.

    Args:
        index: the units there are.
        words: what was typed or printed; empty gives the most loaded units.
        besides: the IRI of a unit to leave out.
    """
    wanted = words.strip()
    loads = (load.unit for load in index.loads if load.unit.iri != besides)
    if not wanted:
        return tuple(loads)[:MOST]
    scored = [(_closeness(index, unit, wanted), unit) for unit in loads]
    found = sorted((entry for entry in scored if entry[0] > 0), key=lambda entry: -entry[0])  # stable: loaded first
    return tuple(unit for _, unit in found)[:MOST]


def _closeness(index: Index, unit: UnitRow, words: str) -> float:
    """How much of the words a unit's names hold: 2 and more where they contain all of them."""
    names = {unit.name, unit.body, *(row.mention for row in index.of_unit(unit))}
    if words in names:
        return 4
    if any(name.endswith(words) for name in names):
        return 3
    if any(words in name for name in names):
        return 2
    pairs = {words[place : place + 2] for place in range(len(words) - 1)} - {"政府", "单位", "部门"}
    shared = max((sum(pair in name for pair in pairs) for name in names), default=0)
    return shared / (len(pairs) + 1)
