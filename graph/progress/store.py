"""Progress in a store: its entries are data in the graph of the corrections, and are only ever added."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.messages import message
from graph.cases.journal import lines, rows
from graph.cases.store import LONGEST_NAME, LONGEST_NOTE
from graph.corrections.csv import GRAPH
from graph.errors import GraphError
from graph.progress.records import ProgressEntry, ProgressState
from graph.store import Store
from graph.store.transaction import write
from ontology.terms import Term

_WRITING = threading.Lock()


class BadProgressError(GraphError):
    """A report that cannot be written: too long, without a name, or about a task that is not there."""


def entries(store: Store) -> tuple[ProgressEntry, ...]:
    """Read all reports of a store, oldest first."""
    return tuple(_entry(number, cells) for number, cells in rows(store, Term.PROGRESS_ENTRY))


def add(store: Store, new: Sequence[ProgressEntry]) -> tuple[ProgressEntry, ...]:
    """Write reports, and give them with their numbers.

    Raises:
        BadProgressError: one of them cannot be written; none is.
    """
    for one in new:
        _check(one)
    with _WRITING:
        first = len(entries(store)) + 1
        numbered = tuple(replace(one, number=number) for number, one in enumerate(new, start=first))
        written = sorted(line for one in numbered for line in _lines(one))
        if written:
            write(store, {}, {GRAPH: "".join(written).encode()})
        return numbered


def _check(one: ProgressEntry) -> None:
    longest = max(len(one.report), len(one.remarks))
    if longest > LONGEST_NOTE:
        raise BadProgressError(message("进展情况和备注最多各 {most} 字，现有 {n} 字。", most=LONGEST_NOTE, n=longest))
    if not one.who.strip() or len(one.who) > LONGEST_NAME:
        raise BadProgressError(message("请写明姓名，不超过 {most} 字。", most=LONGEST_NAME))


def _lines(one: ProgressEntry) -> Iterator[str]:
    cells = (one.key, one.document, one.task, one.state, one.report, one.remarks, one.who, one.when)
    return lines(one.iri, Term.PROGRESS_ENTRY, one.number, one.state, cells, who=one.who, when=one.when)


def _entry(number: int, cells: Sequence[str]) -> ProgressEntry:
    key, document, task, state, report, remarks, who, when = cells
    return ProgressEntry(
        key=key,
        document=document,
        task=task,
        state=ProgressState(state),
        report=report,
        remarks=remarks,
        who=who,
        when=when,
        number=number,
    )
