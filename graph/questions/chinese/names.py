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
from graph.dataset.load import snapshot
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import COUNTED, AssignmentRow, SectionRow, TaskRow, UnitRow
from graph.dataset.sql_tables import ROWS
from graph.questions.chinese.number import digits
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
        known = key, _read(rows_of(store, key[1]))
        _KNOWN[store] = known
    return known[1]


def rows_of(store: Store, graphs: Sequence[str] | None = None) -> RowSnapshot:
    """Give the rows of a store, or of some of its graphs."""
    rows = snapshot(store)
    if graphs is None:
        return rows
    named = frozenset(graphs)
    return rows.limited(plan for plan in rows.plans if plan.iri in named)


def _read(rows: RowSnapshot) -> NameIndex:
    units = {unit.iri: unit for unit in _units(rows)}
    plans = {plan.iri: plan for plan in _plans(rows)}
    sections = {section.iri: section for section in _sections(rows)}
    tasks = {task.iri: task for task in _tasks(rows)}
    unit_forms = _unit_forms(units.values(), _mentions(rows))
    titled: tuple[NamedPlan | NamedSection | NamedTask, ...] = (*plans.values(), *sections.values(), *tasks.values())
    titles = _grouped((form, row.iri) for row in titled if len(form := plain(row.title)) >= _SHORTEST_TITLE)
    place_forms = _grouped((form, plan.iri) for plan in plans.values() for form in _place_forms(plan.place))
    return NameIndex(
        units=units,
        plans=plans,
        sections=sections,
        tasks=tasks,
        deadlines=frozenset(words for (words,) in rows.cells(TaskRow, ("deadline",)) if words),
        unit_forms=unit_forms,
        place_forms=place_forms,
        title_forms=titles,
        longest=max(map(len, (*unit_forms, *titles, *place_forms)), default=0),
    )


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Fold a name for comparison: no blanks, no quotation marks, no brackets.

    >>> plain("建设省级“12345”平台")
    '建设省级12345平台'
    """
    return "".join(letter for letter in fold(text) if not letter.isspace() and letter not in _PUNCTUATION)


def _units(rows: RowSnapshot) -> Iterator[NamedUnit]:
    """Read the units; one that several plans describe differently is as the first of them describes it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for cells in rows.cells(UnitRow, ("iri", "id", "name", "body", "kind", "place_name", "level")):
        found.setdefault(cells[0], []).append(cells[1:])
    described = rows.units("iri", [iri for iri, several in found.items() if len(several) > 1])
    for iri, (cells, *_) in found.items():
        first = described.get(iri)
        number, name, body, kind, place, level = (
            (first.id, first.name, first.body, first.kind, first.place_name, first.level) if first else cells
        )
        key = number.partition("-")[2]
        yield NamedUnit(iri=iri, name=name, key=key, body=body, kind=kind, place=place, level=level)


def _mentions(rows: RowSnapshot) -> Iterator[tuple[str, str]]:
    counts = ROWS["assignments"].c.basis.in_(sorted(COUNTED))
    for mention, unit in rows.cells(AssignmentRow, ("mention", "unit"), counts):
        yield plain(mention), unit


def _plans(rows: RowSnapshot) -> Iterator[NamedPlan]:
    for row in rows.plans:
        yield NamedPlan(iri=row.iri, title=row.title, place=row.place_name, year=row.issued[:4], source=row.source)


def _sections(rows: RowSnapshot) -> Iterator[NamedSection]:
    for plan, ref, iri, title, number in rows.cells(SectionRow, ("plan", "id", "iri", "title", "number")):
        printed = fold(number).strip()
        yield NamedSection(iri=iri, plan=plan, ref=ref, title=title, number=digits(printed), bracketed="(" in printed)


def _tasks(rows: RowSnapshot) -> Iterator[NamedTask]:
    for plan, ref, iri, home, title, number in rows.cells(
        TaskRow, ("plan", "ref", "iri", "part_of", "title", "number")
    ):
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


@lru_cache(maxsize=1 << 15)
def _forms(unit: NamedUnit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_forms_of(unit)))


def _forms_of(unit: NamedUnit) -> Iterator[str]:
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
    if unit.kind == "collective":  # 各市县区人民政府 is 市县政府 in speech
        short = unit.body.removeprefix("各").replace("人民政府", "政府")
        yield from (f"{each}{one}" for each in ("各", "") for one in (short, short.replace("市县区", "市县")))
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
