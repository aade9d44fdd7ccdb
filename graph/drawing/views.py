"""What a picture of a corpus is made of: three views, the ties of each, the groups of its units, and names short enough.

The forms handled::

    PictureView.UNITS      units, tied where they share tasks: more often than chance allows, or more than with any other unit
    PictureView.TASKS      units and the tasks in which they have a role
    PictureView.SECTIONS   plans, their sections, tasks and units

Source: the backbone of the stochastic degree sequence model, Neal 2014, Social Networks 39:84–97, uncorrected, as the R
package backbone takes it by default; the strongest tie of each unit keeps what it has no evidence for connected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from extract.messages import Message, message
from extract.records import Level, Role
from graph.dataset.columns import Floats, Ints
from graph.dataset.rows import Corpus, UnitRow, only_shown
from graph.dataset.short_names import short_names
from graph.drawing.looks import BACKBONE, PART_OF, SHARED
from graph.measures.overlap import Strictness, overlap
from graph.network.communities import communities

ALPHA = 0.05  # of the backbone
LEAST = 2  # tasks that a pair of the backbone shares; one is no evidence, and pairs of a long list are very many
OF_ONE_PLACE = 0.6  # share of the units of a group from which on it is called by their place
ALONE, GROUP = "alone", "-group"  # the key of the group of units without partners, and how other keys end
LONGEST = 18  # letters of the names that a group is called by


class PictureView(StrEnum):
    """What a picture shows."""

    UNITS = "units"
    TASKS = "tasks"
    SECTIONS = "sections"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGroup:
    """Units that share tasks with each other more than with the rest; the units without partners are one more group."""

    key: str
    name: Message
    members: tuple[str, ...]


def ties(corpus: Corpus, view: PictureView) -> "nx.Graph[str]":
    """Tie the things of a view; each tie has its ``roles`` and its ``weight``, how many tasks it means.

    Guarantees:
        1. Only counted assignments make ties; a unit that only the running text names is not a node.
        2. Nodes are in the order plans, sections, tasks, units, each kind in corpus order.
    """
    hidden = only_shown(corpus)
    units = [row.iri for row in corpus.units if row.iri not in hidden]
    graph: nx.Graph[str] = nx.Graph()
    if view is PictureView.UNITS:
        graph.add_nodes_from(units)
        graph.add_weighted_edges_from(())
        graph.add_edges_from(_shared(corpus))
        return graph
    if view is PictureView.SECTIONS:
        graph.add_nodes_from(row.iri for row in corpus.plans)
        graph.add_nodes_from(row.iri for row in corpus.sections)
    graph.add_nodes_from(row.iri for row in corpus.tasks)
    graph.add_nodes_from(units)
    if view is PictureView.SECTIONS:
        graph.add_edges_from((row.iri, row.parent, _tie((PART_OF,))) for row in corpus.sections)
        graph.add_edges_from((row.iri, row.part_of, _tie((PART_OF,))) for row in corpus.tasks)
    graph.add_edges_from(_of_tasks(corpus))
    return graph


def _tie(roles: tuple[str, ...], weight: float = 1.0) -> dict[str, object]:
    return {"roles": roles, "weight": weight}


def _of_tasks(corpus: Corpus) -> Iterator[tuple[str, str, dict[str, object]]]:
    held: dict[tuple[str, str], dict[str, None]] = {}
    for row in corpus.assignments:
        if row.counted:
            held.setdefault((row.task, row.unit), {})[row.role] = None
    for (task, unit), roles in held.items():
        yield task, unit, _tie(tuple(roles))


def _shared(corpus: Corpus) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Tie two units on the backbone, and each unit to the one it shares most tasks with."""
    table = overlap(corpus, tuple(Role), Strictness(minimum=LEAST, alpha=ALPHA)).frame()
    order = {row.iri: place for place, row in enumerate(corpus.units)}
    ends: Ints = np.stack([table[side].map(order).to_numpy(np.int64) for side in ("a", "b")], axis=1).astype(np.int64)
    strength = table["shared"].to_numpy(np.float64) - table["p"].to_numpy(np.float64)
    strongest = _forest(ends, strength, len(corpus.units))
    backbone = table["p"].to_numpy() <= ALPHA
    for place in np.flatnonzero(backbone | strongest).tolist():
        one, two = ends[place].tolist()
        role = BACKBONE if backbone[place] else SHARED
        shared = float(table["shared"].iloc[place])
        yield corpus.units[one].iri, corpus.units[two].iri, _tie((role,), shared)


def _forest(ends: Ints, strength: Floats, units: int) -> npt.NDArray[np.bool_]:
    """Say which pairs are in the spanning forest of the strongest ties."""
    if not len(ends):
        return np.zeros(0, dtype=np.bool_)
    low, high = ends.min(axis=1), ends.max(axis=1)
    cost = strength.max() + 1.0 - strength
    tree = minimum_spanning_tree(csr_array((cost, (low, high)), shape=(units, units))).tocoo()
    kept: npt.NDArray[np.bool_] = np.isin(low * units + high, tree.row.astype(np.int64) * units + tree.col)
    return kept


def unit_groups(corpus: Corpus, loads: Mapping[str, float]) -> tuple[UnitGroup, ...]:
    """Group the units by the tasks they share; each is called by the place of its units, or by those that carry most.

    Args:
        corpus: the rows.
        loads: how much each unit carries, by IRI.
    """
    units = {row.iri: row for row in corpus.units}
    shorts = short_names(corpus.units)
    several = len(corpus.plans) > 1 and len({row.place_name for row in corpus.units}) > 1
    named: Counter[str] = Counter()
    found = []
    parts = communities(corpus).groups
    for part in parts:
        members = tuple(sorted(part, key=lambda iri: (-loads.get(iri, 0.0), iri)))
        rows = [units[iri] for iri in members]
        place = _place_of(rows) if several else ""
        name = _name(rows, shorts, place, first=not named[place])
        named[place] += 1
        found.append(UnitGroup(key=units[members[0]].id + GROUP, name=name, members=members))
    grouped = {iri for part in parts for iri in part}
    hidden = only_shown(corpus)
    alone = tuple(row.iri for row in corpus.units if row.iri not in grouped and row.iri not in hidden)
    if alone:
        found.append(UnitGroup(key=ALONE, name=message("没有共同任务的单位"), members=alone))
    return tuple(found)


def _name(rows: Sequence[UnitRow], shorts: Mapping[str, str], place: str, *, first: bool) -> Message:
    """Call a group by its place; the second of a place, and one of several places, by the units that carry most."""
    one = shorts[rows[0].iri]
    if place and first:
        national = any(row.place_name == place and row.level == Level.NATIONAL for row in rows)
        return message("中央和国家机关") if national else message("{place}", place=place)
    if place:
        return message("{unit}等", unit=one)
    if len(rows) == 1:
        return message("{unit}", unit=one)
    two = shorts[rows[1].iri]
    if len(one + two) > LONGEST:
        return message("{unit}等", unit=one)
    return message("{one}、{two}等", one=one, two=two)


def _place_of(units: Iterable[UnitRow]) -> str:
    places = Counter(row.place_name for row in units)
    place, many = places.most_common(1)[0]
    return place if many >= OF_ONE_PLACE * places.total() else ""
