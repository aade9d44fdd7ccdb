"""What the tools answer: plain records in which every statement has its words and the address where they are.

Guarantees:
    1. Every row about a task or an assignment has ``quote``, ``plan`` and ``page``; ``text[start:end] == quote`` in the plan.
    2. A list that is cut says how many rows there are.
"""

from collections.abc import Iterable
from typing import TypeAlias

from api.read_model.index import Index
from extract.messages import message
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade
from graph.dataset.rows import AssignmentRow, TaskRow, UnitRow
from graph.errors import MeasureError
from graph.measures.overlap import VERDICTS, overlap
from graph.reform.proposal import find_unit
from ontology.catalogue import Language

Record: TypeAlias = dict[str, object]  # JSON

_QUOTED = 200  # code points of a task that a row of a list quotes


def plans(index: Index) -> Record:
    """List the plans."""
    return _listed(
        (
            {
                "title": row.title,
                "issuer": row.issuer,
                "number": row.number,
                "issued": row.issued,
                "place": row.place_name,
            }
            | {"tasks": len(index.tasks_in(row)), "iri": row.iri, "page": f"/plans/{row.id}"}
            for row in index.plans
        ),
        len(index.plans),
    )


def search(index: Index, words: str, most: int) -> Record:
    """Find units whose name contains words, and tasks whose text does."""
    units = [row for row in index.corpus.units if words in row.name]
    tasks = [row for row in index.corpus.tasks if words in row.text]
    return {
        "units": _listed((_unit(row) for row in units[:most]), len(units)),
        "tasks": _listed((_task(index, row) for row in tasks[:most]), len(tasks)),
    }


def unit(index: Index, name: str, most: int) -> Record:
    """Give a unit with its assignments.

    Raises:
        MeasureError: when no unit or more than one is meant.
    """
    found = find_unit(index.corpus, name)
    held = [row for row in index.corpus.assignments if row.unit == found.iri]
    return _unit(found) | {"assignments": _listed((_assignment(index, row) for row in held[:most]), len(held))}


def task(index: Index, words: str, language: Language) -> Record:
    """Give a task by its reference or title, with its text, its grade and its assignments.

    Raises:
        MeasureError: when no task or more than one is meant.
    """
    fits = [row for row in index.corpus.tasks if words in {row.ref, row.title, row.id, row.iri, index.task_key(row)}]
    if len(fits) != 1:
        known = tuple(f"{row.ref} {row.title}（{index.task_key(row)}）" for row in fits[:9])
        said = message("“{words}”不止指一项任务：{known}。", words=words, known=known)
        raise MeasureError(said if fits else message("没有这项任务：{words}。请写编号或标题。", words=words))
    (found,) = fits
    rule = DEFINITIONS[Grade(found.clarity)]
    held = [row for row in index.corpus.assignments if row.task == found.iri]
    return {
        **_task(index, found),
        "quote": found.text,
        "end": found.start + len(found.text),
        "grade_name": rule.name.render(language),
        "grade_rule": rule.rule.render(language),
        "assignments": [_assignment(index, row) for row in held],
    }


def workload(index: Index, most: int) -> Record:
    """Rank the units by tasks led, each with the words of one task."""
    loads = [row for row in index.loads if row.tasks]
    leads: dict[str, AssignmentRow] = {}
    for row in index.corpus.assignments:
        if row.counted and row.role == "lead":
            leads.setdefault(row.unit, row)
    return _listed(
        (
            _unit(row.unit)
            | {"led": row.led.full, "led_shared": row.led.shared, "led_first": row.led.first}
            | {"supported": row.supported.full, "tasks": row.tasks, "sections": len(row.sections)}
            | {"example": _assignment(index, leads[row.unit.iri]) if row.unit.iri in leads else None}
            for row in loads[:most]
        ),
        len(loads),
    )


def clarity(index: Index, grade: str, most: int, language: Language) -> Record:
    """List the tasks of a grade of lead clarity, or count those of every grade.

    Raises:
        MeasureError: for an unknown grade.
    """
    if not grade:
        counts = {one.value: sum(row.clarity == one for row in index.corpus.tasks) for one in Grade}
        rules = ((one.value, DEFINITIONS[one]) for one in Grade)
        return _listed(
            (
                {
                    "grade": name,
                    "name": rule.name.render(language),
                    "rule": rule.rule.render(language),
                    "tasks": counts[name],
                    "no_clear_lead": name in DEFAULT.no_clear_lead,
                }
                for name, rule in rules
            ),
            len(counts),
        )
    if grade not in set(Grade):
        raise MeasureError(message("没有等级“{grade}”。有：{known}。", grade=grade, known=tuple(Grade)))
    fits = [row for row in index.corpus.tasks if row.clarity == grade]
    return _listed((_task(index, row) for row in fits[:most]), len(fits))


def pairs(index: Index, most: int, language: Language) -> Record:
    """List the pairs of units that share tasks, most shared first, each with the tasks."""
    found = overlap(index.corpus, least=2)
    return _listed(
        (
            {"a": row.a.name, "b": row.b.name, "shared": row.shared, "expected": row.expected, "q": row.q}
            | {"verdict": VERDICTS[row.verdict].render(language)}
            | {"tasks": [_task(index, index.task_of[iri]) for iri in row.tasks[:most]]}
            for row, _ in zip(found, range(most), strict=False)
        ),
        len(found),
    )


def _listed(rows: Iterable[Record], many: int) -> Record:
    listed = list(rows)
    return {"rows": listed, "shown": len(listed), "of": many}


def _unit(row: UnitRow) -> Record:
    return {"unit": row.name, "kind": row.kind, "place": row.place_name, "iri": row.iri, "page": f"/units/{row.id}"}


def _task(index: Index, row: TaskRow) -> Record:
    quote = row.text[:_QUOTED]
    return {
        "ref": row.ref,
        "title": row.title,
        "grade": row.clarity,
        "quote": quote,
        "plan": index.plan_of[row.plan].title,
        "start": row.start,
        "end": row.start + len(quote),
        "iri": row.iri,
        "page": f"/tasks/{index.task_key(row)}",
    }


def _assignment(index: Index, row: AssignmentRow) -> Record:
    of = index.task_of[row.task]
    return {
        "role": row.role,
        "unit": index.unit_of[row.unit].name,
        "quote": row.mention,
        "plan": index.plan_of[row.plan].title,
        "start": row.start,
        "end": row.end,
        "task": of.ref,
        "task_title": of.title,
        "counted": row.counted,
        "iri": row.iri,
        "page": f"/tasks/{index.task_key(of)}",
    }
