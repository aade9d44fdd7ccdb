"""The label of a unit: the registered name of the document's year, or what is printed.

A registered name is shown only for its own short form, at a level and in a year that it is used; a name that differs
by place, or that has come or gone, stays as printed (市农牧业局 in 南充, 2018: 南充市农牧业局).
"""

from functools import lru_cache

from extract.units.bodies import ORGAN_HEADS, Match
from extract.units.lexicon import PLACE_MARK, SHORT_MARK, Name, derived, lexicon
from extract.units.places import NATION
from extract.units.prefix import PlaceScope

LEVEL_WORDS = "省市州县区旗盟乡镇"


@lru_cache(maxsize=1 << 12)
def is_short_form(printed: str, name: Name) -> bool:
    """Whether printed words shorten a name: they follow by rule, or keep its characters in order.

    >>> name = Name(key="k", pattern="{地}农牧局", levels=frozenset(), start=0, end=0, aliases=())
    >>> is_short_form("农牧局", name), is_short_form("农牧业局", name)
    (True, False)
    """
    if printed in derived(name):
        return True
    forms = {printed, *(printed.removeprefix(head) for head in ORGAN_HEADS)}
    return any(_in_order(form, name.pattern) for form in forms if len(form) > 1)


_OF_ITSELF = ("园区", "新区", "开发区")  # what a zone calls itself


def _in_order(form: str, pattern: str) -> bool:
    """Whether a name keeps the characters of a form in their order; a level word may fill the place (团市委)."""
    letters = iter(pattern.replace(PLACE_MARK, LEVEL_WORDS).replace(SHORT_MARK, LEVEL_WORDS))
    return all(letter in letters for letter in form)


def _of_several(printed: str, name: Name, scope: PlaceScope, year: int) -> bool:
    """Whether a body has several names that the printed words shorten: 住房建设局 is 住房和城乡建设局 or 住房和建设局."""
    return printed not in derived(name) and any(
        other.key == name.key
        and other.pattern != name.pattern
        and scope.level in other.levels
        and other.in_use(year)
        and is_short_form(printed, other)
        for other in lexicon().by_alias.get(printed, ())
    )


def label_of(match: Match, printed: str, scope: PlaceScope, year: int, front: str = "") -> str:
    """Give the label of a registered body that a document of ``year`` prints as ``printed``, without its place.

    ``front`` is the place as a name is printed that has no registered label; empty for the full name of the place.

    Guarantees:
        1. The label is a name that the body has at the level of ``scope`` in ``year``, or ends in the printed words.
    """
    name = match.name
    borne = scope.level in name.levels and name.in_use(year) and match.body.confidence != "doubtful"
    if borne and is_short_form(printed, name) and not _of_several(printed, name, scope, year):
        return name.at(scope.name)
    if name.pattern == PLACE_MARK + "人民" + printed:  # 政府电子政务办公室: only 人民 is left out, whatever the body
        return name.at(scope.name)
    return printed if scope.code == NATION else _placed(front or scope.name, printed)


def _placed(place: str, printed: str) -> str:
    """Put a place in front of printed words: of 苏州工业园区, 园区管委会 is 苏州工业园区管委会."""
    shared = next((word for word in _OF_ITSELF if place.endswith(word) and printed.startswith(word)), "")
    return place + printed.removeprefix(shared)
