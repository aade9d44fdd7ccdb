"""Read labelled lines: ``责任单位:州政府办公室,州党委编办``, the label first, its units after a colon or a blank."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import zip_longest

from extract.forms.examples import Examples
from extract.label import BULLETS, Label, labels_in, only_names, opens_line
from extract.mentions import NAME_LIMIT, split_mentions, strip
from extract.parts import (
    Clause,
    ClauseShape,
    Part,
    Unread,
    believable,
    chunks_of,
    is_nobody,
    is_note,
    is_time,
    limit_of,
    noted_parts,
    phrase_of,
    read_chunks,
)
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, labels
from extract.shares import shares_of
from extract.units.registry import unit_like
from extract.units.shapes import is_person

EXAMPLES = Examples(
    rules=("label",),
    quotations=(
        "1.推行权力清单。\n责任单位：⟦L:州政府办公室⟧，⟦L:州党委编办⟧\n配合单位：⟦S:州财政局⟧",
        "1.推行权力清单。\n责任单位 ⟦L:市教育局⟧、⟦L:市财政局⟧",
        "1.推动成果应用。\n责任位：⟦l:市教育局⟧、⟦l:市财政局⟧",  # shown, and not counted until accepted
        "1.推行联合验收。责任单位：①⟦L:市教育局⟧②⟦L:市财政局⟧③⟦L:各区县政府⟧",
        "1.清理证明。\n牵头单位--⟦L:市司法局⟧\n配合单位;⟦S:市公安局⟧",
        "1.引进企业。\n牵头单位;⟦L:镇经济发展办⟧\n配合单位;⟦S:镇自然资源所⟧\n完成时限;2025年10月",
        "1.监护老人。\n责任单位： ⟦L:镇民政办⟧ 、 ⟦L:各村委会⟧",
        "1.检查食堂。责任单位 ⟦L:镇财政所⟧",
        "1.检查食堂。\n【牵头单位】\n⟦L:县教育局⟧\n【参战单位】\n⟦S:县公安局⟧、⟦S:县司法局⟧",
        "1.轮训干部。\n牵头单位：⟦L:镇党建办⟧.配合单位：⟦S:镇党校⟧",
        "1.實施清單管理。\n主辦機關：⟦L:市財政局⟧\n協辦機關：⟦S:市發展改革委⟧",
        "1.整治校园。责任单位：①⟦L:市教育局⟧负责校园内整治；②⟦L:市公安局⟧负责交通秩序。",
        "1.整治市场。\n责任单位：1.⟦L:市市场监管局⟧牵头；2.⟦S:市公安局⟧、⟦S:市城管局⟧配合。",
        "1.治水。责任单位：（1）⟦L:市水利局⟧：河道清淤；（2）⟦L:市住建局⟧：管网改造。",
        "1.清理河道。责任单位：⟦L:县水利局⟧配合单位：⟦S:承建商⟧完成时限：6月底前",
        "1.整治矿山。\n责任单位及责任人：⟦L:县自然资源局⟧ 张某某\n配合单位：⟦S:县应急管理局⟧ 李某",
        "1.治理河道。责任单位：⟦L:县水利局⟧，监督单位为⟦V:县审计局⟧",
        "1.改善住房。（牵头单位：⟦L:市住房和\n城乡建设局⟧；配合单位：⟦S:市财政局⟧）",
    ),
    against=(
        "1.明确责任单位：落实到人、落实到岗。",
        "1.主办单位：网站标识码，版权所有。",
        "1.压实责任。\n责任单位，要主动对接各部门。",
        "1.工程招标。招标人为市水务集团，监督部门为市住建局。",
    ),
)


_NUMBERED = pattern(
    rf"[\s;,。]*(?:\(\d{{1,2}}\)|[①-⑳]|(?<=\s)[{BULLETS}]|\d{{1,2}}[.、])\s*$"
)  # the number of the next label
_NAMES_UNITS = frozenset({Meaning.LEAD, Meaning.SUPPORT, Meaning.RESPONSIBLE})
_NO_UNITS = frozenset({Meaning.PERSON, Meaning.INNER})
_WITH_NOUN = 4  # code points of 责任单位
_AROUND = 200  # code points before and behind a label that tell what it is about
_FOOTER = pattern(r"版权所有|网站标识码|ICP备|公网安备|网站地图|技术支持|网站声明|运行维护|免责声明")
_SITE, _BUILDERS = ("建设", "承建"), pattern(r"(?:施工|监理|勘察|设计)单位\s*:")
_GROUP_POST = pattern(
    r"组\s*长\s*:|领导小组[^。\n]{0,20}组成|召集人:|指挥长:|总指挥:|成立[^。\n]{2,40}(?:指挥部|领导小组|专班|工作组)"
)


def labelled_lines(view: str, piece: Span, taken: set[int]) -> Iterator[Clause | Unread]:
    """Read ``责任单位:…`` outside brackets, neighbours (责任单位, 配合单位, 完成时限) together."""
    found = [label for label in labels_in(view, piece.start, piece.end) if _counts(view, piece, label, taken)]
    places = sorted(taken) if found else []
    for label, following in zip_longest(found, found[1:]):
        limit = following.span.start if following is not None else piece.end
        # 牵头单位:市教育局(市财政局配合): the bracket is a clause of its own
        nearest = bisect_left(places, label.value)
        limit = min(limit, places[nearest]) if nearest < len(places) else limit
        stop = _value_end(view, label.value, limit)
        if view[label.value : stop].strip() or label.meaning not in _NAMES_UNITS or label.strict:
            yield from _read(view, piece, label, stop)
        elif following is None or not _parted(view, label, following):
            yield Unread(span=label.span)  # a heading of a column, or a label with nobody behind it


def _counts(view: str, piece: Span, label: Label, taken: set[int]) -> bool:
    """Whether a label has a colon, opens its line or is followed by names, and speaks of the task."""
    if label.span.start in taken or _elsewhere(view, label.span):
        return False
    return label.colon or opens_line(view, piece, label.span.start) or _names_follow(view, label, piece.end)


def _read(view: str, piece: Span, label: Label, stop: int) -> Iterator[Clause | Unread]:
    """Read a label with its value; one in doubt counts only where its names are believable."""
    parts, limits = value_of(view, label, stop)
    doubtful = label.strict or not (label.colon or limits)
    if doubtful and not believable(view, parts):
        return
    opened = label.span.start > piece.start and view[label.span.start - 1] in "(["
    span = Span(label.span.start - opened, stop)
    if any(part.items for part in parts) or limits or label.meaning in _NO_UNITS:
        yield Clause(
            span=span, shape=ClauseShape.LABEL, parts=parts, limits=limits, own_line=opens_line(view, piece, span.start),
            damaged=(label.span,) if label.damaged else (),
        )  # fmt: skip
    elif not is_nobody(view[label.value : stop].strip()):
        yield Unread(span=span)


def _parted(view: str, label: Label, part: Label) -> bool:
    """Whether the label of a part is after a label: ``责任单位:(牵头)市教育局,(配合)市财政局``."""
    return part.meaning in _NAMES_UNITS and view.startswith("(", label.value) and part.span.start == label.value


def _elsewhere(view: str, label: Span) -> bool:
    """Whether the words are a label of another matter: who runs a website, who builds, who sits in a group."""
    words = view[label.start : label.end]
    if words.startswith(_SITE) and _BUILDERS.search(view, max(0, label.start - _AROUND), label.end + _AROUND):
        return True
    if words.startswith(("主办", "承办", "协办")):
        foot = _FOOTER.search(view, max(0, label.start - _AROUND), label.end + _AROUND) is not None
        alone = label.length == 2 and opens_line(view, Span(0, label.start), label.start)
        return foot or (alone and re.search("协办|会办|配合", view[label.start + 2 : label.end + _AROUND]) is None)
    return words.startswith("成员") and _GROUP_POST.search(view, max(0, label.start - _AROUND), label.start) is not None


def _names_follow(view: str, label: Label, limit: int) -> bool:
    """Whether a label without a colon is followed by nothing but units: ``。责任单位 市教育局、市财政局``."""
    if view[label.span.start - 1 : label.span.start] not in {"。", " ", ")"}:
        return False
    after_stop = view[label.span.start - 1] == "。" and label.span.length >= _WITH_NOUN
    return only_names(view, label.value, limit, registered=not after_stop)


def _value_end(view: str, start: int, limit: int) -> int:
    """Find where the value of a label ends: at 。, at a line end, at a blank that begins other text."""
    first = strip(view, start, limit).start
    for stop in re.compile(r"[。\s]").finditer(view, first, limit):
        at = stop.start()
        if stop.group() == "。" or not _goes_on(view, first, at, limit):
            return at
    return strip(view, start, limit, ";,、").end


_NEXT_NAME = pattern(r"\s*([^、,;。:\s]{2,40})(?=[、,;。\s]|$)")
_LAST_NAME = pattern(r"[^、,;\s]*$")
_SIGN = pattern(r" *、")  # 镇民政办 、各村委会


def _goes_on(view: str, start: int, at: int, limit: int) -> bool:
    """Whether a list goes on after the blank at ``at``: a wrapped name, another name after it, or who answers for the unit."""
    if view[at - 1].isspace():
        return True  # decided at the first blank of the run
    before = view[max(start, at - NAME_LIMIT) : at]
    listed = before[-1] in "、,;(:"
    if (listed and view[at] != "\n") or _SIGN.match(view, at, limit):
        return True
    following = _NEXT_NAME.match(view, at, limit)
    if following is None or labels().pattern.match(following.group(1)):
        return False
    name = following.group(1)
    if listed:
        return unit_like(name)
    last = _LAST_NAME.search(before)
    word = last.group() if last else ""
    return unit_like(name) or is_person(name) if unit_like(word) else unit_like(word + name)


def value_of(view: str, label: Label, stop: int) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    """Read what is after a label, up to ``stop``: the parts, and the time limits stated among them."""
    if label.meaning is Meaning.TIME:
        words = strip(view, label.value, stop, ",;、。)")
        return (), () if is_nobody(view[words.start : words.end]) else (words,)
    numbered = _NUMBERED.search(view, label.value, stop)
    stop = numbered.start() if numbered else stop
    chunks = chunks_of(view, label.value, stop)
    if label.meaning in _NAMES_UNITS and (shares := shares_of(view, chunks)):
        return shares, ()
    if any(phrase_of(view, chunk) for chunk in chunks) and label.meaning not in {Meaning.PERSON, Meaning.INNER}:
        parts, limits = read_chunks(view, chunks, default=label.meaning, label=label.span)
        if parts:
            return parts, limits
    end, limits = without_notes(view, Span(label.value, stop))
    return _list_parts(view, Span(label.value, end), label), limits


def _list_parts(view: str, value: Span, label: Label) -> tuple[Part, ...]:
    """Read a plain list under a label."""
    listing = split_mentions(view, value.start, value.end)
    return tuple(noted_parts(view, listing.items, label.meaning, label.span, is_open=listing.open))


def without_notes(view: str, stretch: Span) -> tuple[int, tuple[Span, ...]]:
    """Find where a list ends before its time limits and notes: ``各县市人民政府,6月底完成``; give the limits too."""
    chunks = chunks_of(view, stretch.start, stretch.end)
    times = tuple(chunk for chunk in chunks if is_time(view, chunk))
    end = stretch.end
    while chunks and (chunks[-1] in times or is_note(view, chunks[-1])):
        end = chunks[-1].start
        chunks = chunks[:-1]
    return end, tuple(limit_of(view, chunk) for chunk in times)
