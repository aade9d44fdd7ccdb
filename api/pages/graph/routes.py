"""The routes of the explorer: the page, its side alone, and the representations of what is shown."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from markupsafe import Markup

from api.edge.negotiation import Representation
from api.pages.frame.renderer import TABLE_REPRESENTATIONS, Context, PageRenderer, download, reader_of, scope_of
from api.pages.graph import exports
from api.pages.graph.archive import MOST_DRAWN, groups_scene, groups_table, plan_groups, said
from api.pages.graph.captions import captioned, counts, saved_as, summary, with_words
from api.pages.graph.exports import gexf, graphml
from api.pages.graph.legend import legend
from api.pages.graph.looks import colour_of, layout_of, ramp, scene_of
from api.pages.graph.panel import added, found, panel, steps
from api.pages.graph.picture import Subgraph, picture_of
from api.pages.graph.rows import lines_table, things_table
from api.pages.graph.state import MOST, Colour, GraphTable, NodeMeasure, State, query, state_of
from api.pages.graph.web import Web, view_of
from api.read_model.index import MOST_LOOKED_AT, ROLES, Index
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import SectionRow
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import PALETTES
from graph.drawing.scene import Caption
from graph.drawing.snapshot import page
from graph.drawing.svg import svg
from graph.drawing.views import PictureView
from graph.drawing.vis import drawing_json
from ontology.catalogue import Language

MOST_SECTIONS = 300  # in a list to choose from
KEPT = 12  # pictures, since a page asks for its own a few times
FILES = (Representation.SVG, Representation.GRAPHML, Representation.GEXF)

Asked = Annotated[State, Depends(state_of)]


class Pictures:
    """The last few pictures of one view of an index, so that page, drawing and files are worked out once."""

    def __init__(self, index: Index, view: PictureView) -> None:
        self._web = Web(index, view)
        self._lock = Lock()
        self._kept: OrderedDict[State, Subgraph] = OrderedDict()
        self._written: OrderedDict[tuple[State, Language], bytes] = OrderedDict()

    def of(self, state: State) -> Subgraph:
        """Give what a state shows."""
        with self._lock:
            picture = self._kept.get(state.drawn)
        if picture is None:
            picture = picture_of(self._web, state.drawn)
        with self._lock:
            _keep(self._kept, state.drawn, picture)
        return picture.seen(state)

    def written(self, picture: Subgraph, lang: Language) -> bytes:
        """Give a picture as the page draws it."""
        name = picture.state.drawn, lang
        with self._lock:
            held = self._written.get(name)
        if held is not None:
            return held
        body = drawing_json(scene_of(picture, lang))
        with self._lock:
            _keep(self._written, name, body)
        return body


def pictures(index: Index, state: State) -> Pictures:
    """Give the pictures of the view that a state requests."""
    return index.once(Pictures, view_of(index, state))


Held = TypeVar("Held")
Name = TypeVar("Name")


def _keep(held: OrderedDict[Name, Held], name: Name, thing: Held) -> None:
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
        picture = pictures(renderer.index(request), state).of(state)
        return renderer.render(request, "graph/graph_side.html", _context(renderer, request, picture))

    @router.get("/graph/file.html", include_in_schema=False)
    def file(request: Request, state: Asked) -> Response:
        reader = reader_of(request)
        picture = pictures(renderer.index(request), state).of(state)
        scope = scope_of(request)
        name = quote(saved_as(scope, reader, "html"))
        html = page(with_words(captioned(picture, reader, scope), picture, reader), reader.lang)
        headers = {"Content-Disposition": f"attachment; filename=graph.html; filename*=UTF-8''{name}"}
        return Response(html, media_type="text/html", headers=headers)

    @router.get("/graph")
    @router.get("/graph.{suffix}", include_in_schema=False)
    def graph(request: Request, state: Asked, theme: str = "light") -> Response:
        if _in_groups(renderer.index(request), state):
            return _groups(renderer, request, theme)
        kept = pictures(renderer.index(request), state)
        picture, reader = kept.of(state), reader_of(request)
        representation = renderer.representation(request, (*TABLE_REPRESENTATIONS, *FILES))
        if representation is Representation.JSON:
            return download(kept.written(picture, reader.lang), representation, "graph")
        if representation in FILES:
            return _file(picture, representation, theme, request)
        return renderer.answer(
            request,
            tables=lambda: (exports.lines_table(picture), exports.things_table(picture)),
            template="graph/graph.html",
            context=lambda: _context(renderer, request, picture),
        )

    return router


def _first(index: Index) -> None:
    """Draw what most readers see first."""
    kept = pictures(index, State())
    kept.written(kept.of(State()), Language.ZH)


def _in_groups(index: Index, state: State) -> bool:
    """Whether a scope is drawn as groups of plans: a large one that is opened as it is, and one too large for anything."""
    many = index.count("assignments")
    return many > MOST_LOOKED_AT or (many > MOST_DRAWN and state == State(view=state.view))


def _groups(renderer: PageRenderer, request: Request, theme: str) -> Response:
    """Answer with the plans of a scope in groups.

    Raises:
        HTTPException: 400 for a theme that is not there.
    """
    if theme not in PALETTES:
        raise HTTPException(400)
    index, scope = renderer.index(request), scope_of(request)
    found, scene = index.once(plan_groups, scope), index.once(groups_scene, scope, reader_of(request).lang)
    if renderer.representation(request, (*TABLE_REPRESENTATIONS, *FILES)) is Representation.SVG:
        return download(svg(scene, theme), Representation.SVG, "graph")
    return renderer.answer(
        request,
        tables=lambda: (groups_table(found),),
        template="graph/archive.html",
        context=lambda: {
            "index": index,
            "said": said(index, found),
            "table": groups_table(found),
            "most": MOST_SECTIONS,
            "pictures": [(name, Markup(svg(replace(scene, caption=Caption()), name).decode())) for name in PALETTES],  # noqa: S704  names are escaped
        },
    )


def _file(picture: Subgraph, representation: Representation, theme: str, request: Request) -> Response:
    """Answer with what is shown as a file of another tool.

    Raises:
        HTTPException: 400 for a theme that is not there.
    """
    if theme not in PALETTES:
        raise HTTPException(400)
    scene = captioned(picture, reader_of(request), scope_of(request))
    if representation is Representation.SVG:
        return download(svg(scene, theme), representation, "graph")
    write = graphml if representation is Representation.GRAPHML else gexf
    return download(write(picture, scene.caption), representation, "graph")


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
        "found": tuple((thing, added(picture, thing)) for thing in found(web, state.q)),
        "things": things_table(picture) if state.table is GraphTable.THINGS else None,
        "lines": lines_table(picture) if state.table is GraphTable.LINES else None,
        "label": lambda thing: reader.say(thing.name) if thing.name else thing.label,
        "short": lambda thing: web.shorts.get(thing.iri) or (reader.say(thing.name) if thing.name else thing.label),
        "views": tuple(PictureView),
        "layouts": tuple(LayoutKind),
        "layout": layout_of(picture),
        "colour": colour_of(picture),
        "counts": counts(web),
        "saved": lambda suffix: saved_as(scope_of(request), reader, suffix),
        "most": MOST,
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
