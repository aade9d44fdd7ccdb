"""Bring the parts of a reading together: sections, tasks, assignments, units, findings and the ledger."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract import findings
from extract.assign import Given, meanings_of, roles_of
from extract.audit import Cue, audit
from extract.cleaning import simplified, squeeze
from extract.compilation import further_plans
from extract.contradictions import contradictions
from extract.forms.running_sentence import Duty
from extract.headings import Headings
from extract.items import Outline
from extract.ledger import Mark, marks, tile
from extract.limits import deadlines_of, times_of
from extract.parts import Clause, ClauseShape
from extract.profile import Profile
from extract.proposals import Checked, Proposal, checked
from extract.readers.withheld import empty_finding, withheld_findings
from extract.records import (
    Assignment,
    Basis,
    Document,
    Extraction,
    Finding,
    LineState,
    Mention,
    Role,
    Span,
    Task,
    Unit,
    UnitKind,
)
from extract.roles import Meaning
from extract.running import read_sentences
from extract.tasks import Draft, TaskDrafts, left_of
from extract.units.gate import Refusal
from extract.units.identify import identify
from extract.units.resolution import Resolution

_BASES = {ClauseShape.TABLE: Basis.TABLE, ClauseShape.DUTY_LIST: Basis.DUTY_LIST}

DAMAGED = 0.5
"""How sure a reading is whose label has a letter lost or wrong."""
THRESHOLD = 0.6
"""A reading less sure than this is proposed: shown with its finding, and not counted until a person accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one draft comes to."""

    task: Task
    assignments: tuple[Assignment, ...]
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    assigned: bool  # whether a clause names somebody, be it in doubt


def gather(
    document: Document,
    outline: Outline,
    profile: Profile,
    reading: TaskDrafts,
    rows: tuple[Draft, ...],
    proposals: Iterable[Proposal] = (),
) -> Extraction:
    """Make the Extraction from what each stage found, in document order."""
    rows = tuple(row for row in rows if row.span.start >= profile.start)
    drafts = tuple(sorted((*reading.drafts, *rows), key=lambda d: (d.span.start, d.row, d.span.end)))
    unread = tuple(u.span for u in reading.unread) + tuple(s for row in rows for c in row.clauses for s in left_of(c))
    headings = Headings(document, outline, drafts)
    ids = _task_ids(document, drafts)
    refs = _task_refs(document, headings, drafts)
    said = read_sentences(outline.view, drafts, unread)
    proposed, refused = checked(document, tuple(draft.span for draft in drafts), proposals)
    read = [
        _read(
            document,
            profile,
            draft,
            _task(document, outline.view, headings, draft, (ids[n], refs[n])),
            (said[n], tuple(c for c in proposed if c.task == n)),
        )
        for n, draft in enumerate(drafts)
    ]
    tasks = tuple(r.task for r in read)
    assigned = frozenset(r.task.id for r in read if r.assigned)
    used = frozenset({*headings.used, *(d.item for d in drafts)})
    found = (
        *withheld_findings(document),
        *findings.numbering(document, outline, used),
        *further_plans(document, outline),
        *findings.unread(document, unread),
        *findings.columns(document),
        *(() if assigned else empty_finding(document)),
        *findings.home(document, profile.home),
        *findings.nobody(document, tasks, assigned),
        *contradictions(document, tasks, tuple(a for r in read for a in r.assignments)),
        *(f for r in read for f in r.findings),
        *refused,
        *(findings.blanket(document, rule.span, rule.items) for rule in profile.blanket),
    )
    cues = audit(document, outline.view, profile.plan.kind, _accounted(drafts, unread, said, profile, found))
    found = (*found, *(findings.unaccounted(document, cue.span) for cue in cues if not cue.ignored))
    units = _labelled(unit for r in read for unit in r.units)
    return Extraction(
        document=document, plan=profile.plan, sections=headings.sections, tasks=tasks,
        units=tuple(units[key] for key in sorted(units)), assignments=tuple(a for r in read for a in r.assignments),
        findings=tuple(sorted(found, key=lambda f: (f.span, f.code, f.task))),
        ledger=tile(len(document.text), (*marks(document, outline, profile, drafts, unread, headings), *_said_marks(said), *_blanket_marks(profile), *_cue_marks(cues)), document.text),
    )  # fmt: skip


_GENERAL = frozenset({"no-assignment", "empty-reading", "open-list", "unknown-unit"})
"""Findings that say nothing of the words they stand at: they account for no cue."""


def _accounted(
    drafts: Sequence[Draft],
    unread: Sequence[Span],
    said: Sequence[Sequence[Duty]],
    profile: Profile,
    found: Sequence[Finding],
) -> Iterator[Span]:
    """Yield what was read and what a Finding reports."""
    yield from unread
    for draft in drafts:
        yield from (clause.span for clause in draft.clauses if clause.shape is not ClauseShape.TABLE)
        parts = (part for clause in draft.clauses for part in clause.parts)
        yield from (item for part in parts for item in (*part.items, *part.left))
    yield from (span for span, _, _ in (*_said_marks(said), *_blanket_marks(profile)))
    if profile.order_rule is not None:
        yield profile.order_rule
    yield from (one.span for one in found if one.code not in _GENERAL)


def _cue_marks(cues: Sequence[Cue]) -> Iterator[Mark]:
    for cue in cues:
        if cue.ignored:
            yield cue.span, LineState.NOT_ASSIGNMENT, f"ignored/{cue.ignored}"
        else:
            yield cue.span, LineState.UNREAD, "unaccounted-cue"


def _labelled(units: Iterable[Unit]) -> dict[str, Unit]:
    """Give one unit an id: of several labels the one printed most, then the longest."""
    counts = Counter(units)
    return {unit.id: unit for unit in sorted(counts, key=lambda one: (counts[one], len(one.name), one.name))}


def _said_marks(said: Sequence[Sequence[Duty]]) -> Iterator[Mark]:
    for duty in (duty for duties in said for duty in duties):
        spans = (duty.label, *duty.items)
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        yield whole, LineState.READ, f"sentence/{duty.way}"


def _blanket_marks(profile: Profile) -> Iterator[Mark]:
    for rule in profile.blanket:
        yield rule.span, LineState.READ, "blanket-rule"


def _task_ids(document: Document, drafts: Sequence[Draft]) -> list[str]:
    seen: dict[str, int] = {}
    ids: list[str] = []
    for draft in drafts:
        key = hashlib.sha256(document.quote(draft.span).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[key] = seen.get(key, 0) + 1
        ids.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return ids


def _task_refs(document: Document, headings: Headings, drafts: Sequence[Draft]) -> list[str]:
    """Give each task its dotted reference; several tasks of one item are distinguished by ``~2``, ``~3`` ….

    A table row has the reference of its section and its serial number.
    """
    seen: dict[str, int] = {}
    refs: list[str] = []
    for draft in drafts:
        if draft.item >= 0:
            ref = headings.refs[draft.item]
        else:
            ref = ".".join(
                part
                for part in (headings.of(draft), squeeze(document.quote(draft.number)).strip("().、．（）"))
                if part
            )
        seen[ref] = seen.get(ref, 0) + 1
        refs.append(ref if seen[ref] == 1 else f"{ref}~{seen[ref]}")
    return refs


def _read(
    document: Document,
    profile: Profile,
    draft: Draft,
    task: Task,
    shown: tuple[tuple[Duty, ...], tuple[Checked, ...]],
) -> _Read:
    """Read one draft; ``shown`` are its duties in the running text and its proposals, which are not counted."""
    task_id = task.id
    assignments: list[Assignment] = []
    units: list[Unit] = []
    notes: list[Finding] = []
    beside = meanings_of(draft.clauses)
    for clause in draft.clauses:
        for given, resolution in _resolved(document, profile, clause, beside):
            if isinstance(resolution, Refusal):
                notes.append(findings.no_unit(document, given.item, resolution, task_id))
                continue
            units.append(resolution.unit)
            assignments.append(_assignment(document, task_id, clause, given, resolution))
            if not resolution.unit.registered and resolution.unit.kind is UnitKind.SINGLE:
                notes.append(findings.unknown_unit(document, given.item, task_id))
        notes.extend(_doubts(document, clause, task_id))
    assigned = bool(assignments)
    for one, resolution in (
        *_of_sentences(document, profile, task_id, shown[0], notes),
        *_of_proposals(document, profile, task_id, shown[1], notes),
    ):
        units.append(resolution.unit)
        assignments.append(one)
    return _Read(
        task=task, assignments=_once(assignments), units=tuple(units),
        findings=tuple(notes), assigned=assigned,
    )  # fmt: skip


def _doubts(document: Document, clause: Clause, task_id: str) -> Iterator[Finding]:
    """Report damaged labels, and lists that do not name everybody."""
    yield from (findings.damaged_label(document, label, task_id) for label in clause.damaged)
    for part in clause.parts:
        if part.open:
            yield findings.open_list(document, Span(part.items[0].start, part.items[-1].end), task_id)


def _once(assignments: Sequence[Assignment]) -> tuple[Assignment, ...]:
    seen: set[tuple[Role, Span]] = set()
    kept: list[Assignment] = []
    for one in assignments:
        if (one.role, one.mention.span) not in seen:
            seen.add((one.role, one.mention.span))
            kept.append(one)
    return tuple(kept)


def _resolved(
    document: Document, profile: Profile, clause: Clause, beside: frozenset[Meaning]
) -> Iterator[tuple[Given, Resolution | Refusal]]:
    """Resolve the mentions of a clause, list by list: a place word carries within its own list only."""
    first_leads = profile.order_rule is not None and clause.span.end > profile.order_from
    joint = profile.joint_from is not None and clause.span.end > profile.joint_from
    for givens in roles_of(clause, beside, first_leads=first_leads, marked_lead=profile.marked_lead, bare_joint=joint):
        names = [_name(document, given.item) for given in givens]
        yield from zip(givens, identify(names, profile.home), strict=True)


def _name(document: Document, item: Span) -> str:
    """Give a name as the registry writes it: without blanks, in simplified characters."""
    return simplified(squeeze(document.quote(item)))


def _of_sentences(
    document: Document, profile: Profile, task: str, said: Sequence[Duty], notes: list[Finding]
) -> Iterator[tuple[Assignment, Resolution]]:
    """Resolve the duties of the running text, list by list."""
    for duty in said:
        resolved = identify([_name(document, item) for item in duty.items], profile.home)
        for rank, (item, resolution) in enumerate(zip(duty.items, resolved, strict=True), start=1):
            if isinstance(resolution, Refusal):
                notes.append(findings.no_unit(document, item, resolution, task))
                continue
            mention = Mention(
                words=document.quote(item), span=item, role=duty.role, label=document.quote(duty.label), label_span=duty.label,
                rank=rank, of=len(duty.items), ranked=False,
            )  # fmt: skip
            yield Assignment(
                task=task, role=duty.role, mention=mention, unit=resolution.unit.id, basis=Basis.SENTENCE,
                rule=f"sentence/{duty.way}+{resolution.rule}", confidence=round(duty.confidence * resolution.confidence, 2),
            ), resolution  # fmt: skip


def _of_proposals(
    document: Document, profile: Profile, task: str, proposed: Sequence[Checked], notes: list[Finding]
) -> Iterator[tuple[Assignment, Resolution]]:
    """Resolve what was proposed, each name on its own; the confidence of the proposer is not used."""
    for one in proposed:
        (resolution,) = identify([_name(document, one.span)], profile.home)
        if isinstance(resolution, Refusal):
            notes.append(findings.no_unit(document, one.span, resolution, task))
            continue
        mention = Mention(
            words=document.quote(one.span), span=one.span, role=one.role, label="", label_span=Span(one.span.start, one.span.start),
            rank=1, of=1, ranked=False,
        )  # fmt: skip
        yield Assignment(
            task=task, role=one.role, mention=mention, unit=resolution.unit.id, basis=Basis.PROPOSED,
            rule=f"proposed+{resolution.rule}", confidence=round(resolution.confidence / 2, 2),
        ), resolution  # fmt: skip


def _assignment(document: Document, task: str, clause: Clause, given: Given, resolution: Resolution) -> Assignment:
    mention = Mention(
        words=document.quote(given.item), span=given.item, role=given.role, label=document.quote(given.label).strip()[:40],
        label_span=given.label, rank=given.rank, of=given.of, ranked=given.ranked,
    )  # fmt: skip
    sure = DAMAGED if clause.damaged else 1.0
    return Assignment(
        task=task, role=given.role, mention=mention, unit=resolution.unit.id, rule=f"{given.rule}+{resolution.rule}",
        basis=_BASES.get(clause.shape, Basis.CLAUSE) if sure >= THRESHOLD else Basis.PROPOSED, confidence=round(resolution.confidence * sure, 2),
    )  # fmt: skip


def _task(document: Document, view: str, headings: Headings, draft: Draft, names: tuple[str, str]) -> Task:
    task_id, ref = names
    number = document.quote(draft.number).rstrip(":： ").strip()  # 问题1：
    whole = draft.title.length and draft.title.end >= draft.clauses[0].span.start if draft.clauses else False
    title = "" if whole or document.quote(draft.title).rstrip().endswith("。") else document.quote(draft.title).strip()
    section = headings.of(draft)
    return Task(
        id=task_id, ref=ref, number=squeeze(number), title=title, text=document.quote(draft.span), section=section,
        span=draft.span, deadlines=deadlines_of(document, draft), times=times_of(document, view, draft),
    )  # fmt: skip
