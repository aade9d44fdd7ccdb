"""The tasks of a corpus as plain records: the format that others script against. Change it only by adding keys."""

import json
from collections.abc import Iterator

from api.tables.model import Table, Value, of_values
from extract.messages import message
from graph.dataset.model import JOINER
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow


def json_lines(corpus: Corpus, document_kind: str = "") -> Iterator[str]:
    """Give one JSON object a task, in document order.

    Guarantees:
        1. ``sections`` are the headings from the outermost to the innermost, as printed.
        2. ``deadline`` is null where the task states none.
        3. ``document_kind`` is what kind of document it was read as (plan, ledger, law, notice, report, news), where it is known.
        4. ``deadline_places`` says of each part of ``deadline`` whether it is printed in a clause or a cell; ``times_in_text``
           are times that the running text mentions, which are no deadline.
        5. ``start`` and ``end`` are code points of the plan's text: ``text[start:end] == mention``.
    """
    view = _TaskLookup(corpus)
    for task in corpus.tasks:
        known = {"document_kind": document_kind} if document_kind else {}
        yield json.dumps({**view.task(task), **known}, ensure_ascii=False)


def assignments(corpus: Corpus) -> Table:
    """Give one row an assignment, with its task repeated."""
    view = _TaskLookup(corpus)
    rows: list[tuple[Value, ...]] = []
    for task in corpus.tasks:
        head: tuple[Value, ...] = (
            view.plans[task.plan],
            task.ref,
            task.number,
            task.title,
            task.deadline,
            task.clarity,
        )
        path = view.path(task.part_of)
        for row in view.held.get(task.iri, ()):
            unit = view.units[row.unit]
            place: tuple[Value, ...] = (row.start, row.end, row.rank, row.basis, row.rule, row.confidence)
            rows.append((*head, path, row.role, row.mention, unit.id, unit.name, unit.kind, *place))
    return of_values("assignments", message("分工明细"), _COLUMNS, rows)


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(JOINER)) if joined else ()


_COLUMNS = (
    *("plan", "ref", "number", "title", "deadline", "clarity", "sections", "role", "mention"),
    *("unit", "unit_label", "kind", "start", "end", "rank", "basis", "rule", "confidence"),
)


class _TaskLookup:
    """Look-ups over one corpus, made once."""

    def __init__(self, corpus: Corpus) -> None:
        self.plans = {row.iri: row.id for row in corpus.plans}
        self.units = {row.iri: row for row in corpus.units}
        self.held: dict[str, list[AssignmentRow]] = {}
        self._sections = {row.iri: row for row in corpus.sections}
        for row in corpus.assignments:
            self.held.setdefault(row.task, []).append(row)

    def path(self, innermost: str) -> tuple[str, ...]:
        """Give the headings from the outermost to ``innermost``; none for the plan itself."""
        headings: list[str] = []
        while section := self._sections.get(innermost):
            headings.append(f"{section.number}{section.title}")
            innermost = section.parent
        return tuple(reversed(headings))

    def task(self, row: TaskRow) -> dict[str, object]:
        """Give a task as the JSON object of the format."""
        return {
            "plan": self.plans[row.plan],
            "id": row.id,
            "ref": row.ref,
            "number": row.number,
            "title": row.title,
            "text": row.text,
            "start": row.start,
            "end": row.end,
            "sections": self.path(row.part_of),
            "deadline": row.deadline or None,
            "deadline_places": _parts(row.deadline_place),
            "times_in_text": _parts(row.times_in_text),
            "clarity": row.clarity,
            "assignments": [self._assignment(held) for held in self.held.get(row.iri, ())],
        }

    def _assignment(self, row: AssignmentRow) -> dict[str, object]:
        unit = self.units[row.unit]
        return {
            "role": row.role,
            "mention": row.mention,
            "start": row.start,
            "end": row.end,
            "unit": unit.id,
            "unit_label": unit.name,
            "kind": unit.kind,
            "rank": row.rank,
            "basis": row.basis,
            "rule": row.rule,
            "confidence": row.confidence,
        }
