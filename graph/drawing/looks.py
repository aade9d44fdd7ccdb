"""How things look: shapes tell kinds apart, fills tell classes apart, colour and dashes tell roles apart, width is weight.

Colours are names of a palette, so that day and night are one drawing; a style sheet and a file hold the same values.

Source: the colour-blind safe set of M. Okabe and K. Ito, "Color Universal Design" (2008).
"""

from collections.abc import Mapping
from enum import IntEnum
from math import sqrt

from extract.records import Role
from graph.dataset.clarity import Grade

SMALLEST, WIDEST = 6.0, 20.0  # radius in pixels at zoom 1
GROUP_SMALLEST, GROUP_WIDEST = 24.0, 66.0
PART_OF, BACKBONE, SHARED = "part_of", "backbone", "shared"
TIES = (BACKBONE, SHARED)
CLASSES = 8  # colours that tell groups or places apart


class Fill(IntEnum):
    """How a shape is filled."""

    FULL = 0
    TINT = 1
    HOLLOW = 2


SHAPES: Mapping[str, str] = {
    "unit": "dot",
    "task": "square",
    "section": "triangle",
    "plan": "diamond",
    "group": "dot",
}
THING_LOOKS: Mapping[str, tuple[str, Fill]] = {
    "unit": ("accent", Fill.FULL),
    "task": ("quiet", Fill.HOLLOW),
    "section": ("quiet", Fill.FULL),
    "plan": ("ink", Fill.FULL),
    "group": ("class-0", Fill.TINT),
}
GRADE_LOOKS: Mapping[str, tuple[str, Fill]] = {
    Grade.SOLE: ("support", Fill.FULL),
    Grade.RANKED: ("guide", Fill.FULL),
    Grade.CO_EQUAL: ("lead", Fill.TINT),
    Grade.BY_REMIT: ("joint", Fill.TINT),
    Grade.COLLECTIVE: ("implement", Fill.HOLLOW),
    Grade.GROUP_OFFICE: ("supervise", Fill.HOLLOW),
    Grade.UNRESOLVED: ("quiet", Fill.HOLLOW),
    Grade.NONE: ("accent", Fill.HOLLOW),
    Grade.CONFLICT: ("ink", Fill.HOLLOW),
}
KIND_LOOKS: Mapping[str, tuple[str, Fill]] = {
    "single": ("lead", Fill.FULL),
    "collective": ("implement", Fill.HOLLOW),
    "group_office": ("supervise", Fill.TINT),
    "class_word": ("joint", Fill.HOLLOW),
    "person": ("support", Fill.TINT),
    "outsider": ("guide", Fill.TINT),
}
DASHES: Mapping[str, tuple[int, ...]] = {
    Role.LEAD.value: (),
    Role.SUPPORT.value: (7, 4),
    Role.JOINT.value: (2, 3),
    Role.IMPLEMENT.value: (12, 4),
    Role.GUIDE.value: (7, 3, 2, 3),
    Role.SUPERVISE.value: (12, 3, 2, 3, 2, 3),
    PART_OF: (),
    BACKBONE: (),
    SHARED: (5, 5),
}
_LINE_TONES: Mapping[str, str] = {PART_OF: "tie", BACKBONE: "lead", SHARED: "tie"}
_WIDTHS: Mapping[str, float] = {Role.LEAD.value: 2.2, Role.SUPPORT.value: 1.3, PART_OF: 1.0, SHARED: 0.8}


def line_tone(role: str) -> str:
    """The colour of a line: that of its role, a hairline for what is part of something."""
    return _LINE_TONES.get(role, role)


def line_width(role: str, weight: float = 1.0) -> float:
    """The width of a line in pixels: by its role, and wider with its weight.

    >>> line_width("support"), line_width("backbone", 4)
    (1.3, 4.8)
    """
    base = _WIDTHS.get(role, 1.6)
    return round(base if role not in TIES else base * min(sqrt(max(weight, 1.0)) * 1.5, 5.0), 2)


def class_tone(place: int) -> str:
    """The colour of a group or place by its rank; after the last colour the first comes again, and names tell them apart."""
    return f"class-{place % CLASSES}"


def radius(value: float, most: float, *, smallest: float = SMALLEST, widest: float = WIDEST) -> float:
    """The radius of a value: areas grow with values, the largest has the widest."""
    return round(smallest + (widest - smallest) * sqrt(max(value, 0.0) / most), 1) if most > 0 else smallest


PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "paper": "#fcfbf8",
        "raised": "#f5f3ee",
        "ink": "#1d1c1a",
        "quiet": "#625e56",
        "hair": "#dcd8cf",
        "tie": "#a39c8f",
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
        "class-0": "#3f6fa3",
        "class-1": "#b4652f",
        "class-2": "#4f8a5b",
        "class-3": "#a0527a",
        "class-4": "#6b62ab",
        "class-5": "#2f8c8c",
        "class-6": "#93792a",
        "class-7": "#b0493f",
    },
    "dark": {
        "paper": "#181715",
        "raised": "#22201d",
        "ink": "#e9e5dc",
        "quiet": "#aaa498",
        "hair": "#3b3833",
        "tie": "#6d675d",
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
        "class-0": "#7fa9d8",
        "class-1": "#dd9a68",
        "class-2": "#86be92",
        "class-3": "#d38fb2",
        "class-4": "#a59fdd",
        "class-5": "#6dc3c3",
        "class-6": "#cdb366",
        "class-7": "#e58d84",
    },
}


def mixed(tone: str, palette: Mapping[str, str], share: float) -> str:
    """Mix a colour into the paper.

    >>> mixed("ink", {"ink": "#000000", "paper": "#ffffff"}, 0.5)
    '#808080'
    """
    if not palette[tone].startswith("#"):  # the variables of a style sheet: the browser mixes them
        return f"color-mix(in srgb, {palette[tone]} {share:.0%}, {palette['paper']})"
    over, under = (bytes.fromhex(palette[name].removeprefix("#")) for name in (tone, "paper"))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(over, under, strict=True))


TINTED = 0.35  # share of the colour in a tinted shape


def fill_colour(tone: str, fill: Fill, palette: Mapping[str, str]) -> str:
    """The colour inside a shape."""
    if fill is Fill.FULL:
        return palette[tone]
    return mixed(tone, palette, TINTED) if fill is Fill.TINT else palette["paper"]


def edge_colour(tone: str, palette: Mapping[str, str]) -> str:
    """The colour around a shape; the lightest shade is too near to the paper to end it."""
    return palette["quiet"] if tone.startswith("shade") else palette[tone]
