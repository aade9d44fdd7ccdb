"""Cases in a store: their entries are data in the graph of the corrections, and are only ever added.

Guarantees:
    1. An entry says which one was seen last; where another came meanwhile, nothing is written.
    2. Several entries given together are written together or not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.messages import message
from graph.cases.records import CaseEntry, CaseState
from graph.corrections.journal import LONGEST_NOTE, WRITING, BadEntryError, append, check_names, lines, rows
from graph.errors import GraphError
from graph.store import Store
from ontology.terms import Term


class CaseChangedError(GraphError):
    """Another person wrote about the same matter meanwhile; ``latest`` is what they wrote."""

    def __init__(self, latest: CaseEntry) -> None:
        super().__init__(
            message(
                "{who} 已于 {when} 办理此事项。请查看后再保存。",
                who=latest.who,
                when=latest.when[:16].replace("T", " "),
            )
        )
        self.latest = latest


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to write, and the number of the last one that its writer saw of the same matter."""

    entry: CaseEntry
    seen: int


def entries(store: Store) -> tuple[CaseEntry, ...]:
    """Read all entries of a store, oldest first."""
    return tuple(_entry(number, cells) for number, cells in rows(store, Term.CASE_ENTRY))


def add(store: Store, new: Sequence[NewEntry]) -> tuple[CaseEntry, ...]:
    """Write entries, and give them with their numbers.

    Raises:
        BadEntryError: one of them cannot be written; nothing is.
        CaseChangedError: one of them is about what another person changed meanwhile; nothing is written.
    """
    with WRITING:
        there = entries(store)
        last = {one.key: one for one in there}
        for one in new:
            _check(one, last)
        numbered = tuple(replace(one.entry, number=number) for number, one in enumerate(new, start=len(there) + 1))
        append(store, map(_lines, numbered))
        return numbered


def _check(new: NewEntry, last: Mapping[str, CaseEntry]) -> None:
    one = new.entry
    latest = last.get(one.key)
    if latest is not None and latest.number != new.seen:
        raise CaseChangedError(latest)
    if len(one.note) > LONGEST_NOTE:
        raise BadEntryError(message("备注最多 {most} 字，现有 {n} 字。", most=LONGEST_NOTE, n=len(one.note)))
    check_names(one.who, one.person)


def _lines(one: CaseEntry) -> Iterator[str]:
    cells = (one.key, one.document, one.code, one.quote, one.state, one.person, one.note, one.who, one.when)
    return lines(one.iri, Term.CASE_ENTRY, one.number, one.state, cells, who=one.who, when=one.when)


def _entry(number: int, cells: Sequence[str]) -> CaseEntry:
    key, document, code, quote, state, person, note, who, when = cells
    return CaseEntry(
        key=key,
        document=document,
        code=code,
        quote=quote,
        state=CaseState(state),
        person=person,
        note=note,
        who=who,
        when=when,
        number=number,
    )
