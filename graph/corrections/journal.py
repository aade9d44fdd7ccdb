"""Entries of a journal in the graph of the corrections: numbered rows that are only ever added."""

import csv
import io
import threading
from collections.abc import Iterable, Iterator, Sequence

from extract.messages import message
from graph.corrections.csv import GRAPH
from graph.dataset.triples import literal
from graph.errors import GraphError
from graph.store import Store
from graph.store.transaction import write
from ontology.terms import DCTERMS, PROV, RDF, XSD, Term

LONGEST_NOTE = 2_000  # characters
LONGEST_NAME = 60
WRITING = threading.Lock()
"""Held while new entries get their numbers and are written."""


class BadEntryError(GraphError):
    """An entry that cannot be written: too long, without a name, or about something that is not there."""


def check_names(signer: str, *others: str) -> None:
    """Check who signs an entry, and who else it names.

    Raises:
        BadEntryError: the signer is missing, or a name is too long.
    """
    if not signer.strip() or max(map(len, (signer, *others))) > LONGEST_NAME:
        raise BadEntryError(message("请写明姓名，不超过 {most} 字。", most=LONGEST_NAME))


def append(store: Store, entries: Iterable[Iterable[str]]) -> None:
    """Write the lines of new entries together."""
    written = sorted(line for lines_of_one in entries for line in lines_of_one)
    if written:
        write(store, {}, {GRAPH: "".join(written).encode()})


def rows(store: Store, kind: Term) -> tuple[tuple[int, list[str]], ...]:
    """Read the entries of one kind, oldest first: the number and the cells of each."""
    query = f"""SELECT ?order ?row WHERE {{ GRAPH <{GRAPH}> {{
      ?iri a <{kind}> ; <{Term.RANK}> ?order ; <{Term.TEXT}> ?row }} }}"""
    found = sorted((int(order.value), row.value) for order, row in store.select(query).rows if order and row)
    return tuple((number, next(csv.reader(io.StringIO(row, newline="")))) for number, row in found)


def lines(iri: str, kind: Term, number: int, state: str, cells: Sequence[str], *, who: str, when: str) -> Iterator[str]:
    """Write one entry as lines of N-Triples."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # which quotes a cell with line ends
    row = out.getvalue().removesuffix("\r\n")
    yield f"<{iri}> <{RDF}type> <{kind}> .\n"
    yield f"<{iri}> <{RDF}type> <{PROV}Entity> .\n"
    yield f"<{iri}> <{Term.RANK}> {literal(str(number), XSD + 'integer')} .\n"
    yield f"<{iri}> <{Term.CODE}> {literal(state)} .\n"
    yield f"<{iri}> <{Term.TEXT}> {literal(row)} .\n"
    yield f"<{iri}> <{DCTERMS}creator> {literal(who)} .\n"
    yield f"<{iri}> <{DCTERMS}created> {literal(when)} .\n"
