"""Split a list of units into mentions, each exactly as printed.

Forms handled: ``州发改委、工商局、质监局`` · ``州政府办公室,州党委编办`` · ``市财政局和市审计局`` · ``A、B等国务院相关部门以及各地区``
· ``各市、县(区)人民政府`` (one) · ``有关部门和地区`` (two) · ``人力资源和社会保障厅`` (one) · ``市数据局(市人工智能局)`` (one).
"""

import re
from dataclasses import dataclass

from extract.patterns import pattern
from extract.records import Span
from extract.units.gate import Refusal, judge
from extract.units.registry import group_like, known_body, longest_body_at, protected_joins, unit_like
from extract.units.shapes import is_person

_AREA = (
    r"(?:省|自治区|直辖市|计划单列市|副省级城市|设区的?市|地级以上市|地级市|地市|市州|州市|市地|市|自治州|州|盟市|盟|县市区|县市|县区|区县|市区|区市县|"
    r"区市|县级市|自治县|县|区|旗县区|旗县|旗市区|旗|乡镇街道|乡镇|镇街|乡|镇|街道|社区|村居|团场|师市|师|园区|开发区|功能区|新区|地区|地)"
)
_HEAD = r"(?:人民政府|政府|党委|党工委|委|办事处|街道办|(?:有关|相关)?(?:单位|部门))"
_ZONE = "(?:园区|开发区|功能区|新区|示范区|高新区|经开区|产业园)"  # what has a 管委会: 各镇(街道)、开发区管委会 are two
_SHARED = pattern(
    rf"(?:各|有关|相关|省内|市内)*{_AREA}(?:\([^()]*\))?(?:[、,和及与]\s?{_AREA}(?:\([^()]*\))?)+(?:{_HEAD})*(?![\u4e00-\u9fff])"
    rf"|(?:各|有关|相关)+{_AREA}(?:\([^()]*\))?(?:[、和及与]\s?{_AREA}(?:\([^()]*\))?)+(?:{_HEAD})+"
    rf"|各{_AREA}(?:\([^()]*\))?(?:党?委|党工委)(?:、|和){_AREA}?(?:人民)?政府"  # 各市委、市政府: the second has no 各 of its own
    rf"|(?:各|有关|相关)*{_ZONE}(?:[、,和及与]\s?{_ZONE})+管委会"
    r"|各盟行政公署[、和](?:市|各市)(?:人民)?政府"
    r"|(?:各|有关|相关|职能|工作|直属|省直|市直|州直|县直|区直)+部门、(?:各|有关|相关)?单位(?=[及和与]|[^\u4e00-\u9fff]|$)"  # two nouns, one quantifier
    rf"|各(?:委办局|委、办、局|部、委、办、局|部委办局)(?:、处)?"
)
_ETC = pattern(r"(?<![高中初平同优上])等(?!级|学校|院校|教育|职业|法院)")
_ETC_TAIL = pattern(
    r"(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:部门单位|单位部门|部门|单位|机构|部委|委办局)?(?:和单位)?"
)
_ETC_AND = pattern(  # 等部门和各县(市、区): the first names nobody, the second a group
    rf"{_ETC_TAIL.pattern}(?:以及|[和与及])(?=[各有相省市州县区])"
)
_JOINER = pattern(r"以及|及其他|或者|[和与及或]")
NAME_LIMIT = 60  # no body of the registry has a longer name; what is longer is a sentence
_PARTS = frozenset("、,;①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # ①市教育局②市财政局
_STROKES = "/·|+\\"  # between two names, as people type them
_SIGN = pattern(rf"[()\s{re.escape(''.join(sorted(_PARTS)) + _STROKES)}]")
_ENDS = "、,;。:." + _STROKES  # no part of a name at its ends
_NEXT = pattern(r"\s*([^、,;。/·|+\\\s()]{1,60})")
_PERSON_BEHIND = pattern(r"[\s/]+(?P<name>[\u4e00-\u9fff]{2,4})$")  # 市数据局 李某某
_PERSON_NOTE = pattern(
    r"\((?:[^()]*(?:[科股]|(?<!事)处)(?:室|牵头|负责|配合|承办)?|(?:主要|第一|直接|具体)?(?:责任人|联系人|负责人|经办人|领导|分管领导|责任领导|联系电话|电话)\s*:?[^()]*|[\d\- ]{7,}|(?P<name>[^()\d,、]{2,4}))\)$"
)
_DUTY_NOTE = pattern(  # 市公安局(负责户籍管理), 市发改委(项目审批), 市教育局(2024年6月底前), 市交通局(每月报送进展)
    r"\((?:(?:负责|牵头|配合|承担|参与|协助|指导|每[日周月季年]|须|需|应当|定期)[^()]+|[^()]*(?:负责|牵头|管理|审批|保障|登记|建设|工作|方面|部分|业务|事项|任务|环节|监管|服务)|(?:20\d\d年)?[^()年]*(?:\d月|年)底?[前内]?(?:完成)?)\)$"
)
_NOTE = pattern(
    r"\((?P<note>总?牵头|牵头单位|牵头部门|主办|主要责任|配合|协办|参与|配合单位)\)$|\([^()]*(?:下同|(?:排|列)[^()]{0,8}第一|[带加标注][^()]{0,4}[*★☆▲△●][^()]{0,4}为)[^()]*\)$"
)

_LEADING_NOTE = pattern(  # 牵头单位市教育局,配合单位市财政局
    r"(?P<note>(?:总?牵头|主办|配合|协办|参与)(?:单位|部门)?)(?=[\u4e00-\u9fff])"
)
_HALF = pattern(  # what ends a name and is none
    r"(?:人民政府|政府|管委会|管理委员会|委员会|街道办事处|街道办|办事处|有限公司|有限责任公司|集团有限公司|分公司|分局|支队|大队|支行|分行)(?![\u4e00-\u9fff])"
)
_STUB = 4  # code points of the beginning of a name that looks like a name: 区园
_OWN_START = pattern("[国省市州县区旗镇乡各有相]")  # how a name of its own begins
_WHOSE = pattern(r"(?:[省市州县区旗镇乡盟]|街道|自贸区|开发区|新区|园区|示范区|高新区|集团|投资|建设|开发|公安|银行)$")
_ORGAN = pattern(r"[\u4e00-\u9fff]{0,6}[省市州县区旗](?:委|政府|人大|政协)")
_ORGAN_PART = pattern(
    r"(?:办公室|办公厅|组织部|宣传部|统战部|政法委|政研室|网信办|编办|老干部局|督查室|研究室|机关工委|农办)(?![\u4e00-\u9fff])"
)
_PLACE = pattern(r"[\u4e00-\u9fff]{1,5}?[省市州县区旗镇乡](?=[\u4e00-\u9fff]{2})")
_EXCEPT = pattern(r"\((?:除[^()]{1,30}(?:以|之)?外|[^()]{1,30}除外|不包?含[^()]{1,30})\)$")
_EXCEPT_FIRST = pattern(r"除[^,;。:除外]{1,30}?(?:以|之)?外(?=.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The mentions of one list in order; ``open`` when the text says 等 and does not name the rest."""

    items: tuple[Span, ...]
    open: bool


def split_mentions(view: str, start: int, end: int) -> Listing:
    """Split ``view[start:end]`` into the spans of its mentions.

    >>> v = "发展改革委、教育部等国务院相关部门以及各地区"
    >>> [v[s.start:s.end] for s in split_mentions(v, 0, len(v)).items]
    ['发展改革委', '教育部', '国务院相关部门', '各地区']
    """
    items: list[Span] = []
    is_open = False
    for piece in _at_separators(view, start, end):
        for part, etc in _at_etc(view, piece):
            is_open = is_open or etc
            for name in _at_joiners(view, part):
                items.extend(_run_together(view, name))
    return Listing(items=tuple(items), open=is_open)


def strip(view: str, start: int, end: int, also: str = "") -> Span:
    """Trim blanks and the signs in ``also`` from both ends of a stretch."""
    while start < end and (view[start].isspace() or view[start] in also):
        start += 1
    while end > start and (view[end - 1].isspace() or view[end - 1] in also):
        end -= 1
    return Span(start, end)


def _at_separators(view: str, start: int, end: int) -> list[Span]:
    words = view[start:end]
    signs = [(found.start(), found.group()) for found in _SIGN.finditer(words)]
    whole = _inside_groups(words) if signs else frozenset()
    pieces: list[Span] = []
    depth, last = 0, 0
    for at, sign in signs:
        depth += (sign == "(") - (sign == ")")
        cut = sign in _PARTS or ((sign.isspace() or sign in _STROKES) and _sign_cuts(words, last, at))
        if depth <= 0 and cut and at not in whole:
            pieces.append(Span(start + last, start + at))
            last = at + 1
    pieces.append(Span(start + last, end))
    return [p for p in (strip(view, p.start, p.end, _ENDS) for p in pieces) if p.length]


def _inside_groups(words: str) -> frozenset[int]:
    """Give the places inside the names of groups, where no sign cuts: 各市、县(区)人民政府."""
    return frozenset(at for found in _SHARED.finditer(words) for at in range(found.start() + 1, found.end()))


def _sign_cuts(words: str, last: int, at: int) -> bool:
    """Whether a blank separates two names rather than wrapping one, or one of / · | + is between two."""
    following = _NEXT.match(words, at if words[at].isspace() else at + 1)
    if following is None or at - last > NAME_LIMIT:
        return False
    if words[at].isspace() and _wrapped(words[last:at].strip(), following.group(1)):
        return False
    return unit_like(words[last:at].strip()) and unit_like(_ETC.split(following.group(1), maxsplit=1)[0])


def _wrapped(left: str, right: str) -> bool:
    """Whether a blank or line break is inside one name: ``甲州市 ⏎ 人民政府`` · ``自贸区 ⏎ 管委会`` · ``人行 ⏎ 甲省分行``.

    The second half is the end of a name and not a complete name, and the first half is a place or a body that it completes.
    """
    if known_body(left) and judge(right) is Refusal.HEAD_ALONE:
        return True
    if len(left) <= _STUB and not known_body(left) and not group_like(left) and not _OWN_START.match(right):
        return True  # 区园 ⏎ 林中心
    if _HALF.match(right):
        return _WHOSE.search(left) is not None
    return _ORGAN.fullmatch(left) is not None and _ORGAN_PART.match(right) is not None


def _at_etc(view: str, piece: Span) -> list[tuple[Span, bool]]:
    """Cut at 等: the names before it, then the group named after it; a bare 等部门 names no one."""
    found = _ETC.search(view, piece.start, piece.end)
    if found is None or found.start() == piece.start:
        return [(piece, False)]
    before = strip(view, piece.start, found.start())
    named = _ETC_AND.match(view, found.end(), piece.end)
    after = strip(view, named.end() if named else found.end(), piece.end, "、,;。和与及以")
    if _ETC_TAIL.fullmatch(view, after.start, after.end):
        return [(before, True)]
    return [(before, False), (after, False)]


def _at_joiners(view: str, piece: Span) -> list[Span]:
    words = view[piece.start : piece.end]
    if _JOINER.search(words) is None or len(words) > 4 * NAME_LIMIT or _SHARED.fullmatch(words):
        return [piece]
    whole = protected_joins(words)
    for found in _JOINER.finditer(words):
        left, right = words[: found.start()].rstrip(), words[found.end() :].lstrip()
        inside = any(a <= found.start() < b for a, b in whole) or words.count("(", 0, found.start()) > words.count(
            ")", 0, found.start()
        )
        if inside or not left or not right or not _independent(left, right):
            continue
        first = Span(piece.start, piece.start + len(left))
        rest = Span(piece.end - len(right), piece.end)
        return [first, *_at_joiners(view, rest)]
    return [piece]


def _independent(left: str, right: str) -> bool:
    """Whether two names joined by 和 are two units: each must be able to be alone.

    ``有关部门和地区`` are two groups; ``有关部门和单位`` and ``园区和示范区管委会`` share one head and are one.
    """
    if re.fullmatch(r"(?:各|有关|相关)*(?:地区|地方)", right):
        return True
    if re.fullmatch(r"单位|企业|机构|人员|组织", right) or re.fullmatch(rf"{_AREA}|园区|示范区|部门", left):
        return False
    if not unit_like(left):
        return False
    ends = [found.start() for found in _JOINER.finditer(right)]  # 市发改委和市财政局和市审计局: the next is one too
    return unit_like(right) or any(unit_like(right[:end]) for end in ends)


def _run_together(view: str, name: Span) -> list[Span]:
    """Cut names whose separators were lost: ``区政府集体资产监管办区住房城市建设委`` · ``省发展改革委省经济和信息化委省商务厅``."""
    words = view[name.start : name.end]
    if not 8 <= len(words) <= NAME_LIMIT or "(" in words:
        return [name]
    cut = longest_body_at(words) or _place_again(words)
    if not cut:
        return [name]
    middle = name.start + cut
    return [*_run_together(view, Span(name.start, middle)), *_run_together(view, Span(middle, name.end))]


def _place_again(words: str) -> int:
    """Find where the place that opens a name opens another: ``丁湖区发改局丁湖区数据中心``; 0 where it does not."""
    place = _PLACE.match(words)
    cut = words.find(place.group(), place.end() + 1) if place and not known_body(words) else -1
    return cut if cut > 0 and unit_like(words[:cut]) and unit_like(words[cut:]) else 0


def note_of(view: str, item: Span) -> tuple[Span, str]:
    """Split a note off a name: ``市发展改革委(牵头)`` → the name and 牵头; ``市财政局(责任人:张某某)`` → the name."""
    words = view[item.start : item.end]
    if not words.endswith(")") and _PERSON_BEHIND.search(words) is None:
        return item, ""
    found = _NOTE.search(words)
    if found is None:
        behind = _PERSON_BEHIND.search(words)
        if behind is not None and is_person(behind["name"]) and unit_like(words[: behind.start()]):
            return Span(item.start, item.start + behind.start()), ""
        person = _PERSON_NOTE.search(words)
        if person is not None and (person["name"] is None or is_person(person["name"])):
            return Span(item.start, item.start + person.start()), ""
        duty = _DUTY_NOTE.search(words)
        if duty is not None and known_body(words[: duty.start()]):
            return Span(item.start, item.start + duty.start()), ""
        return item, ""
    return Span(item.start, item.start + found.start()), found.group("note") or ""


def leading_note_of(view: str, item: Span) -> tuple[Span, str]:
    """Split a note off the front of a registered name: ``牵头单位市教育局`` → the name and 牵头单位."""
    if view[item.start] not in "总牵主配协参":
        return item, ""
    words = view[item.start : item.end]
    found = _LEADING_NOTE.match(words)
    if found is None or known_body(words) or not known_body(words[found.end() :]):
        return item, ""
    return Span(item.start + found.end(), item.end), found["note"]


def without_exception(view: str, item: Span) -> tuple[Span, Span | None]:
    """Split off what a collective does not hold: ``各县(市)人民政府(除甲县外)`` · ``除甲县外各县(市)人民政府``."""
    if view[item.end - 1] != ")" and view[item.start] != "除":
        return item, None
    words = view[item.start : item.end]
    behind = _EXCEPT.search(words) if words.endswith(")") else None
    if behind is not None and behind.start():
        return Span(item.start, item.start + behind.start()), Span(item.start + behind.start(), item.end)
    first = _EXCEPT_FIRST.match(words) if words.startswith("除") else None
    if first is not None:
        return Span(item.start + first.end(), item.end), Span(item.start, item.start + first.end())
    return item, None
