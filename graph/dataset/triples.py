"""The border to RDF: the rows of one plan as canonical, sorted N-Triples.

One function makes the direct triple (``task dg:leadBy unit``) and the ``dg:Assignment`` node with its evidence, so that
neither can be written without the other.

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
from collections.abc import Iterator
from decimal import Decimal

from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from ontology import iris
from ontology.terms import DCTERMS, DIRECT, OA, ORG, PROV, RDF, RDFS, XSD, Scheme, Term, concept

CONTEXT = 32
"""Code points of prefix and suffix in a quotation's evidence."""

_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_UNIT_CLASS = {
    "collective": Term.UNIT_COLLECTIVE,
    "class_word": Term.UNIT_COLLECTIVE,
    "group_office": Term.GROUP_OFFICE,
}
_ORGANISATIONS = {"single", "group_office"}


def ntriples(corpus: Corpus, text: str) -> bytes:
    """Write the rows of one plan, with its whole text, as sorted N-Triples in UTF-8.

    Raises:
        ValueError: when the corpus does not hold exactly one plan, when the text is not the plan's, or when a mention
            is not the words at its place.
    """
    if len(corpus.plans) != 1:
        raise ValueError(f"a named graph holds one plan, not {len(corpus.plans)}")
    plan = corpus.plans[0]
    if len(text) != plan.characters:
        raise ValueError(f"{plan.iri} has {plan.characters} characters, the text given {len(text)}")
    lines = set(_lines(corpus, plan, text))
    return "".join(sorted(lines)).encode()


def _lines(corpus: Corpus, plan: PlanRow, text: str) -> Iterator[str]:
    yield from _plan(plan, text)
    for section in corpus.sections:
        yield from _section(section)
    for task in corpus.tasks:
        yield from _task(task)
    for unit in corpus.units:
        yield from _unit(unit)
    for row in corpus.assignments:
        yield from _assignment(row, iris.source(plan.sha256), text)
    for finding in corpus.findings:
        yield from _finding(finding)
    for line in corpus.ledger:
        yield from _line(line)


def literal(words: str, datatype: str = "", language: str = "") -> str:
    r"""Write a literal in canonical form.

    >>> print(literal("一\n“二”", language="zh"))
    "一\n“二”"@zh
    """
    escaped = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), words)
    if language:
        return f'"{escaped}"@{language}'
    return f'"{escaped}"^^<{datatype}>' if datatype else f'"{escaped}"'


def decimal(number: float) -> str:
    """Write a number as ``xsd:decimal`` in canonical form.

    >>> decimal(0.98), decimal(1.0)
    ('"0.98"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    exact = Decimal(repr(number))
    plain = f"{exact:f}"
    return literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, XSD + "decimal")


def date(words: str) -> str:
    """Write a date as exactly as it is known; what is no date stays a string.

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


def _integer(number: int) -> str:
    return literal(str(number), XSD + "integer")


def _boolean(truth: bool) -> str:  # noqa: FBT001  # a literal has one argument, and this one is a truth value
    return literal("true" if truth else "false", XSD + "boolean")


def _link(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> <{target}> .\n"


def _say(subject: str, predicate: str, written: str) -> str:
    return f"<{subject}> <{predicate}> {written} .\n"


def _words(subject: str, predicate: str, words: str, language: str = "") -> Iterator[str]:
    """Say what there is to say: an empty field is no triple."""
    if words:
        yield _say(subject, predicate, literal(words, language=language))


def _span(subject: str, start: int, end: int) -> Iterator[str]:
    yield _say(subject, Term.START, _integer(start))
    yield _say(subject, Term.END, _integer(end))


def _place(subject: str, code: str, name: str, level: str) -> Iterator[str]:
    yield from _words(subject, Term.PLACE_CODE, code)
    yield from _words(subject, Term.PLACE_NAME, name)
    yield _link(subject, Term.LEVEL, concept(Scheme.LEVEL, level))
    if code:
        place = iris.place(code)
        yield _link(subject, Term.AT_PLACE, place)
        yield _link(place, _TYPE, Term.PLACE)
        yield _say(place, DCTERMS + "identifier", literal(code))
        yield from _words(place, _LABEL, name, "zh")


def _plan(plan: PlanRow, text: str) -> Iterator[str]:
    source = iris.source(plan.sha256)
    yield _link(plan.iri, _TYPE, Term.PLAN)
    yield _say(plan.iri, DCTERMS + "identifier", literal(plan.id))
    yield from _words(plan.iri, _LABEL, plan.title, "zh")
    yield from _words(plan.iri, Term.ISSUER, plan.issuer)
    yield from _words(plan.iri, Term.DOCUMENT_NUMBER, plan.number)
    if plan.issued:
        yield _say(plan.iri, DCTERMS + "issued", date(plan.issued))
    yield from _place(plan.iri, plan.place_code, plan.place_name, plan.level)
    yield _say(plan.iri, Term.CHARACTERS, _integer(plan.characters))
    if plan.pages:
        yield _say(plan.iri, Term.PAGE_STARTS, literal(" ".join(str(start) for start in plan.pages)))
    yield _say(plan.iri, Term.TEXT, literal(text))
    yield _say(plan.iri, Term.FILE_NAME, literal(plan.source))
    yield _say(plan.iri, Term.SHA256, literal(plan.sha256))
    yield _link(plan.iri, PROV + "wasDerivedFrom", source)
    yield _link(source, _TYPE, Term.SOURCE)
    yield _say(source, Term.SHA256, literal(plan.sha256))
    yield _say(source, Term.FILE_NAME, literal(plan.source))


def _section(row: SectionRow) -> Iterator[str]:
    yield _link(row.iri, _TYPE, Term.SECTION)
    yield _link(row.iri, Term.IN_PLAN, row.plan)
    yield _link(row.iri, Term.PART_OF, row.parent)
    yield _say(row.iri, Term.REFERENCE, literal(row.id))
    yield _say(row.iri, Term.DEPTH, _integer(row.level))
    yield from _words(row.iri, Term.PRINTED_NUMBER, row.number)
    yield from _words(row.iri, _LABEL, row.title, "zh")
    yield from _span(row.iri, row.start, row.end)


def _task(row: TaskRow) -> Iterator[str]:
    yield _link(row.iri, _TYPE, Term.TASK)
    yield _link(row.iri, Term.IN_PLAN, row.plan)
    yield _link(row.iri, Term.PART_OF, row.part_of)
    yield _say(row.iri, DCTERMS + "identifier", literal(row.id))
    yield from _words(row.iri, Term.REFERENCE, row.ref)
    yield from _words(row.iri, Term.PRINTED_NUMBER, row.number)
    yield from _words(row.iri, _LABEL, row.title, "zh")
    yield _say(row.iri, Term.TEXT, literal(row.text))
    yield from _words(row.iri, Term.DEADLINE, row.deadline)
    yield _link(row.iri, Term.CLARITY, concept(Scheme.CLARITY, row.clarity))
    yield from _span(row.iri, row.start, row.end)


def _unit(row: UnitRow) -> Iterator[str]:
    yield _link(row.iri, _TYPE, Term.UNIT)
    if row.kind in _UNIT_CLASS:
        yield _link(row.iri, _TYPE, _UNIT_CLASS[row.kind])
    if row.kind in _ORGANISATIONS:
        yield _link(row.iri, _TYPE, ORG + "OrganizationalUnit")
    yield _say(row.iri, DCTERMS + "identifier", literal(row.id))
    yield _say(row.iri, _LABEL, literal(row.name, language="zh"))
    yield _say(row.iri, Term.BODY, literal(row.body))
    yield _link(row.iri, Term.KIND, concept(Scheme.KIND, row.kind))
    yield from _place(row.iri, row.place_code, row.place_name, row.level)
    yield _say(row.iri, Term.REGISTERED, _boolean(row.registered))


def _assignment(row: AssignmentRow, source: str, text: str) -> Iterator[str]:
    if text[row.start : row.end] != row.mention:
        raise ValueError(f"{row.iri}: the text says {text[row.start : row.end]!r}, not {row.mention!r}")
    if row.counted:
        yield _link(row.task, DIRECT[row.role], row.unit)
    yield _link(row.iri, _TYPE, Term.ASSIGNMENT)
    yield _link(row.iri, Term.IN_PLAN, row.plan)
    yield _link(row.iri, Term.OF_TASK, row.task)
    yield _link(row.iri, Term.TO_UNIT, row.unit)
    yield _link(row.iri, Term.ROLE, concept(Scheme.ROLE, row.role))
    yield _say(row.iri, Term.MENTION, literal(row.mention))
    yield from _words(row.iri, Term.LABEL, row.label)
    yield _say(row.iri, Term.RANK, _integer(row.rank))
    yield _say(row.iri, Term.LIST_LENGTH, _integer(row.of))
    yield _say(row.iri, Term.RANKED, _boolean(row.ranked))
    yield _link(row.iri, Term.BASIS, concept(Scheme.BASIS, row.basis))
    yield _say(row.iri, Term.RULE, literal(row.rule))
    yield _say(row.iri, Term.CONFIDENCE, decimal(row.confidence))
    yield _link(row.iri, PROV + "wasDerivedFrom", source)
    yield from _span(row.iri, row.start, row.end)
    yield from _evidence(row, text)


def _evidence(row: AssignmentRow, text: str) -> Iterator[str]:
    evidence, quotation, position = (iris.part(row.iri, name) for name in ("evidence", "quote", "position"))
    yield _link(row.iri, Term.EVIDENCE, evidence)
    yield _link(evidence, _TYPE, OA + "SpecificResource")
    yield _link(evidence, OA + "hasSource", row.plan)
    yield _link(evidence, OA + "hasSelector", quotation)
    yield _link(evidence, OA + "hasSelector", position)
    yield _link(quotation, _TYPE, OA + "TextQuoteSelector")
    yield _say(quotation, OA + "exact", literal(row.mention))
    yield _say(quotation, OA + "prefix", literal(text[max(0, row.start - CONTEXT) : row.start]))
    yield _say(quotation, OA + "suffix", literal(text[row.end : row.end + CONTEXT]))
    yield _link(position, _TYPE, OA + "TextPositionSelector")
    yield _say(position, OA + "start", _integer(row.start))
    yield _say(position, OA + "end", _integer(row.end))


def _finding(row: FindingRow) -> Iterator[str]:
    yield _link(row.iri, _TYPE, Term.FINDING)
    yield _link(row.iri, Term.IN_PLAN, row.plan)
    if row.task:
        yield _link(row.iri, Term.OF_TASK, row.task)
    yield _say(row.iri, Term.CODE, literal(row.code))
    yield _link(row.iri, Term.SEVERITY, concept(Scheme.SEVERITY, row.severity))
    yield from _words(row.iri, Term.WHAT, row.what_zh, "zh")
    yield from _words(row.iri, Term.WHAT, row.what_en, "en")
    yield from _words(row.iri, Term.REMEDY, row.remedy_zh, "zh")
    yield from _words(row.iri, Term.REMEDY, row.remedy_en, "en")
    yield from _words(row.iri, Term.QUOTE, row.quote)
    yield from _span(row.iri, row.start, row.end)


def _line(row: LedgerRow) -> Iterator[str]:
    iri = iris.line(row.plan, row.start, row.end)
    yield _link(iri, _TYPE, Term.LEDGER_LINE)
    yield _link(iri, Term.IN_PLAN, row.plan)
    yield _link(iri, Term.STATE, concept(Scheme.STATE, row.state))
    yield _say(iri, Term.RULE, literal(row.rule))
    yield from _span(iri, row.start, row.end)
