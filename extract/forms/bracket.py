"""Read clauses in brackets: ``(市教育局牵头,市财政局配合)`` · ``(责任单位:市教育局)`` · ``(市教育局、市财政局)``."""

import re

from extract.forms.examples import Examples
from extract.forms.label_line import value_of, without_notes
from extract.label import BRACKET_LIMIT, Label, labels_in, opens_line
from extract.mentions import split_mentions, strip
from extract.parts import (
    SURE,
    Clause,
    ClauseShape,
    Part,
    Unread,
    about_another,
    believable,
    chunks_of,
    is_time,
    noted_parts,
    phrase_of,
    read_chunks,
    some_unit,
)
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning
from extract.shares import shares_of
from extract.units.registry import group_like, known_body, unit_like

EXAMPLES = Examples(
    rules=("bracket", "label", "bare"),
    quotations=(
        "1.压缩企业开办时间。（⟦L:市市场监管局⟧牵头，⟦S:市税务局⟧配合）",
        "1.开展督查。（责任单位：⟦L:市政府办公室⟧；配合单位：⟦S:市财政局⟧）",
        "1.发放补贴。（⟦L:市人社局⟧、⟦L:市财政局⟧）",
        "1.推出线路5条[1]。（⟦L:市文旅局⟧牵头，⟦S:市委党史研究室⟧[2]、⟦S:有关县区⟧配合）",
        "1.推进改革。（⟦J:司法部⟧、⟦J:财政部⟧按职责分工负责）",
        "1.开放数据。\u2039⟦L:市数据局⟧牵头，⟦S:市财政局⟧配合\u203a",
        "1.改善住房。（⟦L:市住房和\n城乡建设局⟧牵头，⟦S:市自然资源和\n规划局⟧配合）",
    ),
    against=(
        "1.印发通知。（市教育局以下简称教育局）",
        "1.办好论坛（含市教育局）等活动。",
        "1.完善机制。（6月底前完成）",
        "1.控制排放，细颗粒物浓度<35，优良天数>300。",
    ),
)


_DIVIDED = pattern(r"[^:;,。]{3,30}:(?:牵头|负责|配合|指导|承担)")
_LIST = 300  # a list of units with its label is seldom longer
_IN_VALUE = pattern(r"(?:单位|部门|主体|分工|牵头|配合)(?:\s*:|\))[^。\n]*$")
_NEVER = pattern(r"以下简称|以下统称|下称|简称|详见|见附件|含|包括|即|例如|如|指|原")


def brackets(view: str, piece: Span) -> list[Span]:
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


def bracketed(view: str, bracket: Span, piece: Span, *, single: bool) -> Clause | Unread | None:
    """Read one bracket; ``single`` says that a bracket of one unit counts though no 。 is before it."""
    inner = strip(view, bracket.start + 1, bracket.end - 1, "。;,")
    words = view[inner.start : inner.end]
    if not words or _NEVER.match(words) or (view.startswith("、", bracket.end) and _in_value(view, bracket, piece)):
        return None  # 责任单位:市公安局(市交警支队负责)、市财政局: the list goes on
    own = opens_line(view, piece, bracket.start)
    inside = [label for label in labels_in(view, inner.start, inner.end, bracketed=True) if label.colon]
    if inside:
        return labelled_bracket(view, bracket, inner, inside, own_line=own)
    chunks = chunks_of(view, inner.start, inner.end)
    if all(is_time(view, chunk) for chunk in chunks):  # beside a clause it is the time limit of that clause
        return Clause(span=bracket, shape=ClauseShape.BRACKET, parts=(), limits=chunks, own_line=own)
    if any(phrase_of(view, chunk) for chunk in chunks):
        return _phrased_bracket(view, bracket, inner, chunks, own_line=own)
    if _DIVIDED.match(words) and unit_like(words[: words.index(":")]):
        return Unread(span=bracket)  # (市住建局:负责建设;市财政局:负责资金保障): a duty for each, not one for all
    return _shared(view, bracket, chunks, own_line=own) or _bare(
        view, bracket, inner, piece, own_line=own, single=single
    )


def _in_value(view: str, bracket: Span, piece: Span) -> bool:
    """Whether a bracket is in the list after a label."""
    return _IN_VALUE.search(view, max(piece.start, bracket.start - _LIST), bracket.start) is not None


def _shared(view: str, bracket: Span, chunks: tuple[Span, ...], *, own_line: bool) -> Clause | None:
    """Read a bracket in which each has its own share: ``市公安局负责户籍,市民政局负责婚姻登记``."""
    shares = shares_of(view, chunks)
    if not shares:
        return None
    return Clause(span=bracket, shape=ClauseShape.BRACKET, parts=shares, own_line=own_line)


def _phrased_bracket(
    view: str, bracket: Span, inner: Span, chunks: tuple[Span, ...], *, own_line: bool
) -> Clause | Unread | None:
    if about_another(view, chunks[0]) and view[bracket.end : bracket.end + 1] not in {"。", ";", "\n", ""}:
        return None  # (技工院校内由人社部门负责)的实施: a note on the words before it
    parts, limits = read_chunks(view, chunks, default=Meaning.RESPONSIBLE, label=bracket)
    if parts and believable(view, parts):
        return Clause(span=bracket, shape=ClauseShape.BRACKET, parts=parts, limits=limits, own_line=own_line)
    sure = SURE.search(view, inner.start, inner.end) is not None and inner.length > 4
    return Unread(span=bracket) if sure and some_unit(view, inner) else None


def labelled_bracket(view: str, bracket: Span, inner: Span, inside: list[Label], *, own_line: bool) -> Clause | None:
    """Read a bracket or cell that holds labels: ``责任单位:市教育局;配合单位:市财政局``."""
    before, times = read_chunks(
        view, chunks_of(view, inner.start, inside[0].span.start), default=Meaning.RESPONSIBLE, label=bracket
    )
    parts: list[Part] = list(before) if before and believable(view, before) else []
    limits = list(times)
    for number, label in enumerate(inside):
        stop = inside[number + 1].span.start if number + 1 < len(inside) else inner.end
        full_stop = view.find("。", label.value, stop)
        stop = full_stop if full_stop >= 0 else stop  # what follows is a note: 列第一位的为牵头单位,下同
        more, times = value_of(view, label, strip(view, label.value, stop, ";,、。").end)
        parts.extend(more)
        limits.extend(times)
    if not parts and not limits:
        return None
    if any(label.strict for label in inside) and not believable(view, tuple(parts)):
        return None
    damaged = tuple(label.span for label in inside if label.damaged)
    return Clause(
        span=bracket,
        shape=ClauseShape.LABEL,
        parts=tuple(parts),
        limits=tuple(limits),
        own_line=own_line,
        damaged=damaged,
    )


def _bare(view: str, bracket: Span, inner: Span, piece: Span, *, own_line: bool, single: bool) -> Clause | None:
    """Read a bracket that holds nothing but units and closes its sentence: all of them lead.

    One unit alone counts after 。, on a separate line, or where ``single`` says so.
    """
    closes = view[bracket.start - 1 : bracket.start] in {"。", ";", "\n", "!"} or own_line
    if not closes and _in_value(view, bracket, piece):
        return None  # 责任单位:市委统战部(市民宗局、市侨办): other names of the one before it
    after = view[bracket.end : bracket.end + 1]
    if not closes and not (after in {"。", "\n", "", "."} and bracket.end >= piece.end - 1):
        return None
    names_end, limits = without_notes(view, inner)
    listing = split_mentions(view, inner.start, names_end)
    names = [view[s.start : s.end] for s in listing.items]
    if not names or not all(len(n) > 2 and unit_like(n) for n in names):
        return None
    if not any(known_body(name) or group_like(name) for name in names) or (
        len(names) == 1 and not closes and not single
    ):
        return None
    parts = tuple(noted_parts(view, listing.items, Meaning.RESPONSIBLE, bracket, is_open=listing.open))
    return Clause(span=bracket, shape=ClauseShape.BARE, parts=parts, limits=limits, own_line=own_line)
