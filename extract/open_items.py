"""The stack of open markers from which an outline is built: each new item closes its siblings and all lower forms."""

from dataclasses import dataclass, field

from extract.items import Item
from extract.levels import Levels
from extract.lines import trim
from extract.markers import Form, Level, Marker
from extract.patterns import pattern
from extract.records import Block, Span
from extract.title_lines import glued_title, heading_words

__all__ = ["PARTS", "OpenItem", "OpenItems"]

PARTS = frozenset({Form.PART, Form.CHAPTER, Form.CN})
"""The forms that a plan begins with."""

_CLAUSE_WORD = pattern(r"单位|部门|主体|牵头|[、,]$")
_CLOSES = pattern(
    r"[^()。]{0,80}(?:牵头|负责|配合|落实|参与)[^()。]{0,40}\)"
)  # the rest of a bracket: 房城乡建设局负责)


@dataclass(slots=True)
class OpenItem:
    """An item while lines are added to it."""

    parent: int
    form: Form | None
    value: int
    depth: int
    number: Span
    own_line: bool
    level: int = 0
    run_on: bool = False  # its line holds markers inside: line breaks were lost
    pieces: list[Span] = field(default_factory=list)
    title: Span | None = None


class OpenItems:
    """The items in text order, and the stack of those that are open."""

    def __init__(self, view: str, levels: Levels) -> None:
        self.view = view
        self.levels = levels
        self.drafts: list[OpenItem] = []
        self.stack: list[int] = []
        self.last: dict[Level, int] = {}

    def begin(self, marker: Marker, *, own_line: bool, level: int) -> None:
        """Open an item: what it ends is closed first."""
        if marker.form is not Form.TITLE:
            self._close(marker, level)
        self.add(marker, own_line=own_line, level=level)

    def _close(self, marker: Marker, level: int) -> None:
        """Close what a numbered item ends: its siblings, lower forms, and titles as deep in the format (h3, 标题3) as it is."""
        if level:
            drafts = self.drafts
            self.stack = [i for i in self.stack if drafts[i].form is not Form.TITLE or drafts[i].level < level]
        same = self.sibling(marker)
        if same is not None:
            del self.stack[self.stack.index(same) :]
        while self.stack and self._rank(self.stack[-1]) > self.levels.rank(marker.level):
            self.stack.pop()

    def add(self, marker: Marker, *, own_line: bool, level: int) -> None:
        """Add an item inside the innermost open one."""
        if marker.form is Form.TITLE:
            self.stack = [index for index in self.stack if 0 < self.drafts[index].level < level]
        parent = self.stack[-1] if self.stack else -1
        end = marker.start if marker.form is Form.DASH else trim(self.view, marker.start, marker.end)[1]
        number = Span(marker.start, end)
        self.drafts.append(OpenItem(parent, marker.form, marker.value, marker.depth, number, own_line, level))
        self.stack.append(len(self.drafts) - 1)
        self.last[marker.level] = marker.value

    def sibling(self, marker: Marker) -> int | None:
        """Find the open item of the form and depth of a marker; None for none."""
        for index in reversed(self.stack):
            draft = self.drafts[index]
            if draft.form is marker.form and draft.depth == marker.depth:
                return index
        return None

    def _rank(self, index: int) -> tuple[int, ...]:
        draft = self.drafts[index]
        return self.levels.rank((draft.form or Form.TITLE, draft.depth))

    def add_text(self, start: int, end: int) -> None:
        """Add text to the open item; before the first marker it makes an item of its own."""
        start, end = trim(self.view, start, end)
        if start == end:
            return
        if not self.drafts:
            self.drafts.append(OpenItem(-1, None, 0, 0, Span(start, start), own_line=True))
        pieces = self.drafts[-1].pieces
        if pieces and _bracket_open(self.view, pieces[-1], Span(start, end)):
            start = pieces.pop().start  # a bracket wrapped over two lines is one stretch
        pieces.append(Span(start, end))

    def waits_for_title(self) -> bool:
        """Whether the last item is an annex that still waits for its title."""
        return bool(self.drafts) and self.drafts[-1].form is Form.ANNEX and not self.drafts[-1].pieces

    def add_title(self, block: Block, start: int, end: int, *, apart: bool) -> None:
        """Open an item for a title line, or add the line to the title above it."""
        previous = self.drafts[-1] if self.drafts and not apart else None
        if previous is not None and previous.form in {Form.TITLE, Form.ANNEX} and not previous.pieces:
            lines = previous.title or Span(start, end)
            if previous.title is None or block.level in {0, previous.level}:
                previous.title = Span(lines.start, end)  # a title printed over several lines
                return
        self.begin(Marker(start=start, end=start, form=Form.TITLE, value=0), own_line=True, level=block.level)
        self.drafts[-1].title = Span(start, end)

    def add_caption(self, start: int, end: int) -> None:
        """Add the caption of a table inside the open item; what follows the table is not inside it."""
        parent = self.stack[-1] if self.stack else -1
        draft = OpenItem(parent, Form.TITLE, 0, 0, Span(start, start), own_line=True)
        draft.title = Span(start, end)
        self.drafts.append(draft)

    def items(self) -> tuple[Item, ...]:
        """Freeze the drafts, each with its heading words."""
        return tuple(self._freeze(index, draft) for index, draft in enumerate(self.drafts))

    def _freeze(self, index: int, draft: OpenItem) -> Item:
        self._split(draft)
        title, heading = Span(draft.number.end, draft.number.end), False
        if draft.title is not None:
            title, heading = draft.title, not draft.pieces
        elif draft.pieces and draft.form is not None:
            title = heading_words(self.view, draft.pieces[0], run_on=draft.run_on)
            heading = title == draft.pieces[0] and len(draft.pieces) == 1
        return Item(
            index=index, parent=draft.parent, form=draft.form, value=draft.value, number=draft.number,
            pieces=tuple(draft.pieces), title=title, own_line=draft.own_line, heading=heading,
        )  # fmt: skip

    def _split(self, draft: OpenItem) -> None:
        """Cut the heading off the text of a section whose line break was lost."""
        if not draft.run_on or draft.form not in {*PARTS, Form.CN_PAREN} or len(draft.pieces) != 1:
            return
        (piece,) = draft.pieces
        end = glued_title(self.view, piece.start, piece.end)
        if end is not None:
            draft.pieces = [Span(piece.start, end), Span(end, piece.end)]


def _bracket_open(view: str, piece: Span, following: Span) -> bool:
    """Whether a stretch ends inside a bracket that holds a clause, or that the next line closes with one."""
    tail = view[max(piece.start, piece.end - 400) : piece.end]
    opening = tail.rfind("(")
    if opening <= tail.rfind(")"):
        return False
    return (
        _CLAUSE_WORD.search(tail, opening) is not None
        or _CLOSES.match(view, following.start, following.end) is not None
    )
