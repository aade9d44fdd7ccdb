"""Update the summary graphs when plans change: the vocabulary, the register of units, the description.

``renew(store)`` after plans changed · ``ensure(store)`` when a store is opened · ``described(store)`` for what is there now.

Guarantees:
    1. Each is a function of the program and of the other graphs: equal plans give equal bytes.
    2. A change of plans removes the description first, so that it is never out of date: a missing one is written when
       the store is opened next.
    3. Where nothing is missing, ``ensure`` writes nothing and runs two small queries.
    4. A store is read graph by graph, once per stamp: after one plan has changed, one plan is read.

Source: W3C VoID § 4.4 (statistics); the counts are of triples by graph, so a triple in two graphs counts twice.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from graph.dataset.rows import UnitRow
from graph.exchange.void_formats import (
    DESCRIPTION,
    REGISTRY,
    VOCABULARY,
    VOID,
    WHOLE,
    description,
    registry,
    vocabulary,
    vocabulary_version,
)
from graph.store import Store
from graph.store.transaction import write
from ontology.terms import DCTERMS, RDF, RDFS, Scheme, Term, value

CLASSES = (Term.PLAN, Term.SECTION, Term.TASK, Term.UNIT, Term.ASSIGNMENT, Term.FINDING, Term.CORRECTION)
"""What the description counts."""


def ensure(store: Store) -> bool:
    """Write the summary graphs where one is missing or out of date; return whether it was so."""
    if _complete(store):
        return False
    renew(store)
    return True


def renew(store: Store) -> None:
    """Rewrite the summary graphs as far as they differ."""
    memory = _MEMORY.setdefault(store, _Memory())
    parts = _parts(store)
    new = {VOCABULARY: vocabulary(), REGISTRY: memory.registry(_units(parts), _spellings(parts))}
    before, stamps = store.revision, {graph: store.stamp(graph) for graph in new}
    known = {graph: content for graph, (stamp, content) in memory.written.items() if stamps[graph] == stamp}
    changed = write(store, {**new, DESCRIPTION: _description(parts, new)}, known=known)
    stamps |= dict.fromkeys(
        changed, before + 1
    )  # of this write; it is no longer the stamp after another one in between
    memory.written = {graph: (stamps[graph], content) for graph, content in new.items()}


def forget(store: Store) -> None:
    """Take the description away before plans change."""
    if store.holds(DESCRIPTION):
        store.remove(DESCRIPTION)


def described(store: Store) -> bytes:
    """Describe the store as it is now, regardless of its stored description."""
    return _description(_parts(store), {})


def _complete(store: Store) -> bool:
    version = f"SELECT ?hash WHERE {{ GRAPH <{VOCABULARY}> {{ <{VOCABULARY}> <{Term.SHA256}> ?hash }} }}"
    if _column(store, version) != [vocabulary_version()]:
        return False
    subsets = f"SELECT ?graph WHERE {{ GRAPH <{DESCRIPTION}> {{ <{WHOLE}> <{VOID}subset> ?graph }} }}"
    return set(_column(store, subsets)) == set(store.graphs())


@dataclass(frozen=True, slots=True, kw_only=True)
class _GraphShare:
    """The share of one graph in the summary graphs, at its stamp."""

    stamp: int
    triples: int = 0
    things: Mapping[str, int] = field(default_factory=dict)  # by class
    units: Mapping[str, UnitRow] = field(default_factory=dict)
    spellings: Mapping[str, frozenset[str]] = field(default_factory=dict)


class _Memory:
    """What is known of one store: its parts, and what was written, with the stamp that it had then."""

    def __init__(self) -> None:
        self.parts: Mapping[str, _GraphShare] = {}
        self.written: Mapping[str, tuple[int, bytes]] = {}
        self._register: tuple[tuple[UnitRow, ...], Mapping[str, frozenset[str]], bytes] | None = None

    def registry(self, units: tuple[UnitRow, ...], spellings: Mapping[str, frozenset[str]]) -> bytes:
        """Give the register, which many a plan leaves as it is."""
        if self._register is None or self._register[:2] != (units, spellings):
            self._register = (units, spellings, registry(units, spellings))
        return self._register[2]


_MEMORY: "WeakKeyDictionary[Store, _Memory]" = WeakKeyDictionary()


def _parts(store: Store) -> Mapping[str, _GraphShare]:
    """Give the part of every graph; only those are read that were written since they were read last."""
    memory = _MEMORY.setdefault(store, _Memory())
    kept = memory.parts
    stamps = {graph: store.stamp(graph) for graph in store.graphs() if graph != DESCRIPTION}
    old = [graph for graph, stamp in stamps.items() if graph not in kept or kept[graph].stamp != stamp]
    new = _read(store, old, stamps) if old else {}
    memory.parts = {graph: new.get(graph) or kept[graph] for graph in stamps}
    return memory.parts


def _read(store: Store, graphs: Collection[str], stamps: Mapping[str, int]) -> Mapping[str, _GraphShare]:
    """Read the parts of some graphs, all together."""
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
        graph: _GraphShare(
            stamp=stamps[graph],
            triples=triples.get(graph, 0),
            things=things[graph],
            units={unit: _unit(unit, said) for unit, said in facts[graph].items()},
            spellings={unit: frozenset(words) for unit, words in spellings[graph].items()},
        )
        for graph in graphs
    }


def _description(parts: Mapping[str, _GraphShare], new: Mapping[str, bytes]) -> bytes:
    """Describe a store with the summary graphs ``new``."""
    triples = {graph: part.triples for graph, part in parts.items()}
    triples |= {graph: content.count(b"\n") for graph, content in new.items() if content}
    return description(triples, _entities(parts))


def _entities(parts: Mapping[str, _GraphShare]) -> Mapping[str, int]:
    """Count the things of each class; only units are in more than one graph."""
    found: Counter[str] = Counter()
    for part in parts.values():
        found.update(part.things)
    units = {unit for part in parts.values() for unit in part.units}
    return {kind: len(units) if kind == Term.UNIT else found[kind] for kind in CLASSES}


def _units(parts: Mapping[str, _GraphShare]) -> tuple[UnitRow, ...]:
    """Give the units of all plans, each as the first plan that names it describes it."""
    found: dict[str, UnitRow] = {}
    for _, part in sorted(parts.items()):
        for unit, row in part.units.items():
            found.setdefault(unit, row)
    return tuple(row for _, row in sorted(found.items()))


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


def _spellings(parts: Mapping[str, _GraphShare]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in parts.values():
        for unit, words in part.spellings.items():
            there = found.get(unit)
            found[unit] = words if there is None or there is words else there | words
    return found


def _column(store: Store, query: str) -> list[str]:
    return [cell.value for (cell,) in store.select(query).rows if cell]
