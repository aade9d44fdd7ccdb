"""The styles of a Word document: which heading level and which list a paragraph takes from its style."""

from dataclasses import dataclass, replace

from extract.readers.markup import Element
from extract.readers.numbering import W

_INHERITED = 50  # styles in a chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph has of itself or of its style. ``depth`` is -1 where the list decides it by the style's name."""

    level: int = 0  # of a heading
    number_id: str = ""
    depth: int = -1
    name: str = ""


def value_of(element: Element, path: str) -> str:
    """The value of the element at a path below; "" where there is none."""
    child = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return (child.get(f"{W}val") or "") if child is not None else ""


def integer(words: str, default: int) -> int:
    """A small integer, or the default for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 5 else default


def numbered(properties: Element, style: Style) -> Style:
    """Put a paragraph's own heading level and list over those of its style. List 0 means none."""
    level = _outline(properties) or style.level
    numbers = properties.find(f"{W}numPr")
    if numbers is None:
        return replace(style, level=level)
    number_id = value_of(numbers, "numId") or style.number_id
    depth = integer(value_of(numbers, "ilvl"), style.depth)
    return replace(style, level=level, number_id="" if number_id == "0" else number_id, depth=depth)


def _outline(properties: Element) -> int:
    """The heading level 1–6 of an outline level 0–5; 9 is body text."""
    level = integer(value_of(properties, "outlineLvl"), 9) + 1
    return level if level <= 6 else 0


def styles_of(root: Element | None) -> dict[str, Style]:
    """Every paragraph style with what it inherits; "" is the default one."""
    if root is None:
        return {}
    found: dict[str, Style] = {}
    elements = {style.get(f"{W}styleId") or "": style for style in root.findall(f"{W}style")}
    for style_id, own in elements.items():
        chain: list[Element] = []
        base = style_id
        while base in elements and elements[base] not in chain and len(chain) < _INHERITED:
            chain.append(elements[base])
            base = value_of(elements[base], "basedOn")
        style = Style()
        for element in reversed(chain):
            style = _styled(element, style)
        style = replace(style, name=style_id)
        found[style_id] = style
        if own.get(f"{W}default") == "1" and own.get(f"{W}type") == "paragraph":
            found[""] = style
    return found


def _styled(element: Element, base: Style) -> Style:
    properties = element.find(f"{W}pPr")
    style = base if properties is None else numbered(properties, base)
    title = value_of(element, "name").lower().split()
    if title[:1] == ["heading"] and len(title) == 2 and not style.level:
        return replace(style, level=min(integer(title[1], 1), 6))
    if title == ["title"]:
        return replace(style, level=1)
    return style
