"""Labels above their tasks: a line of labels holds for the numbered items below it, up to the next such line.

For: ``牵头单位：甲 ⏎ 1.修路。 ⏎ 2.架桥。 ⏎ 牵头单位：乙 ⏎ 3.治河。 ⏎ 4.筑坝。``: 1. and 2. are for 甲, 3. and 4. for 乙.
Against: a line below each item, also where one is above the first (责任单位 of the plan) or the last item has none · a
line under a heading, none among its items: it is the clause of the heading.
"""

from collections.abc import Mapping, Sequence

from extract.items import Item, Outline
from extract.parts import Clause, ClauseShape

__all__ = ["labels_above"]

Groups = Mapping[int, Sequence[Sequence[Clause]]]
"""The groups of clauses of each item."""


def labels_above(outline: Outline, siblings: Sequence[int], groups: Groups) -> dict[int, Sequence[Clause]]:
    """Give each of the items under one parent the group of labels above it; nothing where labels are below items.

    Guarantees:
        1. The line right before the first item is nothing but labels, and the last item has none after it.
        2. At least one more item has none, at least one has: labels below the items would leave two without anybody.
    """
    items = [outline.items[index] for index in siblings]
    current = _last_line(outline, items[0], groups) if len(items) > _FEWEST else None
    own = [groups.get(index, ()) for index in siblings]
    bare = sum(not one for one in own)
    if current is None or own[-1] or not 1 < bare < len(own):
        return {}
    if not all(_closes(outline.view, item, one) for item, one in zip(items, own, strict=True) if one):
        return {}
    found: dict[int, Sequence[Clause]] = {}
    for index, one in zip(siblings, own, strict=True):
        found[index] = current
        current = one[0] if one else current
    return found


_FEWEST = 2  # items: 1. without a label, 2. with one, 3. without


def _last_line(outline: Outline, first: Item, groups: Groups) -> Sequence[Clause] | None:
    """Give the labels on the line right before the first item; the item before it holds them."""
    before = groups.get(first.index - 1, ()) if first.own_line else ()
    return before[-1] if before and _are_lines(outline.view, before[-1], first.start) else None


def _closes(view: str, item: Item, groups: Sequence[Sequence[Clause]]) -> bool:
    """Whether an item has one group of labels, on lines of their own after its words."""
    return (
        len(groups) == 1
        and item.own_line
        and item.pieces[0].end <= groups[0][0].span.start
        and _are_lines(view, groups[0], item.end)
    )


def _are_lines(view: str, group: Sequence[Clause], end: int) -> bool:
    """Whether a group is nothing but labels on lines of their own, up to ``end``."""
    lines = all(clause.shape is ClauseShape.LABEL for clause in group) and group[0].own_line
    return lines and not view[group[-1].span.end : end].strip("。; \n")
