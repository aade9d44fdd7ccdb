"""The ledger: every character of the text belongs to one line state, and nothing is lost in silence."""

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence

from extract.headings import Headings
from extract.items import Outline
from extract.parts import ClauseShape
from extract.profile import Profile
from extract.records import BlockKind, Document, LedgerLine, LineState, Span
from extract.tasks import Draft

Mark = tuple[Span, LineState, str]


def marks(
    document: Document,
    outline: Outline,
    profile: Profile,
    drafts: Sequence[Draft],
    unread: Sequence[Span],
    headings: Headings,
) -> Iterator[Mark]:
    """Say of each stretch what became of it, the surest last: a later mark covers an earlier one."""
    yield from _frame(document, outline)
    yield from ((section.heading, LineState.READ, "heading") for section in headings.sections)
    for draft in drafts:
        yield from _of_draft(draft)
    if profile.order_rule is not None:
        yield profile.order_rule, LineState.READ, "order-rule"
    yield from ((span, LineState.UNREAD, "unread-clause") for span in unread)


def _frame(document: Document, outline: Outline) -> Iterator[Mark]:
    for block in document.blocks:
        if block.kind is BlockKind.NOISE:
            yield block.span, LineState.NOT_ASSIGNMENT, "page-frame"
        elif block.cell is not None:
            yield block.span, LineState.NOT_ASSIGNMENT, "table"
    if outline.items and outline.items[0].form is None:
        for piece in outline.items[0].pieces:
            yield piece, LineState.NOT_ASSIGNMENT, "front-matter"


def _of_draft(draft: Draft) -> Iterator[Mark]:
    start = min(draft.number.start, draft.span.start) if draft.item >= 0 else draft.span.start
    yield Span(start, draft.span.end), LineState.READ, "task"
    for clause in draft.clauses:
        rule = f"clause/{clause.shape}"
        if clause.shape is not ClauseShape.TABLE:
            yield clause.span, LineState.READ, rule
        for part in clause.parts:
            yield from ((item, LineState.READ, rule) for item in part.items)


def tile(length: int, stretches: Iterable[Mark], text: str) -> tuple[LedgerLine, ...]:
    """Arrange the marks ``stretches`` over ``text``; what none covers is ``not_assignment`` by the rule ``text``.

    Args:
        length: length of the text in code points.
        stretches: spans with their state and rule; a later mark covers an earlier one.
        text: the entire text, to give blanks to the line before them.

    Guarantees:
        1. Lines are in order, do not overlap, and their lengths sum to ``length``.
        2. Neighbours differ in state or rule.
    """
    begins: list[tuple[int, LineState, str]] = []  # a line ends where the next begins
    for left, right, state, rule in _flatten(length, list(stretches)):
        if not begins or (begins[-1][1:] != (state, rule) and text[left:right].strip()):
            begins.append((left, state, rule))
    if not begins:
        return ()
    ends = (*(left for left, _, _ in begins[1:]), length)
    return tuple(
        LedgerLine(span=Span(left, right), state=state, rule=rule)
        for (left, state, rule), right in zip(begins, ends, strict=True)
    )


def _flatten(length: int, stretches: list[Mark]) -> Iterator[tuple[int, int, LineState, str]]:
    """Cut the text at every border and give each stretch, from where to where, to the last mark that covers it."""
    borders = sorted({0, length, *(b for span, _, _ in stretches for b in (span.start, span.end) if 0 <= b <= length)})
    order = sorted(range(len(stretches)), key=lambda number: stretches[number][0].start, reverse=True)
    begun: list[
        int
    ] = []  # a heap of those begun, the last mark first; one that has ended goes when it comes to the top
    for left, right in itertools.pairwise(borders):
        while order and stretches[order[-1]][0].start <= left:
            heapq.heappush(begun, -order.pop())
        while begun and stretches[-begun[0]][0].end <= left:
            heapq.heappop(begun)
        _, state, rule = stretches[-begun[0]] if begun else (None, LineState.NOT_ASSIGNMENT, "text")
        yield left, right, state, rule
