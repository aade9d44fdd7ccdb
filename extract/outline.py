"""From lines to an outline: a stack of printed markers, own-line and run-in headings, unnumbered titles.

Guarantees:
    1. Items are in text order; an item's own text is what follows its marker until the next item.
    2. Printed numbers keep their form; nothing is renumbered.
    3. Level comes from the marker form and the stack, never from indentation.
    4. A text whose line breaks are lost gives the same items, as far as its numbers and signs tell them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.clause_ends import in_label, in_sentence, levels_of, numbered_clauses
from extract.items import Item, Outline
from extract.levels import Levels, read_levels
from extract.lexicon import ends_body
from extract.lines import TextLine, read_lines, trim
from extract.markers import Form, Level, Marker, after_sentence
from extract.patterns import pattern
from extract.records import Block, BlockKind, Document, Span
from extract.title_lines import HEADING_LIMIT, TITLE_LIMIT, glued_title, heading_words, title_at, title_tail

LIST_LIMIT = 200  # a list of units with its label is seldom longer
LOST_LIMIT = 2  # markers lost in a row, at most, for the numbering to be taken up again inside a block
SHORTEST = 3  # code points of a heading before a marker whose line break was lost

_CLAUSE_WORD = pattern(r"单位|部门|主体|牵头|[、,]$")
_CLOSES = pattern(
    r"[^()。]{0,80}(?:牵头|负责|配合|落实|参与)[^()。]{0,40}\)"
)  # the rest of a bracket: 房城乡建设局负责)
_LISTING = pattern(r"(?:单位|部门|主体|机构|牵头|配合):[^。:\n]+$")
_LIMIT = pattern(r"(?:时限|时间|期限|年限):[^。:\n]*[^。:\n\d(第和至]$")
_NO_TITLE = pattern(r"[,;:。]")
_NO_HEADING = pattern(r"[;:。]")
_CITED = frozenset("第至和到、")  # 第(一)项, (一)至(三)项
_IN_WORD = _CITED | frozenset("统唯同单万专逐之周期每任不合初其高归划如年月")  # 统一、: no 一、 follows these
_PARTS = frozenset({Form.PART, Form.CHAPTER, Form.CN})  # forms that a plan begins with
_ENCLOSED = frozenset({Form.CN_PAREN, Form.ARABIC_PAREN})


@dataclass(slots=True)
class _OpenItem:
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


@dataclass(frozen=True, slots=True)
class _Inside:
    """A marker inside a line: where its stretch begins, and how the numbering goes on after it."""

    marker: Marker
    start: int  # of the text since the last marker
    followed: bool  # its successor comes later in the line
    next: bool  # the next marker of its level is its successor
    heads: bool  # a first number of a lower level follows after a few words: 一、重点任务1.清理…


class _Builder:
    """Walks the lines once and keeps the stack of open markers."""

    def __init__(self, view: str, levels: Levels) -> None:
        self.view = view
        self.levels = levels
        self.drafts: list[_OpenItem] = []
        self.stack: list[int] = []
        self.last: dict[Level, int] = {}
        self.after_table = False
        self.ordinals: frozenset[int] = frozenset()  # where 一是, 二是 or (1)…;(2)… begin items inside the line
        self.listed: frozenset[int] = frozenset()  # numbers of lists inside a sentence or a label

    def line(self, line: TextLine) -> None:
        """Read one paragraph or heading: its opening marker, then the markers inside it."""
        after_table, self.after_table = self.after_table, False
        start = line.start
        if line.opening is not None and not line.plain:
            self._open(line.opening, own_line=True, level=line.block.level)
            start = line.opening.end
        elif self._is_title(line):
            self._title(line.block, line.start, line.end, apart=after_table)
            return
        elif line.caption and not self._untitled():
            self._caption(line.start, line.end)
            return
        self._inside(start, line)

    def table(self) -> None:
        """Pass a table: a title line below it does not continue one above it."""
        self.after_table = True

    def _inside(self, start: int, line: TextLine) -> None:
        last = {(marker.level, marker.value): marker.start for marker in line.inside}
        successors, heads = _successors(line.inside), self._heads(line.inside)
        opening = (line.opening,) if line.opening is not None else ()
        of_label = in_label(self.view, line.inside)
        self.ordinals = numbered_clauses(self.view, (*opening, *line.inside), line.end) - of_label
        self.listed = in_sentence(self.view, line.inside) | of_label
        first = max(1, len(self.drafts))
        for marker in line.inside:
            if marker.start <= start:
                continue
            followed = last.get((marker.level, marker.value + 1), 0) > marker.start
            found = _Inside(marker, start, followed, marker.start in successors, marker.start in heads)
            if self._follows(found):
                self._before(start, marker)
                self._open(marker, own_line=False, level=0)
                start = marker.end
        self._text(start, line.end)
        if len(self.drafts) > first:
            for draft in self.drafts[first - 1 :]:
                draft.run_on = True

    def _heads(self, markers: Sequence[Marker]) -> frozenset[int]:
        """Give where the markers begin after which a heading and a first item come without a sentence end."""
        return frozenset(
            first.start
            for first, second in pairwise(markers)
            if second.value == 1
            and SHORTEST <= second.start - first.end <= TITLE_LIMIT
            and self.levels.rank(first.level) < self.levels.rank(second.level)
            and _NO_HEADING.search(self.view, first.end, second.start) is None
        )

    def _follows(self, found: _Inside) -> bool:
        """Whether a marker inside a line opens an item: its place and its number both allow it."""
        marker = found.marker
        if marker.form is Form.ORDINAL or marker.start in self.ordinals:
            return marker.start in self.ordinals
        if marker.start in self.listed:
            return False
        if self._begins_excerpt(found):
            return True
        if after_sentence(self.view, marker) or self._after_list(found):
            return self._carries_on(found)
        if self.view[marker.start - 1] == ":":  # 具体措施:1.…2.…
            return marker.value == 1 and found.next and self._same(marker) is None
        return self._after_heading(found) or self._begins_plan(found)

    def _begins_excerpt(self, found: _Inside) -> bool:
        """Whether the first number of a text follows its title, be it 三、: what comes before it was left out."""
        if self.drafts or found.marker.form not in _PARTS:
            return False
        return title_at(self.view, *trim(self.view, found.start, found.marker.start))

    def _after_heading(self, found: _Inside) -> bool:
        """Whether a marker follows a heading whose line break was lost: ``三、培育产业(五)发展大棚``."""
        opened, marker = self.drafts[-1] if self.drafts else None, found.marker
        if opened is None or opened.form is None or opened.pieces or self._in_word(marker):
            return False
        if not SHORTEST <= marker.start - found.start <= HEADING_LIMIT:
            return False
        heading = self.view[found.start : marker.start]
        if _NO_HEADING.search(heading):
            return False
        if self.levels.rank((opened.form, opened.depth)) >= self.levels.rank(marker.level):
            return False
        if marker.value != 1:
            return self._goes_on_elsewhere(found)
        return found.next or ("," not in heading and len(heading) <= TITLE_LIMIT)

    def _in_word(self, marker: Marker) -> bool:
        """Whether the character before a marker makes it part of a word or a citation: 统一、 第(一)项."""
        return self.view[marker.start - 1] in (_IN_WORD if marker.form is Form.CN else _CITED)

    def _begins_plan(self, found: _Inside) -> bool:
        """Whether a first number follows the title of a plan whose line break was lost: ``全民健身任务分解一、完善设施``."""
        marker = found.marker
        if marker.value != 1 or self._in_word(marker):
            return False
        if marker.form in _PARTS:
            if title_tail(self.view, found.start, marker.start) is not None or (found.next and found.heads):
                return True
            return marker.level not in self.last and (found.next or found.heads)
        short = marker.start - found.start <= TITLE_LIMIT
        return (
            not self.drafts and found.next and short and _NO_TITLE.search(self.view, found.start, marker.start) is None
        )

    def _after_list(self, found: _Inside) -> bool:
        """Whether a marker follows a labelled list whose line break was lost: ``责任单位:州监察局2.依法…``."""
        at = found.marker.start
        start = max(found.start, at - LIST_LIMIT)
        before = self.view[start:at]
        if _LIMIT.search(before):
            return True
        enclosed = (
            found.marker.form in _ENCLOSED
        )  # 责任单位:东山海关(四)建设: a number in brackets is no part of a name
        return (enclosed or ends_body(self.view, start, at)) and _LISTING.search(before) is not None

    def _carries_on(self, found: _Inside) -> bool:
        """Whether a marker continues the numbering: the next number, or after a lost one when its own next follows."""
        marker = found.marker
        same = self._same(marker)
        if same is None:
            return marker.value == 1 or self._goes_on_elsewhere(found)
        ahead = marker.value - self.drafts[same].value
        if marker.form is Form.CN and ahead < 0:  # the next plan of a compilation; its first number may be lost
            return after_sentence(self.view, marker) and (found.followed if marker.value == 1 else found.heads)
        certain = found.followed or self._after_list(found)
        return ahead == 1 or (certain and 1 < ahead <= LOST_LIMIT + 1)

    def _goes_on_elsewhere(self, found: _Inside) -> bool:
        """Whether a number above 1 continues that of another section, or is the first of an excerpt: (三), then (四)."""
        last = self.last.get(found.marker.level)
        return last == found.marker.value - 1 or (last is None and found.next)

    def _before(self, start: int, marker: Marker) -> None:
        """Read the text before a marker inside a line; the title of the next plan may close it."""
        title = None
        if marker.form in _PARTS and marker.value == 1 and self._same(marker) is not None:
            title = title_tail(self.view, start, marker.start)
        self._text(start, marker.start if title is None else title)
        if title is not None:
            self._add(Marker(start=title, end=title, form=Form.TITLE, value=0), own_line=True, level=0)
            self.drafts[-1].title = Span(title, trim(self.view, title, marker.start)[1])

    def _text(self, start: int, end: int) -> None:
        start, end = trim(self.view, start, end)
        if start == end:
            return
        if not self.drafts:
            self.drafts.append(_OpenItem(-1, None, 0, 0, Span(start, start), own_line=True))
        pieces = self.drafts[-1].pieces
        if pieces and _bracket_open(self.view, pieces[-1], Span(start, end)):
            start = pieces.pop().start  # a bracket wrapped over two lines is one stretch
        pieces.append(Span(start, end))

    def _is_title(self, line: TextLine) -> bool:
        if line.plain:
            return False
        short = line.end - line.start <= HEADING_LIMIT
        return short and (line.block.kind is BlockKind.HEADING or title_at(self.view, line.start, line.end))

    def _untitled(self) -> bool:
        """Whether the last item is an annex that still waits for its title."""
        return bool(self.drafts) and self.drafts[-1].form is Form.ANNEX and not self.drafts[-1].pieces

    def _title(self, block: Block, start: int, end: int, *, apart: bool) -> None:
        previous = self.drafts[-1] if self.drafts and not apart else None
        if previous is not None and previous.form in {Form.TITLE, Form.ANNEX} and not previous.pieces:
            lines = previous.title or Span(start, end)
            if previous.title is None or block.level in {0, previous.level}:
                previous.title = Span(lines.start, end)  # a title printed over several lines
                return
        self._open(Marker(start=start, end=start, form=Form.TITLE, value=0), own_line=True, level=block.level)
        self.drafts[-1].title = Span(start, end)

    def _caption(self, start: int, end: int) -> None:
        """Add the caption of a table inside the open item; what follows the table is not inside it."""
        parent = self.stack[-1] if self.stack else -1
        draft = _OpenItem(parent, Form.TITLE, 0, 0, Span(start, start), own_line=True)
        draft.title = Span(start, end)
        self.drafts.append(draft)

    def _same(self, marker: Marker) -> int | None:
        for index in reversed(self.stack):
            draft = self.drafts[index]
            if draft.form is marker.form and draft.depth == marker.depth:
                return index
        return None

    def _open(self, marker: Marker, *, own_line: bool, level: int) -> None:
        if marker.form is not Form.TITLE:
            self._close(marker, level)
        self._add(marker, own_line=own_line, level=level)

    def _close(self, marker: Marker, level: int) -> None:
        """Close what a numbered item ends: its siblings, lower forms, and titles as deep in the format (h3, 标题3) as it is."""
        if level:
            drafts = self.drafts
            self.stack = [i for i in self.stack if drafts[i].form is not Form.TITLE or drafts[i].level < level]
        same = self._same(marker)
        if same is not None:
            del self.stack[self.stack.index(same) :]
        while self.stack and self._rank(self.stack[-1]) > self.levels.rank(marker.level):
            self.stack.pop()

    def _add(self, marker: Marker, *, own_line: bool, level: int) -> None:
        if marker.form is Form.TITLE:
            self.stack = [index for index in self.stack if 0 < self.drafts[index].level < level]
        parent = self.stack[-1] if self.stack else -1
        end = marker.start if marker.form is Form.DASH else trim(self.view, marker.start, marker.end)[1]
        number = Span(marker.start, end)
        self.drafts.append(_OpenItem(parent, marker.form, marker.value, marker.depth, number, own_line, level))
        self.stack.append(len(self.drafts) - 1)
        self.last[marker.level] = marker.value

    def _rank(self, index: int) -> tuple[int, ...]:
        draft = self.drafts[index]
        return self.levels.rank((draft.form or Form.TITLE, draft.depth))

    def items(self) -> tuple[Item, ...]:
        """Freeze the drafts, each with its heading words."""
        return tuple(self._freeze(index, draft) for index, draft in enumerate(self.drafts))

    def _freeze(self, index: int, draft: _OpenItem) -> Item:
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

    def _split(self, draft: _OpenItem) -> None:
        """Cut the heading off the text of a section whose line break was lost."""
        if not draft.run_on or draft.form not in {*_PARTS, Form.CN_PAREN} or len(draft.pieces) != 1:
            return
        (piece,) = draft.pieces
        end = glued_title(self.view, piece.start, piece.end)
        if end is not None:
            draft.pieces = [Span(piece.start, end), Span(end, piece.end)]


def _successors(markers: Sequence[Marker]) -> frozenset[int]:
    """Give where the markers begin whose next marker of the same level has the next number, not right after them."""
    return frozenset(
        first.start
        for found in levels_of(markers).values()
        for first, second in pairwise(found)
        if second.value == first.value + 1 and second.start - first.end >= SHORTEST
    )


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


def read_outline(document: Document, view: str) -> Outline:
    """Read the outline of a document from its blocks and the folded view of its text."""
    lines = read_lines(document, view)
    builder = _Builder(view, read_levels(tuple(_markers(view, lines))))
    parents: dict[int, int] = {}
    for line in lines:
        if line.table >= 0:
            parents.setdefault(line.table, len(builder.drafts) - 1)
            builder.table()
        else:
            builder.line(line)
    tables: dict[int, list[Block]] = {table: [] for table in parents}
    for block in document.blocks:
        if block.cell is not None and block.cell.table in parents:
            tables[block.cell.table].append(block)
    return Outline(
        view=view,
        items=_without_lone_title(builder.items()),
        tables=tuple(tuple(cells) for cells in tables.values()),
        table_parents=tuple(parents.values()),
    )


def _markers(view: str, lines: Sequence[TextLine]) -> Sequence[Marker]:
    """List the markers that surely number something: those that open a line, and those after a sentence."""
    found: list[Marker] = []
    for line in lines:
        found += [line.opening] if line.opening is not None and not line.plain else []
        found += [marker for marker in line.inside if after_sentence(view, marker)]
    return found


def _without_lone_title(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Lift everything out of the plan's own title, unless the document is a compilation of several plans."""
    inner = [
        item
        for item in items
        if item.form not in {None, Form.ANNEX} and (item.form is not Form.TITLE or item.parent >= 0)
    ]
    holders = {item.parent for item in inner}
    titles = [item for item in items if item.form is Form.TITLE and item.parent < 0 and item.index in holders]
    if len(titles) != 1 or titles[0].index > inner[0].index:
        return items
    lone = titles[0].index
    return tuple(replace(item, parent=-1) if item.parent == lone else item for item in items)
