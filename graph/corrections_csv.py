"""Corrections as a table that an office can pass round, and as the RDF of their named graph.

Guarantees:
    1. What is written is read back equal, from the table and from the graph.
    2. A table may come in UTF-8 or in GBK; a cell that a spreadsheet would run as a formula is refused.

Source: RFC 4180; OWASP, CSV Injection.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from extract.records import Bilingual
from graph.corrections import BadCorrectionError, Change, Correction
from graph.store import Store
from graph.triples import literal
from ontology import iris
from ontology.terms import DCTERMS, PROV, RDF, XSD, Term

GRAPH = iris.graph("corrections")
COLUMNS = ("change", "target", "value", "role", "words", "start", "end", "parts", "who", "when", "why")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(corrections: Sequence[Correction]) -> bytes:
    """Write corrections as CSV in UTF-8 with a byte order mark, which spreadsheets need for Chinese.

    Raises:
        BadCorrectionError: when a field would be run as a formula.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for number, one in enumerate(corrections, start=1):
        row = _cells(one)
        _refuse_formulas(row, number)
        table.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def from_csv(data: bytes) -> tuple[Correction, ...]:
    """Read corrections from CSV.

    Raises:
        BadCorrectionError: naming the row and what is wrong with it.
    """
    rows = list(csv.reader(io.StringIO(_decoded(data), newline="")))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise _bad(0, "表头应为 " + ",".join(COLUMNS), "the heading should be " + ",".join(COLUMNS))
    return tuple(_correction(row, number) for number, row in enumerate(rows[1:], start=1) if any(row))


def to_ntriples(corrections: Sequence[Correction]) -> bytes:
    """Write corrections, in their order, as the sorted N-Triples of their named graph."""
    return "".join(sorted(line for number, one in enumerate(corrections) for line in _lines(one, number))).encode()


def from_store(store: Store) -> tuple[Correction, ...]:
    """Read the corrections that a store holds, oldest first."""
    query = f"""SELECT ?iri ?order ?row WHERE {{ GRAPH <{GRAPH}> {{
      ?iri a <{Term.CORRECTION}> ; <{Term.RANK}> ?order ; <{Term.TEXT}> ?row }} }}"""
    found = [(int(order.value), row.value) for _, order, row in store.select(query).rows if order and row]
    rows = [next(csv.reader(io.StringIO(row, newline=""))) for _, row in sorted(found)]
    return tuple(_correction(row, number, formulas=True) for number, row in enumerate(rows, start=1))


def keep(corrections: Sequence[Correction], store: Store) -> None:
    """Make these the corrections of a store. The caller only ever adds to those there are."""
    store.replace(GRAPH, to_ntriples(corrections))


def _cells(one: Correction) -> tuple[str, ...]:
    place = (str(one.start), str(one.end))
    return (
        str(one.change),
        one.target,
        one.value,
        one.role,
        one.words,
        *place,
        " ".join(one.parts),
        one.who,
        one.when,
        one.why,
    )


def _lines(one: Correction, number: int) -> Iterator[str]:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(_cells(one))
    target = one.target if one.target.startswith(iris.ID) and one.target.isascii() else iris.ID
    yield f"<{one.iri}> <{RDF}type> <{Term.CORRECTION}> .\n"
    yield f"<{one.iri}> <{PROV}wasRevisionOf> <{target}> .\n"
    yield f"<{one.iri}> <{Term.RANK}> {literal(str(number + 1), XSD + 'integer')} .\n"
    yield f"<{one.iri}> <{Term.CODE}> {literal(str(one.change))} .\n"
    yield f"<{one.iri}> <{Term.TEXT}> {literal(out.getvalue())} .\n"
    yield f"<{one.iri}> <{DCTERMS}creator> {literal(one.who)} .\n"
    yield f"<{one.iri}> <{DCTERMS}created> {literal(one.when)} .\n"
    yield f"<{one.iri}> <{DCTERMS}description> {literal(one.why, language='zh')} .\n"


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad(0, "文件既不是 UTF-8 也不是 GBK 编码", "the file is neither UTF-8 nor GBK")


def _correction(row: list[str], number: int, *, formulas: bool = False) -> Correction:
    if len(row) != len(COLUMNS):
        raise _bad(number, f"应有 {len(COLUMNS)} 列，实有 {len(row)} 列", f"{len(row)} columns, not {len(COLUMNS)}")
    if not formulas:
        _refuse_formulas(row, number)
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
        raise _bad(number, f"读不懂：{error}", str(error)) from error


def _refuse_formulas(row: Sequence[str], number: int) -> None:
    for cell in row:
        if cell.startswith(_FORMULA):
            raise _bad(number, f"单元格“{cell[:40]}”是公式", f"the cell {cell[:40]!r} is a formula")


def _bad(number: int, zh: str, en: str) -> BadCorrectionError:
    return BadCorrectionError(Bilingual(zh=f"更正表第 {number} 行：{zh}。", en=f"Corrections, row {number}: {en}."))
