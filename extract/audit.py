"""Read the text again, knowing nothing of the clause forms: what looks like responsibility and ended nowhere is a Finding.

Cues, each a plain sign of responsibility in the tokens of a sentence, a bracket or a cell:

- a label with a colon and a name after it: ``责任单位:市教育局``
- a bracket that holds a name and closes with a role: ``(市教育局负责)``
- 由, a name and a role: ``由市教育局牵头`` · ``由市教育局监管`` where the clause ends with it
- a bracket, a line, a cell or the end of one that lists two registered bodies or more: ``(市教育局、市财政局)`` ·
  ``检查食堂。→市教育局、市财政局``

A cue is accounted for where it meets what was read, a Finding, or a reason to leave it alone that has a name: ``norm`` (a law),
``addressees`` (主送、抄送), ``members`` (a group and who sits in it), ``cited`` (《…》), ``frame`` (page headers and footers),
``interpretation`` (本办法由…负责解释), ``suggested`` (a column of 建议责任单位, which addresses another level).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexer import Token, TokenKind, tokens
from extract.lexicon import ends_body
from extract.mentions import split_mentions, strip
from extract.parts import MARKS
from extract.patterns import pattern
from extract.records import BlockKind, Document, DocumentKind, Span
from extract.roles import Meaning
from extract.tables.kinds import SHORT, kind_of
from extract.units.registry import group_like, known_body

__all__ = ["Cue", "audit"]

REACH = 160
"""Code points before and behind a word of responsibility that are read for its cue."""
LIST = 200
"""Code points of a list that is looked at."""

_HEADINGS = 3  # rows in which the heading of a column may be
_HOT = pattern(r"牵头|负责|(?:责任|配合|主办|协办|承办)(?:单位|部门|主体)? ?:|承担|[为是]责任(?:单位|部门|主体)")
_LISTED = pattern(r"\((?P<inner>[^()\n。:]{5,300})\)")
_TAIL = pattern(r"[。;!?→⇒>]|(?:^|(?<=[。;\n]))[^:、。\n]{1,8}:")
_SUPERVISED = pattern(r"由(?P<who>[^由,。;:()\n]{3,60})监[管督](?=[,。;)\n]|$)")
_LED = pattern(  # 给予补助,市林业局牵头,各县区落实。
    r"(?<=,)(?P<who>[^由,。;:()\n]{3,60})牵头,[^,。;:\n]{2,60}(?:配合|落实|参与|参加|负责)(?=。|\n|$)"
)
_BORDER = pattern(r"[。;!?\n]")
_ADDRESSEES = pattern(r"主送|抄送|抄报|分送|发送|印发|各位")
_MEMBERS = pattern(
    r"组\s*长|成\s*员|组成|召集人|指挥长|主任委员|(?:参加|参会|出席|列席|参训|参赛|发言|考核|评议|获奖|监测|试点)(?:单位|部门|人员|对象)?:|联席会议|领导小组"
)
_ROLES = frozenset({"lead", "responsible", "joint", "support", "implement", "牵头", "负责"})
_FIRST = frozenset({"lead", "responsible", "joint", "牵头", "负责"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sign of responsibility that met nothing; ``ignored`` names why it may be left alone, else it is empty."""

    span: Span
    ignored: str


def audit(document: Document, view: str, kind: DocumentKind, accounted: Iterable[Span]) -> tuple[Cue, ...]:
    """Find the cues of a text that no reading and no Finding accounts for, in order.

    Args:
        document: the source, for its blocks.
        view: the folded text.
        kind: what kind of document it is.
        accounted: what was read, and what a Finding reports.

    Guarantees:
        1. Cues do not overlap one another, nor anything accounted for.
        2. Linear: each word of responsibility is examined one time, with at most ``REACH`` code points around it.
    """
    covered = _Covered(accounted)
    suggested = _suggested(document, view)
    found: list[Cue] = []
    for block in document.blocks:
        aside = block.cell is not None and (block.cell.table, block.cell.column) in suggested
        for span in _cues(view, block.span, covered):
            if not covered.meets(span) and not (found and span.start < found[-1].span.end):
                ignored = "suggested" if aside else _reason(view, span, block.span, kind, block.kind)
                found.append(Cue(span=span, ignored=ignored))
    return tuple(found)


def _suggested(document: Document, view: str) -> frozenset[tuple[int, int]]:
    """Find the columns, by table and number, whose heading suggests units or names internal offices."""
    return frozenset(
        (block.cell.table, block.cell.column) for block in document.blocks
        if block.cell is not None and block.cell.row < _HEADINGS and block.span.length <= SHORT
        and kind_of(view[block.span.start : block.span.end]) is Meaning.INNER
    )  # fmt: skip


class _Covered:
    """Stretches of text, merged; tell whether another meets one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def meets(self, span: Span) -> bool:
        """Whether the span shares a character with one of the stretches."""
        at = bisect_right(self._starts, span.end - 1) - 1
        return at >= 0 and self._ends[at] > span.start


def _cues(view: str, block: Span, covered: _Covered) -> Iterator[Span]:
    spans = [*_spoken(view, block, covered), *_supervised(view, block), *_lists(view, block, covered)]
    yield from sorted(spans)


def _supervised(view: str, block: Span) -> Iterator[Span]:
    """Find who supervises, or leads beside others; 监管 in the middle of a clause is a matter: 由政府监管向社会共治转变."""
    signs = (_SUPERVISED, _LED)
    for found in (one for sign in signs for one in sign.finditer(view, block.start, block.end)):
        names = [view[item.start : item.end] for item in split_mentions(view, *found.span("who")).items]
        if names and all(map(known_body, names)):
            yield Span(*found.span())


def _spoken(view: str, block: Span, covered: _Covered) -> Iterator[Span]:
    """Read the tokens around each word of responsibility that nothing covers."""
    done = block.start
    for hot in _HOT.finditer(view, block.start, block.end):
        if hot.start() < done or covered.meets(Span(*hot.span())):
            continue
        low = max(block.start, done, hot.start() - REACH)
        starts = [sign.end() for sign in _BORDER.finditer(view, low, hot.start())]
        stop = _BORDER.search(view, hot.end(), min(block.end, hot.end() + REACH))
        end = stop.start() if stop else min(block.end, hot.end() + REACH)
        stretch = Span(starts[-1] if starts else low, end)
        yield from _in_tokens(view, tuple(tokens(view, stretch.start, stretch.end)))
        done = end


def _in_tokens(view: str, row: Sequence[Token]) -> Iterator[Span]:
    """Find a label with a name after it, 由 with a name and a role, a bracket with a name and a role."""
    for n, token in enumerate(row):
        if token.kind is TokenKind.LABEL and token.value in _ROLES:
            yield from _labelled(view, row, n)
        elif token.kind is TokenKind.ROLE and token.value in _FIRST:
            yield from _closed(view, row, n)


def _labelled(view: str, row: Sequence[Token], at: int) -> Iterator[Span]:
    for token in row[at + 1 : at + 5]:
        if token.kind is TokenKind.BODY and _is_body(view, token):
            yield Span(row[at].start, token.end)
            return


def _closed(view: str, row: Sequence[Token], at: int) -> Iterator[Span]:
    """Go back over a list of names to 由 or to the bracket that opens it."""
    first = at
    while first and (
        row[first - 1].kind in {TokenKind.BODY, TokenKind.SEPARATOR} and view[row[first - 1].start] not in ",;:"
    ):
        first -= 1
    names = [token for token in row[first:at] if token.kind is TokenKind.BODY and _is_body(view, token)]
    before = row[first - 1] if first else None
    by = before is not None and (before.value == "by" or view[before.start : before.end] == "(")
    if names and by and before is not None:
        yield Span(before.start, row[at].end)
    elif names and view.startswith(("为", "是"), row[at].start):  # 县农机中心为责任单位
        yield Span(names[0].start, row[at].end)


def _is_body(view: str, token: Token) -> bool:
    words = view[token.start : token.end]
    return known_body(words) or group_like(words)


def _lists(view: str, block: Span, covered: _Covered) -> Iterator[Span]:
    """Find brackets, and lines or cells, that list two registered bodies or more and hold nothing else."""
    for found in _LISTED.finditer(view, block.start, block.end):
        if (
            "、" in found["inner"]
            and not covered.meets(Span(*found.span()))
            and _only_bodies(view, *found.span("inner"))
        ):
            yield Span(*found.span())
    end = strip(view, block.start, block.end, "。:,;").end
    if view.rfind("、", max(block.start, end - LIST), end) < 0 or not ends_body(view, block.start, end):
        return  # most blocks end here
    last = _tail(view, block)
    listed = last.length <= LIST and "、" in view[last.start : last.end]
    if listed and not covered.meets(last) and _only_bodies(view, last.start, last.end):
        yield last


def _tail(view: str, block: Span) -> Span:
    """Give what is after the last sentence, arrow or short label of a block: ``检查食堂。→市教育局、市财政局``."""
    end = strip(view, block.start, block.end, "。;").end
    cuts = [sign.end() for sign in _TAIL.finditer(view, max(block.start, end - LIST), end)]
    return Span(cuts[-1] if cuts else block.start, block.end)


def _only_bodies(view: str, start: int, end: int) -> bool:
    if not ends_body(view, start, strip(view, start, end, "。:,;").end):
        return False  # looked at first: a list is dear to split
    names = [view[item.start : item.end].strip(MARKS) for item in split_mentions(view, start, end).items]
    return len(names) > 1 and all(map(known_body, names))


def _reason(view: str, span: Span, block: Span, kind: DocumentKind, layout: BlockKind) -> str:
    """Name the reason to leave a cue alone; empty where there is none."""
    if layout is BlockKind.NOISE or kind is DocumentKind.LAW:
        return "frame" if layout is BlockKind.NOISE else "norm"
    if view.startswith("解释", span.end):
        return "interpretation"
    before = view[max(block.start, span.start - REACH) : span.start]
    if before.rfind("《") > before.rfind("》"):
        return "cited"
    line = view[block.start : min(block.end, span.end + 20)].strip()
    if span == block and (line.endswith(":") or _ADDRESSEES.search(line)):
        return "addressees"
    if _ADDRESSEES.search(before[-30:]) and "、" in view[span.start : span.end]:
        return "addressees"
    return "members" if _MEMBERS.search(before) else ""
