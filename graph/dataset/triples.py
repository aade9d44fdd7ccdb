"""The border to RDF: the rows of one plan as canonical, sorted N-Triples.

The fields of a row are written as ``graph.dataset.schema`` declares them; what is written besides is here: the text of
the plan and its source, places, the classes of units, direct triples (``task dg:leadBy unit``) and evidence.

Guarantees:
    1. Pure and deterministic: equal rows and text give equal bytes, each line once, in code point order.
    2. No blank nodes.
    3. A duty read from a sentence of the running text has its ``dg:Assignment`` and no direct triple: it is shown, and
       not counted.
    4. Every span is written twice, on the thing (``dg:start``, ``dg:end``) and in its Web Annotation selectors.

Source: W3C RDF 1.2 N-Triples § 3 (canonical form); W3C Web Annotation Data Model § 4.2.4, 4.2.5.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache, partial

from graph.dataset.rows import ROW_TYPES, AssignmentRow, Corpus, PlanRow, Row, UnitRow
from graph.dataset.schema import Datatype, Property, properties
from ontology import iris
from ontology.terms import DCTERMS, DIRECT, OA, ORG, PROV, RDF, RDFS, XSD, Scheme, Term, concept

CONTEXT = 32
"""Code points of prefix and suffix in a quotation's evidence."""

_TYPE = RDF + "type"
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_UNIT_CLASS = {
    "collective": Term.UNIT_COLLECTIVE,
    "class_word": Term.UNIT_COLLECTIVE,
    "group_office": Term.GROUP_OFFICE,
}
_ORGANISATIONS = {"single", "group_office"}


def ntriples(corpus: Corpus, text: str) -> bytes:
    """Write the rows of one plan, with its full text, as sorted N-Triples in UTF-8.

    Raises:
        ValueError: when the corpus does not contain exactly one plan, when the text is not the plan's, or when a mention
            is not the words at its place.
    """
    if len(corpus.plans) != 1:
        raise ValueError(f"a named graph holds one plan, not {len(corpus.plans)}")
    plan = corpus.plans[0]
    if len(text) != plan.characters:
        raise ValueError(f"{plan.iri} has {plan.characters} characters, the text given {len(text)}")
    lines = set(_plan(plan, text))
    for name in ROW_TYPES:
        for row in getattr(corpus, name):
            lines.update(_fields(row))
    for unit in corpus.units:
        lines.update(_unit(unit))
    for assignment in corpus.assignments:
        lines.update(_assignment(assignment, iris.source(plan.sha256), text))
    return "".join(sorted(lines)).encode()


def literal(words: str, datatype: str = "", language: str = "") -> str:
    r"""Write a literal in canonical form.

    >>> print(literal("一\n“二”", language="zh"))
    "一\n“二”"@zh
    """
    escaped = _ESCAPED.sub(_escape, words)
    if language:
        return f'"{escaped}"@{language}'
    return f'"{escaped}"^^<{datatype}>' if datatype else f'"{escaped}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}")


def decimal(number: float) -> str:
    """Write a number as ``xsd:decimal`` in canonical form.

    >>> decimal(0.98), decimal(1.0)
    ('"0.98"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    exact = Decimal(repr(number))
    plain = f"{exact:f}"
    return literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, XSD + "decimal")


def date(words: str) -> str:
    """Write a date as exactly as it is known; other words stay a string.

    >>> date("2015-07")
    '"2015-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date("2015-02-30")
    '"2015-02-30"'
    """
    for form, rest, kind in (
        (r"\d{4}", "-01-01", "gYear"),
        (r"\d{4}-\d\d", "-01", "gYearMonth"),
        (r"\d{4}-\d\d-\d\d", "", "date"),
    ):
        if re.fullmatch(form, words, re.ASCII):
            try:
                datetime.date.fromisoformat(words + rest)
            except ValueError:
                return literal(words)
            return literal(words, XSD + kind)
    return literal(words)


def link(subject: str, predicate: str, target: str) -> str:
    """Write a statement about two things."""
    return f"<{subject}> <{predicate}> <{target}> .\n"


def _say(subject: str, predicate: str, written: str) -> str:
    return f"<{subject}> <{predicate}> {written} .\n"


def _integer(number: int) -> str:
    return literal(str(number), XSD + "integer")


_WRITERS: Mapping[Datatype, Callable[..., str]] = {
    Datatype.LINK: "<{}>".format,
    Datatype.DATE: date,
    Datatype.INTEGER: _integer,
    Datatype.INTEGERS: lambda numbers: literal(" ".join(map(str, numbers))),
    Datatype.DECIMAL: lru_cache(decimal),
    Datatype.BOOLEAN: lambda truth: literal("true" if truth else "false", XSD + "boolean"),
}


def _fields(row: Row) -> Iterator[str]:
    """Write the class of a row and each of its fields; an empty field that is not required has no triple."""
    subject = f"<{row.iri}> <"
    yield f"{subject}{_TYPE}> <{row.CLASS}> .\n"
    for name, term, required, written in _WRITTEN.get(type(row)) or _written_fields(type(row)):
        value = getattr(row, name)
        if required or value:
            yield f"{subject}{term}> {written(value)} .\n"


def _written_fields(row_type: type[Row]) -> tuple[tuple[str, str, bool, Callable[..., str]], ...]:
    """Give the name of each field that is written, its term, whether it is required, and what writes a value."""
    fields = (one for one in properties(row_type) if one.datatype is not Datatype.SUBJECT)
    return tuple((one.name, one.term, one.required, _writer(one)) for one in fields)


def _writer(one: Property) -> Callable[..., str]:
    if one.scheme:
        return partial(_concept, one.scheme)
    return partial(literal, language=one.language) if one.datatype is Datatype.TEXT else _WRITERS[one.datatype]


@cache
def _concept(scheme: Scheme, value: str) -> str:
    return f"<{concept(scheme, value)}>"


_WRITTEN = {row_type: _written_fields(row_type) for row_type in ROW_TYPES.values()}


def _plan(plan: PlanRow, text: str) -> Iterator[str]:
    source = iris.source(plan.sha256)
    yield from _place(plan)
    yield _say(plan.iri, Term.TEXT, literal(text))
    yield link(plan.iri, PROV + "wasDerivedFrom", source)
    yield link(source, _TYPE, Term.SOURCE)
    yield _say(source, Term.SHA256, literal(plan.sha256))
    yield _say(source, Term.FILE_NAME, literal(plan.source))


def _unit(row: UnitRow) -> Iterator[str]:
    yield from _place(row)
    if row.kind in _UNIT_CLASS:
        yield link(row.iri, _TYPE, _UNIT_CLASS[row.kind])
    if row.kind in _ORGANISATIONS:
        yield link(row.iri, _TYPE, ORG + "OrganizationalUnit")


def _place(row: PlanRow | UnitRow) -> Iterator[str]:
    if row.place_code:
        place = iris.place(row.place_code)
        yield link(row.iri, Term.AT_PLACE, place)
        yield link(place, _TYPE, Term.PLACE)
        yield _say(place, DCTERMS + "identifier", literal(row.place_code))
        if row.place_name:
            yield _say(place, RDFS + "label", literal(row.place_name, language="zh"))


def _assignment(row: AssignmentRow, source: str, text: str) -> Iterator[str]:
    if text[row.start : row.end] != row.mention:
        raise ValueError(f"{row.iri}: the text says {text[row.start : row.end]!r}, not {row.mention!r}")
    if row.counted:
        yield link(row.task, DIRECT[row.role], row.unit)
    yield link(row.iri, PROV + "wasDerivedFrom", source)
    yield from _evidence(row, text)


def _evidence(row: AssignmentRow, text: str) -> Iterator[str]:
    evidence, quotation, position = (iris.part(row.iri, name) for name in ("evidence", "quote", "position"))
    yield link(row.iri, Term.EVIDENCE, evidence)
    yield link(evidence, _TYPE, OA + "SpecificResource")
    yield link(evidence, OA + "hasSource", row.plan)
    yield link(evidence, OA + "hasSelector", quotation)
    yield link(evidence, OA + "hasSelector", position)
    yield link(quotation, _TYPE, OA + "TextQuoteSelector")
    yield _say(quotation, OA + "exact", literal(row.mention))
    yield _say(quotation, OA + "prefix", literal(text[max(0, row.start - CONTEXT) : row.start]))
    yield _say(quotation, OA + "suffix", literal(text[row.end : row.end + CONTEXT]))
    yield link(position, _TYPE, OA + "TextPositionSelector")
    yield _say(position, OA + "start", _integer(row.start))
    yield _say(position, OA + "end", _integer(row.end))
