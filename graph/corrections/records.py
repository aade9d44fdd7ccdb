"""The records of what people changed: one judgement each, with who, when and why."""

import hashlib
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter

from extract.messages import Message
from graph.errors import GraphError
from ontology import iris

PLAN_FIELDS = ("title", "issuer", "number", "issued", "kind")
"""What a plan says of itself and a person may correct."""


class Change(StrEnum):
    """What a correction does."""

    MERGE = "merge"  # target: the unit that goes; value: the unit that stays
    SPLIT = "split"  # target: a unit; value: the name of the new one; parts: the assignments that go to it
    RENAME = "rename"  # target: a unit; value: its name
    ROLE = "role"  # target: an assignment; value: its role
    ADD = "add"  # target: a task; value: a unit; role, words, start and end of the mention
    DROP = "drop"  # target: an assignment
    REASSIGN = "reassign"  # target: an assignment; value: its unit; role: its role, if that changes, too
    MOVE = "move"  # target: a task; words, start and end of its new stretch of text, for which its neighbours give way
    DESCRIBE = "describe"  # target: a plan; parts: one of ``PLAN_FIELDS``; value: what it should say
    ACCEPT = "accept"  # target: a finding, or an assignment that is not counted yet
    DISMISS = "dismiss"  # target: a finding, or an assignment that is not counted yet
    HOME = "home"  # target: a plan; value: the code or the name of the place it speaks for
    UNDO = "undo"  # target: a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One judgement of a person. Fields that a change does not use stay empty."""

    change: Change
    target: str
    value: str = ""
    role: str = ""
    words: str = ""
    start: int = 0
    end: int = 0
    parts: tuple[str, ...] = ()
    who: str
    when: str  # ISO 8601, as the caller says
    why: str

    @property
    def signature(self) -> tuple[str, str, str]:
        """Who, when and why: the same for what was saved together."""
        return self.who, self.when, self.why

    @property
    def iri(self) -> str:
        """The name of the correction: the hash of all that it says."""
        said = "\n".join(map(repr, _FIELDS(self)))
        return f"{iris.ID}correction/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


_FIELDS = attrgetter(*(field.name for field in fields(Correction)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A correction that cannot be carried out, and why."""

    correction: Correction
    reason: Message


class BadCorrectionError(GraphError):
    """A correction that makes no sense: an unknown target, a circular merge, a cell that is a formula."""


class DoesNotFitError(Exception):
    """A change that does not fit what is there."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason
