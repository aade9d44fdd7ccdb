"""Read duty lists headed by a unit: ``市财政局:保障补助资金`` · ``(一)区教育局。负责…`` · ``2.2 县指挥部职责``.

An entry is a head of names, and the duty after it. A head that names 职责 is sure; of other heads two must be together,
and half of the duties at least must begin with a verb. Such assignments are shown, and counted where they are requested.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.forms.examples import Examples
from extract.items import Item, Outline
from extract.lexicon import begins_duty, ends_body
from extract.mentions import split_mentions, strip
from extract.parts import Part
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, meaning_of
from extract.units.registry import group_like, known_body, unit_like

EXAMPLES = Examples(
    rules=("duty-list",),
    quotations=(
        "二、职责分工\n⟦l:县财政局⟧：保障补助资金，监督使用。\n⟦l:县热力公司⟧会同⟦s:县电力公司⟧：抢修受损管网。",
        "二、部门职责\n（一）⟦l:区教育局⟧。负责食堂改造。\n（二）⟦l:区卫健局⟧。指导营养配餐。",
        "2.2 ⟦l:县指挥部⟧职责\n（1）研究决定应急响应；\n（2）调度救援力量。",
        "附件 部门职责\n⟦l:县公安局⟧  负责维护秩序。\n⟦l:县卫健局⟧——负责救治伤员。",
        "二、职责\n（一）⟦l:县公安局⟧\n负责维护秩序。\n（二）⟦l:县卫健局⟧\n负责救治伤员。",
        "三、分工\n（一）⟦j:各镇人民政府⟧、⟦j:各街道办事处⟧按职责分工：协助整治摊点。\n（二）⟦l:区公安局⟧职责：查处违法行为。",
    ),
    against=(
        "成员单位：县文旅局、县交通运输局。",
        "县文旅局：0991-1234567\n县财政局：0991-7654321",
        "各县人民政府：\n为做好工作，制定本方案。",
        "2.1 应急指挥部\n成立县应急指挥部，统一领导。\n2.2 专家组\n聘请专家若干名。",
        "1.开展培训。\n责任单位：市教育局",
        "县公安局  张某某\n县卫健局  李某某",
    ),
)

HEAD = 80
"""Code points of the longest head."""
NAME = 24
"""Code points of a name before which a stop is lost."""

_TAIL = pattern(
    r"(?P<joint>按照?(?:各自)?(?:职责|责任)?分工(?:负责)?)$|(?:的)?(?:主要|工作|具体|部门|应急)?(?P<sure>职责)(?:分工|任务)?$"
)
_WITH = pattern(r"会同|会商|联合")
_COLON = pattern(":")
_APART = pattern(r"(?P<head>[^\s:,;。—–-]{3,24})(?:[ \t]+|[ \t]*[—–-]{1,2}[ \t]*)(?=\S)")
_IN_CHARGE = ("负责", "承担")
_BREAK = pattern(r"[。;!?\n]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEntry:
    """One entry of a duty list.

    Attributes:
        head: the words that name its units, with 职责 and the colon.
        duty: the words of the duty.
        parts: the units by their role.
        item: the item it is in.
        whole: whether the entry is the item itself, with its number.
        sure: whether its head says 职责.
    """

    head: Span
    duty: Span
    parts: tuple[Part, ...]
    item: int
    whole: bool
    sure: bool


def duty_entries(view: str, outline: Outline) -> tuple[DutyEntry, ...]:
    """Read the entries of all duty lists, in order.

    Guarantees:
        1. Entries do not overlap; the names are in the head, the duty after it.
        2. Linear: a head of at most ``HEAD`` code points is read at each colon and title.
    """
    inside = outline.children()
    lists: dict[int, list[DutyEntry]] = defaultdict(list)
    for item in outline.items:
        titled = _titled(view, item, outline, inside.get(item.index, ()))
        for entry in titled or _in_pieces(view, item):
            lists[item.parent if entry.whole else item.index].append(entry)
    return tuple(sorted((e for entries in lists.values() for e in _believed(view, entries)), key=lambda e: e.head))


def _believed(view: str, entries: Sequence[DutyEntry]) -> Iterator[DutyEntry]:
    verbs = sum(begins_duty(view, entry.duty.start, entry.duty.end) for entry in entries)
    together = len(entries) > 1 and 2 * verbs >= len(entries)
    yield from (entry for entry in entries if together or entry.sure)


def _titled(view: str, item: Item, outline: Outline, children: Sequence[int]) -> tuple[DutyEntry, ...]:
    """Read an item whose heading is the head: ``(一)区教育局。负责…``, or ``2.2 县指挥部职责`` over numbered duties."""
    title = strip(view, item.title.start, item.title.end, "。: ")
    if not item.number.length or not 0 < title.length <= HEAD:
        return ()
    read = _head(view, title)
    behind = strip(view, max(item.title.end, title.end), max(item.end, title.end), "。: ")
    duty = behind if behind.length else _below(outline, children)
    if read is None or duty is None:
        return ()
    parts, sure = read
    if not sure and view[title.end] not in "。:" and not view.startswith(_IN_CHARGE, duty.start):
        return ()  # a heading on a line of its own that says no 职责, over words that say what the body is
    return (DutyEntry(head=title, duty=duty, parts=parts, item=item.index, whole=True, sure=sure),)


def _below(outline: Outline, children: Sequence[int]) -> Span | None:
    """The words of the numbered duties below a head; nothing where something is below them in turn."""
    pieces = [piece for child in children for piece in outline.items[child].pieces]
    return Span(pieces[0].start, pieces[-1].end) if pieces else None


def _in_pieces(view: str, item: Item) -> tuple[DutyEntry, ...]:
    found: list[tuple[Span, Span, tuple[Part, ...], bool]] = []
    for piece in item.pieces:
        heads = list(_heads(view, piece))
        if not heads:
            continue
        ends = [*(head.start for head, _, _ in heads[1:]), piece.end]
        found += [
            (head, duty, parts, sure)
            for (head, parts, sure), end in zip(heads, ends, strict=True)
            if (duty := strip(view, head.end, end)).length
        ]
    first = item.pieces[0].start if item.pieces else -1
    whole = len(found) == 1 and found[0][0].start == first and item.number.length > 0
    return tuple(
        DutyEntry(head=head, duty=duty, parts=parts, item=item.index, whole=whole, sure=sure)
        for head, duty, parts, sure in found
    )


def _heads(view: str, piece: Span) -> Iterator[tuple[Span, tuple[Part, ...], bool]]:
    """Read the heads before the colons of a paragraph; a stop before a head may be lost.

    Without a colon a head may be before a blank or a dash, and its duty begins with a verb: ``县公安局  负责治安``.
    """
    apart = _APART.match(view, piece.start, piece.end)
    if apart is not None and begins_duty(view, apart.end(), piece.end):
        read = _head(view, Span(*apart.span("head")))
        if read is not None:
            yield Span(*apart.span()), *read
            return
    done = piece.start
    for colon in _COLON.finditer(view, piece.start, piece.end):
        found = _head_before(view, done, colon)
        if found is not None:
            yield found
            done = colon.end()


def _head_before(view: str, done: int, colon: re.Match[str]) -> tuple[Span, tuple[Part, ...], bool] | None:
    """Read the head that ends at a colon and begins after ``done``."""
    if view[colon.end() : colon.end() + 1].isdigit():
        return None
    low = max(done, colon.start() - HEAD)
    tail = _TAIL.search(view, max(done, colon.start() - NAME), colon.start())
    if tail is None and not ends_body(view, low, colon.start()):
        return None
    start = max((stop.end() for stop in _BREAK.finditer(view, low, colon.start())), default=low)
    heads = [strip(view, start, colon.start()), _known_tail(view, start, colon.start())]
    if not any(_is_known(view, item) for item in split_mentions(view, heads[0].start, heads[0].end).items):
        heads.reverse()
    read = ((head, _head(view, head)) for head in heads)
    return next(((Span(head.start, colon.end()), *one) for head, one in read if one is not None), None)


def _known_tail(view: str, start: int, end: int) -> Span:
    """Find the longest registered body that ends before a colon: ``开展护绿宣传市财政局:``; empty where there is none."""
    low = max(start, end - NAME)
    at = next((at for at in range(low, end - 2) if known_body(view[at:end])), end)
    return Span(at, end)


def _head(view: str, head: Span) -> tuple[tuple[Part, ...], bool] | None:
    """Read the names of a head, and whether it says 职责; nothing where it names anything else."""
    if not 2 < head.length <= HEAD:
        return None
    tail = _TAIL.search(view, head.start, head.end)
    names = strip(view, head.start, tail.start() if tail else head.end)
    if not ends_body(view, names.start, names.end):
        return None
    joint = tail is not None and tail["joint"] is not None
    beside = _WITH.search(view, names.start, names.end)
    first = _named(view, Span(names.start, beside.start() if beside else names.end))
    others = _named(view, Span(beside.end(), names.end)) if beside else ()
    if not first or (beside and not others):
        return None
    label = Span(*tail.span()) if tail else Span(head.end, head.end)
    meaning = Meaning.JOINT if joint and len(first) > 1 else Meaning.RESPONSIBLE
    parts = [Part(meaning=meaning, label=label, items=first)]
    if beside and others:
        parts.append(Part(meaning=Meaning.SUPPORT, label=Span(*beside.span()), items=others))
    return tuple(parts), tail is not None and tail["sure"] is not None


def _named(view: str, stretch: Span) -> tuple[Span, ...]:
    items = split_mentions(view, stretch.start, stretch.end).items
    return items if all(_is_body(view, item) for item in items) else ()


def _is_known(view: str, item: Span) -> bool:
    words = view[item.start : item.end]
    return known_body(words) or group_like(words)


def _is_body(view: str, item: Span) -> bool:
    words = view[item.start : item.end]
    if meaning_of(words) is not None or words.endswith(("成员单位", "责任单位", "其他单位")):
        return False
    return _is_known(view, item) or (unit_like(words) and ends_body(view, item.start, item.end))
