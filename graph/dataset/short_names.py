"""The short names of the units that are shown together: different units never have the same."""

from collections import defaultdict
from collections.abc import Iterable

from extract.units.short import short_name
from graph.dataset.rows import UnitRow


def short_names(units: Iterable[UnitRow]) -> dict[str, str]:
    """Give the short name of each unit by its IRI.

    Guarantees:
        1. Two units that had different names still have; they keep the full ones then.
    """
    rows = tuple(units)
    one_place = in_one_place(row.place_code for row in rows)
    found = {row.iri: short_name(row.name, one_place=one_place) for row in rows}
    same: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        same[found[row.iri]].add(row.name)
    return {row.iri: row.name if len(same[found[row.iri]]) > 1 else found[row.iri] for row in rows}


def in_one_place(codes: Iterable[str]) -> bool:
    """Whether units of the places with these codes, "" for none, are of one place."""
    return len({*codes} - {""}) <= 1
