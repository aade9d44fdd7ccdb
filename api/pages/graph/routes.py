"""The routes of the explorer: the page, its side alone, and the representations of what is shown."""

from collections import OrderedDict
from threading import Lock
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from api.edge.negotiation import Representation
from api.pages.frame.renderer import TABLE_REPRESENTATIONS, Context, PageRenderer, Reader, download, reader_of
from api.pages.graph import exports
from api.pages.graph.drawing import svg
from api.pages.graph.exports import drawing_json, gexf, graphml
from api.pages.graph.legend import legend
from api.pages.graph.looks import PALETTES, ramp
from api.pages.graph.panel import added, found, panel, steps
from api.pages.graph.picture import Subgraph, picture_of
from api.pages.graph.rows import lines_table, things_table
from api.pages.graph.state import Colour, GraphTable, NodeMeasure, State, query, state_of
from api.pages.graph.web import Web
from api.read_model.index import ROLES, Index
from extract.messages import message
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import SectionRow
from graph.drawing.layout import LayoutKind

MOST_SECTIONS = 300  # in a list to choose from
KEPT = 12  # pictures, since a page asks for its own a few times
FILES = (Representation.SVG, Representation.GRAPHML, Representation.GEXF)

Asked = Annotated[State, Depends(state_of)]


class Pictures:
    """The last few pictures of one index, so that the page, its drawing and its files are worked out once."""

    def __init__(self, index: Index) -> None:
        self._web = Web(index)
        self._lock = Lock()
        self._kept: OrderedDict[State, Subgraph] = OrderedDict()
        self._written: OrderedDict[State, bytes] = OrderedDict()

    def of(self, state: State) -> Subgraph:
        """Give what a state shows."""
        with self._lock:
            picture = self._kept.get(state.drawn)
        if picture is None:
            picture = picture_of(self._web, state.drawn)
        with self._lock:
            _keep(self._kept, state.drawn, picture)
        return picture.seen(state)

    def written(self, picture: Subgraph) -> bytes:
        """Give a picture as the page draws it."""
        name = picture.state.drawn
        with self._lock:
            held = self._written.get(name)
        if held is not None:
            return held
        body = drawing_json(picture)
        with self._lock:
            _keep(self._written, name, body)
        return body


Held = TypeVar("Held")


def _keep(held: OrderedDict[State, Held], name: State, thing: Held) -> None:
    """Keep a thing as the latest, and let the oldest go."""
    held[name] = thing
    held.move_to_end(name)
    while len(held) > KEPT:
        held.popitem(last=False)


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the explorer."""
    router = APIRouter()
    renderer.library.prepare(_first)

    @router.get("/graph/side", include_in_schema=False)
    def side(request: Request, state: Asked) -> Response:
        picture = renderer.index(request).once(Pictures).of(state)
        return renderer.render(request, "graph/graph_side.html", _context(renderer, request, picture))

    @router.get("/graph")
    @router.get("/graph.{suffix}", include_in_schema=False)
    def graph(request: Request, state: Asked, theme: str = "light") -> Response:
        pictures = renderer.index(request).once(Pictures)
        picture = pictures.of(state)
        representation = renderer.representation(request, (*TABLE_REPRESENTATIONS, *FILES))
        if representation is Representation.JSON:
            return download(pictures.written(picture), representation, "graph")
        if representation in FILES:
            return _file(picture, representation, theme, reader_of(request))
        return renderer.answer(
            request,
            tables=lambda: (exports.lines_table(picture), exports.things_table(picture)),
            template="graph/graph.html",
            context=lambda: _context(renderer, request, picture),
        )

    return router


def _first(index: Index) -> None:
    """Draw what most readers see first."""
    pictures = index.once(Pictures)
    pictures.written(pictures.of(State()))


def _file(picture: Subgraph, representation: Representation, theme: str, reader: Reader) -> Response:
    """Answer with what is shown as a file of another tool.

    Raises:
        HTTPException: 400 for a theme that is not there.
    """
    if theme not in PALETTES:
        raise HTTPException(400)
    if representation is Representation.SVG:
        return download(svg(picture, theme, summary(picture, reader)), representation, "graph")
    return download(
        graphml(picture) if representation is Representation.GRAPHML else gexf(picture), representation, "graph"
    )


def summary(picture: Subgraph, reader: Reader) -> str:
    """Say how much is shown, and what is hidden why."""
    hidden = picture.hidden
    shown = message(
        "已显示 {shown} / {total} 个节点、{lines} 条连线",
        shown=len(picture.shown),
        total=picture.total,
        lines=len(picture.lines),
    )
    parts = [reader.say(shown)]
    reasons = (
        message("{n} 个未加入", n=hidden.apart),
        message("{n} 个被筛掉", n=hidden.filtered),
        message("{n} 个已移出", n=hidden.away),
        message("{n} 个未绘出（优先绘出连接多的）", n=hidden.cut),
    )
    counts = (hidden.apart, hidden.filtered, hidden.away, hidden.cut)
    parts += [reader.say(reason) for reason, count in zip(reasons, counts, strict=True) if count]
    if len(parts) == 1:
        parts.append(reader.say(message("没有隐藏内容")))
    return " · ".join(parts)


def _context(renderer: PageRenderer, request: Request, picture: Subgraph) -> Context:
    """Gather what the page and its side show."""
    state, web, reader = picture.state, picture.web, reader_of(request)
    text = renderer.library.text
    return {
        "index": web.index,
        "web": web,
        "picture": picture,
        "state": state,
        "to": lambda **changes: address(state.but(**changes)),
        "at": address,
        "file": lambda suffix: address(state, f"/graph.{suffix}"),
        "summary": summary(picture, reader),
        "legend": legend(picture),
        "ramp": ramp(picture),
        "panel": panel(picture, text),
        "paths": steps(picture, text),
        "found": tuple((thing, added(state, thing.key, web.first())) for thing in found(web, state.q)),
        "things": things_table(picture) if state.table is GraphTable.THINGS else None,
        "lines": lines_table(picture) if state.table is GraphTable.LINES else None,
        "layouts": tuple(LayoutKind),
        "measures": tuple(NodeMeasure),
        "colours": tuple(Colour),
        "roles": ROLES,
        "sections": _sections(picture),
        "kinds": tuple(dict.fromkeys(unit.kind for unit in web.index.corpus.units)),
        "definitions": DEFINITIONS,
        "grades": tuple(grade for grade in DEFINITIONS if any(row.clarity == grade for row in web.index.corpus.tasks)),
    }


def _sections(picture: Subgraph) -> tuple[SectionRow, ...]:
    """The sections to choose from: all of them, or where they are very many those of the tasks shown."""
    index = picture.web.index
    if len(index.corpus.sections) <= MOST_SECTIONS:
        return index.corpus.sections
    tasks = [index.task_of[iri] for iri in picture.shown if iri in index.task_of]
    held = {section.iri for task in tasks for section in index.sections_of(task)}
    chosen = picture.state.section
    return tuple(row for row in index.corpus.sections if row.iri in held or index.section_key(row) == chosen)


def address(state: State, path: str = "/graph") -> str:
    """Give the address of a state."""
    said = query(state)
    return f"{path}?{said}" if said else path
