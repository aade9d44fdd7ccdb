"""`/corrections`: what people changed, what became of it, and the way back; in and out as a table."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD
from api.corrections.revising import Result
from api.corrections.signing import signed_now
from api.edge import forms
from api.edge.negotiation import Representation, language_of
from api.edge.refusal import RefusedRequest
from api.edge.uploads import checked, receive
from api.pages.corrections.api import CorrectionProposal, carry_out, check_seen
from api.pages.frame.renderer import TABLE_REPRESENTATIONS, PageRenderer, download, written
from api.pages.frame.sorting import PageNumber, Words, cut
from api.read_model.index import ROLES, Index
from api.tables.corrections import corrections_table, moved_table, saves, saves_table
from api.writer import Writer
from extract.messages import message
from graph.corrections import PLAN_FIELDS, BadCorrectionError, Change, Correction
from graph.corrections.csv import from_csv, from_store, to_csv
from graph.corrections.store import HistoryEntry, apply_all
from ontology import iris

FIELDS = ("change", "target", "value", "role", "words", "who", "why")


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the corrections page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/corrections")
    @router.get("/corrections.{suffix}")
    def listed(request: Request, done: Words = "", back: Words = "", page: PageNumber = 1) -> Response:
        representation = renderer.representation(request, TABLE_REPRESENTATIONS)
        if representation is Representation.CSV:
            return download(to_csv(from_store(writer.store)), representation, "corrections")
        entries = tuple(reversed(writer.revisions.history()))
        if representation is not Representation.HTML:
            body = written((corrections_table(entries),), representation, language_of(request))
            return download(body, representation, "corrections")
        index, result = renderer.library.index(), writer.revisions.result(done)
        shown = cut(saves(entries), sort="", order="up", page=page, size=renderer.settings.page_rows)
        context = {
            "index": index,
            "names": ResourceNames(index, entries),
            "cut": shown,
            "tables": {
                "corrections": saves_table(shown.rows),
                "moved": moved_table(result.moved if result else ()),
            },
            "done": result,
            "roles": ROLES,
            "back": forms.local(back, ""),
        }
        return renderer.render(request, "corrections/corrections.html", context)

    @router.post("/corrections")
    async def correct(request: Request) -> Response:
        renderer.sessions.check_caller(request)
        given = await forms.fields(request)
        person = renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        proposal = proposed({**given, "who": person.signs(given.get("who", ""))})
        result, others = await asyncio.to_thread(_carried_out, writer, proposal, given)
        if result is None:
            return _overtaken(renderer, writer, request, given, others)
        renderer.sessions.record(request, person, Deed.CORRECTED, f"{proposal.change} {proposal.target}")
        done = result.corrections[-1] if result.corrections else ""
        return _seen(done, proposal.who, forms.local(given.get("back", ""), ""))

    @router.post("/corrections/import")
    async def take(request: Request) -> Response:
        renderer.sessions.check_caller(request)
        folder = await asyncio.to_thread(writer.uploads.make)
        uploaded = await receive(request, writer.settings, folder)
        try:
            person = renderer.sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
            table = await asyncio.to_thread(checked(uploaded.files, folder)[0].path.read_bytes)
        finally:
            await asyncio.to_thread(_clear, folder)
        await asyncio.to_thread(_take, writer, table)
        renderer.sessions.record(request, person, Deed.CORRECTED, uploaded.files[0].name)
        return RedirectResponse("/corrections", status_code=303)

    return router


def proposed(given: Mapping[str, str]) -> CorrectionProposal:
    """Read a change from a form.

    Raises:
        RefusedRequest: 400, when a field is missing or too long.
    """
    parts = tuple(value for name, value in given.items() if name.startswith("part:"))
    try:
        return CorrectionProposal.model_validate(
            {
                **{name: given.get(name, "") for name in FIELDS},
                "start": given.get("start") or 0,
                "end": given.get("end") or 0,
                "parts": parts,
                "seen": given.get("seen") or None,
            }
        )
    except ValidationError as error:
        raise RefusedRequest(
            400,
            message("更正没有填写完整：请写明改什么、谁改的、为什么。"),
        ) from error


def _carried_out(
    writer: Writer, proposal: CorrectionProposal, given: Mapping[str, str]
) -> tuple[Result | None, tuple[HistoryEntry, ...]]:
    """Carry a proposal out, or give what other people corrected of the same plan meanwhile."""
    with writer.store.alone():
        others = check_seen(writer, proposal)
        if others:
            return None, others
        if proposal.change == Change.DESCRIBE:
            return writer.revisions.correct(_described(writer, proposal, given)), ()
        return carry_out(writer, proposal), ()


def _described(writer: Writer, proposal: CorrectionProposal, given: Mapping[str, str]) -> tuple[Correction, ...]:
    """Give a correction for each field of a plan that a form changes.

    Raises:
        RefusedRequest: 400 where nothing differs.
    """
    plan = writer.revisions.index().plan_of.get(proposal.target)
    signed = signed_now(proposal.who, proposal.why)
    changed = [
        signed.correction(Change.DESCRIBE, proposal.target, value=given[name].strip(), parts=(name,))
        for name in PLAN_FIELDS
        if name in given and (plan is None or given[name].strip() != getattr(plan, name))
    ]
    if not changed:
        raise RefusedRequest(400, message("方案信息没有改动。"))
    return tuple(changed)


def _overtaken(
    renderer: PageRenderer, writer: Writer, request: Request, given: Mapping[str, str], others: Sequence[HistoryEntry]
) -> Response:
    """Show what other people corrected meanwhile, and let the same form be sent again."""
    index, entries = renderer.library.index(), writer.revisions.history()
    context = {
        "names": ResourceNames(index, entries),
        "table": saves_table(saves(tuple(reversed(others)))),
        "roles": ROLES,
        "given": {**given, "seen": str(len(entries))},
        "back": forms.local(given.get("back", ""), "/corrections"),
    }
    return renderer.render(request, "corrections/changed.html", context, status=409)


def _seen(name: str, who: str, back: str) -> Response:
    """Show what came of a correction, and keep the name for the next."""
    address = f"/corrections?done={name}" + (f"&back={quote(back, safe='')}" if back else "")
    response = RedirectResponse(address, status_code=303)
    forms.remember_who(response, who)
    return response


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _take(writer: Writer, table: bytes) -> None:
    """Add the corrections of a table that are not there yet, in its order."""
    try:
        read = from_csv(table)
    except BadCorrectionError as error:
        raise RefusedRequest(400, error.message) from error
    there = {one.iri for one in from_store(writer.store)}
    with writer.library.changing():
        apply_all(writer.store, [one for one in read if one.iri not in there])


class ResourceNames:
    """Give what an IRI of a correction names, in words."""

    def __init__(self, index: Index, entries: Sequence[HistoryEntry]) -> None:
        self._index = index
        self._numbers = {entry.correction.iri: entry.number for entry in entries}
        self._assignments = index.assignment_of
        self._findings = index.finding_of

    def of(self, iri: str) -> str:
        """Give a name; the last part of the IRI where the thing is not there."""
        index = self._index
        if iri in self._numbers:
            return f"#{self._numbers[iri]}"
        if iri in index.unit_of:
            return index.unit_of[iri].name
        if iri in self._assignments:
            row = self._assignments[iri]
            return f"“{row.mention}”（{index.task_of[row.task].ref}）"
        if iri in index.task_of:
            task = index.task_of[iri]
            return f"{task.ref} {task.title or task.text[:20]}"
        if iri in self._findings:
            return f"“{self._findings[iri].quote[:20]}”"
        plan = index.plan_of.get(iri)
        last = iris.last(iri) if iri.startswith(iris.ID) else iri
        return (plan.title or plan.source) if plan is not None else last

    def url(self, iri: str) -> str:
        """Give the page of a thing; empty where it has none."""
        index = self._index
        if iri in self._numbers:
            return f"#n{self._numbers[iri]}"
        if iri in index.unit_of:
            return index.unit_url(index.unit_of[iri])
        if iri in index.plan_of:
            return index.plan_url(index.plan_of[iri])
        if iri in self._assignments:
            return index.place_url(self._assignments[iri].plan, self._assignments[iri].start)
        if iri in index.task_of:
            return index.task_url(index.task_of[iri])
        return index.plan_url(index.plan_of[iri]) if iri in index.plan_of else ""
