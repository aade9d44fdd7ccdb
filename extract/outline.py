"""From blocks to an outline: a stack of printed markers, own-line and run-in headings, unnumbered titles.

Guarantees:
    1. Items stand in text order; an item's own text is what follows its marker until the next item.
    2. Printed numbers are kept as they are; nothing is renumbered.
    3. Level comes from the marker form and the stack, never from indentation.
"""

import re
from dataclasses import dataclass, field, replace

from extract.markers import Form, Marker, after_sentence, marker_at, markers_inside
from extract.records import Block, BlockKind, Document, Span

TITLE_LIMIT = 40  # a run-in heading is at most this long; GB/T 9704 gives no number, the corpus does
HEADING_LIMIT = 60  # an own-line heading may be longer
LIST_LIMIT = 200  # a list of units with its label is seldom longer
NAME_END = frozenset("局委办厅府部会院署室社站处心司团行区县市校队门位关)前底末内进日")  # of a name or a time limit
LOST_LIMIT = 2  # markers lost in a row, at most, for the numbering to be taken up again inside a block

_TITLE_LINE = re.compile(
    r"[^。;!?:,]{2,60}(?:方案|办法|意见|规划|计划|要点|措施|清单|分工表?|任务表|分解表|指标表|责任表|明细表|细则|台账|一览表|安排表?|规定|制度|规则|指南|目录|政策|预案|通知|通告|公告|表)"
    r"(?:\s*\([^()]{1,20}\))?"
)
_BLANK = re.compile(r"\s")
_CLAUSE_WORD = re.compile(r"单位|部门|主体|牵头|[、,]$")
_CLAUSE = re.compile(r"(?:单位|部门|主体)\s*:|\((?:[^()]*)(?:负责|牵头|配合)\)")
_NO_TITLE = re.compile(r"[,;:。]")
_LISTING = re.compile(r"(?:单位|部门|主体|时限):[^。:\n]+$")
_ANNEX_LIST = re.compile(r"附\s?件\s?\d{0,2}\s*:")


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
    """The items of a document and, beside them, its table cells grouped by table."""

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


@dataclass(slots=True)
class _Draft:
    parent: int
    form: Form | None
    value: int
    depth: int
    number: Span
    own_line: bool
    level: int = 0
    pieces: list[Span] = field(default_factory=list)
    title: Span | None = None


class _Builder:
    """Walks the blocks once and keeps the stack of open markers."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.drafts: list[_Draft] = []
        self.stack: list[int] = []
        self.last: dict[tuple[Form, int], int] = {}
        self.in_annex_list = False
        self.parted = False  # whether a table stands behind the last line

    def block(self, block: Block) -> None:
        """Read one paragraph or heading: its opening marker, then the markers inside it."""
        start, end = _trim(self.view, block.span.start, block.span.end)
        if start == end:
            return
        parted, self.parted = self.parted, False
        marker = None if self._annex_list_line(start, end) else marker_at(self.view, start, end)
        if marker is not None:
            self._open(marker, own_line=True, level=block.level)
            start = marker.end
        elif self._is_title(block, start, end):
            self._title(block, start, end, parted=parted)
            return
        self._inside(start, end)

    def table(self) -> None:
        """Pass a table: a title line behind it does not go on from one before it."""
        self.parted = True

    def _inside(self, start: int, end: int) -> None:
        markers = tuple(markers_inside(self.view, start, end))
        last = {(marker.form, marker.value): marker.start for marker in markers}
        for marker in markers:
            followed = last.get((marker.form, marker.value + 1), 0) > marker.start
            if (
                marker.start > start
                and self._stands(marker, start)
                and self._carries_on(marker, start, followed=followed)
            ):
                self._text(start, marker.start)
                self._open(marker, own_line=False, level=0)
                start = marker.end
        self._text(start, end)

    def _stands(self, marker: Marker, start: int) -> bool:
        """Whether a marker may stand here: after a sentence, or right after a heading whose line break was lost."""
        if after_sentence(self.view, marker) or self._after_list(marker, start):
            return True
        opened = bool(self.drafts) and self.drafts[-1].form is not None and not self.drafts[-1].pieces
        deeper = opened and (self.drafts[-1].form or Form.TITLE) < marker.form
        if not deeper or not 3 <= marker.start - start <= TITLE_LIMIT:
            return False
        return _NO_TITLE.search(self.view, start, marker.start) is None

    def _after_list(self, marker: Marker, start: int) -> bool:
        """Whether a marker follows a list of units whose line break was lost: ``责任单位:州监察局2.依法…``."""
        before = self.view[max(start, marker.start - LIST_LIMIT) : marker.start]
        return before[-1:] in NAME_END and _LISTING.search(before) is not None

    def _text(self, start: int, end: int) -> None:
        start, end = _trim(self.view, start, end)
        if start == end:
            return
        if not self.drafts:
            self.drafts.append(_Draft(-1, None, 0, 0, Span(start, start), own_line=True))
        pieces = self.drafts[-1].pieces
        if pieces and _bracket_open(self.view, pieces[-1]):
            start = pieces.pop().start  # a bracket wrapped over two lines is one stretch
        pieces.append(Span(start, end))

    def _annex_list_line(self, start: int, end: int) -> bool:
        """Tell lines of ``附件:1.…方案`` before the signature from the annexes themselves."""
        if _ANNEX_LIST.match(self.view, start, end):
            self.in_annex_list = True
            return True
        marker = marker_at(self.view, start, end)
        self.in_annex_list = (
            self.in_annex_list
            and marker is not None
            and marker.form is Form.ARABIC
            and "。" not in self.view[start:end]
        )
        return self.in_annex_list

    def _is_title(self, block: Block, start: int, end: int) -> bool:
        if block.kind is BlockKind.HEADING and end - start <= HEADING_LIMIT:
            return True
        return end - start <= HEADING_LIMIT and _TITLE_LINE.fullmatch(self.view, start, end) is not None

    def _title(self, block: Block, start: int, end: int, *, parted: bool) -> None:
        previous = self.drafts[-1] if self.drafts and not parted else None
        if previous is not None and previous.form in {Form.TITLE, Form.ANNEX} and not previous.pieces:
            lines = previous.title or Span(start, end)
            if previous.title is None or block.level in {0, previous.level}:
                previous.title = Span(lines.start, end)  # a title printed over several lines
                return
        self._open(Marker(start=start, end=start, form=Form.TITLE, value=0), own_line=True, level=block.level)
        self.drafts[-1].title = Span(start, end)

    def _same(self, marker: Marker) -> int | None:
        for index in reversed(self.stack):
            draft = self.drafts[index]
            if draft.form is marker.form and draft.depth == marker.depth:
                return index
        return None

    def _carries_on(self, marker: Marker, start: int, *, followed: bool) -> bool:
        """Whether a marker carries the numbering on: the next number, or after a lost one when its own next follows."""
        same = self._same(marker)
        if same is not None:
            ahead = marker.value - self.drafts[same].value
            if marker.form is Form.CN and marker.value == 1 and ahead < 0:
                return followed and after_sentence(self.view, marker)  # the next plan of a compilation
            ended = after_sentence(self.view, marker) or self._after_list(marker, start)
            return ahead == 1 or (followed and 1 < ahead <= LOST_LIMIT + 1 and ended)
        return marker.value == 1 or self.last.get((marker.form, marker.depth)) == marker.value - 1

    def _open(self, marker: Marker, *, own_line: bool, level: int) -> None:
        same = self._same(marker)
        if same is not None:
            del self.stack[self.stack.index(same) :]
        else:
            while self.stack and self._rank(self.stack[-1]) > (marker.form, marker.depth):
                self.stack.pop()
        parent = self.stack[-1] if self.stack else -1
        number = Span(marker.start, _trim(self.view, marker.start, marker.end)[1])
        self.drafts.append(_Draft(parent, marker.form, marker.value, marker.depth, number, own_line, level))
        self.stack.append(len(self.drafts) - 1)
        self.last[marker.form, marker.depth] = marker.value

    def _rank(self, index: int) -> tuple[Form, int]:
        draft = self.drafts[index]
        return (draft.form or Form.TITLE, draft.depth)

    def items(self) -> tuple[Item, ...]:
        """Freeze the drafts, each with its heading words."""
        return tuple(self._freeze(index, draft) for index, draft in enumerate(self.drafts))

    def _freeze(self, index: int, draft: _Draft) -> Item:
        title, heading = Span(draft.number.end, draft.number.end), False
        if draft.title is not None:
            title, heading = draft.title, not draft.pieces
        elif draft.pieces and draft.form is not None:
            title, heading = _heading(self.view, draft.pieces)
        return Item(
            index=index, parent=draft.parent, form=draft.form, value=draft.value, number=draft.number,
            pieces=tuple(draft.pieces), title=title, own_line=draft.own_line, heading=heading,
        )  # fmt: skip


def _bracket_open(view: str, piece: Span) -> bool:
    """Whether a stretch ends inside a bracket that carries a clause, so that the next line belongs to it."""
    tail = view[max(piece.start, piece.end - 400) : piece.end]
    opening = tail.rfind("(")
    return opening > tail.rfind(")") and _CLAUSE_WORD.search(tail, opening) is not None


def _trim(view: str, start: int, end: int) -> tuple[int, int]:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return start, end


def _heading(view: str, pieces: list[Span]) -> tuple[Span, bool]:
    """Find the heading words at the head of an item, and whether they are all it holds.

    Forms handled: ``（一）总体要求`` on its own line · ``1.依法规范行政职权。坚持…`` run in · ``一、总体要求 以习近平…``
    in a text that has lost its line breaks.
    """
    first = pieces[0]
    words = view[first.start : first.end]
    stop = words.find("。")
    if stop in {-1, len(words) - 1} and len(words) <= HEADING_LIMIT and "\n" not in words and not _is_clause(words):
        gap = _BLANK.search(words.rstrip())
        if gap is None or len(words) <= TITLE_LIMIT:
            return first, len(pieces) == 1
    if 0 < stop <= TITLE_LIMIT and words.count(",", 0, stop) <= 1 and not _is_clause(words[:stop]):
        return Span(first.start, first.start + stop), False
    blank = _BLANK.search(words, 0, TITLE_LIMIT + 1)
    if blank and blank.start() >= 2 and not _NO_TITLE.search(words, 0, blank.start()):
        return Span(first.start, first.start + blank.start()), False
    return Span(first.start, first.start), False


def _is_clause(words: str) -> bool:
    return _CLAUSE.search(words) is not None


def read_outline(document: Document, view: str) -> Outline:
    """Read the outline of a document from its blocks and the folded view of its text."""
    builder = _Builder(view)
    tables: dict[int, list[Block]] = {}
    parents: dict[int, int] = {}
    for block in document.blocks:
        if block.cell is not None:
            parents.setdefault(block.cell.table, len(builder.drafts) - 1)
            tables.setdefault(block.cell.table, []).append(block)
            builder.table()
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            builder.block(block)
    items = _without_lone_title(builder.items())
    return Outline(
        view=view,
        items=items,
        tables=tuple(tuple(cells) for cells in tables.values()),
        table_parents=tuple(parents.values()),
    )


def _without_lone_title(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Lift everything out of the plan's own title, unless the document is a compilation of several plans."""
    holders = {item.parent for item in items if item.form not in {None, Form.TITLE, Form.ANNEX}}
    titles = [item for item in items if item.form is Form.TITLE and item.index in holders]
    if len(titles) != 1:
        return items
    lone = titles[0].index
    return tuple(replace(item, parent=titles[0].parent) if item.parent == lone else item for item in items)
