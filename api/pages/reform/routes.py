"""`/reform`: try a reform on paper, and see loads, clarity, orphans and overlaps before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import Words
from api.read_model.index import Index
from api.tables.model import Table
from api.tables.tasks import reform_tables
from extract.messages import Message
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import Corpus, UnitRow
from graph.errors import MeasureError
from graph.reform.proposal import Move, ReformProposal, carry_out
from graph.reform.reform_diff import Effect, effect
from graph.reform.succession import UnitSuccession, reform_years, successions
from ontology.reforms import reforms

SHOWN = 40
Names = Annotated[list[str], Query(max_length=20)]
Year = Annotated[int, Query(ge=0, le=9999)]
EXAMPLE_OLD, EXAMPLE_HEIR = "gov-legal-affairs", "justice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What was tried: the proposal, and what it does or why it cannot be carried out.

    Attributes:
        split: units that the table gives several heirs, where a table was applied.
        most: the largest number of tasks led, before or after, for the bars.
    """

    proposal: ReformProposal
    found: Effect | None = None
    fault: Message | None = None
    split: tuple[UnitSuccession, ...] = ()
    most: int = 0


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the reform."""
    router = APIRouter()

    @router.get("/reform")
    @router.get("/reform.{suffix}", include_in_schema=False)
    def reform(  # noqa: PLR0913, PLR0917  one parameter a field: the address is the form
        request: Request,
        year: Year = 0,
        old: Names = [],  # noqa: B006  FastAPI copies the default
        new: Names = [],  # noqa: B006  same
        dissolve: Names = [],  # noqa: B006  same
        task: Words = "",
        giver: Words = "",
        taker: Words = "",
    ) -> Response:
        index = renderer.index(request)
        moves = (Move(task=task.strip(), old=giver, new=taker),) if task.strip() or giver.strip() else ()
        tried = trial(
            index,
            ReformProposal(
                year=year if year in dict(reform_years()) else 0,
                merged=_pairs(old, new),
                dissolved=tuple(name for name in dissolve if name.strip()),
                moves=moves,
            ),
        )
        if tried.fault and request.path_params.get("suffix"):
            raise RefusedRequest(400, tried.fault)
        return renderer.answer(
            request,
            tables=lambda: reform_tables(tried.found or effect(Corpus(), Corpus())),
            template="reform/reform.html",
            context=lambda: {
                "index": index,
                "trial": tried,
                "found": tried.found,
                "merged": (*tried.proposal.merged, ("", "")),
                "definitions": DEFINITIONS,
                "tables": _tables(tried.found) if tried.found else {},
                "shown": SHOWN,
                "example": example(index),
                "years": reform_years(),
                "events": reforms().events,
            },
        )

    return router


def trial(index: Index, proposal: ReformProposal) -> Trial:
    """Carry a proposal out on paper; an empty one is not tried."""
    if proposal == ReformProposal():
        return Trial(proposal=proposal)
    try:
        after = carry_out(index.corpus, proposal)
    except MeasureError as error:
        return Trial(proposal=proposal, fault=error.message)
    found = effect(index.corpus, after)
    split = successions(index.corpus, proposal.year) if proposal.year else ()
    return Trial(
        proposal=proposal,
        found=found,
        split=tuple(row for row in split if len(row.heirs) > 1),
        most=max((max(row.led_before, row.led_after) for row in found.loads), default=0),
    )


def example(index: Index) -> tuple[UnitRow, UnitRow] | None:
    """Find the worked example: an office for legal affairs, and the justice bureau of the same place."""
    for unit in index.corpus.units:
        if unit.id == f"{unit.place_code}-{EXAMPLE_OLD}":
            heir = index.unit_by_id.get(f"{unit.place_code}-{EXAMPLE_HEIR}")
            if heir:
                return unit, heir
    return None


def _pairs(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Read the mergers line by line; a line left empty sets no condition."""
    return tuple((one, two) for one, two in zip_longest(old, new, fillvalue="") if one.strip() or two.strip())


def _tables(found: Effect) -> dict[str, Table]:
    """Give the tables of the page, with a cell for what each number was and is."""
    load, clarity, tasks, overlap = reform_tables(found)
    return {
        "load": load.only("unit_label", "led_after", "supported_after"),
        "clarity": clarity.only("clarity", "after"),
        "tasks_changed": tasks,
        "overlaps": overlap.only("a", "b", "shared_after", "verdict_before", "verdict_after").first(SHOWN),
    }
