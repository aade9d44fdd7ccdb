"""From lines to an outline: a stack of printed markers, own-line and run-in headings, unnumbered titles.

Guarantees:
    1. Items are in text order; an item's own text is what follows its marker until the next item.
    2. Printed numbers keep their form; nothing is renumbered.
    3. Level comes from the marker form and the stack, never from indentation.
    4. A text whose line breaks are lost gives the same items, as far as its numbers and signs tell them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.clause_ends import in_label, in_sentence, levels_of, numbered_clauses
from extract.items import Item, Outline
from extract.levels import Levels, read_levels
from extract.lexicon import ends_body
from extract.lines import TextLine, read_lines, trim
from extract.markers import Form, Marker, after_sentence
from extract.open_items import PARTS, OpenItems
from extract.patterns import pattern
from extract.records import Block, BlockKind, Document, Span
from extract.title_lines import HEADING_LIMIT, TITLE_LIMIT, title_at, title_tail

LIST_LIMIT = 200  # a list of units with its label is seldom longer
LOST_LIMIT = 2  # markers lost in a row, at most, for the numbering to be taken up again inside a block
SHORTEST = 3  # code points of a heading before a marker whose line break was lost

_LISTING = pattern(r"(?:单位|部门|主体|机构|牵头|配合):[^。:\n]+$")
_LIMIT = pattern(r"(?:时限|时间|期限|年限):[^。:\n]*[^。:\n\d(第和至]$")
_NO_TITLE = pattern(r"[,;:。]")
_NO_HEADING = pattern(r"[;:。]")
_CITED = frozenset("第至和到、")  # 第(一)项, (一)至(三)项
_IN_WORD = _CITED | frozenset("统唯同单万专逐之周期每任不合初其高归划如年月")  # 统一、: no 一、 follows these
_ENCLOSED = frozenset({Form.CN_PAREN, Form.ARABIC_PAREN})


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
        self.open = OpenItems(view, levels)
        self.after_table = False
        self.ordinals: frozenset[int] = frozenset()  # where 一是, 二是 or (1)…;(2)… begin items inside the line
        self.listed: frozenset[int] = frozenset()  # numbers of lists inside a sentence or a label

    def line(self, line: TextLine) -> None:
        """Read one paragraph or heading: its opening marker, then the markers inside it."""
        after_table, self.after_table = self.after_table, False
        start = line.start
        if line.opening is not None and not line.plain:
            self.open.begin(line.opening, own_line=True, level=line.block.level)
            start = line.opening.end
        elif self._is_title(line):
            self.open.add_title(line.block, line.start, line.end, apart=after_table)
            return
        elif line.caption and not self.open.waits_for_title():
            self.open.add_caption(line.start, line.end)
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
        first = max(1, len(self.open.drafts))
        for marker in line.inside:
            if marker.start <= start:
                continue
            followed = last.get((marker.level, marker.value + 1), 0) > marker.start
            found = _Inside(marker, start, followed, marker.start in successors, marker.start in heads)
            if self._follows(found):
                self._before(start, marker)
                self.open.begin(marker, own_line=False, level=0)
                start = marker.end
        self.open.add_text(start, line.end)
        if len(self.open.drafts) > first:
            for draft in self.open.drafts[first - 1 :]:
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
            return marker.value == 1 and found.next and self.open.sibling(marker) is None
        return self._after_heading(found) or self._begins_plan(found)

    def _begins_excerpt(self, found: _Inside) -> bool:
        """Whether the first number of a text follows its title, be it 三、: what comes before it was left out."""
        if self.open.drafts or found.marker.form not in PARTS:
            return False
        return title_at(self.view, *trim(self.view, found.start, found.marker.start))

    def _after_heading(self, found: _Inside) -> bool:
        """Whether a marker follows a heading whose line break was lost: ``三、培育产业(五)发展大棚``."""
        opened, marker = self.open.drafts[-1] if self.open.drafts else None, found.marker
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
        if marker.form in PARTS:
            if title_tail(self.view, found.start, marker.start) is not None or (found.next and found.heads):
                return True
            return marker.level not in self.open.last and (found.next or found.heads)
        short = marker.start - found.start <= TITLE_LIMIT
        return (
            not self.open.drafts
            and found.next
            and short
            and _NO_TITLE.search(self.view, found.start, marker.start) is None
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
        same = self.open.sibling(marker)
        if same is None:
            return marker.value == 1 or self._goes_on_elsewhere(found)
        ahead = marker.value - self.open.drafts[same].value
        if marker.form is Form.CN and ahead < 0:  # the next plan of a compilation; its first number may be lost
            return after_sentence(self.view, marker) and (found.followed if marker.value == 1 else found.heads)
        certain = found.followed or self._after_list(found)
        return ahead == 1 or (certain and 1 < ahead <= LOST_LIMIT + 1)

    def _goes_on_elsewhere(self, found: _Inside) -> bool:
        """Whether a number above 1 continues that of another section, or is the first of an excerpt: (三), then (四)."""
        last = self.open.last.get(found.marker.level)
        return last == found.marker.value - 1 or (last is None and found.next)

    def _before(self, start: int, marker: Marker) -> None:
        """Read the text before a marker inside a line; the title of the next plan may close it."""
        title = None
        if marker.form in PARTS and marker.value == 1 and self.open.sibling(marker) is not None:
            title = title_tail(self.view, start, marker.start)
        self.open.add_text(start, marker.start if title is None else title)
        if title is not None:
            self.open.add(Marker(start=title, end=title, form=Form.TITLE, value=0), own_line=True, level=0)
            self.open.drafts[-1].title = Span(title, trim(self.view, title, marker.start)[1])

    def _is_title(self, line: TextLine) -> bool:
        if line.plain:
            return False
        short = line.end - line.start <= HEADING_LIMIT
        return short and (line.block.kind is BlockKind.HEADING or title_at(self.view, line.start, line.end))


def _successors(markers: Sequence[Marker]) -> frozenset[int]:
    """Give where the markers begin whose next marker of the same level has the next number, not right after them."""
    return frozenset(
        first.start
        for found in levels_of(markers).values()
        for first, second in pairwise(found)
        if second.value == first.value + 1 and second.start - first.end >= SHORTEST
    )


def read_outline(document: Document, view: str) -> Outline:
    """Read the outline of a document from its blocks and the folded view of its text."""
    lines = read_lines(document, view)
    builder = _Builder(view, read_levels(tuple(_markers(view, lines))))
    parents: dict[int, int] = {}
    for line in lines:
        if line.table >= 0:
            parents.setdefault(line.table, len(builder.open.drafts) - 1)
            builder.table()
        else:
            builder.line(line)
    tables: dict[int, list[Block]] = {table: [] for table in parents}
    for block in document.blocks:
        if block.cell is not None and block.cell.table in parents:
            tables[block.cell.table].append(block)
    return Outline(
        view=view,
        items=_without_lone_title(builder.open.items()),
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
