"""Find the labels of a text: ``责任单位:``, ``【牵头单位】``, ``整改责任单位``, ``牵 头 单 位:``, ``●完成时限:``.

A label opens a line, or follows a sign or a bullet; the tail of other words (各责任单位, 明确责任单位) is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from extract.lexicon import chunk_pattern, ends_body, time_at
from extract.mentions import NAME_LIMIT, split_mentions, strip
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, labels, meaning_of
from extract.units.registry import known_body, unit_like

BRACKET_LIMIT = 1000  # a clause in brackets is shorter; what is longer is text with a bracket lost
BULLETS = "●■▲◆◇□○★※•·▶►☆△*"
_NOTE = pattern(
    r"(?P<order>\([排列][^()]{0,4}(?:第一|首)[^()]{0,4}\)[及和与](?:其他|其它)?(?:责任|配合|参与|协办)(?:单位|部门)(?=[:(]))?(?:[及和与/、](?:任务)?(?:分工|(?:主要)?(?:责任人|负责人)员?|责任领导|联系人|联系方式|完成时限)|[/、及和与或](?:责任)?(?:部门|单位|地区|主体)(?=[:(]))?"
    r"\s*(?:\((?:[^()]{0,30})\))?\s*(?::|[—–]{1,2}(?=\w))?"
)
_SLIP = pattern(r"\s*[-—–_=~>→;,.、|/]{1,3}\s*")  # typed instead of a colon: 牵头单位--市司法局 · 配合单位;市财政局
_BOUNDARY = frozenset(' \n。;:,()、!?”"*—' + BULLETS)
_QUALIFIER = pattern(  # what may stand before a label: 整改责任单位, 省级主管部门, 省牵头单位
    r"(?:整改|问题|销号|任务|项目|工作|行业|属地|具体|本级|国家|[省市州盟县区旗镇乡]级?|[省市州县区]直)$"
)
_SPACED = pattern(  # 牵 头 单 位: · 牵头(责任)单位:
    r"[牵责配协主完整]\s*[头任合办成改](?:\s+|(?=\())(?:\([\u4e00-\u9fff]{2}\))?\s*[单部主时]\s*[位门体限间](?=\s*:)"
    r"|[牵责配协主完整]\s*[头任合办成改]\s*[单部主时]\s+[位门体限间](?=\s*:)"
)
_FIRST_NAME = pattern(r"\s*([^、,;。:\s()]{2,40})")
_UNSPACED = pattern(r"\s|\([^()]*\)")
_SURE = pattern(  # 州监察局配合单位:州财政局, the line break lost
    r"(?:牵头|责任|配合|协办|主办|参与|完成|落实|支持|督办|指导|分管)(?:单位|部门|时限|时间|领导|人)\s*:|(?:时限|负责人|联系人)\s*:"
)
_FIRST_BRACKET = pattern(r"(?:^|(?<![\w)]))\(([\u4e00-\u9fff]{4,8})\)")
_CLASS = pattern(r"(?:各|有关|相关|其他)$")  # 各责任单位: those who are spoken to
_LAST = pattern(r"[^、,\s()]+$")
_WITH_NOUN = 4  # code points of the shortest label with a noun: 牵头单位
_BRACKETED = pattern(r"[\s。;:,)!?]")  # what may stand before 【责任单位】
_PRINTED = tuple(
    first + noun for first in ("牵头", "责任", "配合", "主办", "协办") for noun in ("单位", "部门")
)  # the labels of nearly every plan: only these are worth mending
_COLON = pattern(":")
_LOOKS_LIKE = pattern(rf"(?:^|(?<=[\s。;,()、{BULLETS}]))(?P<words>[\u4e00-\u9fff]{{3,4}}):")
_QUOTED = {"“": "”", '"': '"', "「": "」"}  # “责任单位”:市教育局 needs its colon; 《》 are titles
_ENCLOSING = frozenset("“「")


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in the text: its words, what it means, and where its units begin."""

    span: Span
    value: int  # where its value begins
    meaning: Meaning
    colon: bool
    strict: bool = False  # counts only with units behind it
    damaged: bool = False  # a letter is lost or wrong: 责任位


def labels_in(view: str, start: int, end: int, *, bracketed: bool = False) -> Iterator[Label]:
    """Find the labels of a stretch, in order, none inside another; in a bracket 为 is as good as a colon (牵头单位为市教育局)."""
    sound = list(_sound(view, start, end, bracketed=bracketed))
    taken = {label.value for label in sound}
    last = start
    for label in sorted(
        (*sound, *_damaged(view, start, end, taken)), key=lambda label: (label.span.start, -label.span.end)
    ):
        if label.span.start >= last:  # 牵头(责任)单位: is one label, with another inside
            yield label
            last = label.value


def _damaged(view: str, start: int, end: int, taken: set[int]) -> Iterator[Label]:
    """Find labels with one letter lost or wrong, a colon and units after them: ``责任位:市教育局`` · ``贵任单位:市教育局``."""
    for colon in _COLON.finditer(view, start, end):
        found = _LOOKS_LIKE.search(view, max(start, colon.start() - 5), colon.end())
        if found is None or found.end() in taken:
            continue
        at = found.start("words")
        words = found["words"].lstrip()
        meaning = _near(words) if meaning_of(words) is None else None
        if meaning is not None and _FIRST_NAME.match(view, found.end(), end):
            yield Label(Span(at, at + len(words)), found.end(), meaning, colon=True, strict=True, damaged=True)


@lru_cache(maxsize=1 << 12)
def _near(words: str) -> Meaning | None:
    """Tell which label the words come to when one letter is put back or put right; nothing where none or two do."""
    found = {meaning_of(label) for label in _PRINTED if _one_letter(words, label)}
    return found.pop() if len(found) == 1 else None


def _one_letter(words: str, label: str) -> bool:
    if len(words) == len(label):
        return sum(a != b for a, b in zip(words, label, strict=True)) == 1
    return len(words) == len(label) - 1 and any(words == label[:n] + label[n + 1 :] for n in range(len(label)))


def _sound(view: str, start: int, end: int, *, bracketed: bool) -> Iterator[Label]:
    stretch = Span(start, end)
    candidates = _candidates(view, start, end)
    for found, following in zip_longest(candidates, candidates[1:]):
        until = following.start() if following is not None else end
        label = _label(view, found, stretch, until, bracketed=bracketed)
        if label is not None and (label.colon or not label.strict) and not _is_note(view, label, start):
            yield label


def _label(view: str, found: re.Match[str], stretch: Span, until: int, *, bracketed: bool) -> Label | None:
    """Read the words of a label: in brackets, or with a colon, 为 or a blank after them; the next words of one are ``until``."""
    at = found.start()
    before = view[at - 1] if at > stretch.start else "\n"
    enclosed = before not in _BOUNDARY and before in _ENCLOSING
    first = (
        at
        if enclosed or before in _BOUNDARY
        else _qualified(view, found, Span(stretch.start, until), bracketed=bracketed)
    )
    meaning = meaning_of(_UNSPACED.sub("", found.group())) if first is not None else None
    if meaning is None or first is None:
        return None
    words = Span(first, found.end())
    label = _in_brackets(view, words, stretch, meaning)
    if label is not None or enclosed:
        return label
    return _followed(view, words, stretch, meaning, bracketed=bracketed) or _bare(
        view, words, stretch, until, meaning, bracketed=bracketed
    )


def _candidates(view: str, start: int, end: int) -> list[re.Match[str]]:
    plain = list(labels().pattern.finditer(view, start, end))
    if _SPACED.search(view, start, end) is None:
        return plain
    return sorted([*plain, *_SPACED.finditer(view, start, end)], key=re.Match.start)


def _qualified(view: str, found: re.Match[str], stretch: Span, *, bracketed: bool) -> int | None:
    """Find where a label begins that is qualified, or runs on a name; nothing where it is the tail of other words."""
    at, start = found.start(), stretch.start
    qualified = _QUALIFIER.search(view, max(start, at - 2), at)
    if qualified is not None and (qualified.start() == start or view[qualified.start() - 1] in _BOUNDARY):
        return qualified.start()
    sure = _SURE.match(view, at)
    if sure is None and not (bracketed and found.end() - at >= _WITH_NOUN):
        return None
    glued = ends_body(view, max(start, at - NAME_LIMIT), at) or (sure is not None and _in_chain(view, at, start))
    if not glued and sure is not None and _CLASS.search(view, start, at) is None:
        glued = only_names(view, sure.end(), stretch.end)  # 修建道路牵头单位:市交通局配合单位:市财政局
    return at if glued else None


def _in_chain(view: str, at: int, start: int) -> bool:
    """Whether a label with a colon is before a place in the same sentence: ``责任单位:承建商完成时限:``."""
    low = max(start, view.rfind("。", start, at) + 1, view.rfind("\n", start, at) + 1, at - BRACKET_LIMIT)
    return _SURE.search(view, low, at) is not None


def _in_brackets(view: str, words: Span, stretch: Span, meaning: Meaning) -> Label | None:
    """Read a label that is alone in brackets, its units after them: ``【责任单位】市教育局`` · ``“责任单位”:市教育局``."""
    first = words.start - 1
    if first < stretch.start or words.end >= stretch.end:
        return None
    sign = view[first]
    closing = ")" if sign == "(" else _QUOTED[sign] + ":" if sign in _QUOTED else None
    if closing is None or not view.startswith(closing, words.end):
        return None
    if (
        first > stretch.start
        and not _BRACKETED.match(view, first - 1)
        and not _after_bracket(view, stretch.start, words)
    ):
        return None
    if words.length < _WITH_NOUN and _noted(view, stretch.start, first):
        return None
    stop = words.end + 1
    stop += view.startswith(":", stop)
    return Label(Span(first, words.end + 1), stop, meaning, colon=True, strict=meaning is not Meaning.TIME)


def _after_bracket(view: str, start: int, words: Span) -> bool:
    """Whether a label in brackets runs on the names of another: ``【牵头单位】市教育局【配合单位】市财政局``."""
    if words.length < _WITH_NOUN or not view[words.end + 1 : words.end + 2].isalnum():
        return False  # 市教育局(牵头单位)、市财政局: a note after a name
    low = max(start, words.start - BRACKET_LIMIT, *(view.rfind(sign, start, words.start) + 1 for sign in "。\n"))
    first = _FIRST_BRACKET.search(view, low, words.start - 1)
    return first is not None and meaning_of(first[1]) is not None


def _noted(view: str, start: int, at: int) -> bool:
    """Whether a bracket is a note after the name before it, a line break between: ``市水利局 ⏎ (牵头) ⏎ 市财政局``."""
    low = max(start, at - BRACKET_LIMIT)
    low = max(low, *(view.rfind(sign, low, at) + 1 for sign in "。;:"))
    before = strip(view, low, at)
    last = _LAST.search(view, max(before.start, before.end - NAME_LIMIT), before.end)
    return last is not None and before.end < at and view[before.start] != "(" and known_body(last.group())


def _followed(view: str, words: Span, stretch: Span, meaning: Meaning, *, bracketed: bool) -> Label | None:
    """Read a label with a colon, 为 or a blank after it, or in a bracket with nothing but units."""
    sep = _NOTE.match(view, words.end, stretch.end)
    stop = sep.end() if sep else words.end
    strict = view[words.start : words.end] in labels().strict
    if sep is not None and sep["order"]:
        meaning = Meaning.RESPONSIBLE  # 牵头单位(列第一位)及责任单位: an order rule, not a list of those who lead
    if stop > words.end and view[stop - 1] in ":—–":
        return Label(words, stop, meaning, colon=True, strict=strict)
    if view.startswith("为", stop) and (
        bracketed
        or meaning is Meaning.TIME
        or (_begins_clause(view, words.start, stretch, meaning) and only_names(view, stop + 1, stretch.end))
    ):
        return Label(words, stop + 1, meaning, colon=True, strict=strict)  # (牵头单位为市教育局,配合单位为市财政局)
    if stop == words.end:
        return None
    named = bracketed and _FIRST_NAME.match(view, stop, stretch.end)  # (责任单位 市水利局、市财政局)
    return Label(words, words.end, meaning, colon=bool(named and unit_like(named[1])), strict=strict)


def _begins_clause(view: str, at: int, stretch: Span, meaning: Meaning) -> bool:
    """Whether 监督单位为县审计局 begins a sentence or follows a label: 招标人为某公司,监督部门为市住建局 assigns nothing."""
    if meaning not in {Meaning.SUPERVISE, Meaning.GUIDE}:
        return True
    return opens_line(view, stretch, at) or view[at - 1] in "。;" or _in_chain(view, at, stretch.start)


def _bare(view: str, words: Span, stretch: Span, until: int, meaning: Meaning, *, bracketed: bool) -> Label | None:
    """Read a label whose colon is lost or another sign: ``(责任单位市水利局配合单位市财政局)`` · ``牵头单位--市司法局``.

    Up to the next label nothing but units follows it, or a time limit.
    """
    opens = opens_line(view, stretch, words.start) or view[words.start - 1] in "。;"
    if (not bracketed and not opens) or view.startswith((")", "、"), words.end):
        return None
    slip = _SLIP.match(view, words.end, until) if opens else None
    stop = slip.end() if slip is not None else words.end
    if meaning is Meaning.TIME:
        limit = bracketed and chunk_pattern("limit").fullmatch(view[stop:until].strip(" ;,、。")) is not None
        limit = limit or (slip is not None and time_at(view, stop, until) > stop)
        return Label(words, stop, meaning, colon=True) if limit else None
    named = only_names(view, stop, until, registered=slip is None)
    return Label(words, stop, meaning, colon=True, strict=True) if named else None


def _is_note(view: str, label: Label, start: int) -> bool:
    """Whether a label is a note after a name: ``市财政局(责任人:张某某)``."""
    first = label.span.start
    opened = first - 2 >= start and view[first - 1] == "(" and view[first - 2].isalpha()
    return label.meaning is Meaning.PERSON and opened


def only_names(view: str, start: int, limit: int, *, registered: bool = True) -> bool:
    """Whether nothing but units is from here to the end of the sentence, one of them a registered body if that is asked."""
    near = min(limit, start + BRACKET_LIMIT + 1)
    stop = min((at for at in (view.find(sign, start, near) for sign in "。\n") if at >= 0), default=near)
    if stop - start > BRACKET_LIMIT:
        return False
    names = [view[s.start : s.end] for s in split_mentions(view, start, stop).items]
    return bool(names) and all(map(unit_like, names)) and (not registered or any(map(known_body, names)))


def opens_line(view: str, piece: Span, at: int) -> bool:
    """Whether nothing but blanks and bullets is before a place in its line."""
    while at > piece.start and (view[at - 1] == " " or view[at - 1] in BULLETS):
        at -= 1
    return at == piece.start or view[at - 1] == "\n"
