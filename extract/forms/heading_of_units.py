"""Read headings that say whose the items below them are: ``一、市发展改革委牵头事项(5项)`` over 1., 2., 3.

A heading with a role word gives its units to each item below that does not say itself who leads. A heading of units and a
number of items has no role word; such headings are a list of duties headed by units where two of them are side by side.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extract.forms.examples import Examples
from extract.items import Item, Outline
from extract.mentions import split_mentions, strip
from extract.parts import Clause, ClauseShape, noted_parts
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, phrase_at_end
from extract.units.registry import group_like, known_body

__all__ = ["heading_of_units", "heads_of_items", "joined"]

EXAMPLES = Examples(
    rules=("label", "duty-list"),
    quotations=(
        "一、⟦L:市发展改革委⟧牵头事项（1项）\n1.推进项目。配合单位：⟦S:市财政局⟧",
        "一、由⟦L:市教育局⟧负责的任务\n1.新建学校。\n（一）⟦S:市财政局⟧配合事项\n1.拨付资金。",
        "一、⟦l:市发展改革委⟧（1项）\n1.编制规划。\n二、⟦l:市教育局⟧（1项）\n2.新建学校。",
    ),
    against=(
        "一、市教育局工作\n1.新建学校。\n2.招聘教师。",
        "一、市级事项（2项）\n1.新建学校。\n2.招聘教师。",
        "一、市教育局牵头建设学校\n1.新建学校。",
        "一、市发展改革委（2项）\n1.编制规划。\n2.推进项目。",
    ),
)

_LIMIT = 60  # code points of such a heading
_LEAST = 2  # headings without a role word, side by side
_HEAD = pattern(
    r"由?(?P<who>[^,;。:]{3,40}?)的?(?P<noun>(?:重点|主要|具体|工作)?(?:事项|任务|工作|项目|清单))?(?P<count>\(共?\d{1,3}[项个条件]\))?"
)
_SHAPES = {True: ClauseShape.LABEL, False: ClauseShape.DUTY_LIST}
_FIRST = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.JOINT})


def heading_of_units(view: str, title: Span) -> tuple[Clause, bool] | None:
    """Read a heading of units: the clause it makes, and whether it has a role word.

    >>> from extract.cleaning import fold
    >>> view = fold("市教育局牵头事项（3项）")
    >>> found = heading_of_units(view, Span(0, len(view)))
    >>> found and [(p.meaning.value, view[i.start : i.end]) for p in found[0].parts for i in p.items]
    [('lead', '市教育局')]
    """
    words = strip(view, title.start, title.end, "。: ")
    head = _HEAD.fullmatch(view, words.start, words.end) if 0 < words.length <= _LIMIT else None
    if head is None or not (head["noun"] or head["count"]):
        return None
    who = Span(*head.span("who"))
    said = phrase_at_end(head["who"]) if head["noun"] else None
    if said is None and not head["count"]:
        return None
    meaning, end = said or (Meaning.RESPONSIBLE, who.length)
    names = split_mentions(view, who.start, who.start + end).items
    if not names or not all(known_body(view[n.start : n.end]) or group_like(view[n.start : n.end]) for n in names):
        return None
    parts = tuple(noted_parts(view, names, meaning, words, is_open=False))
    return Clause(span=words, shape=_SHAPES[said is not None], parts=parts, ahead=True), said is not None


def heads_of_items(outline: Outline, inside: Mapping[int, Sequence[int]]) -> dict[int, Clause]:
    """Give for each numbered item without items below it the clause of the heading it is under, where that is one of units."""
    heads = dict(_heads(outline, inside))
    return {
        item.index: heads[item.parent]
        for item in outline.items
        if item.parent in heads and item.number.length and item.index not in inside and item.index not in heads
    }


def _heads(outline: Outline, inside: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Clause]]:
    read = [(item, found) for item in outline.items if (found := _of_item(outline.view, item, inside)) is not None]
    beside = Counter(item.parent for item, (_, role) in read if not role)
    yield from ((item.index, clause) for item, (clause, role) in read if role or beside[item.parent] >= _LEAST)


def _of_item(view: str, item: Item, inside: Mapping[int, Sequence[int]]) -> tuple[Clause, bool] | None:
    return heading_of_units(view, item.title) if item.heading and item.index in inside else None


def joined(head: Clause, groups: Sequence[list[Clause]]) -> list[list[Clause]]:
    """Add the clause of a heading to those of an item; an item that says itself who leads keeps only its own."""
    if not groups:
        return [[head]]
    said = {part.meaning for group in groups for clause in group for part in clause.parts if part.items}
    if not said.isdisjoint(_FIRST):
        return list(groups)
    return [[head, *group] for group in groups]
