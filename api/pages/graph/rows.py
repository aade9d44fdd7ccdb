"""The table of the picture: its things or its lines, sorted and cut, the page with the selection first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.pages.graph.picture import Subgraph, SubgraphEdge
from api.pages.graph.web import THINGS, Thing

ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """A thing in the table: its lines here, what opening it would add, the value of the size."""

    thing: Thing
    lines: int
    added: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sliced:
    """One page of a table of the picture."""

    things: tuple[NodeRow, ...]
    lines: tuple[SubgraphEdge, ...]
    page: int
    pages: int
    total: int


_SORTS: Mapping[str, Callable[[NodeRow], tuple[float | str, ...]]] = {
    "name": lambda row: (row.thing.label,),
    "kind": lambda row: (THINGS.index(row.thing.kind),),
    "lines": lambda row: (-row.lines,),
    "added": lambda row: (-row.added,),
    "value": lambda row: (-row.value,),
}
SORTS = tuple(_SORTS)


def things_table(picture: Subgraph) -> Sliced:
    """Give one page of the things shown: units by the measure of the size first, unless sorted otherwise."""
    values = picture.web.values(picture.state.size)
    rows = [
        NodeRow(
            thing=thing,
            lines=picture.degree[thing.iri],
            added=picture.more[thing.iri],
            value=values.get(thing.iri, 0.0),
        )
        for thing in picture.things
    ]
    rows.sort(key=_SORTS.get(picture.state.sort) or (lambda row: (THINGS.index(row.thing.kind), -row.value)))
    held = next((place for place, row in enumerate(rows) if row.thing.key == picture.state.at), 0)
    page, pages = _page(picture, len(rows), held)
    return Sliced(
        things=tuple(rows[(page - 1) * ROWS : page * ROWS]), lines=(), page=page, pages=pages, total=len(rows)
    )


def lines_table(picture: Subgraph) -> Sliced:
    """Give one page of the lines shown, those of the selection first."""
    iri = picture.web.iri_of.get(picture.state.at, "")
    rows = sorted(picture.lines, key=lambda line: iri not in {line.source, line.target})
    page, pages = _page(picture, len(rows), 0)
    return Sliced(
        things=(), lines=tuple(rows[(page - 1) * ROWS : page * ROWS]), page=page, pages=pages, total=len(rows)
    )


def _page(picture: Subgraph, total: int, held: int) -> tuple[int, int]:
    """The page to show, and how many there are."""
    pages = max(1, -(-total // ROWS))
    return min(picture.state.page or held // ROWS + 1, pages), pages
