"""Entries of a journal in the graph of the corrections: numbered rows that are only ever added."""

import csv
import io
from collections.abc import Iterator, Sequence

from graph.corrections.csv import GRAPH
from graph.dataset.triples import literal
from graph.store import Store
from ontology.terms import DCTERMS, PROV, RDF, XSD, Term


def rows(store: Store, kind: Term) -> tuple[tuple[int, list[str]], ...]:
    """Read the entries of one kind, oldest first: the number and the cells of each."""
    query = f"""SELECT ?order ?row WHERE {{ GRAPH <{GRAPH}> {{
      ?iri a <{kind}> ; <{Term.RANK}> ?order ; <{Term.TEXT}> ?row }} }}"""
    found = sorted((int(order.value), row.value) for order, row in store.select(query).rows if order and row)
    return tuple((number, next(csv.reader(io.StringIO(row, newline="")))) for number, row in found)


def lines(iri: str, kind: Term, number: int, state: str, cells: Sequence[str], *, who: str, when: str) -> Iterator[str]:
    """Write one entry as lines of N-Triples."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    yield f"<{iri}> <{RDF}type> <{kind}> .\n"
    yield f"<{iri}> <{RDF}type> <{PROV}Entity> .\n"
    yield f"<{iri}> <{Term.RANK}> {literal(str(number), XSD + 'integer')} .\n"
    yield f"<{iri}> <{Term.CODE}> {literal(state)} .\n"
    yield f"<{iri}> <{Term.TEXT}> {literal(out.getvalue())} .\n"
    yield f"<{iri}> <{DCTERMS}creator> {literal(who)} .\n"
    yield f"<{iri}> <{DCTERMS}created> {literal(when)} .\n"
