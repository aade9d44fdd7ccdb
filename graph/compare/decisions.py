"""What people decided of pairs of tasks: confirmed as the same matter, or refused.

Entries are data in the graph of the corrections. They are only ever added, and the last one about a pair is in force.
A task is known by its document and its words, so what was decided remains in each new version of the document.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum

from graph.corrections.journal import WRITING, append, check_names, lines, rows
from graph.store import Store
from ontology import iris
from ontology.terms import Term


class PairState(StrEnum):
    """What was decided."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the decision before it no longer counts


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEntry:
    """One decision about two tasks, each named by ``graph.dataset.keys.task_keys``.

    Attributes:
        left: the task whose key comes first.
        right: the other one.
        left_words: what it says, for a reader of the data.
        right_words: the same of the other.
        when: ISO 8601, as the caller says.
        number: its place among all entries, from 1.
    """

    left: str
    right: str
    left_words: str
    right_words: str
    state: PairState
    who: str
    when: str
    number: int = 0

    @property
    def key(self) -> str:
        """The name of the pair."""
        return f"{self.left}+{self.right}"

    @property
    def iri(self) -> str:
        """The name of the entry: the hash of all that it says."""
        said = "\n".join(repr(field) for field in astuple(self))
        return f"{iris.ID}pair/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def in_force(entries: Iterable[PairEntry]) -> tuple[PairEntry, ...]:
    """Give the last entry of each pair, but for those that were withdrawn."""
    last = {one.key: one for one in entries}
    return tuple(one for one in last.values() if one.state is not PairState.WITHDRAWN)


def decisions(store: Store) -> tuple[PairEntry, ...]:
    """Read all entries of a store, oldest first."""
    return tuple(
        PairEntry(
            left=left,
            right=right,
            left_words=left_words,
            right_words=right_words,
            state=PairState(state),
            who=who,
            when=when,
            number=number,
        )
        for number, (left, right, left_words, right_words, state, who, when) in rows(store, Term.PAIR_ENTRY)
    )


def decide(store: Store, new: PairEntry) -> PairEntry:
    """Write an entry, and give it with its number.

    Raises:
        BadEntryError: the name is missing or too long; nothing is written.
    """
    check_names(new.who)
    with WRITING:
        numbered = replace(new, number=len(decisions(store)) + 1)
        append(store, (_lines(numbered),))
        return numbered


def _lines(one: PairEntry) -> Iterator[str]:
    cells: Sequence[str] = (one.left, one.right, one.left_words, one.right_words, one.state, one.who, one.when)
    return lines(one.iri, Term.PAIR_ENTRY, one.number, one.state, cells, who=one.who, when=one.when)
