"""The names that the data contains: units, places, plans, sections and tasks, by every form in which they are written.

Guarantees:
    1. A form names only rows that the store contains.
    2. A form that names several rows gives all of them; nothing is chosen here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import WeakKeyDictionary

from extract.cleaning import fold
from extract.units.lexicon import PLACE_MARK, Name, derived, lexicon, shortest
from graph.questions.chinese.number import digits
from graph.questions.patterns import PREFIXES
from graph.store import Store

_LEVEL_WORDS: Mapping[str, tuple[str, ...]] = {
    "national": ("国家",),
    "province": ("省", "自治区", "全省"),
    "prefecture": ("市", "州", "自治州", "全州", "全市"),
    "county": ("县", "市", "区"),
}
_SHORTEST_TITLE = 4  # code points; shorter titles are ordinary words
_PUNCTUATION = frozenset("“”\"'‘’()（）〔〕《》、,，.。;；")  # noqa: RUF001  brackets of Chinese titles


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedUnit:
    """A unit of the store."""

    iri: str
    name: str
    key: str  # the body's part of the unit's id
    body: str
    kind: str
    place: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlan:
    """A plan of the store."""

    iri: str
    title: str
    place: str
    year: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSection:
    """A section of a plan; ``number`` is the printed number without brackets, ``bracketed`` whether it has them."""

    iri: str
    plan: str
    ref: str
    title: str
    number: str
    bracketed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTask:
    """A task of a plan; ``number`` is the printed number in digits."""

    iri: str
    plan: str
    section: str
    ref: str
    title: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndex:
    """All names of a store."""

    units: Mapping[str, NamedUnit]
    plans: Mapping[str, NamedPlan]
    sections: Mapping[str, NamedSection]
    tasks: Mapping[str, NamedTask]
    deadlines: frozenset[str]
    unit_forms: Mapping[str, tuple[str, ...]]
    place_forms: Mapping[str, tuple[str, ...]]  # form → plans of the place
    title_forms: Mapping[str, tuple[str, ...]]  # folded title of a plan, section or task → IRIs
    longest: int = field(default=0)


_Key = tuple[int, tuple[str, ...] | None]
_KNOWN: WeakKeyDictionary[Store, tuple[_Key, NameIndex]] = WeakKeyDictionary()


def names_of(store: Store, graphs: Sequence[str] | None = None) -> NameIndex:
    """Read the names of a store, or of some of its graphs; they are read again after the store was written to."""
    key = store.revision, None if graphs is None else tuple(graphs)
    known = _KNOWN.get(store)
    if known is None or known[0] != key:
        known = key, _read(_Graphs(store, key[1]))
        _KNOWN[store] = known
    return known[1]


@dataclass(frozen=True, slots=True)
class _Graphs:
    """A store, or some of its graphs."""

    store: Store
    graphs: tuple[str, ...] | None


def _read(store: _Graphs) -> NameIndex:
    units = {unit.iri: unit for unit in _units(store)}
    plans = {plan.iri: plan for plan in _plans(store)}
    sections = {section.iri: section for section in _sections(store)}
    tasks = {task.iri: task for task in _tasks(store)}
    unit_forms = _unit_forms(units.values(), _mentions(store))
    titled: tuple[NamedPlan | NamedSection | NamedTask, ...] = (*plans.values(), *sections.values(), *tasks.values())
    titles = _grouped((plain(row.title), row.iri) for row in titled if len(plain(row.title)) >= _SHORTEST_TITLE)
    place_forms = _grouped((form, plan.iri) for plan in plans.values() for form in _place_forms(plan.place))
    return NameIndex(
        units=units,
        plans=plans,
        sections=sections,
        tasks=tasks,
        deadlines=frozenset(value for (value,) in _select(store, "SELECT DISTINCT ?d WHERE { ?t dg:deadline ?d }")),
        unit_forms=unit_forms,
        place_forms=place_forms,
        title_forms=titles,
        longest=max(map(len, (*unit_forms, *titles, *place_forms)), default=0),
    )


def plain(text: str) -> str:
    """Fold a name for comparison: no blanks, no quotation marks, no brackets.

    >>> plain("建设省级“12345”平台")
    '建设省级12345平台'
    """
    return "".join(letter for letter in fold(text) if not letter.isspace() and letter not in _PUNCTUATION)


def _select(store: _Graphs, body: str) -> Iterator[tuple[str, ...]]:
    for row in store.store.select(PREFIXES + "PREFIX dcterms: <http://purl.org/dc/terms/>\n" + body, store.graphs).rows:
        yield tuple(term.value if term else "" for term in row)


def _units(store: _Graphs) -> Iterator[NamedUnit]:
    """Read the units, one property a query: a unit of many plans repeats each property in each of their graphs."""
    names, ids, bodies, kinds, places, levels = (_property(store, name) for name in _PROPERTIES)
    for iri in sorted(names.keys() & ids.keys() & bodies.keys()):
        yield NamedUnit(
            iri=iri,
            name=names[iri],
            key=ids[iri].partition("-")[2],
            body=bodies[iri],
            kind=_value(kinds.get(iri, "")),
            place=places.get(iri, ""),
            level=_value(levels.get(iri, "")),
        )


_PROPERTIES = ("rdfs:label", "dcterms:identifier", "dg:body", "dg:kind", "dg:placeName", "dg:level")


def _property(store: _Graphs, name: str) -> dict[str, str]:
    """Give a property of everything that has it, by one pattern: a second one would join each graph with each."""
    body = f"SELECT DISTINCT ?thing ?value WHERE {{ ?thing {name} ?value }} ORDER BY ?thing ?value"
    return {thing: value for thing, value in _select(store, body)}  # noqa: C416  rows of any length are no pairs to mypy


def _value(concept: str) -> str:
    """Give the value of a concept's IRI: ``…#kind-single`` is ``single``."""
    return concept.rpartition("-")[2]


def _mentions(store: _Graphs) -> Iterator[tuple[str, str]]:
    body = (
        "SELECT DISTINCT ?mention ?unit WHERE { ?a dg:toUnit ?unit ; dg:mention ?mention ; dg:basis ?b "
        "FILTER(?b IN (dg:basis-clause, dg:basis-table)) } ORDER BY ?mention ?unit"
    )
    for mention, unit in _select(store, body):
        yield plain(mention), unit


def _plans(store: _Graphs) -> Iterator[NamedPlan]:
    body = (
        "SELECT ?plan ?title ?place ?issued ?source WHERE { ?plan a dg:Plan . OPTIONAL { ?plan rdfs:label ?title } "
        "OPTIONAL { ?plan dg:placeName ?place } OPTIONAL { ?plan dcterms:issued ?issued } "
        "OPTIONAL { ?plan dg:fileName ?source } } ORDER BY ?plan"
    )
    for iri, title, place, issued, source in _select(store, body):
        yield NamedPlan(iri=iri, title=title, place=place, year=issued[:4], source=source)


def _sections(store: _Graphs) -> Iterator[NamedSection]:
    body = (
        "SELECT ?section ?plan ?ref ?title ?number WHERE { ?section a dg:Section ; dg:inPlan ?plan ; dg:reference ?ref . "
        "OPTIONAL { ?section rdfs:label ?title } OPTIONAL { ?section dg:printedNumber ?number } } ORDER BY ?plan ?ref ?section"
    )
    for iri, plan, ref, title, number in _select(store, body):
        printed = fold(number).strip()
        yield NamedSection(iri=iri, plan=plan, ref=ref, title=title, number=digits(printed), bracketed="(" in printed)


def _tasks(store: _Graphs) -> Iterator[NamedTask]:
    body = (
        "SELECT ?task ?plan ?home ?ref ?title ?number WHERE { ?task a dg:Task ; dg:inPlan ?plan ; dg:partOf ?home . "
        "OPTIONAL { ?task dg:reference ?ref } OPTIONAL { ?task rdfs:label ?title } OPTIONAL { ?task dg:printedNumber ?number } } "
        "ORDER BY ?plan ?ref ?task"
    )
    for iri, plan, home, ref, title, number in _select(store, body):
        yield NamedTask(iri=iri, plan=plan, section=home, ref=ref, title=title, number=digits(fold(number)))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for form, iri in pairs:
        found.setdefault(form, {})[iri] = None
    return {form: tuple(iris) for form, iris in found.items() if form}


def _unit_forms(units: Iterable[NamedUnit], mentions: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Find the units of each form. Generic words (办公室, 人民政府) are no form."""
    known = {unit.iri: unit for unit in units}
    written = ((form, iri) for form, iri in mentions if iri in known)
    built = ((form, unit.iri) for unit in known.values() for form in _forms(unit))
    forms = _grouped((*written, *built))
    return {form: iris for form, iris in forms.items() if len(form) > 1 and form not in _GENERIC}


_GENERIC = frozenset(
    {"办公室", "办公厅", "委员会", "人民政府", "政府", "单位", "部门", "机关", "各部", "集体", "省政府", "市政府"}
)


def _forms(unit: NamedUnit) -> Iterator[str]:
    yield plain(unit.name)
    bodies = {plain(form) for form in _bodies(unit)}
    for place in ("", *_place_forms(unit.place), *_LEVEL_WORDS.get(unit.level, ())):
        for body in bodies:
            if _other_rank(body, unit.body):
                continue
            yield place + body


def _other_rank(form: str, body: str) -> bool:
    """Whether a form ends in the word of another rank: 水利局 does not name a 水利厅."""
    return {form[-1:], body[-1:]} in ({"局", "厅"}, {"室", "厅"})


def _bodies(unit: NamedUnit) -> Iterator[str]:
    """Give the names of a body without its place: its own with its short forms, and those of the lexicon at its level."""
    own = Name(key=unit.key, pattern=PLACE_MARK + unit.body, levels=frozenset(), start=0, end=0, aliases=())
    yield from (unit.body, *derived(own))
    rest = unit.name
    for place in (unit.place, shortest(unit.place)) if unit.place else ():
        rest = rest.replace(place, "", 1) if place and place in rest else rest
    yield rest
    for name in _lexicon_names().get(unit.key, ()):
        if unit.level in {str(level) for level in name.levels}:
            yield from (name.at(""), *derived(name), *(alias.replace(PLACE_MARK, "") for alias in name.aliases))


@lru_cache(maxsize=1)
def _lexicon_names() -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for name in lexicon().names:
        found.setdefault(name.key, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def _place_forms(place: str) -> tuple[str, ...]:
    """Give the ways to write a place: full, short, and short with the letter of its level.

    >>> _place_forms("昌吉回族自治州")
    ('昌吉回族自治州', '昌吉', '昌吉州', '昌吉自治州')
    """
    if not place:
        return ()
    short = shortest(place)
    ends = ("州", "自治州") if place.endswith("州") else (place[-1],)
    return tuple(dict.fromkeys((place, short, *(short + end for end in ends))))
