"""From the store back to rows: a few flat queries, one a predicate.

A scan of one predicate is the cheapest question a triple store knows; joining fourteen of them there costs four times
as much as putting the columns together here.

Guarantees:
    1. ``load`` gives back what ``corpus_of`` made: the round trip through RDF loses nothing.
    2. The order of rows does not depend on the store.
    3. A unit that several plans describe stands once, as the first of their graphs describes it, whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from extract.records import Bilingual
from graph.errors import GraphError
from graph.model import ordered
from graph.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from graph.store import Store
from ontology import iris
from ontology.terms import DCTERMS, RDFS, Scheme, Term, value

_IDENTIFIER = DCTERMS + "identifier"
_ISSUED = DCTERMS + "issued"
_NAME = RDFS + "label"
_T = TypeVar("_T")


class UnknownPlanError(GraphError):
    """The store holds no such plan."""


class IncompleteGraphError(GraphError):
    """A thing in the store lacks what every thing of its kind has: the graph was not written here, or is damaged."""


@dataclass(slots=True)
class _Columns:
    """The objects of a predicate by subject, each predicate asked for once."""

    store: Store
    graph: str = ""  # empty: the union of all graphs
    kept: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def column(self, predicate: str, language: str = "") -> Mapping[str, str]:
        key = (predicate, language)
        if key not in self.kept:
            only = f' FILTER(LANG(?o) = "{language}")' if language else ""
            self.kept[key] = self._ask(f"?s <{predicate}> ?o{only}")
        return self.kept[key]

    def task_texts(self) -> Mapping[str, str]:
        """Read the words of the tasks, and leave the texts of whole plans where they are."""
        return self._ask(f"?s a <{Term.TASK}> . ?s <{Term.TEXT}> ?o")

    def of_kind(self, kind: Term, row: "Callable[[_Thing], _T]") -> tuple[_T, ...]:
        members = self.store.select(f"SELECT DISTINCT ?s WHERE {{ {self._scope(f'?s a <{kind}>')} }}").rows
        return tuple(row(_Thing(cell.value, self)) for (cell,) in members if cell)

    def _scope(self, pattern: str) -> str:
        return f"GRAPH <{self.graph}> {{ {pattern} }}" if self.graph else pattern

    def _ask(self, pattern: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for subject, cell in self.store.select(f"SELECT ?s ?o WHERE {{ {self._scope(pattern)} }}").rows:
            if subject and cell and (subject.value not in found or cell.value < found[subject.value]):
                found[subject.value] = cell.value
        return found


@dataclass(frozen=True, slots=True)
class _Thing:
    """One subject, read column by column; what it does not say is the empty string."""

    iri: str
    columns: _Columns

    def words(self, predicate: str, language: str = "") -> str:
        return self.columns.column(predicate, language).get(self.iri, "")

    def needed(self, predicate: str) -> str:
        try:
            return self.columns.column(predicate)[self.iri]
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


def load(store: Store) -> Corpus:
    """Read the rows of every plan that the store holds.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
    """
    return _corpus(_Columns(store), _units(store))


def load_plan(store: Store, plan_iri: str) -> Corpus:
    """Read the rows of one plan; its units as its own graph describes them.

    Raises:
        UnknownPlanError: when the store does not hold it.
        IncompleteGraphError: when its graph lacks what the rows need.
    """
    if not store.holds(plan_iri):
        raise _unknown(plan_iri)
    columns = _Columns(store, plan_iri)
    return _corpus(columns, columns.of_kind(Term.UNIT, _unit))


def _corpus(columns: _Columns, units: tuple[UnitRow, ...]) -> Corpus:
    texts = columns.task_texts()
    return ordered(
        Corpus(
            plans=columns.of_kind(Term.PLAN, _plan),
            sections=columns.of_kind(Term.SECTION, _section),
            tasks=columns.of_kind(Term.TASK, lambda thing: _task(thing, texts)),
            units=units,
            assignments=columns.of_kind(Term.ASSIGNMENT, _assignment),
            findings=columns.of_kind(Term.FINDING, _finding),
            ledger=columns.of_kind(Term.LEDGER_LINE, _line),
        )
    )


def plan_text(store: Store, plan_iri: str) -> str:
    """Read the whole text of one plan.

    Raises:
        UnknownPlanError: when the store does not hold it.
    """
    if plan_iri in store.graphs():
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


def _units(store: Store) -> tuple[UnitRow, ...]:
    """Read each unit from the first plan that names it."""
    query = f"""SELECT ?graph ?unit WHERE {{ GRAPH ?graph {{ ?unit a <{Term.UNIT}> . ?graph a <{Term.PLAN}> }} }}"""
    first: dict[str, str] = {}
    for graph, unit in store.select(query).rows:
        if graph and unit:
            first[unit.value] = min(first.get(unit.value, graph.value), graph.value)
    described = {graph: _Columns(store, graph) for graph in set(first.values())}
    return tuple(_unit(_Thing(unit, described[graph])) for unit, graph in first.items())


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


def _task(thing: _Thing, texts: Mapping[str, str]) -> TaskRow:
    return TaskRow(
        iri=thing.iri,
        plan=thing.needed(Term.IN_PLAN),
        id=thing.needed(_IDENTIFIER),
        ref=thing.words(Term.REFERENCE),
        number=thing.words(Term.PRINTED_NUMBER),
        title=thing.words(_NAME),
        text=texts.get(thing.iri, ""),
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
