"""The share of one graph in the summary graphs: computed with the import, and stored at the stamp of its graph.

Guarantees:
    1. The share that follows from the rows of a plan equals the one that is read from its graph.
    2. A share is valid as long as the stamp of its graph is the same; one that is missing is read from its graph alone.
    3. Where the row database cannot be used, all shares are missing, and none is wrong.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from graph.dataset.row_databases import database_of
from graph.dataset.rows import ROW_TYPES, Corpus, UnitRow
from graph.dataset.sql_tables import SHARES
from graph.store import Store
from ontology.terms import DCTERMS, RDF, RDFS, Scheme, Term, value

CLASSES = (Term.PLAN, Term.SECTION, Term.TASK, Term.UNIT, Term.ASSIGNMENT, Term.FINDING, Term.CORRECTION)
"""What the description counts."""

_MANY = 500  # graphs named in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphShare:
    """What the summary graphs say of one graph."""

    triples: int = 0
    things: Mapping[str, int] = field(default_factory=dict)  # by class
    units: Mapping[str, UnitRow] = field(default_factory=dict)
    spellings: Mapping[str, frozenset[str]] = field(default_factory=dict)


def share_of(corpus: Corpus, triples: int) -> GraphShare:
    """Compute the share of a plan from its rows and the number of its triples."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for row in corpus.assignments:
        spellings[row.unit].add(row.mention)
    counts = {row_type.CLASS: len(getattr(corpus, name)) for name, row_type in ROW_TYPES.items()}
    return GraphShare(
        triples=triples,
        things={kind: counts[kind] for kind in CLASSES if counts.get(kind)},
        units={unit.iri: unit for unit in corpus.units},
        spellings={unit: frozenset(words) for unit, words in spellings.items()},
    )


def stored(store: Store, stamps: Mapping[str, int]) -> dict[str, GraphShare]:
    """Give the shares that are stored at the stamps of their graphs."""
    asked = select(SHARES.c.iri, SHARES.c.stamp, SHARES.c.share)
    if len(stamps) <= _MANY:
        asked = asked.where(SHARES.c.iri.in_(list(stamps)))
    with suppress(SQLAlchemyError), database_of(store).engine.connect() as connection:
        rows = connection.execute(asked).all()
        return {iri: _of_json(share) for iri, stamp, share in rows if stamps.get(iri) == stamp}
    return {}


def keep(store: Store, shares: Mapping[str, tuple[int, GraphShare]]) -> None:
    """Store the shares of graphs, each with the stamp of its graph."""
    rows = [{"iri": iri, "stamp": stamp, "share": _json(share)} for iri, (stamp, share) in shares.items()]
    old = [*shares]
    database = database_of(store)
    if not rows or not database.writable:
        return
    with suppress(SQLAlchemyError), database.engine.begin() as connection:
        for start in range(0, len(old), _MANY):
            connection.execute(delete(SHARES).where(SHARES.c.iri.in_(old[start : start + _MANY])))
        connection.execute(insert(SHARES), rows)


def read(store: Store, graphs: Collection[str]) -> dict[str, GraphShare]:
    """Read the shares of some graphs from them, all together."""
    where = f"VALUES ?graph {{ {' '.join(f'<{graph}>' for graph in graphs)} }} GRAPH ?graph"
    kinds = ", ".join(f"<{kind}>" for kind in CLASSES)
    sizes = store.words(f"SELECT ?graph (COUNT(*) AS ?n) WHERE {{ {where} {{ ?s ?p ?o }} }} GROUP BY ?graph")
    triples = {graph: int(count) for graph, count in sizes}
    things: dict[str, dict[str, int]] = defaultdict(dict)
    for graph, kind, count in store.words(
        f"SELECT ?graph ?kind (COUNT(*) AS ?n) WHERE {{ {where} {{ ?thing a ?kind FILTER(?kind IN ({kinds})) }} }} "
        "GROUP BY ?graph ?kind"
    ):
        things[graph][kind] = int(count)
    facts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for graph, unit, fact, said in store.words(
        f"SELECT ?graph ?unit ?fact ?value WHERE {{ {where} {{ ?unit a <{Term.UNIT}> ; ?fact ?value "
        f"FILTER(?fact != <{RDF}type>) }} }}"
    ):
        facts[graph][unit][fact] = said
    spellings: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for graph, unit, words in store.words(
        f"SELECT DISTINCT ?graph ?unit ?words WHERE {{ {where} {{ ?one <{Term.TO_UNIT}> ?unit ; <{Term.MENTION}> ?words }} }}"
    ):
        spellings[graph][unit].add(words)
    return {
        graph: GraphShare(
            triples=triples.get(graph, 0),
            things=things[graph],
            units={unit: _unit(unit, said) for unit, said in facts[graph].items()},
            spellings={unit: frozenset(words) for unit, words in spellings[graph].items()},
        )
        for graph in graphs
    }


def _unit(iri: str, facts: Mapping[str, str]) -> UnitRow:
    return UnitRow(
        iri=iri,
        id=facts.get(DCTERMS + "identifier", ""),
        name=facts.get(RDFS + "label", ""),
        body=facts.get(Term.BODY, ""),
        kind=value(facts.get(Term.KIND, Term.KIND_SINGLE), Scheme.KIND),
        place_code=facts.get(Term.PLACE_CODE, ""),
        place_name=facts.get(Term.PLACE_NAME, ""),
        level=value(facts.get(Term.LEVEL, Term.LEVEL_UNKNOWN), Scheme.LEVEL),
        registered=facts.get(Term.REGISTERED) == "true",
    )


def _json(share: GraphShare) -> str:
    written = {
        "triples": share.triples,
        "things": dict(share.things),
        "units": [asdict(unit) for _, unit in sorted(share.units.items())],
        "spellings": {unit: sorted(words) for unit, words in sorted(share.spellings.items())},
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _of_json(written: str) -> GraphShare:
    read_back = json.loads(written)
    return GraphShare(
        triples=read_back["triples"],
        things=read_back["things"],
        units={unit["iri"]: UnitRow(**unit) for unit in read_back["units"]},
        spellings={unit: frozenset(words) for unit, words in read_back["spellings"].items()},
    )
