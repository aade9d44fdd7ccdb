"""List what there is to decide in plans: their findings, and their tasks without a single lead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from extract.records import Role, Severity
from graph.cases.records import Case, CaseEntry, Matter
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade, without_clear_lead
from graph.dataset.keys import HEAD, matter_key
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, TaskRow
from ontology import iris
from ontology.catalogue import Language

GRADES = frozenset({*DEFAULT.no_clear_lead, Grade.CO_EQUAL})
"""The grades of the tasks that are to be decided."""

ROLES = frozenset({Role.LEAD, Role.JOINT})
"""The roles whose words a matter quotes."""

OF_LEAD = "lead-"
"""Precedes the grade in the code of a task without a single lead."""

UNASSIGNED = "no-assignment"  # a finding that the grade of its task says too


def matters(corpus: Corpus) -> tuple[Matter, ...]:
    """List the matters of the plans of one corpus, see ``matters_of``."""
    return matters_of((corpus,))


def matters_of(corpora: Iterable[Corpus]) -> tuple[Matter, ...]:
    """List the matters of plans, in the order of their texts.

    Guarantees:
        1. Equal quotations under one rule in one document are distinguished by their order.
        2. Findings that only inform, and tasks with a single or a ranked lead, do not count.
        3. One corpus is in memory at a time; how the plans are distributed over the corpora leaves no trace.
    """
    found = [one for corpus in corpora for one in _of_corpus(corpus)]
    found.sort(key=lambda one: (one.plan, one.start, one.end, one.code))
    keys = iris.numbered(one.key for one in found)
    return tuple(one if one.key == key else replace(one, key=key) for one, key in zip(found, keys, strict=True))


def _of_corpus(corpus: Corpus) -> Iterator[Matter]:
    documents = {plan.iri: plan.document or plan.iri for plan in corpus.plans}
    yield from _of_findings(corpus, documents)
    yield from _of_tasks(corpus, documents)


def cases(corpus: Corpus, entries: Iterable[CaseEntry]) -> tuple[Case, ...]:
    """Give the matters of plans with the entries about each, in the order of their texts."""
    histories: dict[str, tuple[CaseEntry, ...]] = {}
    for one in entries:
        histories[one.key] = (*histories.get(one.key, ()), one)
    return tuple(Case(matter=one, history=histories.get(one.key, ())) for one in matters(corpus))


def _of_findings(corpus: Corpus, documents: Mapping[str, str]) -> Iterator[Matter]:
    for row in corpus.findings:
        if row.severity != Severity.INFO and row.code != UNASSIGNED:
            yield _of_finding(row, documents[row.plan])


def _of_finding(row: FindingRow, document: str) -> Matter:
    return Matter(
        key=matter_key(document, row.code, row.quote or row.what_zh),
        document=document,
        plan=row.plan,
        code=row.code,
        severity=row.severity,
        what_zh=row.what_zh,
        what_en=row.what_en,
        ask_zh=row.remedy_zh,
        ask_en=row.remedy_en,
        start=row.start,
        end=row.end,
        quote=row.quote,
        task=row.task,
    )


def _of_tasks(corpus: Corpus, documents: Mapping[str, str]) -> Iterator[Matter]:
    named: dict[str, list[AssignmentRow]] = {}
    for row in corpus.assignments:
        if row.counted and row.role in ROLES:
            named.setdefault(row.task, []).append(row)
    unclear = {task.iri for task in without_clear_lead(corpus.tasks)}
    for task in corpus.tasks:
        if task.clarity in GRADES:
            severity = Severity.WARNING if task.iri in unclear else Severity.INFO
            yield _of_task(task, named.get(task.iri, []), documents[task.plan], severity)


def _of_task(task: TaskRow, rows: list[AssignmentRow], document: str, severity: Severity) -> Matter:
    quote = "、".join(row.mention for row in rows)
    if rows and rows[0].label:
        quote = f"{rows[0].label}：{quote}"
    code = f"{OF_LEAD}{task.clarity.replace('_', '-')}"
    what_zh, what_en, ask_zh, ask_en = _words(Grade(task.clarity))
    return Matter(
        key=matter_key(document, code, f"{task.title or task.text[:HEAD]}\n{quote}"),
        document=document,
        plan=task.plan,
        code=code,
        severity=str(severity),
        what_zh=what_zh,
        what_en=what_en,
        ask_zh=ask_zh,
        ask_en=ask_en,
        start=min((row.start for row in rows), default=task.start),
        end=max((row.end for row in rows), default=task.start + len(task.title)),
        quote=quote or task.text[:HEAD],
        task=task.iri,
    )


@cache
def _words(grade: Grade) -> tuple[str, str, str, str]:
    """Give the sentence and the question of a grade in both languages; all matters of a grade have the same objects."""
    of = DEFINITIONS[grade]
    return of.sentence.render(), of.sentence.render(Language.EN), of.question.render(), of.question.render(Language.EN)
