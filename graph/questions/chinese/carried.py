"""Rank the units of plans by what is counted of each plan when it is written, where that gives the same as a query."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations

from graph.dataset.sql_tables import LINKS, ROWS
from graph.dataset.summary import ANY, ROLE_NAMES
from graph.questions.chinese.asking import AskedData
from graph.questions.chinese.frame import DutyGroup, QuestionFrame
from graph.questions.chinese.names import rows_of


def ranked(frame: QuestionFrame, data: AskedData) -> list[tuple[str, int]] | None:
    """Give each unit with its tasks in a role, the most or the fewest first.

    Returns:
        The IRIs and numbers in the order of ``graph.questions.chinese.query.ranked_units``; None where the tasks are
        restricted by more than plans, or the units by more than their kind and names.
    """
    group = _group(frame)
    if group is None or len(group.roles) > 1:
        return None
    role, units = (group.roles or (ANY,))[0], data.names.units
    left_out = {iri for choice in frame.without for iri in choice.iris}
    found = [
        (one.unit, one.n)
        for one in rows_of(data.store, _graphs(frame, data)).carried()
        if one.role == role and one.n and one.unit not in left_out
    ]
    if frame.kinds:
        found = [(unit, n) for unit, n in found if units[unit].kind in frame.kinds]
    return sorted(found, key=lambda row: (row[1] if frame.least else -row[1], units[row[0]].name))


def pairs(frame: QuestionFrame, data: AskedData) -> list[tuple[str, str, int]] | None:
    """Count the tasks that two units share, the most first, in the order of ``graph.questions.chinese.query.pairs``; or None."""
    group = _group(frame)
    if group is None or frame.kinds or frame.without:
        return None
    rows, wanted = rows_of(data.store, _graphs(frame, data)), {ROLE_NAMES.index(role) for role in group.roles}
    iris = {(graph, place): iri for graph, place, iri in zip(*rows.columns(ROWS["units"], "place", "iri"), strict=True)}
    held: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for graph, task, unit, role in zip(*rows.columns(LINKS, "task", "unit", "role"), strict=True):
        if not wanted or role in wanted:
            held[graph, task].add(iris[graph, unit])
    counts = Counter(pair for units in held.values() for pair in combinations(sorted(units), 2))
    names = {iri: unit.name for iri, unit in data.names.units.items()}
    found = [(one, other, n) for (one, other), n in counts.items()]
    return sorted(found, key=lambda row: (-row[2], names[row[0]], names[row[1]]))


def _group(frame: QuestionFrame) -> DutyGroup | None:
    """Give the role that is requested, of all tasks of some plans; None where anything else restricts them."""
    group = frame.asked[0] if frame.asked else DutyGroup()
    rest = frame.but(plans=(), kinds=(), without=(), groups=(), target=None, shape=None, top=0, nth=False, least=False)
    alone = len(frame.groups) <= 1 and replace(group, asked=False, roles=()) == DutyGroup()
    return group if alone and rest == QuestionFrame() else None


def _graphs(frame: QuestionFrame, data: AskedData) -> tuple[str, ...] | None:
    if not frame.plans:
        return data.graphs
    named = dict.fromkeys(iri for choice in frame.plans for iri in choice.iris)
    return tuple(iri for iri in named if data.graphs is None or iri in data.graphs)
