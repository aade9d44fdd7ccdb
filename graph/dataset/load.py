"""Load rows from a store: one query per graph, once per stamp.

The rows of a graph are valid as long as its stamp is the same, and stay in the row database. So after one plan has
changed, one plan is read; a database that lags is repaired.

Guarantees:
    1. ``load`` returns what ``corpus_of`` made: the round trip through RDF loses nothing.
    2. The order of rows does not depend on the store.
    3. A unit that several plans describe is one row, with all fields from the first of their graphs.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import partial
from typing import TypeVar

from extract.messages import message
from graph.dataset.model import ordered
from graph.dataset.row_database import RowDatabase
from graph.dataset.row_databases import apart, database_of, hand_over, read_or_renew
from graph.dataset.row_engines import RowDatabaseError
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus, Row, table_by_table
from graph.dataset.schema import Datatype, Property, Value, properties, shared_terms
from graph.dataset.scope import EVERYTHING, Scope
from graph.errors import GraphError
from graph.store import Store
from ontology import iris
from ontology.terms import DIRECT, OA, PROV, RDF, Term, value

LOG = logging.getLogger(__name__)
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
_AHEAD = 16  # graphs read before the first of them is written


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


def plan_stamps(store: Store) -> dict[str, int]:
    """Give the graphs that may contain rows, sorted, with their stamps."""
    return {graph: store.stamp(graph) for graph in store.graphs() if not graph.startswith(_ABOUT_THE_WHOLE)}


def snapshot(store: Store) -> RowSnapshot:
    """Take the rows of a store as they are now; a row database that lags is brought up to date first.

    Guarantees:
        1. Where the database cannot be written, because it belongs to another process or the disk is full, the rows are
           in a temporary one from then on.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        RowDatabaseError: when there is no space for a temporary database, or a server does not answer.
    """
    found, stamps = read_or_renew(store, RowDatabase.snapshot), plan_stamps(store)
    while found.stamps != stamps:
        bring_up_to_date(store, stamps, found.stamps)
        found, stamps = database_of(store).snapshot(), plan_stamps(store)
    return found


def bring_up_to_date(store: Store, stamps: Mapping[str, int], known: Mapping[str, int]) -> None:
    """Write into the row database what it does not have at the ``stamps``, one transaction a graph, and take out the rest.

    Where only a temporary database can be written, the folder gets its rows in the end, if no one holds it; else that is
    reported.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        RowDatabaseError: when there is no space for a temporary database, or a server does not answer.
    """
    rows = database_of(store)
    if not rows.writable:
        rows = apart(store)
    try:
        _bring(store, rows, stamps, known)
    except RowDatabaseError:
        if rows.engine.url.host is not None or rows.temporary:
            raise
        _bring(store, apart(store), stamps, known)
    if rows.temporary and store.cache_folder() and not hand_over(store) and len(stamps.keys() - known.keys()) > _AHEAD:
        LOG.warning(
            message("行数据库不能更新（数据目录正由其他程序使用，或不能写入），本次临时推导了全部方案的行，用时较长。")
        )


def _bring(store: Store, rows: RowDatabase, stamps: Mapping[str, int], known: Mapping[str, int]) -> None:
    rows.remove(known.keys() - stamps.keys())
    old = [graph for graph, stamp in stamps.items() if known.get(graph) != stamp]
    with ThreadPoolExecutor(_THREADS) as readers:  # which starts no thread where nothing is old
        for start in range(0, len(old), _AHEAD):
            some = old[start : start + _AHEAD]
            for graph, (corpus, text) in zip(some, readers.map(partial(_read_with_text, store), some), strict=True):
                rows.put(graph, stamps[graph], corpus, text)


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
    """Read the rows of the plans in a scope, and of no others.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        ScopeError: when the scope names a plan that is not there.
        RowDatabaseError: when there is no space for the rows, or a server does not answer.
    """
    found = snapshot(store)
    return (found.limited(scope.selected(found.plans)) if scope else found).corpus()


def load_plan(store: Store, plan_iri: str) -> Corpus:
    """Read the rows of one plan; its units as its own graph describes them.

    Raises:
        UnknownPlanError: when the store does not contain it.
        IncompleteGraphError: when its graph lacks what the rows need.
    """
    if not store.holds(plan_iri):
        raise unknown_plan(plan_iri)
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
    raise unknown_plan(plan_iri)


def unknown_plan(plan_iri: str) -> UnknownPlanError:
    """Say that the store does not contain a plan."""
    return UnknownPlanError(message("库中没有方案 {last}。请先导入，或核对编号。", last=iris.last(plan_iri)))
