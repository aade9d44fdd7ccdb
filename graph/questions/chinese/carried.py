"""Rank the units of plans by what is counted of each plan when it is written, where that gives the same as a query."""

from dataclasses import replace

from graph.dataset.summary import ANY
from graph.questions.chinese.asking import AskedData
from graph.questions.chinese.frame import DutyGroup, QuestionFrame
from graph.questions.chinese.names import rows_of


def ranked(frame: QuestionFrame, data: AskedData) -> list[tuple[str, int]] | None:
    """Give each unit with its tasks in a role, the most or the fewest first.

    Returns:
        The IRIs and numbers in the order of ``graph.questions.chinese.query.ranked_units``; None where the tasks are
        restricted by more than plans, or the units by more than their kind and names.
    """
    group = frame.asked[0] if frame.asked else DutyGroup()
    rest = frame.but(plans=(), kinds=(), without=(), groups=(), target=None, shape=None, top=0, nth=False, least=False)
    alone = len(frame.groups) <= 1 and replace(group, asked=False, roles=()) == DutyGroup()
    if rest != QuestionFrame() or not alone or len(group.roles) > 1:
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


def _graphs(frame: QuestionFrame, data: AskedData) -> tuple[str, ...] | None:
    if not frame.plans:
        return data.graphs
    named = dict.fromkeys(iri for choice in frame.plans for iri in choice.iris)
    return tuple(iri for iri in named if data.graphs is None or iri in data.graphs)
