"""Read the names that are at one place of the running text: where a list of units begins there, and where it ends.

A responsibility clause prints its units between signs; a sentence does not (``由政府法制办组织起草``). So a name is
taken only where the registry, a collective or a kind of body vouches for it, or where an unknown name shows both a
level word before and a body's ending after. Nothing is guessed.
"""

from dataclasses import dataclass
from functools import lru_cache

from extract.mentions import split_mentions
from extract.patterns import pattern
from extract.records import Level, Span, UnitKind
from extract.units.evidence import Home
from extract.units.registry import known_body, leading_place, unit_like
from extract.units.resolve import resolve
from extract.units.shapes import STRONG_END, is_ordinary

__all__ = ["Names", "names_at"]

REACH = 30
"""Code points within which one name must end; the longest body of the registry in the corpus has 27."""
LIST_LIMIT = 24
"""Names of one list in a sentence; what is longer is a list and stands in a clause."""

_LAST = "局厅委办院会部署处所站队司团行府道组校区县市州旗镇乡门位关构地协联科室)"
_END = pattern(rf"[{_LAST}]")
_REGION = pattern(r"[\u4e00-\u9fff]{1,30}(?:\([\u4e00-\u9fff、]{1,20}\)[\u4e00-\u9fff]{0,14})?")
_JOIN = pattern(r"以及|[、和与及]|(?=各(?:有关)?(?:部门|单位))")  # 各地各部门
_ETC = pattern(r"等(?:\d{1,2}|[一二三四五六七八九十]{1,2})?个?(?:部门和单位|部门|单位)?")
_SPLIT_WORD = pattern(  # the last letter of a would-be name and the next one make another word: 政府|办理, 市委|托
    r"办[理公法案事]|委[托派员任培]|会[同商议诊签计]|部[署分门]|局[部势面限]|行[政为业动]|组[织成建]|区[域分别]|市[场民]|地[方区点]|关[于键注]|"
    r"署[名]|院[长内]|所[有属需]|处[理置]|站[点]|道[路]|位[于置]|协[助调同商]|联[合系动]|科[学技普]|县[级域]|州[级]|校[园]|团[队]|门[户]|司[法]|镇[街]|乡[村镇]"
)
_GENERIC = frozenset(
    {"政府", "人民政府", "党委", "政府部门", "部门", "单位", "机关", "机构", "法院", "学校", "街道", "乡镇", "企业", "属地政府", "社区",
     "当地政府", "地方政府", "事业单位", "企事业单位", "社会组织", "行业协会", "高校", "医院", "审批部门", "主管部门", "责任单位", "责任部门", "牵头单位", "牵头部门", "配合单位", "配合部门"}
)  # fmt: skip  # a role or a kind of thing, not who
_OWN_LEVEL = pattern(r"(?:省|市|州|县|区|旗|镇|乡|国务院|国家|自治区)(?!场|民|内|外|域|级以上)")
_INSIDE = pattern(r"各[项类种个条]|均|[的向对在把被将为与和及、由就按经从或]")
_NEUTRAL = Home(place_code="", place_name="", level=Level.UNKNOWN, year=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A list of units in running text.

    Attributes:
        span: from the first name to the end of the last, with a closing 等部门.
        items: each name exactly as printed.
        kinds: what each name is, in the same order.
    """

    span: Span
    items: tuple[Span, ...]
    kinds: tuple[UnitKind, ...]


@lru_cache(maxsize=1 << 14)
def _kind(words: str) -> tuple[UnitKind, bool] | None:
    """What a string names, and whether the registry vouches for it; nothing where it names no one in particular."""
    if words in _GENERIC or not unit_like(words):
        place = leading_place(words, short=False)
        return (UnitKind.SINGLE, True) if place is not None and place[1] == len(words) else None
    if known_body(words):
        return UnitKind.SINGLE, True
    found = resolve(words, _NEUTRAL)
    kind = found.unit.kind
    if found.unit.registered:
        return kind, True
    sure = len(words) <= 20 and not _INSIDE.search(words) and not is_ordinary(words)
    if kind in {UnitKind.COLLECTIVE, UnitKind.GROUP_OFFICE}:
        return (kind, False) if sure and len(words) > 3 else None
    named = kind is UnitKind.SINGLE and sure and _OWN_LEVEL.match(words) and STRONG_END.search(words)
    return (kind, False) if named else None


def _name_end(view: str, at: int, limit: int, each: str = "") -> int:
    """Find where the name that begins at ``at`` ends; ``at`` itself where none does.

    The longest name the registry vouches for wins, else the shortest that looks like one. ``each`` is 各 in a list
    that begins with it: 各县(市)、园区.
    """
    region = _REGION.match(view, at, min(limit, at + REACH + 20))
    if region is None:
        return at
    known, likely = at, at
    for sign in _END.finditer(view, at + 1, region.end()):
        end = sign.end()
        if _SPLIT_WORD.match(view, end - 1):
            continue
        found = _kind(view[at:end]) or (_kind(each + view[at:end]) if each else None)
        if found is not None and found[1]:
            known = end
        elif found is not None and likely == at:
            likely = end
    return known if known > at else likely


def names_at(view: str, start: int, limit: int) -> Names | None:
    """Read the list of units that begins at ``start``, no further than ``limit``.

    Guarantees:
        1. Every item names a unit, a collective or a kind of body; where one does not, the result is None.
        2. Linear: at most ``LIST_LIMIT`` names of ``REACH`` code points are looked at.

    >>> v = "市发展改革委和市市场监管局负责组织有关部门"
    >>> found = names_at(v, 0, len(v))
    >>> [v[s.start:s.end] for s in found.items]
    ['市发展改革委', '市市场监管局']
    """
    at = end = start
    each = "各" if view.startswith("各", start) else ""
    for _ in range(LIST_LIMIT):
        stop = _name_end(view, at, limit, each if at > start else "")
        if stop == at:
            return None  # a separator with no name behind it: the list is not understood
        end = stop
        join = _JOIN.match(view, end, limit)
        if join is None:
            break
        at = join.end()
    else:
        return None
    etc = _ETC.match(view, end, limit)
    if etc is not None:
        group = _name_end(view, end + 1, limit)
        end = group if group > end + 1 else etc.end()
    items = split_mentions(view, start, end).items
    kinds = tuple(kind for item in items if (kind := _kind_of(view, item, each)) is not None)
    return Names(span=Span(start, end), items=items, kinds=kinds) if items and len(kinds) == len(items) else None


def _kind_of(view: str, item: Span, each: str) -> UnitKind | None:
    """What one item of a list names; several that share one head (各县(市)、园区) are a collective."""
    words = view[item.start : item.end]
    found = _kind(words) or _kind(each + words)
    if found is None and each and all(_kind(part) or _kind(each + part) for part in words.split("、")):
        return UnitKind.COLLECTIVE
    return found[0] if found else None
