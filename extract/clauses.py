"""Find responsibility clauses in the folded view and read them into parts: who, in which meaning, on what words.

A clause is a labelled line, a bracket, a table cell or a closing ``由…牵头`` sentence; a unit as the subject of a
running sentence is none (see :mod:`extract.sentences`). Parts keep the *meaning* of their label; what 责任单位
comes to beside the other parts is decided last, in :func:`extract.assign.roles_of`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.mentions import NAME_LIMIT, note_of, split_mentions, strip
from extract.parts import (
    MARKS,
    NOBODY,
    SURE,
    Part,
    believable,
    chunks_of,
    is_note,
    is_time,
    phrase_of,
    read_chunks,
    sifted,
    some_unit,
)
from extract.records import Span
from extract.roles import Meaning, labels, meaning_of
from extract.units.registry import group_like, known_body, unit_like


class Shape(StrEnum):
    """How a clause is printed; the shape is the first half of its rule id."""

    LABEL = "label"
    BRACKET = "bracket"
    SENTENCE = "closing"
    BARE = "bare"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One responsibility clause: its parts, the time limits said in it, and whether it has a line of its own."""

    span: Span
    shape: Shape
    parts: tuple[Part, ...]
    limits: tuple[Span, ...] = ()
    own_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What looks like a clause and could not be read: it becomes a Finding, never silence."""

    span: Span


BRACKET_LIMIT = 1000  # a clause in brackets is shorter; what is longer is text with a bracket lost
_DUTY = re.compile("牵头|负责|配合")
_CLOSES = re.compile("牵头|负责|配合|落实|实施")
_LABEL_NOTE = re.compile(
    r"(?:[及和与](?:任务)?(?:分工|责任人|责任领导|联系人|完成时限))?\s*(?:\((?:[^()]{0,30})\))?\s*:?"
)
_BOUNDARY = ' \n。;,()、!?”"*—'
_AROUND = 200  # code points before and behind a label that tell what it is about
_FOOTER = re.compile(r"版权所有|网站标识码|ICP备|公网安备|网站地图|技术支持|网站声明|运行维护|免责声明")
_GROUP_POST = re.compile(r"组\s*长\s*:|领导小组[^。\n]{0,20}组成|召集人:|指挥长:")
_DIVIDED = re.compile(r"[^:;,。]{3,30}:(?:牵头|负责|配合|指导|承担)")
_NEVER = re.compile(r"以下简称|以下统称|下称|简称|详见|见附件|含|包括|即|例如|如|指|原")


def find_clauses(view: str, piece: Span) -> tuple[Clause | Unread, ...]:
    """Find the clauses of one stretch of running text, in order.

    Guarantees:
        1. Clauses do not overlap and lie inside ``piece``.
        2. A bracket that says 牵头, 负责 or 配合 of something and cannot be read comes out as Unread.
    """
    found: list[Clause | Unread] = []
    brackets = _brackets(view, piece)
    for bracket in brackets:
        clause = _bracketed(view, bracket, piece)
        if clause is not None:
            found.append(clause)
    taken = _covered(found)
    lines = list(_labelled_lines(view, piece, taken))
    taken |= _covered(lines)
    found.extend((*lines, *_closing(view, piece, taken)))
    return tuple(sorted(found, key=lambda c: c.span))


def _covered(clauses: Sequence[Clause | Unread]) -> set[int]:
    return {at for clause in clauses for at in range(clause.span.start, clause.span.end)}


def _brackets(view: str, piece: Span) -> list[Span]:
    """Pair the brackets of a stretch in one pass and keep the outermost pairs of a clause's length."""
    opened: list[int] = []
    pairs: list[Span] = []
    for sign in re.compile("[()]").finditer(view, piece.start, piece.end):
        if sign.group() == "(":
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            if sign.end() - start <= BRACKET_LIMIT:
                pairs.append(Span(start, sign.end()))
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair.start >= outer[-1].end:
            outer.append(pair)
    return outer


# ---- labels --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    span: Span
    value: int  # where its value begins
    meaning: Meaning
    colon: bool
    strict: bool = False  # counts only with a colon and units behind it


def _labels(view: str, start: int, end: int, *, bracketed: bool = False) -> Iterator[_Label]:
    for found in labels().pattern.finditer(view, start, end):
        before = view[found.start() - 1] if found.start() > start else "\n"
        if before not in _BOUNDARY:
            continue
        sep = _LABEL_NOTE.match(view, found.end(), end)
        stop = sep.end() if sep else found.end()
        colon = view[stop - 1] == ":" if stop > found.end() else False
        if not colon and bracketed and view.startswith("为", stop):
            stop, colon = stop + 1, True  # (牵头单位为市教育局,配合单位为市财政局)
        meaning = meaning_of(found.group())
        if (
            meaning is Meaning.PERSON
            and before == "("
            and found.start() - 2 >= start
            and view[found.start() - 2].isalpha()
        ):
            continue  # a note behind a name: 市财政局(责任人:张某某)
        strict = found.group() in labels().strict
        if meaning is not None and (colon or (stop > found.end() and not strict)):
            yield _Label(Span(*found.span()), stop if colon else found.end(), meaning, colon, strict)


def _labelled_lines(view: str, piece: Span, taken: set[int]) -> Iterator[Clause | Unread]:
    """Read ``责任单位:…`` outside brackets, neighbours (责任单位, 配合单位, 完成时限) together."""
    found = [
        label for label in _labels(view, piece.start, piece.end)
        if label.colon or _opens_line(view, piece, label.span.start) or _names_follow(view, label, piece.end)
    ]  # fmt: skip
    found = [label for label in found if label.span.start not in taken and not _elsewhere(view, label.span)]
    for number, label in enumerate(found):
        limit = found[number + 1].span.start if number + 1 < len(found) else piece.end
        stop = _value_end(view, label.value, limit)
        opened = label.span.start > piece.start and view[label.span.start - 1] in "(["
        start = label.span.start - 1 if opened else label.span.start
        parts, limits = _value(view, label, stop)
        doubtful = label.strict or not (label.colon or limits)
        if doubtful and not believable(view, parts):
            if not label.strict and view[label.span.end : stop].strip() == "":
                yield Unread(span=label.span)  # a heading of a column, or a label whose units stand elsewhere
            continue
        if any(part.items for part in parts) or limits or label.meaning in {Meaning.PERSON, Meaning.INNER}:
            own = _opens_line(view, piece, start)
            yield Clause(span=Span(start, stop), shape=Shape.LABEL, parts=parts, limits=limits, own_line=own)
        elif not NOBODY.fullmatch(view[label.value : stop].strip()):
            yield Unread(span=Span(start, stop))


def _elsewhere(view: str, label: Span) -> bool:
    """Whether the words are a label of another matter: who runs a website, who sits in a group."""
    words = view[label.start : label.end]
    if words.startswith(("主办", "承办", "协办")):
        return _FOOTER.search(view, max(0, label.start - _AROUND), label.end + _AROUND) is not None
    return words.startswith("成员") and _GROUP_POST.search(view, max(0, label.start - _AROUND), label.start) is not None


def _names_follow(view: str, label: _Label, limit: int) -> bool:
    """Whether a label without a colon is followed by nothing but units: ``。责任单位 市教育局、市财政局``."""
    if view[label.span.start - 1 : label.span.start] not in {"。", " ", ")"}:
        return False
    stop = min((at for at in (view.find(sign, label.value, limit) for sign in "。\n") if at >= 0), default=limit)
    if stop - label.value > BRACKET_LIMIT:
        return False
    names = [view[s.start : s.end] for s in split_mentions(view, label.value, stop).items]
    return bool(names) and all(map(unit_like, names)) and any(map(known_body, names))


def _opens_line(view: str, piece: Span, at: int) -> bool:
    while at > piece.start and view[at - 1] == " ":
        at -= 1
    return at == piece.start or view[at - 1] == "\n"


def _value_end(view: str, start: int, limit: int) -> int:
    """Find where the value of a label ends: at 。, at a line end, at a blank that begins other text."""
    first = strip(view, start, limit).start
    for stop in re.compile(r"[。\s]").finditer(view, first, limit):
        at = stop.start()
        if stop.group() == "。" or not _goes_on(view, first, at, limit):
            return at
    return strip(view, start, limit, ";,、").end


_NEXT_NAME = re.compile(r"\s*([^、,;。:\s]{2,40})(?=[、,;。\s]|$)")
_LAST_NAME = re.compile(r"[^、,;\s]*$")


def _goes_on(view: str, start: int, at: int, limit: int) -> bool:
    """Whether a list goes on after the blank at ``at``: a wrapped name, or another name behind it."""
    if view[at - 1].isspace():
        return True  # decided at the first blank of the run
    before = view[max(start, at - NAME_LIMIT) : at]
    listed = before[-1] in "、,;(:"
    if listed and view[at] != "\n":
        return True
    following = _NEXT_NAME.match(view, at, limit)
    if following is None or labels().pattern.match(following.group(1)):
        return False
    name = following.group(1)
    if listed:
        return unit_like(name)
    last = _LAST_NAME.search(before)
    word = last.group() if last else ""
    return unit_like(name) if unit_like(word) else unit_like(word + name)


def _value(view: str, label: _Label, stop: int) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    if label.meaning is Meaning.TIME:
        words = strip(view, label.value, stop, ",;、。)")
        return (), (words,) if words.length else ()
    chunks = chunks_of(view, label.value, stop)
    if any(phrase_of(view, chunk) for chunk in chunks) and label.meaning not in {Meaning.PERSON, Meaning.INNER}:
        parts, limits = read_chunks(view, chunks, default=label.meaning, label=label.span)
        if parts:
            return parts, limits
    end, limits = _without_notes(view, Span(label.value, stop))
    return _list_parts(view, Span(label.value, end), label), limits


def _list_parts(view: str, value: Span, label: _Label) -> tuple[Part, ...]:
    """Read a plain list under a label, honouring notes such as ``市发展改革委(牵头)``."""
    listing = split_mentions(view, value.start, value.end)
    noted = [note_of(view, item) for item in listing.items]
    bare = [_without_unit_noise(view, item) for item, _ in noted]
    items = tuple(strip(view, item.start, item.end, MARKS) for item in bare)
    marked = tuple(item for item, whole in zip(items, bare, strict=True) if item != whole)
    leads = tuple(item for item, (_, note) in zip(items, noted, strict=True) if "牵头" in note or "主" in note)
    names, left = sifted(view, [item for item in items if item not in leads])
    if not leads:
        part = Part(
            meaning=label.meaning, label=label.span, items=names, open=listing.open and bool(names), marked=marked, left=left
        )  # fmt: skip
        return (part,) if names or left else ()
    parts = [Part(meaning=Meaning.LEAD, label=label.span, items=leads)]
    if names or left:
        is_open = listing.open and bool(names)
        parts.append(Part(meaning=Meaning.SUPPORT, label=label.span, items=names, open=is_open, left=left))
    return tuple(parts)


def _without_unit_noise(view: str, item: Span) -> Span:
    return strip(view, item.start, item.end, "。;,、:")


# ---- brackets ------------------------------------------------------------------------------------------------


def _bracketed(view: str, bracket: Span, piece: Span) -> Clause | Unread | None:
    inner = strip(view, bracket.start + 1, bracket.end - 1, "。;,")
    words = view[inner.start : inner.end]
    if not words or _NEVER.match(words):
        return None
    own = _opens_line(view, piece, bracket.start)
    inside = [label for label in _labels(view, inner.start, inner.end, bracketed=True) if label.colon]
    if inside:
        return _labelled_bracket(view, bracket, inner, inside, own_line=own)
    chunks = chunks_of(view, inner.start, inner.end)
    if any(phrase_of(view, chunk) for chunk in chunks):
        parts, limits = read_chunks(view, chunks, default=Meaning.RESPONSIBLE, label=bracket)
        if parts and believable(view, parts):
            return Clause(span=bracket, shape=Shape.BRACKET, parts=parts, limits=limits, own_line=own)
        return Unread(span=bracket) if SURE.search(words) and len(words) > 4 and some_unit(view, inner) else None
    if _DIVIDED.match(words) and unit_like(words[: words.index(":")]):
        return Unread(span=bracket)  # (市住建局:负责建设;市财政局:负责资金保障): a duty for each, not one for all
    return _bare(view, bracket, inner, piece, own_line=own)


def _labelled_bracket(view: str, bracket: Span, inner: Span, inside: list[_Label], *, own_line: bool) -> Clause | None:
    parts: list[Part] = []
    limits = [chunk for chunk in chunks_of(view, inner.start, inside[0].span.start) if is_time(view, chunk)]
    for number, label in enumerate(inside):
        stop = inside[number + 1].span.start if number + 1 < len(inside) else inner.end
        full_stop = view.find("。", label.value, stop)
        stop = full_stop if full_stop >= 0 else stop  # what follows is a note: 列第一位的为牵头单位,下同
        more, times = _value(view, label, strip(view, label.value, stop, ";,、。").end)
        parts.extend(more)
        limits.extend(times)
    if not parts and not limits:
        return None
    if any(label.strict for label in inside) and not believable(view, tuple(parts)):
        return None
    return Clause(span=bracket, shape=Shape.LABEL, parts=tuple(parts), limits=tuple(limits), own_line=own_line)


def _bare(view: str, bracket: Span, inner: Span, piece: Span, *, own_line: bool) -> Clause | None:
    """Read a bracket that holds nothing but units and closes its sentence: all of them lead."""
    closes = view[bracket.start - 1 : bracket.start] in {"。", ";", "\n", "!"} or own_line
    after = view[bracket.end : bracket.end + 1]
    if not closes and not (after in {"。", "\n", ""} and bracket.end >= piece.end - 1):
        return None
    names_end, limits = _without_notes(view, inner)
    listing = split_mentions(view, inner.start, names_end)
    names = [view[s.start : s.end] for s in listing.items]
    if not names or not all(len(n) > 2 and unit_like(n) for n in names):
        return None
    if not any(known_body(name) or group_like(name) for name in names) or (len(names) == 1 and not closes):
        return None
    part = Part(meaning=Meaning.RESPONSIBLE, label=bracket, items=listing.items, open=listing.open)
    return Clause(span=bracket, shape=Shape.BARE, parts=(part,), limits=limits, own_line=own_line)


def _without_notes(view: str, stretch: Span) -> tuple[int, tuple[Span, ...]]:
    """Find where a list ends before its time limits and notes: ``各县市人民政府,6月底完成``; give the limits too."""
    chunks = chunks_of(view, stretch.start, stretch.end)
    limits = tuple(chunk for chunk in chunks if is_time(view, chunk))
    end = stretch.end
    while chunks and (chunks[-1] in limits or is_note(view, chunks[-1])):
        end = chunks[-1].start
        chunks = chunks[:-1]
    return end, limits


# ---- closing sentences ----------------------------------------------------------------------------------------


def _closing(view: str, piece: Span, taken: set[int]) -> Iterator[Clause]:
    """Read a last sentence, or a line of its own, that is nothing but a clause: ``由甲牵头,乙、丙配合。``."""
    body = strip(view, piece.start, piece.end)
    for line in re.compile(r"[^\n。]+").finditer(view, body.start, body.end):
        if line.end() - line.start() > BRACKET_LIMIT or not _CLOSES.search(view, *line.span()):
            continue
        span = strip(view, *line.span())
        if not taken.isdisjoint(range(span.start, span.end)):
            continue
        own = _opens_line(view, piece, span.start)
        last = body.end - span.end <= 3 and not view[span.end : body.end].strip("。 ")
        by = view.startswith("由", span.start)
        if not (own or (last and by)) or not (by or _DUTY.search(view, *line.span())):
            continue
        chunks = chunks_of(view, span.start, span.end)
        if not all(phrase_of(view, c) or is_time(view, c) for c in chunks):
            continue
        parts, limits = read_chunks(view, chunks, default=Meaning.RESPONSIBLE, label=span)
        names = [view[i.start : i.end] for part in parts for i in part.items]
        if names and all(unit_like(name) for name in names):
            yield Clause(span=span, shape=Shape.SENTENCE, parts=parts, limits=limits, own_line=own)


# ---- table cells ----------------------------------------------------------------------------------------------


def cell_parts(view: str, cell: Span, meaning: Meaning) -> tuple[Part, ...]:
    """Read a table cell under a column of that meaning: a list, phrases (``甲牵头,乙配合``) or labels of its own."""
    inside = [label for label in _labels(view, cell.start, cell.end) if label.colon]
    if inside:
        clause = _labelled_bracket(view, cell, cell, inside, own_line=True)
        return clause.parts if clause is not None else ()
    label = _Label(Span(cell.start, cell.start), cell.start, meaning, colon=True)
    return _value(view, label, cell.end)[0]
