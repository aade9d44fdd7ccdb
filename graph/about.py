"""Keep the graphs about the whole in step with the plans: the vocabulary, the register of units, the description.

``renew(store)`` after plans changed · ``ensure(store)`` when a store is opened · ``described(store)`` for what is there now.

Guarantees:
    1. Each is a function of the program and of the other graphs: equal plans give equal bytes.
    2. What changes plans takes the description away first, so that none is ever out of date: one that is missing is
       written when the store is opened next.
    3. ``ensure`` writes nothing, and asks two small questions, where nothing is missing.

Source: W3C VoID § 4.4 (statistics); the counts are of triples by graph, so one that stands in two graphs counts twice.
"""

from collections import defaultdict
from collections.abc import Mapping

from graph.formats_about import (
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
from graph.rows import UnitRow
from graph.store import Store
from graph.transaction import write
from ontology.terms import DCTERMS, RDF, RDFS, Scheme, Term, value

CLASSES = (Term.PLAN, Term.SECTION, Term.TASK, Term.UNIT, Term.ASSIGNMENT, Term.FINDING, Term.CORRECTION)
"""What the description counts."""


def ensure(store: Store) -> bool:
    """Write the graphs about the whole where one is missing or of another state; tell whether it was so."""
    if _complete(store):
        return False
    renew(store)
    return True


def renew(store: Store) -> None:
    """Write the graphs about the whole anew, as far as they differ."""
    new = {VOCABULARY: vocabulary(), REGISTRY: registry(_units(store), _spellings(store))}
    write(store, {**new, DESCRIPTION: _description(store, new)})


def forget(store: Store) -> None:
    """Take the description away before plans change."""
    if store.holds(DESCRIPTION):
        store.remove(DESCRIPTION)


def described(store: Store) -> bytes:
    """Describe the store as it is now, whatever description it keeps."""
    return _description(store, {})


def _complete(store: Store) -> bool:
    version = f"SELECT ?hash WHERE {{ GRAPH <{VOCABULARY}> {{ <{VOCABULARY}> <{Term.SHA256}> ?hash }} }}"
    if _column(store, version) != [vocabulary_version()]:
        return False
    subsets = f"SELECT ?graph WHERE {{ GRAPH <{DESCRIPTION}> {{ <{WHOLE}> <{VOID}subset> ?graph }} }}"
    return set(_column(store, subsets)) == set(store.graphs())


def _description(store: Store, new: Mapping[str, bytes]) -> bytes:
    """Describe a store once its graphs about the whole are ``new``."""
    query = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
    triples = dict.fromkeys(store.graphs(), 0)
    for graph, count in store.select(query).rows:
        if graph and count:
            triples[graph.value] = int(count.value)
    triples |= {graph: content.count(b"\n") for graph, content in new.items() if content}
    triples.pop(DESCRIPTION, None)
    return description(triples, _entities(store))


def _entities(store: Store) -> Mapping[str, int]:
    wanted = " ".join(f"<{kind}>" for kind in CLASSES)
    query = f"SELECT ?kind (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ VALUES ?kind {{ {wanted} }} ?thing a ?kind }} GROUP BY ?kind"
    found = {kind.value: int(count.value) for kind, count in store.select(query).rows if kind and count}
    return {kind: found.get(kind, 0) for kind in CLASSES}


def _units(store: Store) -> tuple[UnitRow, ...]:
    """Read the units of all plans, each as the first plan that names it describes it."""
    facts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    query = f"""SELECT ?graph ?unit ?fact ?value WHERE {{ GRAPH ?graph {{
      ?unit a <{Term.UNIT}> ; ?fact ?value . FILTER(?fact != <{RDF}type>) }} }}"""
    for graph, unit, fact, said in store.select(query).rows:
        if graph and unit and fact and said:
            facts[unit.value][graph.value][fact.value] = said.value
    return tuple(_unit(iri, graphs[min(graphs)]) for iri, graphs in sorted(facts.items()))


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


def _spellings(store: Store) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    query = f"SELECT DISTINCT ?unit ?words WHERE {{ ?one <{Term.TO_UNIT}> ?unit ; <{Term.MENTION}> ?words }}"
    for unit, words in store.select(query).rows:
        if unit and words:
            found[unit.value].add(words.value)
    return {unit: frozenset(words) for unit, words in found.items()}


def _column(store: Store, query: str) -> list[str]:
    return [cell.value for (cell,) in store.select(query).rows if cell]
