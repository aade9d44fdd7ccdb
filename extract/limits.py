"""The deadlines of a task, and what else its running text says of time.

A time in a clause or a cell is the deadline of its task: ``(牵头单位:市住建局,2025年底前完成)``. In the running text it may be
the time of one step, of a target or of something else (``到2020年,基本建成法治政府``), so it is recorded apart.
"""

from collections.abc import Iterator

from extract.lexicon import rule_pattern
from extract.parts import Clause, ClauseShape
from extract.records import Document, Limit, LimitPlace, Span
from extract.tasks import Draft


def deadlines_of(document: Document, draft: Draft) -> tuple[Limit, ...]:
    """Give the deadlines stated in clauses and cells, in printed order; the same words once."""
    said = {
        document.quote(span).strip(): Limit(words=document.quote(span).strip(), span=span, place=_place(clause))
        for clause in reversed(draft.clauses)
        for span in reversed(clause.limits)
    }
    return tuple(sorted(said.values(), key=lambda limit: limit.span))


def times_of(document: Document, view: str, draft: Draft) -> tuple[Limit, ...]:
    """Give the times in the running text of a task, in printed order; those in a clause or a cell of times are not among them."""
    taken = tuple(_taken(draft))
    found = (
        Span(*match.span()) for match in rule_pattern("time-in-text").finditer(view, draft.span.start, draft.span.end)
    )
    return tuple(
        Limit(words=document.quote(span), span=span, place=LimitPlace.TEXT)
        for span in found
        if not any(span.start < other.end and other.start < span.end for other in taken)
    )


def _taken(draft: Draft) -> Iterator[Span]:
    for clause in draft.clauses:
        yield from clause.limits
        if clause.shape is not ClauseShape.TABLE:  # the clause of a table is its row
            yield clause.span


def _place(clause: Clause) -> LimitPlace:
    return LimitPlace.CELL if clause.shape is ClauseShape.TABLE else LimitPlace.CLAUSE
