"""Find the running text of each task, outside its clauses, and read the duties stated there.

Guarantees:
    1. A stretch of text belongs to one task at most: the innermost that holds it.
    2. What a clause has read, or a Finding reports as unread, is not read again.
"""

import itertools
from collections.abc import Sequence

from extract.forms.running_sentence import Duty, duties
from extract.records import Span
from extract.tasks import Draft


def read_sentences(view: str, drafts: Sequence[Draft], unread: Sequence[Span]) -> tuple[tuple[Duty, ...], ...]:
    """Read the duties in the running text of every draft, in the order of ``drafts``."""
    found: list[list[Duty]] = [[] for _ in drafts]
    for owner, stretch in _stretches(drafts, unread):
        found[owner].extend(duties(view, stretch.start, stretch.end))
    return tuple(map(tuple, found))


def _stretches(drafts: Sequence[Draft], unread: Sequence[Span]) -> list[tuple[int, Span]]:
    """Cut the text at every border of a draft or clause and give each stretch to the innermost draft."""
    spans = [(number, draft.span) for number, draft in enumerate(drafts)]
    spans += [(-1, clause.span) for draft in drafts for clause in draft.clauses]
    spans += [(-1, span) for span in unread]
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for place, (_, span) in enumerate(spans):
        if span.length:
            starts.setdefault(span.start, []).append(place)
            ends.setdefault(span.end, []).append(place)
    active: set[int] = set()
    stretches: list[tuple[int, Span]] = []
    for left, right in itertools.pairwise(sorted(starts.keys() | ends.keys())):
        active.difference_update(ends.get(left, ()))
        active.update(starts.get(left, ()))
        owner = _owner(active, spans)
        if owner >= 0:
            stretches.append((owner, Span(left, right)))
    return stretches


def _owner(active: set[int], spans: Sequence[tuple[int, Span]]) -> int:
    """The innermost draft among the active spans; -1 where there is none, or a clause covers the place."""
    inner, shortest = -1, 0
    for place in sorted(active):
        number, span = spans[place]
        if number < 0:
            return -1
        if inner < 0 or span.length < shortest:
            inner, shortest = number, span.length
    return inner
