"""From the store back to rows: one question a graph, and the rows kept for the next time.

What is read of a graph is good for as long as its stamp is the same: it stays in memory, and on the store's shelf for
the next process. So after one plan has changed, one plan is read.

Guarantees:
    1. ``load`` gives back what ``corpus_of`` made: the round trip through RDF loses nothing.
    2. The order of rows does not depend on the store.
    3. A unit that several plans describe stands once, as the first of their graphs describes it, whole.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from graph.dataset.model import ordered
from graph.dataset.row_cache import RowCache
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from graph.errors import GraphError
from graph.store import Store
from graph.texts import Bilingual
from ontology import iris
from ontology.terms import DCTERMS, DIRECT, OA, PROV, RDF, RDFS, Scheme, Term, value

_IDENTIFIER = DCTERMS + "identifier"
_ISSUED = DCTERMS + "issued"
_NAME = RDFS + "label"
_TYPE = RDF + "type"
_T = TypeVar("_T")

_UNREAD = (  # the evidence says again, for others, what an assignment says; half of all triples
    *(OA + name for name in ("hasSource", "hasSelector", "exact", "prefix", "suffix", "start", "end")),
    *(str(term) for term in DIRECT.values()),
    str(Term.EVIDENCE),
    PROV + "wasDerivedFrom",
)
_ABOUT_THE_WHOLE = iris.ID + "graph/"  # the register, the corrections …: none holds rows, some are large
_READERS = 2  # at a time: the engine works outside of the interpreter


class UnknownPlanError(GraphError):
    """The store holds no such plan."""


class IncompleteGraphError(GraphError):
    """A thing in the store lacks what every thing of its kind has: the graph was not written here, or is damaged."""


@dataclass(frozen=True, slots=True)
class _Graph:
    """What a graph says: the objects by predicate and subject, and the members of each class."""

    columns: Mapping[tuple[str, str], Mapping[str, str]]  # a predicate, and the language where it matters
    members: Mapping[str, tuple[str, ...]]

    def of_kind(self, kind: Term, row: "Callable[[_Thing], _T]") -> tuple[_T, ...]:
        return tuple(row(_Thing(iri, self)) for iri in self.members.get(kind, ()))


@dataclass(frozen=True, slots=True)
class _Thing:
    """One subject, read column by column; what it does not say is the empty string."""

    iri: str
    graph: _Graph

    def words(self, predicate: str, language: str = "") -> str:
        return self.graph.columns[predicate, language].get(self.iri, "")

    def needed(self, predicate: str) -> str:
        try:
            return self.graph.columns[predicate, ""][self.iri]
        except KeyError as error:
            raise IncompleteGraphError(
                Bilingual(
                    zh=f"库中的 {self.iri} 缺少 {predicate}：这张图不完整。请重新导入这份方案。",
                    en=f"{self.iri} in the store lacks {predicate}: its graph is incomplete. Import the plan again.",
                )
            ) from error

    def number(self, predicate: str) -> int:
        return int(self.needed(predicate))

    def truth(self, predicate: str) -> bool:
        return self.needed(predicate) in {"true", "1"}

    def concept(self, predicate: str, scheme: Scheme) -> str:
        return value(self.needed(predicate), scheme)


class Loader:
    """The rows of a store, each graph read once a stamp; safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        """Take a store; nothing is read yet."""
        self._store = store
        self._shelf = RowCache(store.shelf())
        self._kept: dict[str, tuple[int, Corpus]] = {}
        self._whole = Corpus()
        self._lock = Lock()

    def load(self) -> Corpus:
        """Read the rows of every plan that the store holds; the very same corpus as last time where no row changed.

        Raises:
            IncompleteGraphError: when a graph lacks what the rows need.
        """
        with self._lock:
            before = self._rows()
            graphs = tuple(graph for graph in self._store.graphs() if not graph.startswith(_ABOUT_THE_WHOLE))
            old = [graph for graph in graphs if not self._is_current(graph)]
            with ThreadPoolExecutor(_READERS) as readers:  # which starts no thread where nothing is old
                new = dict(zip(old, readers.map(self._current, old), strict=True))
            self._kept = {graph: new[graph] if graph in new else self._kept[graph] for graph in graphs}
            self._shelf.keep_only(graphs)
            now = self._rows()
            if len(now) != len(before) or any(new is not old for new, old in zip(now, before, strict=True)):
                self._whole = _side_by_side(now)
            return self._whole

    def _rows(self) -> list[Corpus]:
        """Give the rows that are kept, graph by graph."""
        return [corpus for _, corpus in self._kept.values()]

    def _is_current(self, graph: str) -> bool:
        """Whether the rows of a graph are kept as they are now."""
        kept = self._kept.get(graph)
        return kept is not None and kept[0] == self._store.stamp(graph)

    def _current(self, graph: str) -> tuple[int, Corpus]:
        """Give the rows of a graph with its stamp, which was taken first: what is written meanwhile is read again."""
        stamp = self._store.stamp(graph)
        corpus = self._shelf.find(graph, stamp)
        if corpus is None:
            corpus = _read(self._store, graph)
            self._shelf.put(graph, stamp, corpus)
        return stamp, corpus


def load(store: Store) -> Corpus:
    """Read the rows of every plan that the store holds; who reads more than once keeps a ``Loader``.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
    """
    return Loader(store).load()


def load_plan(store: Store, plan_iri: str) -> Corpus:
    """Read the rows of one plan; its units as its own graph describes them.

    Raises:
        UnknownPlanError: when the store does not hold it.
        IncompleteGraphError: when its graph lacks what the rows need.
    """
    if not store.holds(plan_iri):
        raise _unknown(plan_iri)
    return _read(store, plan_iri)


def _side_by_side(corpora: list[Corpus]) -> Corpus:
    """Put together corpora that are each in order, and whose plans are: only units have to be put in order anew."""
    units: dict[str, UnitRow] = {}
    for corpus in corpora:
        if corpus.plans:
            for unit in corpus.units:
                units.setdefault(unit.iri, unit)
    return Corpus(
        plans=tuple(row for corpus in corpora for row in corpus.plans),
        sections=tuple(row for corpus in corpora for row in corpus.sections),
        tasks=tuple(row for corpus in corpora for row in corpus.tasks),
        units=tuple(sorted(units.values(), key=lambda unit: (unit.id, unit.iri))),
        assignments=tuple(row for corpus in corpora for row in corpus.assignments),
        findings=tuple(row for corpus in corpora for row in corpus.findings),
        ledger=tuple(row for corpus in corpora for row in corpus.ledger),
    )


def _read(store: Store, name: str) -> Corpus:
    """Read the rows of one graph."""
    graph = _graph(store, name)
    return ordered(
        Corpus(
            plans=graph.of_kind(Term.PLAN, _plan),
            sections=graph.of_kind(Term.SECTION, _section),
            tasks=graph.of_kind(Term.TASK, _task),
            units=graph.of_kind(Term.UNIT, _unit),
            assignments=graph.of_kind(Term.ASSIGNMENT, _assignment),
            findings=graph.of_kind(Term.FINDING, _finding),
            ledger=graph.of_kind(Term.LEDGER_LINE, _line),
        )
    )


def _graph(store: Store, name: str) -> _Graph:
    """Ask for all that rows need of a graph; the smallest of several values stands."""
    unread = ", ".join(f"<{iri}>" for iri in _UNREAD)
    pattern = f"GRAPH <{name}> {{ ?s ?p ?o }} FILTER(?p NOT IN ({unread}))"
    columns: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, words, language in store.words(f"SELECT ?s ?p ?o (LANG(?o) AS ?l) WHERE {{ {pattern} }}"):
        if predicate == _TYPE:
            members[words].append(subject)
        for key in ((predicate, ""), (predicate, language)) if language else ((predicate, ""),):
            column = columns[key]
            if subject not in column or words < column[subject]:
                column[subject] = words
    return _Graph(columns, {kind: tuple(found) for kind, found in members.items()})


def plan_text(store: Store, plan_iri: str) -> str:
    """Read the whole text of one plan.

    Raises:
        UnknownPlanError: when the store does not hold it.
    """
    if iris.ours(plan_iri) and store.holds(plan_iri):
        query = f"SELECT ?text WHERE {{ GRAPH <{plan_iri}> {{ <{plan_iri}> <{Term.TEXT}> ?text }} }}"
        for (text,) in store.select(query).rows:
            if text:
                return text.value
    raise _unknown(plan_iri)


def _unknown(plan_iri: str) -> UnknownPlanError:
    return UnknownPlanError(
        Bilingual(
            zh=f"库中没有方案 {iris.last(plan_iri)}。请先导入，或核对编号。",
            en=f"The store holds no plan {iris.last(plan_iri)}. Import it first, or check the id.",
        )
    )


def _plan(thing: _Thing) -> PlanRow:
    return PlanRow(
        iri=thing.iri,
        id=thing.needed(_IDENTIFIER),
        title=thing.words(_NAME),
        source=thing.needed(Term.FILE_NAME),
        issuer=thing.words(Term.ISSUER),
        number=thing.words(Term.DOCUMENT_NUMBER),
        issued=thing.words(_ISSUED),
        place_code=thing.words(Term.PLACE_CODE),
        place_name=thing.words(Term.PLACE_NAME),
        level=thing.concept(Term.LEVEL, Scheme.LEVEL),
        characters=thing.number(Term.CHARACTERS),
        sha256=thing.needed(Term.SHA256),
        pages=tuple(int(start) for start in thing.words(Term.PAGE_STARTS).split()),
    )


def _section(thing: _Thing) -> SectionRow:
    return SectionRow(
        iri=thing.iri,
        plan=thing.needed(Term.IN_PLAN),
        id=thing.needed(Term.REFERENCE),
        number=thing.words(Term.PRINTED_NUMBER),
        title=thing.words(_NAME),
        level=thing.number(Term.DEPTH),
        parent=thing.needed(Term.PART_OF),
        start=thing.number(Term.START),
        end=thing.number(Term.END),
    )


def _task(thing: _Thing) -> TaskRow:
    return TaskRow(
        iri=thing.iri,
        plan=thing.needed(Term.IN_PLAN),
        id=thing.needed(_IDENTIFIER),
        ref=thing.words(Term.REFERENCE),
        number=thing.words(Term.PRINTED_NUMBER),
        title=thing.words(_NAME),
        text=thing.words(Term.TEXT),
        part_of=thing.needed(Term.PART_OF),
        start=thing.number(Term.START),
        end=thing.number(Term.END),
        deadline=thing.words(Term.DEADLINE),
        clarity=thing.concept(Term.CLARITY, Scheme.CLARITY),
    )


def _unit(thing: _Thing) -> UnitRow:
    return UnitRow(
        iri=thing.iri,
        id=thing.needed(_IDENTIFIER),
        name=thing.needed(_NAME),
        body=thing.needed(Term.BODY),
        kind=thing.concept(Term.KIND, Scheme.KIND),
        place_code=thing.words(Term.PLACE_CODE),
        place_name=thing.words(Term.PLACE_NAME),
        level=thing.concept(Term.LEVEL, Scheme.LEVEL),
        registered=thing.truth(Term.REGISTERED),
    )


def _assignment(thing: _Thing) -> AssignmentRow:
    return AssignmentRow(
        iri=thing.iri,
        plan=thing.needed(Term.IN_PLAN),
        task=thing.needed(Term.OF_TASK),
        unit=thing.needed(Term.TO_UNIT),
        role=thing.concept(Term.ROLE, Scheme.ROLE),
        mention=thing.needed(Term.MENTION),
        start=thing.number(Term.START),
        end=thing.number(Term.END),
        label=thing.words(Term.LABEL),
        rank=thing.number(Term.RANK),
        of=thing.number(Term.LIST_LENGTH),
        ranked=thing.truth(Term.RANKED),
        basis=thing.concept(Term.BASIS, Scheme.BASIS),
        rule=thing.needed(Term.RULE),
        confidence=float(thing.needed(Term.CONFIDENCE)),
    )


def _finding(thing: _Thing) -> FindingRow:
    return FindingRow(
        iri=thing.iri,
        plan=thing.needed(Term.IN_PLAN),
        code=thing.needed(Term.CODE),
        severity=thing.concept(Term.SEVERITY, Scheme.SEVERITY),
        what_zh=thing.words(Term.WHAT, "zh"),
        what_en=thing.words(Term.WHAT, "en"),
        remedy_zh=thing.words(Term.REMEDY, "zh"),
        remedy_en=thing.words(Term.REMEDY, "en"),
        start=thing.number(Term.START),
        end=thing.number(Term.END),
        quote=thing.words(Term.QUOTE),
        task=thing.words(Term.OF_TASK),
    )


def _line(thing: _Thing) -> LedgerRow:
    return LedgerRow(
        plan=thing.needed(Term.IN_PLAN),
        start=thing.number(Term.START),
        end=thing.number(Term.END),
        state=thing.concept(Term.STATE, Scheme.STATE),
        rule=thing.needed(Term.RULE),
    )
