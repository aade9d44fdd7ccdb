"""`/names`: the names of units that the tables do not settle, each settled once for all plans."""

from collections.abc import Mapping, Sequence
from itertools import islice

from fastapi import APIRouter, Request, Response

from api.corrections.candidates import candidates
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import PageNumber, cut
from api.read_model.in_doubt import in_doubt
from api.read_model.index import Index
from api.tables.names import names_table, readings
from graph.build.doubtful import DoubtfulName, doubtful_names, named_by_people
from graph.corrections.csv import from_store
from graph.dataset.rows import UnitRow
from graph.store import Store

SHOWN = 3  # similar units of a name


def routes(renderer: PageRenderer, store: Store) -> APIRouter:
    """Give the route of the names."""
    router = APIRouter()

    @router.get("/names")
    @router.get("/names.{suffix}", include_in_schema=False)
    def names(request: Request, page: PageNumber = 1) -> Response:
        index = renderer.index(request)
        found = doubtful_names(index.once(in_doubt), named_by_people(from_store(store)))
        shown = cut(found, sort="", order="", page=page, size=renderer.settings.page_rows)
        return renderer.answer(
            request,
            tables=lambda: (names_table(found),),
            template="names/names.html",
            context=lambda: {
                "index": index,
                "cut": shown,
                "tables": {"names": names_table(shown.rows)},
                "readings": {one.unit.iri: readings(index, one.unit) for one in shown.rows},
                "similar": similar(index, shown.rows),
            },
        )

    return router


def similar(index: Index, rows: Sequence[DoubtfulName]) -> Mapping[str, tuple[UnitRow, ...]]:
    """Give units of the same place with similar names; a person decides whether they are one."""
    return {
        one.unit.iri: tuple(
            islice(
                (
                    other
                    for other in candidates(index, one.mentions[0], besides=one.unit.iri)
                    if other.place_code == one.unit.place_code
                ),
                SHOWN,
            )
        )
        for one in rows
    }
