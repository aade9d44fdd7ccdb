"""From the store back to rows: a few flat queries, one a kind of row.

Guarantees:
    1. ``load`` gives back what ``corpus_of`` made: the round trip through RDF loses nothing.
    2. The order of rows does not depend on the store.
    3. A unit that several plans describe stands once, as the first of their graphs describes it, whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.records import Bilingual
from graph.errors import GraphError
from graph.model import ordered
from graph.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from graph.store import Store, Table
from ontology import iris
from ontology.terms import DCTERMS, NS, RDFS, Scheme, value

_PROLOGUE = f"PREFIX dg: <{NS}>\nPREFIX dcterms: <{DCTERMS}>\nPREFIX rdfs: <{RDFS}>\n"

_PLANS = """SELECT ?iri ?id ?title ?source ?issuer ?number ?issued ?place_code ?place_name ?level ?characters ?sha256
WHERE {
  ?iri a dg:Plan ; dcterms:identifier ?id ; dg:fileName ?source ; dg:level ?level ;
    dg:characters ?characters ; dg:sha256 ?sha256 .
  OPTIONAL { ?iri rdfs:label ?title } OPTIONAL { ?iri dg:issuer ?issuer }
  OPTIONAL { ?iri dg:documentNumber ?number } OPTIONAL { ?iri dcterms:issued ?issued }
  OPTIONAL { ?iri dg:placeCode ?place_code } OPTIONAL { ?iri dg:placeName ?place_name }
}"""
_SECTIONS = """SELECT ?iri ?plan ?id ?number ?title ?level ?parent ?start ?end WHERE {
  ?iri a dg:Section ; dg:inPlan ?plan ; dg:partOf ?parent ; dg:reference ?id ; dg:depth ?level ;
    dg:start ?start ; dg:end ?end .
  OPTIONAL { ?iri dg:printedNumber ?number } OPTIONAL { ?iri rdfs:label ?title }
}"""
_TASKS = """SELECT ?iri ?plan ?id ?ref ?number ?title ?text ?part_of ?start ?end ?deadline ?clarity WHERE {
  ?iri a dg:Task ; dg:inPlan ?plan ; dg:partOf ?part_of ; dcterms:identifier ?id ; dg:text ?text ;
    dg:clarity ?clarity ; dg:start ?start ; dg:end ?end .
  OPTIONAL { ?iri dg:reference ?ref } OPTIONAL { ?iri dg:printedNumber ?number }
  OPTIONAL { ?iri rdfs:label ?title } OPTIONAL { ?iri dg:deadline ?deadline }
}"""
_UNITS = """SELECT ?graph ?iri ?id ?name ?body ?kind ?place_code ?place_name ?level ?registered WHERE { GRAPH ?graph {
  ?iri a dg:Unit ; dcterms:identifier ?id ; rdfs:label ?name ; dg:body ?body ; dg:kind ?kind ; dg:level ?level ;
    dg:registered ?registered .
  OPTIONAL { ?iri dg:placeCode ?place_code } OPTIONAL { ?iri dg:placeName ?place_name }
} }"""
_ASSIGNMENTS = """SELECT ?iri ?plan ?task ?unit ?role ?mention ?start ?end ?label ?rank ?of ?ranked ?basis ?rule ?confidence
WHERE {
  ?iri a dg:Assignment ; dg:inPlan ?plan ; dg:ofTask ?task ; dg:toUnit ?unit ; dg:role ?role ; dg:mention ?mention ;
    dg:start ?start ; dg:end ?end ; dg:rank ?rank ; dg:listLength ?of ; dg:ranked ?ranked ; dg:basis ?basis ;
    dg:rule ?rule ; dg:confidence ?confidence .
  OPTIONAL { ?iri dg:label ?label }
}"""
_FINDINGS = """SELECT ?iri ?plan ?code ?severity ?what_zh ?what_en ?remedy_zh ?remedy_en ?start ?end ?quote ?task WHERE {
  ?iri a dg:Finding ; dg:inPlan ?plan ; dg:code ?code ; dg:severity ?severity ; dg:start ?start ; dg:end ?end .
  OPTIONAL { ?iri dg:what ?what_zh FILTER(LANG(?what_zh) = "zh") }
  OPTIONAL { ?iri dg:what ?what_en FILTER(LANG(?what_en) = "en") }
  OPTIONAL { ?iri dg:remedy ?remedy_zh FILTER(LANG(?remedy_zh) = "zh") }
  OPTIONAL { ?iri dg:remedy ?remedy_en FILTER(LANG(?remedy_en) = "en") }
  OPTIONAL { ?iri dg:quote ?quote } OPTIONAL { ?iri dg:ofTask ?task }
}"""
_LEDGER = """SELECT ?plan ?start ?end ?state ?rule WHERE {
  ?iri a dg:LedgerLine ; dg:inPlan ?plan ; dg:state ?state ; dg:rule ?rule ; dg:start ?start ; dg:end ?end .
}"""


class UnknownPlanError(GraphError):
    """The store holds no such plan."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One answer row by name; an unbound variable is the empty string."""

    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def number(self, name: str) -> int:
        return int(self.cells[name])

    def truth(self, name: str) -> bool:
        return self.cells[name] in {"true", "1"}

    def concept(self, name: str, scheme: Scheme) -> str:
        return value(self.cells[name], scheme)


def load(store: Store) -> Corpus:
    """Read the rows of every plan that the store holds."""
    return ordered(
        Corpus(
            plans=tuple(_plan(row) for row in _ask(store, _PLANS)),
            sections=tuple(_section(row) for row in _ask(store, _SECTIONS)),
            tasks=tuple(_task(row) for row in _ask(store, _TASKS)),
            units=_units(store),
            assignments=tuple(_assignment(row) for row in _ask(store, _ASSIGNMENTS)),
            findings=tuple(_finding(row) for row in _ask(store, _FINDINGS)),
            ledger=tuple(_line(row) for row in _ask(store, _LEDGER)),
        )
    )


def plan_text(store: Store, plan_iri: str) -> str:
    """Read the whole text of one plan.

    Raises:
        UnknownPlanError: when the store does not hold it.
    """
    if plan_iri in store.graphs():
        table = store.select(f"{_PROLOGUE}SELECT ?text WHERE {{ GRAPH <{plan_iri}> {{ <{plan_iri}> dg:text ?text }} }}")
        for row in _rows(table):
            return row["text"]
    raise UnknownPlanError(
        Bilingual(
            zh=f"库中没有方案 {iris.last(plan_iri)}。请先导入，或核对编号。",
            en=f"The store holds no plan {iris.last(plan_iri)}. Import it first, or check the id.",
        )
    )


def _ask(store: Store, query: str) -> Iterator[_Row]:
    return _rows(store.select(_PROLOGUE + query))


def _rows(table: Table) -> Iterator[_Row]:
    for row in table.rows:
        yield _Row({name: term.value if term else "" for name, term in zip(table.variables, row, strict=True)})


def _plan(row: _Row) -> PlanRow:
    return PlanRow(
        iri=row["iri"],
        id=row["id"],
        title=row["title"],
        source=row["source"],
        issuer=row["issuer"],
        number=row["number"],
        issued=row["issued"],
        place_code=row["place_code"],
        place_name=row["place_name"],
        level=row.concept("level", Scheme.LEVEL),
        characters=row.number("characters"),
        sha256=row["sha256"],
    )


def _section(row: _Row) -> SectionRow:
    return SectionRow(
        iri=row["iri"],
        plan=row["plan"],
        id=row["id"],
        number=row["number"],
        title=row["title"],
        level=row.number("level"),
        parent=row["parent"],
        start=row.number("start"),
        end=row.number("end"),
    )


def _task(row: _Row) -> TaskRow:
    return TaskRow(
        iri=row["iri"],
        plan=row["plan"],
        id=row["id"],
        ref=row["ref"],
        number=row["number"],
        title=row["title"],
        text=row["text"],
        part_of=row["part_of"],
        start=row.number("start"),
        end=row.number("end"),
        deadline=row["deadline"],
        clarity=row.concept("clarity", Scheme.CLARITY),
    )


def _units(store: Store) -> tuple[UnitRow, ...]:
    units: dict[str, UnitRow] = {}
    plans = {row["iri"] for row in _ask(store, "SELECT ?iri WHERE { ?iri a dg:Plan }")}
    for row in sorted(_ask(store, _UNITS), key=lambda row: (row["graph"], row["iri"], row["name"])):
        if row["graph"] in plans:
            units.setdefault(row["iri"], _unit(row))
    return tuple(units.values())


def _unit(row: _Row) -> UnitRow:
    return UnitRow(
        iri=row["iri"],
        id=row["id"],
        name=row["name"],
        body=row["body"],
        kind=row.concept("kind", Scheme.KIND),
        place_code=row["place_code"],
        place_name=row["place_name"],
        level=row.concept("level", Scheme.LEVEL),
        registered=row.truth("registered"),
    )


def _assignment(row: _Row) -> AssignmentRow:
    return AssignmentRow(
        iri=row["iri"],
        plan=row["plan"],
        task=row["task"],
        unit=row["unit"],
        role=row.concept("role", Scheme.ROLE),
        mention=row["mention"],
        start=row.number("start"),
        end=row.number("end"),
        label=row["label"],
        rank=row.number("rank"),
        of=row.number("of"),
        ranked=row.truth("ranked"),
        basis=row.concept("basis", Scheme.BASIS),
        rule=row["rule"],
        confidence=float(row["confidence"]),
    )


def _finding(row: _Row) -> FindingRow:
    return FindingRow(
        iri=row["iri"],
        plan=row["plan"],
        code=row["code"],
        severity=row.concept("severity", Scheme.SEVERITY),
        what_zh=row["what_zh"],
        what_en=row["what_en"],
        remedy_zh=row["remedy_zh"],
        remedy_en=row["remedy_en"],
        start=row.number("start"),
        end=row.number("end"),
        quote=row["quote"],
        task=row["task"],
    )


def _line(row: _Row) -> LedgerRow:
    return LedgerRow(
        plan=row["plan"],
        start=row.number("start"),
        end=row.number("end"),
        state=row.concept("state", Scheme.STATE),
        rule=row["rule"],
    )
