"""Read lines that hold nothing but the units of the task above them: ``1.检查食堂。 ⏎ *市市场监管局、市教育局``.

Such a line says nothing of a duty by itself. It is a clause only where the document shows that it writes its duties so:
under two numbered items or more there is such a line.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.forms.examples import Examples
from extract.items import Item
from extract.lexicon import ends_body
from extract.mentions import split_mentions, strip
from extract.parts import MARKS, Clause, ClauseShape, noted_parts
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.units.registry import known_body, unit_like

__all__ = ["bare_lines", "line_of_names"]

EXAMPLES = Examples(
    rules=("bare",),
    quotations=(
        "1.检查食堂。\n⟦L:市市场监管局⟧、⟦L:市教育局⟧\n2.整治摊点。\n⟦L:市城管局⟧、⟦L:市公安局⟧",
        "标*的为牵头单位。\n1.检查食堂。\n*⟦L:市市场监管局⟧、⟦S:市教育局⟧\n2.整治摊点。\n*⟦L:市城管局⟧、⟦S:市公安局⟧",
        "1.检查食堂。\n——⟦L:市市场监管局⟧、⟦L:市教育局⟧\n2.整治摊点。\n——⟦L:市城管局⟧",
    ),
    against=(
        "1.检查食堂。\n市市场监管局、市教育局",
        "1.组长单位\n市教育局\n2.成员单位\n市财政局、市公安局",
        "1.召开会议。参加的有：\n市教育局、市财政局\n2.现场观摩。参加的有：\n市公安局、市民政局",
    ),
)

_LEAST = 2  # items with such a line
_LIMIT = 200  # code points of a list
_DASH = "—–- "
_NO_TASK = pattern(r"(?:[:、,]|单位|部门|名单|人员|对象|成员|机构|会议)$")  # what is above a list that is no duty


def bare_lines(view: str, items: Sequence[Item]) -> frozenset[int]:
    """Find where the lines begin that name the units of the task above them.

    Guarantees:
        1. Nothing is found where fewer than two numbered items have such a line.
        2. No signature: one name alone under the last item is none, unless a dash or a mark opens its line.
    """
    numbered = [item for item in items if item.number.length]
    found = {item.index: tuple(_under(view, item)) for item in numbered}
    if sum(map(bool, found.values())) < _LEAST:
        return frozenset()
    last = numbered[-1].index
    lines = ((index, line) for index, lines in found.items() for line in lines)
    return frozenset(
        line.start for index, line in lines
        if index != last or "、" in view[line.start : line.end] or view[line.start] in _DASH + MARKS
    )  # fmt: skip


def _under(view: str, item: Item) -> Iterator[Span]:
    for above, line in pairwise(item.pieces):
        if line.length <= _LIMIT and _NO_TASK.search(view[above.start : above.end]) is None and _names(view, line):
            yield line


def _names(view: str, line: Span) -> tuple[Span, ...]:
    """Give the names of a line that holds nothing else, half of them registered at least; else none."""
    listed = strip(view, line.start, line.end, _DASH)
    if not ends_body(view, listed.start, strip(view, listed.start, listed.end, "。;、").end):
        return ()  # looked at first: a list is dear to split
    names = split_mentions(view, listed.start, listed.end).items
    words = [view[name.start : name.end].strip(MARKS) for name in names]
    whole = bool(words) and all(map(unit_like, words)) and 2 * sum(map(known_body, words)) >= len(words)
    return names if whole else ()


def line_of_names(view: str, line: Span) -> Clause | None:
    """Read such a line; all of its units lead."""
    names = _names(view, line)
    if not names:
        return None
    parts = tuple(noted_parts(view, names, Meaning.RESPONSIBLE, line, is_open=False))
    return Clause(span=line, shape=ClauseShape.BARE, parts=parts, own_line=True)
