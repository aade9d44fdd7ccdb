"""Presume the convener of a task that several units lead, by rule: the first-listed.

The reading stays "co-equal": a presumption is not a fact of the plan, and no count of tasks led contains it.

Source: 部门职责分工协调办法 §§ 6–7: a matter of several departments has one named lead, and the first-listed hosts the
coordination where they disagree.
"""

from collections.abc import Mapping

from extract.records import Role, UnitKind
from graph.dataset.clarity import DEFAULT, Grade, Thresholds
from graph.dataset.rows import AssignmentRow, Corpus, UnitRow


def presumed_conveners(corpus: Corpus, thresholds: Thresholds = DEFAULT) -> Mapping[str, UnitRow]:
    """Give, for each task with co-equal leads, the unit listed first, by the task's IRI.

    Guarantees:
        1. Only co-equal leads are presumed about, and only a particular body is presumed.
        2. Nothing is presumed where the settings switch the rule off.

    Args:
        corpus: the rows.
        thresholds: the settings; ``presume_convener`` switches the rule.
    """
    if not thresholds.presume_convener:
        return {}
    asked = {task.iri for task in corpus.tasks if task.clarity == Grade.CO_EQUAL}
    first: dict[str, AssignmentRow] = {}
    for row in corpus.assignments:
        if row.task in asked and row.counted and row.role == Role.LEAD:
            held = first.get(row.task)
            if held is None or (row.start, row.rank, row.iri) < (held.start, held.rank, held.iri):
                first[row.task] = row
    units = {unit.iri: unit for unit in corpus.units}
    return {task: units[row.unit] for task, row in first.items() if units[row.unit].kind == UnitKind.SINGLE}
