"""The records of cases: what there is to decide, and what was decided.

A matter is known by its document, its rule and its quotation, not by its offset: so what was decided remains with it in
each new version of the document.
"""

import hashlib
from dataclasses import astuple, dataclass
from enum import StrEnum

from ontology import iris


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "open"
    CHECKING = "checking"
    ADVISED = "advised"
    DISMISSED = "dismissed"
    RESOLVED = "resolved"

    @property
    def decided(self) -> bool:
        """Whether it takes a reviewer to say so."""
        return self not in {CaseState.OPEN, CaseState.CHECKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something in a plan to decide about: a finding, or a task whose lead is not clear."""

    key: str
    document: str
    plan: str
    code: str
    severity: str
    what_zh: str
    what_en: str
    ask_zh: str
    ask_en: str
    start: int
    end: int
    quote: str
    task: str  # empty where it concerns no single task


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One saved decision about a matter; the last one is in force."""

    key: str
    document: str
    code: str
    quote: str
    state: CaseState
    person: str
    note: str
    who: str
    when: str  # ISO 8601, as the caller says
    number: int = 0  # its place among all entries, from 1

    @property
    def iri(self) -> str:
        """The name of the entry: the hash of all that it says."""
        said = "\n".join(repr(field) for field in astuple(self))
        return f"{iris.ID}case/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A matter with the entries about it, oldest first; without any it is open."""

    matter: Matter
    history: tuple[CaseEntry, ...] = ()

    @property
    def state(self) -> CaseState:
        """How far it is."""
        return self.history[-1].state if self.history else CaseState.OPEN

    @property
    def person(self) -> str:
        """Who deals with it."""
        return self.history[-1].person if self.history else ""

    @property
    def note(self) -> str:
        """What was noted last."""
        return self.history[-1].note if self.history else ""

    @property
    def revision(self) -> int:
        """The number of its last entry, 0 without one: who saves says which one was seen."""
        return self.history[-1].number if self.history else 0
