"""The statements of a store about one thing: itself, its parts, and what points to it.

Source: W3C, Cool URIs for the Semantic Web § 4; Concise Bounded Description (W3C member submission) § 1, without
blank nodes, which the data does not have.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.dataset.triples import literal
from graph.store import RdfTerm, Store, TermKind
from ontology import iris

POINTING = 500
"""The most statements that point to a thing which its description holds."""

Statement = tuple[str, str, RdfTerm]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The statements about a thing. ``said`` and ``parts`` are complete; ``pointing`` has the first ones by name."""

    iri: str
    triples: int  # of the named graph of that name, 0 where there is none
    said: tuple[Statement, ...]
    parts: tuple[Statement, ...]
    pointing: tuple[Statement, ...]

    def ntriples(self) -> bytes:
        """Write it as sorted N-Triples."""
        lines = {_line(one) for one in (*self.said, *self.parts, *self.pointing)}
        return "".join(sorted(lines)).encode()


def about(store: Store, iri: str) -> About | None:
    """Give the statements of a store about a thing; None where it has none.

    A thing is known when it is a subject, when a graph has its name, or when something points to it, as a correction
    does to an assignment that it dropped.
    """
    if not iris.ours(iri):
        return None
    said = tuple(_statements(store, f"BIND(<{iri}> AS ?s) <{iri}> ?p ?o"))
    named = store.holds(iri)
    pointing = tuple(_statements(store, f"?s ?p <{iri}> BIND(<{iri}> AS ?o)", f"ORDER BY ?s ?p LIMIT {POINTING}"))
    if not said and not named and not pointing:
        return None
    inside = f'FILTER(STRSTARTS(STR(?s), "{iri}#"))'
    between = f'FILTER(STRSTARTS(STR(?m), "{iri}#"))'
    return About(
        iri=iri,
        triples=store.size(iri) if named else 0,
        said=said,
        parts=tuple(
            _statements(
                store,
                f"{{ <{iri}> ?q ?s {inside} ?s ?p ?o }} UNION {{ <{iri}> ?q ?m {between} ?m ?r ?s {inside} ?s ?p ?o }}",
            )
        ),
        pointing=pointing,
    )


def _statements(store: Store, pattern: str, order: str = "") -> Iterator[Statement]:
    found = {
        (subject.value, predicate.value, target)
        for subject, predicate, target in store.select(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} {order}").rows
        if subject and predicate and target
    }
    yield from sorted(found, key=lambda one: (one[0], one[1], one[2].value, one[2].language))


def _line(statement: Statement) -> str:
    subject, predicate, target = statement
    if target.kind is TermKind.IRI:
        written = f"<{target.value}>"
    else:
        plain = target.language or target.datatype == "http://www.w3.org/2001/XMLSchema#string"
        written = literal(target.value, "" if plain else target.datatype, target.language)
    return f"<{subject}> <{predicate}> {written} .\n"
