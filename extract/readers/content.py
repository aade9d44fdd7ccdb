"""Find the article of a web page among navigation, search boxes, share buttons and footers."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from extract.patterns import pattern
from extract.readers.markup import Element, is_block, is_dropped, seen, squeezed, tag_of
from extract.readers.web_table import has_header

_PROSE: Final = pattern(r"[。；，：]")
_PROSE_LENGTH: Final = 30
_CONTAINER_NAMES: Final = (
    "html body div section article main center form span font table tbody tr td fieldset figure blockquote ul li"
)
_CONTAINERS: Final = frozenset(_CONTAINER_NAMES.split())
_FRAME: Final = pattern(
    r"foot|\bnav|header|menu|sidebar|recommend|related|copyright|share|search|crumb|banner|toolbar|login|qrcode",
    re.IGNORECASE,
)
_SIDE: Final = pattern(r"(?:^|[\s_-])(?:right|left|side|aside)(?:$|[\s_-]|bar|box|col|con|part|nav)", re.IGNORECASE)
_FRAME_TAGS: Final = frozenset({"header", "footer", "nav", "aside"})
_MAIN_SHARE: Final = 0.75  # of an element's prose must stand in one child for the search to go down
_RESCUE_SHARE: Final = 0.1  # of the article: a part of this size beside it belongs to it
_RESCUE_LENGTH: Final = 200
_TITLE: Final = pattern(r"title|biaoti|\bbt\b", re.IGNORECASE)
_TITLE_LENGTH: Final = range(6, 160)
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})


@dataclass(slots=True)
class _Weights:
    """How much each element holds, children included."""

    prose: defaultdict[Element, int] = field(default_factory=lambda: defaultdict(int))
    words: defaultdict[Element, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The parts of a page that are its article, and the words each element holds."""

    parts: frozenset[Element]
    title: Element | None
    words: dict[Element, int]


def find_content(root: Element) -> Content:
    """Tell which elements hold the article.

    Guarantees:
        1. A page without prose, or a bare fragment, is all content.
        2. Large parts next to the article (an annex in its own frame) are content too.
        3. The title is the last heading before the article when it is outside it.
    """
    weights = _weigh(root)
    path = [root]
    while (child := _heaviest(path[-1], weights)) is not None:
        path.append(child)
    main = path[-1]
    parts = {main} | {part for step in path[:-1] for part in _beside(step, path, weights)}
    return Content(parts=frozenset(parts), title=_title_before(root, main, weights), words=dict(weights.words))


def _weigh(root: Element) -> _Weights:
    weights = _Weights()
    lines: dict[Element, list[str]] = defaultdict(list)
    blocks: list[Element] = [root]
    links = 0
    for event, element, text in seen(root):
        link, block = tag_of(element) == "a", is_block(element)
        match event:
            case "text":
                lines[blocks[-1]] += [] if links else [text]
            case "open":
                links += link
                blocks += [element] if block else []
            case _:
                links -= link
                if block:
                    _settle(blocks.pop(), "".join(lines.pop(element, ())), weights)
                _add_to_parent(element, weights)
    return weights


def _add_to_parent(element: Element, weights: _Weights) -> None:
    parent = element.getparent()
    if parent is not None:
        weights.words[parent] += weights.words[element]
        weights.prose[parent] += weights.prose[element]


def _settle(block: Element, line: str, weights: _Weights) -> None:
    """Add a closed block's own words to what its children brought."""
    line = squeezed(line).strip()
    is_prose = len(line) >= _PROSE_LENGTH or _PROSE.search(line) is not None or tag_of(block) in {"td", "th"}
    weights.words[block] += len(line)
    weights.prose[block] += len(line) if is_prose else 0


def _heaviest(element: Element, weights: _Weights) -> Element | None:
    """The child that holds nearly all prose, when it is a container and not its own paragraph, nor a table of data."""
    children = [child for child in element if tag_of(child) in _CONTAINERS and not is_dropped(child)]
    best = max(children, key=lambda child: weights.prose[child], default=None)
    if best is None or weights.prose[best] == 0:
        return None
    sides = sum(weights.prose[child] for child in children if child is not best and _is_side(child, best, weights))
    if weights.prose[best] < _MAIN_SHARE * (weights.prose[element] - sides):
        return None
    return None if tag_of(best) == "table" and has_header(best) else best


def _is_side(element: Element, article: Element, weights: _Weights) -> bool:
    """Whether an element is a column next to the article, or a frame around it, by its name and its size."""
    return weights.prose[element] < weights.prose[article] and (
        _is_frame(element) or _SIDE.search(_names(element)) is not None
    )


def _beside(step: Element, path: list[Element], weights: _Weights) -> list[Element]:
    least = max(_RESCUE_LENGTH, _RESCUE_SHARE * weights.prose[path[-1]])
    return [
        child
        for child in step
        if child not in path
        and weights.prose[child] >= least
        and tag_of(child) in _CONTAINERS | {"p"}
        and not _is_side(child, path[-1], weights)
    ]


def _is_frame(element: Element) -> bool:
    return tag_of(element) in _FRAME_TAGS or _FRAME.search(_names(element)) is not None


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _title_before(root: Element, main: Element, weights: _Weights) -> Element | None:
    """The last h1 to h3, or element called a title, that is before the article."""
    best: Element | None = None
    for event, element, _ in seen(root):
        if event == "open" and element is main:
            return best
        if event == "open" and weights.words[element] in _TITLE_LENGTH and _is_title(element):
            best = element
    return None


def _is_title(element: Element) -> bool:
    if tag_of(element) in _HEADINGS:
        return True
    return tag_of(element) in {"div", "p", "span", "td"} and _TITLE.search(_names(element)) is not None
