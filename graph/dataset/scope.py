"""A scope: which plans an answer is about, as one value that pages, reports, exports and the command line share.

    place=昌吉,year=2015..2020,level=county,kind=plan,plan=1f5c0a3b2d4e6f70

Every part is a condition, and a plan is in the scope when it meets all of them. A part may be given several times: then
one of its values is enough. A place includes all places below it.

Guarantees:
    1. A value that names nothing is an error, never ignored: a place that the table of places does not have, a year that
       is none, a plan that is not there.
    2. ``Scope.of(str(scope)) == scope``: what is written in an address or a file gives the same scope again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from extract.messages import Message, message
from extract.records import DocumentKind, Level
from extract.units.places import NATION, Place, ancestors, named, place_of
from graph.dataset.rows import PlanRow
from graph.errors import GraphError

LEVELS: Mapping[str, Message] = {
    Level.NATIONAL.value: message("国家"),
    Level.PROVINCE.value: message("省级"),
    Level.PREFECTURE.value: message("地级"),
    Level.COUNTY.value: message("县级"),
    Level.TOWNSHIP.value: message("乡级"),
}

KINDS: Mapping[str, Message] = {
    DocumentKind.PLAN.value: message("工作方案"),
    DocumentKind.LEDGER.value: message("责任清单"),
    DocumentKind.LAW.value: message("法规文件"),
    DocumentKind.NOTICE.value: message("通知公告"),
    DocumentKind.REPORT.value: message("报告总结"),
    DocumentKind.NEWS.value: message("新闻报道"),
}
"""The kinds of documents, with their names."""

_PARTS = {"place": "places", "year": "years", "level": "levels", "kind": "kinds", "plan": "plans"}
_EXAMPLE = "place=昌吉,year=2015..2020"
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)?(?P<to>\.\.)?(?P<last>(?:19|20)\d\d)?", re.ASCII)
_ISSUED = re.compile(r"\d{4}", re.ASCII)
_WHOLE_COUNTRY = frozenset({NATION, "全国", "中国"})
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_LONGEST = 60  # characters of the beginning of a file name
_NAMED = 9  # values that an error lists


class ScopeError(GraphError):
    """A scope that is not written right, or that names what does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which plans an answer is about; a part without values sets no condition.

    Values are taken as people write them, and stored in one form, sorted.

    Attributes:
        places: names or codes of places, each with all below it: 昌吉, 昌吉州, 652300. Stored as codes.
        years: years of issue: 2015, 2015..2020, 2015.., ..2020.
        levels: levels of government of the plans' places: county or 县级. Stored in English.
        kinds: kinds of documents: plan or 工作方案. Stored in English.
        plans: ids, titles or file names of plans, which ``selected`` looks up.

    Raises:
        ScopeError: when a value names nothing.
    """

    places: Sequence[str] = ()
    years: Sequence[str] = ()
    levels: Sequence[str] = ()
    kinds: Sequence[str] = ()
    plans: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Bring the values into one form, each once."""
        for name, read in _READERS.items():
            given = getattr(self, name)
            values = (given,) if isinstance(given, str) else given
            object.__setattr__(self, name, tuple(sorted({read(str(value).strip()) for value in values})))

    @classmethod
    def of(cls, words: str) -> "Scope":
        """Read a scope as it is written on a command line or in an address.

        >>> str(Scope.of("year=2015..2020, place=昌吉"))
        'place=652300,year=2015..2020'

        Raises:
            ScopeError: when it is not written so, or names what does not exist.
        """
        found: dict[str, list[str]] = {name: [] for name in _PARTS.values()}
        for part in filter(str.strip, re.split(r"[,，]", words)):
            name, _, value = (piece.strip() for piece in part.partition("="))
            if name not in _PARTS or not value:
                raise ScopeError(
                    message(
                        "范围“{part}”无法识别。请按 {example} 的格式填写，可用：{parts}。",
                        part=part.strip(),
                        example=_EXAMPLE,
                        parts=tuple(_PARTS),
                    )
                )
            found[_PARTS[name]].append(value)
        return cls(**found)

    def __str__(self) -> str:
        """Write the scope so that ``of`` reads it again; nothing for one without conditions."""
        return ",".join(f"{part}={value}" for part, name in _PARTS.items() for value in getattr(self, name))

    def __bool__(self) -> bool:
        """Whether there is any condition."""
        return any(getattr(self, one.name) for one in fields(self))

    def joined(self, other: "Scope") -> "Scope":
        """Give the scope with the values of another one added."""
        return Scope(**{one.name: (*getattr(self, one.name), *getattr(other, one.name)) for one in fields(self)})

    def selected(self, plans: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
        """Give the plans in the scope, in their order.

        Raises:
            ScopeError: when the scope names a plan that is not among them, or that is several.
        """
        wanted = {_plan(plans, words) for words in self.plans}
        return tuple(plan for plan in plans if (not wanted or plan.iri in wanted) and self._includes(plan))

    def said(self) -> tuple[str | Message, ...]:
        """Say each condition for people: 昌吉回族自治州, 2015–2020, 县级."""
        return (
            *(_name(code) for code in self.places),
            *(years.replace("..", "–") for years in self.years),
            *(LEVELS[level] for level in self.levels),
            *(KINDS[kind] for kind in self.kinds),
            *self.plans,
        )

    def file_name(self) -> str:
        """Give the beginning of a file name; nothing for a scope without conditions.

        >>> Scope(places=["昌吉"], years=["2015..2020"]).file_name()
        '昌吉回族自治州-2015–2020'
        """
        said = [one if isinstance(one, str) else one.render() for one in self.said()]
        return _NOT_IN_FILE_NAMES.sub("-", "-".join(said))[:_LONGEST].strip("-.")

    def _includes(self, plan: PlanRow) -> bool:
        """Whether a plan meets the conditions on place, year, level and kind."""
        return (
            (not self.places or not {plan.place_code, *ancestors(plan.place_code)}.isdisjoint(self.places))
            and (not self.levels or plan.level in self.levels)
            and (not self.kinds or plan.kind in self.kinds)
            and (not self.years or any(_in_years(plan.issued, years) for years in self.years))
        )


def _place(words: str) -> str:
    """Find the code of a place by its name, short name or code; the widest of several that contain one another.

    Raises:
        ScopeError: no place has the name, or several that have nothing to do with each other.
    """
    if words in _WHOLE_COUNTRY:
        return NATION
    if place_of(words):
        return words
    found = named(words) or named(words, short=True)
    present = [place for place in found if not place.end] or list(found)
    codes = {place.code for place in present}
    widest = [place for place in present if codes.isdisjoint(ancestors(place.code))]
    if len({place.code for place in widest}) == 1:
        return widest[0].code
    if widest:
        raise ScopeError(
            message("“{words}”是几个地方的名称，请写代码：{places}。", words=words, places=_listed(widest))
        )
    raise ScopeError(message("没有“{words}”这个地方。请写省、市、州、县的名称或代码。", words=words))


def _listed(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{place.name} {place.code}" for place in places[:_NAMED]))


def _name(code: str) -> str | Message:
    place = place_of(code)
    return place.name if place and code != NATION else message("全国")


def _years(words: str) -> str:
    found = _YEARS.fullmatch(words)
    first, last = (found["first"] or "", found["last"] or "") if found else ("", "")
    ordered = found is not None and bool(first or last) and (not (first and last) or (found["to"] and first <= last))
    if found is None or not ordered:
        raise ScopeError(message("“{words}”不是年份。请写 2015、2015..2020、2015.. 或 ..2020。", words=words))
    return first if first == last else f"{first}..{last}" if found["to"] else first


def _in_years(issued: str, years: str) -> bool:
    """Whether a plan was issued in some years; one without a date was not."""
    first, to, last = years.partition("..")
    year = _ISSUED.match(issued)
    return year is not None and (first or "0") <= year[0] <= ((last or "9999") if to else first)


def _level(words: str) -> str:
    found = _of(LEVELS, words)
    if not found:
        raise ScopeError(message("没有“{words}”这个层级。可用：{known}。", words=words, known=_known(LEVELS)))
    return found


def _kind(words: str) -> str:
    found = _of(KINDS, words)
    if not found:
        raise ScopeError(message("没有“{words}”这个文种。可用：{known}。", words=words, known=_known(KINDS)))
    return found


def _of(names: Mapping[str, Message], words: str) -> str:
    """Find the value that words name, by itself or by its Chinese name."""
    return next((value for value, name in names.items() if words in {value, name.id}), "")


def _known(names: Mapping[str, Message]) -> tuple[str, ...]:
    return tuple(f"{value}（{name.id}）" for value, name in names.items())


def _words(words: str) -> str:
    if not words:
        raise ScopeError(message("范围里的方案没有写明是哪一份。"))
    return words


def _plan(plans: Sequence[PlanRow], words: str) -> str:
    """Find the plan that some words name: by its id, its file name or its title."""
    fits = [plan.iri for plan in plans if words in {plan.id, plan.iri, plan.source, plan.title}]
    if len(fits) == 1:
        return fits[0]
    if fits:
        ids = tuple(plan.id for plan in plans if plan.iri in fits)
        raise ScopeError(
            message("“{words}”是 {n} 份方案，请写编号：{ids}。", words=words, n=len(fits), ids=ids[:_NAMED])
        )
    known = tuple(f"{plan.id}（{plan.source}）" for plan in plans[:_NAMED])
    raise ScopeError(message("没有这份方案：{words}。有：{known}", words=words, known=known))


_READERS: Mapping[str, Callable[[str], str]] = {
    "places": _place,
    "years": _years,
    "levels": _level,
    "kinds": _kind,
    "plans": _words,
}

EVERYTHING = Scope()
"""The scope without conditions: all plans."""
