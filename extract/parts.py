"""Clauses and their parts: lists of units, each with the phrase or label that says what they do.

A chunk is what is between commas: ``发展改革委牵头`` · ``财政部等配合`` · ``2025年底前完成``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extract.lexicon import chunk_pattern, is_remark, rule_pattern
from extract.mentions import NAME_LIMIT, Listing, leading_note_of, note_of, split_mentions, strip, without_exception
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, phrase_at_end
from extract.units.registry import field_word, known_body, place_like, unit_like
from extract.units.shapes import is_office_holder, is_person

_NO_NAME = pattern(
    r"^(?:除[^,;。]+外$|要|应|须|需|必须|务必|切实|认真|严格|主动)|(?:完成|坚持|推进|落实|实施|列出|标注|见效|执行|开展|进行|负责)$|均|不再|并于|的$|[!?%《]"
)
_INFIX = pattern(r"会同|会商|商请|(?<=[局厅委办部院会署])商(?![务会标城贸业品用户])")
_FIRST = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.JOINT})
_BESIDE = frozenset({Meaning.SUPPORT, Meaning.GUIDE, Meaning.SUPERVISE})  # what is done beside somebody
_CUT = pattern("[(),;。、]")
SURE = pattern(r"(?:牵头|牵头负责|负责|配合|参与|协助|协办)$")
_SENTENCE_WORD = pattern(r"由|派员$|(?:要|应|须|应当|必须|将|可|均|也|还)$")
_TOWARDS = pattern(
    r"(?<=..)[对向](?=本[级院]|上级|下级|其|它|派驻|中央|全国|国务院|同级|[省市州县区旗](?:级|直|委|政|人)|[^、]{2,10}(?:法院|代表大会))"
)  # 监察专员对本级监察委员会负责
_BY = pattern(
    r"\s*(?:(?:以上|上述|前述|本项|该项|此项|各项)[^,;。由]{0,10})?(?:原则上|统一|均|分别)?(?:由|请|以(?![下上及]))"
)
_WHAT_BY = pattern(r"[^、,;。:()由]{2,40}(?<![自理缘事因])由(?![于此来])")  # 物资储备由市应急管理局
MARKS = "*★☆▲△●◆"  # 市住建局*、市城管局(带*的为牵头单位)
_EDGE = frozenset(MARKS + "。;,、: \n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A list of mentions under one label or phrase."""

    meaning: Meaning
    label: Span
    items: tuple[Span, ...]
    open: bool = False
    marked: tuple[Span, ...] = ()  # items with a sign before or behind: *市住建局
    left: tuple[Span, ...] = ()  # what stands in the list and is no name: it becomes a Finding


class ClauseShape(StrEnum):
    """How a clause is printed; the shape is the first half of its rule id."""

    LABEL = "label"
    BRACKET = "bracket"
    SENTENCE = "closing"
    BARE = "bare"
    TABLE = "table"
    DUTY_LIST = "duty-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One responsibility clause: its parts, the time limits stated in it, and whether it has a separate line."""

    span: Span
    shape: ClauseShape
    parts: tuple[Part, ...]
    limits: tuple[Span, ...] = ()
    own_line: bool = False
    ahead: bool = False  # it comes before the words of its task
    damaged: tuple[Span, ...] = ()  # labels read although a letter is lost or wrong: 责任位


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What looks like a clause and could not be read: it becomes a Finding, never silence."""

    span: Span


def sifted(view: str, items: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Sift a list into names and what is among them without being one.

    Guarantees:
        1. ``/``, ``无`` and ``同上`` name no one, 分管副市长, 副县长刘某 and 张三 no body: they are in neither; everything else is in
           exactly one.
    """
    if not items:
        return (), ()
    may = [_may_name(view[item.start : item.end]) for item in items]
    names = tuple(item for item, is_name in zip(items, may, strict=True) if is_name)
    return names, tuple(item for item, is_name in zip(items, may, strict=True) if is_name is False)


@lru_cache(maxsize=1 << 14)
def _may_name(words: str) -> bool | None:
    """Whether the words may be a name: 长期坚持 and what is longer than any name are not; None for a person or no one."""
    known = unit_like(words)
    if is_office_holder(words) or (not known and is_person(words) and not place_like(words)) or is_nobody(words):
        return None
    return len(words) <= NAME_LIMIT and ":" not in words and (known or _NO_NAME.search(words) is None)


def is_nobody(words: str) -> bool:
    """Whether words in the place of a name say that there is none: ``/`` · ``待定`` · ``详见附件2``; no words say so too."""
    return chunk_pattern("nobody").fullmatch(words) is not None


def is_note(view: str, chunk: Span) -> bool:
    """Whether a chunk says how to read the list and names no one: ``下同`` · ``以下均需各县市区落实`` · ``不再逐一列出``."""
    return chunk_pattern("note").fullmatch(view, chunk.start, chunk.end) is not None or _is_remark(view, chunk)


def _is_remark(view: str, chunk: Span) -> bool:
    """Whether a chunk begins as a remark does and names no unit: ``每月报送进展`` · ``纳入年度考核`` · ``A类``."""
    words = view[chunk.start : chunk.end]
    return rule_pattern("first-leads").match(words) is not None or (is_remark(words) and not known_body(words))


def chunks_of(view: str, start: int, end: int) -> tuple[Span, ...]:
    """Cut at , ; 。 outside brackets, and at 、 after a sure role phrase (``甲牵头、乙配合``)."""
    cuts, depth, last = [], 0, start
    for found in _CUT.finditer(view, start, end):
        at, sign = found.start(), found.group()
        depth += (sign == "(") - (sign == ")")
        if depth <= 0 and (sign in ",;。" or (sign == "、" and SURE.search(view[max(last, at - 8) : at]))):
            cuts.append(Span(last, at))
            last = at + 1
    cuts.append(Span(last, end))
    return tuple(c for c in (strip(view, s.start, s.end) for s in cuts) if c.length)


def phrase_of(view: str, chunk: Span) -> tuple[Meaning, Span, Span] | None:
    """Split a chunk into its units and its closing phrase."""
    words = view[chunk.start : chunk.end]
    found = phrase_at_end(words.rstrip("。等 "))
    if found is None or chunk_pattern("note").fullmatch(words):
        return None
    meaning, at = found
    units = strip(view, chunk.start, chunk.start + at, "、")
    names = view[units.start : units.end]
    towards = _TOWARDS.search(names) is not None and not known_body(names)
    if units.length and (towards or (not unit_like(names) and (unit_like(words) or is_remark(names)))):
        return None  # the tail of a name (市场监督), 对X负责, a remark (纳入年度考核)
    return meaning, units, Span(chunk.start + at, chunk.end)


def is_time(view: str, chunk: Span) -> bool:
    """Whether a chunk is a time limit: ``2025年12月底前完成`` · ``持续推进``."""
    words = view[chunk.start : chunk.end]
    return bool(words) and chunk_pattern("limit").fullmatch(words) is not None


def limit_of(view: str, chunk: Span) -> Span:
    """Give a time limit without the words that head it: ``时间:10月底前``."""
    return strip(view, view.find(":", chunk.start, chunk.end) + 1 or chunk.start, chunk.end)


def read_chunks(
    view: str, chunks: tuple[Span, ...], *, default: Meaning, label: Span
) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    """Read chunks into parts and time limits; a list without its own phrase joins the next one.

    Args:
        view: the folded text.
        chunks: in printed order.
        default: what units after the last phrase come to when no one leads.
        label: the words to name for such units.
    """
    parts: list[Part] = []
    limits: list[Span] = []
    pending: list[Span] = []
    for chunk in chunks:
        phrase = phrase_of(view, chunk)
        if phrase is not None:
            parts.extend(_closed(view, pending, phrase, parts, (default, label)))
            pending = []
        elif is_time(view, chunk):
            limits.append(limit_of(view, chunk))
        elif not is_note(view, chunk):
            pending.append(chunk)
    # units after the last phrase: under a lead they support, under a label they keep its meaning
    rest = Meaning.SUPPORT if Meaning.LEAD in {part.meaning for part in parts} else default
    parts.extend(_phrase_parts(view, pending, rest, label))
    return tuple(parts), tuple(limits)


def _closed(
    view: str,
    pending: list[Span],
    phrase: tuple[Meaning, Span, Span],
    parts: Sequence[Part],
    first: tuple[Meaning, Span],
) -> Iterator[Part]:
    """Make the parts that a phrase closes: the lists before it have its meaning, unless it says what is done next to them."""
    meaning, units, words = phrase
    said = {part.meaning for part in parts}
    lists = [*pending, units] if units.length else pending
    if units.length and meaning in _BESIDE and said.isdisjoint(_FIRST):
        yield from _phrase_parts(view, pending, *first)  # 牵头单位:省委宣传部,省广电局配合
        lists = [units]
    yield from _phrase_parts(view, lists, meaning, words)


def _phrase_parts(view: str, lists: list[Span], meaning: Meaning, words: Span) -> Iterator[Part]:
    items: list[Span] = []
    is_open = False
    for printed in lists:
        stretch = _without_by(view, printed)
        infix = _INFIX.search(view, stretch.start, stretch.end)
        if infix:
            head = split_mentions(view, stretch.start, infix.start())
            leads, others = sifted(view, (*items, *head.items))
            if leads or others:  # else who leads was said before: 由发展改革委牵头,会同财政部负责
                yield Part(meaning=Meaning.LEAD, label=Span(*infix.span()), items=leads, open=head.open, left=others)
            items, is_open, meaning, words = [], False, Meaning.SUPPORT, Span(*infix.span())
            stretch = strip(view, infix.end(), stretch.end)
        listing: Listing = split_mentions(view, stretch.start, stretch.end)
        items.extend(listing.items)
        is_open = is_open or listing.open
    yield from noted_parts(view, items, meaning, words, is_open=is_open)


def noted_parts(view: str, items: Sequence[Span], meaning: Meaning, label: Span, *, is_open: bool) -> Iterator[Part]:
    """Make the parts of one list, honouring the notes and marks at its names.

    ``市发展改革委(牵头)、市财政局`` leads and supports; ``市财政局(配合)`` supports; ``市财政局(预算科)`` is 市财政局.
    ``各县(市)人民政府(除甲县外)`` is the collective; the exception is left over.
    """
    names, notes, marked, excepted = [], [], [], []
    carried = ""  # 牵头单位市教育局、市人社局,配合单位市财政局: it holds until the next
    for item in items:
        held, exception = without_exception(view, item)
        excepted += [exception] if exception is not None else []
        headed, said_first = leading_note_of(view, held)
        carried = said_first or carried
        printed, note = note_of(view, headed)
        name, sign = _unmarked(view, printed)
        names.append(name)
        marked += [name] if sign else []
        notes.append(note or carried)
    first, beside, rest = _by_note(names, notes)
    lists = ((Meaning.LEAD, first), (Meaning.SUPPORT if first else meaning, rest), (Meaning.SUPPORT, beside))
    for said, spans in lists:
        kept, left = sifted(view, spans)
        if kept or left:
            yield Part(
                meaning=said, label=label, items=kept, left=left, open=is_open and spans is rest and bool(kept),
                marked=tuple(name for name in marked if name in kept),
            )  # fmt: skip
    if excepted:
        yield Part(meaning=meaning, label=label, items=(), left=tuple(excepted))


def _unmarked(view: str, name: Span) -> tuple[Span, bool]:
    """Take signs from the ends of a name; say whether one of them was a mark (*市住建局)."""
    if _EDGE.isdisjoint((view[name.start], view[name.end - 1])):
        return name, False
    bare = strip(view, name.start, name.end, "。;,、:")
    unmarked = strip(view, bare.start, bare.end, MARKS)
    return unmarked, unmarked != bare


def _by_note(names: list[Span], notes: list[str]) -> tuple[list[Span], list[Span], list[Span]]:
    """Part the names of a list: those that lead by their notes, those next to them, those without a note."""
    if not any(notes):
        return [], [], names
    first = [name for name, note in zip(names, notes, strict=True) if "牵头" in note or "主" in note]
    beside = [name for name, note in zip(names, notes, strict=True) if note and name not in first]
    return first, beside, [name for name, note in zip(names, notes, strict=True) if not note]


def _without_by(view: str, stretch: Span) -> Span:
    found = _BY.match(view, stretch.start, stretch.end)
    if found:
        return Span(found.end(), stretch.end)
    by = _WHAT_BY.match(view, stretch.start, stretch.end)
    if by is None or known_body(view[stretch.start : stretch.end]):
        return stretch
    return Span(by.end(), stretch.end) if some_unit(view, Span(by.end(), stretch.end)) else stretch


def about_another(view: str, chunk: Span) -> bool:
    """Whether a chunk says of something else by whom it is done: ``技工院校内由人社部门负责``."""
    return _WHAT_BY.match(view, chunk.start, chunk.end) is not None


def believable(view: str, parts: tuple[Part, ...]) -> bool:
    """Whether at least half of the names look like bodies and none looks like a sentence."""
    names = [view[i.start : i.end] for part in parts for i in part.items]
    known = sum(1 for name in names if unit_like(name) or field_word(name) or place_like(name))
    return known * 2 >= len(names) > 0 and all(len(name) <= 45 and not _SENTENCE_WORD.search(name) for name in names)


def some_unit(view: str, inner: Span) -> bool:
    """Whether any item of a list looks like a unit."""
    return any(unit_like(view[s.start : s.end]) for s in split_mentions(view, inner.start, inner.end).items)
