"""How a thing looks: its size, colour and fill say what the state asks them to say.

Colours are names: a page resolves them by its style sheet, a file by ``PALETTES``, which holds the same values. A
colour never speaks alone: shapes tell kinds apart, fills tell grades and kinds of units apart, dashes tell roles apart.

Source: the colour-blind safe set of M. Okabe and K. Ito, "Color Universal Design" (2008).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import ceil, sqrt

from api.pages.graph.picture import Subgraph
from api.pages.graph.state import Colour, NodeMeasure
from api.pages.graph.web import PART_OF, Thing
from api.read_model.index import ROLES
from graph.dataset.clarity import Grade

SMALLEST, WIDEST = 6.0, 18.0  # radius in pixels at zoom 1
STEPS = 6  # of a measure shown as a shade
LONGEST = 20  # letters of a label
HEAD = 2  # letters of a place that tell it from others


class Fill(IntEnum):
    """How a shape is filled."""

    FULL = 0
    HALF = 1
    HOLLOW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one thing is drawn; ``tone`` is a name in ``PALETTES``."""

    radius: float
    tone: str
    fill: Fill
    label: str


GRADE_LOOKS: Mapping[str, tuple[str, Fill]] = {
    Grade.SOLE: ("support", Fill.FULL),
    Grade.RANKED: ("guide", Fill.FULL),
    Grade.CO_EQUAL: ("lead", Fill.HALF),
    Grade.BY_REMIT: ("joint", Fill.HALF),
    Grade.COLLECTIVE: ("implement", Fill.HOLLOW),
    Grade.GROUP_OFFICE: ("supervise", Fill.HOLLOW),
    Grade.UNRESOLVED: ("quiet", Fill.HOLLOW),
    Grade.NONE: ("accent", Fill.HOLLOW),
    Grade.CONFLICT: ("ink", Fill.HOLLOW),
}
KIND_LOOKS: Mapping[str, tuple[str, Fill]] = {
    "single": ("lead", Fill.FULL),
    "collective": ("implement", Fill.HOLLOW),
    "group_office": ("supervise", Fill.HALF),
    "class_word": ("joint", Fill.HOLLOW),
    "person": ("support", Fill.HALF),
    "outsider": ("guide", Fill.HALF),
}
THING_LOOKS: Mapping[str, tuple[str, Fill]] = {
    "unit": ("accent", Fill.FULL),
    "task": ("quiet", Fill.HOLLOW),
    "section": ("quiet", Fill.FULL),
    "plan": ("ink", Fill.FULL),
}
DASHES: Mapping[str, tuple[int, ...]] = {
    "lead": (),
    "support": (7, 4),
    "joint": (2, 3),
    "implement": (12, 4),
    "guide": (7, 3, 2, 3),
    "supervise": (12, 3, 2, 3, 2, 3),
    PART_OF: (),
}


def line_tone(role: str) -> str:
    """The colour of a line: that of its role, a hairline for what is part of something."""
    return role if role in ROLES else "hair"


def looks(picture: Subgraph) -> dict[str, Look]:
    """Say how each thing shown is drawn.

    Guarantees:
        1. The largest value shown has the widest radius, and areas grow with values; without a value the smallest.
        2. Every tone is in both palettes.
    """
    sizes = picture.web.values(picture.state.size)
    most = max((sizes.get(iri, 0.0) for iri in picture.shown), default=0.0)
    paint = _Painter(picture).paint
    labels = short_labels(picture)
    return {
        thing.iri: Look(
            radius=round(SMALLEST + (WIDEST - SMALLEST) * sqrt(sizes.get(thing.iri, 0.0) / most), 1)
            if most
            else SMALLEST,
            tone=paint(thing)[0],
            fill=paint(thing)[1],
            label=labels[thing.iri],
        )
        for thing in picture.things
    }


def ramp(picture: Subgraph) -> tuple[NodeMeasure, float] | None:
    """The measure that colours say as a shade, and its largest value shown; None where they say a class."""
    if picture.state.colour.value not in {measure.value for measure in NodeMeasure}:
        return None
    measure = NodeMeasure(picture.state.colour.value)
    values = picture.web.values(measure)
    return measure, max((values.get(iri, 0.0) for iri in picture.shown), default=0.0)


class _Painter:
    """Give the tone and fill of a thing."""

    def __init__(self, picture: Subgraph) -> None:
        self._colour = picture.state.colour
        scale = ramp(picture)
        self._values = picture.web.values(scale[0]) if scale else {}
        self._most = scale[1] if scale else 0.0

    def paint(self, thing: Thing) -> tuple[str, Fill]:
        if thing.iri in self._values and self._most:
            return f"shade-{min(STEPS, ceil(self._values[thing.iri] / self._most * STEPS))}", Fill.FULL
        if self._colour is Colour.GRADE and thing.kind == "task":
            return GRADE_LOOKS.get(thing.sort, THING_LOOKS["task"])
        if self._colour is Colour.KIND and thing.kind == "unit":
            return KIND_LOOKS.get(thing.sort, THING_LOOKS["unit"])
        return (
            ("quiet", Fill.FULL)
            if self._colour is not Colour.THING and thing.kind == "unit"
            else THING_LOOKS[thing.kind]
        )


def short_labels(picture: Subgraph) -> dict[str, str]:
    """Shorten the names: a place goes where all units shown are of one, else its head stays, if a body's own name follows it."""
    units = picture.web.index.unit_of
    several = len({units[thing.iri].place_name for thing in picture.things if thing.kind == "unit"}) > 1
    found = {}
    for thing in picture.things:
        label = thing.label
        if thing.kind == "unit":
            place = units[thing.iri].place_name
            if place and label.startswith(place) and label != place:
                label = (place[:HEAD] if several else "") + label[len(place) :]
        found[thing.iri] = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
    return found


PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "paper": "#fcfbf8",
        "ink": "#1d1c1a",
        "quiet": "#625e56",
        "hair": "#dcd8cf",
        "accent": "#8c2b22",
        "lead": "#0072b2",
        "support": "#009e73",
        "joint": "#cc79a7",
        "implement": "#e69f00",
        "guide": "#56b4e9",
        "supervise": "#d55e00",
        "shade-0": "#deebf0",
        "shade-1": "#add0e2",
        "shade-2": "#7bb5d4",
        "shade-3": "#4a9ac7",
        "shade-4": "#197fb9",
        "shade-5": "#005f95",
        "shade-6": "#003a5c",
    },
    "dark": {
        "paper": "#181715",
        "ink": "#e9e5dc",
        "quiet": "#aaa498",
        "hair": "#3b3833",
        "accent": "#eaa298",
        "lead": "#4aa8dd",
        "support": "#2fc49a",
        "joint": "#dd9bc0",
        "implement": "#f0b429",
        "guide": "#7cc7f0",
        "supervise": "#f08a3c",
        "shade-0": "#1e282d",
        "shade-1": "#284454",
        "shade-2": "#32617b",
        "shade-3": "#3b7da2",
        "shade-4": "#459ac9",
        "shade-5": "#71bce7",
        "shade-6": "#bfe4fa",
    },
}
