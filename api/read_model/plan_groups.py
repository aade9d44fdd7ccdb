"""The plans of a scope in groups, by place, year or title, each with the scope that holds it alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from api.read_model.index import Index
from extract.messages import Message, message
from extract.units.places import NATION, ancestors, place_of
from graph.dataset.rows import PlanRow
from graph.dataset.scope import Scope

_LISTED = 100  # plans that a scope names one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroup:
    """Plans of one place, one year or one title, and the scope that holds them alone."""

    name: Message
    scope: Scope
    plans: tuple[PlanRow, ...]
    tasks: int
    assignments: int

    @property
    def address(self) -> str:
        """The address of their graph."""
        return f"/graph?scope={quote(str(self.scope))}"


def parted(index: Index, scope: Scope) -> tuple[PlanGroup, ...]:
    """Group the plans of an index by what parts them first: place, year, or title; the largest group is first.

    Args:
        index: the plans.
        scope: the scope they are of.
    """
    parts = next(
        (found for part in (_by_place, _by_year) if len(found := part(index.plans, scope)) > 1),
        _by_title(index.plans, scope),
    )
    tallies = index.rows.tallies("tasks", "assignments")

    def total(plans: Sequence[PlanRow], what: str) -> int:
        return sum(n for plan in plans for (of, _), n in tallies[plan.iri].items() if of == what)

    counted = (
        PlanGroup(
            name=name,
            scope=within,
            plans=tuple(plans),
            tasks=total(plans, "tasks"),
            assignments=total(plans, "assignments"),
        )
        for within, (name, plans) in parts.items()
    )
    return tuple(sorted(counted, key=lambda one: (-one.assignments, str(one.scope))))


_Parted = dict[Scope, tuple[Message, list[PlanRow]]]


def _by_place(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    """Part plans by the places directly below the smallest place that holds them all; its own plans are one group."""
    paths = {plan.iri: _path(plan.place_code) for plan in plans if place_of(plan.place_code)}
    columns = enumerate(zip(*paths.values(), strict=False))
    shared = next((n for n, codes in columns if len({*codes}) > 1), min(map(len, paths.values()), default=0))
    found: _Parted = {}
    for plan in plans:
        if plan.iri in paths:
            path = paths[plan.iri]
            own = len(path) <= shared
            code = path[-1] if own else path[shared]
            within = replace(scope, places=(code,), levels=(plan.level,) if own else scope.levels)
            found.setdefault(within, (_name(code, own=own), []))[1].append(plan)
    return found | _without_place([plan for plan in plans if plan.iri not in paths], scope)


def _without_place(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    """Part plans whose place is not known, so that a scope can name those of each group."""
    found: _Parted = {}
    for start in range(0, len(plans), _LISTED):
        some = list(plans[start : start + _LISTED])
        name = message("归属地未能确定（{first}–{last}）", first=start + 1, last=start + len(some))
        found[replace(scope, plans=tuple(plan.id for plan in some))] = (name, some)
    return found


def _name(code: str, *, own: bool) -> Message:
    """Name a group by its place; what is of a place itself and of none below it is 本级."""
    if code == NATION:
        return message("全国")
    place = place_of(code)
    name = place.name if place else code
    return message("{place}本级", place=name) if own else message("{place}", place=name)


def _path(code: str) -> tuple[str, ...]:
    """Give the codes from the nation down to a place."""
    return tuple(dict.fromkeys((NATION, *reversed(ancestors(code)), code)))


def _by_year(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    found: _Parted = {}
    for plan in plans:
        year = plan.issued[:4]
        if not year:
            return {}
        found.setdefault(replace(scope, years=(year,)), (message("{year}年", year=year), []))[1].append(plan)
    return found


def _by_title(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    return {
        replace(scope, plans=(plan.id,)): (message("{title}", title=plan.title or plan.source), [plan])
        for plan in plans
    }
