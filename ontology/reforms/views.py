"""What is generated from the tables of reforms: the years of the lexicon's names, and RDF.

``.ci/reforms`` writes the years to ``extract/units/validity.csv``; a test compares the file with what this module gives.
The RDF is written on demand.

Source: W3C ORG § 5.5 (org:ChangeEvent, org:originalOrganization, org:resultingOrganization).
"""

from collections.abc import Iterable, Iterator

from ontology import iris
from ontology.reforms.events import LEVELS, Event, Transfer, reforms
from ontology.terms import DCTERMS, ORG, RDF, SKOS, XSD, Term

_LETTERS = {level: letter for letter, level in LEVELS.items()}


def validity() -> str:
    """Give the years in which a reform begins and ends a body, by level: ``key,level,from,to,event`` as CSV.

    A body may be named from the year of the reform that founds it, and until the year in which its level had to carry out
    the reform that ends it.
    """
    starts: dict[tuple[str, str], Event] = {(body, level): event for event, level, body in reforms().foundings}
    ends: dict[tuple[str, str], Transfer] = {}
    for one in reforms().transfers:
        if one.ends:
            ends.setdefault((one.body, one.level), one)
    lines = ["key,level,from,to,source"]
    for body, level in sorted({*starts, *ends}):
        start, end = starts.get((body, level)), ends.get((body, level))
        source = " ".join(dict.fromkeys(event.key for event in (start, end.event if end else None) if event))
        years = f"{start.year if start else ''},{end.date.year if end else ''}"
        lines.append(f"{body},{_LETTERS[level]},{years},{source}")
    return "\n".join(lines) + "\n"


def triples(found: Iterable[Transfer]) -> Iterator[str]:
    """Give transfers as lines of N-Triples, with the events they are part of and the functions they moved.

    Guarantees:
        1. Each transfer is an ``org:ChangeEvent`` with its day, level, function, bodies and citation.
    """
    transfers = tuple(found)
    for event in dict.fromkeys(one.event for one in transfers):
        yield _link(_event(event), RDF + "type", ORG + "ChangeEvent")
        yield _words(_event(event), DCTERMS + "title", event.title, "@zh")
        yield _words(_event(event), DCTERMS + "bibliographicCitation", event.source, "@zh")
    moved = {one.function for one in transfers}
    for key, zh, en in (named for named in reforms().functions if named[0] in moved):
        yield _link(_function(key), RDF + "type", SKOS + "Concept")
        yield _words(_function(key), SKOS + "prefLabel", zh, "@zh")
        yield _words(_function(key), SKOS + "prefLabel", en, "@en")
    for one in transfers:
        yield from _transfer(one)


def _transfer(one: Transfer) -> Iterator[str]:
    own = f"{_event(one.event)}/{one.level}/{one.function}/{one.body}"
    yield _link(own, RDF + "type", ORG + "ChangeEvent")
    yield _link(own, DCTERMS + "isPartOf", _event(one.event))
    yield _words(own, DCTERMS + "date", one.date.isoformat(), f"^^<{XSD}date>")
    yield _words(own, str(Term.LEVEL), one.level)
    yield _link(own, DCTERMS + "subject", _function(one.function))
    yield _link(own, ORG + "originalOrganization", _body(one.body))
    yield _link(own, ORG + "resultingOrganization", _body(one.heir))
    yield _words(own, DCTERMS + "type", one.fate.value)
    yield _words(own, DCTERMS + "bibliographicCitation", one.source, "@zh")


def document() -> str:
    """Give all as sorted N-Triples."""
    return "".join(sorted(set(triples(reforms().transfers))))


def _event(event: Event) -> str:
    return f"{iris.ID}reform/{iris.segment(event.key)}"


def _function(key: str) -> str:
    return f"{iris.ID}function/{iris.segment(key)}"


def _body(key: str) -> str:
    return f"{iris.ID}body/{iris.segment(key)}"


def _link(subject: str, predicate: str, thing: str) -> str:
    return f"<{subject}> <{predicate}> <{thing}> .\n"


def _words(subject: str, predicate: str, words: str, tag: str = "") -> str:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'<{subject}> <{predicate}> "{quoted}"{tag} .\n'
