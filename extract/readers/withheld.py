"""Say what a reader did not read: each thing withheld is a finding, and an empty reading says why it is empty."""

from collections.abc import Iterator

from extract.readers.empty import why_empty
from extract.records import Block, BlockKind, Document, Finding, Severity, Span, Withheld

_QUOTED = 60  # characters of the first block, where a finding about the whole file points


def withheld_findings(document: Document) -> Iterator[Finding]:
    """Report each thing that the source contains and the text does not.

    Guarantees:
        1. One finding for each withheld thing, with the code ``withheld-`` and its kind.
        2. It points at the place where the thing was, or at the beginning of the text where it has none.
    """
    start = _beginning(document)
    for thing in document.withheld:
        span = thing.span if thing.span.length else start
        yield Finding(
            code=f"withheld-{thing.kind.value}", severity=_severity(thing), what=thing.what, remedy=thing.remedy,
            span=span, quote=document.quote(span)[:200],
        )  # fmt: skip


def empty_finding(document: Document) -> Iterator[Finding]:
    """Say why a document has no assignment, unless a finding about what was withheld says so already."""
    reason = why_empty(document)
    span = _beginning(document)
    if not any(thing.what == reason.what for thing in document.withheld):
        yield Finding(
            code="empty-reading", severity=Severity.WARNING, what=reason.what, remedy=reason.remedy, span=span,
            quote=document.quote(span),
        )  # fmt: skip


def _severity(thing: Withheld) -> Severity:
    return Severity.INFO if thing.kind.decoration else Severity.WARNING


def _beginning(document: Document) -> Span:
    """The first words that are no page furniture."""
    blocks: Iterator[Block] = (block for block in document.blocks if block.kind is not BlockKind.NOISE)
    first = next(blocks, document.blocks[0] if document.blocks else None)
    return Span(0, 0) if first is None else Span(first.span.start, min(first.span.end, first.span.start + _QUOTED))
