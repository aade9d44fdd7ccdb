"""How the things of a picture look: their size, colour and fill say what the state selects."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from math import ceil, hypot

from api.pages.graph.picture import Subgraph
from api.pages.graph.state import Colour, NodeMeasure
from api.pages.graph.web import Thing, Web
from extract.records import Role
from graph.dataset.short_names import short_names
from graph.drawing.arrange import COLUMNS, arranged
from graph.drawing.compose import LAYERS, USUAL, drawn_groups
from graph.drawing.labels import LINE, ONE_LINE, width, wrapped
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import (
    GRADE_LOOKS,
    GROUP_SMALLEST,
    GROUP_WIDEST,
    KIND_LOOKS,
    THING_LOOKS,
    Fill,
    class_tone,
    radius,
)
from graph.drawing.scene import Edge, Node, Scene
from graph.drawing.views import PictureView, UnitGroup
from ontology.catalogue import Language

NAME = 5  # Chinese signs of a line in a group
STEPS = 6  # of a measure shown as a shade

Look = tuple[str, Fill]


def colour_of(picture: Subgraph) -> Colour:
    """What colours say: what was requested, or what suits the view."""
    return picture.state.colour or (Colour.GROUP if picture.web.view is PictureView.UNITS else Colour.THING)


def layout_of(picture: Subgraph) -> LayoutKind:
    """The shape of the picture: what was requested, or what suits the view; around a single start in rings."""
    if picture.state.layout:
        return picture.state.layout
    alone = len(picture.starts) == 1 and picture.web.view is not PictureView.SECTIONS
    return LayoutKind.RADIAL if alone else USUAL[picture.web.view]


def scene_of(picture: Subgraph, lang: Language = Language.ZH) -> Scene:
    """Draw a picture; worked out once, but for the names of its groups.

    Guarantees:
        1. The largest value shown has the widest radius, and areas grow with values; without a value the smallest.
        2. Every tone is in both palettes.
    """
    if not picture.scenes:
        picture.scenes.append(_scene(picture))
    scene = picture.scenes[0]
    hulls = tuple(
        group
        for group in drawn_groups(picture.web.groups, lang)
        if any(node.group == group.key for node in scene.nodes)
    )
    return replace(scene, groups=hulls)


def _scene(picture: Subgraph) -> Scene:
    web = picture.web
    ego = next((web.thing(iri).key for iri in picture.starts if iri in picture.more), "")
    on_path = {frozenset(pair) for path in picture.paths for pair in pairwise(path)}
    edges = tuple(
        Edge(
            source=web.thing(line.source).key,
            target=web.thing(line.target).key,
            role=line.role,
            weight=line.weight,
            path=frozenset((line.source, line.target)) in on_path,
        )
        for line in picture.lines
    )
    folded = any(thing.kind == "group" for thing in picture.things)
    closed = {group.key: bubble_of(web, group) for group in web.groups} if folded else None
    return arranged(Scene(nodes=_nodes(picture), edges=edges), layout_of(picture), ego, closed)


def _nodes(picture: Subgraph) -> tuple[Node, ...]:
    web = picture.web
    values, look = web.values(picture.state.size), looker(picture)
    most = max((values.get(iri, 0.0) for iri in picture.shown), default=0.0)
    bubbles = {group.key: bubble_of(web, group) for group in web.groups}
    shorts = short_names(web.index.unit_of[thing.iri] for thing in picture.things if thing.kind == "unit")
    found = []
    for thing in picture.things:
        tone, fill = look(thing)
        grouped = thing.kind == "group"
        short = short_label(thing, shorts, picture.more[thing.iri], one_line=layout_of(picture) in COLUMNS)
        size = bubbles[thing.key] if grouped else radius(values.get(thing.iri, 0.0), most)
        found.append(
            Node(
                key=thing.key,
                iri=thing.iri,
                kind=thing.kind,
                label=thing.label,
                short=short,
                radius=size,
                tone=tone,
                fill=fill,
                layer=_layer(picture, thing),
                group="" if grouped else _hull(picture, thing.iri),
                url=thing.url,
                more=picture.more[thing.iri],
                value=values.get(thing.iri, 0.0),
            )
        )
    return tuple(found)


def short_label(thing: Thing, shorts: Mapping[str, str], units: int, *, one_line: bool = False) -> str:
    """What is written at a thing: its short name, wrapped but in columns; at a group how many units it has."""
    if thing.kind == "group":
        return _named(thing.label, units)
    name = shorts.get(thing.iri, thing.label)
    return wrapped(name, across=ONE_LINE, lines=1) if one_line else wrapped(name)


def _named(name: str, units: int) -> str:
    return f"{wrapped(name, across=NAME, lines=3)}\n{units}"


def bubble_of(web: Web, group: UnitGroup) -> float:
    """The radius of a closed group: by its units, and wide enough for its name; the same however many are open."""
    largest = float(max(len(one.members) for one in web.groups))
    lines = _named(str(group.name), len(group.members)).split("\n")
    room = hypot(max(width(line) for line in lines), LINE * len(lines)) / 2
    size = radius(len(group.members), largest, smallest=GROUP_SMALLEST, widest=GROUP_WIDEST)
    return max(size, round(room + 3, 1))


def _layer(picture: Subgraph, thing: Thing) -> int:
    section = picture.web.index.section_of.get(thing.iri)
    return LAYERS.get(thing.kind, 0) + (section.level - 1 if section else 0)


def _hull(picture: Subgraph, iri: str) -> str:
    """The key of the group around a unit; around what a picture starts from there is none."""
    if picture.starts or iri not in picture.web.group_of:
        return ""
    return picture.web.group_of[iri].removeprefix("group:")


def ramp(picture: Subgraph) -> tuple[NodeMeasure, float] | None:
    """The measure that colours say as a shade, and its largest value shown; None where they say a class."""
    colour = colour_of(picture)
    if colour.value not in {measure.value for measure in NodeMeasure}:
        return None
    measure = NodeMeasure(colour.value)
    values = picture.web.values(measure)
    return measure, max((values.get(iri, 0.0) for iri in picture.shown), default=0.0)


def looker(picture: Subgraph) -> Callable[[Thing], Look]:
    """Give the function that tells the tone and the fill of a thing."""
    colour, scale = colour_of(picture), ramp(picture)
    if scale:
        values, most = picture.web.values(scale[0]), scale[1]
        return lambda thing: (
            _shade(values.get(thing.iri, 0.0), most) if thing.kind == "unit" else THING_LOOKS[thing.kind]
        )
    tones = _class_tones(picture, colour)
    return lambda thing: _classed(thing, colour, tones.get(thing.iri, ""))


def _classed(thing: Thing, colour: Colour, tone: str) -> Look:
    """The look of a thing by its class; what has none is quiet."""
    if tone:
        return tone, Fill.TINT if thing.kind == "group" else Fill.FULL
    if colour is Colour.GRADE and thing.kind == "task":
        return GRADE_LOOKS.get(thing.sort, THING_LOOKS["task"])
    if thing.kind != "unit" or colour is Colour.THING:
        return THING_LOOKS[thing.kind]
    return KIND_LOOKS.get(thing.sort, THING_LOOKS["unit"]) if colour is Colour.KIND else ("quiet", Fill.FULL)


def _shade(value: float, most: float) -> Look:
    return f"shade-{min(STEPS, ceil(value / most * STEPS)) if most else 0}", Fill.FULL


def _class_tones(picture: Subgraph, colour: Colour) -> Mapping[str, str]:
    """The colour of each thing that belongs to a group, a place, or does one thing most of all."""
    if colour is Colour.GROUP:
        return picture.web.group_tones
    if colour is Colour.PLACE:
        return {iri: class_tone(rank) for iri, (rank, _) in places_of(picture).items()}
    return main_roles(picture) if colour is Colour.ROLE else {}


def places_of(picture: Subgraph) -> Mapping[str, tuple[int, str]]:
    """The place of each unit shown, with its rank by the number of units."""
    units = [picture.web.index.unit_of[thing.iri] for thing in picture.things if thing.kind == "unit"]
    ranks = {place: rank for rank, (place, _) in enumerate(Counter(unit.place_name for unit in units).most_common())}
    return {unit.iri: (ranks[unit.place_name], unit.place_name) for unit in units}


def main_roles(picture: Subgraph) -> Mapping[str, str]:
    """The role that each unit has most often; the earlier of two."""
    order = [role.value for role in Role]
    found = {}
    for thing in picture.things:
        if thing.kind == "unit":
            rows = picture.web.index.of_unit(picture.web.index.unit_of[thing.iri])
            roles = Counter(row.role for row in rows if row.counted)
            if roles:
                found[thing.iri] = min(roles, key=lambda role: (-roles[role], order.index(role)))
    return found
