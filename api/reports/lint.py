"""List what a draft plan leaves open, as a linter does: place, grade, words, a point to make clear."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TypeAlias

from extract.messages import Message, message
from extract.records import Document, Role, Severity
from graph.compare.conflicts import conflicts
from graph.compare.plans import TaskMatch
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade, Thresholds, without_clear_lead
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.measures.readings import TaskSign, near_misses
from graph.reform.succession import gone
from ontology.catalogue import Language

_SEVERITIES = {TaskSign.ABOLISHED_UNIT_LEADS: Severity.INFO}
Words: TypeAlias = Mapping[Language, str]
"""A text in every language, as the JSON of the remarks contains it."""

_HEAD = 40  # how much of a task without any words of responsibility is pointed at


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to look at; ``start`` and ``end`` are code points of the draft's text, ``task`` is the IRI of its task."""

    code: str
    severity: Severity
    what: Words
    ask: Words
    start: int
    end: int
    quote: str
    task: str = ""

    def said(self, language: Language) -> str:
        """Put what is written and what to make clear in one line."""
        between = "" if language is Language.ZH else " "
        return between.join(filter(None, (self.what[language], self.ask[language])))


def remarks(
    document: Document, draft: Corpus, others: Corpus | None = None, thresholds: Thresholds = DEFAULT
) -> tuple[Remark, ...]:
    """List the remarks on a draft, in the order of its text.

    Guarantees:
        1. ``document.text[start:end] == quote`` for every remark.
        2. A remark is a question, never a verdict; unclear leads are warnings, findings keep their severity, and what
           only the general rule of a reform says is a note: the plan itself is better evidence that its units exist.
        3. Findings that only inform, but for names the registry does not hold, and co-equal leads up to the
           threshold are left out.

    Args:
        document: the draft as read.
        draft: its rows alone.
        others: plans already in force, to find leads that disagree.
        thresholds: which grades leave a lead unclear, and how many leads are many.
    """
    rows = {row.iri: row for row in draft.assignments}
    found = [*_findings(document, draft), *_grades(document, draft, thresholds)]
    for near in near_misses(draft, thresholds, gone(draft)):
        if near.sign not in (TaskSign.TEMPORARY_BODY_LEADS, TaskSign.NO_DEADLINE):
            first = rows[near.rows[0]]
            remark = _remark(document, near.sign.value, near.sentence, Message(""), (first.start, first.end))
            severity = _SEVERITIES.get(near.sign, Severity.WARNING)
            found.append(replace(remark, severity=severity, task=near.task.iri))
    found += _conflicts(document, draft, others) if others else []
    return tuple(sorted(found, key=lambda row: (row.start, row.end, row.code)))


def _remark(document: Document, code: str, what: Message, ask: Message, place: tuple[int, int]) -> Remark:
    start, end = place
    quote = document.text[start:end]
    return Remark(
        code=code, severity=Severity.WARNING, what=_words(what), ask=_words(ask), start=start, end=end, quote=quote
    )


def _words(text: Message) -> Words:
    return {language: text.render(language) for language in Language}


def _findings(document: Document, draft: Corpus) -> list[Remark]:
    """Pass findings on; a task without assignments is left to its grade, which brings a question with it."""
    return [
        Remark(
            code=row.code,
            severity=Severity(row.severity),
            what={Language.ZH: row.what_zh, Language.EN: row.what_en},
            ask={Language.ZH: row.remedy_zh, Language.EN: row.remedy_en},
            start=row.start,
            end=row.end,
            quote=document.text[row.start : row.end],
            task=row.task,
        )
        for row in draft.findings
        if (row.severity != Severity.INFO or row.code == "unknown-unit") and row.code != "no-assignment"
    ]


def _grades(document: Document, draft: Corpus, thresholds: Thresholds) -> list[Remark]:
    named: dict[str, list[AssignmentRow]] = {}
    for row in draft.assignments:
        if row.counted and row.role in (Role.LEAD, Role.JOINT):
            named.setdefault(row.task, []).append(row)
    return [
        replace(
            _remark(
                document,
                f"lead-{task.clarity.replace('_', '-')}",
                DEFINITIONS[Grade(task.clarity)].sentence,
                DEFINITIONS[Grade(task.clarity)].question,
                _place(task, named.get(task.iri, [])),
            ),
            task=task.iri,
        )
        for task in without_clear_lead(draft.tasks, thresholds)
    ]


def _place(task: TaskRow, rows: Sequence[AssignmentRow]) -> tuple[int, int]:
    """Point at the words of responsibility, or else at the head of the task."""
    if rows:
        return min(row.start for row in rows), max(row.end for row in rows)
    return task.start, min(task.end, task.start + (len(task.title) or _HEAD))


def _conflicts(document: Document, draft: Corpus, others: Corpus) -> list[Remark]:
    units = {unit.iri: unit for unit in (*others.units, *draft.units)}
    ours = {plan.iri for plan in draft.plans}
    titles = {plan.iri: plan.title for plan in others.plans}
    both = Corpus(
        plans=(*(plan for plan in others.plans if plan.iri not in ours), *draft.plans),
        tasks=(*(task for task in others.tasks if task.plan not in ours), *draft.tasks),
        units=tuple(units.values()),
        assignments=(*(row for row in others.assignments if row.plan not in ours), *draft.assignments),
    )
    return [
        _conflict(document, draft, titles[match.left.plan], match, tuple(units[iri].name for iri in match.left_leads))
        for plan in sorted(ours)
        for match in conflicts(both, plan).matches
        if match.left.plan not in ours
    ]


def _conflict(document: Document, draft: Corpus, title: str, match: TaskMatch, theirs: tuple[str, ...]) -> Remark:
    """Remark that another plan, of that title, names other leads for the same task."""
    task = match.right.iri
    leads = [row for row in draft.assignments if row.task == task and row.counted and row.role == Role.LEAD]
    what = message("《{title}》{ref} 写由{theirs}牵头。", title=title, ref=match.left.ref, theirs="、".join(theirs))
    remark = _remark(document, "lead-conflict", what, DEFINITIONS[Grade.CONFLICT].question, _place(match.right, leads))
    return replace(remark, task=task)


def as_text(document: Document, found: Sequence[Remark], language: Language = Language.ZH) -> str:
    """Write one line a remark: ``file:line:column: severity code words (quote)``."""
    lines = _Lines(document.text)
    return "".join(
        f"{document.name}:{line}:{column}: {row.severity.value} [{row.code}] "
        f"{row.said(language)} “{' '.join(row.quote.split())}”\n"
        for row in found
        for line, column in (lines.place(row.start),)
    )


def as_json(document: Document, found: Sequence[Remark]) -> str:
    """Write the remarks as a JSON array, both languages."""
    lines = _Lines(document.text)
    items = [
        {"file": document.name, **_item(row), **dict(zip(("line", "column"), lines.place(row.start), strict=True))}
        for row in found
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(row: Remark) -> Mapping[str, str | int | Mapping[str, str]]:
    return {
        "code": row.code,
        "severity": row.severity.value,
        "what": {language.value: words for language, words in row.what.items()},
        "ask": {language.value: words for language, words in row.ask.items()},
        "start": row.start,
        "end": row.end,
        "quote": row.quote,
    }


_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def as_sarif(document: Document, found: Sequence[Remark], language: Language = Language.ZH) -> str:
    """Write the remarks for tools that read SARIF 2.1.0 (OASIS); columns count code points."""
    lines = _Lines(document.text)
    results = []
    for row in found:
        (line, column), (last, after) = lines.place(row.start), lines.place(row.end)
        region = {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": after,
            "snippet": {"text": row.quote},
        }
        results.append(
            {
                "ruleId": row.code,
                "level": _LEVELS[row.severity],
                "message": {"text": row.said(language)},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": document.name}, "region": region}}],
            }
        )
    driver = {
        "name": "dutygraph",
        "version": version("dutygraph"),
        "rules": [{"id": code} for code in sorted({row.code for row in found})],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


class _Lines:
    """Turn an offset into a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
