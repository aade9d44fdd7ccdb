"""The drafts under review, each of who brought it, in memory and in a folder that goes with it.

Guarantees:
    1. A draft is shown to the session that brought it, and to no other.
    2. Nothing of it enters the store; of more than ``MOST`` drafts the oldest goes, with its folder.
"""

import secrets
import shutil
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from api.imports.border import DocumentReading
from api.reports.lint import Remark
from extract.formats import Format
from extract.records import Document
from graph.cases.records import Case, CaseEntry, CaseState, Matter
from graph.dataset.rows import PlanRow
from ontology.catalogue import Language

MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about a remark; the note goes into its comment."""

    state: CaseState = CaseState.OPEN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft with what is remarked on it, and what was decided of each remark by its number."""

    id: str
    owner: str
    folder: Path
    file: Path
    name: str
    reading: DocumentReading
    remarks: tuple[Remark, ...]
    decisions: Mapping[int, Decision] = field(default_factory=dict)

    def decision(self, number: int) -> Decision:
        """Give what was decided about a remark."""
        return self.decisions.get(number, Decision())

    def commented(self) -> tuple[Remark, ...]:
        """Give the remarks that are not dismissed, each with its note."""
        return tuple(
            _with_note(one, self.decision(number).note)
            for number, one in enumerate(self.remarks)
            if self.decision(number).state is not CaseState.DISMISSED
        )

    def cases(self, person: str) -> tuple[Case, ...]:
        """Give the remarks that were decided as the cases of a memo, dealt with by a person."""
        return tuple(
            _case(number, self.remarks[number], self.reading.corpus.plans[0], decision, person)
            for number, decision in sorted(self.decisions.items())
        )

    @property
    def is_word(self) -> bool:
        """Whether the comments go into the file itself; another form is typed anew."""
        return self.name.lower().endswith(".docx")


class Drafts:
    """The drafts of one server."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._lock = Lock()

    def add(self, draft: Draft) -> None:
        """Take a draft in."""
        with self._lock:
            self._drafts[draft.id] = draft
            gone = [self._drafts.popitem(last=False)[1] for _ in range(len(self._drafts) - MOST)]
        for one in gone:
            shutil.rmtree(one.folder, ignore_errors=True)

    def find(self, draft_id: str, owner: str) -> Draft | None:
        """Give a draft to who brought it."""
        with self._lock:
            draft = self._drafts.get(draft_id)
        return draft if draft is not None and draft.owner == owner else None

    def of(self, owner: str) -> tuple[Draft, ...]:
        """Give the drafts of a session, newest first."""
        with self._lock:
            return tuple(one for one in reversed(self._drafts.values()) if one.owner == owner)

    def decide(self, draft_id: str, number: int, decision: Decision) -> None:
        """Keep what was decided about a remark."""
        with self._lock:
            draft = self._drafts[draft_id]
            self._drafts[draft_id] = replace(draft, decisions={**draft.decisions, number: decision})

    def remove(self, draft: Draft) -> None:
        """Take a draft out, with its folder."""
        with self._lock:
            self._drafts.pop(draft.id, None)
        shutil.rmtree(draft.folder, ignore_errors=True)


def new_id() -> str:
    """Make the name of a draft, which cannot be guessed."""
    return secrets.token_urlsafe(12)


def text_alone(name: str, text: str) -> Document:
    """Give a text the form that the remarks look at."""
    return Document(id="0" * 64, name=name, format=Format.TXT, text=text, blocks=())


def _with_note(remark: Remark, note: str) -> Remark:
    if not note:
        return remark
    return replace(remark, ask={language: f"{words} {note}".strip() for language, words in remark.ask.items()})


def _case(number: int, remark: Remark, plan: PlanRow, decision: Decision, person: str) -> Case:
    matter = Matter(
        key=str(number),
        document=plan.document,
        plan=plan.iri,
        code=remark.code,
        severity=remark.severity,
        what_zh=remark.what[Language.ZH],
        what_en=remark.what[Language.EN],
        ask_zh=remark.ask[Language.ZH],
        ask_en=remark.ask[Language.EN],
        start=remark.start,
        end=remark.end,
        quote=remark.quote,
        task=remark.task,
    )
    entry = CaseEntry(
        key=matter.key,
        document=matter.document,
        code=matter.code,
        quote=matter.quote,
        state=decision.state,
        person=person,
        note=decision.note,
        who=person,
        when="",
    )
    return Case(matter=matter, history=(entry,))
