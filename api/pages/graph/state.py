"""The state of the explorer is its address: what was started from, opened, put away, filtered, and how it is drawn.

Lists are written with commas: ``?focus=652300-justice&open=652300-audit,652300-finance&role=lead``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from api.pages.frame.sorting import Words
from graph.drawing.layout import LayoutKind
from graph.drawing.views import PictureView

EVERYTHING = "all"
COMMA = ","
MOST_KEYS = 400  # of one list in an address
FEW_ENOUGH = 300  # things that are drawn unless more are asked for
MOST = 5000  # things of one picture

Keys = Annotated[str, Query(max_length=16_000)]
Reach = Annotated[int, Query(ge=0, le=3)]


class NodeMeasure(StrEnum):
    """What a node's size, or its shade, may say."""

    NONE = "none"
    LED = "led"
    SHARED = "shared"
    FIRST = "first"
    SUPPORTED = "supported"
    TASKS = "tasks"
    DEGREE = "degree"
    BETWEENNESS = "betweenness"


class Colour(StrEnum):
    """What a node's colour may say: a class of things, or a measure as a shade."""

    THING = "thing"
    ROLE = "role"
    GROUP = "group"
    PLACE = "place"
    KIND = "kind"
    GRADE = "grade"
    LED = "led"
    SUPPORTED = "supported"
    TASKS = "tasks"
    DEGREE = "degree"
    BETWEENNESS = "betweenness"


class GraphTable(StrEnum):
    """The two tables of the picture."""

    THINGS = "things"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that decides what is shown; the default of each field is left out of the address.

    Attributes:
        view: what is shown; None means what suits the data and the start.
        focus: the keys the picture starts from; none means everything where that can be drawn, else the most loaded
            unit; ``all`` everything.
        reach: steps from the start; 0 means two where they stay few, else one.
        open: the keys whose neighbours were added; of a group its units.
        hide: the keys that were put away.
        role: the roles that are followed and drawn; none means all. The same for ``kind`` (of units), ``grade``
            (of tasks) and ``thing`` (unit, task, section, plan).
        section: only tasks of this section.
        most: how many things are drawn at most.
        layout: None means what suits the view; the same for ``colour``.
        start: one end of a path, the key of a unit; ``end`` the other.
        at: the key of what is selected.
        q: words searched for, to add what they name.
        sort: the column by which the table is sorted.
        page: the page of the table; 0 means the one that holds the selection.
    """

    view: PictureView | None = None
    focus: tuple[str, ...] = ()
    reach: int = 0
    open: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    thing: tuple[str, ...] = ()
    section: str = ""
    most: int = FEW_ENOUGH
    layout: LayoutKind | None = None
    size: NodeMeasure = NodeMeasure.LED
    colour: Colour | None = None
    start: str = ""
    end: str = ""
    at: str = ""
    q: str = ""
    table: GraphTable = GraphTable.THINGS
    sort: str = ""
    page: int = 0

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.role or self.kind or self.grade or self.thing or self.section)

    @property
    def drawn(self) -> "State":
        """The part that decides the picture; two states with the same part have the same picture."""
        return replace(self, at="", q="", table=GraphTable.THINGS, sort="", page=0)

    def but(self, **changes: object) -> "State":
        """Give the state with some fields changed.

        Raises:
            TypeError: when a field is not there.
        """
        return replace(self, **changes)  # type: ignore[arg-type]  # a template names the fields


def state_of(  # noqa: PLR0913, PLR0917  one parameter a field: the address is the state
    view: PictureView | None = None,
    focus: Keys = "",
    reach: Reach = 0,
    open: Keys = "",  # noqa: A002  the word in the address
    hide: Keys = "",
    role: Words = "",
    kind: Words = "",
    grade: Words = "",
    thing: Words = "",
    section: Words = "",
    most: Annotated[int, Query(ge=1, le=MOST)] = FEW_ENOUGH,
    layout: LayoutKind | None = None,
    size: NodeMeasure = NodeMeasure.LED,
    colour: Colour | None = None,
    start: Words = "",
    end: Words = "",
    at: Words = "",
    q: Words = "",
    table: GraphTable = GraphTable.THINGS,
    sort: Words = "",
    page: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> State:
    """Read the state from an address; FastAPI hands in the parameters and refuses what does not fit."""
    return State(
        view=view,
        focus=keys(focus),
        reach=reach,
        open=keys(open),
        hide=keys(hide),
        role=keys(role),
        kind=keys(kind),
        grade=keys(grade),
        thing=keys(thing),
        section=section,
        most=most,
        layout=layout,
        size=size,
        colour=colour,
        start=start,
        end=end,
        at=at,
        q=q.strip(),
        table=table,
        sort=sort,
        page=page,
    )


def keys(listed: str) -> tuple[str, ...]:
    """Read a list of an address: each key once, in order, at most ``MOST_KEYS``.

    >>> keys("b,a,,b")
    ('b', 'a')
    """
    return tuple(dict.fromkeys(part for part in listed.split(COMMA) if part))[:MOST_KEYS]


def query(state: State) -> str:
    """Write a state as the query of an address: only what differs from the default, in one order.

    >>> query(State(focus=("652300-justice",), layout=LayoutKind.RADIAL))
    'focus=652300-justice&layout=radial'
    >>> query(State())
    ''
    """
    default = State()
    pairs = [
        (field.name, _written(getattr(state, field.name)))
        for field in fields(State)
        if getattr(state, field.name) != getattr(default, field.name)
    ]
    return urlencode(pairs, safe=COMMA)


def _written(value: object) -> str:
    return COMMA.join(value) if isinstance(value, tuple) else str(value)


def toggled(chosen: Iterable[str], one: str, every: Iterable[str]) -> tuple[str, ...]:
    """Switch one value of a filter: where nothing is chosen all are, so that the first switch takes one away.

    >>> toggled((), "support", ("lead", "support", "joint"))
    ('lead', 'joint')
    >>> toggled(("lead", "joint"), "support", ("lead", "support", "joint"))
    ()
    """
    every = tuple(every)
    now = set(chosen) or set(every)
    now ^= {one}
    return () if now >= set(every) or not now else tuple(name for name in every if name in now)
