"""Units to choose from when a correction names one."""

from collections import defaultdict
from collections.abc import Collection

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
    iris = [index.loads.iris[place] for place in index.loads.order.tolist()]
    if wanted:
        names: defaultdict[str, set[str]] = defaultdict(set)
        for iri, name in index.rows.names():
            names[iri].add(name)
        closeness = {iri: _closeness(names[iri], wanted) for iri in iris}
        iris = sorted(
            (iri for iri in iris if closeness[iri] > 0), key=lambda iri: -closeness[iri]
        )  # stable: loaded first
    listed = [iri for iri in iris if iri != besides][:MOST]
    units = index.rows.units("iri", listed)
    return tuple(units[iri] for iri in listed)


def _closeness(names: Collection[str], words: str) -> float:
    """How much of the words a unit's names hold: 2 and more where they contain all of them."""
    if words in names:
        return 4
    if any(name.endswith(words) for name in names):
        return 3
    if any(words in name for name in names):
        return 2
    pairs = {words[place : place + 2] for place in range(len(words) - 1)} - {"政府", "单位", "部门"}
    shared = max((sum(pair in name for pair in pairs) for name in names), default=0)
    return shared / (len(pairs) + 1)
