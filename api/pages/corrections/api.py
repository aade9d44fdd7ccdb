"""Corrections for programs: list them, add one, with the numbers that moved. Writing takes the token."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any  # the framework's own type of described answers

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.accounts.log import Deed
from api.accounts.sessions import TOKEN_SCHEME
from api.corrections.candidates import candidates
from api.corrections.revising import Result
from api.corrections.signing import QuotedPlace, Signature, short, signed_now
from api.edge import forms
from api.edge.negotiation import language_of
from api.edge.preconditions import etag, expected, unchanged
from api.edge.refusal import Fault, RefusedRequest
from api.locale.terms import TERMS
from api.writer import Writer
from extract.messages import message
from extract.records import Role
from graph.corrections import Change, Correction, saved_together, undone
from graph.corrections.csv import from_store
from graph.corrections.store import CorrectionState, HistoryEntry
from ontology import iris
from ontology.catalogue import Language

REFUSED: dict[int | str, dict[str, Any]] = {status: {"model": Fault} for status in (400, 401, 403, 409, 412, 413, 415)}
Name = Annotated[str, Field(max_length=300)]


class CorrectionProposal(BaseModel):
    """One change that a person wants.

    Attributes:
        change: as the corrections table has it; see ``graph.corrections.records.Change``.
        target: the IRI of the unit, assignment, task, finding or correction; for ``undo`` the short name does.
        words: for ``move`` all words of the new stretch, or none, or without ``start`` and ``end`` its first words,
            with the last ones as ``value``.
        seen: how many corrections there were when the author looked; later ones by others about the same plan refuse it.
    """

    model_config = ConfigDict(extra="forbid")

    change: str = Field(pattern=f"^({'|'.join(Change)})$")
    target: Name
    value: Name = ""
    role: str = Field(default="", pattern=f"^({'|'.join(Role)}|)$")
    words: Annotated[str, Field(max_length=10_000)] = ""
    start: Annotated[int, Field(ge=0, le=10**8)] = 0
    end: Annotated[int, Field(ge=0, le=10**8)] = 0
    parts: Annotated[tuple[Name, ...], Field(max_length=1000)] = ()
    seen: Annotated[int, Field(ge=0, le=10**8)] | None = None
    who: Annotated[str, Field(min_length=1, max_length=100)]
    why: Annotated[str, Field(min_length=1, max_length=1000)]


BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": CorrectionProposal.model_json_schema()}},
    }
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAnswer:
    """A correction of the store as JSON has it."""

    number: int
    name: str
    change: Change
    target: str
    value: str
    role: str
    words: str
    start: int
    end: int
    parts: tuple[str, ...]
    who: str
    when: str
    why: str
    state: CorrectionState
    plans: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit to choose."""

    iri: str
    id: str
    name: str
    kind: str


def routes(writer: Writer) -> APIRouter:
    """Give the routes of the corrections."""
    router = APIRouter(prefix="/api/corrections", tags=["corrections"])

    @router.get("")
    def listed(request: Request, response: Response) -> tuple[EntryAnswer, ...]:
        """List the corrections, oldest first, with what became of each; the ETag is for ``If-Match``."""
        response.headers["ETag"] = etag(writer.store.revision)
        return tuple(_answer(entry, language_of(request)) for entry in writer.revisions.history())

    @router.post("", status_code=201, responses=REFUSED, openapi_extra=BODY, dependencies=[Depends(TOKEN_SCHEME)])
    async def add(request: Request) -> Result:
        """Carry one change out and give the numbers that moved."""
        person = writer.sessions.check_writer(request)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RefusedRequest(415, message("请以 application/json 发送。"))
        try:
            proposal = CorrectionProposal.model_validate_json(await forms.body(request))
        except ValidationError as error:
            raise RefusedRequest(400, message("无法识别这条更正：{first}", first=_first(error))) from error
        proposal = proposal.model_copy(update={"who": person.signs(proposal.who)})
        result = await asyncio.to_thread(_carried_out, writer, proposal, expected(request))
        writer.sessions.record(request, person, Deed.CORRECTED, f"{proposal.change} {proposal.target}")
        return result

    @router.get("/units", responses={400: {"model": Fault}})
    def units(q: Annotated[str, Query(max_length=100)] = "") -> tuple[UnitChoice, ...]:
        """Find units to choose from by words of their names."""
        found = candidates(writer.revisions.index(), q)
        return tuple(UnitChoice(iri=unit.iri, id=unit.id, name=unit.name, kind=unit.kind) for unit in found)

    return router


def _first(error: ValidationError) -> str:
    """The first thing wrong with a body, by field."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"


def _carried_out(writer: Writer, proposal: CorrectionProposal, seen: int | None) -> Result:
    """Carry a proposal out if what it is about is as its author has seen it."""
    graphs = None if seen is None else writer.about(proposal.target)
    with unchanged(writer.store, seen, graphs):
        others = check_seen(writer, proposal)
        if others:
            raise _overtaken(others, len(writer.revisions.history()))
        return carry_out(writer, proposal)


def _overtaken(others: Sequence[HistoryEntry], now: int) -> RefusedRequest:
    last = others[-1].correction
    refusal = RefusedRequest(
        409,
        message(
            "在您打开页面之后，{who} 已更正这份方案（{n} 处）：{change}“{words}”。请查看后再保存；再次保存即按您的更正执行。",
            who=last.who,
            n=len(others),
            change=TERMS["change"][last.change],
            words=last.words[:40] or last.value[:40],
        ),
    )
    refusal.headers = {"ETag": etag(now)}
    return refusal


def carry_out(writer: Writer, proposal: CorrectionProposal) -> Result:
    """Carry out what a person proposes.

    Raises:
        BadCorrectionError: when it does not fit; the store stays as it was.
        RefusedRequest: 409, when the words or the mention it is about are not there.
    """
    signed = signed_now(proposal.who, proposal.why)
    change = Change(proposal.change)
    if change is Change.UNDO:
        return writer.revisions.correct(_undoings(writer, signed, proposal.target))
    correction = signed.correction(
        change,
        proposal.target,
        value="" if change is Change.MOVE else proposal.value,
        role=proposal.role,
        place=_place(writer, change, proposal),
        parts=proposal.parts,
    )
    return writer.revisions.correct((correction,))


def _undoings(writer: Writer, signed: Signature, target: str) -> tuple[Correction, ...]:
    """Undo a correction and what was saved with it, the last one first."""
    iri = target if "/" in target else f"{iris.ID}correction/{target}"
    there = from_store(writer.store)
    gone = undone(there)
    together = [one.iri for one in saved_together(there, iri) if one.iri == iri or one.iri not in gone]
    return tuple(signed.correction(Change.UNDO, one) for one in reversed(together or [iri]))


def check_seen(writer: Writer, proposal: CorrectionProposal) -> tuple[HistoryEntry, ...]:
    """Give what others corrected of the same plan after the author of a proposal looked."""
    if proposal.seen is None:
        return ()
    index = writer.revisions.index()
    unit = index.unit_of.get(proposal.target)
    graphs = {row.plan for row in index.of_unit(unit)} if unit else writer.about(proposal.target)
    return writer.revisions.by_others(proposal.seen, proposal.who, graphs)


def _place(writer: Writer, change: Change, proposal: CorrectionProposal) -> QuotedPlace:
    """Where the words of a proposal are; those of an addition are looked for in its task when no place is given."""
    if change is Change.ADD and not proposal.end:
        found = writer.revisions.find(proposal.target, proposal.words)
        if found is None:
            words = proposal.words[:40]
            raise RefusedRequest(
                409,
                message("这项任务的原文里没有“{words}”。请照录原文。", words=words),
            )
        return found
    if change is Change.MOVE and not (proposal.words and proposal.end):
        return _stretch(writer, proposal)
    return QuotedPlace(words=proposal.words, start=proposal.start, end=proposal.end)


def _stretch(writer: Writer, proposal: CorrectionProposal) -> QuotedPlace:
    """The new stretch of a task, by its offsets or by its first and last words."""
    if not proposal.end:
        found = writer.revisions.stretch(proposal.target, proposal.words, proposal.value)
    else:
        task = writer.revisions.index().task_of.get(proposal.target)
        found = writer.revisions.words(task.plan, proposal.start, proposal.end) if task else None
    if found is None:
        raise RefusedRequest(
            409,
            message("这项任务附近的原文里没有这样的开头和结尾。请照录原文。"),
        )
    return found


def _answer(entry: HistoryEntry, language: Language) -> EntryAnswer:
    one = entry.correction
    return EntryAnswer(
        number=entry.number,
        name=short(one.iri),
        change=one.change,
        target=one.target,
        value=one.value,
        role=one.role,
        words=one.words,
        start=one.start,
        end=one.end,
        parts=one.parts,
        who=one.who,
        when=one.when,
        why=one.why,
        state=entry.state,
        plans=entry.plans,
        reason=entry.reason.render(language) if entry.reason else "",
    )
