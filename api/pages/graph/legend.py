"""The legend: what each mark means, how many there are, and the address that switches it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.pages.graph.looks import colour_of, main_roles, places_of
from api.pages.graph.picture import Subgraph
from api.pages.graph.state import Colour, State, toggled
from api.pages.graph.web import THINGS, tied
from api.read_model.index import ROLES
from graph.drawing.looks import GRADE_LOOKS, KIND_LOOKS, THING_LOOKS, TIES, Fill, class_tone, line_tone
from graph.drawing.views import PictureView

NAMED = 8  # places of the legend


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One mark of the legend.

    Attributes:
        count: how many are shown; for one switched off, how many there are to be shown.
        to: the state in which it is switched.
    """

    name: str
    tone: str
    fill: Fill
    count: int
    on: bool
    to: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The marks in use: of things, of lines, and of the colour where it says more than the thing."""

    things: tuple[LegendEntry, ...]
    roles: tuple[LegendEntry, ...]
    grades: tuple[LegendEntry, ...]
    kinds: tuple[LegendEntry, ...]
    places: tuple[LegendEntry, ...]
    mostly: tuple[LegendEntry, ...]


def legend(picture: Subgraph) -> Legend:
    """Count the marks of a picture.

    Guarantees:
        1. The counts of the things that are on add up to the things shown, but for what the picture starts from though
           its kind is off; the counts of the roles that are on add up to the lines of roles.
    """
    state = picture.state
    return Legend(
        things=_things(picture),
        roles=_roles(picture),
        grades=_sorts(picture, Colour.GRADE, GRADE_LOOKS, state.grade, lambda names: replace(state, grade=names)),
        kinds=_sorts(picture, Colour.KIND, KIND_LOOKS, state.kind, lambda names: replace(state, kind=names)),
        places=_places(picture),
        mostly=_mostly(picture),
    )


def _things(picture: Subgraph) -> tuple[LegendEntry, ...]:
    """The kinds of things; groups cannot be switched off, they are opened."""
    state = picture.state
    shown = Counter(thing.kind for thing in picture.things)
    every = Counter(thing.kind for thing in picture.web.things.values())
    kinds = tuple(name for name in THINGS if every[name])
    return tuple(
        LegendEntry(
            name=name,
            tone=_thing_tone(picture, name),
            fill=THING_LOOKS[name][1],
            count=shown[name] if _on(state.thing, name) else every[name],
            on=_on(state.thing, name) or name == "group",
            to=replace(state, thing=toggled(state.thing, name, kinds)) if len(kinds) > 1 else state,
        )
        for name in THINGS
        if shown[name] or (every[name] and not _on(state.thing, name))
    )


def _thing_tone(picture: Subgraph, name: str) -> str:
    """The colour of a kind of things; a quiet one where colours say something else of its things."""
    coloured = colour_of(picture)
    said = name == "task" if coloured is Colour.GRADE else name in {"unit", "group"} and coloured is not Colour.THING
    return "quiet" if said else THING_LOOKS[name][0]


def _roles(picture: Subgraph) -> tuple[LegendEntry, ...]:
    """The roles of the lines, or for units alone the two kinds of ties."""
    state, web = picture.state, picture.web
    lines = Counter(line.role for line in picture.lines)
    every_tie = tied(web.ties.subgraph(picture.shown)) if state.role else ()  # only a role switched off needs counting
    between = Counter(role for _, _, roles, _ in every_tie for role in roles)
    names = TIES if web.view is PictureView.UNITS else ROLES
    chosen = tuple(name for name in state.role if name in names)
    return tuple(
        LegendEntry(
            name=name,
            tone=line_tone(name),
            fill=Fill.FULL,
            count=lines[name] if _on(chosen, name) else between[name],
            on=_on(chosen, name),
            to=replace(state, role=toggled(chosen, name, names)),
        )
        for name in names
        if lines[name] or (chosen and not _on(chosen, name))
    )


def _places(picture: Subgraph) -> tuple[LegendEntry, ...]:
    """The places, where colours say them: those with most units."""
    if colour_of(picture) is not Colour.PLACE:
        return ()
    counts = Counter(places_of(picture).values())
    return tuple(
        LegendEntry(name=place, tone=class_tone(rank), fill=Fill.FULL, count=count, on=True, to=picture.state)
        for (rank, place), count in sorted(counts.items())[:NAMED]
    )


def _mostly(picture: Subgraph) -> tuple[LegendEntry, ...]:
    """The role that units have most often, where colours say it."""
    if colour_of(picture) is not Colour.ROLE:
        return ()
    counts = Counter(main_roles(picture).values())
    return tuple(
        LegendEntry(name=role, tone=role, fill=Fill.FULL, count=counts[role], on=True, to=picture.state)
        for role in ROLES
        if counts[role]
    )


def _on(chosen: Sequence[str], name: str) -> bool:
    return not chosen or name in chosen


def _sorts(
    picture: Subgraph,
    colour: Colour,
    looks: Mapping[str, tuple[str, Fill]],
    chosen: tuple[str, ...],
    switched: Callable[[tuple[str, ...]], State],
) -> tuple[LegendEntry, ...]:
    """The grades of lead clarity or the kinds of units, where colours say them or some are filtered out."""
    if colour_of(picture) is not colour and not chosen:
        return ()
    of = "task" if colour is Colour.GRADE else "unit"
    shown = Counter(thing.sort for thing in picture.things if thing.kind == of)
    every = Counter(thing.sort for thing in picture.web.things.values() if thing.kind == of)
    there = tuple(name for name in looks if every[name])
    return tuple(
        LegendEntry(
            name=str(name),
            tone=looks[name][0],
            fill=looks[name][1],
            count=shown[name] if _on(chosen, name) else every[name],
            on=_on(chosen, name),
            to=switched(toggled(chosen, name, there)),
        )
        for name in there
    )
