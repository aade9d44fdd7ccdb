"""The outline of a document: its items, each with its printed number, its heading words and its text."""

from dataclasses import dataclass

from extract.markers import Form
from extract.records import Block, Span

__all__ = ["Item", "Outline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One node of the outline: a heading, a numbered item, or the text before the first marker (``form`` None)."""

    index: int
    parent: int  # index of the enclosing item, -1 at the top
    form: Form | None
    value: int
    number: Span  # the printed marker, empty for a title line
    pieces: tuple[Span, ...]  # own text, one piece a block
    title: Span  # heading words, empty where there are none
    own_line: bool  # the marker opens a block
    heading: bool  # nothing but a heading: no text of its own

    @property
    def start(self) -> int:
        """Where the item begins, marker included."""
        return self.number.start

    @property
    def end(self) -> int:
        """Where its own text ends."""
        return self.pieces[-1].end if self.pieces else self.number.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The items of a document, and its table cells grouped by table."""

    view: str
    items: tuple[Item, ...]
    tables: tuple[tuple[Block, ...], ...]
    table_parents: tuple[int, ...]  # index of the item before each table, -1 for none

    def children(self) -> dict[int, tuple[int, ...]]:
        """Map each item to the items directly inside it."""
        inside: dict[int, list[int]] = {}
        for item in self.items:
            inside.setdefault(item.parent, []).append(item.index)
        return {parent: tuple(found) for parent, found in inside.items()}

    def path(self, index: int) -> tuple[int, ...]:
        """List the items around ``index``, outermost first, itself last."""
        found: list[int] = []
        while index >= 0:
            found.append(index)
            index = self.items[index].parent
        return tuple(reversed(found))
