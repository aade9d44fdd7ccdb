"""The records of progress: what was reported of a task, and what it means on a day that a person names."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum

from graph.dataset.deadlines import last_day
from graph.dataset.keys import task_keys
from graph.dataset.rows import Corpus
from ontology import iris


class ProgressState(StrEnum):
    """How far a task is; where nothing was reported, nothing is supposed."""

    NOT_REPORTED = "not_reported"
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    OVERDUE = "overdue"


FILLED_IN = (ProgressState.NOT_STARTED, ProgressState.UNDER_WAY, ProgressState.DONE)
"""What a person can say of one task; what is overdue follows from its deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """One report about a task; the last one is in force. ``state`` is as reported."""

    key: str
    document: str
    task: str  # its words, for a reader of the data
    state: ProgressState = ProgressState.NOT_REPORTED
    report: str = ""
    remarks: str = ""
    who: str
    when: str  # ISO 8601, as the caller says; reports saved together have the same
    number: int = 0  # its place among all entries, from 1

    @property
    def iri(self) -> str:
        """The name of the entry: the hash of all that it says."""
        said = "\n".join(repr(field) for field in astuple(self))
        return f"{iris.ID}progress/{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    @property
    def said(self) -> tuple[ProgressState, str, str]:
        """What it reports."""
        return self.state, self.report, self.remarks


def judged(state: ProgressState, deadline: str, day: datetime.date | None) -> ProgressState:
    """Say how far a task is on a day: overdue where it was reported, is not done, and its deadline is over.

    >>> judged(ProgressState.UNDER_WAY, "2019年6月底前", datetime.date(2019, 7, 1))
    <ProgressState.OVERDUE: 'overdue'>
    >>> judged(ProgressState.UNDER_WAY, "6月底前", datetime.date(2019, 7, 1))
    <ProgressState.UNDER_WAY: 'under_way'>
    """
    if day is None or state not in {ProgressState.NOT_STARTED, ProgressState.UNDER_WAY}:
        return state
    last = last_day(deadline)
    return ProgressState.OVERDUE if last is not None and last < day else state


def reported(corpus: Corpus, entries: Iterable[ProgressEntry]) -> Mapping[str, ProgressEntry]:
    """Give the report in force of each task that has one, by the IRI of the task."""
    last = {one.key: one for one in entries}
    return {iri: last[key] for iri, key in task_keys(corpus).items() if key in last}
