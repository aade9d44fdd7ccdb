"""Headings over paragraphs: which items are sections, so that their paragraphs are tasks without a number.

For: ``一、支持民宿建设 ⏎ 盘活房屋。（责任单位：甲） ⏎ 组织评定。（责任单位：乙）`` has two tasks in the section 一、支持民宿建设.
Against: ``1.规范职权 ⏎ 坚持依法。 ⏎ 责任单位：甲`` is one task with a title, unless a heading of its level is a section.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from extract.items import Item, Outline
from extract.mentions import strip
from extract.patterns import pattern
from extract.records import Span

__all__ = ["Groups", "after_measures", "body_of", "headings_over_paragraphs", "lost_number", "opens_paragraph"]

Groups = Mapping[int, Sequence[Span]]
"""The stretches of each item that its groups of clauses cover, in order."""

_MEASURES = pattern(r"(?:具体|主要|重点|工作|落实)?(?:措施|举措)(?:如下|包括)?:\s*")
_BULLETS = "—–-－·•●○■□◆◇▲★*>+ \u3000"


def headings_over_paragraphs(outline: Outline, groups: Groups) -> frozenset[int]:
    """Find the items that are headings over paragraphs with clauses of their own.

    Guarantees:
        1. Such an item has a heading on a separate line, and at least two paragraphs below it carry a clause; or one,
           where another heading of its level is a section.
    """
    inside = outline.children()
    counts = {item.index: _paragraphs(outline.view, item, groups.get(item.index, ())) for item in outline.items}
    several = {index for index, count in counts.items() if count > 1}
    single = {index for index, count in counts.items() if count == 1}
    around = {outline.items[index].parent for index in counts if groups.get(index)}
    sections = several | {index for index in around if not groups.get(index)}
    beside = {(outline.items[index].parent, outline.items[index].form) for index in sections if index >= 0}
    return frozenset(
        index for index in several | single
        if index in several or (index not in inside and (outline.items[index].parent, outline.items[index].form) in beside)
    )  # fmt: skip


def _paragraphs(view: str, item: Item, clauses: Sequence[Span]) -> int:
    """Count the paragraphs below a heading that carry a clause; 0 where the item has no heading on a separate line."""
    if not clauses or item.form is None or not _has_own_heading(view, item) or clauses[0].start < item.title.end:
        return 0
    return 1 + sum(opens_paragraph(view, item, _next(view, item, clause)) for clause in clauses[:-1])


def _has_own_heading(view: str, item: Item) -> bool:
    """Whether the heading words are followed by a line break, or by a blank where line breaks are lost."""
    if not item.title.length or not item.pieces:
        return False
    if item.title.end <= item.pieces[0].start:
        return True
    first = item.pieces[0]
    return len(item.pieces) > 1 if item.title.end == first.end else view[item.title.end].isspace()


def _next(view: str, item: Item, clause: Span) -> int:
    return strip(view, clause.end, max(item.end, clause.end), "。;,").start


def opens_paragraph(view: str, item: Item, at: int) -> bool:
    """Whether a paragraph of an item begins at an offset: a line, or words after a blank where line breaks are lost."""
    piece = bisect_left(item.pieces, at, key=lambda span: span.start)
    if piece < len(item.pieces) and item.pieces[piece].start == at:
        return True
    return (
        item.pieces[0].start < at < item.end
        and view[at - 1].isspace()
        and view[max(0, at - 20) : at].rstrip()[-1:] in {"。", ")"}
    )


def body_of(view: str, item: Item, start: int, end: int) -> int:
    """Find where the words of a paragraph begin, after the heading of its item and a dash or bullet."""
    start = max(start, item.title.end)
    while start < end and (view[start].isspace() or view[start] in _BULLETS):
        start += 1
    return start


def after_measures(view: str, start: int, end: int) -> int:
    """Find where the text begins after ``具体措施：``, which is neither heading nor text; ``start`` where it is not there."""
    found = _MEASURES.match(view, start, end)
    return found.end() if found else start


def lost_number(outline: Outline, item: Item, siblings: Sequence[int], groups: int) -> bool:
    """Whether the tasks after the first of an item have lost their own numbers: 2. holds two tasks, and 4. follows."""
    place = bisect_left(siblings, item.index) + 1
    if groups < 2 or place >= len(siblings):
        return False
    following = outline.items[siblings[place]]
    return following.form is item.form and following.value == item.value + groups
