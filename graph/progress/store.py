"""Progress in a store: its entries are data in the graph of the corrections, and are only ever added."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from extract.messages import message
from graph.corrections.journal import LONGEST_NOTE, WRITING, BadEntryError, append, check_names, lines, rows
from graph.errors import GraphError
from graph.progress.records import ProgressEntry, ProgressState
from graph.store import Store
from ontology.terms import Term


class ProgressChangedError(GraphError):
    """Another person reported on the same task meanwhile."""

    def __init__(self, latest: ProgressEntry) -> None:
        when = latest.when[:16].replace("T", " ")
        super().__init__(message("{who} 已于 {when} 填报此任务。请查看后再保存。", who=latest.who, when=when))


def entries(store: Store) -> tuple[ProgressEntry, ...]:
    """Read all reports of a store, oldest first."""
    return tuple(_entry(number, cells) for number, cells in rows(store, Term.PROGRESS_ENTRY))


def add(store: Store, new: Sequence[ProgressEntry], seen: int | None = None) -> tuple[ProgressEntry, ...]:
    """Write reports, and give them with their numbers.

    Args:
        store: where to.
        new: the reports.
        seen: the number of the last report that their writer saw of the same tasks; None where any may be there.

    Raises:
        BadEntryError: one of them cannot be written; none is.
        ProgressChangedError: one of the tasks has a later report; none is written.
    """
    for one in new:
        _check(one)
    with WRITING:
        there = entries(store)
        if seen is not None:
            _check_seen(there, {one.key for one in new}, seen)
        numbered = tuple(replace(one, number=number) for number, one in enumerate(new, start=len(there) + 1))
        append(store, map(_lines, numbered))
        return numbered


def _check(one: ProgressEntry) -> None:
    longest = max(len(one.report), len(one.remarks))
    if longest > LONGEST_NOTE:
        raise BadEntryError(message("进展情况和备注最多各 {most} 字，现有 {n} 字。", most=LONGEST_NOTE, n=longest))
    check_names(one.who)


def _check_seen(there: Sequence[ProgressEntry], keys: Set[str], seen: int) -> None:
    later = [one for one in there if one.key in keys and one.number > seen]
    if later:
        raise ProgressChangedError(later[-1])


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
