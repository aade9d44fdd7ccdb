"""Load rows from a store: one query per graph, once per stamp.

The rows of a graph are valid as long as its stamp is the same: they stay in memory, and in the row database for other
processes and the next one. So after one plan has changed, one plan is read; a database that lags is repaired.

Guarantees:
    1. ``load`` returns what ``corpus_of`` made: the round trip through RDF loses nothing.
    2. The order of rows does not depend on the store.
    3. A unit that several plans describe is one row, with all fields from the first of their graphs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields
from threading import Lock
from typing import TypeVar

from extract.messages import message
from graph.dataset.model import ordered, side_by_side
from graph.dataset.row_database import RowDatabase
from graph.dataset.row_databases import database_of, read_or_renew
from graph.dataset.row_engines import RowDatabaseError
from graph.dataset.rows import Corpus, PlanRow, Row, table_by_table
from graph.dataset.schema import Datatype, Property, Value, properties, shared_terms
from graph.dataset.scope import EVERYTHING, Scope
from graph.errors import GraphError
from graph.store import Store
from ontology import iris
from ontology.terms import DIRECT, OA, PROV, RDF, Term, value

_TYPE = RDF + "type"
_R = TypeVar("_R", bound=Row)

_UNREAD = (  # the evidence repeats the assignment in a standard vocabulary; half of all triples
    *(OA + name for name in ("hasSource", "hasSelector", "exact", "prefix", "suffix", "start", "end")),
    *(str(term) for term in DIRECT.values()),
    str(Term.EVIDENCE),
    PROV + "wasDerivedFrom",
)
_ABOUT_THE_WHOLE = iris.ID + "graph/"  # the register, the corrections …: none contains rows, some are large
_THREADS = 2  # at a time: the engine works outside of the interpreter


class UnknownPlanError(GraphError):
    """The store contains no such plan."""


class IncompleteGraphError(GraphError):
    """A thing in the store lacks a required property: the graph was not written here, or is corrupted."""


@dataclass(frozen=True, slots=True)
class _Graph:
    """The content of a graph: the objects by predicate and subject, and the members of each class."""

    columns: Mapping[tuple[str, str], Mapping[str, str]]  # a predicate, and the language where it matters
    members: Mapping[str, tuple[str, ...]]

    def rows(self, row_type: type[_R]) -> tuple[_R, ...]:
        """Make the rows of one type, column by column."""
        subjects = self.members.get(row_type.CLASS, ())
        names = [field.name for field in fields(row_type)]
        columns = [self._column(row_type, one, subjects) for one in properties(row_type)]
        make: Callable[..., _R] = row_type
        return tuple(make(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True))

    def _column(self, row_type: type, one: Property, subjects: tuple[str, ...]) -> list[Value]:
        """Read one field of some subjects; a language counts only where several fields share the property."""
        if one.datatype is Datatype.SUBJECT:
            return list(subjects)
        words = self.columns[one.term, one.language if one.term in shared_terms(row_type) else ""]
        if not one.required:
            return [_value(one, words.get(subject, "")) for subject in subjects]
        lacking = next((subject for subject in subjects if subject not in words), None)
        if lacking is not None:
            raise _incomplete(lacking, one.term)
        return [_value(one, words[subject]) for subject in subjects]


_READERS: Mapping[Datatype, Callable[[str], Value]] = {
    Datatype.INTEGER: int,
    Datatype.INTEGERS: lambda words: tuple(map(int, words.split())),
    Datatype.DECIMAL: float,
    Datatype.BOOLEAN: {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def _value(one: Property, words: str) -> Value:
    if one.scheme:
        return value(words, one.scheme)
    read = _READERS.get(one.datatype)
    return read(words) if read else words


def _incomplete(iri: str, predicate: str) -> IncompleteGraphError:
    return IncompleteGraphError(
        message("库中的 {iri} 缺少 {predicate}：这张图不完整。请重新导入这份方案。", iri=iri, predicate=predicate)
    )


class Loader:
    """The rows of a store, each graph read once per stamp; safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        """Take a store; nothing is read yet."""
        self._store = store
        self._kept: dict[str, tuple[int, Corpus]] = {}
        self._whole = Corpus()
        self._lock = Lock()

    def load(self) -> Corpus:
        """Read the rows of every plan in the store; returns the same object as last time where no row changed.

        Raises:
            IncompleteGraphError: when a graph lacks what the rows need.
            RowDatabaseError: when the rows are on a server that does not answer.
        """
        with self._lock:
            before = self._rows()
            stamps = plan_stamps(self._store)
            old = {graph: stamp for graph, stamp in stamps.items() if self._stamp(graph) != stamp}
            new = current_rows(self._store, stamps, old) if old or len(stamps) < len(self._kept) else {}
            self._kept = {graph: new[graph] if graph in new else self._kept[graph] for graph in stamps}
            now = self._rows()
            if len(now) != len(before) or any(new is not old for new, old in zip(now, before, strict=True)):
                self._whole = side_by_side([corpus for corpus in now if corpus.plans])
            return self._whole

    def part(self, plans: Iterable[PlanRow]) -> Corpus:
        """Give the rows of some plans out of those that were loaded last."""
        with self._lock:
            return side_by_side([self._kept[plan.iri][1] for plan in plans])

    def _rows(self) -> list[Corpus]:
        """Give the rows in memory, graph by graph."""
        return [corpus for _, corpus in self._kept.values()]

    def _stamp(self, graph: str) -> int | None:
        """Give the stamp of the rows of a graph in memory."""
        kept = self._kept.get(graph)
        return kept and kept[0]


def plan_stamps(store: Store) -> dict[str, int]:
    """Give the graphs that may contain rows, sorted, with their stamps."""
    return {graph: store.stamp(graph) for graph in store.graphs() if not graph.startswith(_ABOUT_THE_WHOLE)}


def current_rows(store: Store, stamps: Mapping[str, int], wanted: Mapping[str, int]) -> dict[str, tuple[int, Corpus]]:
    """Give the rows of the ``wanted`` graphs at their stamps, and bring the row database up to date.

    What the database has at another stamp is read from the store and written there, one transaction a graph; what is in
    no graph of ``stamps`` is taken out.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        RowDatabaseError: when the rows are on a server that does not answer.
    """

    def find(rows: RowDatabase) -> dict[str, Corpus]:
        known = rows.stamps()
        rows.remove(known.keys() - stamps.keys())
        return rows.corpora([graph for graph, stamp in wanted.items() if known.get(graph) == stamp])

    found = read_or_renew(store, find)
    with ThreadPoolExecutor(_THREADS) as readers:  # which starts no thread where nothing is old
        old = [graph for graph in wanted if graph not in found]
        for graph, (corpus, text) in zip(old, readers.map(lambda name: _read_with_text(store, name), old), strict=True):
            found[graph] = corpus
            note(store, graph, wanted[graph], corpus, text)
    return {graph: (stamp, found[graph]) for graph, stamp in wanted.items()}


def note(store: Store, graph: str, stamp: int, corpus: Corpus, text: str) -> None:
    """Write the rows of a graph into the row database; where the disk is full it lags, and is repaired later."""
    note_many(store, ((graph, stamp, corpus, text),))


def note_many(store: Store, graphs: Iterable[tuple[str, int, Corpus, str]]) -> None:
    """Write the rows of several graphs, as ``note`` does, in one transaction."""
    with suppress(RowDatabaseError):
        database_of(store).put_many(graphs)


def _read_with_text(store: Store, graph: str) -> tuple[Corpus, str]:
    corpus = _read(store, graph)
    return corpus, plan_text(store, graph) if corpus.plans else ""


def load(store: Store, scope: Scope = EVERYTHING) -> Corpus:
    """Read the rows of the plans in a scope; a caller that reads more than once uses a ``Loader``.

    Guarantees:
        1. Where the row database is up to date, or can be brought so, the plans outside of the scope are not read.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        ScopeError: when the scope names a plan that is not there.
    """
    found = _from_database(store, scope) if scope else None
    if found is not None:
        return found
    loader = Loader(store)
    whole = loader.load()
    return loader.part(scope.selected(whole.plans)) if scope else whole


def _from_database(store: Store, scope: Scope) -> Corpus | None:
    """Read the rows of a scope from the row database; None where it lags and cannot be brought up to date."""
    stamps = plan_stamps(store)

    def lagging(rows: RowDatabase) -> dict[str, int]:
        known = rows.stamps()
        return {graph: stamp for graph, stamp in stamps.items() if known.get(graph) != stamp}

    behind = read_or_renew(store, lagging)
    if behind or len(database_of(store).stamps()) > len(stamps):
        current_rows(store, stamps, behind)
        if database_of(store).stamps() != stamps:
            return None
    rows = database_of(store)
    return side_by_side([*rows.corpora([plan.iri for plan in scope.selected(rows.plans())]).values()])


def load_plan(store: Store, plan_iri: str) -> Corpus:
    """Read the rows of one plan; its units as its own graph describes them.

    Raises:
        UnknownPlanError: when the store does not contain it.
        IncompleteGraphError: when its graph lacks what the rows need.
    """
    if not store.holds(plan_iri):
        raise _unknown(plan_iri)
    return _read(store, plan_iri)


def _read(store: Store, name: str) -> Corpus:
    """Read the rows of one graph."""
    graph = _graph(store, name)
    return ordered(table_by_table(lambda _, row_type: graph.rows(row_type)))


def _graph(store: Store, name: str) -> _Graph:
    """Query all that rows need of a graph; the smallest of several values counts."""
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


def plans_having(store: Store, words: str) -> frozenset[str] | None:
    """Find the plans whose text contains the words by the row database; None where it lags."""
    rows = database_of(store)
    try:
        return frozenset(rows.plans_having(words)) if rows.stamps() == plan_stamps(store) else None
    except RowDatabaseError:
        return None


def plan_text(store: Store, plan_iri: str) -> str:
    """Read the full text of one plan.

    Raises:
        UnknownPlanError: when the store does not contain it.
    """
    if iris.ours(plan_iri) and store.holds(plan_iri):
        query = f"SELECT ?text WHERE {{ GRAPH <{plan_iri}> {{ <{plan_iri}> <{Term.TEXT}> ?text }} }}"
        for (text,) in store.select(query).rows:
            if text:
                return text.value
    raise _unknown(plan_iri)


def _unknown(plan_iri: str) -> UnknownPlanError:
    return UnknownPlanError(message("库中没有方案 {last}。请先导入，或核对编号。", last=iris.last(plan_iri)))
