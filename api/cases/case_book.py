"""The cases of a store, as the pages and tables show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select

from api.read_model.histories import Histories
from api.read_model.index import Index
from api.read_model.read_model import ReadModel
from extract.records import Severity
from graph.cases.matters import GRADES, ROLES, UNASSIGNED, matters, matters_of
from graph.cases.records import Case, CaseEntry, CaseState, Matter
from graph.cases.store import NewEntry, add, entries
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus
from graph.dataset.sql_tables import ROWS
from graph.store import Store

TOGETHER = 50  # plans whose rows are in memory together


class CaseBook:
    """The cases of one store.

    Guarantees:
        1. The clock is looked at here, and nowhere below.
    """

    def __init__(self, store: Store, library: ReadModel) -> None:
        self._store = store
        self._library = library
        self._histories = Histories(store, library, entries)

    def cases(self, index: Index) -> tuple[Case, ...]:
        """Give the cases of the plans of an index, in the order of their texts."""
        histories = self._histories.by_key()
        return tuple(Case(matter=one, history=histories.get(one.key, ())) for one in index.once(_matters))

    def left(self) -> tuple[CaseEntry, ...]:
        """Give the last entries about matters that no plan has any longer: resolved by a new version, or removed."""
        histories = self._histories.by_key()
        there = self._there(histories)
        return tuple(history[-1] for key, history in histories.items() if key not in there)

    def waiting(self) -> int:
        """Count the cases that no one has looked at: all but those that are there and were decided."""
        seen = {
            key: history for key, history in self._histories.by_key().items() if history[-1].state is not CaseState.OPEN
        }
        return self._library.index().once(_many) - len(self._there(seen))

    def _there(self, histories: Mapping[str, Sequence[CaseEntry]]) -> frozenset[str]:
        """Tell of which histories the matter is there, by looking at their documents alone."""
        index, documents = self._library.index(), {history[-1].document for history in histories.values()}
        plans = [plan for plan in index.plans if (plan.document or plan.iri) in documents]
        return frozenset(one.key for one in matters(_unsettled(index.rows.limited(plans)))) & histories.keys()

    def _all(self) -> tuple[Matter, ...]:
        return self._library.index().once(_matters)

    def find(self, key: str) -> Case | None:
        """Give a case by the key of its matter."""
        matter = next((one for one in self._all() if one.key == key), None)
        return Case(matter=matter, history=self._histories.by_key().get(key, ())) if matter else None

    def decide(self, case: Case, state: CaseState, *, person: str, note: str, who: str, seen: int) -> Case:
        """Save one decision.

        Raises:
            BadEntryError: the note is too long, or a name is missing.
            CaseChangedError: another person decided after entry ``seen``; nothing is written.
        """
        return self.save(((case.matter, state, person, note, seen),), who)[0]

    def save(self, decided: Sequence[tuple[Matter, CaseState, str, str, int]], who: str) -> tuple[Case, ...]:
        """Save decisions together: matter, state, person, note, and the number of the entry that was seen last.

        Raises:
            BadEntryError: one of them cannot be written; none is.
            CaseChangedError: one of them is about what another person changed; none is written.
        """
        when = datetime.now(UTC).isoformat(timespec="microseconds")
        new = tuple(
            NewEntry(entry=_entry(matter, state, person.strip(), note.strip(), who.strip(), when), seen=seen)
            for matter, state, person, note, seen in decided
        )
        with self._library.changing():
            add(self._store, new)
        histories = self._histories.by_key()
        return tuple(Case(matter=one[0], history=histories.get(one[0].key, ())) for one in decided)

    def undo(self, case: Case, *, who: str, seen: int) -> Case:
        """Bring back what was before the last entry, as a separate entry.

        Raises:
            CaseChangedError: another person decided after entry ``seen``; nothing is written.
        """
        before = Case(matter=case.matter, history=case.history[:-1])
        return self.decide(case, before.state, person=before.person, note=before.note, who=who, seen=seen)


def counts(cases: Sequence[Case]) -> Mapping[CaseState, int]:
    """Count cases by their state; every state is there."""
    found = Counter(one.state for one in cases)
    return {state: found[state] for state in CaseState}


def _matters(index: Index) -> tuple[Matter, ...]:
    parts = (index.plans[start : start + TOGETHER] for start in range(0, len(index.plans), TOGETHER))
    return matters_of(_unsettled(index.rows.limited(part)) for part in parts)


def _unsettled(rows: RowSnapshot) -> Corpus:
    return rows.unsettled(GRADES, ROLES, Severity.INFO)


def _many(index: Index) -> int:
    """Count the matters without making them."""
    findings = ROWS["findings"]
    told = (findings.c.severity != Severity.INFO.value, findings.c.code != UNASSIGNED)
    asked = select(func.count()).where(*told, *index.rows.inside(findings.c.graph))
    return index.count("tasks", *GRADES) + int(index.rows.ask(asked)[0][0])


def _entry(matter: Matter, state: CaseState, person: str, note: str, who: str, when: str) -> CaseEntry:
    return CaseEntry(
        key=matter.key,
        document=matter.document,
        code=matter.code,
        quote=matter.quote,
        state=state,
        person=person,
        note=note,
        who=who,
        when=when,
    )
