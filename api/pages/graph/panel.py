"""What is shown next to the picture: the thing selected with its quotes, the paths with theirs, what a search found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from api.pages.graph.picture import Subgraph, members_of
from api.pages.graph.state import EVERYTHING, State
from api.pages.graph.web import Thing, Web
from api.read_model.index import Index
from graph.dataset.rows import AssignmentRow

QUOTES = 12
FOUND = 8
WINDOW = 60  # characters of a sentence kept on each side of the words quoted
STOPS = "\n。；"

Text = Callable[[str], str]  # the whole text of a plan, by its IRI


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelQuote:
    """Exact words of a plan that say an assignment, in three pieces: before, the mention, after."""

    row: AssignmentRow
    task: Thing
    unit: Thing
    url: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What is shown of the selected thing; each state is the one a click leads to.

    Attributes:
        added: how many things opening it would add.
        rest: how many quotes there are beyond those given.
        members: of a group its units, those that carry most first.
        arrive: the state with the path from the chosen start to this unit; None where no start was chosen.
    """

    thing: Thing
    shown: bool
    lines: int
    added: int
    quotes: tuple[PanelQuote, ...]
    rest: int
    opened: State
    closed: State | None
    members: tuple[Thing, ...]
    centred: State
    away: State
    depart: State | None
    arrive: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """One step of a path: two units and the task they share, with the words that say so."""

    start: Thing
    task: Thing
    end: Thing
    quotes: tuple[PanelQuote, ...]


def panel(picture: Subgraph, text: Text) -> Panel | None:
    """Describe what is selected; None where nothing is, or the key names nothing."""
    web, state = picture.web, picture.state
    iri = web.iri_of.get(state.at)
    if iri is None:
        return None
    thing, rows = web.thing(iri), _rows(web.index, iri)
    unit = thing.kind == "unit"
    opened = replace(state, open=(*state.open, thing.key), hide=_without(state.hide, thing.key), page=0)
    return Panel(
        thing=thing,
        shown=iri in picture.more,
        lines=picture.degree[iri],
        added=picture.more.get(iri, 0),
        quotes=tuple(quote(web, row, text) for row in rows[:QUOTES]),
        rest=max(0, len(rows) - QUOTES),
        opened=opened,
        closed=_closed(picture, iri),
        members=tuple(web.thing(unit) for unit in members_of(web, thing.key)) if thing.kind == "group" else (),
        centred=centred(state, thing.key),
        away=replace(state, hide=(*state.hide, thing.key), at="", page=0),
        depart=replace(state, start=thing.key, end="") if unit else None,
        arrive=replace(state, end=thing.key) if unit and state.start and state.start != thing.key else None,
    )


def _closed(picture: Subgraph, iri: str) -> State | None:
    """The state in which what was opened here is closed: the neighbours of a thing, or the group that a unit is of."""
    web, state = picture.web, picture.state
    group = web.group_of.get(iri, "")
    for key in (web.thing(iri).key, web.thing(group).key if group else ""):
        if key in state.open:
            return replace(state, open=_without(state.open, key), page=0)
    return None


def centred(state: State, key: str) -> State:
    """The state that starts from a thing, with the filters and the way of drawing unchanged."""
    return replace(state, focus=(key,), open=(), hide=(), start="", end="", at=key, q="", page=0)


def added(picture: Subgraph, thing: Thing) -> State:
    """The state that shows a thing too: selected where it is shown, its group opened, or one more start."""
    state, web = picture.state, picture.web
    near = replace(state, hide=_without(state.hide, thing.key), at=thing.key, q="", page=0)
    if thing.iri in picture.more:
        return near
    if not picture.starts and thing.iri in web.group_of:
        return replace(near, open=(*near.open, web.thing(web.group_of[thing.iri]).key))
    if not picture.starts and thing.iri in web.things:
        return near
    view = state.view if thing.iri in web.things else None
    return replace(near, focus=(*(name for name in state.focus if name != EVERYTHING), thing.key), view=view)


def steps(picture: Subgraph, text: Text) -> tuple[tuple[PathStep, ...], ...]:
    """Spell the paths out, each step with the words of the plan on both of its units."""
    web = picture.web
    return tuple(
        tuple(
            PathStep(
                start=web.thing(a),
                task=web.thing(task),
                end=web.thing(b),
                quotes=tuple(_quoted(web, task, (a, b), picture.state, text)),
            )
            for (a, b), task in zip(pairwise(path[::2]), path[1::2], strict=True)
        )
        for path in picture.paths
    )


def _quoted(web: Web, task: str, units: tuple[str, str], state: State, text: Text) -> Iterable[PanelQuote]:
    """The first words that give each of two units a role in a task."""
    rows = [row for row in web.index.of_task(web.index.task_of[task]) if row.counted]
    for unit in units:
        for row in rows:
            if row.unit == unit and (not state.role or row.role in state.role):
                yield quote(web, row, text)
                break


def found(web: Web, words: str) -> tuple[Thing, ...]:
    """The first things whose name holds the words, or that a plan calls so; units first, the more loaded before others."""
    if not words:
        return ()
    index = web.index
    called = {row.unit for row in index.corpus.assignments if words in row.mention}
    units = [web.named[load.unit.iri] for load in index.loads]
    others = [thing for thing in web.named.values() if thing.kind != "unit"]
    hits = [thing for thing in (*units, *others) if words in thing.label or thing.iri in called]
    return tuple(hits[:FOUND])


def quote(web: Web, row: AssignmentRow, text: Text) -> PanelQuote:
    """Cut the sentence around the words of an assignment out of the plan's own text."""
    whole = text(row.plan)
    start = max((whole.rfind(stop, 0, row.start) + 1 for stop in STOPS), default=0)
    ends = [place for stop in STOPS if (place := whole.find(stop, row.end)) >= 0]
    end = min(ends, default=len(whole))
    before, after = whole[start : row.start], whole[row.end : end]
    return PanelQuote(
        row=row,
        task=web.thing(row.task),
        unit=web.thing(row.unit),
        url=web.index.place_url(row.plan, row.start),
        before=before if len(before) <= WINDOW else f"…{before[-WINDOW:]}",
        words=whole[row.start : row.end],
        after=after if len(after) <= WINDOW else f"{after[:WINDOW]}…",
    )


def _rows(index: Index, iri: str) -> tuple[AssignmentRow, ...]:
    """The assignments of a unit or task."""
    if iri in index.unit_of:
        return index.of_unit(index.unit_of[iri])
    return index.of_task(index.task_of[iri]) if iri in index.task_of else ()


def _without(listed: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(name for name in listed if name != key)
