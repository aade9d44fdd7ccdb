"""The figures of the overview: what each chart and the table next to it say, with the address of each mark."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.read_model.index import Index
from graph.dataset.rows import LedgerRow, PlanRow, SectionRow
from graph.drawing.looks import GRADE_LOOKS, Fill
from graph.measures.workload import Workload

SECTIONS_SHOWN = 16
PLANS_SHOWN = 12
STATES = ("read", "not_assignment", "unread")
COUNTS = ("full", "split", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarSegment:
    """One stretch of a bar: how much, and the address of its rows."""

    name: str
    value: float
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, which is one row of the table: what it means, and its parts in the order of the columns."""

    label: str
    url: str
    parts: tuple[BarSegment, ...]
    note: str = ""  # which plan it is of, where there are several

    @property
    def total(self) -> float:
        """All its parts together."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart and its table.

    Attributes:
        names: the names of the parts, in one order for all bars.
        more: how many bars there are beyond those given.
    """

    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    more: int

    @property
    def most(self) -> float:
        """The longest bar."""
        return max((bar.total for bar in self.bars), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is counted once for each state of the data.

    Attributes:
        assignments: those that enter the counts.
        grades: tasks by grade of lead clarity.
        states: for each state of the ledger, how many stretches and how many characters.
        characters: of all plans.
    """

    assignments: int
    grades: Mapping[str, int]
    states: Mapping[str, tuple[int, int]]
    characters: int


def facts(index: Index) -> Facts:
    """Count what the overview says of all plans."""
    tally = index.tally
    return Facts(
        assignments=index.count("assignments"),
        grades=Counter({value: n for (what, value), n in tally.items() if what == "tasks"}),
        states={value: (n, tally["characters", value]) for (what, value), n in tally.items() if what == "stretches"},
        characters=sum(plan.characters for plan in index.plans),
    )


def ledger_counts(rows: Sequence[LedgerRow]) -> dict[str, tuple[int, int]]:
    """For each state of the ledger: how many stretches, how many characters."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        stretches, letters = found.get(row.state, (0, 0))
        found[row.state] = (stretches + 1, letters + row.end - row.start)
    return found


def carried(load: Workload, count: str) -> float:
    """The tasks a unit leads, in one way of counting."""
    return {"full": float(load.led.full), "split": load.led.shared, "first": float(load.led.first)}[count]


def grades_figure(grades: Sequence[tuple[str, int]]) -> Figure:
    """How many tasks have each grade of lead clarity."""
    bars = tuple(
        Bar(label=name, url=f"/clarity?grade={name}", parts=(_grade(name, number, f"/clarity?grade={name}"),))
        for name, number in grades
    )
    return Figure(names=("tasks",), bars=bars, more=0)


def sections_figure(index: Index) -> Figure:
    """How many tasks each section contains directly, by grade of lead clarity.

    Guarantees:
        1. Sections in the order of the plans; where there are too many, those with most tasks.
        2. Each part counts exactly the rows that its address lists.
    """
    return index.once(_sections_figure)


def _sections_figure(index: Index) -> Figure:
    largest, many = index.rows.fullest_sections(SECTIONS_SHOWN)
    names = tuple(str(grade) for grade in GRADE_LOOKS if any(counts[grade] for counts in largest.values()))
    bars = tuple(_section(index, row, names, counts) for row, counts in largest.items())
    return Figure(names=names, bars=bars, more=many - len(bars))


def _section(index: Index, row: SectionRow, names: Sequence[str], counts: Mapping[str, int]) -> Bar:
    url = f"/tasks?section={index.section_key(row)}"
    return Bar(
        label=f"{row.number}{row.title}",
        url=url,
        parts=tuple(_grade(name, counts[name], f"{url}&clarity={name}") for name in names),
        note=index.plan_of[row.plan].title if len(index.plans) > 1 else "",
    )


def _grade(name: str, number: int, url: str) -> BarSegment:
    return BarSegment(name=name, value=float(number), url=url)


def reading_figure(index: Index) -> Figure:
    """How many characters of each plan were read, are no assignment, or stayed unread; the least read first."""
    return index.once(_reading_figure)


def _reading_figure(index: Index) -> Figure:
    tallies = index.rows.tallies("characters", "found")

    def unread_first(plan: PlanRow) -> tuple[float, float]:
        read, other, unread = (tallies[plan.iri].get(("characters", state), 0) for state in STATES)
        every = read + other + unread or 1
        return -unread / every, read / every

    shown = sorted(index.plans, key=unread_first)[:PLANS_SHOWN]
    bars = tuple(_plan(index, plan, tallies[plan.iri]) for plan in shown)
    return Figure(names=STATES, bars=bars, more=len(index.plans) - len(bars))


def _plan(index: Index, plan: PlanRow, tally: Mapping[tuple[str, str], int]) -> Bar:
    url = index.plan_url(plan)
    return Bar(
        label=plan.title or plan.source,
        url=url,
        parts=tuple(
            BarSegment(
                name=state,
                value=float(tally.get(("characters", state), 0)),
                url=f"{url}?ledger=1#c{tally['found', state]}" if ("found", state) in tally else f"{url}?ledger=1",
            )
            for state in STATES
        ),
    )


def tone_of(name: str) -> tuple[str, Fill]:
    """The colour and fill of a part: of a grade, a state of the ledger, or a count of tasks led."""
    states = {"read": ("support", Fill.FULL), "not_assignment": ("hair", Fill.FULL), "unread": ("implement", Fill.FULL)}
    return GRADE_LOOKS[name] if name in GRADE_LOOKS else states.get(name, ("lead", Fill.FULL))
