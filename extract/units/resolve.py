"""From the words of a list to units: places carried along, collectives left undivided, unknown names left as named.

Forms handled, each with its rule:

- ``州政府办公室、监察局`` → 州监察局: the place is carried, 政府 is not (``carried``)
- ``政府法制办`` = ``州政府法制办`` (``carried``, ``level-word``); ``昌吉市公安局`` (``written``); ``江西银保监局`` (``short-place``)
- ``人行南昌中心支行``: the place is inside the name (``framed``)
- ``州政府有关部门`` = ``州政府各有关部门`` ≠ ``州政府各部门`` (``collective``); ``公安机关`` (``class-word``)
- ``市数据局（市人工智能局）``: one body with a second name; ``…领导小组办公室`` (``group-office``)
- anything else is its own unit under its own name (``unregistered``): nothing is merged on likeness.

Source: clause grammar of Chinese plans, unit mentions and prefix carrying.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extract.patterns import pattern
from extract.records import UnitKind
from extract.units.evidence import Home
from extract.units.prefix import PlaceScope, scope_of_home
from extract.units.registered import known
from extract.units.resolution import Found, Resolution
from extract.units.unregistered import unknown, unregistered
from extract.units.zoned import in_zone

__all__ = ["Home", "Resolution", "resolve", "resolve_list"]
_TRAILING = pattern(r"[、，,；;。.：:\s]+$|等$")
_SECOND = pattern(r"^(?P<main>[^（()）]+)[（(](?P<second>[^（()）]+)[）)]$")
_IN_NAME = pattern(r"^筹(?:备|建)?组?$|^[\u4e00-\u9fff]{2,4}[省市州县区]$")  # a bracket that belongs to the name
_MIDDLE = pattern(r"^(?P<front>[^（）]{2,})（[^（）]+）(?P<back>[^（）]{1,4})$")
_BRACKETS = str.maketrans("()\u3014\u3015[]\u3010\u3011", "（）（）（）（）")
_AREA_ONLY = pattern(r"^[各省自治州市县区旗盟新特别行政辖直、，,及和与乡镇街道地团场师含]+$")
_NICKNAME = pattern(r"，?以下(?:简|统)称[^（）]*(?=）)")
_MEMBERS = pattern(r"^[^（(]+[（(][^（()）]*[、，,][^（()）]*[）)]$")


def resolve_list(names: Sequence[str], home: Home) -> tuple[Resolution, ...]:
    """Resolve the mentions of one list, in order.

    1. One resolution a name, in the same order; never raises on any text.
    2. Same names and home, same result.
    3. A place written on a single body carries to the names after it; a body of another kind or a government does not carry.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> [r.unit.name for r in resolve_list(["州政府办公室", "监察局"], home)]
    ['昌吉回族自治州人民政府办公室', '昌吉回族自治州监察局']
    """
    start = carry = scope_of_home(home)
    found: list[Resolution] = []
    for name in names:
        one = _resolve(name, carry, home)
        found.append(one.resolution)
        carry = start if one.resets else one.carries or carry
    return tuple(found)


def resolve(name: str, home: Home) -> Resolution:
    """Resolve one mention that is alone.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> resolve("政府法制办", home).unit.id
    '652300-gov-legal-affairs'
    """
    return resolve_list((name,), home)[0]


@lru_cache(maxsize=1 << 14)
def _resolve(name: str, carry: PlaceScope, home: Home) -> Found:
    words = re.sub(r"\s+", "", name).translate(_BRACKETS).replace(",", "，")
    words = _NICKNAME.sub("", words).replace("（）", "")
    while (cut := _TRAILING.sub("", words)) != words and cut:
        words = cut
    full = dict(home.aliases).get(words)
    if full and full != words:
        one = _read(full, carry, home)
        return replace(one, resolution=replace(one.resolution, rule="document-alias"))
    return _read(words, carry, home)


def _read(words: str, carry: PlaceScope, home: Home) -> Found:
    if _MEMBERS.match(words) and not _AREA_ONLY.match(words[words.index("（") + 1 : -1]):
        main = words[: words.index("（")]
        return known(main, carry, home) or unknown(words, carry, home, UnitKind.COLLECTIVE, "listed-members", 0.7)
    second = _SECOND.match(words)
    if second and not _AREA_ONLY.match(second["second"]) and not _IN_NAME.match(second["second"]):
        words = second["main"]
    return (
        known(words, carry, home)
        or _without_bracket(words, carry, home)
        or in_zone(words, home)
        or unregistered(words, carry, home)
    )


def _without_bracket(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """市市场监管（知识产权）局: the bracket names a second duty of a registered body."""
    middle = _MIDDLE.match(words)
    found = known(middle["front"] + middle["back"], carry, home) if middle else None
    return found if found is not None and found.resolution.unit.kind is UnitKind.SINGLE else None
