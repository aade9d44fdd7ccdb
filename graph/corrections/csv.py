"""Corrections as a CSV table, and as the RDF of their named graph.

Guarantees:
    1. What is written is read back equal, from the table and from the graph.
    2. No cell that is written runs as a formula: an apostrophe precedes it, which is removed on reading. A cell that
       would run and has none is refused.
    3. A table in another encoding than UTF-8 is refused: a wrong guess would change names silently.

Source: RFC 4180; OWASP, CSV Injection; W3C PROV-O § 3.2 (prov:Revision, prov:entity).
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from extract.messages import Message, message
from graph.corrections.records import BadCorrectionError, Change, Correction
from graph.dataset.triples import literal
from graph.store import Store
from ontology import iris
from ontology.terms import DCTERMS, PROV, RDF, XSD, Term

GRAPH = iris.graph("corrections")
COLUMNS = ("change", "target", "value", "role", "words", "start", "end", "parts", "who", "when", "why")
LARGEST = 20_000_000  # bytes of a table; one correction takes about 300
_RUNS = re.compile(r"[=+\-@\t\r]")
_KEPT = re.compile(r"'+[=+\-@\t\r]")


def to_csv(corrections: Sequence[Correction]) -> bytes:
    """Write corrections as CSV in UTF-8 with a byte order mark, which spreadsheets need for Chinese."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(map(_kept, _cells(one)) for one in corrections)
    return out.getvalue().encode("utf-8-sig")


def from_csv(data: bytes) -> tuple[Correction, ...]:
    """Read corrections from CSV.

    Raises:
        BadCorrectionError: naming the row and what is wrong with it.
    """
    try:
        rows = list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))
    except csv.Error as error:
        raise _bad(0, message("不是 CSV（{error}）", error=str(error))) from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise _bad(0, message("表头应为 {columns}", columns=",".join(COLUMNS)))
    return tuple(_from_table(row, number) for number, row in enumerate(rows[1:], start=1) if any(row))


def to_ntriples(corrections: Sequence[Correction], first: int = 1) -> bytes:
    """Write corrections, in their order, as the sorted N-Triples of their named graph.

    Args:
        corrections: oldest first.
        first: the place of the first of them among all that a store keeps.
    """
    lines = (line for number, one in enumerate(corrections, start=first) for line in _lines(one, number))
    return "".join(sorted(lines)).encode()


def from_store(store: Store) -> tuple[Correction, ...]:
    """Read the corrections that a store holds, oldest first."""
    query = f"""SELECT ?iri ?order ?row WHERE {{ GRAPH <{GRAPH}> {{
      ?iri a <{Term.CORRECTION}> ; <{Term.RANK}> ?order ; <{Term.TEXT}> ?row }} }}"""
    found = [(int(order.value), row.value) for _, order, row in store.select(query).rows if order and row]
    rows = (_stored(row) for _, row in sorted(found))
    return tuple(_correction(row, number) for number, row in enumerate(rows, start=1))


def _stored(written: str) -> list[str]:
    """Read a stored row; earlier programs wrote line ends inside of a cell without quoting it."""
    first, *others = csv.reader(io.StringIO(written, newline=""))
    ends = re.findall(r"\r\n|[\r\n]", written)[-len(others) :] if others else []
    for end, row in zip(ends, others, strict=False):
        head, *tail = row or [""]
        first = [*first[:-1], first[-1] + end + head, *tail]
    return first


def keep(corrections: Sequence[Correction], store: Store) -> None:
    """Make these the corrections of a store. The caller only ever adds to those there are."""
    store.replace(GRAPH, to_ntriples(corrections))


def _cells(one: Correction) -> tuple[str, ...]:
    place = (str(one.start), str(one.end))
    parts = " ".join(one.parts)
    return (str(one.change), one.target, one.value, one.role, one.words, *place, parts, one.who, one.when, one.why)


def _lines(one: Correction, number: int) -> Iterator[str]:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(_cells(one))  # which quotes a cell with line ends
    row = out.getvalue().removesuffix("\r\n")
    yield f"<{one.iri}> <{RDF}type> <{Term.CORRECTION}> .\n"
    yield f"<{one.iri}> <{RDF}type> <{PROV}Revision> .\n"
    if iris.ours(one.target):
        yield f"<{one.iri}> <{PROV}entity> <{one.target}> .\n"
    yield f"<{one.iri}> <{Term.RANK}> {literal(str(number), XSD + 'integer')} .\n"
    yield f"<{one.iri}> <{Term.CODE}> {literal(str(one.change))} .\n"
    yield f"<{one.iri}> <{Term.TEXT}> {literal(row)} .\n"
    yield f"<{one.iri}> <{DCTERMS}creator> {literal(one.who)} .\n"
    yield f"<{one.iri}> <{DCTERMS}created> {literal(one.when)} .\n"
    yield f"<{one.iri}> <{DCTERMS}description> {literal(one.why, language='zh')} .\n"


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise _bad(0, message("文件超过 {largest} 字节", largest=LARGEST))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(
            0,
            message("文件不是 UTF-8 编码（像是 GBK）。请在表格软件里另存为“CSV UTF-8”"),
        ) from None


def _kept(cell: str) -> str:
    return f"'{cell}" if _RUNS.match(cell) or _KEPT.match(cell) else cell


def _from_table(row: list[str], number: int) -> Correction:
    for cell in row:
        if _RUNS.match(cell):
            raise _bad(number, message("单元格“{cell}”是公式", cell=cell[:40]))
    return _correction([cell[1:] if _KEPT.match(cell) else cell for cell in row], number)


def _correction(row: list[str], number: int) -> Correction:
    if len(row) != len(COLUMNS):
        raise _bad(number, message("应有 {expected} 列，实有 {n} 列", expected=len(COLUMNS), n=len(row)))
    change, target, value, role, words, start, end, parts, who, when, why = row
    try:
        return Correction(
            change=Change(change),
            target=target,
            value=value,
            role=role,
            words=words,
            start=int(start or 0),
            end=int(end or 0),
            parts=tuple(parts.split()),
            who=who,
            when=when,
            why=why,
        )
    except ValueError as error:
        raise _bad(number, message("无法识别：{error}", error=str(error))) from error


def _bad(number: int, reason: Message) -> BadCorrectionError:
    return BadCorrectionError(message("更正表第 {number} 行：{reason}。", number=number, reason=reason))
