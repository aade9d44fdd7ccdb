"""Follow who leads and supports what from one plan to the next: what was continued, gained and lost, and why.

A plan is compared with the latest plan before it, of the same place, whose title is about the same. Where hardly any
task of the two is the same, they are on other subjects, and nothing is said of gains and losses.

Guarantees:
    1. Each unit that leads or supports a task in one of two plans has one row for it: continued, gained, lost, or the
       change between lead and support.
    2. A reason rests on a sure match of tasks, on the absence of any match, or on a reform of the tables that lies
       between the two plans; else it is ``NOT_IN_DATA``.
    3. Plans without a date or a place are in no step, nor are two whose order in time is not known.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from extract.records import DocumentKind, Role
from graph.compare.decisions import PairEntry
from graph.compare.plans import Comparison, TaskMatch, aligned
from graph.compare.similarity import vectors
from graph.dataset.rows import Corpus, PlanRow, TaskRow, UnitRow
from graph.measures.overlap import BEARERS
from graph.measures.views import of_plans
from graph.reform.succession import transfer_between
from ontology.reforms import Transfer

PLANNING = frozenset({"", DocumentKind.PLAN, DocumentKind.NOTICE})
"""The kinds of documents that say who has to do what; empty where the kind is not known."""

REPORTING = frozenset({DocumentKind.REPORT, DocumentKind.LEDGER})
"""The kinds of documents that say what was done."""

_LIKE = 0.1  # the least cosine of two titles, without the name of their place and numbers
_NEARLY = 0.8  # of the most alike title: so much alike is an earlier plan of the same row
_IN_COMMON = 0.1  # of the tasks of the shorter plan: so many have a sure match in plans on one subject
_LEAST_IN_COMMON = 2  # the same as a number of tasks
_NEVER = 9999_99_99  # the last day of a document that is before none
_BLOCK = 512  # titles at a time, so that the table of all pairs is never in memory
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_DIGITS = re.compile(r"[\d〇○一二三四五六七八九十]+年?")


class DutyChange(StrEnum):
    """What became of a duty."""

    KEPT = "kept"
    GAINED = "gained"
    LOST = "lost"
    TO_SUPPORT = "to_support"  # led before, supported after
    TO_LEAD = "to_lead"  # supported before, led after
    SUPPORT_KEPT = "support_kept"
    SUPPORT_GAINED = "support_gained"
    SUPPORT_LOST = "support_lost"


GAINING = frozenset({DutyChange.GAINED, DutyChange.SUPPORT_GAINED})
"""The changes to a duty that the earlier plan does not give the unit."""


class ChangeReason(StrEnum):
    """What the data show of why."""

    CONTINUED = "continued"  # of a duty that is kept
    OTHER_ROLE = "other_role"  # the unit leads it in one plan and supports it in the other
    REFORM = "reform"  # the unit on the other side is its successor, or predecessor, by a reform between the plans
    OTHER_LEADS = "other_leads"  # another unit bears it in the other plan
    NO_LEAD = "no_lead"  # the other plan has it, and names no unit that bears it
    NOT_NAMED = "not_named"  # the other plan has it, and does not name the unit that supports it
    NO_COUNTERPART = "no_counterpart"  # the other plan does not have it
    NOT_IN_DATA = "not_in_data"  # the other plan has at most a task that may be the same


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A plan and the one before it."""

    earlier: PlanRow
    later: PlanRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDuty:
    """A duty of a unit in one of two plans, and what became of it.

    Attributes:
        before: the task in the earlier plan; None where it is gained and has no counterpart.
        after: the task in the later plan; None where it is lost and has no counterpart.
        match: of the two tasks.
        others: who is responsible in the other plan, where it is not the unit.
        role: the role of the unit in the other plan, where it has another duty there or none.
        reform: the transfer by which it passed on.
    """

    step: PlanStep
    unit: UnitRow
    change: DutyChange
    reason: ChangeReason
    before: TaskRow | None
    after: TaskRow | None
    match: TaskMatch | None = None
    others: tuple[UnitRow, ...] = ()
    role: str = ""
    reform: Transfer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChanges:
    """All changes of a step, first those of the earlier plan in its order; none where the plans are not ``comparable``."""

    step: PlanStep
    comparable: bool
    rows: tuple[ChangedDuty, ...]

    def of(self, unit: str) -> tuple[ChangedDuty, ...]:
        """Give the changes of one unit, by its IRI."""
        return tuple(row for row in self.rows if row.unit.iri == unit)


def plan_steps(
    plans: Sequence[PlanRow], naming: Collection[str] | None = None, later: frozenset[str] = PLANNING
) -> tuple[PlanStep, ...]:
    """Find the plan before each plan, by date.

    Args:
        plans: all plans.
        naming: IRIs of plans of which a step must hold one; None for all steps.
        later: the kinds of the later documents.
    """
    asked = frozenset(plan.iri for plan in plans) if naming is None else frozenset(naming)
    places: dict[str, list[PlanRow]] = defaultdict(list)
    for plan in plans:
        if plan.place_code and _DATE.fullmatch(plan.issued) and plan.kind in PLANNING | later:
            places[plan.place_code].append(plan)
    wanted = (group for group in places.values() if any(plan.iri in asked for plan in group))
    kept = (step for group in wanted for step in _steps(group, later) if {step.earlier.iri, step.later.iri} & asked)
    return tuple(sorted(kept, key=lambda step: (step.later.issued, step.later.iri)))


def step_changes(corpus: Corpus, step: PlanStep, decided: Sequence[PairEntry] = ()) -> StepChanges:
    """Say what became of each duty from a plan to the next.

    Args:
        corpus: both plans, and perhaps others.
        step: the two plans.
        decided: what people decided of pairs of tasks, as far as it is in force.

    Raises:
        MeasureError: when a plan is unknown.
    """
    facts = _Duties(of_plans(corpus, (step.earlier.iri, step.later.iri)), step, decided)
    if not facts.on_one_subject():
        return StepChanges(step=step, comparable=False, rows=())
    return StepChanges(step=step, comparable=True, rows=tuple(facts.rows()))


class _Duties:
    """The tasks of two plans, their matches, and who has which role in them."""

    def __init__(self, corpus: Corpus, step: PlanStep, decided: Sequence[PairEntry]) -> None:
        self.step = step
        self.found: Comparison = aligned(corpus, step.earlier.iri, step.later.iri, decided)
        self.tasks = {
            plan.iri: [task for task in corpus.tasks if task.plan == plan.iri] for plan in (step.earlier, step.later)
        }
        self.units = {unit.iri: unit for unit in corpus.units}
        self.bearers: dict[str, dict[str, None]] = defaultdict(dict)
        self.roles: dict[tuple[str, str], str] = {}
        for row in corpus.assignments:
            if row.counted and row.role in BEARERS:
                self.bearers[row.task][row.unit] = None
            elif row.counted and self.roles.get((row.task, row.unit)) != Role.SUPPORT:
                self.roles[row.task, row.unit] = row.role
        self.supporters: dict[str, dict[str, None]] = defaultdict(dict)
        for (task, unit), role in self.roles.items():
            if role == Role.SUPPORT and unit not in self.bearers[task]:
                self.supporters[task][unit] = None

    def on_one_subject(self) -> bool:
        """Say whether enough tasks are surely the same."""
        sure = [match for match in self.found.matches if match.sure]
        common = min(len({match.left.iri for match in sure}), len({match.right.iri for match in sure}))
        fewer = min(map(len, self.tasks.values()))
        return common > 0 and common >= max(min(_LEAST_IN_COMMON, fewer), _IN_COMMON * fewer)

    def rows(self) -> Iterator[ChangedDuty]:
        lefts, rights = defaultdict(list), defaultdict(list)
        for match in self.found.matches:
            lefts[match.left.iri].append(match)
            rights[match.right.iri].append(match)
        for task in self.tasks[self.step.earlier.iri]:
            for unit in self._holders(task):
                yield self._of_earlier(unit, task, lefts[task.iri])
        for task in self.tasks[self.step.later.iri]:
            yield from self._gains(task, rights[task.iri])

    def _gains(self, task: TaskRow, matches: Sequence[TaskMatch]) -> Iterator[ChangedDuty]:
        """Say of each unit with a duty of the later plan alone why it has it."""
        before = {unit for match in matches for unit in self._holders(match.left)}
        for unit in (one for one in self._holders(task) if one not in before):
            change = DutyChange.GAINED if unit in self.bearers[task.iri] else DutyChange.SUPPORT_GAINED
            yield self._changed(unit, task, matches, change)

    def _holders(self, task: TaskRow) -> tuple[str, ...]:
        """Give the units that lead a task, then those that support it."""
        return (*self.bearers[task.iri], *self.supporters[task.iri])

    def _of_earlier(self, unit: str, task: TaskRow, matches: Sequence[TaskMatch]) -> ChangedDuty:
        """Say what became of a duty of the earlier plan."""
        led = unit in self.bearers[task.iri]
        same, other = (self.bearers, self.supporters) if led else (self.supporters, self.bearers)
        kept = [match for match in matches if unit in same[match.right.iri]]
        turned = [match for match in matches if unit in other[match.right.iri]]
        if kept or turned:
            best = _best(kept or turned)
            kind = DutyChange.KEPT if led else DutyChange.SUPPORT_KEPT
            turn = DutyChange.TO_SUPPORT if led else DutyChange.TO_LEAD
            return ChangedDuty(
                step=self.step,
                unit=self.units[unit],
                change=kind if kept else turn,
                reason=ChangeReason.CONTINUED if kept else ChangeReason.OTHER_ROLE,
                before=task,
                after=best.right,
                match=best,
                others=() if kept else self._named(self.bearers, best.right, unit),
                role="" if kept else Role.SUPPORT if led else Role.LEAD,
            )
        return self._changed(unit, task, matches, DutyChange.LOST if led else DutyChange.SUPPORT_LOST)

    def _named(
        self, holders: Mapping[str, Iterable[str]], task: TaskRow | None, without: str = ""
    ) -> tuple[UnitRow, ...]:
        return tuple(self.units[iri] for iri in holders[task.iri] if iri != without) if task else ()

    def _changed(self, unit: str, task: TaskRow, matches: Sequence[TaskMatch], change: DutyChange) -> ChangedDuty:
        """Say why a duty is in one plan alone."""
        gained, led = change in GAINING, unit in self.bearers[task.iri]
        sure = [match for match in matches if match.sure]
        match = _best(sure or matches) if matches else None
        other = None if match is None else match.left if gained else match.right
        surely = other if sure else None
        others = self._named(self.bearers, surely)
        held = others if led else self._named(self.supporters, surely)
        reform = self._reform(self.units[unit], held, task, gained=gained)
        without = (ChangeReason.OTHER_LEADS if others else ChangeReason.NO_LEAD) if led else ChangeReason.NOT_NAMED
        return ChangedDuty(
            step=self.step,
            unit=self.units[unit],
            change=change,
            reason=_reason(matches, sure, reform, without),
            before=other if gained else task,
            after=task if gained else other,
            match=match,
            others=others,
            role=self.roles.get((other.iri, unit), "") if other else "",
            reform=reform,
        )

    def _reform(self, unit: UnitRow, others: Iterable[UnitRow], task: TaskRow, *, gained: bool) -> Transfer | None:
        """Find the reform between the two plans by which the duty passed from one unit to the other."""
        for other in others:
            old, new = (other, unit) if gained else (unit, other)
            found = transfer_between(old, new, self.step.earlier.issued, self.step.later.issued, task.text)
            if found:
                return found
        return None


def _best(matches: Sequence[TaskMatch]) -> TaskMatch:
    return max(matches, key=lambda match: (match.likelihood, match.confirmed))


def _reason(
    matches: Sequence[TaskMatch], sure: Sequence[TaskMatch], reform: Transfer | None, without: ChangeReason
) -> ChangeReason:
    """Give the reason; ``without`` a reform, where the other plan surely has the task."""
    if not matches:
        return ChangeReason.NO_COUNTERPART
    if not sure:
        return ChangeReason.NOT_IN_DATA
    return ChangeReason.REFORM if reform else without


def _steps(plans: Sequence[PlanRow], later: frozenset[str]) -> Iterator[PlanStep]:
    """Find the plan before each plan of one place: the latest of those whose titles are most alike."""
    ordered = sorted(plans, key=lambda plan: (plan.issued, plan.iri))
    titles = vectors([_subject(plan) for plan in ordered])
    first, last = _days(ordered, "0"), _days(ordered, "9")
    last[[plan.kind not in PLANNING for plan in ordered]] = _NEVER
    for start in range(0, len(ordered), _BLOCK):
        likeness = (titles[start : start + _BLOCK] @ titles.T).toarray()
        likeness[last[None, :] >= first[start : start + _BLOCK, None]] = 0.0  # not surely earlier
        least = np.maximum(likeness.max(axis=1) * _NEARLY, _LIKE)
        for row, near in enumerate(likeness >= least[:, None] - 1e-9):
            if near.any() and ordered[start + row].kind in later:
                yield PlanStep(earlier=ordered[int(np.flatnonzero(near)[-1])], later=ordered[start + row])


def _days(plans: Sequence[PlanRow], unknown: str) -> npt.NDArray[np.int64]:
    """Give the dates as numbers; what is not known of one is the lowest or the highest."""
    return np.array([int(plan.issued.replace("-", "").ljust(8, unknown)) for plan in plans], dtype=np.int64)


def _subject(plan: PlanRow) -> str:
    """Give the title without the name of the place and the years."""
    title = plan.title or plan.source
    return _DIGITS.sub("", title.replace(plan.place_name, "") if plan.place_name else title)
