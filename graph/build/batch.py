"""Put what was read into the store: new plans many at a time by bulk load, every other one by itself.

Guarantees:
    1. The store is the same as if each plan had been taken by itself, in the order of the sources.
    2. A plan is stored completely or not at all; what was stored before a fault, or a kill, stays.
    3. Some twenty megabytes of plans wait in memory, for every number of sources.
    4. Whether a plan is new is decided without a query, by names that are read once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extract.messages import Message
from extract.records import LineState
from extract.version import lexicon_version, program_version
from graph.build.reading import KnownDocument, ReadDocument, SourceReading
from graph.build.sources import keep_source_of
from graph.build.versions import OnDuplicate, Taken, names_of, stored_names, take
from graph.corrections import Conflict
from graph.corrections.store import concerned_units, take_new
from graph.dataset.triples import literal
from graph.errors import GraphError
from graph.store import Store
from ontology import iris
from ontology.terms import RDFS, Term

_WAITING = 20 << 20  # bytes of N-Triples: each batch costs the same waits for the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOutcome:
    """The outcome of one source. Either ``plan`` is the IRI of its graph, or ``error`` says why there is none.

    Where the store contains the document already and nothing was taken, ``stored`` is false and ``plan`` is what is there;
    ``known`` where its very bytes were read before by the same program with the same tables, and so not again.
    """

    source: Path
    plan: str = ""
    title: str = ""
    sections: int = 0
    tasks: int = 0
    assignments: int = 0
    findings: int = 0
    unread: int = 0  # lines of the ledger that no rule explains
    conflicts: tuple[Conflict, ...] = ()  # corrections that no longer fit
    likeness: Message | None = None  # how it is like a plan of the store, and what was done
    stored: bool = True
    known: bool = False
    error: Message | None = None
    empty: Message | None = None  # why there is no assignment, where there is none


def known_plans(store: Store) -> dict[str, str]:
    """Give the SHA-256 and the title of each plan that this program would read as it was read."""
    found = store.select(
        f"SELECT ?sha ?title WHERE {{ ?plan a <{Term.PLAN}> ; <{Term.SHA256}> ?sha ; "
        f"<{Term.PROGRAM_VERSION}> {literal(program_version())} ; <{Term.LEXICON_VERSION}> {literal(lexicon_version())} "
        f"OPTIONAL {{ ?plan <{RDFS}label> ?title }} }}"
    )
    return {sha.value: title.value if title else "" for sha, title in found.rows if sha}


class PlanBatch:
    """The plans of one build: those that wait to be stored, and the outcomes so far, in the order of the sources."""

    def __init__(self, store: Store, titles: dict[str, str], on_duplicate: OnDuplicate | None) -> None:
        """Take a store, the titles of the plans that are known, and what to do with documents that are there."""
        self.outcomes: list[BuildOutcome] = []
        self._store = store
        self._titles = titles
        self._on_duplicate = on_duplicate
        self._corrected = concerned_units(store)
        self._waiting: list[tuple[int, ReadDocument]] = []
        self._size = 0
        self._named: set[str] = set()  # of what waits
        self._stored: set[str] = set()  # of what the store has, at a revision
        self._revision = -1

    @property
    def changed(self) -> bool:
        """Whether anything was stored."""
        return any(one.stored and not one.known and one.error is None for one in self.outcomes)

    def add(self, reading: SourceReading) -> None:
        """Take what was read from one source."""
        if reading.error:
            self.outcomes.append(BuildOutcome(source=reading.source, error=reading.error))
        for document in reading.documents:
            source = reading.source.parent / document.name
            if isinstance(document, KnownDocument):
                title = self._titles.get(iris.last(document.plan), "")
                self.outcomes.append(BuildOutcome(source=source, plan=document.plan, title=title, known=True))
                keep_source_of(self._store, reading.source, document.sha256)  # a restored store has none
            else:
                self._add(source, document)
                if self.outcomes[-1].stored and not self.outcomes[-1].error:
                    keep_source_of(self._store, reading.source, document.corpus.plans[0].sha256)

    def store_all(self) -> None:
        """Store what waits."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        named, self._named = self._named, set()
        if not waiting:
            return
        try:
            with self._noting(named):
                take_new(self._store, [(one.corpus, one.text, one.content) for _, one in waiting])
        except GraphError as error:
            for at, _ in waiting:
                self.outcomes[at] = BuildOutcome(source=self.outcomes[at].source, error=error.message)

    def _add(self, source: Path, document: ReadDocument) -> None:
        names = names_of(document.corpus.plans[0])
        if not names.isdisjoint(self._named):
            self.store_all()
        if self._is_new(document, names):
            self._waiting.append((len(self.outcomes), document))
            self._size += len(document.content)
            self._named |= names
            outcome = outcome_of(source, Taken(corpus=document.corpus))
        else:
            self.store_all()
            with self._noting(names):
                outcome = self._taken(source, document)
        self.outcomes.append(replace(outcome, empty=document.empty))
        if self._size > _WAITING:
            self.store_all()

    def _is_new(self, document: ReadDocument, names: frozenset[str]) -> bool:
        """Whether nothing in the store has to do with a document."""
        if self._store.revision != self._revision:
            self._revision = self._store.revision
            self._stored = stored_names(self._store)
        return names.isdisjoint(self._stored) and self._corrected.isdisjoint(unit.iri for unit in document.corpus.units)

    @contextmanager
    def _noting(self, names: Iterable[str]) -> Iterator[None]:
        """Know that the store has ``names`` after a block; what others write meanwhile is read before the next plan."""
        with self._store.alone():
            ours = self._store.revision == self._revision
            yield
            self._stored.update(names)
            if ours:
                self._revision = self._store.revision

    def _taken(self, source: Path, document: ReadDocument) -> BuildOutcome:
        try:
            return outcome_of(source, take(self._store, document.corpus, document.text, self._on_duplicate))
        except GraphError as error:
            return BuildOutcome(source=source, error=error.message)


def outcome_of(source: Path, taken: Taken) -> BuildOutcome:
    """Say what became of a source."""
    corpus, plan = taken.corpus, taken.corpus.plans[0]
    return BuildOutcome(
        source=source,
        plan=plan.iri if taken.stored or taken.alike is None else taken.alike.plan,
        title=plan.title,
        sections=len(corpus.sections),
        tasks=len(corpus.tasks),
        assignments=sum(row.counted for row in corpus.assignments),
        findings=len(corpus.findings),
        unread=sum(line.state == LineState.UNREAD for line in corpus.ledger),
        conflicts=taken.conflicts,
        likeness=taken.said,
        stored=taken.stored,
    )
