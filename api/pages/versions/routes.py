"""`/plans/{id}/versions`: the versions of a document and their changes; `/versions/{id}`: an earlier version."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.edge.negotiation import Representation
from api.pages.frame.renderer import PageRenderer, download
from api.tables.model import Table, of_values
from extract.messages import message
from graph.compare.changes import TaskChange, changes
from graph.dataset.earlier import EarlierVersion, earlier, earlier_of
from graph.dataset.load import load_plan
from graph.dataset.rows import Corpus, PlanRow, TaskRow
from graph.store import Store
from ontology import iris


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """A version in the list, newest first, with what changed from the one before."""

    plan: PlanRow
    url: str
    current: bool
    changes: tuple[TaskChange, ...] | None  # None for the first version


def routes(renderer: PageRenderer, store: Store) -> APIRouter:
    """Give the routes of the versions."""
    router = APIRouter()

    @router.get("/plans/{plan_id}/versions")
    @router.get("/plans/{plan_id}/versions.{suffix}", include_in_schema=False)
    def versions(request: Request, plan_id: str) -> Response:
        index = renderer.library.index()
        plan = index.plan_by_id.get(plan_id)
        if plan is None:
            raise HTTPException(404)
        entries = entries_of(load_plan(store, plan.iri), history_of(store, plan))
        return renderer.answer(
            request,
            tables=lambda: (changes_table(entries),),
            template="versions/versions.html",
            context=lambda: {"index": index, "plan": plan, "entries": entries},
        )

    @router.get("/versions/{plan_id}")
    @router.get("/versions/{plan_id}.{suffix}", include_in_schema=False)
    def version(request: Request, plan_id: str) -> Response:
        found = earlier(store, f"{iris.ID}plan/{iris.segment(plan_id)}") if plan_id.strip(".") else None
        if found is None:
            return RedirectResponse(f"/plans/{iris.segment(plan_id)}", status_code=303)
        if renderer.representation(request, (Representation.HTML, Representation.TXT)) is Representation.TXT:
            return download(found.text.encode(), Representation.TXT, found.plan.id)
        context = {"duties": duties_of(found.corpus), "plan": found.plan, "text": found.text}
        return renderer.render(request, "versions/version.html", {**context, "current": _current(store, found)})

    return router


def duties_of(corpus: Corpus) -> tuple[tuple[TaskRow, tuple[tuple[str, str], ...]], ...]:
    """Give each task with the roles and names of its units."""
    names = {unit.iri: unit.name for unit in corpus.units}
    held: dict[str, list[tuple[str, str]]] = {task.iri: [] for task in corpus.tasks}
    for row in corpus.assignments:
        if row.counted:
            held[row.task].append((row.role, names[row.unit]))
    return tuple((task, tuple(held[task.iri])) for task in corpus.tasks)


def history_of(store: Store, plan: PlanRow) -> tuple[EarlierVersion, ...]:
    """Give the earlier versions of a plan, newest first."""
    found = {iri: earlier(store, iri) for iri in earlier_of(store, plan.document)}
    ordered: list[EarlierVersion] = []
    before = plan.replaces
    while (version := found.pop(before, None)) is not None:
        ordered.append(version)
        before = version.plan.replaces
    return (*ordered, *(version for _, version in sorted(found.items()) if version is not None))


def entries_of(current: Corpus, before: Sequence[EarlierVersion]) -> tuple[VersionEntry, ...]:
    """List the versions, newest first, each with what changed from the one before it."""
    corpora = (current, *(version.corpus for version in before))
    following: tuple[Corpus | None, ...] = (*corpora[1:], None)
    return tuple(
        VersionEntry(
            plan=corpus.plans[0],
            url=f"/plans/{corpus.plans[0].id}" if corpus is current else f"/versions/{corpus.plans[0].id}",
            current=corpus is current,
            changes=changes(older, corpus) if older else None,
        )
        for corpus, older in zip(corpora, following, strict=True)
    )


def changes_table(entries: Sequence[VersionEntry]) -> Table:
    """The changes as plain values."""
    return of_values(
        "changes",
        message("版本变化"),
        ("version", "file", "change", "ref", "task", "before", "after"),
        (
            (entry.plan.id, entry.plan.source, change.kind.value, change.task.ref, change.task.text, *_both(change))
            for entry in entries
            for change in entry.changes or ()
        ),
    )


def _both(change: TaskChange) -> tuple[str, str]:
    before, after = ("；".join(f"{role} {unit}" for role, unit in side) for side in (change.before, change.after))
    return before, after


def _current(store: Store, found: EarlierVersion) -> str:
    """Give the id of the version that counts."""
    plan = found.replaced_by
    while (newer := earlier(store, plan)) is not None:
        plan = newer.replaced_by
    return iris.last(plan)
